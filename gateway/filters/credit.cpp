// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/credit.h"

namespace gatehouse::filters {

proxy::Verdict CreditFilter::request(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity) // nobody to charge: authentication is optional there
        return proxy::Verdict::Continue;
    const proxy::CreditAccount* const account = identity->creditsOf(m_group);
    const bool paid =
        account && account->cell && (dryRun() ? account->cell->left() > 0 : account->cell->take());
    return paid ? proxy::Verdict::Continue : refuse(exchange, {.reason = proxy::Reason::NoCredits});
}

} // namespace gatehouse::filters
