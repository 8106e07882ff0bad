// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 towards upstreams: requests side by side on one connection, trailers, windows, idle connections.
#include "tests/integration/harness/http2_upstream.h"

#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestHttp2Upstream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestAndAnswer();
    void oneConnectionForMany();
    void trailersBothWays();
    void trailersHaveLimits();
    void largeHeads();
    void streamsBothWaysAtOnce();
    void answerThatIsOverWithItsHead();
    void peersLimitIsKept();
    void mostConnectionsAreKept();
    void windowsCrossTheGateway();
    void stalledReadersStopNobody();
    void uploadsWaitForTheWindow();
    void idleConnectionsEnd();
    void clientsThatLeaveCancel();
};

void TestHttp2Upstream::requestAndAnswer()
{
    std::promise<Fields> seen;
    Http2UpstreamSetup setup([&seen](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        seen.set_value(peer.now(1).fields);
        peer.request(1, {{":status", "201"}, {"content-length", "2"}, {"x-kept", "yes"}}, false);
        peer.data(1, "ok", true);
        peer.until([] { return false; });
    });
    setup.gateway.start();
    const Message got =
        setup.gateway.ask(post("/api/a?b=c", "hello", "X-One: 1\r\nConnection: x-gone\r\nX-Gone: 1\r\n"));
    QCOMPARE(got.status, 201);
    QCOMPARE(got.body, std::string("ok"));
    QCOMPARE(got.header("x-kept"), std::string("yes"));
    const Fields fields = seen.get_future().get();
    QCOMPARE(field(fields, ":method"), std::string("POST"));
    QCOMPARE(field(fields, ":path"), std::string("/a?b=c"));
    QCOMPARE(field(fields, ":scheme"), std::string("http"));
    QCOMPARE(field(fields, ":authority"), "127.0.0.1:" + std::to_string(setup.upstream.port()));
    QCOMPARE(field(fields, "content-length"), std::string("5"));
    QCOMPARE(field(fields, "te"), std::string("trailers"));
    QCOMPARE(field(fields, "x-one"), std::string("1"));
    for (const char* name : {"host", "connection", "x-gone", "transfer-encoding"})
        QVERIFY2(field(fields, name).empty(), name);
}

void TestHttp2Upstream::oneConnectionForMany()
{
    std::atomic<int> requests{0};
    Http2UpstreamSetup setup(servingHttp2(&requests));
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    for (std::uint32_t stream = 1; stream < 101; stream += 2)
        client.request(stream, http2Request("GET", "/api/" + std::to_string(stream)));
    for (std::uint32_t stream = 1; stream < 101; stream += 2)
        QCOMPARE(client.answer(stream).body, "GET /" + std::to_string(stream) + '|');
    QCOMPARE(setup.gateway.ask(get("/api/one")).body, std::string("GET /one|"));
    QCOMPARE(setup.upstream.connections(), 1);
    QCOMPARE(requests.load(), 51);
    const proxy::PoolSums sums = setup.gateway.states().pools();
    QCOMPARE(sums.open, std::int64_t(1));
    QCOMPARE(sums.opened, std::uint64_t(1));
    QCOMPARE(sums.reused, std::uint64_t(50));
    QTRY_COMPARE(setup.gateway.states().pools().idle, std::int64_t(1));
}

