// SPDX-License-Identifier: GPL-3.0-or-later
// Ambiguous, broken and hostile messages in both directions, against the real program: what is refused, how,
// and what never gets through.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QJsonArray>
#include <QTest>

#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

static const QByteArray HostLine = "Host: a\r\n";
/// Of requests whose head is good and whose body is not: the upstream may see a beginning of them, at any
/// time.
static const QByteArray BrokenPath = "/a/broken-body";

namespace {

void refuse(const char* name, const QByteArray& bytes, int status)
{
    QTest::newRow(name) << bytes << status;
}

QByteArray head(const QByteArray& lines)
{
    return "POST /a/x HTTP/1.1\r\n" + HostLine + lines + "\r\n";
}

QByteArray line(const QByteArray& first)
{
    return first + "\r\n" + HostLine + "\r\n";
}

/// Framing: RFC 9112 section 6.
void framingRows()
{
    refuse("length and chunked", head("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
           400);
    refuse("chunked and length", head("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + "0\r\n\r\n",
           400);
    refuse("two lengths", head("Content-Length: 4\r\nContent-Length: 5\r\n") + "abcde", 400);
    refuse("two equal lengths", head("Content-Length: 4\r\nContent-Length: 4\r\n") + "abcd", 400);
    refuse("length list", head("Content-Length: 4, 4\r\n") + "abcd", 400);
    refuse("length list differs", head("Content-Length: 4, 5\r\n") + "abcde", 400);
    refuse("length sign", head("Content-Length: +4\r\n") + "abcd", 400);
    refuse("length negative", head("Content-Length: -1\r\n"), 400);
    refuse("length hexadecimal", head("Content-Length: 0x4\r\n") + "abcd", 400);
    refuse("length blank inside", head("Content-Length: 4 4\r\n") + "abcd", 400);
    refuse("length empty", head("Content-Length: \r\n"), 400);
    refuse("length fraction", head("Content-Length: 4.0\r\n") + "abcd", 400);
    refuse("length exponent", head("Content-Length: 1e1\r\n") + "abcdefghij", 400);
    refuse("length letters", head("Content-Length: four\r\n") + "abcd", 400);
    refuse("length beyond 64 bit", head("Content-Length: 18446744073709551616\r\n"), 400);
    refuse("length far beyond", head("Content-Length: " + QByteArray(60, '9') + "\r\n"), 400);
    refuse("coding unknown", head("Transfer-Encoding: gzip\r\n") + "abcd", 400);
    refuse("coding gzip, chunked", head("Transfer-Encoding: gzip, chunked\r\n") + "0\r\n\r\n", 501);
    refuse("coding chunked, gzip", head("Transfer-Encoding: chunked, gzip\r\n") + "0\r\n\r\n", 400);
    refuse("coding chunked twice", head("Transfer-Encoding: chunked, chunked\r\n") + "0\r\n\r\n", 400);
    refuse("coding in two fields",
           head("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n", 400);
    refuse("coding identity", head("Transfer-Encoding: identity\r\n") + "abcd", 400);
    refuse("coding identity and length",
           head("Transfer-Encoding: identity\r\nContent-Length: 4\r\n") + "abcd", 400);
    refuse("coding quoted", head("Transfer-Encoding: \"chunked\"\r\n") + "0\r\n\r\n", 400);
    refuse("coding xchunked", head("Transfer-Encoding: xchunked\r\n") + "0\r\n\r\n", 400);
    refuse("coding with parameter", head("Transfer-Encoding: chunked;q=1\r\n") + "0\r\n\r\n", 400);
    refuse("coding vertical tab",
           head("Transfer-Encoding: \x0b"
                "chunked\r\n") +
               "0\r\n\r\n",
           400);
    refuse("coding form feed", head("Transfer-Encoding: chunked\x0c\r\n") + "0\r\n\r\n", 400);
    refuse("coding empty", head("Transfer-Encoding:\r\n") + "0\r\n\r\n", 400);
    refuse("coding in 1.0",
           "POST /a/x HTTP/1.0\r\n" + HostLine + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
}

/// Field lines: RFC 9112 section 5.
void fieldRows()
{
    refuse("space before colon", head("Content-Length : 4\r\n") + "abcd", 400);
    refuse("tab before colon", head("X-A\t: 1\r\n"), 400);
    refuse("folded", head("X-A: 1\r\n 2\r\n"), 400);
    refuse("folded with tab", head("X-A: 1\r\n\t2\r\n"), 400);
    refuse("first line folded", "GET /a/x HTTP/1.1\r\n Host: a\r\n\r\n", 400);
    refuse("no colon", head("X-A\r\n"), 400);
    refuse("empty name", head(": 1\r\n"), 400);
    refuse("name with space", head("X A: 1\r\n"), 400);
    refuse("name with slash", head("X/A: 1\r\n"), 400);
    refuse("name with bracket", head("X[A]: 1\r\n"), 400);
    refuse("name with NUL", head(QByteArray("X\0A: 1\r\n", 8)), 400);
    refuse("name with UTF-8", head("X-\xc3\xa4: 1\r\n"), 400);
    refuse("name with DEL", head("X\x7f: 1\r\n"), 400);
    refuse("value with NUL", head(QByteArray("X-A: 1\0002\r\n", 10)), 400);
    refuse("value with bare CR", head("X-A: 1\r2\r\n"), 400);
    refuse("value with ESC", head("X-A: \x1b[0m\r\n"), 400);
    refuse("value with DEL", head("X-A: \x7f\r\n"), 400);
    refuse("bare LF line end", "GET /a/x HTTP/1.1\nHost: a\n\n", 400);
    refuse("bare LF in headers", "GET /a/x HTTP/1.1\r\nHost: a\nX-A: 1\r\n\r\n", 400);
    refuse("bare LF at the end", "GET /a/x HTTP/1.1\r\nHost: a\r\n\n", 400);
    refuse("CR CR LF", "GET /a/x HTTP/1.1\r\r\nHost: a\r\n\r\n", 400);
    refuse("bare CR line end", "GET /a/x HTTP/1.1\rHost: a\r\r\r\n\r\n", 400);
}

/// Host: RFC 9112 section 3.2.
void hostRows()
{
    refuse("no host", "GET /a/x HTTP/1.1\r\n\r\n", 400);
    refuse("two hosts", "GET /a/x HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    refuse("two equal hosts", "GET /a/x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400);
    refuse("host with path", "GET /a/x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    refuse("host with user", "GET /a/x HTTP/1.1\r\nHost: u@a\r\n\r\n", 400);
    refuse("host with space", "GET /a/x HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
    refuse("host list", "GET /a/x HTTP/1.1\r\nHost: a, b\r\n\r\n", 400);
    refuse("host bad port", "GET /a/x HTTP/1.1\r\nHost: a:b\r\n\r\n", 400);
    refuse("host huge port", "GET /a/x HTTP/1.1\r\nHost: a:99999\r\n\r\n", 400);
    refuse("host open bracket", "GET /a/x HTTP/1.1\r\nHost: [::1\r\n\r\n", 400);
    refuse("host empty", "GET /a/x HTTP/1.1\r\nHost:\r\n\r\n", 400);
    refuse("host with query", "GET /a/x HTTP/1.1\r\nHost: a?b\r\n\r\n", 400);
}

/// Request line: RFC 9112 section 3.
void requestLineRows()
{
    refuse("no version", line("GET /a/x"), 400);
    refuse("no target", line("GET HTTP/1.1"), 400);
    refuse("two spaces", line("GET  /a/x HTTP/1.1"), 400);
    refuse("space at the end", line("GET /a/x HTTP/1.1 "), 400);
    refuse("tab between", line("GET\t/a/x HTTP/1.1"), 400);
    refuse("space in target", line("GET /a/x y HTTP/1.1"), 400);
    refuse("version lower case", line("GET /a/x http/1.1"), 400);
    refuse("version 1.10", line("GET /a/x HTTP/1.10"), 400);
    refuse("version 11", line("GET /a/x HTTP/11"), 400);
    refuse("version 2.0", line("GET /a/x HTTP/2.0"), 505);
    refuse("version 1.2", line("GET /a/x HTTP/1.2"), 505);
    refuse("version 0.9", line("GET /a/x HTTP/0.9"), 505);
    refuse("version HTPP", line("GET /a/x HTPP/1.1"), 400);
    refuse("method with bracket", line("G[T /a/x HTTP/1.1"), 400);
    refuse("method with NUL", line(QByteArray("G\0T /a/x HTTP/1.1", 16)), 400);
    refuse("method with UTF-8", line("G\xc3\xa4T /a/x HTTP/1.1"), 400);
    refuse("method empty", line(" /a/x HTTP/1.1"), 400);
    refuse("method CONNECT", line("CONNECT a:443 HTTP/1.1"), 405);
    refuse("method TRACE", line("TRACE /a/x HTTP/1.1"), 405);
    refuse("target without slash", line("GET a/x HTTP/1.1"), 400);
    refuse("target with control", line("GET /a/x\x01 HTTP/1.1"), 400);
    refuse("target with DEL", line("GET /a/x\x7f HTTP/1.1"), 400);
    refuse("target with fragment", line("GET /a/x#f HTTP/1.1"), 400);
    refuse("target other scheme", line("GET ftp://a/a/x HTTP/1.1"), 400);
    refuse("target authority only", line("GET a:80 HTTP/1.1"), 400);
    refuse("target asterisk on GET", line("GET * HTTP/1.1"), 400);
}

/// Limits.
void limitRows()
{
    refuse("target too long", line("GET /a/" + QByteArray(9000, 'x') + " HTTP/1.1"), 414);
    refuse("head too large", head("X-A: " + QByteArray(40000, 'x') + "\r\n"), 431);
    refuse("too many fields", head(QByteArray("X-A: 1\r\n").repeated(101)), 431);
    refuse("declared body too large", head("Content-Length: 1001\r\n"), 413);
    refuse("unknown expectation", head("Content-Length: 2\r\nExpect: 200-ok\r\n") + "ab", 417);
}

/// Chunked bodies: RFC 9112 section 7.1.
void chunkRows()
{
    const QByteArray chunked =
        "POST " + BrokenPath + " HTTP/1.1\r\n" + HostLine + "Transfer-Encoding: chunked\r\n\r\n";
    refuse("chunked body too large", chunked + "3e9\r\n" + QByteArray(1001, 'x'), 413);
    refuse("chunk size letters", chunked + "xyz\r\n", 400);
    refuse("chunk size empty", chunked + "\r\n", 400);
    refuse("chunk size sign", chunked + "+4\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk size negative", chunked + "-4\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk size prefix", chunked + "0x4\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk size space first", chunked + " 4\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk size underscore", chunked + "1_0\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk size overflow", chunked + "10000000000000000\r\nabcd\r\n", 400);
    refuse("chunk size huge", chunked + "ffffffffffffffff\r\nabcd\r\n", 400);
    refuse("chunk data too long", chunked + "3\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk data without CRLF", chunked + "4\r\nabcd0\r\n\r\n", 400);
    refuse("chunk bare LF", chunked + "4\nabcd\n0\n\n", 400);
    refuse("chunk bare LF after data", chunked + "4\r\nabcd\n0\r\n\r\n", 400);
    refuse("chunk bare CR", chunked + "4\rabcd\r\n0\r\n\r\n", 400);
    refuse("chunk extension LF", chunked + "4;a\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk extension control", chunked + "4;a=\x01\r\nabcd\r\n0\r\n\r\n", 400);
    refuse("chunk extension endless", chunked + "4;" + QByteArray(20000, 'x'), 400);
    refuse("trailer without colon", chunked + "0\r\nX-A\r\n\r\n", 400);
    refuse("trailer space before colon", chunked + "0\r\nX-A : 1\r\n\r\n", 400);
    refuse("trailer folded", chunked + "0\r\nX-A: 1\r\n 2\r\n\r\n", 400);
    refuse("trailers too large",
           chunked + "0\r\n" + QByteArray("X-A: " + QByteArray(1000, 'x') + "\r\n").repeated(10) + "\r\n",
           400);
}

/// Other protocols on the port.
void protocolRows()
{
    refuse("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15), 400);
    refuse("SMTP", "EHLO a\r\n\r\n", 400);
    refuse("binary", QByteArray("\0\1\2\3\r\n\r\n", 8), 400);
}

} // namespace

class TestFraming : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refusedRequest_data();
    void refusedRequest();
    void refusedPath_data();
    void refusedPath();
    void acceptedRequest_data();
    void acceptedRequest();
    void upstreamAnswer_data();
    void upstreamAnswer();
    void nothingIsSmuggled_data();
    void nothingIsSmuggled();

private:
    std::vector<Message> soundRequests() const;
    RawSocket connect() const
    {
        return RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    }

    /// Behind /a.
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (m_upstream.record(socket).complete)
            socket.send(answer("ok"));
    }};
    /// Behind /b: says what a row has it say, and closes.
    std::mutex m_mutex;
    std::string m_said;
    ScriptedUpstream m_odd{[this](RawSocket& socket, int) {
        socket.readRequest();
        const std::scoped_lock lock(m_mutex);
        socket.send(m_said);
    }};
    GatewayProcess m_gateway;
};

void TestFraming::initTestCase()
{
    m_gateway.set(u"CIRCUIT_BREAKER_ENABLED"_s, u"false"_s);
    HttpClient admin;
    QCOMPARE(startFree(m_gateway, admin), QString());
    const auto open = [&admin](const QString& name, quint16 port) {
        return publish(admin, name, {serverAt(port)}, {},
                       {{u"api_public"_s, true},
                        {u"api_match"_s, u"any"_s},
                        {u"api_prefixes"_s, QJsonArray{u'/' + name}},
                        {u"api_max_body_bytes"_s, 1000}});
    };
    QCOMPARE(open(u"a"_s, m_upstream.port()), QString());
    QCOMPARE(open(u"b"_s, m_odd.port()), QString());
}

/// What reached the upstream, without the requests to BrokenPath.
std::vector<Message> TestFraming::soundRequests() const
{
    std::vector<Message> seen = m_upstream.requests();
    std::erase_if(seen,
                  [](const Message& m) { return m.firstLine.find("/broken-body") != std::string::npos; });
    return seen;
}

void TestFraming::refusedRequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    framingRows();
    fieldRows();
    hostRows();
    requestLineRows();
    limitRows();
    chunkRows();
    protocolRows();
}

void TestFraming::refusedRequest()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const std::size_t before = soundRequests().size();
    RawSocket client = connect();
    QVERIFY(client.send({bytes.constData(), static_cast<std::size_t>(bytes.size())}));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, status);
    QVERIFY(got.complete);
    QCOMPARE(got.header("connection"), std::string("close"));
    QVERIFY(got.has("x-request-id"));
    QVERIFY(client.waitForClose());
    QCOMPARE(soundRequests().size(), before);
}

void TestFraming::refusedPath_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("broken percent") << QByteArray("/a/%zz");
    QTest::newRow("cut percent") << QByteArray("/a/%2");
    QTest::newRow("encoded NUL") << QByteArray("/a/%00");
    QTest::newRow("dot segments") << QByteArray("/a/../x");
    QTest::newRow("encoded dots") << QByteArray("/a/%2e%2e/x");
    QTest::newRow("half encoded dots") << QByteArray("/a/.%2E/x");
    QTest::newRow("single dot") << QByteArray("/a/./x");
    QTest::newRow("backslash") << QByteArray("/a\\..\\x");
    QTest::newRow("dots before an encoded slash") << QByteArray("/a/..%2fx");
    QTest::newRow("dots behind an encoded slash") << QByteArray("/a/x%2F%2e%2e");
    QTest::newRow("encoded backslash") << QByteArray("/a/..%5cx");
    QTest::newRow("encoded CRLF") << QByteArray("/a/x%0d%0aX:");
}

