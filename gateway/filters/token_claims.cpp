// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/token_claims.h"

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

std::string_view claimsFault(const TokenRules& rules, const Json& claims)
{
    const Json* const issuer = claims.find("iss");
    const bool mustFit = !rules.issuer.empty() && (issuer || rules.issuerIsTold);
    if (mustFit && !(issuer && *issuer == Json::string(rules.issuer)))
        return "issuer";
    const Json* const audience = claims.find("aud");
    const bool meant = std::any_of(rules.audience.begin(), rules.audience.end(), [&](const std::string& one) {
        return audience && isAmong(*audience, Json::string(one));
    });
    if (!rules.audience.empty() && !meant)
        return "audience";
    for (const auto& [name, wanted] : rules.requiredClaims) {
        const Json* const claim = claimOf(claims, name);
        if (!claim || !isAmong(*claim, wanted))
            return "required_claim";
    }
    const Json* const consumer = claimOf(claims, rules.consumerClaim);
    return consumer && !claimText(*consumer).empty() ? std::string_view() : "consumer_claim";
}

std::shared_ptr<const ForeignToken> tokenOf(const TokenRules& rules, const Json& claims,
                                            std::int64_t expiresSec)
{
    auto token = std::make_shared<ForeignToken>();
    token->consumer = claimText(*claimOf(claims, rules.consumerClaim));
    for (const auto& [name, header] : rules.claimHeaders) {
        if (const Json* const claim = claimOf(claims, name); claim && !claim->isNull())
            token->headers.emplace_back(header, claimText(*claim));
    }
    if (!rules.knownConsumers)
        token->stranger = strangerOf(token->consumer, rules);
    token->expiresSec = expiresSec;
    const Json* const words = claims.find("scope");
    const Json* const scopes = words ? words : claims.find("scp");
    token->scoped = std::all_of(rules.scopes.begin(), rules.scopes.end(),
                                [&](const std::string& scope) { return hasScope(scopes, scope); });
    return token;
}

} // namespace gatehouse::filters
