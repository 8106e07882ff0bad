// SPDX-License-Identifier: GPL-3.0-or-later
// The main job: an API is published through the admin API, and its traffic flows through the public listener
// to a real upstream, with the answers that the data plane promises.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Answers every request with its own request line and head as the body.
ScriptedUpstream::Script echo(ScriptedUpstream** upstream, std::string name = "one")
{
    return [upstream, name](RawSocket& socket, int) {
        for (;;) {
            const Message request = (*upstream)->record(socket);
            if (!request.complete)
                return;
            const std::string body = "{\"server\":\"" + name + "\",\"line\":\"" + request.firstLine + "\"}";
            std::string text =
                answer(body, "Content-Type: application/json\r\nX-Allowed: yes\r\nX-Private: no\r\n");
            if (request.firstLine.starts_with("HEAD"))
                text.resize(text.size() - body.size());
            socket.send(text);
        }
    };
}

struct Echo {
    explicit Echo(const std::string& name = "one")
        : upstream(echo(&self, name))
    {
        self = &upstream;
    }
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream;
    QString server() const { return serverAt(upstream.port()); }
};

QString serverOf(const HttpReply& reply)
{
    return reply.json().value(u"server"_s).toString();
}

} // namespace

class TestRestTraffic : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void callsNeedTokenAndSubscription();
    void upstreamSeesTheRequest();
    void unknownApisAndEndpoints();
    void disabledApisRefuse();
    void groupsAndRoles();
    void publicApisAskNobody();
    void headersPassByTheList();
    void serversTakeTurns();
    void clientKeyChoosesServers();
    void endpointServersAndClientUri();
    void headIsAGetWithoutBody();
    void preflightIsAnswered();
    void bodiesHaveALimit();
    void upstreamAnswersPassUnchanged_data();
    void upstreamAnswersPassUnchanged();
    void userRateLimit();
    void limitsHoldForAllWorkersTogether();
    void throttleQueue();
    void clearedCachesForgetCounts();
    void revocationActsOnTraffic();
    void refusedUpstreamIsSaid();
    void slowUpstreamTimesOut();
    void failedCallsAreTriedAgain();
    void breakerOpens();
    void addressRules();
    void changesAreInEffectWhenTheyReturn();

private:
    HttpReply get(const QByteArray& target, const QByteArray& lines = {})
    {
        return m_client.get(target, m_client.bearer() + lines);
    }
    void allow(const QString& api) { QCOMPARE(subscribe(m_admin, u"consumer"_s, api), QString()); }
    void useLimits(const char* fields)
    {
        QCOMPARE(m_admin.call("PUT", "/platform/user/consumer", object(fields)).status, 200);
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    Echo m_echo;
};

void TestRestTraffic::initTestCase()
{
    m_gateway.set(u"MAX_BODY_SIZE_BYTES_REST"_s, u"1000"_s);
    m_gateway.set(u"HTTP_READ_TIMEOUT"_s, u"0.2"_s);
    m_gateway.set(u"HTTP_RETRY_BASE_DELAY"_s, u"0.001"_s);
    m_gateway.set(u"CIRCUIT_BREAKER_THRESHOLD"_s, u"3"_s);
    m_gateway.set(u"CIRCUIT_BREAKER_TIMEOUT"_s, u"3600"_s);
    m_gateway.set(u"THREADS"_s, u"1"_s); // turns of servers are counted per worker
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    QCOMPARE(addUser(m_admin, u"consumer"_s), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"consumer"_s, userPassword())); // the platform is on the public listener, too
    QCOMPARE(publish(m_admin, u"orders"_s, {m_echo.server()},
                     {u"GET /items"_s, u"GET /items/{id}"_s, u"POST /items"_s}),
             QString());
}

