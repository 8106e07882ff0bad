// SPDX-License-Identifier: GPL-3.0-or-later
// The metric families that the runbook names beside its first three: each is told, and moves when what it
// counts happens.
#include "tests/integration/harness/websocket_gateway.h"
#include "tests/integration/week_one/world.h"

#include <QTest>

#include <csignal>
#include <future>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestMetricFamilies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void allAreTold_data();
    void allAreTold();
    void callsMoveThePool();
    void repeatedFailuresOpenTheBreaker();
    void changesAreReloads();
    void refusedSettingsAreFailedReloads();
    void messagesOfWebSockets();
    void protocolsAreToldApart_data();
    void protocolsAreToldApart();
    void brokenRequestsAreCounted();
    void connectionsOverTheLimit();
    void otherNamesTellTheSame();

private:
    QByteArray metrics() { return m_world.admin.get("/metrics").body; }
    double value(const QByteArray& series);
    void writeSettings(const QByteArray& lines) const;

    World m_world;
    SocketUpstream m_echo{SocketUpstream::echoing()};
    QByteArray m_first; ///< scraped before any traffic
};

static const QJsonObject forAnybody{{u"auth"_s, QJsonObject{{u"type"_s, u"none"_s}}}};

void TestMetricFamilies::initTestCase()
{
    m_world.gateway.set(u"METRICS_STOA_NAMES"_s, u"true"_s);
    m_world.gateway.set(u"CIRCUIT_BREAKER_THRESHOLD"_s, u"2"_s);
    m_world.gateway.set(u"WEBSOCKET_MESSAGE_LIMIT"_s, u"2"_s);
    QVERIFY(m_world.start());
    QVERIFY(freeAdminLimits(m_world.admin));
    m_first = metrics();
}

/// 0 when nothing has moved it yet.
double TestMetricFamilies::value(const QByteArray& series)
{
    for (const QByteArray& line : metrics().split('\n')) {
        if (line.startsWith(series + ' '))
            return line.mid(series.size() + 1).toDouble();
    }
    return 0;
}

/// In effect with a SIGHUP.
void TestMetricFamilies::writeSettings(const QByteArray& lines) const
{
    QFile file(m_world.gateway.directory() + u"/.env"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(lines), qint64(lines.size()));
}

void TestMetricFamilies::allAreTold_data()
{
    QTest::addColumn<QByteArray>("type");
    const auto row = [](const char* name, const char* type) { QTest::newRow(name) << QByteArray(type); };
    for (const char* name :
         {"stoa_requests_total", "stoa_rate_limit_exceeded_total", "gateway_pool_new_connections_total",
          "gateway_lb_selections_total", "stoa_mtls_validations_total",
          "stoa_tcp_connections_rejected_pre_tls_total", "stoa_route_reload_total",
          "stoa_ws_proxy_messages_total", "stoa_ws_proxy_rate_limited_total",
          "stoa_soap_proxy_requests_total", "stoa_soap_proxy_responses_total",
          "stoa_grpc_proxy_requests_total", "stoa_grpc_proxy_responses_total",
          "stoa_graphql_proxy_requests_total", "stoa_graphql_proxy_responses_total",
          "stoa_http_requests_total", "proxy_requests_total", "stoa_rate_limit_hits_total"})
        row(name, "counter");
    for (const char* name :
         {"stoa_circuit_breaker_state", "gateway_pool_connections_active", "gateway_pool_connections_idle",
          "gateway_pool_reuse_ratio", "gateway_lb_upstream_active_connections",
          "stoa_mtls_certs_expiring_soon", "stoa_route_reload_routes_loaded",
          "stoa_ws_proxy_connections_active", "gateway_memory_usage_bytes"})
        row(name, "gauge");
    for (const char* name : {"stoa_request_duration_seconds", "stoa_upstream_latency_seconds",
                             "stoa_http_request_duration_seconds"})
        row(name, "histogram");
}

