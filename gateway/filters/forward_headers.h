// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

namespace gatehouse::filters {

/// What an upstream is told about the caller (data-plane 7): X-User-Email and X-Doorman-User (both the
/// username) where the API wants them, and the Authorization it asks for in place of the gateway's own. Which
/// of the caller's fields pass at all is the engine's business (proxy::passesToUpstream). Reads everything
/// from the API, so one object serves all.
class ForwardHeadersFilter final : public TableFilter {
public:
    ForwardHeadersFilter()
        : TableFilter(FilterId::ForwardHeaders)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
};

} // namespace gatehouse::filters
