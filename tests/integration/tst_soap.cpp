// SPDX-License-Identifier: GPL-3.0-or-later
// SOAP through the real gateway: what reaches the upstream and what comes back, the order and form of
// refusals, WS-Security, validation, hostile XML, WSDL.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
const QByteArray ns12 = "http://www.w3.org/2003/05/soap-envelope";
const QByteArray xml11 = "Content-Type: text/xml; charset=utf-8\r\n";

QByteArray envelope(const QByteArray& body, const QByteArray& ns = ns11)
{
    return "<?xml version='1.0' encoding='utf-8'?>\n<soap-env:Envelope xmlns:soap-env=\"" + ns +
           "\"><soap-env:Body>" + body + "</soap-env:Body></soap-env:Envelope>";
}

QByteArray addition(const QByteArray& a, const QByteArray& b)
{
    return "<ns0:Add xmlns:ns0=\"urn:calc\"><ns0:a>" + a + "</ns0:a><ns0:b>" + b + "</ns0:b></ns0:Add>";
}

QByteArray repeated(const QByteArray& piece, int times)
{
    return piece.repeated(times);
}

QString clientFile(const QString& name)
{
    return qEnvironmentVariable("GATEHOUSE_SOURCE") + u"/tests/integration/clients/"_s + name;
}

std::string wsdlText()
{
    QFile file(clientFile(u"calc.wsdl"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

/// A calculator that adds to 42, fails when it is told to, and serves its WSDL.
struct Calculator {
    std::atomic<int> wsdlReads{0};
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        for (;;) {
            const Message request = upstream.record(socket);
            if (!request.complete)
                return;
            socket.send(replyTo(request));
        }
    }};
    std::string replyTo(const Message& request)
    {
        if (request.firstLine.starts_with("GET /calc.wsdl")) {
            ++wsdlReads;
            return answer(wsdlText(), "Content-Type: text/xml\r\n");
        }
        if (request.firstLine.find("/broken.wsdl") != std::string::npos)
            return answer("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>");
        if (request.firstLine.find("/gone") != std::string::npos)
            return answer("nothing here", "Content-Type: text/plain\r\n", "404 Not Found");
        const bool is12 = request.body.find(ns12.toStdString()) != std::string::npos;
        const std::string type = is12 ? "Content-Type: application/soap+xml; charset=utf-8\r\n"
                                      : "Content-Type: text/xml; charset=utf-8\r\n";
        const QByteArray& ns = is12 ? ns12 : ns11;
        if (request.firstLine.find("/Fail") != std::string::npos)
            return answer(envelope(fault(is12), ns).toStdString(), type, "500 Internal Server Error");
        return answer(
            envelope("<AddResponse xmlns=\"urn:calc\"><sum>42</sum></AddResponse>", ns).toStdString(), type);
    }
    static QByteArray fault(bool is12)
    {
        return is12
                   ? QByteArray(
                         "<soap-env:Fault><soap-env:Code><soap-env:Value>soap-env:Receiver"
                         "</soap-env:Value></soap-env:Code><soap-env:Reason><soap-env:Text "
                         "xml:lang=\"en\">it failed</soap-env:Text></soap-env:Reason></soap-env:Fault>")
                   : QByteArray("<soap-env:Fault><faultcode>soap-env:Server</faultcode><faultstring>it failed"
                                "</faultstring></soap-env:Fault>");
    }
    QString server() const { return serverAt(upstream.port()); }
    Message last() const { return upstream.requests().back(); }
    std::size_t count() const { return upstream.requests().size(); }
};

QByteArray elementText(const std::string& document, const char* name)
{
    const QRegularExpression form(u"<%1(?: [^>]*)?>([^<]*)<"_s.arg(QLatin1StringView(name)));
    return form.match(QString::fromStdString(document)).captured(1).toUtf8();
}

} // namespace

