// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/opaque.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

} // namespace

OpaqueFilter::OpaqueFilter(OpaqueConfig config)
    : BearerFilter(config, std::shared_ptr<const TokenRules>(config.issuer, &config.issuer->rules()))
    , m_issuer(std::move(config.issuer))
{
}

Verdict OpaqueFilter::judge(proxy::Exchange& exchange, std::string_view token) const
{
    if (const Introspection::Known known = m_issuer->known(token))
        return decideBy(exchange, *known);
    // Whoever guesses must not make the gateway ask the issuer for each guess.
    if (isBraked(exchange))
        return refuseToken(exchange, "too many failed attempts");
    const bool asked = m_issuer->ask(token, [&]() -> Introspection::Done {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer](const Introspection::Known& outcome) {
            // Runs only while the exchange lives, and with it the snapshot that owns this filter.
            resumer->resume(
                [this, outcome](proxy::Exchange& waiting) { return decideBy(waiting, *outcome); });
        };
    });
    if (asked)
        return Verdict::Wait;
    exchange.answerEdits().set("Retry-After", "1");
    return refuse(exchange,
                  {.reason = Reason::Overloaded, .detail = "too many tokens are being asked about"});
}

Verdict OpaqueFilter::decideBy(proxy::Exchange& exchange, const Introspection::Outcome& outcome) const
{
    return decide(exchange, {outcome.token, outcome.fault, exchange.arena().copy(outcome.why)});
}

} // namespace gatehouse::filters