void TestHttp2Upstream::trailersBothWays()
{
    std::promise<Fields> seen;
    Http2UpstreamSetup setup([&seen](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        seen.set_value(peer.now(1).trailers);
        peer.request(1, {{":status", "200"}}, false);
        peer.data(1, "abc");
        peer.request(1, {{"grpc-status", "0"}});
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.request(1, http2Request("POST", "/api/t"), false);
    client.data(1, "x");
    client.request(1, {{"x-late", "yes"}, {"grpc-late", "yes"}, {"x-doorman-user", "root"}});
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.body, std::string("abc"));
    QCOMPARE(got.trailer("grpc-status"), std::string("0"));
    const Fields passed{{"x-late", "yes"}, {"grpc-late", "yes"}}; // by the rules for fields
    QVERIFY(seen.get_future().get() == passed);
}

/// The same as on HTTP/1.1, and nobody is left waiting.
void TestHttp2Upstream::trailersHaveLimits()
{
    const Fields large(9, {"x-late", std::string(1'000, 'v')}); // more than 8 KiB
    Http2UpstreamSetup setup([&](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.request(1, {{":status", "200"}}, false);
        peer.data(1, "abc");
        peer.request(1, large);
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    const Http2Answer got = client.ask(http2Request("GET", "/api/x"));
    QVERIFY(got.status == 502 || got.reset > 0); // by whether its head had been passed on
    client.request(200'001, http2Request("POST", "/api/x"), false);
    client.data(200'001, "x");
    client.request(200'001, large);
    QCOMPARE(client.answer(200'001).status, 400);
}

/// Larger than the library's own limit for blocks that are sent.
void TestHttp2Upstream::largeHeads()
{
    constexpr std::size_t Large = 25'000;
    const std::string value(Large, 'v');
    const Fields many{{"x-a", value}, {"x-b", value}, {"x-c", value}, {"x-d", value}};
    std::promise<std::size_t> seen;
    Http2UpstreamSetup setup([&](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        seen.set_value(field(peer.now(1).fields, "x-d").size());
        Fields fields{{":status", "200"}};
        fields.insert(fields.end(), many.begin(), many.end());
        peer.request(1, fields);
        peer.until([] { return false; });
    });
    setup.gateway.settings().client.head.maxHeadBytes = setup.gateway.settings().upstream.head.maxHeadBytes =
        5 * Large;
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/api/x", many)).field("x-d").size(), Large);
    QCOMPARE(seen.get_future().get(), Large);
}

void TestHttp2Upstream::streamsBothWaysAtOnce()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return !peer.now(1).fields.empty(); });
        peer.request(1, {{":status", "200"}}, false);
        for (std::size_t seen = 0;
             peer.until([&] { return peer.now(1).body.size() > seen || peer.now(1).ended; });) {
            if (peer.now(1).body.size() == seen)
                break;
            peer.data(1, "<" + peer.now(1).body.substr(seen) + ">");
            seen = peer.now(1).body.size();
        }
        peer.request(1, {{"grpc-status", "0"}});
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.request(1, http2Request("POST", "/api/chat", {{"content-type", "application/grpc"}}), false);
    std::string wanted;
    for (const char* word : {"one", "two", "three"}) {
        client.data(1, word);
        wanted += '<' + std::string(word) + '>';
        QVERIFY(client.until([&] { return client.now(1).body == wanted; }));
    }
    client.data(1, {}, true);
    QCOMPARE(client.answer(1).trailer("grpc-status"), std::string("0"));
}

/// gRPC tells errors so: one block of fields, and nothing else.
void TestHttp2Upstream::answerThatIsOverWithItsHead()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.request(1, {{":status", "200"}, {"content-type", "application/grpc"}, {"grpc-status", "12"}});
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    const Http2Answer& got = client.ask(http2Request("POST", "/api/x"));
    QVERIFY(got.status == 200 && got.ended && got.trailers.empty());
    QCOMPARE(got.field("grpc-status"), std::string("12"));
    QVERIFY(got.field("content-length").empty());
    QCOMPARE(got.frames, 1);
}

void TestHttp2Upstream::peersLimitIsKept()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    std::atomic<int> most{0};
    Http2UpstreamSetup setup([&](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server,
                         std::string("\0\3\0\0\0\1", 6)); // one stream at a time
        for (std::uint32_t stream = 1; peer.until([&] { return peer.now(stream).ended; }); stream += 2) {
            most = std::max(most.load(), peer.now(stream + 2).fields.empty() ? 1 : 2);
            if (number == 0 && stream == 3)
                gone.wait();
            peer.request(stream, {{":status", "204"}});
        }
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.send(http2Request("GET", "/api/x"));
    QCOMPARE(client.answer(100'001).status, 204); // the peer's SETTINGS came before its answer
    client.send(http2Request("GET", "/api/x"));
    client.send(http2Request("GET", "/api/x"));
    QVERIFY(setup.upstream.waitForConnections(2)); // the second does not wait behind the first
    go.set_value();
    for (std::uint32_t stream = 100'003; stream < 100'007; stream += 2)
        QCOMPARE(client.answer(stream).status, 204);
    QCOMPARE(most.load(), 1);
}

void TestHttp2Upstream::mostConnectionsAreKept()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server,
                         std::string("\0\3\0\0\0\1", 6)); // one stream at a time
        serveHttp2(peer);
    });
    TestGateway::edit(setup.api, [](proxy::UpstreamGroup& group) { group.targets[0].maxConnections = 1; });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 200);
    for (std::uint32_t stream = 1; stream < 21; stream += 2)
        client.request(200'000 + stream, http2Request("GET", "/api/x"));
    for (std::uint32_t stream = 1; stream < 21; stream += 2)
        QCOMPARE(client.answer(200'000 + stream).status, 200);
    QCOMPARE(setup.upstream.connections(), 1);
}

/// A client that takes nothing: the upstream may not send more than the windows.
void TestHttp2Upstream::windowsCrossTheGateway()
{
    std::atomic<bool> stuck{false};
    Http2UpstreamSetup setup([&](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        peer.request(1, {{":status", "200"}}, false);
        std::int64_t sent = 0;
        const std::string piece(16'384, 'd');
        const auto room = [&] {
            return std::min(peer.initialWindow + peer.windows[1], 65'535 + peer.windows[0]) - sent;
        };
        const std::int64_t all = 20'000'000;
        while (sent < all) {
            if (room() < std::int64_t(piece.size())) {
                const int before = peer.pings;
                peer.send(http2Frame(Ping, 0, 0, "12345678"));
                peer.until([&] { return peer.pings > before; });
                if (room() < std::int64_t(piece.size())) {
                    stuck = true;
                    if (!peer.until([&] { return room() >= std::int64_t(piece.size()); }))
                        return;
                }
            }
            peer.send(http2Frame(Data, 0, 1, piece));
            sent += std::int64_t(piece.size());
        }
        peer.send(http2Frame(Data, EndStream, 1));
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.openWindows = false;
    client.keepBodies = false;
    client.request(1, http2Request("GET", "/api/large"));
    QVERIFY(client.until([&] { return client.now(1).bytes == 65'535; }));
    QTRY_VERIFY_WITH_TIMEOUT(stuck, 30'000);
    client.openWindows = true;
    client.send(http2Frame(Window, 0, 0, bigEndian(65'535)) + http2Frame(Window, 0, 1, bigEndian(65'535)));
    QVERIFY(client.answer(1).ended);
    QVERIFY(client.now(1).bytes >= 20'000'000);
}

/// Ten clients that take nothing of what the upstream has for them, and one that shares their connection to
/// it.
void TestHttp2Upstream::stalledReadersStopNobody()
{
    constexpr std::uint32_t Last = 21;
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        const std::string piece(16'384, 'd');
        std::map<std::uint32_t, std::int64_t> sent;
        std::int64_t all = 0;
        const auto room = [&](std::uint32_t stream) {
            return std::min(peer.initialWindow + peer.windows[stream] - sent[stream],
                            65'535 + peer.windows[0] - all);
        };
        const auto sendMore = [&] {
            for (std::uint32_t stream = 1; stream < Last; stream += 2) {
                if (!peer.seen(stream).ended)
                    continue;
                if (!sent.contains(stream))
                    peer.request(stream, {{":status", "200"}}, false);
                for (sent[stream]; room(stream) >= std::int64_t(piece.size()); all += piece.size()) {
                    peer.send(http2Frame(Data, 0, stream, piece));
                    sent[stream] += std::int64_t(piece.size());
                }
            }
            return peer.seen(Last).ended && 65'535 + peer.windows[0] - all > std::int64_t(piece.size());
        };
        if (!peer.until(sendMore))
            return;
        peer.request(Last, {{":status", "200"}}, false);
        peer.data(Last, "ok", true);
        peer.until([] { return false; });
    });
    setup.gateway.start();
    Http2Client client(setup.gateway.connect());
    client.openWindows = false;
    for (std::uint32_t stream = 1; stream < Last; stream += 2)
        client.request(stream, http2Request("GET", "/api/large"));
    QVERIFY(client.until([&] { return client.now(Last - 2).status == 200; }));
    QCOMPARE(setup.gateway.ask(get("/api/x")).body, std::string("ok"));
    QCOMPARE(setup.upstream.connections(), 1);
}

/// An upstream that takes nothing of a body: the write time-out, and the client waits no longer.
void TestHttp2Upstream::uploadsWaitForTheWindow()
{
    Http2UpstreamSetup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server, std::string("\0\4\0\0\0\5", 6)); // five bytes
        peer.openWindows = false;
        peer.until([] { return false; });
    });
    setup.api.timeouts.writeMs = 200;
    setup.gateway.start();
    const Message got = setup.gateway.ask(post("/api/x", std::string(100'000, 'x')));
    QCOMPARE(got.status, 504);
    QVERIFY(setup.gateway.sink().waitFor(1));
    QCOMPARE(setup.gateway.sink().all().front().reason, std::string("upstream_write_timeout"));
}

void TestHttp2Upstream::idleConnectionsEnd()
{
    Http2UpstreamSetup setup(servingHttp2());
    setup.gateway.settings().upstream.idleExpiryMs = 50;
    setup.gateway.start();
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 200);
    QVERIFY(setup.upstream.waitForQuiet());
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 200);
    QCOMPARE(setup.upstream.connections(), 2);
}

void TestHttp2Upstream::clientsThatLeaveCancel()
{
    std::promise<int> code;
    std::promise<void> arrived;
    Http2UpstreamSetup setup([&](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        peer.until([&] { return peer.now(1).ended; });
        arrived.set_value();
        peer.until([&] { return peer.now(1).reset >= 0; });
        code.set_value(peer.now(1).reset);
        peer.until([&] { return peer.now(3).ended; });
        peer.request(3, {{":status", "204"}});
        peer.until([] { return false; });
    });
    setup.gateway.start();
    {
        Http2Client client(setup.gateway.connect());
        client.request(1, http2Request("GET", "/api/x"));
        arrived.get_future().wait();
    }
    QCOMPARE(code.get_future().get(), 8);
    QCOMPARE(setup.gateway.ask(get("/api/x")).status, 204);
    QCOMPARE(setup.upstream.connections(), 1);
}

QTEST_GUILESS_MAIN(TestHttp2Upstream)
#include "tst_http2_upstream.moc"
