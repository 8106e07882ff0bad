// SPDX-License-Identifier: GPL-3.0-or-later
// Upstreams as administrators meet them: documents, states, drain, reset, metrics, log, names, PROXY headers.
#include "tests/integration/harness/dns_stub.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/recording_upstream.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <map>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestUpstreamAdmin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void groupServesWithWeights();
    void faultsComeTogether();
    void serversWithRules();
    void drainIsKept();
    void endpointServersAreDrained();
    void ejectionIsSeenAndReset();
    void checksSpeakInLogAndMetrics();
    void stickyCookieSurvivesARestart();
    void onlyManagersMay();
    void namesFollowTheirTtl();
    void proxyHeaderNamesTheClient();
    void targetsAreToldTheClient_data();
    void targetsAreToldTheClient();
    void retriesKeepToTheirBudget();
    void returningTargetsStartSlowly();
    void settingsAreChecked();

private:
    bool start()
    {
        const bool started = m_gateway->start();
        m_admin = HttpClient(m_gateway->adminPort());
        m_traffic = HttpClient(m_gateway->publicPort());
        return started && m_admin.login(u"admin"_s, GatewayProcess::password()) && freeAdminLimits(m_admin);
    }
    QString expose(const QString& name, const QStringList& servers, const QJsonObject& more = {})
    {
        QJsonObject fields = more;
        fields.insert(u"api_public"_s, true);
        return publish(m_admin, name, servers, {u"GET /x"_s}, fields);
    }
    QByteArray call(const QByteArray& name, const QByteArray& lines = {})
    {
        return m_traffic.get("/api/rest/" + name + "/v1/x", lines).body;
    }
    std::map<QByteArray, int> count(const QByteArray& name, int calls)
    {
        std::map<QByteArray, int> seen;
        for (int i = 0; i < calls; ++i)
            ++seen[call(name)];
        return seen;
    }
    QJsonObject target(const QString& upstream, const QString& url)
    {
        const QJsonArray upstreams =
            m_admin.call("GET", "/platform/upstream/state").json().value(u"upstreams"_s).toArray();
        for (const QJsonValue& one : upstreams) {
            for (const QJsonValue& target : one[u"targets"_s].toArray()) {
                if (one[u"upstream"_s].toString() == upstream && target[u"target"_s].toString() == url)
                    return target.toObject();
            }
        }
        return {};
    }
    int onTarget(const QByteArray& what, const QString& upstream, const QString& url)
    {
        return m_admin
            .call("POST", "/platform/upstream/state/" + what, {{u"upstream"_s, upstream}, {u"target"_s, url}})
            .status;
    }

    std::unique_ptr<GatewayProcess> m_gateway;
    HttpClient m_admin;
    HttpClient m_traffic;
};

void TestUpstreamAdmin::init()
{
    m_gateway = std::make_unique<GatewayProcess>();
}

void TestUpstreamAdmin::groupServesWithWeights()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    const QJsonArray targets{QJsonObject{{u"url"_s, serverAt(a.port())}, {u"weight"_s, 3}},
                             QJsonObject{{u"url"_s, serverAt(b.port())}}};
    const HttpReply made =
        m_admin.call("POST", "/platform/upstream",
                     {{u"name"_s, u"pool"_s}, {u"balancing"_s, u"weighted"_s}, {u"targets"_s, targets}});
    QCOMPARE(made.status, 201);
    const QString id = made.json().value(u"id"_s).toString();
    QVERIFY(!id.isEmpty());
    QCOMPARE(expose(u"orders"_s, {}, {{u"api_upstream_id"_s, id}}), QString());
    auto seen = count("orders", 100);
    QCOMPARE(seen["a"], 75);
    QCOMPARE(seen["b"], 25);
    QCOMPARE(target(u"pool"_s, serverAt(a.port())).value(u"requests"_s).toInteger(), qint64(75));
    QCOMPARE(m_admin.call("DELETE", "/platform/upstream/pool").status, 422); // the API needs it
    QCOMPARE(m_admin.call("PUT", "/platform/upstream/pool", {{u"balancing"_s, u"random"_s}}).status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/upstream/" + id.toLatin1()).json().value(u"balancing"_s),
             QJsonValue(u"random"_s));
}

