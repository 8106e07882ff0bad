// SPDX-License-Identifier: GPL-3.0-or-later
// WebSocket through the real program: who may connect, limits, shutdown, and clients of other makers.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/tool_server.h"
#include "tests/integration/harness/websocket_gateway.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

#include <csignal>
#include <future>

#include <sys/resource.h>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestWebSocketProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void garbageTokenIsRefused();
    void originsAreThoseOfCors_data() { bothVersions(); }
    void originsAreThoseOfCors();
    void cookiesNeedANamedOrigin_data() { bothVersions(); }
    void cookiesNeedANamedOrigin();
    void switchedOffForAnApi();
    void badFieldsAreNamed();
    void connectLimit();
    void connectLimitByClosing_data() { bothVersions(); }
    void connectLimitByClosing();
    void deletedUserIsCutOff();
    void disabledApiCutsOff();
    void killedClientsAreNoticed();
    void accessLineTellsTheEnd();
    void pythonClients_data();
    void pythonClients();
    void nodeClient();
    void eventStreamThroughTheProgram();
    void shutdownTellsFiveHundred();

private:
    WebSocketPeer connect(bool http2 = false) { return connectTo(m_gateway, http2); }
    static WebSocketPeer connectTo(const GatewayProcess& gateway, bool http2 = false)
    {
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), gateway.publicPort()});
        return http2 ? WebSocketPeer::overHttp2(std::move(socket)) : WebSocketPeer(std::move(socket));
    }
    double metric(const QByteArray& name);
    bool waitForMetric(const QByteArray& name, double value);
    QString login(const QString& user, HttpClient& client);

    SocketUpstream m_server{SocketUpstream::echoing()};
    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestWebSocketProgram::initTestCase()
{
    rlimit files{}; // both ends of 500 sockets are here, and the gateway inherits it
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &files), 0);
    files.rlim_cur = files.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &files), 0);
    m_gateway.set(u"WEBSOCKET_CONNECT_LIMIT"_s, u"0"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    const QStringList servers{serverAt(m_server.upstream.port())};
    QCOMPARE(publish(m_admin, u"open"_s, servers, {u"GET /chat"_s}, object(R"({"api_public":true})")),
             QString());
    QCOMPARE(publish(m_admin, u"members"_s, servers, {u"GET /chat"_s}), QString());
    const QJsonObject pages{{u"api_public"_s, true},
                            {u"api_cors_allow_origins"_s, QJsonArray{u"https:/"_s + u"/shop.example"_s}}};
    QCOMPARE(publish(m_admin, u"pages"_s, servers, {u"GET /chat"_s}, pages), QString());
}

double TestWebSocketProgram::metric(const QByteArray& name)
{
    for (const QByteArray& line : m_admin.get("/metrics").body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    }
    return -1;
}

bool TestWebSocketProgram::waitForMetric(const QByteArray& name, double value)
{
    return QTest::qWaitFor([&] { return metric(name) == value; }, PatienceMs * 3);
}

QString TestWebSocketProgram::login(const QString& user, HttpClient& client)
{
    client = HttpClient(m_gateway.publicPort());
    return client.login(user, userPassword()) ? QString() : u"no login"_s;
}

void TestWebSocketProgram::garbageTokenIsRefused()
{
    WebSocketPeer none = connect();
    QCOMPARE(none.open("/api/rest/members/v1/chat").status, 401);
    WebSocketPeer garbage = connect();
    QCOMPARE(garbage.open("/api/rest/members/v1/chat", "Authorization: Bearer garbage\r\n").status, 401);
    QVERIFY(m_server.upstream.requests().empty()); // nobody asked the upstream
    QCOMPARE(addUser(m_admin, u"ann"_s), QString());
    HttpClient ann;
    QCOMPARE(login(u"ann"_s, ann), QString());
    WebSocketPeer stranger = connect();
    QCOMPARE(stranger.open("/api/rest/members/v1/chat", ann.bearer().toStdString()).status,
             403); // no subscription
    QCOMPARE(subscribe(m_admin, u"ann"_s, u"members"_s), QString());
    WebSocketPeer member = connect();
    QCOMPARE(member.open("/api/rest/members/v1/chat", ann.bearer().toStdString()).status, 101);
    member.text("hi");
    QCOMPARE(member.read().payload, std::string("hi"));
    QVERIFY(!m_server.upstream.requests().back().has("authorization"));
}

