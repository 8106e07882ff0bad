// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/base64url.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/jwt.h"
#include "tests/common/crypto/test_keys.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::crypto;

namespace {

constexpr JwtTimes kAnyTime{1'300'000'000, 0, false};

// RFC 7515 A.1 to A.3 share one payload: {"iss":"joe", "exp":1300819380, "http://example.com/is_root":true}.
const QByteArray kPayload(
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ");

constexpr char kRfcHmac[] =
    R"({"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"})";
constexpr char kRfcRsa[] =
    R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})";
constexpr char kRfcEc[] =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr char kRfcEdwards[] =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";

const QByteArray kHmacToken = QByteArray("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.") + kPayload +
                              ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const QByteArray kRsaToken =
    QByteArray("eyJhbGciOiJSUzI1NiJ9.") + kPayload +
    ".cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_"
    "O8W2Fp5jujGbds9uJdbF9CUAr7t1"
    "dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_"
    "dO--xi12jzDw"
    "usC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_"
    "IoypGlUPQGe77R"
    "w";
const QByteArray kEcToken =
    QByteArray("eyJhbGciOiJFUzI1NiJ9.") + kPayload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

// Made with Python's cryptography package.
const QByteArray kPssToken(
    "eyJhbGciOiAiUFMyNTYiLCAia2lkIjogInBzIn0.eyJzdWIiOiAiYW5hIiwgImV4cCI6IDQxMDI0NDQ4MDB9."
    "Gz0m2aCOi5BVsPBfaWnn3T93Sl3qbQubUcUMs3TsJsQxALiv8vMAkF039mmkpaiulk0usi3iahbFwVHJnZAuvLoPjd0lf8W5Z_"
    "uitBFVdePThSNnkWlhSyIHqgg9u8Viy9Goslhnr8hWcFwhwRGEPGrd8AZQeOEVZB8jIsksy8XjQfmla39wLlKWNydZBaA2Aa-"
    "3YCZOeRpMjZceH1XPIC6lsp5yU3emRjButJA6lquC1qWh1cPj1RH44aqsQ8Keskp8tX9S_iltPeW_z0JvquH87U403Cvro_"
    "fc17Vk7uO5hWGMOHvD4cqf9hA_OQfjcRxzzXml9FrOrtpQXjSntg");
const QByteArray kPssPublic(testing::kPssPublicPem);

KeySet setOf(const char* jwk, std::optional<JwtAlgorithm> fallback = {})
{
    return KeySet({JwtKey::fromJwk(QJsonDocument::fromJson(jwk).object(), fallback).value()});
}

KeySet secretSet(const char* secret = "a secret of the tests")
{
    return KeySet({JwtKey::fromSecret(u"k"_s, Secret(QByteArray(secret))).value()});
}

std::string_view text(const QByteArray& bytes)
{
    return {bytes.constData(), size_t(bytes.size())};
}

JwtFault verify(const QByteArray& token, const KeySet& keys, JwtTimes times = kAnyTime)
{
    JwtClaims claims;
    return verifyJwt(text(token), keys, times, claims);
}

/// A token with a good signature over whatever header and payload.
QByteArray signedRaw(const QByteArray& header, const QByteArray& payload, const KeySet& keys = secretSet())
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    return input + '.' + toBase64Url(keys.signer()->sign(text(input)).value());
}

const QByteArray kHeader(R"({"alg":"HS256","kid":"k"})");

} // namespace

Q_DECLARE_METATYPE(gatehouse::crypto::JwtFault)

class JwtTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verifiesTokensOfTheRfcs_data();
    void verifiesTokensOfTheRfcs();
    void verifiesPss();
    void verifiesRfc8037();
    void refusesEveryChangedCharacter();
    void refusesAnotherAlgorithm_data();
    void refusesAnotherAlgorithm();
    void doesNotTakeAPublicKeyForASecret();
    void refusesMalformedTokens_data();
    void refusesMalformedTokens();
    void refusesHeaders_data();
    void refusesHeaders();
    void refusesClaims_data();
    void refusesClaims();
    void readsClaims();
    void checksTimes_data();
    void checksTimes();
    void leavesClaimsAloneWhenItRefuses();
    void signsWithEveryAlgorithm_data();
    void signsWithEveryAlgorithm();
    void findsKeys();
    void readsSettings_data();
    void readsSettings();
    void readsKeyFilesOfSettings();
    void refusesUnfitKeys();
    void readsKeySets();
};

