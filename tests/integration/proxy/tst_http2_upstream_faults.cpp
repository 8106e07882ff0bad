// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 upstreams that refuse, reset, retire or lose what they were asked, and answers that are no HTTP/2.
#include "tests/integration/harness/http2_upstream.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QTest>

#include <atomic>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr int InternalError = 2, RefusedStream = 7;

} // namespace

class TestHttp2UpstreamFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void unservedStreamsGoElsewhere();
    void refusedStreamsAreRepeated();
    void resets();
    void lostConnections_data();
    void lostConnections();
    void resetStreamsAreNoLostConnections_data();
    void resetStreamsAreNoLostConnections();
    void completeAnswersOutliveTheConnection();
    void lostConnectionsAreReplacedByFreshOnes();
    void retiredConnectionsAreReplaced();
    void brokenAnswers_data();
    void brokenAnswers();
    void refusedConnection();
};

/// GOAWAY: what the upstream did not begin is sent again on another connection, also a POST.
void TestHttp2UpstreamFaults::unservedStreamsGoElsewhere()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        if (number > 0)
            return serveHttp2(peer);
        peer.until([&] { return peer.now(1).ended && peer.now(3).ended; });
        peer.send(http2Frame(Goaway, 0, 0, bigEndian(1) + bigEndian(0)));
        peer.request(1, {{":status", "200"}}, false);
        peer.data(1, "first", true);
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.request(1, http2Request("GET", "/api/one"));
    client.request(3, http2Request("POST", "/api/two"));
    QCOMPARE(client.answer(1).body, std::string("first"));
    QCOMPARE(client.answer(3).body, std::string("POST /two|"));
}

void TestHttp2UpstreamFaults::refusedStreamsAreRepeated()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.send(http2Frame(Reset, 0, 1, bigEndian(RefusedStream)));
        peer.until([&] { return peer.now(3).ended; });
        peer.request(3, {{":status", "204"}});
        for (std::uint32_t stream = 5; peer.until([&] { return peer.now(stream).ended; }); stream += 2)
            peer.send(http2Frame(Reset, 0, stream, bigEndian(RefusedStream)));
    });
    setup.gateway.start();
    QCOMPARE(setup.gateway.ask(post("/api/x", "body")).status, 204);
    QCOMPARE(setup.gateway.ask(post("/api/x", "body")).status, 502); // not for ever
}

void TestHttp2UpstreamFaults::resets()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.send(http2Frame(Reset, 0, 1, bigEndian(InternalError)));
        peer.until([&] { return peer.now(3).ended; });
        peer.request(3, {{":status", "200"}}, false);
        peer.data(3, "half");
        peer.send(http2Frame(Reset, 0, 3, bigEndian(InternalError)));
        peer.until([&] { return peer.now(5).ended; });
        peer.request(5, {{":status", "204"}});
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 502);
    const Http2Answer half = client.ask(http2Request("GET", "/api/x"));
    QVERIFY(half.reset == InternalError && !half.ended);
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 204); // the connection lived on
    QCOMPARE(setup.upstream.connections(), 1);
    QCOMPARE(setup.gateway.sink().all().front().reason, std::string("upstream_reset"));
}

void TestHttp2UpstreamFaults::lostConnections_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("closed") << false;
    QTest::newRow("reset") << true;
}

