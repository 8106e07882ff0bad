// SPDX-License-Identifier: GPL-3.0-or-later
// HTTP/2 from clients, frame by frame: messages, streams side by side, back-pressure, the end of connections.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QFile>
#include <QTest>

#include <atomic>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

constexpr int NoError = 0, InternalError = 2, RefusedStream = 7;

/// What reaches the upstream, as text for comparing; `hold`: requests below /hold wait for it.
ScriptedUpstream::Script echo(ScriptedUpstream** upstream, std::shared_future<void> hold = {})
{
    return [upstream, hold](RawSocket& socket, int) {
        for (;;) {
            const Message request = (*upstream)->record(socket);
            if (!request.complete)
                return;
            if (hold.valid() && request.firstLine.find("/hold") != std::string::npos)
                hold.wait();
            socket.send(answer(request.firstLine + "|" + request.body,
                               "X-Kept: yes\r\nConnection: x-gone\r\nX-Gone: 1\r\n"));
        }
    };
}

struct Echo {
    explicit Echo(std::shared_future<void> hold = {})
        : upstream(echo(&self, std::move(hold)))
    {
        self = &upstream;
    }
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream;
};

/// Hands the first request's responder to the test.
class HoldingHandler final : public proxy::LocalHandler {
public:
    bool handles(std::string_view, std::string_view, std::uint8_t) const override { return true; }
    std::uint64_t bodyLimit(std::string_view) const override { return 100; }
    void handle(proxy::LocalRequest, proxy::Responder responder) override
    {
        held.set_value(std::move(responder));
    }
    std::promise<proxy::Responder> held;
};

std::int64_t residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').at(1).toLongLong() * 4096 : 0;
}

} // namespace

class TestHttp2 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestAndAnswer();
    void streamsSideBySide();
    void trailersBothWays();
    void continueIsToldOnce();
    void answersWithoutBody();
    void localAnswers();
    void earlyAnswerStopsTheUpload();
    void brokenAnswerResetsTheStream();
    void cancelledRequestsLeaveTheUpstream();
    void eventsArriveOneByOne();
    void localStreamWaitsForItsReader();
    void stalledUploadStopsNobody();
    void closedWindowStopsTheUpstream();
    void largeBodiesInFlatMemory();
    void streamsAreLimited();
    void drainFinishesWhatRuns();
    void idleConnectionsEnd();
    void requestsPerConnectionAreLimited();
    void disabledIsRefused();
    void prefaceInPieces();
};

void TestHttp2::requestAndAnswer()
{
    Echo echo;
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(
        1, http2Request("POST", "/api/a?b=c", {{"x-one", "1"}, {"te", "trailers"}, {"cookie", "a=b"}}),
        false);
    client.data(1, "hello", true);
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body, std::string("POST /a?b=c HTTP/1.1|hello"));
    QCOMPARE(got.field("x-kept"), std::string("yes"));
    QCOMPARE(got.field("content-length"), std::to_string(got.body.size()));
    for (const char* name : {"connection", "x-gone", "transfer-encoding", "keep-alive"})
        QVERIFY2(got.field(name).empty(), name);
    QCOMPARE(got.reset, -1);
    const Message request = echo.upstream.requests().front();
    QCOMPARE(request.header("x-one"), std::string("1"));
    QCOMPARE(request.header("host"), "127.0.0.1:" + std::to_string(echo.upstream.port()));
    QCOMPARE(request.header("transfer-encoding"), std::string("chunked")); // the length was not told
    QVERIFY(!request.has("te") && !request.has("cookie") && !request.has(":path"));
    QVERIFY(gateway.sink().waitFor(1));
    const Finished record = gateway.sink().all().front();
    QCOMPARE(record.version, std::string("2"));
    QCOMPARE(record.path, std::string("/api/a"));
    QVERIFY(record.bytesIn > 5 && record.bytesOut > got.body.size());
}

void TestHttp2::streamsSideBySide()
{
    std::promise<void> hold;
    Echo echo(hold.get_future().share());
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("GET", "/api/hold"));
    for (std::uint32_t stream = 3; stream < 41; stream += 2)
        client.request(stream, http2Request("GET", "/api/" + std::to_string(stream)));
    for (std::uint32_t stream = 3; stream < 41; stream += 2)
        QCOMPARE(client.answer(stream).body, "GET /" + std::to_string(stream) + " HTTP/1.1|");
    QVERIFY(!client.now(1).over());
    hold.set_value();
    QCOMPARE(client.answer(1).body, std::string("GET /hold HTTP/1.1|"));
}

