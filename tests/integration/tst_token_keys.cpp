// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens of other issuers in every algorithm, through the real gateway: keys are made by OpenSSL for the test
// and come from a key set on loopback, which changes while the gateway runs.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/signing_key.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <map>
#include <mutex>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = SigningKey::Kind;

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

/// Serves the key set that it is told, and counts how often somebody wants it.
class KeyServer {
public:
    void serve(const std::string& keys)
    {
        const std::scoped_lock lock(m_mutex);
        m_keys = keys;
    }
    QString url() const { return serverAt(m_upstream.port()) + u"/keys"_s; }
    std::size_t fetches() const { return m_upstream.requests().size(); }

private:
    std::string keys()
    {
        const std::scoped_lock lock(m_mutex);
        return R"({"keys":[)" + m_keys + "]}";
    }

    std::mutex m_mutex;
    std::string m_keys;
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (m_upstream.record(socket).complete)
            socket.send(answer(keys(), "Content-Type: application/jwk-set+json\r\n"));
    }};
};

std::string jwk(const SigningKey& key, const std::string& kid, const std::string& alg = {})
{
    const std::string rule = alg.empty() ? std::string() : R"(,"alg":")" + alg + '"';
    return '{' + key.jwkMembers() + R"(,"use":"sig","kid":")" + kid + '"' + rule + '}';
}

QJsonObject goodClaims()
{
    return {{u"iss"_s, u"https://issuer.example"_s},
            {u"aud"_s, u"orders"_s},
            {u"sub"_s, u"ann"_s},
            {u"exp"_s, now() + 600}};
}

/// The part of a token that is signed.
std::string unsignedToken(const QJsonObject& header, const QJsonObject& claims)
{
    const auto part = [](const QJsonObject& object) {
        return base64Url(QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString());
    };
    return part(header) + '.' + part(claims);
}

QJsonObject headerOf(const std::string& alg, const std::string& kid)
{
    return {{u"alg"_s, QString::fromStdString(alg)},
            {u"kid"_s, QString::fromStdString(kid)},
            {u"typ"_s, u"JWT"_s}};
}

std::string tokenOf(const SigningKey& key, const std::string& alg, const std::string& kid,
                    const QJsonObject& claims = goodClaims())
{
    const std::string input = unsignedToken(headerOf(alg, kid), claims);
    return input + '.' + base64Url(key.sign(alg, input));
}

} // namespace

class TestTokenKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void algorithms_data();
    void algorithms();
    void confusions_data();
    void confusions();
    void claims_data();
    void claims();
    void keysWithoutAlgorithm();
    void rotation();
    void guessesFetchNothing();
    void brokenKeySetsChangeNothing();

private:
    QString api(const QString& name, const QString& keys, int interval);
    HttpReply ask(const QByteArray& api, const std::string& token)
    {
        return m_client.get('/' + api + "/v1/x",
                            "Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n");
    }
    /// Refuses with 401 and tells why; nothing reaches the upstream.
    void refuses(const std::string& token, const QString& why, const QString& code = u"token_invalid"_s);

    const SigningKey m_rsa{Kind::Rsa}, m_p256{Kind::P256}, m_p384{Kind::P384}, m_p521{Kind::P521},
        m_edwards{Kind::Ed25519}, m_stranger{Kind::P256};
    const std::map<std::string, const SigningKey*> m_keys{
        {"RS256", &m_rsa}, {"RS384", &m_rsa},  {"RS512", &m_rsa},  {"PS256", &m_rsa},  {"PS384", &m_rsa},
        {"PS512", &m_rsa}, {"ES256", &m_p256}, {"ES384", &m_p384}, {"ES512", &m_p521}, {"EdDSA", &m_edwards}};
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    KeyServer m_server;
    ScriptedUpstream m_backend{[this](RawSocket& socket, int) {
        while (m_backend.record(socket).complete)
            socket.send(answer("{}", "Content-Type: application/json\r\n"));
    }};
};

