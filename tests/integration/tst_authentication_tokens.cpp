// SPDX-License-Identifier: GPL-3.0-or-later
// Callers who show the token of another issuer.
#include "common/crypto/base64url.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hmac.h"
#include "common/crypto/random.h"
#include "tests/integration/authentication_test.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray part(const QJsonObject& object)
{
    return crypto::toBase64Url(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

/// An identity provider on loopback: its discovery document and its key set, which may rotate.
class Issuer {
public:
    Issuer() { rotate(u"k1"_s); }

    void rotate(const QString& kid)
    {
        const std::scoped_lock lock(m_mutex);
        m_kid = kid;
        m_pair = crypto::generateEd25519();
    }
    QString url() const { return serverAt(m_upstream.port()); }
    int keyFetches() const
    {
        int fetches = 0;
        for (const Message& request : m_upstream.requests())
            fetches += request.firstLine.find("/keys") != std::string::npos ? 1 : 0;
        return fetches;
    }
    QByteArray sign(QJsonObject claims, const QString& kid = {})
    {
        const std::scoped_lock lock(m_mutex);
        if (!claims.contains(u"exp"_s))
            claims.insert(u"exp"_s, now() + 600);
        if (!claims.contains(u"iss"_s))
            claims.insert(u"iss"_s, url());
        const QByteArray input =
            part({{u"alg"_s, u"EdDSA"_s}, {u"kid"_s, kid.isEmpty() ? m_kid : kid}}) + '.' + part(claims);
        return input + '.' + crypto::toBase64Url(crypto::signEd25519(m_pair.seed, input));
    }

private:
    std::string keys()
    {
        const std::scoped_lock lock(m_mutex);
        const QJsonObject key{{u"kty"_s, u"OKP"_s},
                              {u"crv"_s, u"Ed25519"_s},
                              {u"kid"_s, m_kid},
                              {u"x"_s, QString::fromLatin1(crypto::toBase64Url(m_pair.publicKey))}};
        return QJsonDocument(QJsonObject{{u"keys"_s, QJsonArray{key}}}).toJson().toStdString();
    }
    std::string discovery() const
    {
        return QJsonDocument(QJsonObject{{u"issuer"_s, url()}, {u"jwks_uri"_s, url() + u"/keys"_s}})
            .toJson()
            .toStdString();
    }

    std::mutex m_mutex;
    QString m_kid;
    crypto::Ed25519KeyPair m_pair;
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        for (;;) {
            const Message request = m_upstream.record(socket);
            if (!request.complete)
                return;
            const bool wantsKeys = request.firstLine.find("/keys") != std::string::npos;
            socket.send(answer(wantsKeys ? keys() : discovery(), "Content-Type: application/json\r\n"));
        }
    }};
};

} // namespace

class TestAuthenticationTokens : public AuthenticationTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tokensNameConsumers();
    void stoppedConsumersAreTold();
    void tokensAreRefused_data();
    void tokensAreRefused();
    void scopesAreAsked();
    void unknownKeysAreFetchedOnce();
    void strangersMayBeWelcome();
    void rulesAreChecked();
    void policiesAskForTokens();

private:
    QJsonObject rules(const QJsonObject& more = {}) const;
    HttpReply bearer(const QByteArray& path, const QByteArray& token)
    {
        return ask(path, "Authorization: Bearer " + token + "\r\n");
    }

    Issuer m_issuer;
};

void TestAuthenticationTokens::initTestCase()
{
    begin();
    allow(m_shop, contract(u"orders"_s, {{u"type"_s, u"jwt"_s}, {u"jwt"_s, rules()}}));
}

QJsonObject TestAuthenticationTokens::rules(const QJsonObject& more) const
{
    QJsonObject rules{{u"issuer"_s, m_issuer.url()},
                      {u"algorithms"_s, QJsonArray{u"EdDSA"_s}},
                      {u"audience"_s, QJsonArray{u"orders"_s}},
                      {u"required_claims"_s, QJsonObject{{u"env"_s, u"live"_s}}},
                      {u"claim_headers"_s, QJsonObject{{u"realm.roles"_s, u"X-Roles"_s}}},
                      {u"min_refresh_seconds"_s, 1}};
    for (auto at = more.begin(); at != more.end(); ++at)
        rules[at.key()] = at.value();
    return rules;
}

