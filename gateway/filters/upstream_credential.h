// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"
#include "gateway/proxy/identity.h"

#include <string>

namespace gatehouse::filters {

/// What the gateway shows the upstream in place of anything the caller sent.
struct UpstreamCredentialConfig {
    std::string header; ///< "X-Api-Key", "Authorization"
    std::string value;  ///< with its scheme, if any; clean field text
    /// Not zero: the caller's own key of that credit group is shown instead, when he has one.
    proxy::Symbol creditGroup = 0;
};

class UpstreamCredentialFilter final : public TableFilter {
public:
    explicit UpstreamCredentialFilter(UpstreamCredentialConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;

private:
    UpstreamCredentialConfig m_config;
};

} // namespace gatehouse::filters
