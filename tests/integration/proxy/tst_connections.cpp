// SPDX-License-Identifier: GPL-3.0-or-later
// What client connections carry: reuse, pipelining, 100-continue, trailers, bodiless answers, early ones.
// What ends them is in tst_connection_limits.cpp.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestConnections : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keepsAlive();
    void closesWhenAsked();
    void http10();
    void pipelinedAnswersComeInOrder();
    void floodOfPipelinedRequestsStaysInTheKernel();
    void continueOnlyWhenWanted();
    void continueIsSentOnceForStreams();
    void trailersBothWays();
    void headAndBodilessAnswers();
    void untilCloseBecomesChunked();
    void bodyOfUnmatchedRequestIsSkipped();
    void earlyAnswerSaysThatItCloses();
    void promisedConnectionOutlivesAnEarlyAnswer();
    void refusedMethodsNameTheOthers();
    void clientGoneReleasesTheUpstream();
    void snapshotChangesTakeEffect();
    void requestIdsAreTakenOver();

private:
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<TestGateway> m_gateway;
};

/// Echoes method, target and body; special targets do special things.
static void echo(ScriptedUpstream& upstream, RawSocket& socket)
{
    for (;;) {
        const Message request = upstream.record(socket);
        if (!request.complete)
            return;
        const std::string target = request.firstLine.substr(request.firstLine.find(' ') + 1);
        if (target.starts_with("/hang")) {
            socket.waitForClose();
            return;
        }
        if (target.starts_with("/204"))
            socket.send("HTTP/1.1 204 No Content\r\n\r\n");
        else if (target.starts_with("/304"))
            socket.send("HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n");
        else if (target.starts_with("/trailers"))
            socket.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                        "2\r\nok\r\n0\r\nX-Sum: 7\r\n\r\n");
        else if (request.firstLine.starts_with("HEAD"))
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        else if (target.starts_with("/close")) {
            socket.send("HTTP/1.1 200 OK\r\n\r\nuntil the end");
            return;
        } else
            socket.send(answer(request.firstLine + "|" + request.body));
    }
}

void TestConnections::init()
{
    m_upstream =
        std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) { echo(*m_upstream, socket); });
    m_gateway = std::make_unique<TestGateway>();
    m_gateway->addApi("/a", {m_upstream->port()});
    m_gateway->settings().client.lingerMs = 300;
}

void TestConnections::cleanup()
{
    m_gateway.reset();
    QVERIFY(m_upstream->waitForQuiet()); // its scripts use the pointer
    m_upstream.reset();
}

void TestConnections::keepsAlive()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    for (int i = 0; i < 20; ++i) {
        const std::string body(static_cast<std::size_t>(i * 997), 'b');
        QVERIFY(client.send(post("/a/n", body)));
        const Message got = client.readAnswer();
        QCOMPARE(got.body, "POST /n HTTP/1.1|" + body);
        QVERIFY(!got.has("connection"));
    }
    QCOMPARE(m_upstream->connections(), 1);
    QCOMPARE(m_gateway->plane().counts().accepted, std::uint64_t(1));
}

void TestConnections::closesWhenAsked()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(get("/a/x", "Connection: close\r\n"));
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.header("connection"), std::string("close"));
    QVERIFY(client.waitForClose());
    QTRY_COMPARE(m_gateway->plane().counts().connections, std::uint64_t(0));
}

void TestConnections::http10()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("GET /a/x HTTP/1.0\r\n\r\n");
    QCOMPARE(client.readAnswer().header("connection"), std::string("close"));
    QVERIFY(client.waitForClose());
    RawSocket keep = m_gateway->connect();
    for (int i = 0; i < 2; ++i) {
        keep.send("GET /a/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        QCOMPARE(keep.readAnswer().header("connection"), std::string("keep-alive"));
    }
    keep.send("GET /a/trailers HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"); // no chunks for 1.0
    const Message got = keep.readAnswer();
    QVERIFY(!got.has("transfer-encoding"));
    QCOMPARE(got.body, std::string("ok"));
}

void TestConnections::pipelinedAnswersComeInOrder()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    std::string all;
    for (int i = 0; i < 50; ++i)
        all +=
            i % 3 ? get("/a/" + std::to_string(i)) : post("/a/" + std::to_string(i), std::string(500, 'x'));
    QVERIFY(client.send(all));
    for (int i = 0; i < 50; ++i) {
        const Message got = client.readAnswer();
        QVERIFY(got.complete);
        QVERIFY(got.body.find(" /" + std::to_string(i) + " ") != std::string::npos);
    }
}

