// SPDX-License-Identifier: GPL-3.0-or-later
// Clients that misuse HTTP/2: their connection ends, is counted, and nobody else notices.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using http::Http2Fault;

Q_DECLARE_METATYPE(gatehouse::http::Http2Fault)

namespace {

constexpr int ProtocolError = 1, EnhanceYourCalm = 11;

std::uint64_t faults(const TestGateway& gateway, Http2Fault fault)
{
    return const_cast<TestGateway&>(gateway).plane().counts().http2Faults[std::size_t(fault)];
}

std::string repeated(const std::string& text, int times)
{
    std::string all;
    all.reserve(text.size() * std::size_t(times));
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

std::string opened(std::uint32_t stream)
{
    return http2Frame(Headers, EndHeaders, stream, http2Block(http2Request("POST", "/x")));
}

} // namespace

class TestHttp2Abuse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void floods_data();
    void floods();
    void rapidReset();
    void resetsOfOursCount();
    void fewResetsAreFine();
    void downloadsEarnTheirWindowUpdates();
    void headsThatNeverEnd();
    void readersThatNeverRead();
    void malformedRequests_data();
    void malformedRequests();
    void brokenFraming_data();
    void brokenFraming();
};

void TestHttp2Abuse::floods_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Http2Fault>("fault");
    const auto row = [](const char* name, const std::string& bytes, Http2Fault fault) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << fault;
    };
    constexpr int Many = 20'000;
    row("settings", repeated(http2Frame(Http2Type::Settings, 0, 0), Many), Http2Fault::ControlFlood);
    row("ping", repeated(http2Frame(Ping, 0, 0, "12345678"), Many), Http2Fault::ControlFlood);
    row("priority", repeated(http2Frame(Priority, 0, 5, std::string(5, '\0')), Many),
        Http2Fault::ControlFlood);
    row("window", repeated(http2Frame(Window, 0, 0, bigEndian(1)), Many), Http2Fault::ControlFlood);
    row("unknown type", repeated(http2Frame(200, 0, 0, "x"), Many), Http2Fault::ControlFlood);
    row("priority update", repeated(http2Frame(16, 0, 0, bigEndian(1) + "u=1"), Many),
        Http2Fault::ControlFlood);
    row("empty data", opened(1) + repeated(http2Frame(Data, 0, 1), Many), Http2Fault::ControlFlood);
    row("padding alone", opened(1) + repeated(http2Frame(Data, 8, 1, std::string("\1\0", 2)), Many),
        Http2Fault::ControlFlood);
    row("continuation",
        http2Frame(Headers, 0, 1, http2Block(http2Request("GET", "/x"))) +
            repeated(http2Frame(Continuation, 0, 1, http2Block({{"x", "y"}})), Many),
        Http2Fault::ContinuationFlood);
    row("empty continuation", http2Frame(Headers, 0, 1) + repeated(http2Frame(Continuation, 0, 1), Many),
        Http2Fault::ContinuationFlood);
    // One entry of the table, named again with one byte each time.
    const std::string entry = std::string(1, '\x40') + std::string(1, '\1') + "x" +
                              std::string("\x7f\xa1\x1e", 3) + std::string(4000, 'b');
    row("bomb",
        http2Frame(Headers, EndHeaders, 1,
                   http2Block(http2Request("GET", "/x")) + entry + std::string(12'000, '\xbe')),
        Http2Fault::HeaderBomb);
}

void TestHttp2Abuse::floods()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Http2Fault, fault);
    TestGateway gateway;
    gateway.start();
    Http2Client bystander(gateway.connect());
    QCOMPARE(bystander.ask(http2Request("GET", "/x")).status, 404);
    Http2Client attacker(gateway.connect());
    attacker.send(bytes.toStdString()); // may fail on the way: the connection ends
    QVERIFY(attacker.closed || attacker.goawayCode() == EnhanceYourCalm || attacker.closed);
    QVERIFY(attacker.closed);
    QTRY_COMPARE(faults(gateway, fault), std::uint64_t(1));
    QCOMPARE(bystander.ask(http2Request("GET", "/x")).status, 404);
    QVERIFY(bystander.goaways.empty());
}