void TestUpstreamAdmin::faultsComeTogether()
{
    QVERIFY(start());
    const HttpReply refused = m_admin.call("POST", "/platform/upstream", object(R"({
        "name": "pool", "targets": [{"url": "ftp://x", "weight": -1}], "balancing": "fastest",
        "hash_key": "moon", "slow_start_seconds": -1, "proxy_protocol": "v3",
        "health": {"enabled": true, "interval_seconds": 1, "timeout_seconds": 5, "method": "POST"},
        "ejection": {"max_percent": 101, "eject_seconds": 400},
        "sticky": {"by": "moon", "name": "a b"},
        "retry": {"on": ["sunshine"], "budget_percent": 101}})"));
    QCOMPARE(refused.status, 422);
    for (const char* field :
         {"targets[0].url", "targets[0].weight", "balancing", "hash_key", "slow_start_seconds",
          "proxy_protocol", "health.method", "ejection.max_percent", "ejection.eject_seconds", "sticky.by",
          "sticky.name", "retry.on[0]", "retry.budget_percent"})
        QVERIFY2(refused.body.contains(field), field);
    const HttpReply unknown = m_admin.call("POST", "/platform/api", object(R"({
        "api_name": "a", "api_version": "v1", "api_type": "REST", "api_servers": ["http://127.0.0.1:9"],
        "api_server_options": {"http://127.0.0.1:8": {"drain": true}}})"));
    QVERIFY2(unknown.body.contains("api_server_options.http://127.0.0.1:8"), unknown.body);
}

void TestUpstreamAdmin::serversWithRules()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    const QStringList servers{serverAt(a.port()), serverAt(b.port())};
    QCOMPARE(expose(u"plain"_s, servers), QString());
    auto seen = count("plain", 10);
    QCOMPARE(seen["a"], 5);
    const QJsonObject options{{servers[0], QJsonObject{{u"weight"_s, 4}}}};
    QCOMPARE(expose(u"rules"_s, servers,
                    {{u"api_server_options"_s, options},
                     {u"api_load_balancing"_s,
                      object(R"({"balancing": "round_robin", "slow_start_seconds": 1})")}}),
             QString());
    seen = count("rules", 50);
    QCOMPARE(seen["a"], 40);
    QCOMPARE(seen["b"], 10);
    const QJsonObject hashed = object(R"({"balancing": "consistent_hash", "hash_key": "header:X-Key"})");
    QCOMPARE(expose(u"hashed"_s, servers, {{u"api_load_balancing"_s, hashed}}), QString());
    std::map<QByteArray, int> keys;
    for (int key = 0; key < 20; ++key) {
        const QByteArray line = "X-Key: " + QByteArray::number(key) + "\r\n";
        const QByteArray first = call("hashed", line);
        QCOMPARE(call("hashed", line), first);
        ++keys[first];
    }
    QCOMPARE(keys.size(), std::size_t(2));
}

void TestUpstreamAdmin::drainIsKept()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    const QString first = serverAt(a.port());
    QCOMPARE(expose(u"orders"_s, {first, serverAt(b.port())}), QString());
    QCOMPARE(onTarget("drain", u"orders/v1"_s, first), 200);
    QCOMPARE(count("orders", 10)["b"], 10); // in effect when the call returns
    QCOMPARE(target(u"orders/v1"_s, first).value(u"state"_s), QJsonValue(u"drained"_s));
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "is drained"));
    m_gateway->kill();
    QVERIFY(start());
    QCOMPARE(count("orders", 4)["b"], 4);
    QCOMPARE(onTarget("undrain", u"orders/v1"_s, first), 200);
    QCOMPARE(count("orders", 10)["a"], 5);
    QCOMPARE(onTarget("drain", u"orders/v1"_s, u"http://127.0.0.1:1"_s), 404);
    QCOMPARE(onTarget("drain", u"nobody/v1"_s, first), 404);
    QCOMPARE(onTarget("drain", u"orders/v1"_s, QString()), 422);
}

