// SPDX-License-Identifier: GPL-3.0-or-later
// Filters in their order, waiting, answering; local handlers and streamed answers.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>
#include <deque>
#include <mutex>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace gatehouse::proxy;

/// What happened, in order, from any thread.
class Journal {
public:
    void add(const std::string& text)
    {
        const std::scoped_lock lock(m_mutex);
        m_text += text + ' ';
    }
    std::string take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_text, {});
    }
    std::string text() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_text;
    }

private:
    mutable std::mutex m_mutex;
    std::string m_text;
};

/// Writes down each of its calls; what it decides is given.
class NotingFilter final : public Filter {
public:
    using Decide = std::function<Verdict(Exchange&)>;
    NotingFilter(Journal& journal, Phase phase, std::uint8_t order, std::uint8_t hooks, Decide decide = {})
        : m_journal(journal)
        , m_phase(phase)
        , m_order(order)
        , m_hooks(hooks)
        , m_decide(std::move(decide))
    {
    }
    std::string_view name() const override { return nameOf(m_phase); }
    Phase phase() const override { return m_phase; }
    std::uint8_t order() const override { return m_order; }
    std::uint8_t hooks() const override { return m_hooks; }
    Verdict request(Exchange& exchange) const override
    {
        m_journal.add(std::string(name()) + std::to_string(m_order));
        return m_decide ? m_decide(exchange) : Verdict::Continue;
    }
    Verdict requestBody(Exchange& exchange) const override
    {
        m_journal.add("body:" + exchange.body());
        return m_decide ? m_decide(exchange) : Verdict::Continue;
    }
    void answer(Exchange& exchange) const override
    {
        m_journal.add("answer:" + std::to_string(exchange.answer().status));
        exchange.answerEdits().set("X-Seen", "yes");
        if (m_hooks & HookAnswerBody)
            exchange.bufferAnswer(100);
    }
    void answerBody(Exchange& exchange) const override
    {
        m_journal.add("answer-body:" + exchange.answerBody());
        exchange.answerBody() += "!";
    }
    void finish(Exchange&) const override { m_journal.add("finish"); }

private:
    Journal& m_journal;
    Phase m_phase;
    std::uint8_t m_order;
    std::uint8_t m_hooks;
    Decide m_decide;
};

/// Hands requests to the test's thread.
class QueueHandler final : public LocalHandler {
public:
    bool handles(std::string_view, std::string_view path, std::uint8_t) const override
    {
        return path.starts_with("/platform");
    }
    std::uint64_t bodyLimit(std::string_view) const override { return 100; }
    void handle(LocalRequest request, Responder responder) override
    {
        const std::scoped_lock lock(m_mutex);
        m_queue.emplace_back(std::move(request), std::move(responder));
    }
    bool empty() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_queue.empty();
    }
    std::pair<LocalRequest, Responder> take()
    {
        const std::scoped_lock lock(m_mutex);
        auto front = std::move(m_queue.front());
        m_queue.pop_front();
        return front;
    }

private:
    mutable std::mutex m_mutex;
    std::deque<std::pair<LocalRequest, Responder>> m_queue;
};

/// Answers at once: a probe, and a call that is none.
class ProbeHandler final : public LocalHandler {
public:
    bool handles(std::string_view, std::string_view path, std::uint8_t) const override
    {
        return path == "/health" || path == "/status";
    }
    std::uint64_t bodyLimit(std::string_view) const override { return 100; }
    observe::Surface surface(std::string_view path) const override
    {
        return path == "/health" ? observe::Surface::Probe : observe::Surface::Admin;
    }
    void handle(LocalRequest, Responder responder) override { responder.send({}); }
};

/// A gateway whose local calls wait for the test to answer them.
struct Platform {
    QueueHandler handler;
    TestGateway gateway;

