// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/caller_filter.h"

#include "gateway/filters/client_address.h"

namespace gatehouse::filters {

namespace {

using proxy::Reason;
using proxy::Verdict;

// Failed attempts of one address are one counter for all APIs.
const std::uint64_t brakeScope = shared_state::stableHash("authenticate.failures");

} // namespace

Verdict CallerFilter::refuseCaller(proxy::Exchange& exchange, const Refusal& refusal,
                                   std::string_view challenge) const
{
    if (m_failureBrake && m_state && !dryRun()) {
        const shared_state::Take attempt{{brakeScope, addressSubject(exchange.client())}, *m_failureBrake, 1};
        shared_state::LimitOutcome outcome;
        if (m_state->take({&attempt, 1}, {&outcome, 1}) && !outcome.allowed) {
            exchange.answerEdits().set("Retry-After", exchange.arena().number(retryAfterSeconds(outcome)));
            return refuse(exchange, {.reason = Reason::RateLimited, .detail = "too many failed attempts"});
        }
    }
    if (refusal.reason == Reason::Unauthenticated && !dryRun())
        exchange.answerEdits().set("WWW-Authenticate", challenge);
    return refuse(exchange, refusal);
}

bool CallerFilter::isBraked(const proxy::Exchange& exchange) const
{
    return m_failureBrake && m_state &&
           !m_state->peek({brakeScope, addressSubject(exchange.client())}, *m_failureBrake, 1).allowed;
}

const proxy::CredentialEntry* CallerFilter::callerOf(proxy::Exchange& exchange, proxy::CallerName by,
                                                     std::string_view name)
{
    const auto& callers = exchange.snapshot().callers;
    if (callers.size() == 0 || !exchange.api())
        return nullptr;
    const char kind = static_cast<char>(by);
    const std::string_view key = exchange.arena().concat(
        {{&kind, 1}, exchange.api()->tenantName, {&proxy::callerKeySeparator, 1}, name});
    const auto* const found = callers.find(key);
    return found ? found->get() : nullptr;
}

std::string_view CallerFilter::faultOf(const proxy::CredentialEntry& entry, std::int64_t wallMs)
{
    if (entry.expiresAtMs != 0 && entry.expiresAtMs <= wallMs)
        return "credential has expired";
    return entry.usable ? std::string_view() : std::string_view("credential is revoked");
}

Verdict CallerFilter::admit(proxy::Exchange& exchange, const proxy::CredentialEntry& entry,
                            bool byAuthorization) const
{
    if (!entry.identity->active) {
        const KeyFault known = stopOf(exchange, *entry.identity, 0);
        const KeyRefusal& row = refusalOf(known == KeyFault::None ? KeyFault::ConsumerSuspended : known);
        return refuse(exchange,
                      {.reason = row.reason, .code = row.code, .text = row.text, .detail = row.text});
    }
    if (byAuthorization)
        slot(exchange, Slot::CredentialSource) = static_cast<std::uint64_t>(CredentialSource::Authorization);
    exchange.setIdentity(entry.identity->on(exchange.api()->symbol), entry.isName ? nullptr : &entry);
    return Verdict::Continue;
}

Verdict CallerFilter::recheckCaller(proxy::Exchange& exchange, proxy::CallerName by,
                                    std::string_view name) const
{
    // Not with the arena of the exchange, which may live for weeks.
    const auto* const found =
        exchange.snapshot().callers.find(proxy::callerKey(by, exchange.api()->tenantName, name));
    const std::string_view fault =
        found ? faultOf(**found, exchange.wallMs()) : std::string_view("credential is not valid any more");
    if (!fault.empty())
        return refuse(exchange, {.reason = Reason::Unauthenticated, .detail = fault});
    return admit(exchange, **found, false);
}

KeyFault stopOf(const proxy::Exchange& exchange, const proxy::Identity& identity, proxy::Symbol api)
{
    const auto* const found = exchange.snapshot().callers.find(stopKey(identity.id, api));
    return found ? KeyNote::of(**found).stop : KeyFault::None;
}

} // namespace gatehouse::filters
