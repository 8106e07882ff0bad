// SPDX-License-Identifier: GPL-3.0-or-later
// What an API says of its upstream: which credential it is shown, and when it is left alone.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestUpstreamRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void credentials_data();
    void credentials();
    void credentialsAreSecret();
    void secretsFromTheVault();
    void vaultEntriesAreForTheirOwnersToGive();
    void tokensAreFetchedAndKept();
    void withoutATokenNothingIsSent();
    void breakersOfAnApi();
    void breakersOfAnUpstream();
    void breakersCanBeSwitchedOff();

private:
    QString api(const QString& name, const QJsonObject& more)
    {
        QJsonObject fields = more;
        fields.insert(u"api_public"_s, true);
        return publish(m_admin, name, {serverAt(m_upstream.port())}, {u"GET /x"_s, u"POST /graphql"_s},
                       fields);
    }
    QString ask(const QByteArray& api, const QByteArray& lines = {})
    {
        return m_client.get("/api/rest/" + api + "/v1/x", lines).line();
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    std::atomic<bool> m_broken{false};
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (m_upstream.record(socket).complete)
            socket.send(answer("{}", "Content-Type: application/json\r\n",
                               m_broken ? "503 Service Unavailable" : "200 OK"));
    }};
};

namespace {

const QString circuitOpen = u"503 GTW999 Upstream circuit open"_s;

} // namespace

void TestUpstreamRules::initTestCase()
{
    m_gateway.set(u"VAULT_KEY"_s, u"a-vault-key-of-some-length"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
}

void TestUpstreamRules::credentials_data()
{
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* rules, const char* header, const char* value) {
        QTest::newRow(name) << QByteArray(rules) << QByteArray(header) << QByteArray(value);
    };
    row("key", R"({"type":"api_key","header":"X-Own-Key","secret":"k-123"})", "x-own-key", "k-123");
    row("key-plain", R"({"type":"api_key","secret":"k-123"})", "authorization", "k-123");
    row("bearer", R"({"type":"bearer","secret":"t-123"})", "authorization", "Bearer t-123");
    // RFC 7617 section 2.1: UTF-8 goes as it is.
    row("basic", R"({"type":"basic","username":"gate","secret":"p\u00e4ss:w"})", "authorization",
        "Basic Z2F0ZTpww6Rzczp3");
}

void TestUpstreamRules::credentials()
{
    QFETCH(QByteArray, rules);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, value);
    const QByteArray name = QTest::currentDataTag();
    QJsonObject fields{{u"api_upstream_credential"_s, object(rules.constData())},
                       {u"api_header_mode"_s, u"all"_s}};
    QCOMPARE(api(QString::fromLatin1(name), fields), QString());
    fields.insert(u"api_type"_s, u"GRAPHQL"_s);
    QCOMPARE(api(QString::fromLatin1("graph-" + name), fields), QString());
    const QByteArray own = "Authorization: Bearer own\r\nX-Own-Key: own\r\n";
    QCOMPARE(ask(name, own), u"200"_s);
    const auto shown = [&] { return m_upstream.requests().back().header(header.toStdString()); };
    QCOMPARE(shown(), value.toStdString()); // in place of the caller's
    QCOMPARE(m_client
                 .send("POST", "/api/graphql/graph-" + name + "/v1", R"({"query":"{ a }"})",
                       own + "Content-Type: application/json\r\n")
                 .status,
             200);
    QCOMPARE(shown(), value.toStdString());
}

void TestUpstreamRules::credentialsAreSecret()
{
    const HttpReply shown = m_admin.call("GET", "/platform/api/bearer/v1");
    QVERIFY(shown.status == 200 && !shown.body.contains("t-123"));
    const QByteArray id = shown.json()[u"api_id"_s].toString().toLatin1();
    const HttpReply chain = m_admin.call("GET", "/platform/routes/" + id + "/effective");
    QVERIFY2(chain.body.contains("api_upstream_credential") && !chain.body.contains("t-123"),
             chain.body.constData());
    // What was shown may be sent back.
    const QJsonValue masked = shown.json()[u"api_upstream_credential"_s];
    QCOMPARE(m_admin.call("PUT", "/platform/api/bearer/v1", {{u"api_upstream_credential"_s, masked}}).status,
             200);
    QCOMPARE(ask("bearer"), u"200"_s);
    QCOMPARE(m_upstream.requests().back().header("authorization"), std::string("Bearer t-123"));
}

