// SPDX-License-Identifier: GPL-3.0-or-later
// Every way to identify a caller, through the real gateway: tokens of another issuer, passwords, signed
// requests, client certificates.
#include "common/crypto/base64url.h"
#include "common/crypto/ed25519.h"
#include "common/crypto/hmac.h"
#include "common/crypto/random.h"
#include "common/crypto/sha256.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tls_peer.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

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

class TestAuthentication : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tokensNameConsumers();
    void tokensAreRefused_data();
    void tokensAreRefused();
    void scopesAreAsked();
    void unknownKeysAreFetchedOnce();
    void strangersMayBeWelcome();
    void rulesAreChecked();
    void policiesAskForTokens();
    void passwords();
    void passwordsAreManaged();
    void signaturesLetInOnce();
    void signingKeysAreRotatedWithGrace();
    void signaturesAreRefused_data();
    void signaturesAreRefused();
    void certificates();

private:
    QJsonObject contract(const QString& name, const QJsonObject& auth);
    QString consumer(const QString& externalId, const QJsonObject& fields = {});
    void allow(const QString& consumerId, const QJsonObject& api);
    QJsonObject rules(const QJsonObject& more = {}) const;
    HttpReply ask(const QByteArray& path, const QByteArray& lines = {}) { return m_client.get(path, lines); }
    HttpReply bearer(const QByteArray& path, const QByteArray& token)
    {
        return ask(path, "Authorization: Bearer " + token + "\r\n");
    }
    Message last() const { return m_backend.requests().back(); }
    QByteArray signature(const QByteArray& method, const QByteArray& path, const QByteArray& query,
                         const QByteArray& body, qint64 time, const QByteArray& nonce,
                         const QByteArray& secret) const;

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    Issuer m_issuer;
    TestAuthority m_authority;
    ScriptedUpstream m_backend{[this](RawSocket& socket, int) {
        while (m_backend.record(socket).complete)
            socket.send(answer("{\"ok\":true}", "Content-Type: application/json\r\n"));
    }};
    QString m_shop;
};

void TestAuthentication::initTestCase()
{
    m_gateway.set(u"LOGIN_IP_RATE_DISABLED"_s, u"true"_s);
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(m_admin));
    m_client = HttpClient(m_gateway.publicPort());
    m_shop = consumer(u"shop"_s);
    QVERIFY(!m_shop.isEmpty());
    allow(m_shop, contract(u"orders"_s, {{u"type"_s, u"jwt"_s}, {u"jwt"_s, rules()}}));
}

QJsonObject TestAuthentication::rules(const QJsonObject& more) const
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

QJsonObject TestAuthentication::contract(const QString& name, const QJsonObject& auth)
{
    const HttpReply made = m_admin.call("POST", "/v1/contracts",
                                        {{u"name"_s, name},
                                         {u"version"_s, u"1.0.0"_s},
                                         {u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_backend.port())}}},
                                         {u"auth"_s, auth}});
    if (made.status != 201)
        qWarning() << made.status << made.body;
    return made.json();
}

QString TestAuthentication::consumer(const QString& externalId, const QJsonObject& fields)
{
    QJsonObject body = fields;
    body.insert(u"external_id"_s, externalId);
    body.insert(u"name"_s, externalId);
    body.insert(u"email"_s, externalId + u"@example.org"_s);
    const HttpReply made = m_admin.call("POST", "/v1/consumers/default", body);
    if (made.status != 201)
        qWarning() << made.status << made.body;
    return made.json()[u"id"_s].toString();
}

void TestAuthentication::allow(const QString& consumerId, const QJsonObject& api)
{
    const HttpReply made = m_admin.call("POST", "/v1/subscriptions",
                                        {{u"consumer_id"_s, consumerId}, {u"api_id"_s, api[u"id"_s]}});
    QCOMPARE(made.status, 201);
    if (made.json()[u"status"_s].toString() == u"pending"_s) {
        const QByteArray id = made.json()[u"id"_s].toString().toLatin1();
        QCOMPARE(m_admin.call("POST", "/v1/subscriptions/" + id + "/approve").status, 200);
    }
}

void TestAuthentication::tokensNameConsumers()
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
    QCOMPARE(bearer("/orders/v1/x", token).status, 401);
    QCOMPARE(m_admin.call("POST", "/v1/consumers/default/" + id + "/activate").status, 200);
    QCOMPARE(bearer("/orders/v1/x", token).status, 200);
}