class TestSoap : public QObject {
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
    void envelopesAreSecured_data();
    void envelopesAreSecured();
    void bodiesAreValidated();
    void hostileXmlIsRefused();
    void answersCanBeWrapped();
    void wsdlIsReadAndKept();
    void wsdlBecomesEndpoints();
    void zeepSpeaksThroughIt();

private:
    HttpReply post(const QByteArray& target, const QByteArray& body, const QByteArray& lines = xml11)
    {
        return m_client.send("POST", target, body, m_client.bearer() + lines);
    }
    HttpReply admin(const char* method, const char* target, const char* body = "{}")
    {
        return m_admin.call(method, target, object(body));
    }
    void publishFor(const QString& name, const QStringList& endpoints, QJsonObject fields = {})
    {
        fields.insert(u"api_type"_s, u"SOAP"_s);
        QCOMPARE(publish(m_admin, name, {m_calculator.server()}, endpoints, fields), QString());
        QCOMPARE(subscribe(m_admin, u"consumer"_s, name), QString());
    }
    qint64 memoryKiB() const;

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    Calculator m_calculator;
};

void TestSoap::initTestCase()
{
    m_gateway.set(u"LOGIN_IP_RATE_DISABLED"_s, u"true"_s);
    m_gateway.set(u"TOKEN_ENCRYPTION_KEY"_s, u"a-key-for-credit-keys-of-32-chars"_s);
    m_gateway.set(u"MAX_BODY_SIZE_BYTES"_s, u"100000"_s);
    m_gateway.set(u"MAX_BODY_SIZE_BYTES_SOAP"_s, u"8000000"_s);
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(m_admin));
    QCOMPARE(addUser(m_admin, u"consumer"_s), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QVERIFY(m_client.login(u"consumer"_s, userPassword()));
    publishFor(u"calc"_s, {u"POST /Add"_s, u"POST /Fail"_s, u"POST /gone"_s});
    publishFor(u"calc12"_s, {u"POST /Add"_s}, object(R"({"api_soap_version":"1.2"})"));
    publishFor(
        u"secure"_s, {u"POST /Add"_s},
        object(R"({"api_ws_security":{"username":"gate","password":"way","password_type":"PasswordDigest",
                          "timestamp_ttl_seconds":60}})"));
    publishFor(u"strict"_s, {u"POST /Add"_s});
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

void TestSoap::envelopesAreSecured_data()
{
    QTest::addColumn<QByteArray>("before"); // of the header's place
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("no header") << QByteArray() << QByteArray("<soap-env:Header>*</soap-env:Header>");
    QTest::newRow("empty header") << QByteArray("<soap-env:Header/>")
                                  << QByteArray("<soap-env:Header>*</soap-env:Header>");
    QTest::newRow("entries") << QByteArray("<soap-env:Header> <t xmlns=\"u\">1</t></soap-env:Header>")
                             << QByteArray("<soap-env:Header>* <t xmlns=\"u\">1</t></soap-env:Header>");
}

void TestSoap::envelopesAreSecured()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QByteArray, after);
    for (const QByteArray& ns : {ns11, ns12}) {
        const QByteArray plain = envelope(addition("1", "2"), ns);
        const qsizetype at = plain.indexOf("<soap-env:Body>");
        QCOMPARE(post("/api/soap/secure/v1/Add", QByteArray(plain).insert(at, before)).status, 200);
        const Message sent = m_calculator.last();
        QCOMPARE(sent.header("content-length"), std::to_string(sent.body.size()));
        QByteArray body = QByteArray::fromStdString(sent.body);
        const qsizetype begin = body.indexOf("<wsse:Security ");
        const qsizetype end = body.indexOf("</wsse:Security>") + 16;
        QVERIFY(begin > 0 && end > begin);
        body.replace(begin, end - begin, "*");
        QCOMPARE(body, QByteArray(plain).insert(at, after));

        QCOMPARE(elementText(sent.body, "wsse:Username"), QByteArray("gate"));
        const QByteArray created = elementText(sent.body, "wsu:Created");
        const QDateTime from = QDateTime::fromString(QString::fromLatin1(created), Qt::ISODateWithMs);
        const QDateTime until = QDateTime::fromString(
            QString::fromLatin1(elementText(sent.body, "wsu:Expires")), Qt::ISODateWithMs);
        QCOMPARE(from.msecsTo(until), 60'000);
        QVERIFY(std::abs(from.secsTo(QDateTime::currentDateTimeUtc())) < 300);
        const QByteArray nonce = QByteArray::fromBase64(elementText(sent.body, "wsse:Nonce"));
        QCOMPARE(nonce.size(), 16);
        QCOMPARE(QByteArray::fromBase64(elementText(sent.body, "wsse:Password")),
                 QCryptographicHash::hash(nonce + created + "way", QCryptographicHash::Sha1));
    }
}

