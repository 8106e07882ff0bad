// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway does with a SOAP body: WS-Security, validation, refusal of hostile XML; and a real client
// (python3-zeep) before all of it.
#include "tests/integration/soap_test.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QRegularExpression>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray repeated(const QByteArray& piece, int times)
{
    return piece.repeated(times);
}

QByteArray elementText(const std::string& document, const char* name)
{
    const QRegularExpression form(u"<%1(?: [^>]*)?>([^<]*)<"_s.arg(QLatin1StringView(name)));
    return form.match(QString::fromStdString(document)).captured(1).toUtf8();
}

} // namespace

class TestSoapEnvelopes : public SoapTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void envelopesAreSecured_data();
    void envelopesAreSecured();
    void bodiesAreValidated();
    void hostileXmlIsRefused();
    void zeepSpeaksThroughIt();

private:
    qint64 memoryKiB() const;
};

void TestSoapEnvelopes::initTestCase()
{
    begin();
    publishFor(u"calc"_s, {u"POST /Add"_s, u"POST /Fail"_s});
    publishFor(
        u"secure"_s, {u"POST /Add"_s},
        object(R"({"api_ws_security":{"username":"gate","password":"way","password_type":"PasswordDigest",
                          "timestamp_ttl_seconds":60}})"));
    publishFor(u"strict"_s, {u"POST /Add"_s});
}

void TestSoapEnvelopes::envelopesAreSecured_data()
{
    QTest::addColumn<QByteArray>("before"); // of the header's place
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("no header") << QByteArray() << QByteArray("<soap-env:Header>*</soap-env:Header>");
    QTest::newRow("empty header") << QByteArray("<soap-env:Header/>")
                                  << QByteArray("<soap-env:Header>*</soap-env:Header>");
    QTest::newRow("entries") << QByteArray("<soap-env:Header> <t xmlns=\"u\">1</t></soap-env:Header>")
                             << QByteArray("<soap-env:Header>* <t xmlns=\"u\">1</t></soap-env:Header>");
}

void TestSoapEnvelopes::envelopesAreSecured()
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

void TestSoapEnvelopes::bodiesAreValidated()
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

qint64 TestSoapEnvelopes::memoryKiB() const
{
    QFile file(u"/proc/%1/status"_s.arg(m_gateway.processId()));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    static const QRegularExpression peak(u"VmHWM:\\s+(\\d+) kB"_s);
    return peak.match(QString::fromLatin1(file.readAll())).captured(1).toLongLong();
}

void TestSoapEnvelopes::hostileXmlIsRefused()
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

void TestSoapEnvelopes::zeepSpeaksThroughIt()
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

QTEST_GUILESS_MAIN(TestSoapEnvelopes)
#include "tst_soap_envelopes.moc"
