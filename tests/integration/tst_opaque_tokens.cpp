// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that only their issuer understands, through the real gateway: the issuer is a server on loopback
// that is asked about them (RFC 7662).
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <condition_variable>
#include <map>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

qint64 now()
{
    return QDateTime::currentSecsSinceEpoch();
}

/// Says of each token what it was told to say; of all others that they are not active.
class Issuer {
public:
    explicit Issuer(std::string client)
        : m_client(std::move(client))
    {
    }

    void say(const std::string& token, const QJsonObject& claims)
    {
        const std::scoped_lock lock(m_mutex);
        m_words[token] = QJsonDocument(claims).toJson(QJsonDocument::Compact).toStdString();
    }
    /// Answers to come wait until it is let go.
    void hold(bool held)
    {
        const std::scoped_lock lock(m_mutex);
        m_held = held;
        m_changed.notify_all();
    }
    void failWith(const std::string& status)
    {
        const std::scoped_lock lock(m_mutex);
        m_status = status;
    }
    void stop() { m_server.stopListening(); }
    bool waitForQuestions(std::size_t count) const { return m_server.waitForRequests(count); }
    std::size_t asked() const { return m_server.requests().size(); }
    Message last() const { return m_server.requests().back(); }
    int connections() const { return m_server.connections(); }
    QString url() const { return serverAt(m_server.port()) + u"/oauth2/introspect"_s; }

private:
    std::string reply(const Message& question)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::milliseconds(PatienceMs), [this] { return !m_held; });
        if (!m_status.empty())
            return answer("{}", "Content-Type: application/json\r\n", m_status);
        if (question.header("authorization") != m_client)
            return answer(R"({"error":"invalid_client"})", "WWW-Authenticate: Basic\r\n", "401 Unauthorized");
        const std::string token = question.body.substr(6, question.body.find('&') - 6);
        const auto at = m_words.find(token);
        return answer(at == m_words.end() ? R"({"active":false})" : at->second,
                      "Content-Type: application/json\r\n");
    }

    const std::string m_client;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::string, std::string> m_words;
    std::string m_status;
    bool m_held = false;
    ScriptedUpstream m_server{[this](RawSocket& socket, int) {
        for (;;) {
            const Message question = m_server.record(socket);
            if (!question.complete || !socket.send(reply(question)))
                return;
        }
    }};
};

QJsonObject activeAs(const QString& name)
{
    return {{u"active"_s, true}, {u"sub"_s, name}, {u"aud"_s, u"orders"_s}, {u"scope"_s, u"orders.read"_s}};
}

} // namespace

class TestOpaqueTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theIssuerIsAskedAsItsClient();
    void goodTokensCallAsTheirConsumer();
    void badTokensAreRefused_data();
    void badTokensAreRefused();
    void answersAreKept();
    void keptAnswersEndWithTheToken();
    void oneQuestionForManyRequests();
    void othersDoNotWait();
    void anIssuerThatFailsLetsNobodyThrough();
    void silenceEnds();
    void nobodyListens();
    void policiesDemandTokensBesides();
    void rulesAreChecked();
    void secretsAreKept();

private:
    static QJsonObject rules(const Issuer& issuer, const QJsonObject& more = {});
    QString publishWith(const QString& name, const QJsonObject& jwt);
    HttpReply ask(const QByteArray& api, const QByteArray& token)
    {
        return m_client.get("/api/rest/" + api + "/v1/x", "Authorization: Bearer " + token + "\r\n");
    }

    // RFC 6749 section 2.3.1: both parts are encoded before they are joined.
    Issuer m_issuer{"Basic " + QByteArray("gate%20way:s%3Acret%25").toBase64().toStdString()};
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    ScriptedUpstream m_backend{[this](RawSocket& socket, int) {
        while (m_backend.record(socket).complete)
            socket.send(answer("{}", "Content-Type: application/json\r\n"));
    }};
};

