// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/upstream_token.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

namespace {

using proxy::Verdict;

} // namespace

UpstreamTokenFilter::UpstreamTokenFilter(std::string header, std::shared_ptr<UpstreamTokenSource> source)
    : TableFilter(FilterId::UpstreamCredential)
    , m_header(std::move(header))
    , m_source(std::move(source))
{
}

Verdict UpstreamTokenFilter::request(proxy::Exchange& exchange) const
{
    if (show(exchange))
        return Verdict::Continue;
    const bool waits = m_source->refresh([&]() -> UpstreamTokenSource::Waiter {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer] {
            // Runs only while the exchange lives, and with it the snapshot that owns this filter.
            resumer->resume([this](proxy::Exchange& waiting) { return showOrFail(waiting); });
        };
    });
    return waits ? Verdict::Wait : showOrFail(exchange);
}

bool UpstreamTokenFilter::show(proxy::Exchange& exchange) const
{
    const UpstreamTokenSource::Value token = m_source->value();
    const std::int64_t now = exchange.wallMs();
    if (!token || token->expiresMs <= now)
        return false;
    if (token->refreshMs <= now) // in good time; nobody waits for it
        m_source->refresh([] { return UpstreamTokenSource::Waiter(); });
    exchange.upstreamEdits().set(m_header, exchange.arena().copy(token->value));
    return true;
}

Verdict UpstreamTokenFilter::showOrFail(proxy::Exchange& exchange) const
{
    if (show(exchange))
        return Verdict::Continue;
    exchange.fail(proxy::Reason::IssuerUnavailable, exchange.arena().copy(m_source->why()));
    return Verdict::Respond;
}

} // namespace gatehouse::filters