void TestUpstreamAdmin::endpointServersAreDrained()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    QCOMPARE(expose(u"shop"_s, {u"http://127.0.0.1:9"_s}), QString());
    const QJsonArray servers{serverAt(a.port()), serverAt(b.port())};
    QCOMPARE(
        m_admin.call("PUT", "/platform/endpoint/GET/shop/v1/x", {{u"endpoint_servers"_s, servers}}).status,
        200);
    QCOMPARE(count("shop", 4)["a"], 2);
    QCOMPARE(onTarget("drain", u"shop/v1 GET /x"_s, serverAt(a.port())), 200);
    QCOMPARE(count("shop", 4)["b"], 4);
}

void TestUpstreamAdmin::ejectionIsSeenAndReset()
{
    std::atomic<bool> broken{true};
    ScriptedUpstream a([&broken](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            if (broken)
                return socket.reset();
            socket.send(answer("a"));
        }
    });
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    m_gateway->set(u"CIRCUIT_BREAKER_ENABLED"_s, u"false"_s);
    QVERIFY(start());
    const QString first = serverAt(a.port());
    QCOMPARE(
        expose(
            u"orders"_s, {first, serverAt(b.port())},
            {{u"api_load_balancing"_s,
              object(R"({"ejection": {"failures": 2, "eject_seconds": 3000, "max_eject_seconds": 3000}})")}}),
        QString());
    count("orders", 6);
    const QJsonObject seen = target(u"orders/v1"_s, first);
    QCOMPARE(seen.value(u"state"_s), QJsonValue(u"ejected"_s));
    QVERIFY(!seen.value(u"ejected_until"_s).toString().isEmpty());
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "is taken out: 2 failures in a row"));
    QCOMPARE(count("orders", 4)["b"], 4);
    const QByteArray metrics = m_admin.get("/metrics").body;
    QVERIFY2(metrics.contains("gatehouse_upstream_ejections_total{upstream=\"orders/v1\",target=\"" +
                              first.toLatin1() + "\"} 1"),
             metrics);
    broken = false;
    QCOMPARE(onTarget("reset", u"orders/v1"_s, QString()), 200);
    QCOMPARE(count("orders", 4)["a"], 2);
}

void TestUpstreamAdmin::checksSpeakInLogAndMetrics()
{
    std::atomic<bool> sick{true};
    ScriptedUpstream a([&sick](RawSocket& socket, int) {
        while (socket.readRequest().complete && socket.send(answer("a", {}, sick ? "500 Sick" : "200 OK"))) {
        }
    });
    QVERIFY(start());
    const QString url = serverAt(a.port());
    const QJsonObject rules = object(R"({"health": {"enabled": true, "path": "/up", "interval_seconds": 0.1,
        "timeout_seconds": 0.1, "healthy_after": 1, "unhealthy_after": 2, "method": "HEAD"}})");
    QCOMPARE(expose(u"orders"_s, {url}, {{u"api_load_balancing"_s, rules}}), QString());
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "is down: 2 checks in a row failed"));
    const HttpReply refused = m_traffic.get("/api/rest/orders/v1/x");
    QCOMPARE(refused.status, 503);
    const QByteArray sample =
        "gatehouse_upstream_healthy{upstream=\"orders/v1\",target=\"" + url.toLatin1() + "\"} ";
    QVERIFY(m_admin.get("/metrics").body.contains(sample + "0"));
    sick = false;
    QVERIFY(m_gateway->logHolds(u"doorman.log"_s, "is up: 1 checks in a row succeeded"));
    QCOMPARE(m_traffic.get("/api/rest/orders/v1/x").status, 200);
    QVERIFY(m_admin.get("/metrics").body.contains(sample + "1"));
}

void TestUpstreamAdmin::stickyCookieSurvivesARestart()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    QCOMPARE(expose(u"orders"_s, {serverAt(a.port()), serverAt(b.port())},
                    {{u"api_load_balancing"_s, object(R"({"sticky": {"by": "cookie", "name": "sid"}})")}}),
             QString());
    const HttpReply first = m_traffic.get("/api/rest/orders/v1/x");
    const QByteArray cookie = first.header("set-cookie");
    QVERIFY2(cookie.startsWith("sid=") && cookie.contains("; Path=/; SameSite=Lax; HttpOnly"), cookie);
    QVERIFY(!cookie.contains("127.0.0.1"));
    const QByteArray line = "Cookie: " + cookie.left(cookie.indexOf(';')) + "\r\n";
    m_gateway->kill();
    QVERIFY(start());
    for (int i = 0; i < 5; ++i)
        QCOMPARE(call("orders", line), first.body);
}

