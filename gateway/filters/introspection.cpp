// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/introspection.h"

#include "common/crypto/jwt.h"
#include "common/crypto/sha256.h"

#include <algorithm>
#include <optional>

namespace gatehouse::filters {

namespace {

constexpr std::uint64_t onlyGeneration = 1;

std::string digestOf(std::string_view token)
{
    const crypto::Digest digest = crypto::sha256(QByteArrayView(token.data(), qsizetype(token.size())));
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// Seconds since 1970 (RFC 7662 section 2.2); nothing when it is not told.
std::optional<std::int64_t> timeOf(const Json* claim)
{
    if (!claim || claim->kind() != Json::Kind::Number)
        return std::nullopt;
    constexpr double latest = 253'402'300'800; // the year 10000
    return static_cast<std::int64_t>(std::clamp(claim->number(), 0.0, latest));
}

} // namespace

Introspection::Introspection(const Clock& clock, TokenRules rules, Ask ask, Limits limits)
    : m_clock(clock)
    , m_rules(std::move(rules))
    , m_ask(std::move(ask))
    , m_limits(limits)
    , m_good(limits.good)
    , m_refused(limits.refused)
{
}

Introspection::Known Introspection::known(std::string_view token)
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    const Key key = digestOf(token);
    if (Known good = m_good.find(key, nowSec, onlyGeneration))
        return good;
    return m_refused.find(key, nowSec, onlyGeneration);
}

bool Introspection::ask(std::string_view token, const std::function<Done()>& makeDone)
{
    Key key = digestOf(token);
    {
        const std::scoped_lock lock(m_mutex);
        const auto asked = m_asked.find(key);
        if (m_waiters >= m_limits.waiters || (asked == m_asked.end() && m_asked.size() >= m_limits.questions))
            return false;
        ++m_waiters;
        if (asked != m_asked.end()) {
            asked->second.push_back(makeDone());
            return true;
        }
        m_asked[key].push_back(makeDone());
    }
    m_ask(std::string(token), [self = shared_from_this(), key = std::move(key)](const Reply& reply) {
        self->finish(key, reply);
    });
    return true;
}

void Introspection::finish(const Key& key, const Reply& reply)
{
    const Known outcome = judged(reply);
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    if (outcome->expiresSec > nowSec)
        (outcome->token ? m_good : m_refused).remember(key, outcome, nowSec, onlyGeneration);
    std::vector<Done> waiting;
    {
        const std::scoped_lock lock(m_mutex);
        const auto asked = m_asked.extract(key);
        if (!asked)
            return;
        waiting = std::move(asked.mapped());
        m_waiters -= waiting.size();
    }
    for (const Done& done : waiting)
        done(outcome);
}

Introspection::Known Introspection::judged(const Reply& reply) const
{
    const auto notAsked = [](std::string why) {
        return std::make_shared<const Outcome>(Outcome{nullptr, TokenFault::NotAsked, std::move(why), 0});
    };
    if (!reply.fault.empty())
        return notAsked(reply.fault);
    const std::optional<Json> claims = Json::parse(reply.body);
    const Json* const active =
        claims && claims->kind() == Json::Kind::Object ? claims->find("active") : nullptr;
    if (!active || !active->isBool())
        return notAsked("the issuer's answer does not say whether the token is active");
    // Nothing else of an answer without it counts (RFC 7662 section 2.2).
    return active->kind() == Json::Kind::True ? ofClaims(*claims) : refused("inactive");
}

Introspection::Known Introspection::ofClaims(const Json& claims) const
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    const std::optional<std::int64_t> expires = timeOf(claims.find("exp"));
    if (expires && *expires + m_rules.leewaySeconds <= nowSec)
        return refused(std::string(crypto::nameOf(crypto::JwtFault::Expired)));
    if (const std::string_view why = claimsFault(m_rules, claims); !why.empty())
        return refused(std::string(why));
    const std::int64_t kept = nowSec + m_limits.goodSeconds;
    auto outcome = std::make_shared<Outcome>();
    outcome->expiresSec = expires ? std::min(*expires, kept) : kept;
    outcome->token = tokenOf(m_rules, claims, outcome->expiresSec);
    return outcome;
}

Introspection::Known Introspection::refused(std::string why) const
{
    return std::make_shared<const Outcome>(
        Outcome{nullptr, TokenFault::Bad, std::move(why), m_clock.wallMs() / 1000 + m_limits.refusedSeconds});
}

} // namespace gatehouse::filters
