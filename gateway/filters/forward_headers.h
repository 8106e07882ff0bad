// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/header_rules.h"
#include "gateway/filters/order.h"

namespace gatehouse::filters {

/// Which headers cross the gateway in both directions (data-plane 7).
struct ForwardHeadersConfig {
    bool forwardAllRequest = false; ///< all but credentials; else only `allowed`
    bool forwardAllAnswer = false;
    std::vector<std::string> allowed; ///< api_allowed_headers
    bool builtInAllowed = true;       ///< REST and SOAP add a few names of their own
    bool addIdentity = true;          ///< X-User-Email and X-Doorman-User, both the username
    bool addForwardedFor = false;     ///< X-Forwarded-For, -Proto, -Host
    bool collectTimings = true;       ///< X-Gateway-Time, X-Backend-Time in ms
    std::string authorizationSwap;    ///< header whose value becomes the upstream's Authorization
};

class ForwardHeadersFilter final : public TableFilter {
public:
    explicit ForwardHeadersFilter(ForwardHeadersConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookAnswer; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;

private:
    bool forwards(const http::Header& header) const;
    bool returns(const http::Header& header) const;
    void filterRequest(proxy::Exchange& exchange) const;
    void swapAuthorization(proxy::Exchange& exchange) const;
    void addIdentity(proxy::Exchange& exchange) const;
    void addForwarded(proxy::Exchange& exchange) const;
    void addTimings(proxy::Exchange& exchange) const;

    ForwardHeadersConfig m_config;
    NameSet m_allowed;
};

} // namespace gatehouse::filters
