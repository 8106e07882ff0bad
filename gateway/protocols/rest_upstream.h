// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

namespace gatehouse::protocols {

/// Routing by the header client-key (data-plane 6): the servers of the routing document it names; without
/// header or document the engine takes those of the operation, then those of the API. Also drops what
/// platform paths lose: empty segments and a trailing slash. Reads everything from the snapshot, so one
/// object serves all APIs.
class SelectUpstreamFilter final : public filters::TableFilter {
public:
    SelectUpstreamFilter()
        : TableFilter(filters::FilterId::SelectUpstream)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
};

} // namespace gatehouse::protocols