QJsonObject TestOpaqueTokens::rules(const Issuer& issuer, const QJsonObject& more)
{
    QJsonObject jwt{{u"issuer"_s, u"https://issuer.example"_s},
                    {u"introspection_url"_s, issuer.url()},
                    {u"client_id"_s, u"gate way"_s},
                    {u"client_secret"_s, u"s:cret%"_s},
                    {u"audience"_s, QJsonArray{u"orders"_s}},
                    {u"scopes"_s, QJsonArray{u"orders.read"_s}},
                    {u"known_consumers"_s, false},
                    {u"claim_headers"_s, QJsonObject{{u"sub"_s, u"X-Who"_s}}}};
    for (auto at = more.begin(); at != more.end(); ++at)
        jwt.insert(at.key(), at.value());
    return jwt;
}

QString TestOpaqueTokens::publishWith(const QString& name, const QJsonObject& jwt)
{
    return publish(m_admin, name, {serverAt(m_backend.port())}, {u"GET /x"_s},
                   {{u"api_auth_type"_s, u"oauth2"_s},
                    {u"api_subscription_required"_s, false},
                    {u"api_allowed_groups"_s, QJsonArray()},
                    {u"api_jwt"_s, jwt}});
}

void TestOpaqueTokens::initTestCase()
{
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(publishWith(u"orders"_s, rules(m_issuer)), QString());
}

void TestOpaqueTokens::theIssuerIsAskedAsItsClient()
{
    QCOMPARE(m_issuer.asked(), std::size_t(0)); // nothing to fetch in advance
    m_issuer.say("opaque%2Bone", activeAs(u"ann"_s));
    const HttpReply reply = ask("orders", "opaque+one");
    QVERIFY2(reply.status == 200, qPrintable(reply.line()));
    const Message question = m_issuer.last();
    QCOMPARE(question.firstLine, std::string("POST /oauth2/introspect HTTP/1.1"));
    QCOMPARE(question.header("content-type"), std::string("application/x-www-form-urlencoded"));
    QCOMPARE(question.body, std::string("token=opaque%2Bone&token_type_hint=access_token"));
}

void TestOpaqueTokens::goodTokensCallAsTheirConsumer()
{
    m_issuer.say("of-ben", activeAs(u"ben"_s));
    QCOMPARE(ask("orders", "of-ben").status, 200);
    QCOMPARE(m_backend.requests().back().header("x-who"), std::string("ben"));
    QVERIFY(!m_backend.requests().back().has("authorization"));
    // A caller must be known here unless the rules say otherwise.
    QCOMPARE(publishWith(u"known"_s, rules(m_issuer, {{u"known_consumers"_s, true}})), QString());
    QCOMPARE(ask("known", "of-ben").status, 401);
    QCOMPARE(
        m_admin
            .call("POST", "/v1/consumers/default",
                  {{u"external_id"_s, u"ben"_s}, {u"name"_s, u"Ben"_s}, {u"email"_s, u"ben@example.org"_s}})
            .status,
        201);
    QCOMPARE(ask("known", "of-ben").status, 200);
}

void TestOpaqueTokens::badTokensAreRefused_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QJsonObject>("said");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("challenge");
    const auto row = [](const char* token, const QJsonObject& said, int status, const char* challenge) {
        QTest::newRow(token) << QByteArray(token) << said << status << QString::fromLatin1(challenge);
    };
    const QJsonObject good = activeAs(u"ann"_s);
    const auto but = [&good](const QString& name, const QJsonValue& value) {
        QJsonObject changed = good;
        changed.insert(name, value);
        return changed;
    };
    const char* const expired = "error=\"invalid_token\", error_description=\"Token has expired\"";
    row("inactive", but(u"active"_s, false), 401,
        "error=\"invalid_token\", error_description=\"Token is not valid: inactive\"");
    row("expired", but(u"exp"_s, now() - 60), 401, expired);
    row("audience", but(u"aud"_s, u"invoices"_s), 401,
        "error=\"invalid_token\", error_description=\"Token is not valid: audience\"");
    row("issuer", but(u"iss"_s, u"https://other.example"_s), 401,
        "error=\"invalid_token\", error_description=\"Token is not valid: issuer\"");
    row("scope", but(u"scope"_s, u"orders.write"_s), 403,
        "error=\"insufficient_scope\", scope=\"orders.read\"");
}