void TestHttp2::trailersBothWays()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        self->record(socket);
        socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: "
                    "7\r\nContent-Length: 9\r\n\r\n");
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("POST", "/api/t"), false);
    client.data(1, std::string(40'000, 'x'));
    client.request(1, {{"x-late", "yes"}, {"authorization", "no"}});
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.body, std::string("abc"));
    QCOMPARE(got.trailer("x-sum"), std::string("7"));
    QVERIFY(got.trailer("content-length").empty()); // would steer framing
    const Message request = upstream.requests().front();
    QCOMPARE(request.body.size(), std::size_t(40'000));
    QCOMPARE(request.trailers.at("x-late"), std::string("yes"));
    QVERIFY(request.trailers.count("authorization") == 0);
}

void TestHttp2::continueIsToldOnce()
{
    Echo echo;
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("POST", "/api/x", {{"expect", "100-continue"}, {"content-length", "4"}}),
                   false);
    QVERIFY(client.until([&] { return client.now(1).informed == 100; }));
    client.data(1, "body", true);
    QCOMPARE(client.answer(1).body, std::string("POST /x HTTP/1.1|body"));
    QCOMPARE(client.ask(http2Request("GET", "/api/x", {{"expect", "200-ok"}})).status, 417);
}

void TestHttp2::answersWithoutBody()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        for (Message request = self->record(socket); request.complete; request = self->record(socket)) {
            if (request.firstLine.starts_with("HEAD"))
                socket.send("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n");
            else if (request.firstLine.find("/204") != std::string::npos)
                socket.send("HTTP/1.1 204 No Content\r\n\r\n");
            else if (request.firstLine.find("/304") != std::string::npos)
                socket.send("HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 5\r\n\r\n");
            else
                socket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    const Http2Answer head = client.ask(http2Request("HEAD", "/api/x"));
    QVERIFY(head.status == 200 && head.ended && head.bytes == 0 && head.field("content-length") == "77");
    const Http2Answer none = client.ask(http2Request("GET", "/api/204"));
    QVERIFY(none.status == 204 && none.ended && none.field("content-length").empty());
    const Http2Answer same = client.ask(http2Request("GET", "/api/304"));
    QVERIFY(same.status == 304 && same.ended && same.bytes == 0 && same.field("etag") == "\"x\"");
    const Http2Answer empty = client.ask(http2Request("GET", "/api/x"));
    QVERIFY(empty.status == 200 && empty.ended && empty.field("content-length") == "0");
}

void TestHttp2::localAnswers()
{
    TestGateway gateway;
    gateway.start();
    Http2Client client(gateway.connect());
    const Http2Answer missing = client.ask(http2Request("GET", "/nothing"));
    QCOMPARE(missing.status, 404);
    QVERIFY(!missing.body.empty() && !missing.field("x-request-id").empty());
    QCOMPARE(client.ask(http2Request("GET", "/a/../b")).status, 400); // the path checks of HTTP/1
    QCOMPARE(client.ask(http2Request("GET", "/a%00b")).status, 400);
    QCOMPARE(client.ask(http2Request("GET", "/" + std::string(9000, 'x'))).status, 414);
    // In three frames each: CONTINUATION belongs to its HEADERS.
    QCOMPARE(client.ask(http2Request("GET", "/", {{"x-large", std::string(33'000, 'x')}})).status, 431);
    QCOMPARE(client.ask(http2Request("TRACE", "/")).status, 405);
    Fields many;
    for (int i = 0; i < 120; ++i)
        many.emplace_back("x-" + std::to_string(i), "1");
    QCOMPARE(client.ask(http2Request("GET", "/", many)).status, 431);
    QCOMPARE(client.ask(http2Request("GET", "/nothing")).status, 404); // the connection lives
}

void TestHttp2::earlyAnswerStopsTheUpload()
{
    Echo echo;
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()}).bodyLimit = 100;
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("POST", "/api/x"), false);
    client.data(1, std::string(5000, 'x'));
    QVERIFY(client.until([&] { return client.now(1).reset >= 0; }));
    QCOMPARE(client.now(1).status, 413);
    QVERIFY(client.now(1).ended);
    QCOMPARE(client.now(1).reset, NoError);
    client.data(1, std::string(5000, 'x'), true); // under way already: does no harm
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 200);
}

void TestHttp2::brokenAnswerResetsTheStream()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        self->record(socket);
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("GET", "/api/x"));
    const Http2Answer& got = client.answer(1);
    QCOMPARE(got.status, 200);
    QVERIFY(!got.ended);
    QCOMPARE(got.reset, InternalError);
    QCOMPARE(client.ask(http2Request("GET", "/nothing")).status, 404);
}

void TestHttp2::cancelledRequestsLeaveTheUpstream()
{
    std::promise<void> hold;
    Echo echo(hold.get_future().share());
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("GET", "/api/hold"));
    QVERIFY(echo.upstream.waitForRequests(1));
    client.send(http2Frame(Reset, 0, 1, bigEndian(8)));
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("client_gone"));
    hold.set_value();
    QCOMPARE(client.ask(http2Request("GET", "/api/x")).status, 200);
}

