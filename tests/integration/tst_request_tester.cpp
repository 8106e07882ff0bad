// SPDX-License-Identifier: GPL-3.0-or-later
// The request tester: one request through the real gateway, told filter by filter.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject stepOf(const QJsonObject& told, const QString& filter, const QString& hook = u"request"_s)
{
    for (const QJsonValue step : told.value(u"phases"_s).toArray()) {
        if (step[u"filter"_s] == filter && step[u"hook"_s] == hook)
            return step.toObject();
    }
    return {};
}

/// Answers every request with a small JSON body.
struct Upstream {
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        for (;;) {
            if (!upstream.record(socket).complete)
                return;
            socket.send(answer(R"({"ok":1})", "Content-Type: application/json\r\n"));
        }
    }};
};

} // namespace

class TestRequestTester : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(startFree(m_gateway, m_admin), QString());
        QCOMPARE(publish(m_admin, u"orders"_s, {serverAt(m_upstream.port())},
                         {u"GET /items/{id}"_s, u"POST /items"_s}),
                 QString());
    }

    void aServedRequestIsToldFilterByFilter()
    {
        const QJsonObject told = ask(R"({"path":"/api/rest/orders/v1/items/7?x=1","as_caller":true})");
        QCOMPARE(told[u"response"_s][u"status"_s].toInt(), 200);
        QCOMPARE(told[u"response"_s][u"body"_s].toString(), u"{\"ok\":1}"_s);
        QCOMPARE(told[u"response"_s][u"body_encoding"_s].toString(), u"text"_s);
        QCOMPARE(told[u"response"_s][u"truncated"_s].toBool(true), false);
        QCOMPARE(told[u"route"_s][u"api_name"_s].toString(), u"orders"_s);
        QCOMPARE(told[u"route"_s][u"operation"_s][u"uri"_s].toString(), u"/items/{id}"_s);
        QCOMPARE(told[u"caller"_s][u"name"_s].toString(), u"admin"_s);
        QCOMPARE(told[u"outcome"_s][u"reason"_s], QJsonValue(QJsonValue::Null));
        for (const QString& filter : {u"global_ip"_s, u"cors"_s, u"authenticate"_s, u"authorise"_s,
                                      u"select_upstream"_s, u"forward_headers"_s})
            QCOMPARE(stepOf(told, filter)[u"decision"_s].toString(), u"continue"_s);
        const QJsonValue attempt = told[u"upstream"_s][0];
        QCOMPARE(attempt[u"request"_s].toString(), u"GET /items/7?x=1"_s);
        QCOMPARE(attempt[u"status"_s].toInt(), 200);
        QVERIFY(attempt[u"headers"_s].toArray().contains(u"Host"_s));
        QVERIFY(told[u"timing"_s][u"total_us"_s].toInteger() >= attempt[u"took_us"_s].toInteger());
        QVERIFY(!m_upstream.requests().back().has("authorization"));
    }

    void aRefusedRequestSaysWhichFilterRefused()
    {
        const QJsonObject told = ask(R"({"path":"/api/rest/orders/v1/items/7"})");
        QCOMPARE(told[u"response"_s][u"status"_s].toInt(), 401);
        QCOMPARE(stepOf(told, u"authenticate"_s)[u"decision"_s].toString(), u"respond"_s);
        QVERIFY(stepOf(told, u"authorise"_s).isEmpty());
        QCOMPARE(told[u"outcome"_s][u"reason"_s].toString(), u"unauthenticated"_s);
        QCOMPARE(told[u"outcome"_s][u"source"_s].toString(), u"gateway"_s);
        QCOMPARE(told[u"upstream"_s].toArray(), QJsonArray());
        QVERIFY(!stepOf(told, u"cors"_s, u"answer"_s).isEmpty());
    }

    void unknownPathsAndLostUpstreamsAreTold()
    {
        QJsonObject told = ask(R"({"path":"/api/rest/nothing/v1/x"})");
        QCOMPARE(told[u"response"_s][u"status"_s].toInt(), 404);
        QCOMPARE(told[u"route"_s], QJsonValue(QJsonValue::Null));
        QCOMPARE(told[u"outcome"_s][u"reason"_s].toString(), u"no_route"_s);
        ScriptedUpstream gone(ScriptedUpstream::always(answer("x")));
        const quint16 port = gone.port();
        gone.stopListening();
        QCOMPARE(publish(m_admin, u"gone"_s, {serverAt(port)}, {u"GET /x"_s}, {{u"api_public"_s, true}}),
                 QString());
        told = ask(R"({"path":"/api/rest/gone/v1/x"})");
        QCOMPARE(told[u"response"_s][u"status"_s].toInt(), 502);
        QCOMPARE(told[u"upstream"_s][0][u"reason"_s].toString(), u"connect_refused"_s);
        QVERIFY(told[u"upstream"_s][0][u"detail"_s].toString().contains(QString::number(port)));
    }

    void bodiesAndHeadersTravel()
    {
        const QJsonObject told = ask(R"({"method":"POST","path":"/api/rest/orders/v1/items","as_caller":true,
            "headers":{"Content-Type":"application/json","Accept":["a/b","c/d"]},
            "body":"eyJuIjoxfQ==","body_encoding":"base64"})");
        QCOMPARE(told[u"response"_s][u"status"_s].toInt(), 200);
        const Message seen = m_upstream.requests().back();
        QCOMPARE(seen.body, std::string(R"({"n":1})"));
        QCOMPARE(seen.header("accept"), std::string("a/b, c/d"));
    }

    void testsAreNotCountedAsTraffic()
    {
        const QByteArray id =
            ask(R"({"path":"/api/rest/orders/v1/items/8","as_caller":true})")[u"request_id"_s]
                .toString()
                .toLatin1();
        QVERIFY(m_gateway.accessLine(id).value(u"test"_s).toBool());
    }

    void everyFaultIsNamed()
    {
        const HttpReply reply =
            m_admin.call("POST", "/platform/test-request",
                         object(R"({"path":"no-slash","method":"get","headers":{"bad name":"x","Host":"h",
                                    "X":3},"body_encoding":"hex"})"));
        QCOMPARE(reply.status, 422);
        QStringList fields;
        for (const QJsonValue fault : reply.json()[u"faults"_s].toArray())
            fields.append(fault[u"field"_s].toString());
        fields.sort();
        QCOMPARE(fields, QStringList({u"body_encoding"_s, u"headers.Host"_s, u"headers.X"_s,
                                      u"headers.bad name"_s, u"method"_s, u"path"_s}));
        QCOMPARE(m_admin
                     .call("POST", "/platform/test-request",
                           object(R"({"path":"/x","body":"!!!","body_encoding":"base64"})"))
                     .json()[u"faults"_s][0][u"field"_s]
                     .toString(),
                 u"body"_s);
    }

    void onlyThoseWhoManageApisMay()
    {
        QCOMPARE(addUser(m_admin, u"plain"_s), QString());
        HttpClient plain(m_gateway.adminPort());
        QVERIFY(plain.login(u"plain"_s, userPassword()));
        QCOMPARE(plain.call("POST", "/platform/test-request", object(R"({"path":"/x"})")).status, 403);
        // It leads to traffic only, never to the administration.
        QCOMPARE(ask(R"({"path":"/platform/user/me","as_caller":true})")[u"response"_s][u"status"_s].toInt(),
                 404);
    }

private:
    QJsonObject ask(const char* body)
    {
        const HttpReply reply = m_admin.call("POST", "/platform/test-request", object(body));
        if (reply.status != 200)
            qWarning("%s", reply.body.constData());
        return reply.json();
    }

    GatewayProcess m_gateway;
    HttpClient m_admin;
    Upstream m_server;
    ScriptedUpstream& m_upstream = m_server.upstream;
};

QTEST_GUILESS_MAIN(TestRequestTester)
#include "tst_request_tester.moc"
