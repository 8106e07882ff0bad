// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 towards upstreams: requests side by side on one connection, trailers, windows, refused streams.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr int InternalError = 2, RefusedStream = 7;

std::string field(const Fields& fields, std::string_view name)
{
    Http2Answer holder;
    holder.fields = fields;
    return holder.field(name);
}

/// Answers every stream with its path and body.
void serve(Http2Client& peer, std::atomic<int>* requests = nullptr)
{
    std::uint32_t next = 1;
    while (peer.until([&] { return peer.now(next).ended; })) {
        const Http2Answer& request = peer.now(next);
        if (requests)
            ++*requests;
        peer.request(next, {{":status", "200"}, {"x-kept", "yes"}}, false);
        peer.data(next,
                  field(request.fields, ":method") + ' ' + field(request.fields, ":path") + '|' +
                      request.body,
                  true);
        next += 2;
    }
}

/// A gateway whose one API speaks HTTP/2 to the script.
struct Setup {
    explicit Setup(ScriptedUpstream::Script script)
        : upstream(std::move(script))
        , api(gateway.addApi("/api", {upstream.port()}))
    {
        api.upstreamHttp2 = true;
    }
    ScriptedUpstream upstream;
    TestGateway gateway;
    proxy::ApiRuntime& api;
};

ScriptedUpstream::Script serving(std::atomic<int>* requests = nullptr)
{
    return [requests](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        serve(peer, requests);
    };
}

} // namespace

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
    void unservedStreamsGoElsewhere();
    void refusedStreamsAreRepeated();
    void resets();
    void lostConnections_data();
    void lostConnections();
    void resetStreamsAreNoLostConnections_data();
    void resetStreamsAreNoLostConnections();
    void lostConnectionsAreReplacedByFreshOnes();
    void completeAnswersOutliveTheConnection();
    void retiredConnectionsAreReplaced();
    void mostConnectionsAreKept();
    void windowsCrossTheGateway();
    void stalledReadersStopNobody();
    void uploadsWaitForTheWindow();
    void brokenAnswers_data();
    void brokenAnswers();
    void refusedConnection();
    void idleConnectionsEnd();
    void clientsThatLeaveCancel();
};

void TestHttp2Upstream::requestAndAnswer()
{
    std::promise<Fields> seen;
    Setup setup([&seen](RawSocket& socket, int) {
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
    Setup setup(serving(&requests));
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
    Setup setup([&seen](RawSocket& socket, int) {
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
    Setup setup([&](RawSocket& socket, int) {
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
    Setup setup([&](RawSocket& socket, int) {
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
    Setup setup([](RawSocket& socket, int) {
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
    Setup setup([](RawSocket& socket, int) {
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
    Setup setup([&](RawSocket& socket, int number) {
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

/// GOAWAY: what the upstream did not begin is sent again on another connection, also a POST.
void TestHttp2Upstream::unservedStreamsGoElsewhere()
{
    Setup setup([](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        if (number > 0)
            return serve(peer);
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

void TestHttp2Upstream::refusedStreamsAreRepeated()
{
    Setup setup([](RawSocket& socket, int) {
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

void TestHttp2Upstream::resets()
{
    Setup setup([](RawSocket& socket, int) {
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

void TestHttp2Upstream::lostConnections_data()
{
    QTest::addColumn<bool>("reset");
    QTest::newRow("closed") << false;
    QTest::newRow("reset") << true;
}

/// An upstream that goes away with requests under way: they are asked again elsewhere, not on what is lost.
void TestHttp2Upstream::lostConnections()
{
    QFETCH(const bool, reset);
    Setup setup([reset](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server);
        if (number > 0)
            return serve(peer);
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

void TestHttp2Upstream::resetStreamsAreNoLostConnections_data()
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
void TestHttp2Upstream::resetStreamsAreNoLostConnections()
{
    QFETCH(const QByteArray, frame);
    QFETCH(const int, requests);
    constexpr std::size_t StreamAt = 5;
    std::atomic<int> asked{0};
    Setup setup([&](RawSocket& socket, int) {
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
void TestHttp2Upstream::completeAnswersOutliveTheConnection()
{
    constexpr std::size_t Size = 250'000; // within the window that the gateway grants
    Setup setup([](RawSocket& socket, int) {
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
void TestHttp2Upstream::lostConnectionsAreReplacedByFreshOnes()
{
    constexpr int Old = 3;
    QSemaphore go;
    std::atomic<int> busy{0}, again{0};
    Setup setup([&](RawSocket& socket, int number) {
        Http2Client peer(std::move(socket), Http2Side::Server,
                         std::string("\0\3\0\0\0\1", 6)); // one stream at a time
        if (number >= Old)
            return serve(peer);
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
void TestHttp2Upstream::retiredConnectionsAreReplaced()
{
    constexpr int Many = 20;
    Setup setup([](RawSocket& socket, int) {
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

void TestHttp2Upstream::mostConnectionsAreKept()
{
    Setup setup([](RawSocket& socket, int) {
        Http2Client peer(std::move(socket), Http2Side::Server,
                         std::string("\0\3\0\0\0\1", 6)); // one stream at a time
        serve(peer);
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
    Setup setup([&](RawSocket& socket, int) {
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

/// An upstream that takes nothing of a body: the write time-out, and the client waits no longer.
/// Ten clients that take nothing of what the upstream has for them, and one that shares their connection to
/// it.
void TestHttp2Upstream::stalledReadersStopNobody()
{
    constexpr std::uint32_t Last = 21;
    Setup setup([](RawSocket& socket, int) {
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

void TestHttp2Upstream::uploadsWaitForTheWindow()
{
    Setup setup([](RawSocket& socket, int) {
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

void TestHttp2Upstream::brokenAnswers_data()
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

void TestHttp2Upstream::brokenAnswers()
{
    QFETCH(QByteArray, bytes);
    Setup setup([&bytes](RawSocket& socket, int) {
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

void TestHttp2Upstream::refusedConnection()
{
    TestGateway gateway;
    std::uint16_t port = 0;
    {
        ScriptedUpstream gone(serving());
        port = gone.port();
    }
    gateway.addApi("/api", {port}).upstreamHttp2 = true;
    gateway.start();
    QCOMPARE(gateway.ask(get("/api/x")).status, 502);
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("connect_refused"));
}

void TestHttp2Upstream::idleConnectionsEnd()
{
    Setup setup(serving());
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
    Setup setup([&](RawSocket& socket, int) {
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