void TestRestTraffic::callsNeedTokenAndSubscription()
{
    const QByteArray target = "/api/rest/orders/v1/items";
    QCOMPARE(m_client.get(target).body,
             QByteArray(R"({"error_code":"Unauthorized","error_message":"Unauthorized"})"));
    QCOMPARE(m_client.get(target).status, 401);
    QCOMPARE(m_client.get(target, "Authorization: Bearer x.y.z\r\n").status, 401);
    QCOMPARE(get(target).line(),
             u"403 You are not subscribed to this resource You are not subscribed to this resource"_s);
    allow(u"orders"_s);
    QCOMPARE(get(target).status, 200);
    QCOMPARE(m_client.get(target, m_client.cookie()).status, 200);
    // Administrators need no subscription.
    QCOMPARE(m_client.get(target, m_admin.bearer()).status, 200);
}

void TestRestTraffic::upstreamSeesTheRequest()
{
    const std::size_t before = m_echo.upstream.requests().size();
    const HttpReply reply =
        m_client.send("POST", "/api/rest/orders/v1/items?a=1&b=%20x", R"({"n":1})",
                      m_client.bearer() + "Content-Type: application/json\r\nX-Request-ID: trace-7\r\n"
                                          "X-Unlisted: 1\r\nCookie: session=secret\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("x-request-id"), QByteArray("trace-7"));
    const Message seen = m_echo.upstream.requests().at(before);
    QCOMPARE(seen.firstLine, std::string("POST /items?a=1&b=%20x HTTP/1.1"));
    QCOMPARE(seen.body, std::string(R"({"n":1})"));
    QCOMPARE(seen.header("x-request-id"), std::string("trace-7"));
    QCOMPARE(seen.header("content-type"), std::string("application/json"));
    QCOMPARE(seen.header("host"), "127.0.0.1:" + std::to_string(m_echo.upstream.port()));
    for (const char* name : {"authorization", "cookie", "x-unlisted", "x-user-email", "x-doorman-user"})
        QVERIFY2(!seen.has(name), name);
    // Who calls is told to upstreams that are meant to know.
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/orders/v1", object(R"({"api_forward_identity":true})")).status,
        200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    const Message told = m_echo.upstream.requests().back();
    QCOMPARE(told.header("x-user-email"), std::string("consumer"));
    QCOMPARE(told.header("x-doorman-user"), std::string("consumer"));
}

void TestRestTraffic::unknownApisAndEndpoints()
{
    // Both are said before anybody is asked who he is.
    QCOMPARE(m_client.get("/api/rest/nothing/v1/items").line(),
             u"404 GTW001 API does not exist for the requested name and version"_s);
    QCOMPARE(m_client.get("/api/rest/orders/v2/items").line(),
             u"404 GTW001 API does not exist for the requested name and version"_s);
    QCOMPARE(m_client.get("/api/rest/orders/v1/other").line(),
             u"404 GTW003 Endpoint does not exist for the requested API"_s);
    QCOMPARE(m_client.send("DELETE", "/api/rest/orders/v1/items").line(),
             u"404 GTW003 Endpoint does not exist for the requested API"_s);
    QCOMPARE(m_client.get("/api/rest/orders/v1/items/1/2").status, 404);
    QVERIFY(get("/api/rest/orders/v1/items/17").body.contains("GET /items/17 "));
    QVERIFY(get("/api/rest/orders/v1//items///17/").body.contains("GET /items/17 ")); // empty ones are none
    QCOMPARE(get("/api/rest/orders/v1//other").status, 404);
    QVERIFY(get("/api/rest//orders///v1/items/17").body.contains("GET /items/17 "));
    QCOMPARE(get("/api/rest//orders/v2/items/17").status, 404);
}

void TestRestTraffic::disabledApisRefuse()
{
    QCOMPARE(m_admin.call("PUT", "/platform/api/orders/v1", object(R"({"active":false})")).status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").line(), u"403 GTW012 API is disabled"_s);
    QCOMPARE(m_admin.call("PUT", "/platform/api/orders/v1", object(R"({"active":true})")).status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
}

void TestRestTraffic::groupsAndRoles()
{
    QCOMPARE(publish(m_admin, u"ranks"_s, {m_echo.server()}, {u"GET /x"_s}), QString());
    allow(u"ranks"_s);
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/ranks/v1", object(R"({"api_allowed_roles":["captain"]})")).status,
        200);
    QCOMPARE(get("/api/rest/ranks/v1/x").line(), u"403 GTW014 Forbidden: role not allowed for this API"_s);
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/ranks/v1", object(R"({"api_allowed_groups":["crew"]})")).status,
        200);
    const QString group =
        u"401 You do not have the correct group for this You do not have the correct group for this"_s;
    QCOMPARE(get("/api/rest/ranks/v1/x").line(), group);
    // Nor does an administrator pass, nor anybody when no group is named.
    QCOMPARE(m_client.get("/api/rest/ranks/v1/x", m_admin.bearer()).line(), group);
    QCOMPARE(m_admin.call("PUT", "/platform/api/ranks/v1", object(R"({"api_allowed_groups":[]})")).status,
             200);
    QCOMPARE(get("/api/rest/ranks/v1/x").line(), group);
}

void TestRestTraffic::publicApisAskNobody()
{
    QCOMPARE(publish(m_admin, u"open"_s, {m_echo.server()}, {u"GET /x"_s}, object(R"({"api_public":true})")),
             QString());
    QCOMPARE(publish(m_admin, u"noauth"_s, {m_echo.server()}, {u"GET /x"_s},
                     object(R"({"api_auth_required":false})")),
             QString());
    for (const QByteArray& target :
         {QByteArray("/api/rest/open/v1/x"), QByteArray("/api/rest/noauth/v1/x")}) {
        const std::size_t before = m_echo.upstream.requests().size();
        QCOMPARE(m_client.get(target).status, 200);
        QCOMPARE(m_client.get(target, "Authorization: Bearer rubbish\r\n").status, 200);
        QCOMPARE(get(target).status, 200);
        QVERIFY(!m_echo.upstream.requests().at(before + 2).has("x-doorman-user"));
    }
}

void TestRestTraffic::headersPassByTheList()
{
    QCOMPARE(
        publish(
            m_admin, u"listed"_s, {m_echo.server()}, {u"GET /x"_s},
            object(
                R"({"api_public":true,"api_allowed_headers":["X-Custom","X-Allowed","Cookie","X-API-Key"]})")),
        QString());
    const std::size_t before = m_echo.upstream.requests().size();
    const HttpReply reply =
        m_client.get("/api/rest/listed/v1/x", "X-Custom: a <b>c\r\nx-api-key: k\r\nCookie: a=b\r\n"
                                              "Accept: text/plain\r\nUser-Agent: test/1\r\nX-Other: o\r\n");
    const Message seen = m_echo.upstream.requests().at(before);
    QCOMPARE(seen.header("x-custom"), std::string("a c"));
    QCOMPARE(seen.header("accept"), std::string("text/plain"));
    QCOMPARE(seen.header("user-agent"), std::string("test/1"));
    for (const char* name : {"x-api-key", "cookie", "x-other"})
        QVERIFY2(!seen.has(name), name);
    QCOMPARE(reply.header("x-allowed"), QByteArray("yes"));
    QVERIFY(!reply.wire.has("x-private"));
    QVERIFY(reply.wire.has("x-gateway-time"));
    QVERIFY(reply.wire.has("x-backend-time"));
}

void TestRestTraffic::serversTakeTurns()
{
    Echo two("two"), three("three");
    QCOMPARE(publish(m_admin, u"turns"_s, {m_echo.server(), two.server(), three.server()}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QStringList order;
    for (int i = 0; i < 6; ++i)
        order.append(serverOf(m_client.get("/api/rest/turns/v1/x")));
    QCOMPARE(order, (QStringList{u"one"_s, u"two"_s, u"three"_s, u"one"_s, u"two"_s, u"three"_s}));
}

void TestRestTraffic::clientKeyChoosesServers()
{
    Echo own("own");
    const QJsonObject routing{{u"routing_name"_s, u"r"_s},
                              {u"client_key"_s, u"vip"_s},
                              {u"routing_servers"_s, QJsonArray{own.server()}}};
    QCOMPARE(publish(m_admin, u"keyed"_s, {m_echo.server()}, {u"GET /x"_s}, object(R"({"api_public":true})")),
             QString());
    const auto called = [&](const QByteArray& lines) {
        return serverOf(m_client.get("/api/rest/keyed/v1/x", lines));
    };
    QCOMPARE(called("client-key: vip\r\n"), u"one"_s); // unknown keys fall through
    QCOMPARE(m_admin.call("POST", "/platform/routing", routing).status, 201);
    QCOMPARE(called("client-key: vip\r\n"), u"own"_s);
    QCOMPARE(called({}), u"one"_s);
    QCOMPARE(m_admin.call("DELETE", "/platform/routing/vip").status, 200);
    QCOMPARE(called("client-key: vip\r\n"), u"one"_s);
}

void TestRestTraffic::endpointServersAndClientUri()
{
    Echo own("own");
    QCOMPARE(
        publish(m_admin, u"paths"_s, {m_echo.server()}, {u"GET /plain"_s}, object(R"({"api_public":true})")),
        QString());
    QCOMPARE(m_admin
                 .call("POST", "/platform/endpoint",
                       {{u"api_name"_s, u"paths"_s},
                        {u"api_version"_s, u"v1"_s},
                        {u"endpoint_method"_s, u"GET"_s},
                        {u"endpoint_uri"_s, u"/internal/list"_s},
                        {u"client_uri"_s, u"/shown"_s},
                        {u"endpoint_description"_s, u"d"_s},
                        {u"endpoint_servers"_s, QJsonArray{own.server()}}})
                 .status,
             201);
    const HttpReply shown = m_client.get("/api/rest/paths/v1/shown");
    QCOMPARE(serverOf(shown), u"own"_s);
    QVERIFY(shown.body.contains("GET /internal/list "));
    QCOMPARE(m_client.get("/api/rest/paths/v1/internal/list").status, 404);
    QCOMPARE(serverOf(m_client.get("/api/rest/paths/v1/plain")), u"one"_s);
    QCOMPARE(m_admin.call("PUT", "/platform/api/paths/v1", object(R"({"api_servers":[]})")).status, 200);
    QCOMPARE(m_client.get("/api/rest/paths/v1/plain").line(), u"404 GTW001 No upstream servers configured"_s);
}

void TestRestTraffic::headIsAGetWithoutBody()
{
    const HttpReply reply = m_client.send("HEAD", "/api/rest/orders/v1/items", {}, m_client.bearer());
    QCOMPARE(reply.status, 200);
    QVERIFY(reply.body.isEmpty());
    QVERIFY(m_echo.upstream.requests().back().firstLine.starts_with("HEAD /items "));
}

void TestRestTraffic::preflightIsAnswered()
{
    const QJsonObject rules = object(R"({"api_public":true,"api_cors_allow_origins":["https://app.example"],
                                "api_cors_allow_methods":["GET"],"api_cors_allow_headers":["X-A"],
                                "api_cors_allow_credentials":true,"api_cors_expose_headers":["X-Allowed"]})");
    QCOMPARE(publish(m_admin, u"cors"_s, {m_echo.server()}, {u"GET /x"_s}, rules), QString());
    const HttpReply preflight =
        m_client.send("OPTIONS", "/api/rest/cors/v1/x", {},
                      "Origin: https://app.example\r\n"
                      "Access-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: X-A\r\n");
    QCOMPARE(preflight.status, 204);
    QCOMPARE(preflight.header("access-control-allow-origin"), QByteArray("https://app.example"));
    QCOMPARE(preflight.header("access-control-allow-methods"), QByteArray("GET, OPTIONS"));
    QCOMPARE(preflight.header("access-control-allow-headers"), QByteArray("X-A"));
    QCOMPARE(preflight.header("access-control-allow-credentials"), QByteArray("true"));
    const HttpReply stranger = m_client.send("OPTIONS", "/api/rest/cors/v1/x", {},
                                             "Origin: https://evil.example\r\n"
                                             "Access-Control-Request-Method: GET\r\n");
    QCOMPARE(stranger.status, 204);
    QVERIFY(!stranger.wire.has("access-control-allow-origin"));
    const HttpReply actual = m_client.get("/api/rest/cors/v1/x", "Origin: https://app.example\r\n");
    QCOMPARE(actual.header("access-control-allow-origin"), QByteArray("https://app.example"));
    QCOMPARE(actual.header("access-control-expose-headers"), QByteArray("X-Allowed"));
    QVERIFY(actual.header("vary").contains("Origin"));
    const HttpReply unknown = m_client.send("OPTIONS", "/api/rest/nothing/v1/x");
    QCOMPARE(unknown.status, 204); // tells nobody which APIs there are
    QVERIFY(!unknown.wire.has("access-control-allow-origin"));
}

void TestRestTraffic::bodiesHaveALimit()
{
    const auto post = [&](int bytes) {
        return m_client.send("POST", "/api/rest/orders/v1/items", QByteArray(bytes, 'x'), m_client.bearer());
    };
    QCOMPARE(post(1000).status, 200);
    QCOMPARE(post(1001).line(), u"413 REQ001 Request entity too large (max: 1000 bytes)"_s);
    // Without a declared length the bytes are counted.
    RawSocket socket = RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), m_gateway.publicPort()});
    const QByteArray chunk = "401\r\n" + QByteArray(0x401, 'x') + "\r\n0\r\n\r\n";
    socket.send(("POST /api/rest/orders/v1/items HTTP/1.1\r\nHost: x\r\n" + m_client.bearer() +
                 "Transfer-Encoding: chunked\r\n\r\n" + chunk)
                    .toStdString());
    QCOMPARE(socket.readAnswer().status, 413);
}

