// SPDX-License-Identifier: GPL-3.0-or-later
// SOAP through the real gateway: what reaches the upstream and what comes back, the order and form of
// refusals.
#include "tests/integration/soap_test.h"

#include <future>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestSoap : public SoapTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void callsReachTheUpstream_data();
    void callsReachTheUpstream();
    void answersPassUnchanged();
    void refusalsComeInTheirOrder();
    void refusalsCostNothing();
    void refusalsHaveTheirForm();
    void preflightsNeedNobody();
    void bodiesHaveTheirOwnLimit();
    void bodiesAreNotHeld();
    void answersCanBeWrapped();
};

void TestSoap::initTestCase()
{
    begin();
    publishFor(u"calc"_s, {u"POST /Add"_s, u"POST /Fail"_s, u"POST /gone"_s});
    publishFor(u"calc12"_s, {u"POST /Add"_s}, object(R"({"api_soap_version":"1.2"})"));
    publishFor(u"bare"_s, {});
}

void TestSoap::callsReachTheUpstream_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("firstLine");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("action"); // "-": none
    const auto row = [](const char* name, const char* method, const char* target, const char* lines,
                        const QByteArray& body, const char* firstLine, const char* type, const char* action) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(target) << QByteArray(lines) << body
                            << QByteArray(firstLine) << QByteArray(type) << QByteArray(action);
    };
    const QByteArray one = envelope(addition("1", "2")), two = envelope(addition("1", "2"), ns12);
    const char* const post = "POST /Add HTTP/1.1";
    row("1.1", "POST", "/api/soap/calc/v1/Add",
        "Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:calc#Add\"\r\n", one, post,
        "text/xml; charset=utf-8", "\"urn:calc#Add\"");
    row("1.2", "POST", "/api/soap/calc/v1/Add",
        "Content-Type: application/soap+xml; charset=utf-8; action=\"urn:calc#Add\"\r\n", two, post,
        "application/soap+xml; charset=utf-8; action=\"urn:calc#Add\"", "-");
    row("no action", "POST", "/api/soap/calc/v1/Add", "Content-Type: text/xml\r\n", one, post, "text/xml",
        "\"\"");
    row("plain XML", "POST", "/api/soap/calc/v1/Add", "Content-Type: application/xml\r\n", one, post,
        "text/xml; charset=utf-8", "\"\"");
    row("no type, 1.1", "POST", "/api/soap/calc/v1/Add", "", one, post, "text/xml; charset=utf-8", "\"\"");
    row("no type, 1.2", "POST", "/api/soap/calc/v1/Add", "SOAPAction: \"urn:calc#Add\"\r\n", two, post,
        "application/soap+xml; charset=utf-8; action=\"urn:calc#Add\"", "\"urn:calc#Add\"");
    row("version of the API", "POST", "/api/soap/calc12/v1/Add", "", one, post,
        "application/soap+xml; charset=utf-8", "-");
    row("GET", "GET", "/api/soap/calc/v1/Add?x=%201&y", "", "", "POST /Add?x=%201&y HTTP/1.1",
        "text/xml; charset=utf-8", "\"\"");
}

void TestSoap::callsReachTheUpstream()
{
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, target);
    QFETCH(const QByteArray, lines);
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, firstLine);
    QFETCH(const QByteArray, type);
    QFETCH(const QByteArray, action);
    const HttpReply reply = m_client.send(method, target, body, m_client.bearer() + lines);
    QCOMPARE(reply.status, 200);
    const Message sent = m_calculator.last();
    QCOMPARE(QByteArray::fromStdString(sent.firstLine), firstLine);
    QCOMPARE(QByteArray::fromStdString(sent.body), body);
    QCOMPARE(QByteArray::fromStdString(sent.header("content-type")), type);
    QCOMPARE(sent.has("soapaction") ? QByteArray::fromStdString(sent.header("soapaction")) : QByteArray("-"),
             action);
    QCOMPARE(sent.header("content-length"), std::to_string(body.size()));
    QVERIFY(!sent.has("authorization"));
}

void TestSoap::answersPassUnchanged()
{
    HttpReply reply = post("/api/soap/calc/v1/Add", envelope(addition("1", "2")));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-type"), QByteArray("text/xml; charset=utf-8"));
    QCOMPARE(reply.body, envelope("<AddResponse xmlns=\"urn:calc\"><sum>42</sum></AddResponse>"));
    reply = post("/api/soap/calc/v1/Fail", envelope("<Fail/>"));
    QCOMPARE(reply.status, 500);
    QCOMPARE(reply.header("content-type"), QByteArray("text/xml; charset=utf-8"));
    QCOMPARE(reply.body, envelope(Calculator::fault(false)));
    reply = post("/api/soap/calc/v1/gone", envelope("<Gone/>"));
    QCOMPARE(reply.status, 404);
    QCOMPARE(reply.body, QByteArray("nothing here"));
}