void TestHttp2Abuse::rapidReset()
{
    TestGateway gateway;
    gateway.start();
    Http2Client bystander(gateway.connect());
    Http2Client attacker(gateway.connect());
    for (std::uint32_t stream = 1; stream < 20'001; stream += 2) {
        if (!attacker.send(
                http2Frame(Headers, EndHeaders | EndStream, stream, http2Block(http2Request("GET", "/x"))) +
                http2Frame(Reset, 0, stream, bigEndian(8))))
            break;
    }
    QCOMPARE(attacker.goawayCode(), EnhanceYourCalm);
    QVERIFY(attacker.closed);
    QCOMPARE(faults(gateway, Http2Fault::ResetFlood), std::uint64_t(1));
    // What came and went within one read was never begun.
    QVERIFY(gateway.sink().all().size() < 1000);
    QCOMPARE(bystander.ask(http2Request("GET", "/x")).status, 404);
}

/// Errors that make the gateway reset the stream cost it as much as resets of the client.
void TestHttp2Abuse::resetsOfOursCount()
{
    TestGateway gateway;
    gateway.start();
    Http2Client attacker(gateway.connect());
    for (std::uint32_t stream = 1; stream < 2001 && !attacker.closed; stream += 2) {
        attacker.send(opened(stream) + http2Frame(Window, 0, stream, bigEndian(0x7fffffff)));
        attacker.until([&] { return attacker.now(stream).over(); });
    }
    QVERIFY(attacker.closed);
    QCOMPARE(attacker.lastGoaway, EnhanceYourCalm);
    QCOMPARE(faults(gateway, Http2Fault::ResetFlood), std::uint64_t(1));
}

void TestHttp2Abuse::fewResetsAreFine()
{
    TestGateway gateway;
    gateway.start();
    Http2Client client(gateway.connect());
    for (std::uint32_t stream = 1; stream < 301; stream += 2)
        client.send(opened(stream) + http2Frame(Reset, 0, stream, bigEndian(8)));
    QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404);
    QVERIFY(client.goaways.empty());
}

/// Two WINDOW_UPDATE for each DATA, many more than the limit: what reading the answers takes.
void TestHttp2Abuse::downloadsEarnTheirWindowUpdates()
{
    TestGateway gateway;
    gateway.settings().client.http2.maxControlFrames = 50;
    gateway.start();
    Http2Client client(gateway.connect());
    for (int i = 0; i < 300; ++i)
        QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404);
    QVERIFY(client.goaways.empty());
}

void TestHttp2Abuse::headsThatNeverEnd()
{
    TestGateway gateway;
    gateway.settings().client.headerTimeoutMs = 50;
    gateway.start();
    Http2Client client(gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404); // settings are settled: nothing else is sent
    client.send(http2Frame(Headers, EndStream, 200'001, http2Block(http2Request("GET", "/x"))));
    QCOMPARE(client.goawayCode(), EnhanceYourCalm);
    QCOMPARE(faults(gateway, Http2Fault::SlowHead), std::uint64_t(1));
}

/// Streams whose window stays shut hold answers for ever.
void TestHttp2Abuse::readersThatNeverRead()
{
    TestGateway gateway;
    gateway.settings().client.writeTimeoutMs = 50;
    gateway.start();
    Http2Client client(gateway.connect(), std::string("\0\4\0\0\0\0", 6)); // SETTINGS_INITIAL_WINDOW_SIZE 0
    for (std::uint32_t stream = 1; stream < 101; stream += 2)
        client.request(stream, http2Request("GET", "/x"));
    QCOMPARE(client.goawayCode(), EnhanceYourCalm);
    QVERIFY(client.closed);
    QCOMPARE(faults(gateway, Http2Fault::SlowReader), std::uint64_t(1));
    QVERIFY(gateway.sink().waitFor(50));
}

void TestHttp2Abuse::malformedRequests_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<int>("status"); ///< 0: reset
    const auto row = [](const char* name, const Fields& fields, int status = 0) {
        QTest::newRow(name) << QByteArray::fromStdString(http2Block(fields)) << status;
    };
    const auto with = [](const Fields& others) { return http2Request("GET", "/x", others); };
    row("good", with({{"x-good", "1"}}), 404);
    row("no method", {{":scheme", "http"}, {":authority", "a"}, {":path", "/"}});
    row("no path", {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}});
    row("empty path", {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {":path", ""}});
    row("no scheme", {{":method", "GET"}, {":authority", "a"}, {":path", "/"}});
    row("no host", {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}});
    row("two methods",
        {{":method", "GET"}, {":method", "POST"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}});
    row("two paths",
        {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}, {":path", "/admin"}});
    row("unknown pseudo",
        {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}, {":x", "y"}});
    row("status in a request",
        {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {":path", "/"}, {":status", "200"}});
    row("late pseudo",
        {{":method", "GET"}, {":scheme", "http"}, {":authority", "a"}, {"x", "y"}, {":path", "/"}});
    row("capitals", with({{"X-Large", "1"}}));
    row("empty name", with({{"", "1"}}));
    row("space in name", with({{"x y", "1"}}));
    row("colon in name", with({{"x:y", "1"}}));
    row("line feed in value", with({{"x", "a\nTransfer-Encoding: chunked"}}));
    row("carriage return in value", with({{"x", "a\rb"}}));
    row("nul in value", with({{"x", std::string("a\0b", 3)}}));
    row("space before value", with({{"x", " a"}}));
    row("line feed in path", http2Request("GET", "/x HTTP/1.1\r\nHost: evil\r\n\r\n"));
    row("space in path", http2Request("GET", "/x y"));
    row("connection", with({{"connection", "keep-alive"}}));
    row("keep-alive", with({{"keep-alive", "5"}}));
    row("proxy-connection", with({{"proxy-connection", "close"}}));
    row("transfer-encoding", with({{"transfer-encoding", "chunked"}}));
    row("upgrade", with({{"upgrade", "h2c"}}));
    row("te", with({{"te", "gzip"}}));
    row("te trailers", with({{"te", "trailers"}}), 404);
    row("length without body", with({{"content-length", "5"}}));
    row("two lengths", with({{"content-length", "0"}, {"content-length", "0"}}));
    row("length no number", with({{"content-length", "+1"}}));
    row("relative path", http2Request("GET", "x"));
    row("absolute path", http2Request("GET", "http://a/x"));
    row("asterisk", http2Request("GET", "*"));
    row("fragment", http2Request("GET", "/x#y"), 400);
    row("connect", {{":method", "CONNECT"}, {":authority", "a:1"}}, 405);
    row("other host", with({{"host", "evil.test"}}), 400);
    row("same host", with({{"host", "API.test"}}), 404);
    row("two hosts", with({{"host", "api.test"}, {"host", "api.test"}}));
    row("user in authority", {{":method", "GET"}, {":scheme", "http"}, {":authority", "u@a"}, {":path", "/"}},
        400);
    row("only host", {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {"host", "api.test"}}, 404);
    row("odd scheme", {{":method", "GET"}, {":scheme", "gopher"}, {":authority", "a"}, {":path", "/"}}, 400);
    row("dot segments", http2Request("GET", "/x/%2e%2e/y"), 400);
}