/// A contract whose callers need a token; empty when it was made.
QString TestTokenKeys::api(const QString& name, const QString& keys, int interval)
{
    QJsonArray algorithms;
    for (const auto& [alg, key] : m_keys)
        algorithms.append(QString::fromStdString(alg));
    const QJsonObject jwt{{u"issuer"_s, u"https://issuer.example"_s},
                          {u"audience"_s, QJsonArray{u"orders"_s}},
                          {u"algorithms"_s, algorithms},
                          {u"jwks_url"_s, keys},
                          {u"known_consumers"_s, false},
                          {u"clock_skew_seconds"_s, 0},
                          {u"refresh_seconds"_s, 86400},
                          {u"min_refresh_seconds"_s, interval}};
    const HttpReply made = m_admin.call("POST", "/v1/contracts",
                                        {{u"name"_s, name},
                                         {u"version"_s, u"1.0.0"_s},
                                         {u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_backend.port())}}},
                                         {u"auth"_s, QJsonObject{{u"type"_s, u"jwt"_s}, {u"jwt"_s, jwt}}}});
    const HttpReply open = m_admin.call("PUT", "/platform/api/" + name.toLatin1() + "/v1",
                                        {{u"api_subscription_required"_s, false}});
    return made.status == 201 && open.status == 200 ? QString() : made.line() + u' ' + open.line();
}

void TestTokenKeys::initTestCase()
{
    std::string set;
    for (const auto& [alg, key] : m_keys)
        set += (set.empty() ? "" : ",") + jwk(*key, "key-" + alg, alg);
    m_server.serve(set);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(api(u"orders"_s, m_server.url(), 86400), QString());
}

void TestTokenKeys::algorithms_data()
{
    QTest::addColumn<QString>("alg");
    for (const auto& [alg, key] : m_keys)
        QTest::newRow(alg.c_str()) << QString::fromStdString(alg);
}

void TestTokenKeys::algorithms()
{
    QFETCH(QString, alg);
    const std::string name = alg.toStdString();
    const SigningKey& key = *m_keys.at(name);
    const std::string token = tokenOf(key, name, "key-" + name);
    QCOMPARE(ask("orders", token).status, 200);
    // One changed bit anywhere in the signature, or in what is signed.
    std::string forged = token;
    char& last = forged[forged.rfind('.') + 10];
    last = last == 'A' ? 'B' : 'A';
    refuses(forged, u"Token is not valid: signature"_s);
    const QJsonObject other{{u"iss"_s, u"https://issuer.example"_s},
                            {u"aud"_s, u"orders"_s},
                            {u"sub"_s, u"eve"_s},
                            {u"exp"_s, now() + 600}};
    refuses(unsignedToken(headerOf(name, "key-" + name), other) + token.substr(token.rfind('.')),
            u"Token is not valid: signature"_s);
}

void TestTokenKeys::refuses(const std::string& token, const QString& why, const QString& code)
{
    const std::size_t before = m_backend.requests().size();
    const HttpReply reply = ask("orders", token);
    QCOMPARE(reply.status, 401);
    QCOMPARE(reply.json()[u"code"_s].toString(), code);
    QCOMPARE(QString::fromLatin1(reply.header("www-authenticate")),
             u"Bearer realm=\"gatehouse\", error=\"invalid_token\", error_description=\"%1\""_s.arg(why));
    QCOMPARE(m_backend.requests().size(), before);
}

