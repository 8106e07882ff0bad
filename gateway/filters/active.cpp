// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/active.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

proxy::Verdict ActiveFilter::request(proxy::Exchange& exchange) const
{
    if (!exchange.api() || exchange.api()->active)
        return proxy::Verdict::Continue;
    exchange.fail(proxy::Reason::ApiDisabled);
    return proxy::Verdict::Respond;
}

} // namespace gatehouse::filters