void TestWebSocketProgram::originsAreThoseOfCors()
{
    QFETCH(bool, http2);
    const std::string path = "/api/rest/pages/v1/chat";
    WebSocketPeer listed = connect(http2);
    QCOMPARE(listed.open(path, "Origin: https://shop.example\r\n").status, listed.accepted());
    WebSocketPeer noPage = connect(http2);
    QCOMPARE(noPage.open(path).status, noPage.accepted());
    for (const char* origin : {"https://evil.example", "http://shop.example", "null"}) {
        WebSocketPeer other = connect(http2);
        QCOMPARE(other.open(path, "Origin: " + std::string(origin) + "\r\n").status, 403);
    }
}

// Else any page could open a socket with the cookies of its visitor.
void TestWebSocketProgram::cookiesNeedANamedOrigin()
{
    QFETCH(bool, http2);
    HttpClient ann;
    QCOMPARE(login(u"ann"_s, ann), QString());
    const std::string cookie = ann.cookie().toStdString();
    WebSocketPeer foreign = connect(http2);
    QCOMPARE(foreign.open("/api/rest/members/v1/chat", cookie + "Origin: https://evil.example\r\n").status,
             403);
    WebSocketPeer own = connect(http2); // to https, as a page of this origin would
    const std::string lines = cookie + "Origin: https://api.test\r\n";
    QCOMPARE(own.open("/api/rest/members/v1/chat", lines).status, own.accepted());
}

void TestWebSocketProgram::switchedOffForAnApi()
{
    QCOMPARE(publish(m_admin, u"plain"_s, {serverAt(m_server.upstream.port())}, {u"GET /chat"_s},
                     object(R"({"api_public":true,"api_websocket":false})")),
             QString());
    WebSocketPeer client = connect();
    QCOMPARE(client.open("/api/rest/plain/v1/chat").status, 403);
}

void TestWebSocketProgram::badFieldsAreNamed()
{
    const HttpReply reply =
        m_admin.call("PUT", "/platform/api/open/v1",
                     object(R"({"api_websocket_message_limit":-1,"api_websocket_max_message_bytes":"many",
                   "api_stream_idle_timeout":-5})"));
    QVERIFY2(reply.status == 400 || reply.status == 422, reply.body.constData());
    for (const char* field :
         {"api_websocket_message_limit", "api_websocket_max_message_bytes", "api_stream_idle_timeout"})
        QVERIFY2(reply.body.contains(field), reply.body.constData());
}

void TestWebSocketProgram::connectLimit()
{
    GatewayProcess gateway;
    gateway.set(u"WEBSOCKET_CONNECT_LIMIT"_s, u"3"_s);
    gateway.set(u"WEBSOCKET_CONNECT_WINDOW"_s, u"3600"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(admin));
    QCOMPARE(publish(admin, u"open"_s, {serverAt(m_server.upstream.port())},
                     {u"GET /chat"_s, u"GET /other"_s}, object(R"({"api_public":true})")),
             QString());
    for (const char* path : {"/chat", "/other", "/chat"}) {
        WebSocketPeer client = connectTo(gateway);
        QCOMPARE(client.open("/api/rest/open/v1" + std::string(path)).status, 101);
    }
    WebSocketPeer late = connectTo(gateway);
    const Message refused = late.open("/api/rest/open/v1/chat");
    QCOMPARE(refused.status, 429);
    QVERIFY(std::stoi(refused.header("retry-after")) >= 1);
    QCOMPARE(refused.header("x-ratelimit-limit"), std::string("3"));
    QCOMPARE(refused.header("x-ratelimit-remaining"), std::string("0"));
    QVERIFY(refused.body.find("retry_after") != std::string::npos);
    late.socket().send(get("/api/rest/open/v1/none")); // an ordinary request is not limited
    QCOMPARE(late.socket().readAnswer().status, 404);
}