void TestHttp2Abuse::malformedRequests()
{
    QFETCH(QByteArray, block);
    QFETCH(int, status);
    TestGateway gateway;
    gateway.start();
    Http2Client client(gateway.connect());
    client.send(http2Frame(Headers, EndHeaders | EndStream, 1, block.toStdString()));
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.status, status);
    QCOMPARE(got.reset, status == 0 ? ProtocolError : -1);
    QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404); // the connection lives on
    if (status == 0)
        QVERIFY(gateway.plane().counts().http2Malformed == 1);
}

void TestHttp2Abuse::brokenFraming_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const std::string block = http2Block(http2Request("GET", "/x"));
    row("data on no stream", http2Frame(Data, 0, 0, "x"));
    row("data before head", http2Frame(Data, 0, 1, "x"));
    row("even stream", http2Frame(Headers, EndHeaders | EndStream, 2, block));
    row("short ping", http2Frame(Ping, 0, 0, "1"));
    row("odd settings", http2Frame(Http2Type::Settings, 0, 0, "12345"));
    row("window overflow", http2Frame(Window, 0, 0, bigEndian(0x7fffffff)));
    row("large frame", http2Frame(Data, 0, 1, std::string(20'000, 'x')));
    row("bad index", http2Frame(Headers, EndHeaders | EndStream, 1, "\xff\xff\xff\xff\x0f"));
    row("continuation alone", http2Frame(Continuation, EndHeaders, 1, block));
    row("other frame inside a block", http2Frame(Headers, 0, 1, block) + http2Frame(Ping, 0, 0, "12345678"));
    row("push from a client", http2Frame(Push, EndHeaders, 1, bigEndian(2) + block));
}

void TestHttp2Abuse::brokenFraming()
{
    QFETCH(QByteArray, bytes);
    TestGateway gateway;
    gateway.start();
    Http2Client client(gateway.connect());
    client.send(bytes.toStdString());
    QVERIFY(client.goawayCode() > 0);
    QVERIFY(client.closed);
    QCOMPARE(faults(gateway, Http2Fault::Protocol), std::uint64_t(1));
}

QTEST_GUILESS_MAIN(TestHttp2Abuse)
#include "tst_http2_abuse.moc"
