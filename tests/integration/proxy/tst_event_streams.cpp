// SPDX-License-Identifier: GPL-3.0-or-later
// Server-sent events through the data plane.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

const std::string StreamHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                               "Transfer-Encoding: chunked\r\n\r\n";

std::string chunk(const std::string& data)
{
    char head[16];
    std::snprintf(head, sizeof head, "%zx\r\n", data.size());
    return head + data + "\r\n";
}

/// Reads until `text` has come; false when it does not.
bool readUntil(RawSocket& socket, const std::string& text, std::string& all)
{
    while (all.find(text) == std::string::npos) {
        const std::string more = socket.readSome();
        if (more.empty())
            return false;
        all += more;
    }
    return true;
}

/// Serves a stream of one event, after which nothing comes any more.
void oneEvent(RawSocket& socket, int)
{
    socket.readRequest();
    socket.send(StreamHead + chunk("data: 0\n\n"));
    socket.waitForClose();
}

} // namespace

class TestEventStreams : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eventsPassAtOnce();
    void silenceIsNoFault();
    void silenceHasALimit();
    void clientLeaving();
    void manyClients();
    void drainEndsBetweenEvents();
    void answersAreNotCollected();
    void disabledApiEndsStreams();
};

void TestEventStreams::eventsPassAtOnce()
{
    // Each event is sent only after the client has confirmed the one before: any buffering would stop it.
    std::array<std::promise<void>, 3> seen;
    std::atomic<int> round = 0;
    ScriptedUpstream server([&](RawSocket& socket, int) {
        socket.readRequest();
        socket.send(StreamHead);
        for (int i = 0; i < 3; ++i) {
            socket.send(chunk("data: " + std::to_string(i) + "\n\n"));
            seen[std::size_t(i)].get_future().wait();
        }
        socket.send("0\r\n\r\n");
    });
    TestGateway gateway;
    gateway.addApi("/sse", {server.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    std::string all;
    for (int i = 0; i < 3; ++i) {
        QVERIFY(readUntil(client, "data: " + std::to_string(i) + "\n\n", all));
        seen[std::size_t(i)].set_value();
    }
    QVERIFY(readUntil(client, "\r\n0\r\n\r\n", all));
    QVERIFY(all.find("text/event-stream") != std::string::npos);
}

void TestEventStreams::silenceIsNoFault()
{
    std::promise<void> goOn;
    ScriptedUpstream server([future = goOn.get_future().share()](RawSocket& socket, int) {
        const Message request = socket.readRequest();
        socket.send(StreamHead + chunk("data: 0\n\n"));
        future.wait();
        socket.send(chunk("data: 1\n\n") + "0\r\n\r\n");
    });
    ScriptedUpstream plain([future = server.address()](RawSocket& socket, int) {
        socket.readRequest();
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n" +
                    chunk("x"));
        socket.waitForClose();
    });
    TestGateway gateway;
    gateway.addApi("/sse", {server.port()}).timeouts.readMs = 300;
    gateway.addApi("/plain", {plain.port()}).timeouts.readMs = 300;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    std::string all;
    QVERIFY(readUntil(client, "data: 0\n\n", all));
    // An ordinary answer with the same pause is given up; by then the stream has been silent for longer.
    QVERIFY(!gateway.ask(get("/plain/x")).complete);
    goOn.set_value();
    QVERIFY(readUntil(client, "data: 1\n\n", all));
}

void TestEventStreams::silenceHasALimit()
{
    ScriptedUpstream server(oneEvent);
    TestGateway gateway;
    gateway.addApi("/sse", {server.port()}).streams.streamIdleMs = 200;
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    QVERIFY(client.waitForClose());
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("upstream_read_timeout"));
    QVERIFY(server.waitForQuiet());
}

void TestEventStreams::clientLeaving()
{
    ScriptedUpstream server(oneEvent);
    TestGateway gateway;
    gateway.addApi("/sse", {server.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    std::string all;
    QVERIFY(readUntil(client, "data: 0\n\n", all));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::EventStreamsActive), std::int64_t(1));
    client.close();
    QVERIFY(server.waitForQuiet()); // the upstream is freed at once
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().metrics()->plain(observe::Metric::EventStreamsActive), std::int64_t(0));
}