    Platform()
    {
        gateway.services().handlers = {&handler};
        gateway.start(RolePlatform);
    }
    /// Waits for the call that a client has made.
    bool waitForCall() const
    {
        return QTest::qWaitFor([this] { return !handler.empty(); }, PatienceMs);
    }
};

class TestPhases : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyProbesPassTheBrake();
    void init() { m_journal.take(); }
    void filtersRunInTheOneOrder();
    void answerStopsLaterFilters();
    void waitingFilterGoesOn();
    void waitingForATime();
    void clientLeavesWhileAFilterWaits();
    void answerBodyIsTransformed();
    void answerTooLargeToTransform();
    void bodyFilterMayReplaceTheBody();
    void missingOperation();
    void disabledApi();
    void localAnswer();
    void localBodyLimit();
    void droppedResponderAnswers500();
    void streamedAnswer();
    void streamWaitsForASlowReader();
    void goneClientEndsTheStream();

private:
    template <typename... Args>
    std::shared_ptr<const Filter> filter(Args&&... args)
    {
        return std::make_shared<NotingFilter>(m_journal, std::forward<Args>(args)...);
    }
    static std::shared_ptr<const FilterChain> chain(std::vector<std::shared_ptr<const Filter>> filters)
    {
        return std::make_shared<const FilterChain>(std::move(filters));
    }
    Journal m_journal;
};

void TestPhases::filtersRunInTheOneOrder()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("ok")));
    TestGateway gateway;
    std::vector<std::shared_ptr<const Filter>> filters;
    for (const Phase phase : {Phase::Prepare, Phase::Limit, Phase::Authorise, Phase::Authenticate,
                              Phase::Preflight, Phase::Route}) { // given backwards on purpose
        filters.push_back(filter(phase, std::uint8_t(2), std::uint8_t(HookRequest)));
        filters.push_back(filter(phase, std::uint8_t(1), std::uint8_t(HookRequest)));
    }
    filters.push_back(filter(Phase::Answer, std::uint8_t(1), std::uint8_t(HookAnswer | HookFinish)));
    gateway.addApi("/a", {upstream.port()}).chain = gateway.addChain(chain(std::move(filters)));
    gateway.start();
    const Message got = gateway.ask(get("/a/x"));
    QCOMPARE(got.header("x-seen"), std::string("yes"));
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(m_journal.take(),
             std::string("route1 route2 preflight1 preflight2 authenticate1 authenticate2 "
                         "authorise1 authorise2 limit1 limit2 prepare1 prepare2 answer:200 finish "));
}

void TestPhases::answerStopsLaterFilters()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("ok")));
    TestGateway gateway;
    const auto refuse = [](Exchange& exchange) {
        exchange.fail(Reason::Unauthenticated);
        return Verdict::Respond;
    };
    gateway.addApi("/a", {upstream.port()}).chain = gateway.addChain(
        chain({filter(Phase::Authenticate, std::uint8_t(1), std::uint8_t(HookRequest), refuse),
               filter(Phase::Limit, std::uint8_t(1), std::uint8_t(HookRequest)),
               filter(Phase::Answer, std::uint8_t(1), std::uint8_t(HookAnswer | HookFinish))}));
    gateway.start();
    const Message got = gateway.ask(get("/a/x"));
    QCOMPARE(got.status, 401);
    QCOMPARE(got.header("x-seen"), std::string("yes")); // CORS and the like belong on errors too
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(m_journal.take(), std::string("authenticate1 answer:401 finish "));
    QCOMPARE(upstream.connections(), 0);
}