void TestUpstreamAdmin::onlyManagersMay()
{
    QVERIFY(start());
    QCOMPARE(addUser(m_admin, u"plain"_s, {{u"role"_s, u"user"_s}, {u"ui_access"_s, true}}), QString());
    HttpClient plain(m_gateway->adminPort());
    QVERIFY(plain.login(u"plain"_s, userPassword()));
    QCOMPARE(plain.call("GET", "/platform/upstream/state").line().left(10), u"403 UPS003"_s);
    QCOMPARE(plain.call("POST", "/platform/upstream/state/drain", {}).status, 403);
    QCOMPARE(HttpClient(m_gateway->adminPort()).get("/platform/upstream/state").status, 401);
}

void TestUpstreamAdmin::namesFollowTheirTtl()
{
    using gatehouse::net::IpAddress;
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")), {*IpAddress::parse("127.0.0.2"), a.port()});
    DnsStub names;
    names.set("backend.test", {"127.0.0.1"}, 0);
    m_gateway->set(u"DNS_SERVERS"_s, QString::fromStdString(names.address().text()));
    m_gateway->set(u"DNS_MIN_TTL"_s, u"100ms"_s);
    QVERIFY(start());
    QCOMPARE(expose(u"orders"_s, {u"http://backend.test:%1"_s.arg(a.port())}), QString());
    QCOMPARE(call("orders"), QByteArray("a"));
    names.set("backend.test", {"127.0.0.2"}, 0);
    QTRY_COMPARE(call("orders"), QByteArray("b"));
}

void TestUpstreamAdmin::proxyHeaderNamesTheClient()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    m_gateway->set(u"PROXY_PROTOCOL"_s, u"optional"_s);
    m_gateway->set(u"PROXY_PROTOCOL_PEERS"_s, u"127.0.0.1"_s);
    QVERIFY(start());
    QCOMPARE(expose(u"orders"_s, {serverAt(a.port())}), QString());
    QCOMPARE(call("orders"), QByteArray("a"));
    RawSocket client =
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_gateway->publicPort()});
    client.send("PROXY TCP4 192.0.2.9 127.0.0.1 1234 80\r\n" + get("/api/rest/orders/v1/x"));
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(m_gateway->logHolds(u"access.log"_s, "192.0.2.9"));
}

void TestUpstreamAdmin::targetsAreToldTheClient_data()
{
    QTest::addColumn<QString>("version");
    QTest::addColumn<QByteArray>("start"); ///< of the header that names the client 192.0.2.9:1234
    QTest::newRow("v1") << u"v1"_s << QByteArray("PROXY TCP4 192.0.2.9 127.0.0.1 1234 ");
    // Signature, PROXY over TCP/IPv4, 12 bytes of addresses: source, destination, source port.
    QTest::newRow("v2") << u"v2"_s
                        << QByteArray("\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x0c\xc0\0\x02\x09\x7f\0\0\x01\x04\xd2",
                                      26);
}

void TestUpstreamAdmin::targetsAreToldTheClient()
{
    QFETCH(const QString, version);
    QFETCH(const QByteArray, start);
    // Answers with all that came before the end of the head.
    ScriptedUpstream a([](RawSocket& socket, int) {
        std::string got;
        while (got.find("\r\n\r\n", 16) == std::string::npos) {
            const std::string more = socket.readSome();
            if (more.empty())
                return;
            got += more;
        }
        socket.send(answer(got));
    });
    m_gateway->set(u"PROXY_PROTOCOL"_s, u"required"_s);
    QVERIFY(this->start());
    QCOMPARE(expose(u"told"_s, {serverAt(a.port())},
                    {{u"api_load_balancing"_s, QJsonObject{{u"proxy_protocol"_s, version}}}}),
             QString());
    RawSocket client =
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_gateway->publicPort()});
    client.send("PROXY TCP4 192.0.2.9 127.0.0.1 1234 80\r\n" + get("/api/rest/told/v1/x"));
    const std::string body = client.readAnswer().body;
    QVERIFY2(QByteArray::fromStdString(body).startsWith(start),
             QByteArray::fromStdString(body).toPercentEncoding());
    QVERIFY(body.find("GET /x HTTP/1.1\r\n") != std::string::npos);
}