void TestAuthenticationTokens::tokensNameConsumers()
{
    const QJsonObject claims{{u"sub"_s, u"shop"_s},
                             {u"aud"_s, QJsonArray{u"other"_s, u"orders"_s}},
                             {u"env"_s, u"live"_s},
                             {u"realm"_s, QJsonObject{{u"roles"_s, QJsonArray{u"a"_s, u"b"_s}}}}};
    const QByteArray token = m_issuer.sign(claims);
    const HttpReply reply = ask("/orders/v1/x", "Authorization: Bearer " + token + "\r\nX-Roles: root\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(last().header("x-roles"), std::string("a,b"));
    QCOMPARE(last().header("authorization"), std::string());
    QCOMPARE(bearer("/orders/v1/x", token).status, 200); // known by now

    // Suspended, the consumer is out at once, though its token is remembered.
    const QByteArray id = m_shop.toLatin1();
    QCOMPARE(m_admin.call("POST", "/v1/consumers/default/" + id + "/suspend").status, 200);
    QCOMPARE(bearer("/orders/v1/x", token).status, 403);
    QCOMPARE(m_admin.call("POST", "/v1/consumers/default/" + id + "/activate").status, 200);
    QCOMPARE(bearer("/orders/v1/x", token).status, 200);
}

void TestAuthenticationTokens::stoppedConsumersAreTold()
{
    const QString robot = consumer(u"robot"_s);
    const QJsonObject api = contract(u"stops"_s, {{u"type"_s, u"jwt"_s}, {u"jwt"_s, rules()}});
    const QByteArray token =
        m_issuer.sign({{u"sub"_s, u"robot"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}});
    stoppedIsToldApart(robot, api, [&] {
        const HttpReply reply = bearer("/stops/v1/x", token);
        return u"%1 %2"_s.arg(reply.status).arg(reply.json()[u"code"_s].toString());
    });
}

void TestAuthenticationTokens::tokensAreRefused_data()
{
    QTest::addColumn<QJsonObject>("change");
    QTest::addColumn<QString>("code");
    QTest::newRow("expired") << QJsonObject{{u"exp"_s, now() - 60}} << u"token_expired"_s;
    QTest::newRow("not yet") << QJsonObject{{u"nbf"_s, now() + 3600}} << u"token_invalid"_s;
    QTest::newRow("issuer") << QJsonObject{{u"iss"_s, u"https://evil.example"_s}} << u"token_invalid"_s;
    QTest::newRow("audience") << QJsonObject{{u"aud"_s, u"other"_s}} << u"token_invalid"_s;
    QTest::newRow("claim") << QJsonObject{{u"env"_s, u"test"_s}} << u"token_invalid"_s;
    QTest::newRow("nobody") << QJsonObject{{u"sub"_s, u"nobody"_s}} << u"token_invalid"_s;
    QTest::newRow("no consumer") << QJsonObject{{u"sub"_s, QJsonValue()}} << u"token_invalid"_s;
}

void TestAuthenticationTokens::tokensAreRefused()
{
    QFETCH(QJsonObject, change);
    QFETCH(QString, code);
    QJsonObject claims{{u"sub"_s, u"shop"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}};
    QCOMPARE(bearer("/orders/v1/x", m_issuer.sign(claims)).status, 200);
    for (auto at = change.begin(); at != change.end(); ++at) {
        if (at.value().isNull())
            claims.remove(at.key());
        else
            claims[at.key()] = at.value();
    }
    const HttpReply reply = bearer("/orders/v1/x", m_issuer.sign(claims));
    QCOMPARE(reply.status, 401);
    QCOMPARE(reply.json()[u"code"_s].toString(), code);
    QVERIFY(
        reply.header("www-authenticate").startsWith("Bearer realm=\"gatehouse\", error=\"invalid_token\""));
    const HttpReply without = ask("/orders/v1/x");
    QCOMPARE(without.status, 401);
    QCOMPARE(without.json()[u"code"_s].toString(), u"token_missing"_s);
    QCOMPARE(without.header("www-authenticate"), "Bearer realm=\"gatehouse\"");
    // A signature of somebody else's key.
    QByteArray forged =
        m_issuer.sign({{u"sub"_s, u"shop"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}});
    forged.replace(forged.size() - 8, 4, "AAAA");
    QCOMPARE(bearer("/orders/v1/x", forged).status, 401);
}

void TestAuthenticationTokens::scopesAreAsked()
{
    const QJsonObject more{{u"scopes"_s, QJsonArray{u"read"_s, u"write"_s}},
                           {u"audience"_s, QJsonArray()},
                           {u"required_claims"_s, QJsonObject()}};
    allow(m_shop, contract(u"scoped"_s, {{u"type"_s, u"oauth2"_s}, {u"jwt"_s, rules(more)}}));
    const auto with = [this](const QJsonValue& scope) {
        return bearer("/scoped/v1/x", m_issuer.sign({{u"sub"_s, u"shop"_s}, {u"scope"_s, scope}}));
    };
    QCOMPARE(with(u"write openid read"_s).status, 200);
    const HttpReply few = with(u"read writer"_s);
    QCOMPARE(few.status, 403);
    QVERIFY(few.header("www-authenticate").contains("insufficient_scope"));
    QVERIFY(few.header("www-authenticate").contains("read write"));
}

void TestAuthenticationTokens::unknownKeysAreFetchedOnce()
{
    const QJsonObject claims{{u"sub"_s, u"shop"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}};
    const QByteArray old = m_issuer.sign(claims);
    QCOMPARE(bearer("/orders/v1/x", old).status, 200);
    m_issuer.rotate(u"k2"_s);
    // The interval of the last fetch may still run: then the first answers are refusals, and none of them
    // fetches.
    const QByteArray fresh = m_issuer.sign(claims);
    QTRY_COMPARE_WITH_TIMEOUT(bearer("/orders/v1/x", fresh).status, 200, 30'000);
    QCOMPARE(bearer("/orders/v1/x", old).status, 401); // its key has gone
    const int fetches = m_issuer.keyFetches();
    for (int i = 0; i < 50; ++i)
        QCOMPARE(bearer("/orders/v1/x", m_issuer.sign(claims, u"guess%1"_s.arg(i))).status, 401);
    // 50 guesses take less than a few intervals, and each interval fetches once.
    QVERIFY2(m_issuer.keyFetches() - fetches < 25,
             qPrintable(QString::number(m_issuer.keyFetches() - fetches)));
    QCOMPARE(bearer("/orders/v1/x", fresh).status, 200);
}

void TestAuthenticationTokens::strangersMayBeWelcome()
{
    const QByteArray secret = crypto::randomToken(48);
    const QJsonObject jwt{{u"issuer"_s, u"partner"_s},
                          {u"algorithms"_s, QJsonArray{u"HS256"_s}},
                          {u"shared_secret"_s, QString::fromLatin1(secret)},
                          {u"known_consumers"_s, false},
                          {u"header"_s, u"X-Token"_s},
                          {u"claim_headers"_s, QJsonObject{{u"sub"_s, u"X-Who"_s}}}};
    const QJsonObject made = contract(u"open"_s, {{u"type"_s, u"jwt"_s}, {u"jwt"_s, jwt}});
    QVERIFY(!QJsonDocument(made).toJson().contains(secret));
    const QByteArray path = "/platform/api/open/v1";
    QCOMPARE(m_admin.call("PUT", path, {{u"api_subscription_required"_s, false}}).status, 200);
    const QByteArray input = part({{u"alg"_s, u"HS256"_s}}) + '.' +
                             part({{u"iss"_s, u"partner"_s}, {u"sub"_s, u"ann"_s}, {u"exp"_s, now() + 60}});
    const crypto::Digest code = crypto::HmacSha256(secret).sign(input);
    const QByteArray token = input + '.' + crypto::toBase64Url(crypto::view(code));
    QCOMPARE(ask("/open/v1/x", "X-Token: " + token + "\r\n").status, 200);
    QCOMPARE(last().header("x-who"), std::string("ann"));
    QCOMPARE(bearer("/open/v1/x", token).status, 401); // not where it is looked for
}

void TestAuthenticationTokens::rulesAreChecked()
{
    const auto refused = [this](const QJsonObject& jwt) {
        const HttpReply reply =
            m_admin.call("POST", "/v1/contracts",
                         {{u"name"_s, u"bad"_s},
                          {u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_backend.port())}}},
                          {u"auth"_s, QJsonObject{{u"type"_s, u"jwt"_s}, {u"jwt"_s, jwt}}}});
        return QString::number(reply.status) + u' ' + QString::fromUtf8(reply.body);
    };
    QVERIFY(refused({{u"issuer"_s, u"x"_s}}).contains(u"jwks_url"_s));
    const QString pem = refused({{u"issuer"_s, u"x"_s}, {u"public_key"_s, u"no key"_s}});
    QVERIFY2(pem.startsWith(u"4"_s) && pem.contains(u"public_key"_s), qPrintable(pem));
    QVERIFY(refused({{u"issuer"_s, u"x"_s}, {u"shared_secret"_s, u"short"_s}}).contains(u"shared_secret"_s));
    QVERIFY(refused({{u"issuer"_s, u"x"_s}, {u"jwks"_s, QJsonObject{{u"keys"_s, QJsonArray()}}}})
                .contains(u"jwks"_s));
    const QString header =
        refused({{u"issuer"_s, u"http://x"_s}, {u"claim_headers"_s, QJsonObject{{u"a"_s, u"Host"_s}}}});
    QVERIFY2(header.contains(u"claim_headers"_s) && header.startsWith(u"4"_s), qPrintable(header));
}