/// The message is sound, only its path is not, so the connection goes on.
void TestFraming::refusedPath()
{
    QFETCH(QByteArray, path);
    const std::size_t before = soundRequests().size();
    RawSocket client = connect();
    client.send(get(path.toStdString()));
    QCOMPARE(client.readAnswer().status, 400);
    QCOMPARE(soundRequests().size(), before);
    client.send(get("/a/good"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestFraming::acceptedRequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("firstLine");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const QByteArray& bytes, const QByteArray& firstLine,
                        const QByteArray& body = {}) { QTest::newRow(name) << bytes << firstLine << body; };
    const QByteArray post = "POST /x HTTP/1.1";

    row("empty line first", "\r\nGET /a/x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x HTTP/1.1");
    row("absolute form", "GET http://a/a/x?q HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x?q HTTP/1.1");
    row("IPv6 host", "GET /a/x HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET /x HTTP/1.1");
    row("HTTP/1.0 without host", "GET /a/x HTTP/1.0\r\n\r\n", "GET /x HTTP/1.1");
    row("other method", "PURGE /a/x HTTP/1.1\r\nHost: a\r\n\r\n", "PURGE /x HTTP/1.1");
    row("percent stays", "GET /a/%41%7e%20 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%41%7e%20 HTTP/1.1");
    row("encoded slash stays", "GET /a/x%2Fy%2f/z HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x%2Fy%2f/z HTTP/1.1");
    row("question in query", "GET /a/x?a?b=/../ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x?a?b=/../ HTTP/1.1");
    row("empty query", "GET /a/x? HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x? HTTP/1.1");
    row("prefix alone", "GET /a HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1");
    row("UTF-8 in value", head("Content-Length: 0\r\nX-A: \xc3\xa4\r\n"), post);
    row("white space around value", head("Content-Length:   4  \r\n") + "abcd", post, "abcd");
    row("length with zeros", head("Content-Length: 0004\r\n") + "abcd", post, "abcd");
    row("chunked", head("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n", post, "abcd");
    row("chunked any case", head("Transfer-Encoding: ChUnKeD\r\n") + "4\r\nabcd\r\n0\r\n\r\n", post, "abcd");
    row("chunk extensions", head("Transfer-Encoding: chunked\r\n") + "4;a=b;c=\"d;e\"\r\nabcd\r\n0;x\r\n\r\n",
        post, "abcd");
    row("chunk size zeros", head("Transfer-Encoding: chunked\r\n") + "0004\r\nabcd\r\n000\r\n\r\n", post,
        "abcd");
    row("chunk size case", head("Transfer-Encoding: chunked\r\n") + "A\r\n0123456789\r\n0\r\n\r\n", post,
        "0123456789");
    row("trailers", head("Transfer-Encoding: chunked\r\n") + "4\r\nabcd\r\n0\r\nX-Sum: 1\r\n\r\n", post,
        "abcd");
    row("body looks like a request",
        head("Content-Length: 37\r\n") + "GET /a/evil HTTP/1.1\r\nHost: a\r\n\r\n....", post,
        "GET /a/evil HTTP/1.1\r\nHost: a\r\n\r\n....");
}

void TestFraming::acceptedRequest()
{
    QFETCH(QByteArray, bytes);
    const std::size_t before = soundRequests().size();
    RawSocket client = connect();
    QVERIFY(client.send({bytes.constData(), static_cast<std::size_t>(bytes.size())}));
    QCOMPARE(client.readAnswer().status, 200);
    QTRY_VERIFY(soundRequests().size() > before);
    const Message seen = soundRequests().at(before);
    QTEST(QByteArray(seen.firstLine.c_str()), "firstLine");
    QTEST(QByteArray::fromStdString(seen.body), "body");
    QVERIFY(!(seen.has("content-length") && seen.has("transfer-encoding")));
}

void TestFraming::upstreamAnswer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char* name, const QByteArray& bytes, int status, const char* reason = "") {
        QTest::newRow(name) << bytes << status << QByteArray(reason);
    };
    row("not HTTP", "hello\r\n\r\n", 502, "upstream_bad_head");
    row("SSH", "SSH-2.0-OpenSSH_9.2\r\n\r\n", 502, "upstream_bad_head");
    row("status letters", "HTTP/1.1 abc OK\r\n\r\n", 502, "upstream_bad_head");
    row("status of two digits", "HTTP/1.1 20 OK\r\n\r\n", 502, "upstream_bad_head");
    row("status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", 502, "upstream_bad_head");
    row("status 000", "HTTP/1.1 000 OK\r\n\r\n", 502, "upstream_bad_head");
    row("version 2", "HTTP/2.0 200 OK\r\n\r\n", 502, "upstream_bad_head");
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", 502,
        "upstream_bad_head");
    row("length and chunked",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 502,
        "upstream_bad_head");
    row("length negative", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nab", 502, "upstream_bad_head");
    row("unknown coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nab", 502, "upstream_bad_head");
    row("folded field", "HTTP/1.1 200 OK\r\nX-A: 1\r\n 2\r\nContent-Length: 0\r\n\r\n", 502,
        "upstream_bad_head");
    row("space before colon", "HTTP/1.1 200 OK\r\nX-A : 1\r\nContent-Length: 0\r\n\r\n", 502,
        "upstream_bad_head");
    row("NUL in value", QByteArray("HTTP/1.1 200 OK\r\nX-A: 1\0\r\nContent-Length: 0\r\n\r\n", 46), 502,
        "upstream_bad_head");
    row("bare LF", "HTTP/1.1 200 OK\nContent-Length: 2\n\nab", 502, "upstream_bad_head");
    row("head too large", "HTTP/1.1 200 OK\r\nX-A: " + QByteArray(70000, 'x') + "\r\n\r\n", 502,
        "upstream_head_too_large");
    row("closes at once", "", 502, "upstream_closed_early");
    row("half a head", "HTTP/1.1 200 OK\r\nContent-Le", 502, "upstream_closed_early");
    row("101 unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", 502,
        "upstream_bad_head");
    row("interim first",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 "
        "OK\r\nContent-Length: 2\r\n\r\nok",
        200);
    row("until close", "HTTP/1.1 200 OK\r\n\r\nok", 200);
    row("HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\nok", 200);
    row("no reason phrase", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok", 200);
    row("unknown status", "HTTP/1.1 299 Odd\r\nContent-Length: 2\r\n\r\nok", 299);
    row("extra bytes behind",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        200);
    row("not modified with length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304);
    row("chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200);
}

void TestFraming::upstreamAnswer()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    QFETCH(QByteArray, reason);
    {
        const std::scoped_lock lock(m_mutex);
        m_said = bytes.toStdString();
    }
    RawSocket client = connect();
    client.send(get("/b/x"));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, status);
    QVERIFY(got.complete);
    if (status == 200)
        QCOMPARE(got.body, std::string("ok"));
    const QJsonObject line = m_gateway.accessLine(QByteArray::fromStdString(got.header("x-request-id")));
    QCOMPARE(line.value(u"status"_s).toInt(), status);
    QCOMPARE(line.value(u"error_reason"_s).toString().toLatin1(), reason);
    if (status == 502) { // the client's connection is not to blame
        client.send(get("/nowhere"));
        QCOMPARE(client.readAnswer().status, 404);
    }
}

void TestFraming::nothingIsSmuggled_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray evil = "GET /a/evil HTTP/1.1\r\nHost: a\r\n\r\n";
    QTest::newRow("CL.TE") << head("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n" +
                                  evil;
    QTest::newRow("TE.CL") << head("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n") + "0\r\n\r\n" +
                                  evil;
    QTest::newRow("TE.TE")
        << head("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\nContent-Length: 4\r\n") + "0\r\n\r\n" +
               evil;
    QTest::newRow("TE obscured") << head("Transfer-Encoding : chunked\r\nContent-Length: 4\r\n") +
                                        "0\r\n\r\n" + evil;
    QTest::newRow("CL.CL") << head("Content-Length: 0\r\nContent-Length: 34\r\n") + evil;
    QTest::newRow("chunk terminator") << head("Transfer-Encoding: chunked\r\n") + "0\n\r\n" + evil;
    QTest::newRow("chunk overflow") << head("Transfer-Encoding: chunked\r\n") + "100000000000000000\r\n" +
                                           evil;
    QTest::newRow("after a refused head") << "GET /a/x HTTP/1.1\r\n\r\n" + evil;
    QTest::newRow("after a body that is too large") << head("Content-Length: 5000\r\n") + evil;
}

void TestFraming::nothingIsSmuggled()
{
    QFETCH(QByteArray, bytes);
    RawSocket client = connect();
    client.send({bytes.constData(), static_cast<std::size_t>(bytes.size())});
    const Message got = client.readAnswer();
    QVERIFY(got.status >= 400);
    QVERIFY(client.waitForClose());
    for (const Message& seen : m_upstream.requests())
        QVERIFY(seen.firstLine.find("evil") == std::string::npos);
}

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_framing.moc"