void TestAuthentication::tokensAreRefused_data()
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

void TestAuthentication::tokensAreRefused()
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

void TestAuthentication::scopesAreAsked()
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

void TestAuthentication::unknownKeysAreFetchedOnce()
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

void TestAuthentication::strangersMayBeWelcome()
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

void TestAuthentication::rulesAreChecked()
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

void TestAuthentication::policiesAskForTokens()
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

void TestAuthentication::passwords()
{
    allow(m_shop, contract(u"basic"_s, {{u"type"_s, u"basic"_s}}));
    const QByteArray credentials = "/v1/consumers/default/" + m_shop.toLatin1() + "/credentials";
    const HttpReply made = m_admin.call("POST", credentials,
                                        {{u"type"_s, u"basic"_s}, {u"secret"_s, u"correct horse battery"_s}});
    QCOMPARE(made.status, 201);
    QCOMPARE(made.json()[u"login"_s].toString(), u"shop"_s);
    QVERIFY(!made.body.contains("correct horse"));
    const auto with = [this](const QByteArray& pair) {
        return ask("/basic/v1/x", "Authorization: Basic " + pair.toBase64() + "\r\n");
    };
    QCOMPARE(with("shop:correct horse battery").status, 200);
    QCOMPARE(last().header("authorization"), std::string());
    QCOMPARE(with("shop:correct horse battery").status, 200);
    for (const char* pair : {"shop:correct horse batterz", "shop:", "shop", "nobody:correct horse battery"}) {
        const HttpReply reply = with(pair);
        QCOMPARE(reply.status, 401);
        QCOMPARE(reply.json()[u"code"_s].toString(), u"credentials_invalid"_s);
        QCOMPARE(reply.header("www-authenticate"), "Basic realm=\"gatehouse\", charset=\"UTF-8\"");
    }
    QCOMPARE(ask("/basic/v1/x").json()[u"code"_s].toString(), u"credentials_missing"_s);
    // A new password in the place of the old one.
    const QByteArray old = credentials + '/' + made.json()[u"id"_s].toString().toLatin1();
    const HttpReply overlap = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 24}});
    QVERIFY2(overlap.status / 100 == 4 && overlap.body.contains("grace_period_hours"), overlap.body);
    const HttpReply rotated = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 0}});
    QCOMPARE(rotated.status, 201);
    QCOMPARE(rotated.json()[u"login"_s].toString(), u"shop"_s);
    QCOMPARE(with("shop:correct horse battery").status, 401); // though it was remembered as good
    const QByteArray fresh = "shop:" + rotated.json()[u"secret"_s].toString().toLatin1();
    QCOMPARE(with(fresh).status, 200);
    QCOMPARE(m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 0}}).status, 404);
    const QByteArray id = rotated.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(m_admin.send("DELETE", credentials + '/' + id, {}, m_admin.bearer()).status, 204);
    QCOMPARE(with(fresh).status, 401);
}

void TestAuthentication::passwordsAreManaged()
{
    const QString other = consumer(u"other"_s);
    const QByteArray base = "/v1/consumers/default/";
    const HttpReply weak = m_admin.call("POST", base + other.toLatin1() + "/credentials",
                                        {{u"type"_s, u"basic"_s}, {u"secret"_s, u"short"_s}});
    QVERIFY(weak.status / 100 == 4 && weak.body.contains("secret"));
    const HttpReply first = m_admin.call("POST", base + other.toLatin1() + "/credentials",
                                         {{u"type"_s, u"basic"_s}, {u"login"_s, u"till 7"_s}});
    QCOMPARE(first.status, 201);
    QVERIFY(first.json()[u"secret"_s].toString().size() >= 32); // made, and shown this once
    const HttpReply twice = m_admin.call("POST", base + m_shop.toLatin1() + "/credentials",
                                         {{u"type"_s, u"basic"_s}, {u"login"_s, u"till 7"_s}});
    QVERIFY2(twice.status == 409, twice.body.constData());
    const HttpReply listed = m_admin.call("GET", base + other.toLatin1() + "/credentials");
    QCOMPARE(listed.json()[u"total"_s].toInt(), 1);
    QVERIFY(!listed.body.contains("hash") && !listed.body.contains("sealed"));
}