void TestRestTraffic::upstreamAnswersPassUnchanged_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("not found") << QByteArray("404 Not Found") << QByteArray("application/json")
                               << QByteArray(R"({"no":1})");
    QTest::newRow("failed") << QByteArray("500 Internal Server Error") << QByteArray("text/plain")
                            << QByteArray("oops");
    QTest::newRow("moved") << QByteArray("302 Found") << QByteArray("text/html") << QByteArray("<a>");
    QTest::newRow("list") << QByteArray("200 OK") << QByteArray("application/json")
                          << QByteArray(R"([{"id":1,"name":"x"}])");
    QTest::newRow("number") << QByteArray("201 Created") << QByteArray("application/json")
                            << QByteArray("17");
    QTest::newRow("spaces kept") << QByteArray("200 OK") << QByteArray("application/json")
                                 << QByteArray("{ \"a\" : 1 }");
}

void TestRestTraffic::upstreamAnswersPassUnchanged()
{
    QFETCH(const QByteArray, status);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, body);
    ScriptedUpstream upstream(ScriptedUpstream::always(
        answer(body.toStdString(), "Content-Type: " + type.toStdString() + "\r\n", status.toStdString())));
    const QString name = u"pass%1"_s.arg(upstream.port());
    QCOMPARE(
        publish(m_admin, name, {serverAt(upstream.port())}, {u"GET /x"_s}, object(R"({"api_public":true})")),
        QString());
    const HttpReply reply = m_client.get("/api/rest/" + name.toLatin1() + "/v1/x");
    QCOMPARE(reply.status, status.left(3).toInt());
    QCOMPARE(reply.header("content-type"), type);
    QCOMPARE(reply.body, body);
}