void TestTokenKeys::confusions_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const std::string& token, const char* why) {
        QTest::newRow(name) << QString::fromStdString(token) << QString::fromLatin1(why);
    };
    const auto signedBy = [](const QJsonObject& header, const auto& sign) {
        const std::string input = unsignedToken(header, goodClaims());
        return input + '.' + base64Url(sign(input));
    };
    // The public key is no secret: as a shared one it must not count.
    for (const std::string& secret : {m_rsa.publicPem(), m_p256.publicPem()}) {
        const char* const kid = secret == m_rsa.publicPem() ? "key-RS256" : "key-ES256";
        row(kid,
            signedBy(headerOf("HS256", kid),
                     [&](const std::string& input) { return hmacSha256(secret, input); }),
            "algorithm");
    }
    row("RS384 by an RS256 key", tokenOf(m_rsa, "RS384", "key-RS256"), "algorithm");
    row("PS256 by an RS256 key", tokenOf(m_rsa, "PS256", "key-RS256"), "algorithm");
    row("RS256 by a PS256 key", tokenOf(m_rsa, "RS256", "key-PS256"), "algorithm");
    row("ES384 by an ES256 key", tokenOf(m_p256, "ES384", "key-ES256"), "algorithm");
    row("ES256 under the key of ES384", tokenOf(m_p256, "ES256", "key-ES384"), "algorithm");
    row("another key under this name", tokenOf(m_stranger, "ES256", "key-ES256"), "signature");
    row("DER",
        signedBy(headerOf("ES256", "key-ES256"),
                 [this](const std::string& input) { return m_p256.signDer("ES256", input); }),
        "signature");
    row("none", unsignedToken(headerOf("none", "key-RS256"), goodClaims()) + '.', "algorithm");
    row("None", unsignedToken(headerOf("None", "key-RS256"), goodClaims()) + '.', "algorithm");
    row("no signature", unsignedToken(headerOf("RS256", "key-RS256"), goodClaims()) + '.', "signature");
    QJsonObject header = headerOf("ES256", "own");
    header.insert(u"jwk"_s,
                  QJsonDocument::fromJson(QByteArray::fromStdString(jwk(m_stranger, "own"))).object());
    const auto sign = [this](const std::string& input) { return m_stranger.sign("ES256", input); };
    row("brings its own key", signedBy(header, sign), "unknown_key");
    QJsonObject critical = headerOf("ES256", "key-ES256");
    critical.insert(u"crit"_s, QJsonArray{u"exp"_s});
    row("critical",
        signedBy(critical, [this](const std::string& input) { return m_p256.sign("ES256", input); }),
        "critical");
}

void TestTokenKeys::confusions()
{
    QFETCH(QString, token);
    QFETCH(QString, why);
    refuses(token.toStdString(), u"Token is not valid: "_s + why);
}

void TestTokenKeys::claims_data()
{
    QTest::addColumn<QJsonObject>("change");
    QTest::addColumn<QString>("why");
    QTest::addColumn<QString>("code");
    const QString invalid = u"token_invalid"_s;
    QTest::newRow("expired") << QJsonObject{{u"exp"_s, now() - 5}} << u"expired"_s << u"token_expired"_s;
    QTest::newRow("without end") << QJsonObject{{u"exp"_s, QJsonValue()}} << u"claims"_s << invalid;
    QTest::newRow("not yet") << QJsonObject{{u"nbf"_s, now() + 3600}} << u"not_yet_valid"_s << invalid;
    QTest::newRow("audience") << QJsonObject{{u"aud"_s, QJsonArray{u"a"_s, u"b"_s}}} << u"audience"_s
                              << invalid;
    QTest::newRow("no audience") << QJsonObject{{u"aud"_s, QJsonValue()}} << u"audience"_s << invalid;
    QTest::newRow("issuer") << QJsonObject{{u"iss"_s, u"https://issuer.example/"_s}} << u"issuer"_s
                            << invalid;
    QTest::newRow("subject") << QJsonObject{{u"sub"_s, QJsonValue()}} << u"consumer_claim"_s << invalid;
}

void TestTokenKeys::claims()
{
    QFETCH(QJsonObject, change);
    QFETCH(QString, why);
    QFETCH(QString, code);
    QJsonObject claims = goodClaims();
    for (auto at = change.begin(); at != change.end(); ++at) {
        if (at.value().isNull())
            claims.remove(at.key());
        else
            claims.insert(at.key(), at.value());
    }
    const bool expired = code == u"token_expired";
    refuses(tokenOf(m_p256, "ES256", "key-ES256", claims),
            expired ? u"Token has expired"_s : u"Token is not valid: "_s + why, code);
}