QByteArray TestAuthentication::signature(const QByteArray& method, const QByteArray& path,
                                         const QByteArray& query, const QByteArray& body, qint64 time,
                                         const QByteArray& nonce, const QByteArray& secret) const
{
    const QByteArray stamp = QByteArray::number(time);
    const QByteArray text =
        QByteArrayList{"gatehouse-hmac-1",      method,          path, query, stamp, nonce,
                       crypto::sha256Hex(body), "x-tenant:north"}
            .join('\n') +
        '\n';
    const crypto::Digest code = crypto::HmacSha256(secret).sign(text);
    return "timestamp=\"" + stamp + "\", nonce=\"" + nonce + "\", headers=\"X-Tenant\", signature=\"" +
           QByteArray(crypto::view(code).toByteArray()).toBase64() + "\"\r\nX-Tenant: north\r\n" +
           "X-Content-SHA256: " + crypto::sha256Hex(body) + "\r\n";
}

void TestAuthentication::signaturesLetInOnce()
{
    allow(m_shop, contract(u"signed"_s,
                           {{u"type"_s, u"hmac"_s},
                            {u"hmac"_s, QJsonObject{{u"signed_headers"_s, QJsonArray{u"X-Tenant"_s}}}}}));
    const HttpReply made = m_admin.call("POST", "/v1/consumers/default/" + m_shop.toLatin1() + "/credentials",
                                        {{u"type"_s, u"hmac"_s},
                                         {u"login"_s, u"key-1"_s},
                                         {u"secret"_s, u"a secret of at least 32 characters"_s}});
    QCOMPARE(made.status, 201);
    const QByteArray secret = "a secret of at least 32 characters";
    const QByteArray start = "Authorization: HMAC-SHA256 key=\"key-1\", ";
    const QByteArray get =
        start + signature("GET", "/signed/v1/x", "a=1&b=%20", {}, now(), "nonce-0001", secret);
    QCOMPARE(ask("/signed/v1/x?a=1&b=%20", get).status, 200);
    const HttpReply again = ask("/signed/v1/x?a=1&b=%20", get);
    QCOMPARE(again.status, 401); // a replay
    QCOMPARE(again.header("www-authenticate"), "HMAC-SHA256 realm=\"gatehouse\"");
    const QByteArray body(100'000, 'x');
    const QByteArray post = start + signature("POST", "/signed/v1/x", {}, body, now(), "nonce-0002", secret);
    QCOMPARE(m_client.send("POST", "/signed/v1/x", body, post).status, 200);
    QCOMPARE(last().body.size(), std::size_t(body.size()));
}

void TestAuthentication::signingKeysAreRotatedWithGrace()
{
    const QByteArray credentials = "/v1/consumers/default/" + m_shop.toLatin1() + "/credentials";
    const HttpReply made =
        m_admin.call("POST", credentials, {{u"type"_s, u"hmac"_s}, {u"login"_s, u"key-2"_s}});
    QCOMPARE(made.status, 201);
    const QByteArray old = credentials + '/' + made.json()[u"id"_s].toString().toLatin1();
    const HttpReply rotated = m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 1}});
    QCOMPARE(rotated.status, 201);
    QVERIFY(rotated.json()[u"login"_s].toString() != u"key-2"_s);
    QVERIFY(!rotated.json()[u"old_expires_at"_s].toString().isEmpty());
    const auto status = [this](const HttpReply& credential, const QByteArray& nonce) {
        const QByteArray start = "Authorization: HMAC-SHA256 key=\"" +
                                 credential.json()[u"login"_s].toString().toLatin1() + "\", ";
        return ask("/signed/v1/x", start + signature("GET", "/signed/v1/x", {}, {}, now(), nonce,
                                                     credential.json()[u"secret"_s].toString().toLatin1()))
            .status;
    };
    QCOMPARE(status(made, "rotated-0001"), 200);
    QCOMPARE(status(rotated, "rotated-0002"), 200);
    QCOMPARE(m_admin.call("POST", old + "/rotate", {{u"grace_period_hours"_s, 1}}).status, 400);
    QCOMPARE(m_admin.send("DELETE", old, {}, m_admin.bearer()).status, 204);
    QCOMPARE(status(made, "rotated-0003"), 401);
    QCOMPARE(status(rotated, "rotated-0004"), 200);
}

