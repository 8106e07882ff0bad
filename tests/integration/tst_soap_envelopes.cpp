// SPDX-License-Identifier: GPL-3.0-or-later
// What the gateway does with a SOAP body: WS-Security, validation, refusal of hostile XML; and a real client
// (python3-zeep) before all of it.
#include "tests/common/packed.h"
#include "tests/integration/soap_test.h"

#include <QCryptographicHash>
#include <QProcess>
#include <QRegularExpression>

#include <algorithm>

using namespace gatehouse;
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
    void packedBodiesAreLookedAt();
    void packedBodiesAreBounded();
    void wideBodiesAreLookedAt();
    void declarationsReachNoUpstream_data();
    void declarationsReachNoUpstream();
    void otherBodiesStreamUnchanged();
    void zeepSpeaksThroughIt();

private:
    QByteArray faultFor(const QByteArray& target, const QByteArray& body, const QByteArray& lines);
    bool bodiesCameSince(std::size_t count) const;
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
    const QJsonObject rules{{u"a"_s, object(R"({"required":true,"type":"string","pattern":"\\d+$"})")},
                            {u"Add.b"_s, object(R"({"required":true,"type":"string"})")}};
    QCOMPARE(addRules(m_admin, u"strict"_s, u"POST /Add"_s, rules), QString());
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

/// Status and text; nothing when the call has gone through as it was.
QByteArray TestSoapEnvelopes::faultFor(const QByteArray& target, const QByteArray& body,
                                       const QByteArray& lines)
{
    const std::size_t before = m_calculator.count();
    const HttpReply reply = post("/api/soap/" + target + "/v1/Add", body, xml11 + lines);
    if (reply.status == 200) {
        // One of a call before, cut off on its way, may arrive behind it.
        const auto came = m_calculator.upstream.requests();
        const bool same = std::any_of(came.begin() + std::ptrdiff_t(before), came.end(),
                                      [&](const auto& one) { return one.body == body.toStdString(); });
        return same ? QByteArray() : "changed";
    }
    const qsizetype begin = reply.body.indexOf("<error_message>") + 15;
    const QByteArray text = begin < 15
                                ? reply.json()[u"error_message"_s].toString().toUtf8()
                                : reply.body.mid(begin, reply.body.indexOf("</error_message>") - begin);
    return QByteArray::number(reply.status) + ' ' + text;
}