void TestPhases::waitingFilterGoesOn()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("ok")));
    TestGateway gateway;
    std::vector<std::thread> threads;
    std::mutex mutex;
    const auto wait = [&](Exchange& exchange) {
        const std::scoped_lock lock(mutex);
        threads.emplace_back([resumer = std::make_shared<Resumer>(exchange.resumer())] {
            resumer->resume([](Exchange& later) {
                later.upstreamEdits().set("X-Waited", "1");
                return Verdict::Continue;
            });
        });
        return Verdict::Wait;
    };
    gateway.addApi("/a", {upstream.port()}).chain =
        gateway.addChain(chain({filter(Phase::Authenticate, std::uint8_t(1), std::uint8_t(HookRequest), wait),
                                filter(Phase::Limit, std::uint8_t(1), std::uint8_t(HookRequest))}));
    gateway.start();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(gateway.ask(post("/a/x", "body")).status, 200);
    for (std::thread& thread : threads)
        thread.join();
    QVERIFY(m_journal.take().starts_with("authenticate1 limit1 authenticate1 limit1 "));
}

void TestPhases::waitingForATime()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("ok")));
    TestGateway gateway;
    const auto delay = [](Exchange& exchange) {
        exchange.resumeAfter(20'000'000);
        return Verdict::Wait;
    };
    gateway.addApi("/a", {upstream.port()}).chain =
        gateway.addChain(chain({filter(Phase::Limit, std::uint8_t(1), std::uint8_t(HookRequest), delay)}));
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 200);
    QCOMPARE(m_journal.take(), std::string("limit1 "));
}

void TestPhases::clientLeavesWhileAFilterWaits()
{
    TestGateway gateway;
    std::mutex mutex;
    std::vector<Resumer> waiting;
    const auto wait = [&](Exchange& exchange) {
        const std::scoped_lock lock(mutex);
        waiting.push_back(exchange.resumer());
        return Verdict::Wait;
    };
    gateway.addApi("/a", {1}).chain = gateway.addChain(
        chain({filter(Phase::Limit, std::uint8_t(1), std::uint8_t(HookRequest | HookFinish), wait)}));
    gateway.start();
    {
        RawSocket client = gateway.connect();
        client.send(get("/a/x"));
        QTRY_COMPARE(m_journal.text(), std::string("limit1 "));
        client.reset();
    }
    QVERIFY(gateway.sink().waitFor(1));
    QCOMPARE(gateway.sink().all().front().reason, std::string("client_gone"));
    waiting.clear(); // comes too late and must find nobody
    gateway.publish();
    QTRY_COMPARE(gateway.plane().counts().connections, std::uint64_t(0));
    QCOMPARE(m_journal.take(), std::string("limit1 finish "));
}

void TestPhases::answerBodyIsTransformed()
{
    ScriptedUpstream upstream(
        ScriptedUpstream::always("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
                                 "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n"));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).chain = gateway.addChain(
        chain({filter(Phase::Answer, std::uint8_t(1), std::uint8_t(HookAnswer | HookAnswerBody))}));
    gateway.start();
    const Message got = gateway.ask(get("/a/x"));
    QCOMPARE(got.status, 201);
    QCOMPARE(got.body, std::string("abc!"));
    QCOMPARE(got.header("content-length"), std::string("4"));
}

void TestPhases::answerTooLargeToTransform()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer(std::string(101, 'x'))));
    TestGateway gateway;
    gateway.addApi("/a", {upstream.port()}).chain = gateway.addChain(
        chain({filter(Phase::Answer, std::uint8_t(1), std::uint8_t(HookAnswer | HookAnswerBody))}));
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 502);
}

void TestPhases::bodyFilterMayReplaceTheBody()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        while (self->record(socket).complete)
            socket.send(answer("ok"));
    });
    self = &upstream;
    TestGateway gateway;
    const auto replace = [](Exchange& exchange) {
        exchange.body() = "<" + exchange.body() + ">";
        return Verdict::Continue;
    };
    gateway.addApi("/a", {upstream.port()}).chain = gateway.addChain(
        chain({filter(Phase::Prepare, std::uint8_t(1), std::uint8_t(HookRequestBody), replace)}));
    gateway.start();
    RawSocket client = gateway.connect();
    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 200);
    QVERIFY(upstream.waitForRequests(1));
    QCOMPARE(upstream.requests().front().body, std::string("<abc>"));
    QCOMPARE(upstream.requests().front().header("content-length"), std::string("5"));
}