void TestHttp2::eventsArriveOneByOne()
{
    std::promise<void> first, second;
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        self->record(socket);
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: "
                    "chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        first.get_future().wait();
        socket.send("9\r\ndata: 2\n\n\r\n");
        second.get_future().wait();
        socket.send("0\r\n\r\n");
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.request(1, http2Request("GET", "/api/events"));
    QVERIFY(client.until([&] { return client.now(1).body == "data: 1\n\n"; }));
    first.set_value();
    QVERIFY(client.until([&] { return client.now(1).body == "data: 1\n\ndata: 2\n\n"; }));
    QVERIFY(!client.now(1).over());
    second.set_value();
    QVERIFY(client.answer(1).ended);
}

/// A stream of the gateway's own: refused while the window is shut, told when it is open again.
void TestHttp2::localStreamWaitsForItsReader()
{
    HoldingHandler handler;
    TestGateway gateway;
    gateway.services().handlers = {&handler};
    gateway.start(proxy::RolePlatform);
    Http2Client client(gateway.connect());
    client.openWindows = false;
    client.request(1, http2Request("GET", "/platform/events"));
    const proxy::Responder responder = handler.held.get_future().get();
    std::atomic<int> writable{0};
    responder.whenWritable([&writable] { ++writable; });
    responder.start({200, "text/event-stream", {}, {}});
    const std::string block(64 * 1024, 'x');
    std::size_t sent = 0;
    const auto write = [&] {
        const bool taken = responder.write(block);
        sent += taken ? block.size() : 0;
        return taken;
    };
    QVERIFY(write());
    QVERIFY(client.until([&] { return client.now(1).bytes == 65'535; })); // the first window
    QTRY_VERIFY(!write());
    const int before = writable;
    client.send(http2Frame(Window, 0, 0, bigEndian(10'000'000)) +
                http2Frame(Window, 0, 1, bigEndian(10'000'000)));
    QVERIFY(client.until([&] { return client.now(1).bytes == sent; }));
    QTRY_VERIFY(writable > before);
    QVERIFY(responder.write("last"));
    responder.end();
    QVERIFY(client.answer(1).ended);
    QCOMPARE(client.now(1).bytes, std::uint64_t(sent + 4));
}

/// One upload whose upstream takes nothing, others beside it: they pass, and what waits is bounded by the
/// window.
void TestHttp2::stalledUploadStopsNobody()
{
    std::promise<void> go;
    const std::shared_future<void> gone = go.get_future().share();
    ScriptedUpstream stalled([gone](RawSocket& socket, int) {
        gone.wait();
        socket.readRequest();
        socket.send(answer("late"));
    });
    Echo echo;
    TestGateway gateway;
    gateway.settings().client.http2.streamWindow = 100'000;
    gateway.settings().client.http2.connectionWindow = 400'000;
    gateway.settings().upstream.marks = {32 * 1024, 8 * 1024};
    gateway.addApi("/stalled", {stalled.port()}).timeouts.writeMs = 60'000;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    QVERIFY(client.until([&] { return client.windows[0] > 0; }));
    client.request(1, http2Request("POST", "/stalled/x"), false);
    std::uint64_t sent = 0;
    constexpr std::uint64_t Piece = 16'384;
    // As far as the windows let us. The kernel takes some megabytes of it, the gateway a window.
    const auto room = [&] { return 100'000 + client.windows[1] - std::int64_t(sent); };
    while (sent < 64'000'000) {
        if (room() < std::int64_t(Piece)) {
            // A round trip: whatever credit was on its way has come.
            const int before = client.pings;
            client.send(http2Frame(Ping, 0, 0, "12345678"));
            QVERIFY(client.until([&] { return client.pings > before; }));
            const std::uint32_t other = client.send(http2Request("POST", "/api/y"));
            QCOMPARE(client.answer(other).status, 200);
            if (room() < std::int64_t(Piece))
                break;
        }
        QVERIFY(client.send(http2Frame(Data, 0, 1, std::string(Piece, 's'))));
        sent += Piece;
    }
    QVERIFY2(sent < 64'000'000, "nothing stopped the upload");
    for (std::uint32_t stream = 201'001; stream < 201'021; stream += 2) {
        client.request(stream, http2Request("POST", "/api/y"), false);
        QVERIFY(client.data(stream, std::string(60'000, 'y'), true));
        QCOMPARE(client.answer(stream).body.size(), std::string("POST /y HTTP/1.1|").size() + 60'000);
    }
    go.set_value();
    QVERIFY(client.data(1, {}, true));
    QCOMPARE(client.answer(1).body, std::string("late"));
}

/// A client that opens no window for one stream: its upstream has to stop, and other streams pass.
void TestHttp2::closedWindowStopsTheUpstream()
{
    std::atomic<std::uint64_t> sent{0};
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        self->record(socket);
        socket.send("HTTP/1.1 200 OK\r\n\r\n");
        const std::string block(65'536, 'd');
        while (sent < 256'000'000 && socket.send(block))
            sent += block.size();
    });
    self = &upstream;
    Echo echo;
    TestGateway gateway;
    gateway.settings().client.writeTimeoutMs = 400;
    gateway.addApi("/large", {upstream.port()}).timeouts.readMs = 60'000;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.openWindows = false;
    client.request(1, http2Request("GET", "/large/x"));
    QVERIFY(client.until([&] { return client.now(1).bytes == 65'535; })); // the first window, and no more
    client.send(http2Frame(Window, 0, 0, bigEndian(1'000'000)));
    // The other stream's answers keep the connection in use, so that only the stalled stream ends.
    while (client.now(1).reset < 0)
        QCOMPARE(client.ask(http2Request("GET", "/api/y")).status, 200);
    QCOMPARE(client.now(1).reset, 8);
    QCOMPARE(client.now(1).bytes, std::uint64_t(65'535));
    QVERIFY(sent < 32'000'000);
    QVERIFY(gateway.sink().waitFor(2));
    const std::vector<Finished> all = gateway.sink().all();
    QVERIFY(
        std::any_of(all.begin(), all.end(), [](const Finished& one) { return one.reason == "slow_reader"; }));
}

void TestHttp2::largeBodiesInFlatMemory()
{
    constexpr std::uint64_t Total = 64 * 1024 * 1024;
    std::atomic<std::uint64_t> received{0};
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        std::string head;
        while (head.find("\r\n\r\n") == std::string::npos)
            head += socket.readSome();
        received = head.size() - head.find("\r\n\r\n") - 4;
        while (received < Total) {
            const std::string more = socket.readSome();
            if (more.empty())
                return;
            received += more.size();
        }
        socket.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(Total) + "\r\n\r\n");
        const std::string block(256 * 1024, 'd');
        for (std::uint64_t sent = 0; sent < Total; sent += block.size())
            socket.send(block);
    });
    TestGateway gateway;
    gateway.addApi("/api", {upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    client.keepBodies = false;
    QVERIFY(client.until([&] { return client.windows[0] > 0; }));
    const std::int64_t before = residentBytes();
    client.request(1, http2Request("POST", "/api/x", {{"content-length", std::to_string(Total)}}), false);
    const std::string piece(16'384, 'u');
    for (std::uint64_t sent = 0; sent < Total; sent += piece.size()) {
        const auto needed = std::int64_t(sent + piece.size());
        QVERIFY(client.until(
            [&] { return 262'144 + client.windows[1] >= needed && 65'535 + client.windows[0] >= needed; }));
        QVERIFY(client.send(http2Frame(Data, sent + piece.size() == Total ? EndStream : 0, 1, piece)));
    }
    QVERIFY(client.answer(1).ended);
    QCOMPARE(client.now(1).bytes, Total);
    QCOMPARE(received.load(), Total);
    const std::int64_t slack = qEnvironmentVariableIntValue("GATEHOUSE_TEST_MEMORY_SLACK"); // of a sanitizer
    QVERIFY2(residentBytes() - before < (16 + slack) * 1024 * 1024,
             qPrintable(QString::number(residentBytes() - before)));
}

void TestHttp2::streamsAreLimited()
{
    std::promise<void> hold;
    Echo echo(hold.get_future().share());
    TestGateway gateway;
    gateway.settings().client.http2.maxStreams = 4;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect());
    for (std::uint32_t stream = 1; stream < 11; stream += 2) // before the limit is known to be known
        client.request(stream, http2Request("GET", "/api/hold"));
    QCOMPARE(client.answer(9).reset, RefusedStream);
    hold.set_value();
    for (std::uint32_t stream = 1; stream < 9; stream += 2)
        QCOMPARE(client.answer(stream).status, 200);
}

void TestHttp2::drainFinishesWhatRuns()
{
    std::promise<void> hold;
    Echo echo(hold.get_future().share());
    TestGateway gateway;
    gateway.addApi("/api", {echo.upstream.port()});
    gateway.start();
    Http2Client client(gateway.connect()), idle(gateway.connect());
    client.request(1, http2Request("GET", "/api/hold"));
    QCOMPARE(idle.ask(http2Request("GET", "/api/x")).status, 200);
    QVERIFY(echo.upstream.waitForRequests(2));
    std::promise<bool> empty;
    gateway.plane().drain(60'000, [&empty](bool clean) { empty.set_value(clean); });
    // First the notice that promises nothing, then the last stream that is served.
    QVERIFY(client.until([&] { return client.goaways.size() == 2; }));
    QCOMPARE(client.goaways, (std::vector<std::uint32_t>{0x7fffffff, 1}));
    QCOMPARE(idle.goawayCode(), NoError);
    hold.set_value();
    QCOMPARE(client.answer(1).status, 200);
    QCOMPARE(client.goawayCode(), NoError);
    QVERIFY(client.closed);
    client.socket().close();
    idle.socket().close();
    QVERIFY(empty.get_future().get());
}

void TestHttp2::idleConnectionsEnd()
{
    TestGateway gateway;
    gateway.settings().client.idleTimeoutMs = 50;
    gateway.start();
    Http2Client client(gateway.connect());
    QCOMPARE(client.goawayCode(), NoError);
    QVERIFY(client.closed);
}

void TestHttp2::requestsPerConnectionAreLimited()
{
    TestGateway gateway;
    gateway.settings().client.maxRequestsPerConnection = 2;
    gateway.start();
    Http2Client client(gateway.connect());
    QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404);
    QCOMPARE(client.ask(http2Request("GET", "/x")).status, 404);
    QCOMPARE(client.goawayCode(), NoError);
    QVERIFY(client.closed);
}

void TestHttp2::disabledIsRefused()
{
    TestGateway gateway;
    gateway.settings().client.http2Enabled = false;
    gateway.start();
    RawSocket socket = gateway.connect();
    socket.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QCOMPARE(socket.readAnswer().status, 505);
}

void TestHttp2::prefaceInPieces()
{
    TestGateway gateway;
    gateway.start();
    RawSocket socket = gateway.connect();
    for (const std::string_view piece : {"PRI", " * HTTP/2.0\r\n\r\nSM\r", "\n\r"})
        socket.send(piece);
    socket.send("\n" + http2Frame(Http2Type::Settings, 0, 0) +
                http2Frame(Headers, EndHeaders | EndStream, 1, http2Block(http2Request("GET", "/x"))));
    std::string got;
    while (got.find("error") == std::string::npos) {
        const std::string more = socket.readSome();
        QVERIFY(!more.empty());
        got += more;
    }
}

QTEST_GUILESS_MAIN(TestHttp2)
#include "tst_http2.moc"