void TestOpaqueTokens::badTokensAreRefused()
{
    QFETCH(QByteArray, token);
    QFETCH(QJsonObject, said);
    QFETCH(int, status);
    QFETCH(QString, challenge);
    m_issuer.say(token.toStdString(), said);
    const std::size_t before = m_backend.requests().size();
    const HttpReply reply = ask("orders", token);
    QCOMPARE(reply.status, status);
    QCOMPARE(QString::fromLatin1(reply.header("www-authenticate")),
             u"Bearer realm=\"gatehouse\", "_s + challenge);
    QCOMPARE(m_backend.requests().size(), before);
}

void TestOpaqueTokens::answersAreKept()
{
    const QJsonObject kept{{u"introspection_cache_seconds"_s, 3600},
                           {u"introspection_refused_seconds"_s, 300}};
    QCOMPARE(publishWith(u"kept"_s, rules(m_issuer, kept)), QString());
    m_issuer.say("kept", activeAs(u"ann"_s));
    const std::size_t before = m_issuer.asked();
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(ask("kept", "kept").status, 200);
        QCOMPARE(ask("kept", "unknown").status, 401);
    }
    QCOMPARE(m_issuer.asked(), before + 2);
    // Other changes forget nothing; other rules have answers of their own.
    QCOMPARE(m_admin.call("PUT", "/platform/api/kept/v1", {{u"api_description"_s, u"changed"_s}}).status,
             200);
    QCOMPARE(ask("kept", "kept").status, 200);
    QCOMPARE(m_issuer.asked(), before + 2);
    const QJsonObject asking{{u"introspection_cache_seconds"_s, 0}, {u"introspection_refused_seconds"_s, 0}};
    QCOMPARE(publishWith(u"asking"_s, rules(m_issuer, asking)), QString());
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(ask("asking", "kept").status, 200);
        QCOMPARE(ask("asking", "unknown").status, 401);
    }
    QCOMPARE(m_issuer.asked(), before + 8);
    // They stay open from question to question; how often one is free at once is Qt's business.
    QVERIFY(std::size_t(m_issuer.connections()) < m_issuer.asked());
}

void TestOpaqueTokens::keptAnswersEndWithTheToken()
{
    QCOMPARE(publishWith(u"ending"_s, rules(m_issuer, {{u"introspection_cache_seconds"_s, 3600},
                                                       {u"clock_skew_seconds"_s, 0}})),
             QString());
    QJsonObject said = activeAs(u"ann"_s);
    said.insert(u"exp"_s, now() + 3);
    m_issuer.say("ending", said);
    const std::size_t before = m_issuer.asked();
    QCOMPARE(ask("ending", "ending").status, 200);
    // An hour has not passed, but the token has ended, and the issuer would say so by itself.
    m_issuer.say("ending", {{u"active"_s, false}});
    QTRY_COMPARE_WITH_TIMEOUT(ask("ending", "ending").status, 401, 60'000);
    QVERIFY(now() >= said[u"exp"_s].toInteger());
    QVERIFY(m_issuer.asked() > before + 1);
}

void TestOpaqueTokens::oneQuestionForManyRequests()
{
    m_issuer.say("shared", activeAs(u"ann"_s));
    m_issuer.hold(true);
    const std::size_t before = m_issuer.asked();
    constexpr int callers = 12;
    std::vector<RawSocket> sockets;
    for (int i = 0; i < callers; ++i) {
        sockets.push_back(RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}));
        QVERIFY(sockets.back().send("GET /api/rest/orders/v1/x HTTP/1.1\r\nHost: a\r\n"
                                    "Authorization: Bearer shared\r\nConnection: close\r\n\r\n"));
    }
    QVERIFY(m_issuer.waitForQuestions(before + 1));
    m_issuer.hold(false);
    for (RawSocket& socket : sockets)
        QCOMPARE(socket.readAnswer().status, 200);
    QCOMPARE(m_issuer.asked(), before + 1);
}