/// A key that does not say what it is for takes the first algorithm of its family that the rules allow.
void TestTokenKeys::keysWithoutAlgorithm()
{
    KeyServer server;
    server.serve(jwk(m_p256, "plain"));
    QCOMPARE(api(u"plain"_s, server.url(), 86400), QString());
    QCOMPARE(ask("plain", tokenOf(m_p256, "ES256", "plain")).status, 200);
    QCOMPARE(ask("plain", tokenOf(m_p256, "ES384", "plain")).status, 401);
}

void TestTokenKeys::rotation()
{
    KeyServer server;
    server.serve(jwk(m_p256, "old", "ES256"));
    QCOMPARE(api(u"rotating"_s, server.url(), 1), QString());
    const std::string old = tokenOf(m_p256, "ES256", "old");
    QCOMPARE(ask("rotating", old).status, 200);
    QCOMPARE(server.fetches(), std::size_t(1));
    server.serve(jwk(m_edwards, "new", "EdDSA"));
    QCOMPARE(ask("rotating", old).status, 200); // nothing has asked for the new set yet
    // Within the interval since the last fetch the answer is a refusal; after it the request waits for a
    // fetch.
    QTRY_COMPARE_WITH_TIMEOUT(ask("rotating", tokenOf(m_edwards, "EdDSA", "new")).status, 200, 60'000);
    QCOMPARE(server.fetches(), std::size_t(2)); // one fetch was enough
    QCOMPARE(ask("rotating", old).status, 401); // remembered or not, its key is gone
    QCOMPARE(ask("rotating", tokenOf(m_edwards, "EdDSA", "new")).status, 200);
}

void TestTokenKeys::guessesFetchNothing()
{
    KeyServer server;
    server.serve(jwk(m_p256, "only", "ES256"));
    QCOMPARE(api(u"braked"_s, server.url(), 86400), QString());
    QCOMPARE(ask("braked", tokenOf(m_p256, "ES256", "only")).status, 200);
    server.serve(jwk(m_p256, "only", "ES256") + ',' + jwk(m_edwards, "second", "EdDSA"));
    for (int i = 0; i < 30; ++i)
        QCOMPARE(ask("braked", tokenOf(m_stranger, "ES256", "guess-" + std::to_string(i))).status, 401);
    QCOMPARE(ask("braked", tokenOf(m_edwards, "EdDSA", "second")).status, 401);
    QCOMPARE(server.fetches(), std::size_t(1));
    QCOMPARE(ask("braked", tokenOf(m_p256, "ES256", "only")).status, 200);
}

void TestTokenKeys::brokenKeySetsChangeNothing()
{
    KeyServer server;
    server.serve(jwk(m_p256, "good", "ES256"));
    QCOMPARE(api(u"sturdy"_s, server.url(), 1), QString());
    QCOMPARE(ask("sturdy", tokenOf(m_p256, "ES256", "good")).status, 200);
    server.serve("{");
    QTRY_VERIFY_WITH_TIMEOUT(
        (void(ask("sturdy", tokenOf(m_stranger, "ES256", "other"))), server.fetches() > 1), 60'000);
    QCOMPARE(ask("sturdy", tokenOf(m_p256, "ES256", "good")).status, 200);
    // Without any keys nobody can be judged: that is no refusal.
    KeyServer empty;
    empty.serve("{");
    QCOMPARE(api(u"keyless"_s, empty.url(), 86400), QString());
    QTRY_COMPARE_WITH_TIMEOUT(ask("keyless", tokenOf(m_p256, "ES256", "good")).status, 503, 60'000);
}

QTEST_GUILESS_MAIN(TestTokenKeys)
#include "tst_token_keys.moc"