void TestUpstreamRules::secretsFromTheVault()
{
    QCOMPARE(
        m_admin.call("POST", "/platform/vault", object(R"({"key_name":"till/7","value":"from-the-vault"})"))
            .status,
        201);
    const auto shown = [&](const QByteArray& name) {
        return ask(name) == u"200" ? m_upstream.requests().back().header("authorization") : "no answer";
    };
    QCOMPARE(api(u"vaulted"_s,
                 {{u"api_upstream_credential"_s, object(R"({"type":"bearer","vault_key":"admin/till/7"})")}}),
             QString());
    QCOMPARE(shown("vaulted"), std::string("Bearer from-the-vault"));
    QCOMPARE(api(u"coded"_s, {{u"api_upstream_credential"_s,
                               object(R"({"type":"basic","username":"gate","vault_key":"admin/till/7"})")}}),
             QString());
    QCOMPARE(shown("coded"), "Basic " + QByteArray("gate:from-the-vault").toBase64().toStdString());
    // It is used now, and its owner's address opens it.
    const HttpReply refused = m_admin.call("DELETE", "/platform/vault/till%2F7");
    QVERIFY2(refused.status == 422 && refused.body.contains("vaulted/v1") &&
                 refused.body.contains("coded/v1"),
             refused.body.constData());
    QCOMPARE(shown("vaulted"), std::string("Bearer from-the-vault"));
    for (const char* name : {"vaulted", "coded"})
        QCOMPARE(m_admin.call("DELETE", "/platform/api/" + QByteArray(name) + "/v1").status, 200);
    QCOMPARE(m_admin.call("DELETE", "/platform/vault/till%2F7").status, 200);
}

void TestUpstreamRules::vaultEntriesAreForTheirOwnersToGive()
{
    QCOMPARE(m_admin
                 .call("POST", "/platform/role",
                       object(R"({"role_name":"publisher","manage_apis":true,"manage_endpoints":true})"))
                 .status,
             201);
    for (const char16_t* name : {u"olga", u"paul"})
        QCOMPARE(addUser(m_admin, QString::fromUtf16(name), {{u"role"_s, u"publisher"_s}}), QString());
    HttpClient olga(m_gateway.adminPort()), paul(m_gateway.adminPort());
    QVERIFY(olga.login(u"olga"_s, userPassword()) && paul.login(u"paul"_s, userPassword()));
    QCOMPARE(olga.call("POST", "/platform/vault", object(R"({"key_name":"key","value":"hers"})")).status,
             201);
    QCOMPARE(api(u"lent"_s, {}), QString());
    const QJsonObject given{
        {u"api_upstream_credential"_s, object(R"({"type":"bearer","vault_key":"olga/key"})")}};
    for (HttpClient* client : {&paul, &m_admin}) {
        const HttpReply refused = client->call("PUT", "/platform/api/lent/v1", given);
        QVERIFY2(refused.status == 422 && refused.body.contains("api_upstream_credential.vault_key"),
                 refused.body.constData());
    }
    QCOMPARE(olga.call("PUT", "/platform/api/lent/v1", given).line(), u"200 API updated successfully"_s);
    QCOMPARE(ask("lent"), u"200"_s);
    QCOMPARE(m_upstream.requests().back().header("authorization"), std::string("Bearer hers"));
    // Others may edit what is left of it.
    QCOMPARE(paul.call("PUT", "/platform/api/lent/v1", object(R"({"api_description":"lent"})")).status, 200);
    const HttpReply moved =
        m_admin.call("PUT", "/platform/user/olga", object(R"({"email":"olga@elsewhere.example"})"));
    QVERIFY2(moved.status == 422 && moved.body.contains("lent/v1"), moved.body.constData());
    const HttpReply gone = m_admin.call("DELETE", "/platform/user/olga");
    QVERIFY2(gone.status == 422 && gone.body.contains("lent/v1"), gone.body.constData());
    QCOMPARE(ask("lent"), u"200"_s);
    QCOMPARE(m_upstream.requests().back().header("authorization"), std::string("Bearer hers"));
}

void TestUpstreamRules::tokensAreFetchedAndKept()
{
    std::atomic<int> given{0}, life{3600};
    ScriptedUpstream issuer([&](RawSocket& socket, int) {
        while (issuer.record(socket).complete)
            socket.send(answer(R"({"token_type":"Bearer","access_token":"own-)" + std::to_string(++given) +
                                   R"(","expires_in":)" + std::to_string(life) + '}',
                               "Content-Type: application/json\r\n"));
    });
    const QJsonObject rules{{u"type"_s, u"oauth2"_s},
                            {u"token_url"_s, serverAt(issuer.port()) + u"/token"_s},
                            {u"client_id"_s, u"gate way"_s},
                            {u"secret"_s, u"s:cret%"_s},
                            {u"scope"_s, u"a b"_s}};
    QCOMPARE(api(u"fetching"_s, {{u"api_upstream_credential"_s, rules}}), QString());
    QCOMPARE(api(u"sharing"_s, {{u"api_upstream_credential"_s, rules}}), QString());
    for (const char* name : {"fetching", "fetching", "sharing"}) {
        QCOMPARE(ask(name, "Authorization: Bearer own\r\n"), u"200"_s);
        QCOMPARE(m_upstream.requests().back().header("authorization"), std::string("Bearer own-1"));
    }
    QCOMPARE(int(given), 1);
    const Message question = issuer.requests().front();
    QCOMPARE(question.firstLine, std::string("POST /token HTTP/1.1"));
    QCOMPARE(question.body, std::string("grant_type=client_credentials&scope=a%20b"));
    QCOMPARE(question.header("authorization"),
             "Basic " + QByteArray("gate%20way:s%3Acret%25").toBase64().toStdString());
    // One that ends soon is renewed before its end, and never shown after it.
    life = 2;
    QJsonObject other = rules;
    other.insert(u"scope"_s, u"short"_s);
    QCOMPARE(api(u"renewing"_s, {{u"api_upstream_credential"_s, other}}), QString());
    QCOMPARE(ask("renewing"), u"200"_s);
    const std::string first = m_upstream.requests().back().header("authorization");
    QTRY_VERIFY_WITH_TIMEOUT(
        ask("renewing") == u"200" && m_upstream.requests().back().header("authorization") != first, 60'000);
}