void TestMetricFamilies::allAreTold()
{
    QFETCH(QByteArray, type);
    QVERIFY(m_first.contains("# TYPE " + QByteArray(QTest::currentDataTag()) + ' ' + type + '\n'));
    QVERIFY(value("gateway_memory_usage_bytes") > 1e6);
}

void TestMetricFamilies::callsMoveThePool()
{
    std::promise<void> mayAnswer;
    const std::shared_future<void> asked = mayAnswer.get_future().share();
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        for (int i = 0; socket.readRequest().complete; ++i) {
            if (i == 1)
                asked.wait();
            socket.send(answer("x"));
        }
    });
    QJsonObject body = forAnybody;
    body.insert(u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(upstream.port())}});
    m_world.contract(u"pool"_s, body);
    const QByteArray own = "{upstream=\"pool/v1\"}";
    QCOMPARE(m_world.caller.get("/pool/v1/a").status, 200);
    QTRY_COMPARE(value("gateway_pool_connections_idle" + own), 1.0);
    QCOMPARE(value("gateway_pool_connections_active" + own), 0.0);
    QCOMPARE(value("gateway_pool_new_connections_total" + own), 1.0);
    QCOMPARE(value("gateway_pool_reuse_ratio" + own), 0.0);
    auto second = std::async(std::launch::async, [this] { return m_world.caller.get("/pool/v1/b").status; });
    QTRY_COMPARE(value("gateway_pool_connections_active" + own), 1.0);
    QCOMPARE(value("gateway_pool_connections_idle" + own), 0.0);
    QCOMPARE(value("gateway_lb_upstream_active_connections" + own), 1.0);
    QVERIFY(value("gatehouse_upstream_connections_active") >= 1.0);
    mayAnswer.set_value();
    QCOMPARE(second.get(), 200);
    QTRY_COMPARE(value("gateway_pool_connections_idle" + own), 1.0);
    QCOMPARE(value("gateway_lb_upstream_active_connections" + own), 0.0);
    QCOMPARE(value("gateway_pool_new_connections_total" + own), 1.0);
    QCOMPARE(value("gateway_pool_reuse_ratio" + own), 0.5);
    QCOMPARE(value("gateway_lb_selections_total{strategy=\"round_robin\",upstream=\"pool/v1\"}"), 2.0);
    QCOMPARE(value("stoa_upstream_latency_seconds_count{upstream=\"pool/v1\",status=\"2xx\"}"), 2.0);
    QVERIFY(value("stoa_upstream_latency_seconds_sum{upstream=\"pool/v1\",status=\"2xx\"}") > 0);
    for (const char* total : {"gatehouse_upstream_connects_total", "gatehouse_upstream_reuses_total",
                              "gatehouse_upstream_connections_idle"})
        QVERIFY2(value(total) >= 1.0, total);
}

void TestMetricFamilies::repeatedFailuresOpenTheBreaker()
{
    QJsonObject body = forAnybody;
    {
        ScriptedUpstream gone(ScriptedUpstream::always({}));
        body.insert(u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(gone.port())}});
    }
    m_world.contract(u"dead"_s, body);
    const QByteArray state = "stoa_circuit_breaker_state{upstream=\"dead/v1\"}";
    QCOMPARE(m_world.caller.get("/dead/v1/a").status, 502);
    QVERIFY(metrics().contains(state + " 0\n"));
    QCOMPARE(m_world.caller.get("/dead/v1/a").status, 502);
    QCOMPARE(value(state), 1.0);
    QCOMPARE(m_world.caller.get("/dead/v1/a").status, 503);
    QCOMPARE(value("stoa_upstream_latency_seconds_count{upstream=\"dead/v1\",status=\"error\"}"), 2.0);
}