void TestUpstreamAdmin::retriesKeepToTheirBudget()
{
    RecordingUpstream sick(answer("", {}, "503 Sick"));
    m_gateway->set(u"CIRCUIT_BREAKER_ENABLED"_s, u"false"_s);
    QVERIFY(start());
    const auto rules = [](int perSecond) {
        return QJsonObject{{u"api_allowed_retry_count"_s, 2},
                           {u"api_retry"_s, QJsonObject{{u"on"_s, QJsonArray{u"503"_s}},
                                                        {u"base_delay_ms"_s, 0},
                                                        {u"max_delay_ms"_s, 0},
                                                        {u"budget_percent"_s, 0},
                                                        {u"budget_per_second"_s, perSecond}}}};
    };
    QCOMPARE(expose(u"free"_s, {serverAt(sick.port())}, rules(1000)), QString());
    QCOMPARE(expose(u"poor"_s, {serverAt(sick.port())}, rules(0)), QString());
    call("free");
    QCOMPARE(sick.requests().size(), std::size_t(3));
    for (int i = 0; i < 4; ++i)
        call("poor");
    QCOMPARE(sick.requests().size(), std::size_t(7));
    const QByteArray metrics = m_admin.get("/metrics").body;
    for (const char* const line : {"gatehouse_upstream_retries_total{upstream=\"free/v1\"} 2",
                                   "gatehouse_upstream_retry_budget_exhausted_total{upstream=\"free/v1\"} 0",
                                   "gatehouse_upstream_retries_total{upstream=\"poor/v1\"} 0",
                                   "gatehouse_upstream_retry_budget_exhausted_total{upstream=\"poor/v1\"} 4"})
        QVERIFY2(metrics.contains(line), line);
}

/// Back from a drain, a target has a tenth of its share for the first tenth of an hour.
void TestUpstreamAdmin::returningTargetsStartSlowly()
{
    ScriptedUpstream a(ScriptedUpstream::always(answer("a")));
    ScriptedUpstream b(ScriptedUpstream::always(answer("b")));
    QVERIFY(start());
    const QString first = serverAt(a.port());
    QCOMPARE(expose(u"orders"_s, {first, serverAt(b.port())},
                    {{u"api_load_balancing"_s, QJsonObject{{u"slow_start_seconds"_s, 3600}}}}),
             QString());
    QCOMPARE(count("orders", 100)["a"], 50);
    QCOMPARE(onTarget("drain", u"orders/v1"_s, first), 200);
    QCOMPARE(count("orders", 20)["a"], 0);
    QCOMPARE(onTarget("undrain", u"orders/v1"_s, first), 200);
    const int early = count("orders", 200)["a"];
    QVERIFY2(early > 0 && early < 60, qPrintable(QString::number(early)));
}

void TestUpstreamAdmin::settingsAreChecked()
{
    m_gateway->set(u"PROXY_PROTOCOL"_s, u"optional"_s);
    m_gateway->set(u"DNS_SERVERS"_s, u"10.0.0.2,::1,moon"_s);
    m_gateway->set(u"DNS_MIN_TTL"_s, u"10m"_s);
    const ProgramRun run = m_gateway->run({u"--check-config"_s});
    QVERIFY(run.status != 0);
    const QString told = run.out + run.err;
    for (const QString& text : {u"PROXY_PROTOCOL"_s, u"'::1'"_s, u"'moon'"_s, u"DNS_MIN_TTL"_s})
        QVERIFY2(told.contains(text), qPrintable(told));
}

QTEST_GUILESS_MAIN(TestUpstreamAdmin)
#include "tst_upstreams.moc"