void TestOpaqueTokens::othersDoNotWait()
{
    m_issuer.say("quick", activeAs(u"ann"_s));
    QCOMPARE(ask("orders", "quick").status, 200);
    m_issuer.hold(true);
    const std::size_t before = m_issuer.asked();
    // More than there are workers, each waiting for the issuer.
    std::vector<RawSocket> sockets;
    for (int i = 0; i < 20; ++i) {
        sockets.push_back(RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}));
        QVERIFY(sockets.back().send("GET /api/rest/orders/v1/x HTTP/1.1\r\nHost: a\r\n"
                                    "Authorization: Bearer slow-" +
                                    std::to_string(i) + "\r\nConnection: close\r\n\r\n"));
    }
    QVERIFY(m_issuer.waitForQuestions(before + 1));
    for (int i = 0; i < 20; ++i) {
        HttpClient other(m_gateway.publicPort());
        QCOMPARE(other.get("/api/rest/orders/v1/x", "Authorization: Bearer quick\r\n").status, 200);
    }
    // One that goes away meanwhile harms nobody.
    sockets.front().reset();
    m_issuer.hold(false);
    for (std::size_t i = 1; i < sockets.size(); ++i)
        QCOMPARE(sockets[i].readAnswer().status, 401);
}

void TestOpaqueTokens::anIssuerThatFailsLetsNobodyThrough()
{
    m_issuer.say("later", activeAs(u"ann"_s));
    const std::size_t before = m_backend.requests().size();
    for (const char* status : {"500 Internal Server Error", "401 Unauthorized", "302 Found"}) {
        m_issuer.failWith(status);
        const HttpReply reply = ask("orders", "later");
        QCOMPARE(reply.status, 503);
        QCOMPARE(reply.json()[u"error_code"_s].toString(), u"GTW019"_s);
    }
    const HttpReply reply = m_client.get("/api/rest/orders/v1/x",
                                         "Authorization: Bearer later\r\nX-Request-ID: unanswered-1\r\n");
    QCOMPARE(reply.status, 503);
    QCOMPARE(m_gateway.accessLine("unanswered-1")[u"error_reason"_s].toString(), u"issuer_unavailable"_s);
    QVERIFY(m_gateway.output().contains("a token issuer cannot be asked") ||
            m_gateway.logHolds(u"gatehouse.log"_s, "a token issuer cannot be asked"));
    QCOMPARE(m_backend.requests().size(), before);
    m_issuer.failWith({});
    QCOMPARE(ask("orders", "later").status, 200); // nothing of it was kept
}