void TestMetricFamilies::changesAreReloads()
{
    const QByteArray good = "stoa_route_reload_total{trigger=\"change\",result=\"success\"}";
    QCOMPARE(value("stoa_route_reload_total{trigger=\"start\",result=\"success\"}"), 1.0);
    const double before = value(good), routes = value("stoa_route_reload_routes_loaded");
    const double applied = value("gatehouse_config_applies_total{result=\"applied\"}");
    m_world.contract(u"reloads"_s, forAnybody);
    QCOMPARE(value(good), before + 1);
    QCOMPARE(value("gatehouse_config_applies_total{result=\"applied\"}"), applied + 1);
    QCOMPARE(value("stoa_route_reload_routes_loaded"), routes + 2); // /reloads/v1, /apis/default/reloads
    const double refused = value("gatehouse_config_applies_total{result=\"refused\"}");
    QCOMPARE(
        m_world.admin
            .call("POST", "/v1/alert-rules",
                  {{u"name"_s, u"High error rate"_s}, {u"signal"_s, u"error_rate"_s}, {u"threshold"_s, 5}})
            .status,
        409);
    QCOMPARE(value("gatehouse_config_applies_total{result=\"refused\"}"), refused + 1);
    QCOMPARE(value(good), before + 1);
}

void TestMetricFamilies::refusedSettingsAreFailedReloads()
{
    const auto reloads = [this](const char* result) {
        return value("stoa_route_reload_total{trigger=\"settings\",result=\"" + QByteArray(result) + "\"}");
    };
    writeSettings("MAX_URI_BYTES=many\n");
    m_world.gateway.signal(SIGHUP);
    QTRY_COMPARE(reloads("failure"), 1.0);
    const double good = reloads("success");
    writeSettings("MAX_URI_BYTES=4000\n");
    m_world.gateway.signal(SIGHUP);
    QTRY_COMPARE(reloads("success"), good + 1);
    QCOMPARE(reloads("failure"), 1.0);
}

void TestMetricFamilies::messagesOfWebSockets()
{
    QJsonObject body = forAnybody;
    body.insert(u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(m_echo.port())}});
    m_world.contract(u"chat"_s, body);
    WebSocketPeer peer(
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_world.gateway.publicPort()}));
    QCOMPARE(peer.open("/chat/v1/room").status, 101);
    QCOMPARE(value("stoa_ws_proxy_connections_active"), 1.0);
    for (int i = 0; i < 2; ++i) {
        peer.text("hi");
        QCOMPARE(peer.read().payload, std::string("hi"));
    }
    const QByteArray route = "route_id=\"rest:chat/v1\"";
    QCOMPARE(value("stoa_ws_proxy_messages_total{direction=\"from_client\"," + route + '}'), 2.0);
    QCOMPARE(value("stoa_ws_proxy_messages_total{direction=\"from_upstream\"," + route + '}'), 2.0);
    peer.text("too much");
    QVERIFY(peer.read().payload != "too much"); // the notice
    QCOMPARE(value("stoa_ws_proxy_rate_limited_total{" + route + ",source=\"client\"}"), 1.0);
    QCOMPARE(value("stoa_ws_proxy_messages_total{direction=\"from_client\"," + route + '}'), 2.0);
    peer.close(1000);
    peer.read();
    QTRY_COMPARE(value("stoa_ws_proxy_connections_active"), 0.0);
}

void TestMetricFamilies::protocolsAreToldApart_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("success");
    QTest::newRow("soap") << QByteArray("<a/>") << QByteArray("true");
    QTest::newRow("graphql") << QByteArray(R"({"query":"{a}"})") << QByteArray("true");
    QTest::newRow("grpc") << QByteArray("no JSON") << QByteArray("false");
}