void TestRestTraffic::userRateLimit()
{
    // Windows of a year: none ends while the test runs.
    useLimits(R"({"rate_limit_duration":2,"rate_limit_duration_type":"year"})");
    QCOMPARE(m_admin.call("DELETE", "/api/caches").line(), u"200 All caches cleared"_s);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items/1").status, 200);
    const HttpReply refused = get("/api/rest/orders/v1/items");
    QCOMPARE(refused.body,
             QByteArray(R"({"error_code":"Rate limit exceeded","error_message":"Rate limit exceeded"})"));
    QCOMPARE(refused.status, 429);
    // Open APIs do not ask for the user's limits.
    QCOMPARE(get("/api/rest/open/v1/x").status, 200);
    useLimits(R"({"rate_limit_duration":1000000})");
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
}

void TestRestTraffic::limitsHoldForAllWorkersTogether()
{
    constexpr int callers = 6, calls = 20, limit = 50;
    GatewayProcess gateway;
    gateway.set(u"THREADS"_s, u"4"_s);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(admin, u"shared"_s, {m_echo.server()}, {u"GET /x"_s}), QString());
    QVERIFY(freeAdminLimits(admin));
    QCOMPARE(admin
                 .call("PUT", "/platform/user/admin",
                       {{u"rate_limit_duration"_s, limit}, {u"rate_limit_duration_type"_s, u"year"_s}})
                 .status,
             200);
    std::atomic<int> good = 0, refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
            HttpClient client(gateway.publicPort());
            for (int call = 0; call < calls; ++call) {
                const int status = client.get("/api/rest/shared/v1/x", admin.bearer()).status;
                good += status == 200;
                refused += status == 429;
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    QCOMPARE(good.load(), limit);
    QCOMPARE(refused.load(), callers * calls - limit);
}