void TestConnections::floodOfPipelinedRequestsStaysInTheKernel()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    const std::string block = get("/a/hang").append(get("/a/x")) + std::string();
    std::string flood;
    while (flood.size() < 100'000)
        flood += block;
    // The first request hangs, so nothing more may be read than one receive buffer.
    std::size_t sent = 0;
    for (int i = 0; i < 200; ++i) {
        const ssize_t taken = ::send(client.fd(), flood.data(), flood.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (taken <= 0)
            break;
        sent += static_cast<std::size_t>(taken);
    }
    QVERIFY(m_upstream->waitForRequests(1));
    QVERIFY(sent < 12'000'000); // socket buffers of both ends, not 20 MB
    QCOMPARE(m_upstream->requests().size(), std::size_t(1));
}

void TestConnections::continueOnlyWhenWanted()
{
    m_gateway->start();
    RawSocket refused = m_gateway->connect();
    refused.send("POST /nowhere HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const Message no = refused.readAnswer();
    QCOMPARE(no.status, 404); // without a 100 before it
    QCOMPARE(no.header("connection"), std::string("close"));

    RawSocket client = m_gateway->connect();
    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 100);
    client.send("hello");
    QCOMPARE(client.readAnswer().body, std::string("POST /x HTTP/1.1|hello"));
    QVERIFY(!m_upstream->requests().back().has("expect"));

    client.send("POST /a/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhello");
    QCOMPARE(client.readAnswer().status, 200); // the body is here: no 100
}

void TestConnections::continueIsSentOnceForStreams()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(
        "POST /a/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    QCOMPARE(client.readAnswer().status, 100);
    client.send("3\r\nabc\r\n");
    client.send("0\r\n\r\n");
    const Message got = client.readAnswer();
    QCOMPARE(got.status, 200);
    QCOMPARE(got.body, std::string("POST /x HTTP/1.1|abc"));
}

void TestConnections::trailersBothWays()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("POST /a/trailers HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                "2\r\nhi\r\n0\r\nX-In: 5\r\nContent-Length: 9\r\nAuthorization: x\r\n\r\n");
    const Message got = client.readAnswer();
    QCOMPARE(got.body, std::string("ok"));
    QCOMPARE(got.trailers.at("x-sum"), std::string("7"));
    const Message seen = m_upstream->requests().front();
    QCOMPARE(seen.body, std::string("hi"));
    QCOMPARE(seen.trailers.count("x-in"), std::size_t(1));
    QCOMPARE(seen.trailers.count("content-length"), std::size_t(0));
    QCOMPARE(seen.trailers.count("authorization"), std::size_t(0));
}

void TestConnections::headAndBodilessAnswers()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send("HEAD /a/x HTTP/1.1\r\nHost: a\r\n\r\n");
    const Message head = client.readAnswer(true);
    QCOMPARE(head.header("content-length"), std::string("1234"));
    client.send("HEAD /nowhere HTTP/1.1\r\nHost: a\r\n\r\n");
    const Message missing = client.readAnswer(true);
    QCOMPARE(missing.status, 404);
    QVERIFY(missing.header("content-length") != "0");
    client.send(get("/a/204"));
    const Message empty = client.readAnswer();
    QCOMPARE(empty.status, 204);
    QVERIFY(!empty.has("content-length") && !empty.has("transfer-encoding"));
    client.send(get("/a/304"));
    QCOMPARE(client.readAnswer().status, 304);
    client.send(get("/a/after"));
    QCOMPARE(client.readAnswer().body, std::string("GET /after HTTP/1.1|"));
}