void TestSoapEnvelopes::packedBodiesAreLookedAt()
{
    const QByteArray gzip = "Content-Encoding: gzip\r\n";
    const QByteArray deflate = "Content-Encoding: deflate\r\n";
    const QByteArray good = envelope(addition("1", "2"));
    const QByteArray large = envelope(addition("1", repeated("1", 500'000)));
    for (const char* target : {"calc", "strict"}) {
        for (const QByteArray& body : {good, large}) {
            QCOMPARE(faultFor(target, gzipped(body), gzip), QByteArray());
            QCOMPARE(m_calculator.last().header("content-encoding"), std::string("gzip"));
            QCOMPARE(faultFor(target, deflated(body), deflate), QByteArray());
        }
    }
    const std::size_t reached = m_calculator.count();
    QCOMPARE(faultFor("strict", gzipped(envelope(addition("x", "2"))), gzip),
             QByteArray("400 400: String does not match pattern \\d+$"));
    const QByteArray envelopeFault = "400 400: Invalid SOAP envelope: ";
    for (const char* target : {"calc", "strict"}) {
        QCOMPARE(faultFor(target, gzipped("<!DOCTYPE a><a/>"), gzip),
                 envelopeFault + "a document type declaration is not allowed");
        QCOMPARE(faultFor(target, good, gzip), envelopeFault + "the body is no gzip");
        QCOMPARE(faultFor(target, gzipped(good), deflate), envelopeFault + "the body is no deflate (zlib)");
        QCOMPARE(faultFor(target, gzipped(good).first(12), gzip),
                 envelopeFault + "the body ends in the middle of its gzip");
        QCOMPARE(faultFor(target, gzipped({}) + gzipped("<!DOCTYPE a><a/>"), gzip),
                 envelopeFault + "the body goes on behind its gzip");
        const HttpReply other =
            post(QByteArray("/api/soap/") + target + "/v1/Add", good, xml11 + "Content-Encoding: zstd\r\n");
        QCOMPARE(other.status, 415);
        QCOMPARE(other.header("accept-encoding"), QByteArray("gzip, deflate, br"));
    }
    QCOMPARE(faultFor("strict", gzipped(good).chopped(1), gzip),
             QByteArray("400 400: Invalid request body: the body ends in the middle of its gzip"));
    QCOMPARE(faultFor("strict", gzipped(good) + gzipped("<!DOCTYPE a>"), gzip),
             QByteArray("400 400: Invalid request body: the body goes on behind its gzip"));
    QVERIFY(!bodiesCameSince(reached));
    // Something is written into these, so they go on plain.
    QCOMPARE(faultFor("secure", gzipped(good), gzip), QByteArray("changed"));
    QVERIFY(m_calculator.last().body.find("<wsse:Username>gate<") != std::string::npos);
    QVERIFY(!m_calculator.last().has("content-encoding"));
}

void TestSoapEnvelopes::packedBodiesAreBounded()
{
    constexpr int size = 60'000'000;
    const QByteArray gzip = "Content-Encoding: gzip\r\n";
    const QByteArray bomb = gzipped(envelope(addition("1", repeated("1", size))));
    const QByteArray spaces = gzipped(repeated(" ", size));
    const QByteArray silent = "\x78\x01" + repeated(QByteArray("\0\0\0\xFF\xFF", 5), 200'000);
    const auto detonate = [&] {
        QCOMPARE(faultFor("strict", bomb, gzip),
                 QByteArray("413 Request entity too large when it is unpacked (max: 8000000 bytes)"));
        QCOMPARE(faultFor("secure", bomb, gzip),
                 QByteArray("413 Request entity too large when it is unpacked (max: 8000000 bytes)"));
        for (const char* target : {"calc", "strict"}) {
            QCOMPARE(faultFor(target, spaces, gzip), QByteArray("400 400: Invalid SOAP envelope: no element "
                                                                "begins within the first 16384 bytes"));
            QCOMPARE(faultFor(target, silent, "Content-Encoding: deflate\r\n"),
                     QByteArray("400 400: Invalid SOAP envelope: no element begins within the first 65536 "
                                "bytes of the compressed body"));
        }
    };
    detonate();
    const qint64 before = memoryKiB();
    for (int round = 0; round < 3; ++round)
        detonate();
    const qint64 slack = qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK");
    QVERIFY2(memoryKiB() - before < (16 + slack) * 1024, QByteArray::number(memoryKiB() - before) + " KiB");
    QCOMPARE(faultFor("strict", envelope(addition("1", "2")), {}), QByteArray());
}

/// WS-I Basic Profile 1.1, R1012 and R4001: receivers take UTF-8 and UTF-16 with its mark.
void TestSoapEnvelopes::wideBodiesAreLookedAt()
{
    const auto wide = [](QByteArray document) {
        return wideText(QString::fromUtf8(document.replace("'utf-8'", "'utf-16'")));
    };
    const QByteArray type = "Content-Type: text/xml; charset=utf-16\r\n";
    const auto send = [&](const char* target, const QByteArray& body) {
        return post(QByteArray("/api/soap/") + target + "/v1/Add", body, type);
    };
    const QByteArray good = wide(envelope(addition("1", "2")));
    for (const char* target : {"calc", "strict"}) {
        QCOMPARE(send(target, good).status, 200);
        QVERIFY(m_calculator.last().body == good.toStdString());
        QCOMPARE(m_calculator.last().header("content-type"), std::string("text/xml; charset=utf-16"));
        QVERIFY(send(target, wide("<!DOCTYPE a><a/>")).body.contains("declaration is not allowed"));
    }
    QVERIFY(send("strict", wide(envelope(addition("x", "2")))).body.contains("does not match pattern"));
    QVERIFY(send("strict", good.chopped(1)).body.contains("Invalid SOAP envelope"));
    QVERIFY(send("calc", good.mid(2)).body.contains("UTF-16 without byte order mark"));

    QCOMPARE(send("secure", wide(envelope(addition("\xC3\xA4", "2")))).status, 200);
    const Message sent = m_calculator.last();
    QCOMPARE(sent.header("content-type"), std::string("text/xml; charset=utf-8"));
    QVERIFY(sent.body.find("<wsse:Username>gate<") != std::string::npos);
    QVERIFY(sent.body.find("<ns0:a>\xC3\xA4</ns0:a>") != std::string::npos);
    QVERIFY(sent.body.starts_with("<soap-env:Envelope") || sent.body.starts_with("\n<soap-env:Envelope"));
}

/// A head may have gone ahead of a body that streams.
bool TestSoapEnvelopes::bodiesCameSince(std::size_t count) const
{
    const std::vector<Message> requests = m_calculator.upstream.requests();
    return std::any_of(requests.begin() + std::ptrdiff_t(count), requests.end(),
                       [](const Message& one) { return !one.body.empty(); });
}

void TestSoapEnvelopes::declarationsReachNoUpstream_data()
{
    QTest::addColumn<QByteArray>("document");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QByteArray>("fault");
    const QByteArray doctype = "a document type declaration is not allowed";
    QByteArray laughs = "<?xml version='1.0'?><!-- ha --><!DOCTYPE l [<!ENTITY a0 \"ha\">";
    for (int i = 1; i < 10; ++i)
        laughs += "<!ENTITY a" + QByteArray::number(i) + " \"" +
                  repeated("&a" + QByteArray::number(i - 1) + ";", 10) + "\">";
    QTest::newRow("laughs") << laughs + "]><l>&a9;</l>" << xml11 << doctype;
    QTest::newRow("external") << QByteArray(
                                     "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>")
                              << xml11 << doctype;
    QTest::newRow("UTF-16") << QByteArray("\xFF\xFE<\0!\0D\0O\0C\0", 12)
                            << QByteArray("Content-Type: text/xml\r\n") << doctype;
    QTest::newRow("UTF-7") << QByteArray("<!-- +AC0ALQA+-<+ACE-DOCTYPE a> --><a/>")
                           << QByteArray("Content-Type: text/xml; charset=utf-7\r\n")
                           << QByteArray("the encoding is not UTF-8, UTF-16, US-ASCII or ISO-8859-1");
    QTest::newRow("endless") << "<!--" + repeated("x", 20'000) << xml11
                             << QByteArray("no element begins within the first 16384 bytes");
}

/// On an API whose bodies nothing else reads; small ones are kept, large ones stream.
void TestSoapEnvelopes::declarationsReachNoUpstream()
{
    QFETCH(const QByteArray, document);
    QFETCH(const QByteArray, lines);
    QFETCH(const QByteArray, fault);
    const std::size_t reached = m_calculator.count();
    const QByteArray large = document + repeated(" ", 5 * 1024 * 1024);
    const QByteArray answer =
        "<error><error_code>GTW011</error_code><error_message>400: Invalid SOAP envelope: " + fault +
        "</error_message></error>";
    const HttpReply first = post("/api/soap/calc/v1/Add", large, lines);
    QCOMPARE(first.status, 400);
    const qint64 before = memoryKiB();
    for (int round = 0; round < 10; ++round) {
        for (const QByteArray& body : {document, large}) {
            const HttpReply reply = post("/api/soap/calc/v1/Add", body, lines);
            QCOMPARE(reply.status, 400);
            QCOMPARE(reply.header("content-type"), QByteArray("application/xml"));
            QCOMPARE(reply.body, answer);
        }
    }
    const qint64 slack = qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK");
    QVERIFY2(memoryKiB() - before < (16 + slack) * 1024, QByteArray::number(memoryKiB() - before) + " KiB");
    QVERIFY(!bodiesCameSince(reached));
    // In pieces of one byte, as long as they are of interest.
    QByteArray chunks;
    for (qsizetype i = 0; i < std::min<qsizetype>(document.size(), 1000); ++i)
        chunks += "1\r\n" + document.mid(i, 1) + "\r\n";
    if (document.size() > 1000)
        chunks += QByteArray::number(document.size() - 1000, 16) + "\r\n" + document.mid(1000) + "\r\n";
    RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    QVERIFY(socket.send(
        ("POST /api/soap/calc/v1/Add HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" +
         m_client.bearer() + lines + "\r\n" + chunks + "0\r\n\r\n")
            .toStdString()));
    const Message chunked = socket.readAnswer();
    QCOMPARE(chunked.status, 400);
    QCOMPARE(QByteArray::fromStdString(chunked.body), answer);
    QVERIFY(!bodiesCameSince(reached));
    QCOMPARE(post("/api/soap/calc/v1/Add", envelope(addition("1", "2"))).status, 200);
}

void TestSoapEnvelopes::otherBodiesStreamUnchanged()
{
    const QByteArray attachment = "--b\r\nContent-Type: application/xop+xml; charset=UTF-8\r\n\r\n" +
                                  envelope(addition("1", "2")) + "\r\n--b\r\n\r\n<!DOCTYPE html>" +
                                  repeated("\xff", 200'000) + "\r\n--b--\r\n";
    const QList<std::pair<QByteArray, QByteArray>> bodies{
        {envelope(addition("1", repeated("1", 500'000))), xml11},
        {"\xEF\xBB\xBF<!-- a -->" + envelope(addition("1", "2")).mid(39), xml11},
        {attachment, "Content-Type: multipart/related; boundary=b; type=\"application/xop+xml\"\r\n"},
    };
    for (const auto& [body, lines] : bodies) {
        QCOMPARE(post("/api/soap/calc/v1/Add", body, lines).status, 200);
        const Message sent = m_calculator.last();
        QCOMPARE(sent.header("content-length"), std::to_string(body.size()));
        QVERIFY(!sent.has("transfer-encoding"));
        QVERIFY(sent.body == body.toStdString());
    }
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