void TestWebSocketProgram::connectLimitByClosing()
{
    QFETCH(bool, http2);
    GatewayProcess gateway;
    gateway.set(u"WEBSOCKET_CONNECT_LIMIT"_s, u"1"_s);
    gateway.set(u"WEBSOCKET_CONNECT_WINDOW"_s, u"3600"_s);
    gateway.set(u"WEBSOCKET_CONNECT_REFUSAL"_s, u"1008"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(admin));
    QCOMPARE(publish(admin, u"open"_s, {serverAt(m_server.upstream.port())}, {u"GET /chat"_s},
                     object(R"({"api_public":true})")),
             QString());
    WebSocketPeer first = connectTo(gateway, http2);
    QCOMPARE(first.open("/api/rest/open/v1/chat").status, first.accepted());
    const int before = m_server.upstream.connections();
    WebSocketPeer late = connectTo(gateway, http2);
    const Message accepted = late.open("/api/rest/open/v1/chat");
    QCOMPARE(accepted.status, late.accepted());
    QCOMPARE(accepted.header("sec-websocket-accept"), std::string(http2 ? "" : WebSocketPeer::Accept));
    const Frame frame = late.read();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(frame.closeReason(), std::string("Rate limit exceeded"));
    late.send(0x88, frame.payload);
    QVERIFY(late.socket().waitForClose());
    QCOMPARE(m_server.upstream.connections(), before);
    const QJsonObject line = gateway.accessLine(
        [](const QJsonObject& found) { return found.value(u"close_code"_s).toInt() == 1008; });
    QCOMPARE(line.value(u"error_reason"_s).toString(), u"rate_limited"_s);
}

void TestWebSocketProgram::deletedUserIsCutOff()
{
    QCOMPARE(addUser(m_admin, u"bob"_s), QString());
    QCOMPARE(subscribe(m_admin, u"bob"_s, u"members"_s), QString());
    HttpClient bob;
    HttpClient ann;
    QCOMPARE(login(u"bob"_s, bob), QString());
    QCOMPARE(login(u"ann"_s, ann), QString());
    WebSocketPeer stays = connect();
    QCOMPARE(stays.open("/api/rest/members/v1/chat", ann.bearer().toStdString()).status, 101);
    WebSocketPeer client = connect();
    QCOMPARE(client.open("/api/rest/members/v1/chat", bob.bearer().toStdString()).status, 101);
    QCOMPARE(m_admin.call("PUT", "/platform/user/bob", object(R"({"active":false})")).status, 200);
    QCOMPARE(client.read().closeCode(), 1008);
    stays.text("still here");
    QCOMPARE(stays.read().payload, std::string("still here"));
    QCOMPARE(m_admin
                 .call("POST", "/platform/subscription/unsubscribe",
                       object(R"({"username":"ann","api_name":"members","api_version":"v1"})"))
                 .status,
             200);
    QCOMPARE(stays.read().closeCode(), 1008);
}

void TestWebSocketProgram::disabledApiCutsOff()
{
    QCOMPARE(publish(m_admin, u"brief"_s, {serverAt(m_server.upstream.port())}, {u"GET /chat"_s},
                     object(R"({"api_public":true})")),
             QString());
    WebSocketPeer client = connect();
    QCOMPARE(client.open("/api/rest/brief/v1/chat").status, 101);
    QCOMPARE(m_admin.call("PUT", "/platform/api/brief/v1", object(R"({"active":false})")).status, 200);
    const Frame frame = client.read();
    QCOMPARE(frame.closeCode(), 1008);
    QCOMPARE(frame.closeReason(), std::string("Access withdrawn"));
}

void TestWebSocketProgram::killedClientsAreNoticed()
{
    QVERIFY(waitForMetric("websocket_connections_active", 0));
    QProcess client;
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(u"/usr/bin/python3"_s,
                 {clientFile(u"hold_sockets.py"_s), QString::number(m_gateway.publicPort()),
                  u"/api/rest/open/v1/chat"_s, u"20"_s});
    QVERIFY2(client.waitForStarted(), "python3");
    while (!client.canReadLine())
        QVERIFY(client.waitForReadyRead(PatienceMs * 3));
    QCOMPARE(client.readLine().trimmed(), QByteArray("open 20"));
    QCOMPARE(metric("websocket_connections_active"), 20.0);
    client.kill(); // SIGKILL
    QVERIFY(client.waitForFinished());
    QVERIFY(waitForMetric("websocket_connections_active", 0));
}