void TestPhases::missingOperation()
{
    TestGateway gateway;
    const auto preflight = [](Exchange& exchange) {
        if (exchange.head().methodId != http::Method::Options)
            return Verdict::Continue;
        exchange.respond(204, {}, {});
        return Verdict::Respond;
    };
    ApiRuntime& api = gateway.addApi("/a", {1});
    api.registeredOnly = true;
    api.chain = gateway.addChain(
        chain({filter(Phase::Preflight, std::uint8_t(1), std::uint8_t(HookRequest), preflight),
               filter(Phase::Authenticate, std::uint8_t(1), std::uint8_t(HookRequest))}));
    gateway.start();
    QCOMPARE(gateway.ask(get("/a/x")).status, 404);
    QCOMPARE(m_journal.take(), std::string());
    QCOMPARE(gateway.ask("OPTIONS /a/x HTTP/1.1\r\nHost: a\r\n\r\n").status, 204);
    QCOMPARE(m_journal.take(), std::string("preflight1 "));
}

void TestPhases::disabledApi()
{
    TestGateway gateway;
    gateway.addApi("/a", {1}).active = false;
    ApiRuntime& platform = gateway.addApi("/b", {1});
    platform.active = false;
    platform.surface = Surface::Platform;
    gateway.start();
    const Message contract = gateway.ask(get("/a/x"));
    QCOMPARE(contract.status, 503);
    QVERIFY(contract.body.find("GTW012") != std::string::npos);
    const Message api = gateway.ask(get("/b/x"));
    QCOMPARE(api.status, 403);
    QVERIFY(api.body.find("GTW012") != std::string::npos);
}

// --- local handlers

void TestPhases::localAnswer()
{
    Platform platform;
    RawSocket client = platform.gateway.connect();
    client.send(post("/platform/user?x=1", "{}", "X-Mixed-Case: V\r\n"));
    QVERIFY(platform.waitForCall());
    auto [request, responder] = platform.handler.take();
    QCOMPARE(request.method, std::string("POST"));
    QCOMPARE(request.path, std::string("/platform/user"));
    QCOMPARE(request.query, std::string("x=1"));
    QCOMPARE(request.body, std::string("{}"));
    QCOMPARE(request.header("x-mixed-case"), std::string_view("V"));
    QCOMPARE(request.client.text(), std::string("127.0.0.1"));
    QCOMPARE(request.listenerRoles, std::uint8_t(RolePlatform));
    responder.send({201,
                    "application/json",
                    {{"X-Own", "1"}, {"X-Frame-Options", "SAMEORIGIN"}, {"X-Bad", "a\r\nX-Evil: 1"}},
                    "{\"a\":1}"});
    responder.send({500, "", {}, "twice"}); // ignored
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 201);
    QCOMPARE(got.body, std::string("{\"a\":1}"));
    QCOMPARE(got.header("x-own"), std::string("1"));
    QVERIFY(!got.has("x-evil"));
    QCOMPARE(got.header("x-frame-options"), std::string("SAMEORIGIN"));
    QCOMPARE(got.header("x-content-type-options"), std::string("nosniff"));
    QVERIFY(got.has("date"));
    QCOMPARE(got.header("x-request-id"), request.requestId);
    client.send(get("/nowhere"));
    QCOMPARE(client.readAnswer().status, 404);
}

void TestPhases::localBodyLimit()
{
    Platform platform;
    const Message got = platform.gateway.ask(post("/platform/x", std::string(101, 'x')));
    QCOMPARE(got.status, 413);
    QVERIFY(got.body.find("max: 100 bytes") != std::string::npos);
    QVERIFY(platform.handler.empty());
}

void TestPhases::droppedResponderAnswers500()
{
    Platform platform;
    RawSocket client = platform.gateway.connect();
    client.send(get("/platform/x"));
    QVERIFY(platform.waitForCall());
    platform.handler.take();
    QCOMPARE(client.readAnswer().status, 500);
}