void JwtTest::verifiesTokensOfTheRfcs_data()
{
    QTest::addColumn<QByteArray>("jwk");
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("RFC 7515 A.1 HS256") << QByteArray(kRfcHmac) << kHmacToken;
    QTest::newRow("RFC 7515 A.2 RS256") << QByteArray(kRfcRsa) << kRsaToken;
    QTest::newRow("RFC 7515 A.3 ES256") << QByteArray(kRfcEc) << kEcToken;
}

void JwtTest::verifiesTokensOfTheRfcs()
{
    QFETCH(QByteArray, jwk);
    QFETCH(QByteArray, token);
    const KeySet keys = setOf(jwk);
    JwtClaims claims;
    QCOMPARE(verifyJwt(text(token), keys, kAnyTime, claims), JwtFault::None);
    QCOMPARE(claims.issuer, std::string("joe"));
    QCOMPARE(claims.expires, std::optional<std::int64_t>(1'300'819'380));
    QCOMPARE(claims.all()[u"http://example.com/is_root"_s], QJsonValue(true));
    QCOMPARE(verify(token, keys, {1'300'819'380, 0, true}), JwtFault::Expired);
}

void JwtTest::verifiesPss()
{
    const KeySet keys({JwtKey::fromPem(u"ps"_s, JwtAlgorithm::PS256, kPssPublic).value()});
    QCOMPARE(verify(kPssToken, keys), JwtFault::None);
    const KeySet pkcs1({JwtKey::fromPem(u"ps"_s, JwtAlgorithm::RS256, kPssPublic).value()});
    QCOMPARE(verify(kPssToken, pkcs1), JwtFault::Algorithm);
}

void JwtTest::verifiesRfc8037()
{
    // A.4: the payload is plain text, so only the signature is looked at.
    const QByteArray input("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc");
    const QByteArray signature = *fromBase64Url(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    const KeySet keys = setOf(kRfcEdwards);
    QVERIFY(keys.keys().front().verify(text(input), text(signature)));
    QVERIFY(!keys.keys().front().verify(text(input + 'x'), text(signature)));
}

void JwtTest::refusesEveryChangedCharacter()
{
    const QList<QPair<KeySet, QByteArray>> cases{
        {setOf(kRfcHmac), kHmacToken}, {setOf(kRfcRsa), kRsaToken}, {setOf(kRfcEc), kEcToken}};
    for (const auto& [keys, token] : cases) {
        QCOMPARE(verify(token, keys), JwtFault::None);
        for (qsizetype at = 0; at < token.size(); ++at) {
            QByteArray bad = token;
            bad[at] = bad[at] == 'A' ? 'B' : 'A';
            QVERIFY2(verify(bad, keys) != JwtFault::None, qPrintable(u"character %1"_s.arg(at)));
        }
        for (qsizetype size = 0; size < token.size(); ++size)
            QVERIFY(verify(token.first(size), keys) != JwtFault::None);
        QVERIFY(verify(token + 'A', keys) != JwtFault::None);
        QVERIFY(verify(token + '=', keys) != JwtFault::None);
    }
}

void JwtTest::refusesAnotherAlgorithm_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    for (const char* name : {"none", "None", "NONE", "", "HS384", "HS512", "RS256", "ES256", "PS256", "EdDSA",
                             "hs256", "HS256 ", "HS1", "dir"})
        QTest::newRow(name) << QByteArray(name);
}

void JwtTest::refusesAnotherAlgorithm()
{
    QFETCH(QByteArray, algorithm);
    const QByteArray header = R"({"alg":")" + algorithm + R"(","kid":"k"})";
    QCOMPARE(verify(signedRaw(header, "{}"), secretSet()), JwtFault::Algorithm);
    QVERIFY(verify(toBase64Url(header) + "." + toBase64Url("{}") + ".", secretSet()) != JwtFault::None);
}

void JwtTest::doesNotTakeAPublicKeyForASecret()
{
    // The classic confusion: an HS256 token made with the text of a published RSA key.
    const QByteArray forged = signedRaw(R"({"alg":"HS256","kid":"ps"})", R"({"sub":"admin"})",
                                        KeySet({JwtKey::fromSecret(u"ps"_s, Secret(kPssPublic)).value()}));
    const KeySet keys({JwtKey::fromPem(u"ps"_s, JwtAlgorithm::RS256, kPssPublic).value()});
    QCOMPARE(verify(forged, keys), JwtFault::Algorithm);
}

void JwtTest::refusesMalformedTokens_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("dots") << QByteArray("..");
    QTest::newRow("one dot") << QByteArray("a.b");
    QTest::newRow("four parts") << kHmacToken + ".x";
    QTest::newRow("space before") << ' ' + kHmacToken;
    QTest::newRow("newline behind") << kHmacToken + '\n';
    QTest::newRow("unreadable header") << QByteArray("%%%.") + kPayload + ".AA";
    QTest::newRow("header is no object") << signedRaw("[]", "{}");
    QTest::newRow("header is not UTF-8") << signedRaw("{\"alg\":\"HS256\",\"kid\":\"k\xff\"}", "{}");
    QTest::newRow("larger than 16 KiB")
        << signedRaw(kHeader, QByteArray(R"({"x":")") + QByteArray(16 * 1024, 'x') + "\"}");
}

void JwtTest::refusesMalformedTokens()
{
    QFETCH(QByteArray, token);
    QCOMPARE(verify(token, secretSet()), JwtFault::Malformed);
}

void JwtTest::refusesHeaders_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<JwtFault>("fault");
    QTest::newRow("no alg") << QByteArray(R"({"kid":"k"})") << JwtFault::Malformed;
    QTest::newRow("alg is a number") << QByteArray(R"({"alg":1})") << JwtFault::Malformed;
    QTest::newRow("alg twice") << QByteArray(R"({"alg":"HS256","alg":"HS256"})") << JwtFault::Malformed;
    QTest::newRow("alg twice, one escaped")
        << QByteArray(R"({"alg":"HS256","\u0061lg":"none"})") << JwtFault::Malformed;
    QTest::newRow("kid twice") << QByteArray(R"({"alg":"HS256","kid":"k","kid":"k"})") << JwtFault::Malformed;
    QTest::newRow("kid is null") << QByteArray(R"({"alg":"HS256","kid":null})") << JwtFault::Malformed;
    QTest::newRow("another kid") << QByteArray(R"({"alg":"HS256","kid":"K"})") << JwtFault::UnknownKey;
    QTest::newRow("crit") << QByteArray(R"({"alg":"HS256","kid":"k","crit":["exp"]})") << JwtFault::Critical;
    QTest::newRow("trailing comma") << QByteArray(R"({"alg":"HS256","kid":"k",})") << JwtFault::Malformed;
    QTest::newRow("text behind") << QByteArray(R"({"alg":"HS256","kid":"k"} x)") << JwtFault::Malformed;
    QTest::newRow("unknown members") << QByteArray(
                                            R"({"typ":"JWT","jwk":{"a":[1,{}]},"alg":"HS256","kid":"k"})")
                                     << JwtFault::None;
    QTest::newRow("no kid, one key") << QByteArray(R"({"alg":"HS256"})") << JwtFault::None;
    QTest::newRow("escaped") << QByteArray(R"( { "\u0061lg" : "HS\u003256" , "kid":"\u006b" } )")
                             << JwtFault::None;
}

void JwtTest::refusesHeaders()
{
    QFETCH(QByteArray, header);
    QFETCH(JwtFault, fault);
    QCOMPARE(verify(signedRaw(header, "{}"), secretSet()), fault);
}

void JwtTest::refusesClaims_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a text") << QByteArray("\"x\"");
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("not closed") << QByteArray("{");
    QTest::newRow("sub is a number") << QByteArray(R"({"sub":1})");
    QTest::newRow("sub twice") << QByteArray(R"({"sub":"a","sub":"b"})");
    QTest::newRow("exp is a text") << QByteArray(R"({"exp":"4102444800"})");
    QTest::newRow("exp is null") << QByteArray(R"({"exp":null})");
    QTest::newRow("exp is huge") << QByteArray(R"({"exp":1e300})");
    QTest::newRow("exp twice") << QByteArray(R"({"exp":4102444800,"exp":1})");
    QTest::newRow("aud has a number") << QByteArray(R"({"aud":["a",1]})");
    QTest::newRow("aud is an object") << QByteArray(R"({"aud":{}})");
    QTest::newRow("lone surrogate in sub") << QByteArray(R"({"sub":"\ud800"})");
    QTest::newRow("not UTF-8") << QByteArray("{\"sub\":\"\xc3\x28\"}");
    QTest::newRow("too deep") << R"({"x":)" + QByteArray(100, '[') + QByteArray(100, ']') + '}';
}

void JwtTest::refusesClaims()
{
    QFETCH(QByteArray, payload);
    QCOMPARE(verify(signedRaw(kHeader, payload), secretSet()), JwtFault::Claims);
}

void JwtTest::readsClaims()
{
    const QByteArray payload =
        R"({"sub":"J\u00fcrgen \ud83d\ude00","jti":"7f","iss":"https://id","aud":["a","b"],"role":"admin","scope":"x y",)"
        R"("exp":4102444800.9,"nbf":10,"iat":-1.5,"accesses":{"manage_users":true},"n":[1,2]})";
    JwtClaims claims;
    QCOMPARE(verifyJwt(text(signedRaw(kHeader, payload)), secretSet(), kAnyTime, claims), JwtFault::None);
    QCOMPARE(QString::fromStdString(claims.subject), u"J\u00fcrgen \U0001F600"_s);
    QCOMPARE(claims.id, std::string("7f"));
    QCOMPARE(claims.issuer, std::string("https://id"));
    QCOMPARE(claims.audience, (std::vector<std::string>{"a", "b"}));
    QCOMPARE(claims.role, std::string("admin"));
    QCOMPARE(claims.scope, std::string("x y"));
    QCOMPARE(claims.expires, std::optional<std::int64_t>(4'102'444'800));
    QCOMPARE(claims.notBefore, std::optional<std::int64_t>(10));
    QCOMPARE(claims.issuedAt, std::optional<std::int64_t>(-2));
    QCOMPARE(claims.all()[u"accesses"_s][u"manage_users"_s], QJsonValue(true));
    QCOMPARE(
        verifyJwt(text(signedRaw(kHeader, R"({"aud":"one","role":["x"]})")), secretSet(), kAnyTime, claims),
        JwtFault::None);
    QCOMPARE(claims.audience, (std::vector<std::string>{"one"}));
    QVERIFY(claims.role.empty());
}

void JwtTest::checksTimes_data()
{
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("leeway");
    QTest::addColumn<bool>("needsExpiry");
    QTest::addColumn<JwtFault>("fault");
    QTest::newRow("no exp, needed") << QByteArray("{}") << 0 << true << JwtFault::Claims;
    QTest::newRow("no exp, not needed") << QByteArray("{}") << 0 << false << JwtFault::None;
    QTest::newRow("a second left") << QByteArray(R"({"exp":1001})") << 0 << true << JwtFault::None;
    QTest::newRow("just expired") << QByteArray(R"({"exp":1000})") << 0 << true << JwtFault::Expired;
    QTest::newRow("expired within the leeway")
        << QByteArray(R"({"exp":991})") << 10 << true << JwtFault::None;
    QTest::newRow("expired beyond the leeway")
        << QByteArray(R"({"exp":990})") << 10 << true << JwtFault::Expired;
    QTest::newRow("valid from now") << QByteArray(R"({"exp":2000,"nbf":1000})") << 0 << true
                                    << JwtFault::None;
    QTest::newRow("not yet") << QByteArray(R"({"exp":2000,"nbf":1001})") << 0 << true
                             << JwtFault::NotYetValid;
    QTest::newRow("not yet, within the leeway")
        << QByteArray(R"({"exp":2000,"nbf":1010})") << 10 << true << JwtFault::None;
}

void JwtTest::checksTimes()
{
    QFETCH(QByteArray, payload);
    QFETCH(int, leeway);
    QFETCH(bool, needsExpiry);
    QFETCH(JwtFault, fault);
    QCOMPARE(verify(signedRaw(kHeader, payload), secretSet(), {1000, leeway, needsExpiry}), fault);
}

void JwtTest::leavesClaimsAloneWhenItRefuses()
{
    JwtClaims claims;
    claims.subject = "before";
    const QByteArray token = signedRaw(kHeader, R"({"sub":"ana","exp":1})");
    QCOMPARE(verifyJwt(text(token), secretSet(), {1000, 0, true}, claims), JwtFault::Expired);
    QCOMPARE(verifyJwt(text(token), secretSet("another"), kAnyTime, claims), JwtFault::Signature);
    QCOMPARE(claims.subject, std::string("before"));
}

void JwtTest::signsWithEveryAlgorithm_data()
{
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<QByteArray>("pem");
    QTest::newRow("HS256") << u"HS256"_s << QByteArray();
    QTest::newRow("HS384") << u"HS384"_s << QByteArray();
    QTest::newRow("HS512") << u"HS512"_s << QByteArray();
    const QByteArray rsa(testing::kRsaPrivate);
    for (const char* name : {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
        QTest::newRow(name) << QString::fromLatin1(name) << rsa;
    QTest::newRow("ES256") << u"ES256"_s << QByteArray(testing::kP256Private);
    QTest::newRow("ES384") << u"ES384"_s << QByteArray(testing::kP384Private);
    QTest::newRow("ES512") << u"ES512"_s << QByteArray(testing::kP521Private);
    QTest::newRow("EdDSA") << u"EdDSA"_s << QByteArray(testing::kEd25519Private);
}

void JwtTest::signsWithEveryAlgorithm()
{
    QFETCH(QString, algorithm);
    QFETCH(QByteArray, pem);
    const auto named = jwtAlgorithm(algorithm.toStdString());
    QVERIFY(named);
    auto key = pem.isEmpty() ? JwtKey::fromSecret(u"k"_s, Secret(QByteArray("secret")), *named)
                             : JwtKey::fromPem(u"k"_s, *named, {}, Secret(pem));
    QVERIFY2(key, key ? "" : qPrintable(key.error().text()));
    const KeySet keys({*key});
    for (int i = 0; i < 20; ++i) { // elliptic signatures have lengths that vary inside OpenSSL
        const auto token =
            signJwt({{u"sub"_s, u"ana"_s}, {u"exp"_s, qint64(4'102'444'800)}, {u"i"_s, i}}, keys);
        QVERIFY(token);
        JwtClaims claims;
        QCOMPARE(verifyJwt(text(*token), keys, {1000, 0, true}, claims), JwtFault::None);
        QCOMPARE(claims.subject, std::string("ana"));
        const QList<QByteArray> parts = token->split('.');
        const QJsonObject header = QJsonDocument::fromJson(*fromBase64Url(parts[0])).object();
        QCOMPARE(header, (QJsonObject{{u"alg"_s, algorithm}, {u"kid"_s, u"k"_s}, {u"typ"_s, u"JWT"_s}}));
        QByteArray signature = *fromBase64Url(parts[2]);
        signature[i % signature.size()] = char(signature[i % signature.size()] ^ 0x40);
        QCOMPARE(verify(parts[0] + '.' + parts[1] + '.' + toBase64Url(signature), keys), JwtFault::Signature);
        QCOMPARE(verify(parts[0] + '.' + parts[1] + '.' + toBase64Url(signature.chopped(1)), keys),
                 JwtFault::Signature);
    }
}

void JwtTest::findsKeys()
{
    const auto key = [](const QString& kid) {
        return JwtKey::fromSecret(kid, Secret(QByteArray("s"))).value();
    };
    QVERIFY(!KeySet().find("a"));
    QVERIFY(!KeySet().find({}));
    QVERIFY(!KeySet().signer());
    QVERIFY(!signJwt({}, KeySet()));
    const KeySet one({key(u"a"_s)});
    QVERIFY(one.find({}));
    QVERIFY(!one.find("b"));
    const KeySet two({key(u"a"_s), key(u"b"_s)});
    QVERIFY(!two.find({}));
    QCOMPARE(two.find("b")->kid(), std::string("b"));
    const KeySet legacy({key(u"a"_s), key(u"legacy-key"_s)});
    QCOMPARE(legacy.find({})->kid(), std::string("legacy-key"));
}

void JwtTest::readsSettings_data()
{
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QStringList>("kids");
    QTest::addColumn<QString>("signer");
    QTest::addColumn<int>("notes");
    const QString a = uR"({"kid":"a","secret":"one"})"_s;
    const QString b = uR"({"kid":"b","key":"two","algorithm":"HS512"})"_s;
    const QString idle = uR"({"kid":"c","secret":"x","active":false})"_s;
    const QStringList legacy{u"legacy-key"_s};
    QTest::newRow("nothing") << QString() << QString() << QStringList() << QString() << 0;
    QTest::newRow("secret only") << QString() << u"s"_s << legacy << u"legacy-key"_s << 0;
    QTest::newRow("single object") << a << u"s"_s << QStringList{u"a"_s} << u"a"_s << 0;
    QTest::newRow("list") << u"[%1,%2]"_s.arg(a, b) << QString() << QStringList{u"a"_s, u"b"_s} << u"a"_s
                          << 0;
    QTest::newRow("object with keys")
        << u"{\"keys\":[%1]}"_s.arg(b) << QString() << QStringList{u"b"_s} << u"b"_s << 0;
    QTest::newRow("an idle key verifies but does not sign")
        << u"[%1,%2]"_s.arg(idle, a) << QString() << QStringList{u"c"_s, u"a"_s} << u"a"_s << 0;
    QTest::newRow("without kid") << uR"([{"secret":"x"}])"_s << u"s"_s << legacy << u"legacy-key"_s << 1;
    QTest::newRow("without key") << u"[{\"kid\":\"x\"},%1]"_s.arg(a) << QString() << QStringList{u"a"_s}
                                 << u"a"_s << 1;
    QTest::newRow("none") << uR"([{"kid":"x","secret":"s","algorithm":"none"}])"_s << u"s"_s << legacy
                          << u"legacy-key"_s << 1;
    QTest::newRow("not PEM") << uR"([{"kid":"x","algorithm":"RS256","public_key":"hm"}])"_s << u"s"_s
                             << legacy << u"legacy-key"_s << 1;
    QTest::newRow("same kid twice") << u"[%1,%1]"_s.arg(a) << QString() << QStringList{u"a"_s} << u"a"_s << 1;
    QTest::newRow("not JSON") << u"[{"_s << u"s"_s << legacy << u"legacy-key"_s << 1;
    QTest::newRow("empty list") << u"[]"_s << u"s"_s << legacy << u"legacy-key"_s << 0;
}

void JwtTest::readsSettings()
{
    QFETCH(QString, keys);
    QFETCH(QString, secret);
    QFETCH(QStringList, kids);
    QFETCH(QString, signer);
    QFETCH(int, notes);
    QStringList said;
    const auto set = KeySet::fromSettings(keys, Secret(secret.toUtf8()), &said);
    QCOMPARE(set.ok(), !kids.isEmpty());
    QCOMPARE(said.size(), notes);
    if (!set) {
        QVERIFY(set.error().text().contains(u"JWT_SECRET_KEY"));
        return;
    }
    QStringList found;
    for (const JwtKey& key : set->keys())
        found.append(QString::fromStdString(key.kid()));
    QCOMPARE(found, kids);
    QCOMPARE(QString::fromStdString(set->signer()->kid()), signer);
}

void JwtTest::readsKeyFilesOfSettings()
{
    QTemporaryDir directory;
    QFile file(directory.filePath(u"public.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(kPssPublic), kPssPublic.size());
    file.close();
    const auto settings = [](const QString& path) {
        return uR"([{"kid":"r","algorithm":"RS256","public_key_path":"%1"}])"_s.arg(path);
    };
    const auto set = KeySet::fromSettings(settings(file.fileName()), {});
    QVERIFY(set);
    QVERIFY(set->find("r"));
    QVERIFY(!set->signer()); // a public key only
    QStringList notes;
    QVERIFY(!KeySet::fromSettings(settings(u"/does/not/exist.pem"_s), {}, &notes));
    QVERIFY(notes.first().contains(u"/does/not/exist.pem"));
}

void JwtTest::refusesUnfitKeys()
{
    QVERIFY(!JwtKey::fromSecret(u"k"_s, Secret()));
    QVERIFY(!JwtKey::fromSecret(u"k"_s, Secret(QByteArray("s")), JwtAlgorithm::RS256));
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::ES256, kPssPublic));
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::EdDSA, kPssPublic));
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::HS256, kPssPublic));
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::RS256, {}));
    const QByteArray small(testing::kSmallRsaPublic);
    const auto weak = JwtKey::fromPem(u"k"_s, JwtAlgorithm::RS256, small);
    QVERIFY(!weak);
    QVERIFY(weak.error().text().contains(u"2048"));
    const QByteArray p256(testing::kP256Private);
    QVERIFY(JwtKey::fromPem(u"k"_s, JwtAlgorithm::ES256, {}, Secret(p256)));
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::ES384, {}, Secret(p256)));
    const QByteArray rsa(testing::kRsaPrivate);
    QVERIFY(!JwtKey::fromPem(u"k"_s, JwtAlgorithm::RS256, kPssPublic, Secret(rsa))); // not a pair
}

void JwtTest::readsKeySets()
{
    const auto keyed = [](const char* jwk, const QString& kid, QJsonObject more = {}) {
        QJsonObject object = QJsonDocument::fromJson(jwk).object();
        object[u"kid"_s] = kid;
        for (auto member = more.begin(); member != more.end(); ++member)
            object[member.key()] = member.value();
        return object;
    };
    const QJsonArray keys{
        keyed(kRfcRsa, u"r"_s),
        keyed(kRfcEc, u"e"_s, {{u"use"_s, u"sig"_s}}),
        keyed(kRfcEdwards, u"d"_s),
        keyed(kRfcRsa, u"encryption"_s, {{u"use"_s, u"enc"_s}}),
        keyed(kRfcEc, u"off the curve"_s, {{u"y"_s, u"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a1"_s}}),
        keyed(kRfcEc, u"wrong alg"_s, {{u"alg"_s, u"ES384"_s}}),
        QJsonObject{{u"kty"_s, u"new"_s}},
        QJsonValue(1)};
    QStringList notes;
    const auto set = KeySet::fromJwks(QJsonDocument(QJsonObject{{u"keys"_s, keys}}).toJson(), {}, &notes);
    QVERIFY(set);
    QCOMPARE(set->keys().size(), std::size_t(3));
    QCOMPARE(notes.size(), 5);
    QCOMPARE(set->find("r")->algorithm(), JwtAlgorithm::RS256);
    QCOMPARE(set->find("e")->algorithm(), JwtAlgorithm::ES256);
    QCOMPARE(set->find("d")->algorithm(), JwtAlgorithm::EdDSA);
    QVERIFY(!set->signer());
    QVERIFY(!KeySet::fromJwks("[]"));
    QVERIFY(!KeySet::fromJwks("{\"keys\":{}}"));
    QCOMPARE(setOf(kRfcRsa, JwtAlgorithm::PS256).keys().front().algorithm(), JwtAlgorithm::PS256);
}

QTEST_APPLESS_MAIN(JwtTest)
#include "tst_jwt.moc"