void TestWebSocketProgram::accessLineTellsTheEnd()
{
    WebSocketPeer client = connect();
    QCOMPARE(client.open("/api/rest/open/v1/chat", "X-Request-ID: socket-line\r\n").status, 101);
    client.text("one");
    QCOMPARE(client.read().payload, std::string("one"));
    client.close(3001);
    QCOMPARE(client.read().closeCode(), 3001);
    const QJsonObject line = m_gateway.accessLine("socket-line");
    QCOMPARE(line.value(u"status"_s).toInt(), 101);
    QCOMPARE(line.value(u"close_code"_s).toInt(), 3001);
    QCOMPARE(line.value(u"messages_in"_s).toInt(), 1);
    QCOMPARE(line.value(u"messages_out"_s).toInt(), 1);
    QCOMPARE(line.value(u"kind"_s).toString(), u"websocket"_s);
    QVERIFY(line.value(u"bytes_in"_s).toInt() > 0 && line.contains(u"duration_ms"_s));
    QVERIFY(waitForMetric("gatehouse_websocket_closes_total{code=\"3xxx\"}", 1));
}

void TestWebSocketProgram::pythonClients_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("websockets") << u"talk.py"_s;
    QTest::newRow("h2") << u"talk_h2.py"_s;
}

void TestWebSocketProgram::pythonClients()
{
    QFETCH(QString, name);
    QProcess client;
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(u"/usr/bin/python3"_s,
                 {clientFile(name), QString::number(m_gateway.publicPort()), u"/api/rest/open/v1/chat"_s});
    QVERIFY(client.waitForFinished(PatienceMs * 6));
    const QByteArray output = client.readAll();
    QVERIFY2(client.exitCode() == 0 && output.contains("all good"), output.constData());
}

void TestWebSocketProgram::nodeClient()
{
    const QString modules = qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/node_modules"_s;
    if (!QFileInfo::exists(modules + u"/ws/package.json"_s))
        QSKIP("the package ws is not there: npm ci --prefix tests");
    QProcess client;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"NODE_PATH"_s, modules);
    client.setProcessEnvironment(environment);
    client.setProcessChannelMode(QProcess::MergedChannels);
    client.start(u"node"_s, {clientFile(u"talk.cjs"_s), QString::number(m_gateway.publicPort()),
                             u"/api/rest/open/v1/chat"_s});
    QVERIFY(client.waitForFinished(PatienceMs * 6));
    const QByteArray output = client.readAll();
    QVERIFY2(client.exitCode() == 0 && output.contains("all good"), output.constData());
}

void TestWebSocketProgram::eventStreamThroughTheProgram()
{
    std::promise<void> goOn;
    ScriptedUpstream events([future = goOn.get_future().share()](RawSocket& socket, int) {
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: first\n\n");
        future.wait();
        socket.send("data: second\n\n");
    });
    QCOMPARE(publish(m_admin, u"events"_s, {serverAt(events.port())}, {u"GET /feed"_s},
                     object(R"({"api_public":true,"api_read_timeout":0.2,"api_wrap_response":true})")),
             QString());
    RawSocket client = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    client.send(get("/api/rest/events/v1/feed", "Accept-Encoding: gzip\r\n"));
    std::string all;
    while (all.find("data: first\n\n") == std::string::npos) {
        const std::string more = client.readSome();
        QVERIFY(!more.empty());
        all += more;
    }
    QVERIFY(all.find("Content-Encoding") == std::string::npos);
    goOn.set_value();
    QVERIFY(client.readToEnd().find("data: second\n\n") != std::string::npos);
}

void TestWebSocketProgram::shutdownTellsFiveHundred()
{
    constexpr int Sockets = 500;
    std::vector<WebSocketPeer> clients;
    for (int i = 0; i < Sockets; ++i) {
        clients.push_back(connect());
        QCOMPARE(clients.back().open("/api/rest/open/v1/chat").status, 101);
    }
    m_gateway.signal(SIGTERM);
    int told = 0;
    for (WebSocketPeer& client : clients) {
        const Frame frame = client.read(PatienceMs * 3);
        told += frame.closeCode() == 1001 && frame.closeReason() == "Server shutting down" ? 1 : 0;
        client.send(0x88, frame.payload);
    }
    QCOMPARE(told, Sockets);
    for (WebSocketPeer& client : clients) {
        QVERIFY(client.socket().waitForClose());
        client.socket().close();
    }
    QVERIFY(m_gateway.waitForEnd());
    QCOMPARE(m_gateway.exitStatus(), 0);
    QVERIFY(m_server.upstream.waitForQuiet());
}

QTEST_GUILESS_MAIN(TestWebSocketProgram)
#include "tst_websocket.moc"
