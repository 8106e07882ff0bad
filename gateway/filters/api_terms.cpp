// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/api_terms.h"

#include "gateway/proxy/exchange.h"

namespace gatehouse::filters {

namespace {

using proxy::Verdict;

/// Gives its place back when the exchange is over, however it ends.
class Place final : public proxy::FilterState {
public:
    explicit Place(std::shared_ptr<CallCount> count)
        : m_count(std::move(count))
    {
    }
    ~Place() override { m_count->fetch_sub(1, std::memory_order_relaxed); }

private:
    std::shared_ptr<CallCount> m_count;
};

} // namespace

std::uint8_t ApiTermsFilter::hooks() const
{
    const bool fields = !m_terms.deprecation.empty() || !m_terms.sunset.empty();
    const bool asks = !m_terms.maintenance.empty() || m_terms.timeoutNs != 0;
    return std::uint8_t((asks ? proxy::HookRequest : 0) | (fields ? proxy::HookAnswer : 0));
}

Verdict ApiTermsFilter::request(proxy::Exchange& exchange) const
{
    if (m_terms.timeoutNs != 0)
        exchange.setDeadline(m_terms.timeoutNs);
    if (m_terms.maintenance.empty())
        return Verdict::Continue;
    exchange.answerEdits().set("Retry-After", "60");
    return refuse(exchange, {.reason = proxy::Reason::ApiDisabled,
                             .status = 503,
                             .code = "GTW503",
                             .text = m_terms.maintenance,
                             .detail = "maintenance"});
}

void ApiTermsFilter::answer(proxy::Exchange& exchange) const
{
    if (!m_terms.deprecation.empty())
        exchange.answerEdits().set("Deprecation", m_terms.deprecation);
    if (!m_terms.sunset.empty())
        exchange.answerEdits().set("Sunset", m_terms.sunset);
}

Verdict ConcurrencyFilter::request(proxy::Exchange& exchange) const
{
    const std::int64_t before = m_count->fetch_add(1, std::memory_order_relaxed);
    exchange.keep(std::make_unique<Place>(m_count));
    if (before < m_most)
        return Verdict::Continue;
    exchange.answerEdits().set("Retry-After", "1");
    return refuse(exchange, {.reason = proxy::Reason::Overloaded,
                             .text = "Too many calls of this API are under way",
                             .detail = "api_max_concurrent"});
}

} // namespace gatehouse::filters