void TestEventStreams::manyClients()
{
    constexpr int Clients = 150; // more than the pool's maximum of 100
    std::promise<void> start;
    ScriptedUpstream server([future = start.get_future().share()](RawSocket& socket, int number) {
        socket.readRequest();
        socket.send(StreamHead + chunk("data: first\n\n"));
        future.wait();
        for (int i = 0; i < 20; ++i)
            socket.send(chunk("id: " + std::to_string(i) + "\ndata: " + std::to_string(number) + "\n\n"));
        socket.send("0\r\n\r\n");
    });
    TestGateway gateway(2);
    gateway.addApi("/sse", {server.port()});
    gateway.start();
    std::vector<RawSocket> clients;
    for (int i = 0; i < Clients; ++i) {
        clients.push_back(gateway.connect());
        clients.back().send(get("/sse/x"));
        std::string head;
        QVERIFY(readUntil(clients.back(), "data: first\n\n", head));
    }
    start.set_value();
    for (RawSocket& client : clients) {
        std::string all;
        QVERIFY(readUntil(client, "id: 19\n", all));
        QVERIFY(readUntil(client, "\r\n0\r\n\r\n", all));
    }
    QVERIFY(gateway.sink().waitFor(Clients));
}

void TestEventStreams::drainEndsBetweenEvents()
{
    std::promise<void> goOn;
    ScriptedUpstream server([future = goOn.get_future().share()](RawSocket& socket, int) {
        const Message request = socket.readRequest();
        const bool half = request.firstLine.find("/half") != std::string::npos;
        socket.send(StreamHead + chunk(half ? "data: ha" : "data: whole\n\n"));
        if (half) {
            future.wait();
            socket.send(chunk("lf\n\n"));
        }
        socket.waitForClose();
    });
    TestGateway gateway;
    gateway.addApi("/sse", {server.port()});
    gateway.start();
    RawSocket whole = gateway.connect();
    RawSocket half = gateway.connect();
    std::string wholeText;
    std::string halfText;
    whole.send(get("/sse/whole"));
    half.send(get("/sse/half"));
    QVERIFY(readUntil(whole, "data: whole\n\n", wholeText));
    QVERIFY(readUntil(half, "data: ha", halfText));
    std::promise<bool> clean;
    gateway.plane().drain(60'000, [&clean](bool value) { clean.set_value(value); });
    QVERIFY(readUntil(whole, "\r\n0\r\n\r\n", wholeText)); // a proper end
    goOn.set_value();
    QVERIFY(readUntil(half, "\r\n0\r\n\r\n", halfText));
    QVERIFY(halfText.find("lf\n\n") != std::string::npos); // after the event
    QVERIFY(clean.get_future().get());
}

/// A filter that wants the whole answer.
class Collecting final : public proxy::Filter {
public:
    std::string_view name() const override { return "collecting"; }
    proxy::Phase phase() const override { return proxy::Phase::Prepare; }
    std::uint8_t order() const override { return 1; }
    std::uint8_t hooks() const override { return proxy::HookAnswer; }
    void answer(proxy::Exchange& exchange) const override { exchange.bufferAnswer(1 << 20); }
};

void TestEventStreams::answersAreNotCollected()
{
    ScriptedUpstream server(oneEvent);
    TestGateway gateway;
    std::vector<std::shared_ptr<const proxy::Filter>> filters{std::make_shared<Collecting>()};
    gateway.addApi("/sse", {server.port()}).chain =
        gateway.addChain(std::make_shared<const proxy::FilterChain>(filters));
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    std::string all;
    QVERIFY(readUntil(client, "data: 0\n\n", all));
}

void TestEventStreams::disabledApiEndsStreams()
{
    ScriptedUpstream server(oneEvent);
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/sse", {server.port()});
    gateway.start();
    RawSocket client = gateway.connect();
    client.send(get("/sse/x"));
    std::string all;
    QVERIFY(readUntil(client, "data: 0\n\n", all));
    api.active = false;
    gateway.publish();
    QVERIFY(readUntil(client, "\r\n0\r\n\r\n", all));
    QVERIFY(server.waitForQuiet());
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("api_disabled"));
}

QTEST_GUILESS_MAIN(TestEventStreams)
#include "tst_event_streams.moc"