void TestSoap::bodiesAreValidated()
{
    const QJsonObject endpoint = admin("GET", "/platform/endpoint/POST/strict/v1/Add").json();
    const QJsonObject rules{{u"a"_s, object(R"({"required":true,"type":"string","pattern":"\\d+$"})")},
                            {u"Add.b"_s, object(R"({"required":true,"type":"string"})")}};
    const QJsonObject validation{{u"endpoint_id"_s, endpoint[u"endpoint_id"_s]},
                                 {u"validation_enabled"_s, true},
                                 {u"validation_schema"_s, QJsonObject{{u"validation_schema"_s, rules}}}};
    QCOMPARE(m_admin.call("POST", "/platform/endpoint/endpoint/validation", validation).status, 201);
    QCOMPARE(post("/api/soap/strict/v1/Add", envelope(addition("1", "2"))).status, 200);
    QCOMPARE(post("/api/soap/strict/v1/Add", envelope(addition("1", "2"), ns12)).status, 200);
    const HttpReply wrong = post("/api/soap/strict/v1/Add", envelope(addition("x", "2")));
    QCOMPARE(wrong.status, 400);
    QCOMPARE(wrong.header("content-type"), QByteArray("application/xml"));
    QCOMPARE(wrong.body,
             QByteArray("<error><error_code>GTW011</error_code><error_message>400: String does not match "
                        "pattern \\d+$</error_message></error>"));
    QVERIFY(
        post("/api/soap/strict/v1/Add", envelope(addition("1", ""))).body.contains("400: Field is required"));
    QVERIFY(post("/api/soap/strict/v1/Add", "<a/>").body.contains("400: SOAP Body not found"));
    // The same rules where the same API is called as REST.
    QCOMPARE(post("/api/rest/strict/v1/Add", envelope(addition("x", "2"))).line(),
             u"400 GTW011 400: String does not match pattern \\d+$"_s);
    QCOMPARE(post("/api/rest/strict/v1/Add", envelope(addition("1", "2"))).status, 200);
}

