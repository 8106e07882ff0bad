// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/token_rules.h"

#include "gateway/control/json_values.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using crypto::JwtAlgorithm;
using crypto::JwtKey;

std::vector<JwtAlgorithm> algorithmsOf(const JwtRules& rules)
{
    std::vector<JwtAlgorithm> list;
    for (const QString& name : rules.algorithms) {
        if (const auto algorithm = crypto::jwtAlgorithm(name.toStdString()))
            list.push_back(*algorithm);
    }
    return list;
}

/// The first accepted algorithm for a key of this kind ("HS", "RS", ...).
std::optional<JwtAlgorithm> firstOf(const std::vector<JwtAlgorithm>& list, std::string_view kinds)
{
    for (const JwtAlgorithm algorithm : list) {
        const std::string_view name = crypto::nameOf(algorithm);
        for (std::size_t at = 0; at + 1 < kinds.size(); at += 2) {
            if (name.starts_with(kinds.substr(at, 2)))
                return algorithm;
        }
    }
    return std::nullopt;
}

/// A PEM key fits one algorithm of those accepted, and which one its type tells.
Result<JwtKey> keyOfPem(const QByteArray& pem, const std::vector<JwtAlgorithm>& accepted)
{
    Error last = Error::invalid(u"public_key"_s, u"format"_s, u"fits none of the algorithms"_s);
    for (const JwtAlgorithm algorithm : accepted) {
        if (crypto::nameOf(algorithm).starts_with("HS"))
            continue;
        auto key = JwtKey::fromPem({}, algorithm, pem);
        if (key)
            return key;
    }
    return last;
}

std::vector<std::string> textsOf(const QStringList& list)
{
    std::vector<std::string> texts;
    for (const QString& text : list)
        texts.push_back(text.toStdString());
    return texts;
}

} // namespace

filters::TokenRules tokenRulesOf(const JwtRules& rules, proxy::Symbol tenant)
{
    filters::TokenRules result;
    result.issuer = rules.issuer.toStdString();
    result.issuerIsTold = rules.introspectionUrl.isEmpty(); // there RFC 7662 leaves `iss` to the issuer
    result.audience = textsOf(rules.audience);
    result.scopes = textsOf(rules.scopes);
    for (auto at = rules.requiredClaims.begin(); at != rules.requiredClaims.end(); ++at)
        result.requiredClaims.emplace_back(at.key().toStdString(), jsonOf(at.value()));
    for (auto at = rules.claimHeaders.begin(); at != rules.claimHeaders.end(); ++at)
        result.claimHeaders.emplace_back(at.key().toStdString(), at.value().toString().toStdString());
    result.consumerClaim = rules.consumerClaim.toStdString();
    result.knownConsumers = rules.knownConsumers;
    result.leewaySeconds = rules.clockSkewSeconds;
    result.tenant = tenant;
    return result;
}

bool hasOwnKeys(const JwtRules& rules)
{
    return rules.jwks || !rules.publicKey.isEmpty() || !rules.sharedSecret.isEmpty();
}

Result<crypto::KeySet> keysOf(const QByteArray& document, const JwtRules& rules, const QString& field)
{
    const std::vector<JwtAlgorithm> accepted = algorithmsOf(rules);
    QStringList notes;
    Result<crypto::KeySet> all = crypto::KeySet::fromJwks(document, firstOf(accepted, "RSPS"), &notes);
    if (!all)
        return Error::invalid(field, u"format"_s, u"must be a JWK set: an object with a list \"keys\""_s);
    std::vector<JwtKey> good;
    for (const JwtKey& key : all->keys()) {
        if (std::find(accepted.begin(), accepted.end(), key.algorithm()) != accepted.end())
            good.push_back(key);
    }
    if (good.empty())
        return Error::invalid(field, u"format"_s,
                              u"has no key for %1"_s.arg(rules.algorithms.join(u", ")) +
                                  (notes.isEmpty() ? QString() : u" ("_s + notes.join(u"; ") + u')'));
    return crypto::KeySet(std::move(good));
}

Result<crypto::KeySet> ownKeysOf(const JwtRules& rules)
{
    std::vector<JwtKey> keys;
    const std::vector<JwtAlgorithm> accepted = algorithmsOf(rules);
    if (!rules.sharedSecret.isEmpty()) {
        const auto algorithm = firstOf(accepted, "HS");
        if (!algorithm)
            return Error::invalid(u"shared_secret"_s, u"conflict"_s,
                                  u"needs HS256, HS384 or HS512 in algorithms"_s);
        auto key = JwtKey::fromSecret({}, Secret(rules.sharedSecret.toUtf8()), *algorithm);
        if (!key)
            return Error::invalid(u"shared_secret"_s, u"format"_s, key.error().text());
        keys.push_back(std::move(*key));
    }
    if (!rules.publicKey.isEmpty()) {
        auto key = keyOfPem(rules.publicKey.toUtf8(), accepted);
        if (!key)
            return key.error();
        keys.push_back(std::move(*key));
    }
    if (rules.jwks) {
        auto set = keysOf(QJsonDocument(*rules.jwks).toJson(QJsonDocument::Compact), rules);
        if (!set)
            return set.error();
        keys.insert(keys.end(), set->keys().begin(), set->keys().end());
    }
    return crypto::KeySet(std::move(keys));
}

} // namespace gatehouse::control