void TestUpstreamRules::withoutATokenNothingIsSent()
{
    std::atomic<bool> well{false};
    ScriptedUpstream issuer([&](RawSocket& socket, int) {
        while (issuer.record(socket).complete)
            socket.send(well ? answer(R"({"token_type":"bearer","access_token":"late"})")
                             : answer(R"({"error":"invalid_client"})", {}, "401 Unauthorized"));
    });
    const QJsonObject rules{{u"type"_s, u"oauth2"_s},
                            {u"token_url"_s, serverAt(issuer.port())},
                            {u"client_id"_s, u"gate"_s},
                            {u"secret"_s, u"wrong"_s}};
    QCOMPARE(api(u"refused"_s, {{u"api_upstream_credential"_s, rules}}), QString());
    const std::size_t before = m_upstream.requests().size();
    QCOMPARE(ask("refused"), u"503 GTW019 The token issuer cannot be asked"_s);
    QCOMPARE(m_upstream.requests().size(), before);
    well = true;
    QTRY_COMPARE_WITH_TIMEOUT(ask("refused"), u"200"_s, 60'000);
    QCOMPARE(m_upstream.requests().back().header("authorization"), std::string("Bearer late"));
}

void TestUpstreamRules::breakersOfAnApi()
{
    QCOMPARE(api(u"nervous"_s, object(R"({"api_breaker":{"failures":2,"open_seconds":1,"successes":2}})")),
             QString());
    QCOMPARE(api(u"usual"_s, {}), QString());
    m_broken = true;
    const std::size_t before = m_upstream.requests().size();
    for (int i = 0; i < 4; ++i) {
        const QString line = ask("nervous");
        QCOMPARE(line.left(3), u"503"_s);
        QCOMPARE(line == circuitOpen, i >= 2);
        QVERIFY(ask("usual") != circuitOpen); // that takes five
    }
    QCOMPARE(m_upstream.requests().size(), before + 6);
    m_broken = false;
    QTRY_COMPARE_WITH_TIMEOUT(ask("nervous"), u"200"_s, 60'000);
    QCOMPARE(ask("nervous"), u"200"_s);
    m_broken = true;
    QVERIFY(ask("nervous") != circuitOpen); // closed: it takes two failures again
    m_broken = false;
}

void TestUpstreamRules::breakersOfAnUpstream()
{
    const QJsonObject upstream{
        {u"name"_s, u"shared"_s},
        {u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, serverAt(m_upstream.port())}}}},
        {u"breaker"_s, object(R"({"failures":1,"open_seconds":3600})")}};
    const HttpReply made = m_admin.call("POST", "/platform/upstream", upstream);
    QVERIFY2(made.status == 201, made.body.constData());
    const QString id = made.json()[u"id"_s].toString();
    QVERIFY2(!id.isEmpty(), made.body.constData());
    QCOMPARE(publish(m_admin, u"grouped"_s, {}, {u"GET /x"_s},
                     {{u"api_public"_s, true}, {u"api_upstream_id"_s, id}}),
             QString());
    m_broken = true;
    QVERIFY(ask("grouped") != circuitOpen);
    m_broken = false;
    QCOMPARE(ask("grouped"), circuitOpen);
    // The API's own rules win.
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/grouped/v1", {{u"api_breaker"_s, object(R"({"enabled":false})")}})
            .status,
        200);
    QCOMPARE(ask("grouped"), u"200"_s);
}

void TestUpstreamRules::breakersCanBeSwitchedOff()
{
    QCOMPARE(api(u"patient"_s, object(R"({"api_breaker":{"enabled":false}})")), QString());
    m_broken = true;
    for (int i = 0; i < 12; ++i)
        QVERIFY(ask("patient") != circuitOpen);
    m_broken = false;
}

QTEST_GUILESS_MAIN(TestUpstreamRules)
#include "tst_upstream_rules.moc"