qint64 TestSoap::memoryKiB() const
{
    QFile file(u"/proc/%1/status"_s.arg(m_gateway.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression peak(u"VmHWM:\\s+(\\d+) kB"_s);
    return peak.match(QString::fromLatin1(file.readAll())).captured(1).toLongLong();
}

void TestSoap::hostileXmlIsRefused()
{
    constexpr int size = 5 * 1024 * 1024;
    QByteArray laughs = "<!DOCTYPE l [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 10; ++i)
        laughs += "<!ENTITY a" + QByteArray::number(i) + " \"" +
                  repeated("&a" + QByteArray::number(i - 1) + ";", 10) + "\">";
    QByteArray crowded = "<a";
    for (int i = 0; crowded.size() < size; ++i)
        crowded += " a" + QByteArray::number(i) + "=\"\"";
    const QList<std::pair<QByteArray, QByteArray>> documents{
        {laughs + "]><l>&a9;</l>", "a document type declaration is not allowed"},
        {"<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>",
         "a document type declaration is not allowed"},
        {"<!DOCTYPE a SYSTEM \"" + m_calculator.server().toUtf8() + "/x.dtd\"><a/>",
         "a document type declaration is not allowed"},
        {envelope(repeated("<d>", 10'000) + repeated("</d>", 10'000)), "nested deeper than 100"},
        {envelope("<a>\xc3\x28</a>"), "not well-formed (invalid token)"},
        {envelope(repeated("<a/>", size / 4)), "more than 200000 elements"},
        {envelope(crowded + "/>"), "a tag or name is too large"},
        {repeated("<", size), "not well-formed (invalid token)"},
        {"<a>" + repeated("x", size), "no element found"},
    };
    // What a large but fair request takes is the measure.
    const QByteArray fair = envelope(addition("1", repeated("1", size)));
    QCOMPARE(post("/api/soap/strict/v1/Add", fair).status, 200);
    QCOMPARE(post("/api/soap/secure/v1/Add", fair).status, 200);
    const qint64 before = memoryKiB();
    QVERIFY(before > 0);
    const std::size_t reached = m_calculator.count();
    for (int round = 0; round < 3; ++round) {
        for (const auto& [document, fault] : documents) {
            for (const char* target : {"/api/soap/secure/v1/Add", "/api/soap/strict/v1/Add"}) {
                const HttpReply reply = post(target, document);
                QCOMPARE(reply.status, 400);
                const QByteArray text =
                    "<error><error_code>GTW011</error_code><error_message>400: Invalid SOAP "
                    "envelope: " +
                    fault;
                QVERIFY2(reply.body.startsWith(text), reply.body);
            }
        }
    }
    QCOMPARE(m_calculator.count(), reached);
    const qint64 grown = memoryKiB() - before;
    const qint64 slack = qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK");
    QVERIFY2(grown < (64 + slack) * 1024, QByteArray::number(grown) + " KiB");
    QCOMPARE(post("/api/soap/strict/v1/Add", envelope(addition("1", "2"))).status, 200);
    QCOMPARE(post("/api/soap/secure/v1/Add", envelope(addition("1", "2"))).status, 200);
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

void TestSoap::wsdlIsReadAndKept()
{
    const auto line = [&](const char* method, const char* target, const char* body = "{}") {
        return admin(method, target, body).line();
    };
    QCOMPARE(line("GET", "/platform/api/none/v1/wsdl"), u"404 API001 API not found"_s);
    QCOMPARE(line("GET", "/platform/api/calc/v1/wsdl"), u"404 WSDL001 No WSDL URL configured for this API"_s);
    QCOMPARE(line("POST", "/platform/api/calc/v1/wsdl/import"), u"404 WSDL003 No WSDL available"_s);
    QCOMPARE(m_client.send("GET", "/platform/api/calc/v1/wsdl", {}, m_client.bearer()).line(),
             u"403 AUTHZ001 Not authorized"_s);
    QCOMPARE(publish(m_admin, u"serverless"_s, {}, {}, object(R"({"api_wsdl_url":"/calc.wsdl"})")),
             QString());
    QCOMPARE(line("GET", "/platform/api/serverless/v1/wsdl"),
             u"404 WSDL002 No upstream servers configured"_s);

    const auto setUrl = [&](const QString& url) {
        return m_admin.call("PUT", "/platform/api/calc/v1", {{u"api_wsdl_url"_s, url}}).status;
    };
    QCOMPARE(setUrl(u"/gone.wsdl"_s), 200);
    QCOMPARE(line("GET", "/platform/api/calc/v1/wsdl"), u"502 WSDL003 Failed to fetch WSDL from upstream"_s);
    QCOMPARE(setUrl(u"/broken.wsdl"_s), 200);
    QVERIFY(
        line("GET", "/platform/api/calc/v1/wsdl")
            .startsWith(u"400 WSDL004 Invalid WSDL: a document type declaration is not allowed at line 1"_s));
    // Files of the gateway's machine are no documents of an upstream.
    QCOMPARE(setUrl(u"file:///etc/passwd"_s), 200);
    const HttpReply file = admin("GET", "/platform/api/calc/v1/wsdl");
    QCOMPARE(file.status, 422);
    QVERIFY(file.body.contains("api_wsdl_url"));

    QCOMPARE(setUrl(u"/calc.wsdl"_s), 200);
    const QJsonObject first = admin("GET", "/platform/api/calc/v1/wsdl").json();
    QCOMPARE(first[u"wsdl"_s].toString().toStdString(), wsdlText());
    QCOMPARE(first[u"cached"_s], QJsonValue(false));
    QCOMPARE(admin("GET", "/platform/api/calc/v1/wsdl").json()[u"cached"_s], QJsonValue(true));
    QCOMPARE(m_calculator.wsdlReads, 1);
    const QJsonObject again = admin("POST", "/platform/api/calc/v1/wsdl/refresh").json();
    QCOMPARE(again, object(R"({"message":"WSDL refreshed successfully","service_name":"CalcService",
                               "operations_found":2})"));
    QCOMPARE(m_calculator.wsdlReads, 2);
    // Another address is another document.
    QCOMPARE(setUrl(m_calculator.server() + u"/calc.wsdl?v=2"_s), 200);
    QCOMPARE(admin("GET", "/platform/api/calc/v1/wsdl").json()[u"cached"_s], QJsonValue(false));
    QCOMPARE(m_calculator.wsdlReads, 3);
}

void TestSoap::wsdlBecomesEndpoints()
{
    const QByteArray text = QByteArray::fromStdString(wsdlText());
    const auto parse = [&](const QByteArray& body) {
        return m_admin.send("POST", "/platform/wsdl/parse", body,
                            m_admin.bearer() + "Content-Type: text/xml\r\n");
    };
    const QJsonObject parsed = parse(text).json();
    QCOMPARE(parsed[u"service_name"_s], QJsonValue(u"CalcService"_s));
    QCOMPARE(parsed[u"target_namespace"_s], QJsonValue(u"urn:calc"_s));
    QCOMPARE(parsed[u"endpoints_count"_s], QJsonValue(2));
    QCOMPARE(
        parsed[u"operations"_s].toArray().first().toObject(),
        object(
            R"({"name":"Add","soap_action":"urn:calc#Add","input_message":"AddIn","output_message":"AddOut"})"));
    QCOMPARE(parse({}).line(), u"400 WSDL004 Empty WSDL content"_s);
    QCOMPARE(parse("<a/>").line(), u"400 WSDL004 Invalid WSDL: Root element must be wsdl:definitions"_s);

    publishFor(u"made"_s, {u"POST /Add"_s}, object(R"({"api_wsdl_url":"/calc.wsdl"})"));
    QCOMPARE(post("/api/soap/made/v1/Fail", envelope("<Fail/>")).status, 404);
    QCOMPARE(admin("POST", "/platform/api/made/v1/wsdl/import").json(),
             object(R"({"message":"WSDL import completed","service_name":"CalcService","operations_found":2,
                        "endpoints_imported":1,"endpoints_skipped":1})"));
    QCOMPARE(post("/api/soap/made/v1/Fail", envelope("<Fail/>")).status, 500); // it reaches the upstream now
    // A document in the call itself, for APIs without an address.
    const HttpReply given = m_admin.send("POST", "/platform/api/bare/v1/wsdl/import", text,
                                         m_admin.bearer() + "Content-Type: text/xml\r\n");
    QCOMPARE(given.json()[u"endpoints_imported"_s], QJsonValue(2));
    QCOMPARE(admin("GET", "/platform/endpoint/POST/bare/v1/Add").json()[u"endpoint_description"_s],
             QJsonValue(u"Adds two numbers"_s));
    QCOMPARE(admin("GET", "/platform/api/bare/v1/wsdl").json()[u"cached"_s], QJsonValue(true));
    QVERIFY(m_gateway.logHolds(u"doorman-trail.log"_s, "wsdl.import"));
}

void TestSoap::zeepSpeaksThroughIt()
{
    QProcess zeep;
    zeep.setProcessChannelMode(QProcess::MergedChannels);
    zeep.start(u"/usr/bin/python3"_s, {clientFile(u"soap_zeep.py"_s), QString::number(m_gateway.publicPort()),
                                       QString::fromLatin1(m_client.token()), clientFile(u"calc.wsdl"_s)});
    QVERIFY(zeep.waitForFinished(120'000));
    const QByteArray told = zeep.readAll();
    QVERIFY2(zeep.exitStatus() == QProcess::NormalExit && zeep.exitCode() == 0 && told.endsWith("done\n"),
             told);
}

QTEST_GUILESS_MAIN(TestSoap)
#include "tst_soap.moc"