void TestPhases::streamedAnswer()
{
    Platform platform;
    RawSocket client = platform.gateway.connect();
    client.send(get("/platform/events"));
    QVERIFY(platform.waitForCall());
    const Responder responder = platform.handler.take().second;
    responder.start({200, "text/event-stream", {}, "data: 0\n\n"});
    for (int i = 1; i < 100; ++i)
        QVERIFY(responder.write("data: " + std::to_string(i) + "\n\n"));
    responder.end();
    QVERIFY(!responder.write("late"));
    const Message got = client.readAnswer();
    QVERIFY(got.complete);
    QCOMPARE(got.header("content-type"), std::string("text/event-stream"));
    QVERIFY(got.body.starts_with("data: 0\n\ndata: 1\n\n") && got.body.ends_with("data: 99\n\n"));
    client.send(get("/nowhere"));
    QCOMPARE(client.readAnswer().status, 404);
}

void TestPhases::streamWaitsForASlowReader()
{
    Platform platform;
    RawSocket client = platform.gateway.connect();
    client.send(get("/platform/events"));
    QVERIFY(platform.waitForCall());
    const Responder responder = platform.handler.take().second;
    std::atomic<int> writable{0};
    responder.whenWritable([&writable] { ++writable; });
    responder.start({200, "text/event-stream", {}, {}});
    const std::string block(64 * 1024, 'x');
    std::size_t sent = 0;
    const auto fill = [&] {
        while (responder.write(block))
            sent += block.size();
    };
    // Until the kernel's buffers are full as well, and a refusal stays one.
    bool full = false; // the macro asks once more at its end
    QTRY_VERIFY([&] {
        const std::size_t before = sent;
        if (!full)
            fill();
        return full = full || (sent > 0 && sent == before) || sent > 64'000'000;
    }());
    QVERIFY(sent < 64'000'000);
    const int before = writable;
    std::thread reader([&client] { client.readToEnd(); });
    QTRY_VERIFY(writable > before);
    responder.end();
    platform.gateway.plane().stop();
    reader.join();
}

void TestPhases::goneClientEndsTheStream()
{
    Platform platform;
    RawSocket client = platform.gateway.connect();
    client.send(get("/platform/events"));
    QVERIFY(platform.waitForCall());
    const Responder responder = platform.handler.take().second;
    std::atomic<bool> gone{false};
    responder.whenGone([&gone] { gone = true; });
    responder.start({200, "text/event-stream", {}, "data: 0\n\n"});
    QVERIFY(client.readSome().starts_with("HTTP/1.1 200"));
    client.close();
    QTRY_VERIFY(gone.load());
    QVERIFY(!responder.write("x"));
    QVERIFY(responder.gone());
}

/// What is answered before a route is looked for as well.
void TestPhases::onlyProbesPassTheBrake()
{
    ProbeHandler handler;
    TestGateway gateway;
    gateway.services().handlers = {&handler};
    gateway.settings().client.addressBrake = {1, 1};
    gateway.start(RoleTraffic | RolePlatform);
    const auto isHeldUp = [&gateway](const std::string& request) {
        int status = 0;
        for (int i = 0; i < 20 && status != 429; ++i)
            status = gateway.ask(request).status;
        return status == 429;
    };
    for (const char* target : {"/status", "/nowhere", "/nowhere/%zz", "/a/../b"})
        QVERIFY2(isHeldUp(get(target)), target);
    QVERIFY(isHeldUp("GET /a HTTP/1.1\r\nHost : a\r\n\r\n"));
    QVERIFY(isHeldUp("TRACE /a HTTP/1.1\r\nHost: a\r\n\r\n"));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(gateway.ask(get("/health")).status, 200);
}

QTEST_GUILESS_MAIN(TestPhases)
#include "tst_phases.moc"
