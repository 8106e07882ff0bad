// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/foreign_tokens.h"

#include "gateway/shared_state/counter_key.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

bool isAmong(const Json& claim, const Json& wanted)
{
    if (claim == wanted)
        return true;
    return claim.kind() == Json::Kind::Array &&
           std::find(claim.items().begin(), claim.items().end(), wanted) != claim.items().end();
}

/// RFC 8693 section 4.2: words with blanks between them; some issuers write a list.
bool hasScope(const Json* scopes, std::string_view wanted)
{
    if (!scopes)
        return false;
    if (scopes->kind() == Json::Kind::Array)
        return isAmong(*scopes, Json::string(wanted));
    std::string_view rest = scopes->text();
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == wanted)
            return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

void appendScalar(std::string& out, const Json& value)
{
    if (value.kind() == Json::Kind::String || value.kind() == Json::Kind::Number)
        out += value.text();
    else
        value.write(out);
}

std::shared_ptr<const proxy::Identity> strangerOf(const std::string& name, const TokenRules& rules)
{
    auto identity = std::make_shared<proxy::Identity>();
    identity->kind = proxy::PrincipalKind::Consumer;
    identity->name = name;
    identity->id = "token:" + rules.issuer + '#' + name;
    identity->tenant = rules.tenant;
    identity->limits = std::make_shared<proxy::PrincipalLimits>();
    identity->counterKey = shared_state::stableHash(identity->id);
    return identity;
}

} // namespace

const Json* claimOf(const Json& claims, std::string_view name)
{
    if (const Json* const direct = claims.find(name))
        return direct;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos)
        return nullptr;
    const Json* const outer = claims.find(name.substr(0, dot));
    return outer && outer->kind() == Json::Kind::Object ? claimOf(*outer, name.substr(dot + 1)) : nullptr;
}

std::string claimText(const Json& value)
{
    std::string text;
    if (value.kind() == Json::Kind::Array) {
        for (const Json& item : value.items()) {
            if (!text.empty())
                text += ',';
            appendScalar(text, item);
        }
    } else {
        appendScalar(text, value);
    }
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    return text;
}

ForeignTokens::ForeignTokens(const Clock& clock, TokenRules rules, std::shared_ptr<KeySource> keys,
                             std::size_t maxTokens)
    : m_clock(clock)
    , m_rules(std::move(rules))
    , m_keys(std::move(keys))
    , m_cache(maxTokens)
{
}

ForeignTokens::Answer ForeignTokens::verify(std::string_view token)
{
    const std::int64_t nowSec = m_clock.wallMs() / 1000;
    const std::uint64_t generation = m_keys->generation();
    if (auto known = m_cache.find(token, nowSec, generation))
        return {std::move(known), Fault::None, {}};
    const KeySource::Keys keys = m_keys->keys();
    if (!keys)
        return {nullptr, Fault::NoKeys, "keys of the issuer are not known yet"};

    crypto::JwtClaims claims;
    const crypto::JwtFault fault = crypto::verifyJwt(
        token, *keys, {.nowSeconds = nowSec, .leewaySeconds = m_rules.leewaySeconds}, claims);
    if (fault != crypto::JwtFault::None) {
        const bool unknown = fault == crypto::JwtFault::UnknownKey;
        return {nullptr, unknown ? Fault::UnknownKey : Fault::Bad, crypto::nameOf(fault)};
    }
    const std::optional<Json> all = Json::parse(claims.payload);
    const std::string_view why = all ? faultOf(claims, *all) : std::string_view("malformed");
    if (!why.empty())
        return {nullptr, Fault::Bad, why};
    auto good = tokenOf(claims, *all);
    m_cache.remember(token, good, nowSec, generation);
    return {std::move(good), Fault::None, {}};
}

std::string_view ForeignTokens::faultOf(const crypto::JwtClaims& claims, const Json& all) const
{
    if (!m_rules.issuer.empty() && claims.issuer != m_rules.issuer)
        return "issuer";
    const auto& heard = claims.audience;
    const bool meant = std::any_of(m_rules.audience.begin(), m_rules.audience.end(), [&](const auto& one) {
        return std::find(heard.begin(), heard.end(), one) != heard.end();
    });
    if (!m_rules.audience.empty() && !meant)
        return "audience";
    for (const auto& [name, wanted] : m_rules.requiredClaims) {
        const Json* const claim = claimOf(all, name);
        if (!claim || !isAmong(*claim, wanted))
            return "required_claim";
    }
    const Json* const consumer = claimOf(all, m_rules.consumerClaim);
    return consumer && !claimText(*consumer).empty() ? std::string_view() : "consumer_claim";
}

std::shared_ptr<const ForeignToken> ForeignTokens::tokenOf(const crypto::JwtClaims& claims,
                                                           const Json& all) const
{
    auto token = std::make_shared<ForeignToken>();
    token->consumer = claimText(*claimOf(all, m_rules.consumerClaim));
    for (const auto& [name, header] : m_rules.claimHeaders) {
        if (const Json* const claim = claimOf(all, name); claim && !claim->isNull())
            token->headers.emplace_back(header, claimText(*claim));
    }
    if (!m_rules.knownConsumers)
        token->stranger = strangerOf(token->consumer, m_rules);
    token->expiresSec = *claims.expires + m_rules.leewaySeconds;
    const Json* const words = all.find("scope");
    const Json* const scopes = words ? words : all.find("scp");
    token->scoped = std::all_of(m_rules.scopes.begin(), m_rules.scopes.end(),
                                [&](const std::string& scope) { return hasScope(scopes, scope); });
    return token;
}

} // namespace gatehouse::filters