// Data-plane 3 and 4: unknown endpoints are told to callers who have passed all checks, and cost them
// nothing.
void TestSoap::refusalsComeInTheirOrder()
{
    const QByteArray body = envelope(addition("1", "2"));
    const std::size_t before = m_calculator.count();
    QCOMPARE(m_client.send("POST", "/api/soap/none/v1/Add", body, xml11).body,
             QByteArray(
                 "<error><error_code>GTW001</error_code><error_message>API does not exist for the requested "
                 "name and version</error_message></error>"));
    const HttpReply anonymous = m_client.send("POST", "/api/soap/calc/v1/Nothing", body, xml11);
    QCOMPARE(anonymous.line(), u"401 Unauthorized Unauthorized"_s);
    const HttpReply unknown = post("/api/soap/calc/v1/Nothing", body);
    QCOMPARE(unknown.status, 404);
    QCOMPARE(unknown.header("content-type"), QByteArray("application/xml"));
    QCOMPARE(unknown.body,
             QByteArray("<error><error_code>GTW003</error_code><error_message>Endpoint does not exist "
                        "for the requested API</error_message></error>"));
    const HttpReply bare = post("/api/soap/bare/v1/Add", body);
    QCOMPARE(bare.status, 404);
    QVERIFY(bare.body.contains("<error_code>GTW002</error_code><error_message>No endpoints found for the "
                               "requested API<"));
    const HttpReply put = m_client.send("PUT", "/api/soap/calc/v1/Add", body, m_client.bearer() + xml11);
    QCOMPARE(put.status, 405);
    QCOMPARE(put.header("allow"), QByteArray("GET, POST, OPTIONS"));
    QCOMPARE(m_calculator.count(), before);
    // A template matches as on REST.
    publishFor(u"templated"_s, {u"POST /things/{id}"_s});
    QCOMPARE(post("/api/soap/templated/v1/things/7", body).status, 200);
    QCOMPARE(m_calculator.last().firstLine, std::string("POST /things/7 HTTP/1.1"));
}

void TestSoap::refusalsCostNothing()
{
    QCOMPARE(
        admin("POST", "/platform/credit",
              R"({"api_credit_group":"gold","api_key":"key-one","api_key_header":"X-Paid-Key","credit_tiers":[
                       {"tier_name":"t","credits":9,"input_limit":0,"output_limit":0,"reset_frequency":"monthly"}]})")
            .status,
        201);
    publishFor(u"paid"_s, {u"POST /Add"_s},
               object(R"({"api_credits_enabled":true,"api_credit_group":"gold"})"));
    const QByteArray body = envelope(addition("1", "2"));
    const HttpReply poor = post("/api/soap/paid/v1/Add", body);
    QCOMPARE(poor.status, 401);
    QVERIFY(poor.body.startsWith("<error><error_code>GTW008</error_code>"));
    QCOMPARE(
        admin("POST", "/platform/credit/consumer",
              R"({"username":"consumer","users_credits":{"gold":{"tier_name":"t","available_credits":1}}})")
            .status,
        200);
    QCOMPARE(post("/api/soap/paid/v1/Nothing", body).status, 404);
    QCOMPARE(post("/api/soap/paid/v1/Add", body).status, 200); // the one credit is still there
    QVERIFY(!m_calculator.last().has("x-paid-key")); // SOAP pays, but is shown no key (data-plane 7)
    QCOMPARE(post("/api/soap/paid/v1/Add", body).status, 401);
}

void TestSoap::refusalsHaveTheirForm()
{
    const QByteArray body = envelope(addition("1", "2"));
    QCOMPARE(publish(m_admin, u"foreign"_s, {m_calculator.server()}, {u"POST /Add"_s}), QString());
    QCOMPARE(post("/api/soap/foreign/v1/Add", body).line(),
             u"403 You are not subscribed to this resource You are not subscribed to this resource"_s);
    publishFor(u"off"_s, {u"POST /Add"_s}, object(R"({"active":false})"));
    const HttpReply off = post("/api/soap/off/v1/Add", body);
    QCOMPARE(off.status, 403);
    QVERIFY(off.body.startsWith("<error><error_code>GTW012</error_code>"));
    ScriptedUpstream dead([](RawSocket&, int) {});
    const QString nowhere = serverAt(dead.port());
    dead.stopListening();
    QCOMPARE(publish(m_admin, u"dead"_s, {nowhere}, {u"POST /Add"_s}), QString());
    QCOMPARE(subscribe(m_admin, u"consumer"_s, u"dead"_s), QString());
    const HttpReply refused = post("/api/soap/dead/v1/Add", body);
    QCOMPARE(refused.status, 502);
    QCOMPARE(refused.header("content-type"), QByteArray("application/xml"));
    QVERIFY(refused.body.startsWith("<error><error_code>GTW502</error_code>"));
    QCOMPARE(admin("PUT", "/platform/user/consumer",
                   R"({"rate_limit_duration":1,"rate_limit_duration_type":"year"})")
                 .status,
             200);
    QCOMPARE(post("/api/soap/calc/v1/Add", body).status, 200);
    QCOMPARE(post("/api/soap/calc/v1/Add", body).line(), u"429 Rate limit exceeded Rate limit exceeded"_s);
    QCOMPARE(admin("PUT", "/platform/user/consumer", R"({"$clear":["rate_limit_duration"]})").status, 200);
}