void TestOpaqueTokens::silenceEnds()
{
    QCOMPARE(publishWith(u"silent"_s, rules(m_issuer, {{u"introspection_timeout"_s, 0.2}})), QString());
    m_issuer.hold(true);
    QCOMPARE(ask("silent", "quiet").status, 503);
    m_issuer.hold(false);
    m_issuer.say("quiet", activeAs(u"ann"_s));
    QTRY_COMPARE_WITH_TIMEOUT(ask("silent", "quiet").status, 200, 60'000);
}

void TestOpaqueTokens::nobodyListens()
{
    Issuer gone("");
    gone.stop();
    QCOMPARE(publishWith(u"gone"_s, rules(gone)), QString());
    QCOMPARE(ask("gone", "any").status, 503);
}

void TestOpaqueTokens::policiesDemandTokensBesides()
{
    // A policy is seen by everybody who may see policies, so it holds no secret.
    const auto policy = [this](const QJsonObject& config) {
        return m_admin.call(
            "POST", "/v1/admin/policies",
            {{u"name"_s, u"opaque"_s}, {u"policy_type"_s, u"jwt_validation"_s}, {u"config"_s, config}});
    };
    const HttpReply refused = policy(rules(m_issuer));
    QVERIFY2(refused.status >= 400 && refused.body.contains("client_secret"), refused.body.constData());
    QJsonObject open = rules(m_issuer);
    open.remove(u"client_secret"_s);
    const HttpReply made = policy(open);
    QVERIFY2(made.status == 201, made.body.constData());
}

void TestOpaqueTokens::rulesAreChecked()
{
    const auto faults = [this](const QJsonObject& more, const QStringList& without = {}) {
        QJsonObject jwt = rules(m_issuer, more);
        for (const QString& name : without)
            jwt.remove(name);
        const HttpReply reply = m_admin.call("POST", "/platform/api",
                                             {{u"api_name"_s, u"bad"_s},
                                              {u"api_version"_s, u"v1"_s},
                                              {u"api_auth_type"_s, u"oauth2"_s},
                                              {u"api_jwt"_s, jwt}});
        return QString::number(reply.status) + u' ' + QString::fromUtf8(reply.body);
    };
    const auto names = [](const QString& text, const QStringList& fields) {
        return text.startsWith(u'4') &&
               std::all_of(fields.begin(), fields.end(),
                           [&text](const QString& field) { return text.contains(field); });
    };
    const QString both = faults({{u"jwks_url"_s, u"https://issuer.example/keys"_s},
                                 {u"public_key"_s, u"some"_s},
                                 {u"introspection_timeout"_s, 0},
                                 {u"introspection_cache_seconds"_s, 3601}});
    QVERIFY2(names(both, {u"api_jwt.jwks_url"_s, u"api_jwt.public_key"_s, u"api_jwt.introspection_timeout"_s,
                          u"api_jwt.introspection_cache_seconds"_s}),
             qPrintable(both));
    const QString nobody = faults({}, {u"client_id"_s});
    QVERIFY2(names(nobody, {u"api_jwt.client_id"_s}), qPrintable(nobody));
    const QString nowhere = faults({}, {u"introspection_url"_s});
    QVERIFY2(names(nowhere, {u"api_jwt.introspection_url"_s}), qPrintable(nowhere));
    const QString strange = faults({{u"introspection_url"_s, u"ftp://issuer.example"_s}});
    QVERIFY2(names(strange, {u"api_jwt.introspection_url"_s}), qPrintable(strange));
}

void TestOpaqueTokens::secretsAreKept()
{
    const HttpReply shown = m_admin.call("GET", "/platform/api/orders/v1");
    QCOMPARE(shown.status, 200);
    QVERIFY(!shown.body.contains("s:cret"));
    QVERIFY(shown.body.contains("gate way"));
    // What is shown may be sent back: the secret stays.
    QJsonObject jwt = shown.json()[u"api_jwt"_s].toObject();
    if (jwt.isEmpty())
        jwt = shown.json()[u"response"_s][u"api_jwt"_s].toObject();
    QVERIFY(!jwt[u"client_secret"_s].toString().isEmpty());
    jwt.insert(u"introspection_cache_seconds"_s, 30);
    QCOMPARE(m_admin.call("PUT", "/platform/api/orders/v1", {{u"api_jwt"_s, jwt}}).status, 200);
    m_issuer.say("after", activeAs(u"ann"_s));
    QCOMPARE(ask("orders", "after").status, 200);
    const QString id = shown.json()[u"api_id"_s].toString();
    const HttpReply chain = m_admin.call("GET", "/platform/routes/" + id.toUtf8() + "/effective");
    QVERIFY2(chain.status == 200 && chain.body.contains("introspection_url"), chain.body.constData());
    QVERIFY(!chain.body.contains("s:cret"));
    QVERIFY(!m_gateway.output().contains("s:cret"));
}

QTEST_GUILESS_MAIN(TestOpaqueTokens)
#include "tst_opaque_tokens.moc"