void TestMetricFamilies::protocolsAreToldApart()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, success);
    const QByteArray protocol = QTest::currentDataTag();
    const QString name = u"as-"_s + QString::fromLatin1(protocol);
    ScriptedUpstream upstream(
        ScriptedUpstream::always(answer(R"({"data":{}})", "Content-Type: application/json\r\n")));
    QCOMPARE(publish(m_world.admin, name, {serverAt(upstream.port())}, {u"POST /x"_s},
                     {{u"api_public"_s, true}, {u"api_type"_s, QString::fromLatin1(protocol.toUpper())}}),
             QString());
    const QByteArray path = "/api/" + protocol + '/' + name.toLatin1() + (protocol == "soap" ? "/v1/x" : "");
    const int status = m_world.caller.send("POST", path, body, "X-API-Version: v1\r\n").status;
    QCOMPARE(status < 400, success == "true");
    const QByteArray route = "route_id=\"" + protocol + ':' + name.toLatin1() + "/v1\"";
    QTRY_COMPARE(value("stoa_" + protocol + "_proxy_requests_total{" + route + '}'), 1.0);
    QCOMPARE(value("stoa_" + protocol + "_proxy_responses_total{" + route + ",success=\"" + success + "\"}"),
             1.0);
    for (const char* other : {"soap", "graphql", "grpc"}) {
        if (protocol != other)
            QCOMPARE(value("stoa_" + QByteArray(other) + "_proxy_requests_total{" + route + '}'), 0.0);
    }
}

void TestMetricFamilies::brokenRequestsAreCounted()
{
    const double before = value("gatehouse_parse_errors_total");
    RawSocket socket =
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_world.gateway.publicPort()});
    socket.send("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
    QCOMPARE(socket.readAnswer().status, 400);
    QCOMPARE(value("gatehouse_parse_errors_total"), before + 1);
}

void TestMetricFamilies::connectionsOverTheLimit()
{
    const auto rejected = [this](const char* reason) {
        return value("stoa_tcp_connections_rejected_pre_tls_total{reason=\"" + QByteArray(reason) + "\"}");
    };
    QCOMPARE(rejected("connection_limit"), 0.0);
    for (const char* reason : {"connection_limit", "no_descriptor", "proxy_header"})
        QVERIFY(m_first.contains(reason));
    writeSettings("MAX_CONNECTIONS_PER_ADDRESS=1\n");
    m_world.gateway.signal(SIGHUP);
    QVERIFY(m_world.gateway.logHolds(u"doorman.log"_s, "MAX_CONNECTIONS_PER_ADDRESS"));
    RawSocket socket =
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_world.gateway.publicPort()});
    QCOMPARE(socket.readAnswer().status, 429); // the clients of this test are there
    QCOMPARE(rejected("connection_limit"), 1.0);
    writeSettings("MAX_CONNECTIONS_PER_ADDRESS=0\n");
}

void TestMetricFamilies::otherNamesTellTheSame()
{
    const QByteArray text = metrics();
    const auto line = [&text](const QByteArray& series) {
        const qsizetype at = text.indexOf(series + ' ');
        return at < 0 ? QByteArray("none")
                      : text.mid(at + series.size(), text.indexOf('\n', at) - at - series.size());
    };
    const QByteArray labels = "{tenant=\"default\",api=\"pool\",method=\"GET\",status=\"200\"}";
    QCOMPARE(line("stoa_requests_total" + labels), QByteArray(" 2"));
    QCOMPARE(line("proxy_requests_total" + labels), QByteArray(" 2"));
    QCOMPARE(line("stoa_http_requests_total{method=\"GET\",http_route=\"rest:pool/v1\",status=\"200\"}"),
             QByteArray(" 2"));
    QCOMPARE(line("stoa_http_request_duration_seconds_count{method=\"GET\",http_route=\"rest:pool/v1\"}"),
             QByteArray(" 2"));
    m_world.gateway.set(u"METRICS_STOA_NAMES"_s, {});
    QCOMPARE(m_world.gateway.stop(), 0);
    QVERIFY(m_world.start());
    QVERIFY(!metrics().contains("stoa_http_requests_total"));
}

QTEST_GUILESS_MAIN(TestMetricFamilies)
#include "tst_metric_families.moc"