/// An upstream that goes away with requests under way: they are asked again elsewhere, not on what is lost.
void TestHttp2UpstreamFaults::lostConnections()
{
    QFETCH(const bool, reset);
    Http2UpstreamSetup setup([reset](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        if (number > 0)
            return serveHttp2(peer);
        peer.until([&] { return peer.now(1).ended; });
        peer.request(1, {{":status", "204"}});
        peer.until([&] { return peer.now(3).ended && peer.now(5).ended; });
        if (reset)
            peer.socket().reset();
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 204);
    client.request(200'001, http2Request("GET", "/api/one"));
    client.request(200'003, http2Request("GET", "/api/two"));
    QCOMPARE(client.answer(200'001).body, std::string("GET /one|"));
    QCOMPARE(client.answer(200'003).body, std::string("GET /two|"));
    QCOMPARE(setup.upstream.connections(), 2);
    client.socket().close();
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 200);
}

void TestHttp2UpstreamFaults::resetStreamsAreNoLostConnections_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<int>("requests");
    const auto row = [](const char* name, int requests, const std::string& frame) {
        QTest::newRow(name) << QByteArray::fromStdString(frame) << requests;
    };
    // Stream 0 stands for the one that is asked.
    row("error", 1, http2Frame(Reset, 0, 0, bigEndian(InternalError)));
    row("refused", 4, http2Frame(Reset, 0, 0, bigEndian(RefusedStream)));
    row("malformed head", 1,
        http2Frame(Headers, EndHeaders | EndStream, 0, http2Block({{":status", "2xx"}})));
}

/// On a connection that served before: what happens to one stream says nothing about its age.
void TestHttp2UpstreamFaults::resetStreamsAreNoLostConnections()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const int, requests);
    constexpr std::size_t StreamAt = 5;
    std::atomic<int> asked{0};
    Http2UpstreamSetup setup([&](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.request(1, {{":status", "204"}});
        for (std::uint32_t stream = 3; asked < 20 && peer.until([&] { return peer.now(stream).ended; });
             stream += 2) {
            ++asked;
            peer.send(frame.toStdString().replace(StreamAt, sizeof stream, bigEndian(stream)));
        }
    });
    setup.gateway.start();
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 204);
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 502);
    QCOMPARE(asked.load(), requests);
    QCOMPARE(setup.upstream.connections(), 1);
}

/// All of the answer has come when the upstream goes, but the client is not yet through with it.
void TestHttp2UpstreamFaults::completeAnswersOutliveTheConnection()
{
    constexpr std::size_t Size = 250'000; // within the window that the gateway grants
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended && peer.windows[0] > 0; });
        peer.request(1, {{":status", "200"}}, false);
        peer.data(1, std::string(Size, 'd'), true);
        peer.socket().shutdownWrite();
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.openWindows = client.keepBodies = false;
    client.request(1, http2Request("GET", "/api/x"));
    QVERIFY(client.until([&] { return client.now(1).bytes == 65'535; }));
    QTRY_COMPARE(setup.gateway.states().pools().open, std::int64_t(0));
    client.openWindows = true;
    client.send(http2Frame(Window, 0, 0, bigEndian(65'535)) + http2Frame(Window, 0, 1, bigEndian(65'535)));
    QVERIFY(client.answer(1).ended);
    QCOMPARE(client.now(1).bytes, std::uint64_t(Size));
}

/// All that served before may have grown old together.
void TestHttp2UpstreamFaults::lostConnectionsAreReplacedByFreshOnes()
{
    constexpr int Old = 3;
    QSemaphore go;
    std::atomic<int> busy{0}, again{0};
    Http2UpstreamSetup setup([&](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server,
                         std::string("\0\3\0\0\0\1", 6)); // one stream at a time
        if (number >= Old)
            return serveHttp2(peer);
        peer.send(http2Frame(Ping, 0, 0, "settings")); // answered when the settings have been read
        peer.until([&] { return peer.now(1).ended && peer.pings > 0; });
        ++busy;
        go.acquire();
        peer.request(1, {{":status", "204"}});
        if (peer.until([&] { return peer.now(3).ended; }))
            ++again;
    });
    const auto release = qScopeGuard([&] { go.release(Old); }); // also when something fails
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    for (int i = 0; i < Old; ++i) { // they open one after another
        client.send(http2Request("GET", "/api/x"));
        QTRY_COMPARE(busy.load(), i + 1);
    }
    go.release(Old);
    for (std::uint32_t stream = 100'001; stream < 100'001 + 2 * Old; stream += 2)
        QCOMPARE(client.answer(stream).status, 204);
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).body, std::string("GET /x|"));
    QCOMPARE(again.load(), 1);
}

/// Each connection ends after one long stream: as many as there are such streams.
void TestHttp2UpstreamFaults::retiredConnectionsAreReplaced()
{
    constexpr int Many = 20;
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.send(http2Frame(Goaway, 0, 0, bigEndian(1) + bigEndian(0)));
        peer.request(1, {{":status", "200"}}, false);
        peer.data(1, "begun");
        peer.until([] { return false; });
    });
    setup.api.timeouts.poolMs = 1'000;
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    for (int i = 0; i < Many; ++i) {
        const std::uint32_t stream = client.send(http2Request("GET", "/api/long"));
        QVERIFY(client.until([&] { return client.now(stream).over() || client.now(stream).bytes > 0; }));
        QCOMPARE(client.now(stream).status, 200);
    }
    QCOMPARE(setup.upstream.connections(), Many);
}

void TestHttp2UpstreamFaults::brokenAnswers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* name, const std::string& bytes) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes);
    };
    const auto head = [](const Fields& fields, std::uint8_t flags = EndHeaders | EndStream) {
        return http2Frame(Headers, flags, 1, http2Block(fields));
    };
    row("no status", head({{"x", "y"}}));
    row("status no number", head({{":status", "2xx"}}));
    row("101", head({{":status", "101"}}));
    row("late status", head({{"x", "y"}, {":status", "200"}}));
    row("capitals", head({{":status", "200"}, {"X-Large", "1"}}));
    row("line feed", head({{":status", "200"}, {"x", "a\nb: c"}}));
    row("connection", head({{":status", "200"}, {"connection", "close"}}));
    row("transfer-encoding", head({{":status", "200"}, {"transfer-encoding", "chunked"}}));
    row("wrong length", head({{":status", "200"}, {"content-length", "5"}}, EndHeaders) +
                            http2Frame(Data, EndStream, 1, "x"));
    row("data first", http2Frame(Data, EndStream, 1, "x"));
    row("push", http2Frame(Push, EndHeaders, 1, bigEndian(2) + http2Block(http2Request("GET", "/y"))));
    row("http/1.1", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

void TestHttp2UpstreamFaults::brokenAnswers()
{
    QFETCH(QByteArray, bytes);
    Http2UpstreamSetup setup([&bytes](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.send(bytes.toStdString());
        peer.until([] { return false; });
    });
    setup.gateway.start();
    RawSocket client = setup.gateway.connect();
    client.send(get("/api/x"));
    const Message got = client.readAnswer();
    // Either nothing of it was passed on, or the client notices that it is not complete.
    QVERIFY2(got.status == 502 || !got.complete, got.raw.c_str());
}

void TestHttp2UpstreamFaults::refusedConnection()
{
    TestGateway gateway;
    std::uint16_t port = 0;
    {
        ScriptedUpstream gone(servingHttp2());
        port = gone.port();
    }
    gateway.addApi("/api", {port}).upstreamHttp2 = true;
    gateway.start();
    QCOMPARE(gateway.ask(get("/api/x")).status, 502);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("connect_refused"));
}

QTEST_GUILESS_MAIN(TestHttp2UpstreamFaults)
#include "tst_http2_upstream_faults.moc"