void TestConnections::untilCloseBecomesChunked()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(get("/a/close"));
    const Message got = client.readAnswer();
    QCOMPARE(got.header("transfer-encoding"), std::string("chunked"));
    QCOMPARE(got.body, std::string("until the end"));
    client.send(get("/a/again"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestConnections::bodyOfUnmatchedRequestIsSkipped()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(post("/nowhere", "GET /a/evil HTTP/1.1\r\nHost: a\r\n\r\n") + get("/a/good"));
    QCOMPARE(client.readAnswer().status, 404);
    QCOMPARE(client.readAnswer().body, std::string("GET /good HTTP/1.1|"));
}

/// RFC 9112 section 9.6: a reset would take the answer away from whoever has not finished sending.
/// The upstream wants no more than it has seen.
static ScriptedUpstream::Script answersEarly(std::string first, std::shared_future<void> goOn,
                                             std::string rest)
{
    return [first, goOn, rest](RawSocket& socket, int number) {
        if (number > 0) {
            socket.readRequest();
            socket.send(answer("next"));
            return;
        }
        std::string head;
        while (head.find("\r\n\r\n") == std::string::npos)
            head += socket.readSome();
        socket.send(first);
        goOn.wait();
        socket.send(rest);
        socket.waitForClose();
    };
}

static std::string halfAnUpload(std::string_view path)
{
    return std::string("POST ").append(path).append(
               " HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n") +
           std::string(50'000, 'x');
}

void TestConnections::earlyAnswerSaysThatItCloses()
{
    for (const std::string& whole : {answer("early"), std::string("HTTP/1.1 204 No Content\r\n\r\n")}) {
        std::promise<void> goOn;
        goOn.set_value();
        ScriptedUpstream upstream(answersEarly(whole, goOn.get_future().share(), {}));
        TestGateway gateway;
        gateway.addApi("/e", {upstream.port()});
        gateway.start();
        RawSocket client = gateway.connect();
        QVERIFY(client.send(halfAnUpload("/e/x")));
        const Message got = client.readAnswer();
        QVERIFY(got.complete);
        QCOMPARE(got.header("connection"), std::string("close"));
        QVERIFY(client.send(std::string(50'000, 'x'))); // is dropped, but nothing breaks
        QVERIFY(client.waitForClose());
    }
}

/// While its head leaves nobody knows that the answer will overtake the body: the rest of that is dropped.
void TestConnections::promisedConnectionOutlivesAnEarlyAnswer()
{
    std::promise<void> goOn;
    ScriptedUpstream upstream(
        answersEarly("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", goOn.get_future().share(), "early"));
    m_gateway->addApi("/e", {upstream.port()});
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    QVERIFY(client.send(halfAnUpload("/e/x")));
    std::string got = client.readSome();
    QVERIFY2(got.find("onnection: close") == std::string::npos, got.c_str());
    goOn.set_value();
    while (!got.ends_with("early")) {
        const std::string more = client.readSome();
        QVERIFY(!more.empty());
        got += more;
    }
    QTRY_COMPARE(m_gateway->plane().counts().active, std::uint64_t(0));
    QVERIFY(client.send(std::string(20'000, 'x')));
    QVERIFY(client.send(std::string(30'000, 'x') + get("/e/next")));
    QCOMPARE(client.readAnswer().body, std::string("next"));
}

void TestConnections::refusedMethodsNameTheOthers()
{
    m_gateway->start();
    for (const char* line : {"TRACE /a/x", "CONNECT a:443"}) {
        const Message got = m_gateway->ask(std::string(line) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        QCOMPARE(got.status, 405);
        QCOMPARE(got.header("allow"), std::string("GET, HEAD, POST, PUT, DELETE, PATCH, OPTIONS"));
    }
}

void TestConnections::clientGoneReleasesTheUpstream()
{
    m_gateway->start();
    for (const bool hard : {false, true}) {
        RawSocket client = m_gateway->connect();
        client.send(get("/a/hang"));
        QVERIFY(m_upstream->waitForRequests(hard ? 2 : 1));
        hard ? client.reset() : client.close();
        QVERIFY(m_upstream->waitForQuiet());
    }
    QVERIFY(m_gateway->sink().waitFor(2));
    QCOMPARE(m_gateway->sink().all().back().reason, std::string("client_gone"));
    QCOMPARE(m_gateway->sink().all().back().status, 0);
    QTRY_COMPARE(m_gateway->plane().counts().active, std::uint64_t(0));
}

void TestConnections::snapshotChangesTakeEffect()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(get("/b/x"));
    QCOMPARE(client.readAnswer().status, 404);
    m_gateway->addApi("/b", {m_upstream->port()});
    m_gateway->publish();
    client.send(get("/b/x"));
    QCOMPARE(client.readAnswer().status, 200);
}

void TestConnections::requestIdsAreTakenOver()
{
    m_gateway->start();
    RawSocket client = m_gateway->connect();
    client.send(get("/a/x", "X-Request-ID: mine-1\r\n"));
    QCOMPARE(client.readAnswer().header("x-request-id"), std::string("mine-1"));
    client.send(get("/a/x", "Request-ID: mine-2\r\n"));
    QCOMPARE(client.readAnswer().header("x-request-id"), std::string("mine-2"));
    client.send(get("/a/x", "X-Request-ID: not good\r\n"));
    const std::string made = client.readAnswer().header("x-request-id");
    QCOMPARE(made.size(), std::size_t(36));
    QVERIFY(m_upstream->waitForRequests(3));
    QCOMPARE(m_upstream->requests().at(0).header("x-request-id"), std::string("mine-1"));
    QCOMPARE(m_upstream->requests().at(2).header("x-request-id"), made);
}

QTEST_GUILESS_MAIN(TestConnections)
#include "tst_connections.moc"