void TestRestTraffic::throttleQueue()
{
    useLimits(R"({"throttle_duration":1,"throttle_duration_type":"year","throttle_queue_limit":3,
                  "throttle_wait_duration":1,"throttle_wait_duration_type":"second"})");
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200); // waits
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200); // waits
    QCOMPARE(get("/api/rest/orders/v1/items").line(),
             u"429 Throttle queue limit exceeded Throttle queue limit exceeded"_s);
    useLimits(R"({"throttle_duration":1000000,"throttle_queue_limit":1000000})");
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
}

void TestRestTraffic::clearedCachesForgetCounts()
{
    useLimits(R"({"rate_limit_duration":1,"rate_limit_duration_type":"year"})");
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 429);
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    useLimits(R"({"rate_limit_duration":1000000})");
}

void TestRestTraffic::revocationActsOnTraffic()
{
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/revoke/consumer").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").line(), u"401 Unauthorized Unauthorized"_s);
    QCOMPARE(m_admin.call("POST", "/platform/authorization/admin/unrevoke/consumer").status, 200);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
    HttpClient other(m_gateway.publicPort());
    QVERIFY(other.login(u"consumer"_s, userPassword()));
    QCOMPARE(other.call("POST", "/platform/authorization/invalidate").status, 200);
    QCOMPARE(other.call("GET", "/api/rest/orders/v1/items").status, 401);
    QCOMPARE(get("/api/rest/orders/v1/items").status, 200);
}