void TestSoap::preflightsNeedNobody()
{
    publishFor(u"cors"_s, {u"POST /Add"_s},
               object(R"({"api_cors_allow_origins":["https://a.example"],"api_cors_allow_methods":["POST"],
                          "api_cors_allow_headers":["SOAPAction","Content-Type"]})"));
    const auto ask = [&](const QByteArray& origin, const QByteArray& method, const QByteArray& headers) {
        return m_client.send("OPTIONS", "/api/soap/cors/v1/Add", {},
                             "Origin: " + origin + "\r\nAccess-Control-Request-Method: " + method +
                                 "\r\nAccess-Control-Request-Headers: " + headers + "\r\n");
    };
    const HttpReply fine = ask("https://a.example", "POST", "soapaction");
    QCOMPARE(fine.status, 204);
    QCOMPARE(fine.header("access-control-allow-origin"), QByteArray("https://a.example"));
    // All three must be acceptable (data-plane 10).
    for (const HttpReply& reply :
         {ask("https://b.example", "POST", "soapaction"), ask("https://a.example", "DELETE", "soapaction"),
          ask("https://a.example", "POST", "x-other")}) {
        QCOMPARE(reply.status, 204);
        QVERIFY(!reply.wire.has("access-control-allow-origin"));
    }
}

void TestSoap::bodiesHaveTheirOwnLimit()
{
    const QByteArray large = envelope(addition("1", "<!--" + QByteArray(500'000, ' ') + "-->"));
    QCOMPARE(post("/api/soap/calc/v1/Add", large).status, 200);
    QCOMPARE(m_calculator.last().body.size(), std::size_t(large.size()));
    QCOMPARE(post("/api/rest/calc/v1/Add", large).status, 413);
    HttpClient other(m_gateway.publicPort());
    const HttpReply refused =
        other.send("POST", "/api/soap/calc/v1/Add", QByteArray(8'000'001, ' '), m_client.bearer() + xml11);
    QCOMPARE(refused.line(), u"413 REQ001 Request entity too large (max: 8000000 bytes)"_s);
    m_client.close();
}

// Without a feature that needs the body it streams: the upstream has its begin before the caller has its end.
void TestSoap::bodiesAreNotHeld()
{
    std::promise<std::string> begun;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        begun.set_value(socket.readSome());
        socket.readRequest();
        socket.send(answer("<done/>"));
    });
    QCOMPARE(publish(m_admin, u"streams"_s, {serverAt(upstream.port())}, {u"POST /Add"_s}), QString());
    QCOMPARE(subscribe(m_admin, u"consumer"_s, u"streams"_s), QString());
    RawSocket socket =
        RawSocket::connectTo({gatehouse::net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    const std::string half(100'000, ' ');
    QVERIFY(socket.send("POST /api/soap/streams/v1/Add HTTP/1.1\r\nHost: x\r\n" +
                        m_client.bearer().toStdString() + xml11.toStdString() +
                        "Content-Length: 200000\r\n\r\n" + half));
    std::future<std::string> arrived = begun.get_future();
    QVERIFY(arrived.wait_for(std::chrono::milliseconds(PatienceMs)) == std::future_status::ready);
    QVERIFY(arrived.get().starts_with("POST /Add HTTP/1.1\r\n"));
    socket.reset();
}

// The form that old callers know, for those who ask for it.
void TestSoap::answersCanBeWrapped()
{
    publishFor(u"wrapped"_s, {u"POST /Add"_s, u"POST /Fail"_s, u"POST /gone"_s},
               object(R"({"api_wrap_response":true})"));
    HttpReply reply = post("/api/soap/wrapped/v1/Add", envelope(addition("1", "2")));
    QCOMPARE(reply.header("content-type"), QByteArray("application/xml"));
    QCOMPARE(reply.body, envelope("<AddResponse xmlns=\"urn:calc\"><sum>42</sum></AddResponse>"));
    reply = post("/api/soap/wrapped/v1/Fail", envelope("<Fail/>"));
    QCOMPARE(reply.status, 500);
    QCOMPARE(reply.body, QByteArray("<message>An unknown error occurred in SOAP response</message>"));
    reply = post("/api/soap/wrapped/v1/gone", envelope("<Gone/>"));
    QCOMPARE(reply.status, 404);
    QVERIFY(reply.body.startsWith("<error><error_code>GTW005</error_code>"));
}

QTEST_GUILESS_MAIN(TestSoap)
#include "tst_soap.moc"
