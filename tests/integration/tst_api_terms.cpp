// SPDX-License-Identifier: GPL-3.0-or-later
// What an API says of itself at the moment: maintenance, deprecation, how long and how many calls may be.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <latch>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestApiTerms : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void maintenanceAnswersEveryCall();
    void deprecationIsToldInEveryAnswer();
    void theWholeCallHasATimeout();
    void soManyCallsAtATime();

private:
    void change(const QByteArray& api, const char* fields)
    {
        QCOMPARE(m_admin.call("PUT", "/platform/api/" + api + "/v1", object(fields)).status, 200);
    }
    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    ScriptedUpstream m_upstream{ScriptedUpstream::always(answer("here"))};
};

void TestApiTerms::initTestCase()
{
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway.publicPort());
}

void TestApiTerms::maintenanceAnswersEveryCall()
{
    QCOMPARE(publish(m_admin, u"shop"_s, {serverAt(m_upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_maintenance":"Back at noon"})")),
             QString());
    const HttpReply away = m_client.get("/api/rest/shop/v1/x", "Origin: https://app.example\r\n");
    QCOMPARE(away.line(), u"503 GTW503 Back at noon"_s); // before anybody is asked who he is
    QVERIFY(!away.header("retry-after").isEmpty());
    QVERIFY(!away.header("access-control-allow-origin").isEmpty());
    QCOMPARE(m_client.send("OPTIONS", "/api/rest/shop/v1/x", {}, "Origin: https://app.example\r\n").status,
             204);
    change("shop", R"({"api_maintenance":"","api_public":true})");
    QCOMPARE(m_client.get("/api/rest/shop/v1/x").body, QByteArray("here"));
}

void TestApiTerms::deprecationIsToldInEveryAnswer()
{
    QVERIFY(!m_client.get("/api/rest/shop/v1/x").wire.has("deprecation"));
    change("shop", R"({"api_deprecated_at":"2023-06-30T23:59:59Z","api_sunset_at":"1994-11-06T08:49:37Z"})");
    const HttpReply told = m_client.get("/api/rest/shop/v1/x");
    QCOMPARE(told.status, 200);
    QCOMPARE(told.header("deprecation"), QByteArray("@1688169599")); // RFC 9745 section 2.1
    QCOMPARE(told.header("sunset"), QByteArray("Sun, 06 Nov 1994 08:49:37 GMT"));
}

void TestApiTerms::theWholeCallHasATimeout()
{
    ScriptedUpstream silent([](RawSocket& socket, int) {
        socket.readRequest();
        socket.waitForClose();
    });
    QCOMPARE(publish(m_admin, u"slow"_s, {serverAt(silent.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true,"api_total_timeout":0.2,"api_allowed_retry_count":20})")),
             QString());
    QCOMPARE(m_client.get("/api/rest/slow/v1/x", "X-Request-ID: late-1\r\n").status, 504);
    QCOMPARE(m_gateway.accessLine("late-1")[u"error_reason"_s].toString(), u"deadline_exceeded"_s);
    // That of an endpoint takes its place.
    change("slow", R"({"api_total_timeout":3600})");
    QCOMPARE(
        m_admin.call("PUT", "/platform/endpoint/GET/slow/v1/x", object(R"({"endpoint_total_timeout":0.2})"))
            .status,
        200);
    QCOMPARE(m_client.get("/api/rest/slow/v1/x", "X-Request-ID: late-2\r\n").status, 504);
    QCOMPARE(m_gateway.accessLine("late-2")[u"error_reason"_s].toString(), u"deadline_exceeded"_s);
}

void TestApiTerms::soManyCallsAtATime()
{
    std::latch open(1);
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        while (self->record(socket).complete) {
            open.wait();
            socket.send(answer("done"));
        }
    });
    self = &upstream;
    QCOMPARE(publish(m_admin, u"narrow"_s, {serverAt(upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true,"api_max_concurrent":2})")),
             QString());
    std::vector<std::thread> callers;
    std::atomic<int> good = 0;
    for (int i = 0; i < 2; ++i) {
        callers.emplace_back([&] {
            HttpClient client(m_gateway.publicPort());
            good += client.get("/api/rest/narrow/v1/x").status == 200 ? 1 : 0;
        });
    }
    QVERIFY(upstream.waitForRequests(2));
    const HttpReply third = m_client.get("/api/rest/narrow/v1/x");
    // The count goes on over a change of the API.
    change("narrow", R"({"api_description":"changed"})");
    const HttpReply fourth = m_client.get("/api/rest/narrow/v1/x");
    open.count_down();
    for (std::thread& caller : callers)
        caller.join();
    QCOMPARE(third.line(), u"503 GTW503 Too many calls of this API are under way"_s);
    QCOMPARE(third.header("retry-after"), QByteArray("1"));
    QCOMPARE(fourth.status, 503);
    QCOMPARE(good.load(), 2);
    QCOMPARE(m_client.get("/api/rest/narrow/v1/x").status, 200);
}

QTEST_GUILESS_MAIN(TestApiTerms)
#include "tst_api_terms.moc"