void TestAuthenticationTokens::policiesAskForTokens()
{
    const QJsonObject made = contract(u"keyed"_s, {{u"type"_s, u"api_key"_s}});
    const HttpReply subscribed =
        m_admin.call("POST", "/v1/subscriptions", {{u"consumer_id"_s, m_shop}, {u"api_id"_s, made[u"id"_s]}});
    const QByteArray key = "X-API-Key: " + subscribed.json()[u"api_key"_s].toString().toLatin1() + "\r\n";
    QCOMPARE(ask("/keyed/v1/x", key).status, 200);
    const QJsonObject config = rules({{u"audience"_s, QJsonArray{u"orders"_s}}});
    const HttpReply policy =
        m_admin.call("POST", "/v1/admin/policies",
                     {{u"name"_s, u"tokens too"_s},
                      {u"policy_type"_s, u"jwt_validation"_s},
                      {u"config"_s, config},
                      {u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, made[u"id"_s]}}}}});
    QVERIFY2(policy.status == 201, policy.body.constData());
    QCOMPARE(ask("/keyed/v1/x", key).status, 401);
    const QByteArray token =
        m_issuer.sign({{u"sub"_s, u"whoever"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}});
    QTRY_COMPARE_WITH_TIMEOUT(ask("/keyed/v1/x", key + "Authorization: Bearer " + token + "\r\n").status, 200,
                              30'000);
    QCOMPARE(bearer("/keyed/v1/x", token).status, 401); // and the key is still asked for

    // The policy gives rules to a contract that has none.
    const QJsonObject bare = contract(u"bare"_s, {{u"type"_s, u"jwt"_s}});
    allow(m_shop, bare);
    const QByteArray shop =
        m_issuer.sign({{u"sub"_s, u"shop"_s}, {u"aud"_s, u"orders"_s}, {u"env"_s, u"live"_s}});
    QCOMPARE(bearer("/bare/v1/x", shop).status, 401);
    const QByteArray id = policy.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(m_admin.call("POST", "/v1/admin/policies/bindings",
                          {{u"policy_id"_s, QString::fromLatin1(id)}, {u"api_id"_s, bare[u"id"_s]}})
                     .status /
                 100,
             2);
    QCOMPARE(bearer("/bare/v1/x", shop).status, 200);
}

QTEST_GUILESS_MAIN(TestAuthenticationTokens)
#include "tst_authentication_tokens.moc"
