// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"
#include "gateway/proxy/route.h"

#include <string>
#include <string_view>

namespace gatehouse::protocols {

/// Which servers a request goes to (data-plane 6): those of the routing named by the header client-key, else
/// those of the matched operation, else those of the API; none is 404 GTW001. Also maps the public path of an
/// operation to its upstream path. Reads everything from the snapshot, so one object serves all APIs.
class SelectUpstreamFilter final : public filters::TableFilter {
public:
    SelectUpstreamFilter()
        : TableFilter(filters::FilterId::SelectUpstream)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
};

/// The upstream path for a request that matched `operation`: its upstream template with the parameters of the
/// request path; empty segments and a trailing slash are dropped.
std::string upstreamPath(const proxy::Operation* operation, std::string_view subPath);

} // namespace gatehouse::protocols
