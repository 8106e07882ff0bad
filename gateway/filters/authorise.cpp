// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/authorise.h"

#include "gateway/filters/caller_filter.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Symbol;
using proxy::Verdict;

bool contains(const std::vector<Symbol>& sorted, Symbol symbol)
{
    return std::binary_search(sorted.begin(), sorted.end(), symbol);
}

/// Both sorted.
bool intersect(const std::vector<Symbol>& a, const std::vector<Symbol>& b)
{
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() && right != b.end()) {
        if (*left == *right)
            return true;
        *left < *right ? void(++left) : void(++right);
    }
    return false;
}

} // namespace

AuthoriseFilter::AuthoriseFilter(AuthoriseConfig config)
    : EnforcingFilter(FilterId::Authorise, config.enforcement)
    , m_config(std::move(config))
{
    std::sort(m_config.groups.begin(), m_config.groups.end());
    std::sort(m_config.roles.begin(), m_config.roles.end());
}

bool AuthoriseFilter::subscribed(const proxy::Exchange& exchange, const proxy::Identity& identity) const
{
    if (identity.admin && !m_config.adminNeedsSubscription)
        return true;
    const proxy::CredentialEntry* const key = exchange.credential();
    if (key && key->api != 0)
        return key->api == m_config.api;
    return contains(identity.subscriptions, m_config.api);
}

/// Who has a subscription that does not count now is told why; who has none is not subscribed.
Verdict AuthoriseFilter::refuseStranger(proxy::Exchange& exchange, const proxy::Identity& identity) const
{
    const KeyFault why = identity.kind == proxy::PrincipalKind::Consumer
                             ? stopOf(exchange, identity, m_config.api)
                             : KeyFault::None;
    if (why == KeyFault::None)
        return refuse(exchange, {.reason = Reason::NotSubscribed});
    const KeyRefusal& row = refusalOf(why);
    return refuse(exchange, {.reason = row.reason, .code = row.code, .text = row.text, .detail = row.text});
}

Verdict AuthoriseFilter::request(proxy::Exchange& exchange) const
{
    const proxy::Identity* const identity = exchange.identity();
    if (!enabled() || !identity)
        return Verdict::Continue; // nobody got here only where authentication is optional
    if (m_config.tenant != 0 && identity->tenant != m_config.tenant && !identity->admin)
        return refuse(exchange,
                      {.reason = Reason::NotSubscribed, .detail = "caller belongs to another tenant"});
    if (m_config.checkSubscription && !subscribed(exchange, *identity))
        return refuseStranger(exchange, *identity);
    if (m_config.checkGroups && !intersect(identity->groups, m_config.groups))
        return refuse(exchange, {.reason = Reason::WrongGroup});
    if (!m_config.roles.empty() && !contains(m_config.roles, identity->role))
        return refuse(exchange, {.reason = Reason::WrongRole});
    return Verdict::Continue;
}

} // namespace gatehouse::filters
