// SPDX-License-Identifier: GPL-3.0-or-later
// JWK (RFC 7517, 7518 section 6, 8037 section 2): the part of JwtKey that builds OpenSSL keys from numbers.
#include "common/crypto/base64url.h"
#include "common/crypto/jwt_key.h"
#include "common/crypto/openssl_handle.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/param_build.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::crypto {

namespace {

using ParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using Params = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using Number = Owned<BIGNUM, BN_free>;

struct Curve {
    QStringView name;
    const char* group;
    JwtAlgorithm algorithm;
    int coordinate;
};
constexpr Curve kCurves[] = {{u"P-256", "prime256v1", JwtAlgorithm::ES256, 32},
                             {u"P-384", "secp384r1", JwtAlgorithm::ES384, 48},
                             {u"P-521", "secp521r1", JwtAlgorithm::ES512, 66}};

QByteArray member(const QJsonObject& jwk, const QString& name)
{
    return fromBase64Url(jwk[name].toString().toLatin1()).value_or(QByteArray());
}

Key built(const char* type, OSSL_PARAM_BLD* builder)
{
    const Params params(OSSL_PARAM_BLD_to_param(builder));
    const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* key = nullptr;
    if (!params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) != 1)
        return nullptr;
    Key owned(key);
    // An elliptic point that is not on its curve must not get in (RFC 8725 3.4).
    const KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
    return check && EVP_PKEY_public_check(check.get()) == 1 ? std::move(owned) : nullptr;
}

Key rsaKey(const QJsonObject& jwk)
{
    const QByteArray n = member(jwk, u"n"_s);
    const QByteArray e = member(jwk, u"e"_s);
    if (n.isEmpty() || e.isEmpty() || n.size() > 2048)
        return nullptr;
    const Number modulus(BN_bin2bn(bytes(n.constData()), int(n.size()), nullptr));
    const Number exponent(BN_bin2bn(bytes(e.constData()), int(e.size()), nullptr));
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    require(modulus && exponent && builder &&
                OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) == 1 &&
                OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) == 1,
            "OSSL_PARAM_BLD");
    return built("RSA", builder.get());
}

Key ecKey(const QJsonObject& jwk, const Curve& curve)
{
    const QByteArray x = member(jwk, u"x"_s);
    const QByteArray y = member(jwk, u"y"_s);
    if (x.size() != curve.coordinate || y.size() != curve.coordinate)
        return nullptr;
    const QByteArray point = char(POINT_CONVERSION_UNCOMPRESSED) + x + y;
    const ParamBuilder builder(OSSL_PARAM_BLD_new());
    require(builder &&
                OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve.group, 0) ==
                    1 &&
                OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.constData(),
                                                 size_t(point.size())) == 1,
            "OSSL_PARAM_BLD");
    return built("EC", builder.get());
}

Key edwardsKey(const QJsonObject& jwk)
{
    const QByteArray x = member(jwk, u"x"_s);
    if (jwk[u"crv"_s].toString() != u"Ed25519" || x.size() != 32)
        return nullptr;
    return Key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(x.constData()), size_t(x.size())));
}

} // namespace

Result<JwtKey> JwtKey::fromJwk(const QJsonObject& jwk, std::optional<JwtAlgorithm> fallback)
{
    const QString kid = jwk[u"kid"_s].toString();
    const QString type = jwk[u"kty"_s].toString();
    const auto refuse = [&](const QString& why) {
        return Error::invalid(u"keys[%1]"_s.arg(kid), u"type"_s, why);
    };
    if (const QString use = jwk[u"use"_s].toString(); !use.isEmpty() && use != u"sig")
        return refuse(u"the key is for \"%1\", not for signatures"_s.arg(use));
    std::optional<JwtAlgorithm> algorithm;
    if (jwk.contains(u"alg"_s)) {
        algorithm = jwtAlgorithm(jwk[u"alg"_s].toString().toStdString());
        if (!algorithm)
            return refuse(u"the algorithm \"%1\" is not supported"_s.arg(jwk[u"alg"_s].toString()));
    }
    if (type == u"oct")
        return fromSecret(kid, Secret(member(jwk, u"k"_s)),
                          algorithm.value_or(fallback.value_or(JwtAlgorithm::HS256)));
    if (type == u"RSA")
        return fromHandle(kid, algorithm.value_or(fallback.value_or(JwtAlgorithm::RS256)),
                          rsaKey(jwk).release(), false);
    if (type == u"OKP")
        return fromHandle(kid, algorithm.value_or(JwtAlgorithm::EdDSA), edwardsKey(jwk).release(), false);
    for (const Curve& curve : kCurves) {
        if (type == u"EC" && jwk[u"crv"_s].toString() == curve.name)
            return fromHandle(kid, algorithm.value_or(curve.algorithm), ecKey(jwk, curve).release(), false);
    }
    return refuse(u"the key type \"%1\" is not supported"_s.arg(type));
}

} // namespace gatehouse::crypto