void TestAuthentication::signaturesAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qint64>("skew");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<bool>("good");
    const QByteArray secret = "a secret of at least 32 characters";
    QTest::newRow("good") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                          << qint64(0) << secret << true;
    QTest::newRow("late, but within") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1")
                                      << QByteArray("abc") << qint64(-200) << secret << true;
    QTest::newRow("method") << QByteArray("PUT") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                            << qint64(0) << secret << false;
    QTest::newRow("path") << QByteArray("POST") << QByteArray("/signed/v1/y?q=1") << QByteArray("abc")
                          << qint64(0) << secret << false;
    QTest::newRow("query") << QByteArray("POST") << QByteArray("/signed/v1/x?q=2") << QByteArray("abc")
                           << qint64(0) << secret << false;
    QTest::newRow("body") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abd")
                          << qint64(0) << secret << false;
    QTest::newRow("old") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                         << qint64(-400) << secret << false;
    QTest::newRow("early") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                           << qint64(400) << secret << false;
    QTest::newRow("secret") << QByteArray("POST") << QByteArray("/signed/v1/x?q=1") << QByteArray("abc")
                            << qint64(0) << QByteArray(34, 'x') << false;
}

void TestAuthentication::signaturesAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    QFETCH(QByteArray, body);
    QFETCH(qint64, skew);
    QFETCH(QByteArray, secret);
    QFETCH(bool, good);
    const std::size_t before = m_backend.requests().size();
    const QByteArray lines =
        "Authorization: HMAC-SHA256 key=\"key-1\", " +
        signature("POST", "/signed/v1/x", "q=1", "abc", now() + skew, crypto::randomToken(12), secret);
    QCOMPARE(m_client.send(method, target, body, lines).status, good ? 200 : 401);
    QCOMPARE(m_backend.requests().size() - before, std::size_t(good ? 1 : 0));
}

void TestAuthentication::certificates()
{
    const TestPair byPrint = m_authority.issue({"till-1", {}, -1, 30});
    const TestPair bySubject = m_authority.issue({"till-2", {}, -1, 30});
    const TestPair unknown = m_authority.issue({"till-3", {}, -1, 30});
    const TestPair server = m_authority.issue({"localhost", {"localhost", "IP:127.0.0.1"}, -1, 30});
    const auto write = [this](const QString& name, const std::string& content) {
        QFile file(m_gateway.directory() + u'/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(name));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    };
    QCOMPARE(m_gateway.stop(), 0);
    m_gateway.set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, server.certificate));
    m_gateway.set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, server.key));
    m_gateway.set(u"TLS_CLIENT_CA"_s, write(u"ca.pem"_s, m_authority.pem()));
    m_gateway.set(u"TLS_CLIENT_CERTIFICATES"_s, u"optional"_s);
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject api = contract(u"tills"_s, {{u"type"_s, u"mtls"_s}});
    const QString fingerprint = QString::fromStdString(fingerprintOf(byPrint)).toUpper();
    allow(consumer(u"till-1"_s, {{u"certificate_fingerprint"_s, fingerprint}}), api);
    allow(consumer(u"till-2"_s, {{u"certificate_subject"_s, u"CN=till-2"_s}}), api);
    const HttpReply twice = m_admin.call("POST", "/v1/consumers/default",
                                         {{u"external_id"_s, u"thief"_s},
                                          {u"name"_s, u"thief"_s},
                                          {u"email"_s, u"t@example.org"_s},
                                          {u"certificate_fingerprint"_s, fingerprint.toLower()}});
    QCOMPARE(twice.status, 409);

    const auto statusWith = [this](const TestPair& own) {
        TlsPeerOptions options;
        options.authorities = m_authority.pem();
        options.serverName = "localhost";
        options.own = own;
        TlsPeer peer(options);
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
        if (!peer.start(socket).good)
            return std::string("no handshake");
        socket.send("GET /tills/v1/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        const Message reply = socket.readAnswer();
        return reply.firstLine.substr(9, 3) + ' ' + reply.header("www-authenticate");
    };
    QCOMPARE(statusWith(byPrint), std::string("200 "));
    QCOMPARE(statusWith(bySubject), std::string("200 "));
    QCOMPARE(statusWith(unknown), std::string("401 ClientCertificate realm=\"gatehouse\""));
    QCOMPARE(statusWith({}), std::string("401 ClientCertificate realm=\"gatehouse\""));
}

QTEST_GUILESS_MAIN(TestAuthentication)

#include "tst_authentication.moc"
