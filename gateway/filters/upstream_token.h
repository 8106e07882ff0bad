// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/fetched.h"
#include "gateway/filters/order.h"

#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::filters {

/// An access token that the gateway itself got (RFC 6749 section 4.4).
struct UpstreamToken {
    std::string value;          ///< of the header field, with its scheme
    std::int64_t refreshMs = 0; ///< wall clock: from then on a new one is asked for,
    std::int64_t expiresMs = 0; ///< and this one is not shown any more
};
using UpstreamTokenSource = Fetched<UpstreamToken>;

/// Shows the upstream a token of the gateway's own. A request waits only when there is none that is valid;
/// when none can be got it ends with 503.
class UpstreamTokenFilter final : public TableFilter {
public:
    UpstreamTokenFilter(std::string header, std::shared_ptr<UpstreamTokenSource> source);
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;

private:
    bool show(proxy::Exchange& exchange) const;
    proxy::Verdict showOrFail(proxy::Exchange& exchange) const;

    std::string m_header;
    std::shared_ptr<UpstreamTokenSource> m_source;
};

} // namespace gatehouse::filters
