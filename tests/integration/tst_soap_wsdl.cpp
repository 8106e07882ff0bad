// SPDX-License-Identifier: GPL-3.0-or-later
// WSDL documents of upstreams: read, kept, refused, turned into endpoints.
#include "tests/integration/soap_test.h"

#include <QJsonArray>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestSoapWsdl : public SoapTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wsdlIsReadAndKept();
    void wsdlBecomesEndpoints();
};

void TestSoapWsdl::initTestCase()
{
    begin();
    publishFor(u"calc"_s, {u"POST /Add"_s, u"POST /Fail"_s, u"POST /gone"_s});
    publishFor(u"bare"_s, {});
}

void TestSoapWsdl::wsdlIsReadAndKept()
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

void TestSoapWsdl::wsdlBecomesEndpoints()
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

QTEST_GUILESS_MAIN(TestSoapWsdl)
#include "tst_soap_wsdl.moc"
