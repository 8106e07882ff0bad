// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/limit_filter.h"

#include <array>

namespace gatehouse::filters {

using proxy::Verdict;
using shared_state::LimitOutcome;
using shared_state::Take;

Verdict LimitFilter::count(proxy::Exchange& exchange, std::span<const Take> takes) const
{
    std::array<LimitOutcome, maxTakes> outcomes;
    const std::span<LimitOutcome> filled(outcomes.data(), takes.size());
    if (m_state->take(takes, filled))
        return decide(exchange, filled);

    // The filter belongs to the snapshot that the exchange holds; without the exchange nothing is called.
    auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
    m_state->takeLater({takes.begin(), takes.end()}, [this, resumer](const std::vector<LimitOutcome>& later) {
        resumer->resume([this, later](proxy::Exchange& waiting) { return decide(waiting, later); });
    });
    return Verdict::Wait;
}

bool reportLimit(proxy::Exchange& exchange, const LimitOutcome& outcome, std::string_view limitText,
                 bool resetAsSecondsLeft)
{
    std::uint64_t& reported = slot(exchange, Slot::ReportedLimit);
    if (outcome.allowed && reported != 0 && reported <= outcome.remaining + 1)
        return false; // another limit is tighter
    reported = outcome.remaining + 1;
    proxy::Arena& arena = exchange.arena();
    proxy::HeaderEdits& edits = exchange.answerEdits();
    const std::int64_t reset =
        resetAsSecondsLeft ? (outcome.resetAfterNs + 999'999'999) / 1'000'000'000 : outcome.resetEpochSec;
    edits.set("X-RateLimit-Limit",
              limitText.empty() ? arena.number(static_cast<std::int64_t>(outcome.limit)) : limitText);
    edits.set("X-RateLimit-Remaining", arena.number(static_cast<std::int64_t>(outcome.remaining)));
    edits.set("X-RateLimit-Reset", arena.number(reset));
    if (edits.find("X-RateLimit-Burst"))
        edits.remove("X-RateLimit-Burst"); // of the limit that was told before
    return true;
}

shared_state::LimitRule fixedWindow(std::uint64_t limit, proxy::WindowUnit unit)
{
    return {shared_state::Algorithm::FixedWindow, limit, proxy::secondsOf(unit) * 1'000'000'000, 0};
}

std::string_view wordOf(proxy::WindowUnit unit)
{
    constexpr std::string_view words[] = {"second", "minute", "hour", "day", "week", "month", "year"};
    return words[static_cast<std::size_t>(unit)];
}

} // namespace gatehouse::filters