void TestRestTraffic::refusedUpstreamIsSaid()
{
    Echo away;
    away.upstream.stopListening();
    QCOMPARE(publish(m_admin, u"away"_s, {away.server()}, {u"GET /x"_s}, object(R"({"api_public":true})")),
             QString());
    const HttpReply reply = m_client.get("/api/rest/away/v1/x", "X-Request-ID: refused-1\r\n");
    QCOMPARE(reply.line().left(10), u"502 GTW502"_s);
    const QJsonObject line = m_gateway.accessLine("refused-1");
    QCOMPARE(line.value(u"error_reason"_s).toString(), u"connect_refused"_s);
    QCOMPARE(line.value(u"status"_s).toInt(), 502);
    QCOMPARE(line.value(u"api"_s).toString(), u"away"_s);
    QVERIFY(line.value(u"upstream"_s).toString().contains(QString::number(away.upstream.port())));
}

void TestRestTraffic::slowUpstreamTimesOut()
{
    ScriptedUpstream silent([](RawSocket& socket, int) {
        socket.readRequest();
        socket.waitForClose();
    });
    QCOMPARE(publish(m_admin, u"slow"_s, {serverAt(silent.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    const HttpReply reply = m_client.get("/api/rest/slow/v1/x", "X-Request-ID: slow-1\r\n");
    QCOMPARE(reply.line(), u"504 GTW010 Gateway timeout"_s);
    QCOMPARE(m_gateway.accessLine("slow-1").value(u"error_reason"_s).toString(), u"upstream_read_timeout"_s);
}

void TestRestTraffic::failedCallsAreTriedAgain()
{
    std::atomic<int> calls = 0;
    ScriptedUpstream upstream([&calls](RawSocket& socket, int) {
        while (socket.readRequest().complete)
            socket.send(++calls % 3 == 0 ? answer("third time")
                                         : answer("no", {}, "503 Service Unavailable"));
    });
    QCOMPARE(publish(m_admin, u"again"_s, {serverAt(upstream.port())}, {u"GET /x"_s, u"POST /x"_s},
                     object(R"({"api_public":true,"api_allowed_retry_count":2})")),
             QString());
    QCOMPARE(m_client.get("/api/rest/again/v1/x", "X-Request-ID: again-1\r\n").body,
             QByteArray("third time"));
    QCOMPARE(calls.load(), 3);
    QCOMPARE(m_gateway.accessLine("again-1").value(u"retry_count"_s).toInt(), 2);
    QCOMPARE(m_client.send("POST", "/api/rest/again/v1/x", "body").body, QByteArray("third time"));
    // After the last attempt the last answer stands.
    QCOMPARE(m_admin.call("PUT", "/platform/api/again/v1", object(R"({"api_allowed_retry_count":1})")).status,
             200);
    QCOMPARE(m_client.get("/api/rest/again/v1/x").status, 503);
    QCOMPARE(calls.load(), 8);
}

void TestRestTraffic::breakerOpens()
{
    ScriptedUpstream failing(ScriptedUpstream::always(answer("x", {}, "503 Service Unavailable")));
    QCOMPARE(publish(m_admin, u"failing"_s, {serverAt(failing.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_client.get("/api/rest/failing/v1/x").body, QByteArray("x"));
    QCOMPARE(m_client.get("/api/rest/failing/v1/x").line(), u"503 GTW999 Upstream circuit open"_s);
    // A change of something else does not forget it.
    QCOMPARE(m_admin.call("PUT", "/platform/api/failing/v1", object(R"({"api_description":"d"})")).status,
             200);
    QCOMPARE(m_client.get("/api/rest/failing/v1/x").line(), u"503 GTW999 Upstream circuit open"_s);
}

void TestRestTraffic::addressRules()
{
    QCOMPARE(
        publish(m_admin, u"near"_s, {m_echo.server()}, {u"GET /x"_s},
                object(R"({"api_public":true,"api_ip_mode":"whitelist","api_ip_whitelist":["192.0.2.0/24"],
                                "api_trust_x_forwarded_for":true})")),
        QString());
    const auto from = [&](const QByteArray& address) {
        return m_client.get("/api/rest/near/v1/x",
                            address.isEmpty() ? QByteArray() : "X-Forwarded-For: " + address + "\r\n");
    };
    QCOMPARE(from({}).status, 200); // loopback
    QCOMPARE(from("192.0.2.7").status, 200);
    QCOMPARE(from("198.51.100.1").line(), u"403 API010 IP restricted"_s);
    QCOMPARE(
        m_admin.call("PUT", "/platform/api/near/v1", object(R"({"api_ip_blacklist":["192.0.2.7"]})")).status,
        200);
    QCOMPARE(from("192.0.2.7").line(), u"403 API011 IP restricted"_s);
    QCOMPARE(from("192.0.2.8").status, 200);
}

void TestRestTraffic::changesAreInEffectWhenTheyReturn()
{
    Echo two("two");
    QCOMPARE(
        publish(m_admin, u"moving"_s, {m_echo.server()}, {u"GET /x"_s}, object(R"({"api_public":true})")),
        QString());
    for (int i = 0; i < 50; ++i) {
        const Echo& wanted = i % 2 ? m_echo : two;
        QCOMPARE(
            m_admin.call("PUT", "/platform/api/moving/v1", {{u"api_servers"_s, QJsonArray{wanted.server()}}})
                .status,
            200);
        QCOMPARE(serverOf(m_client.get("/api/rest/moving/v1/x")), i % 2 ? u"one"_s : u"two"_s);
    }
    QCOMPARE(m_admin.call("DELETE", "/platform/api/moving/v1").status, 200);
    QCOMPARE(m_client.get("/api/rest/moving/v1/x").line(),
             u"404 GTW001 API does not exist for the requested name and version"_s);
}

QTEST_GUILESS_MAIN(TestRestTraffic)
#include "tst_rest_traffic.moc"
