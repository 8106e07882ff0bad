// SPDX-License-Identifier: GPL-3.0-or-later
// The data path in the running program: what its settings do to HTTP/2 and to slow clients, and what clients
// of HTTP/2 hear when the program ends or is replaced.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <csignal>
#include <optional>
#include <semaphore>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

// RFC 9113 section 7 and 6.5.2
constexpr int NoError = 0, RefusedStream = 7, Cancel = 8, EnhanceYourCalm = 11;
constexpr std::uint16_t MaxConcurrentStreams = 3;

} // namespace

class TestDataPath : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void streamsAreLimitedAsSet();
    void resetsAreLimitedAsSet();
    void controlFramesAreLimitedAsSet_data();
    void controlFramesAreLimitedAsSet();
    void headsAreLimitedAsSet();
    void http2CanBeSwitchedOff();
    void endIsToldToClientsOfHttp2();
    void upgradeIsToldToClientsOfHttp2();
    void slowHeadsAreCutAsSet();
    void slowBodiesAreCutAsSet();
    void shutWindowsAreCutAsSet();

private:
    void start();
    RawSocket connect() const
    {
        return RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway->publicPort()});
    }
    /// Requests for /hold are answered when the test says so; all others at once.
    static Fields request(const std::string& place)
    {
        return http2Request("GET", "/api/rest/open/v1/" + place);
    }
    double ended(const QByteArray& reason);

    std::counting_semaphore<> m_go{0};
    std::unique_ptr<ScriptedUpstream> m_upstream;
    std::unique_ptr<GatewayProcess> m_gateway;
};

void TestDataPath::init()
{
    m_gateway = std::make_unique<GatewayProcess>();
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        for (;;) {
            const Message request = m_upstream->record(socket);
            if (!request.complete)
                return;
            if (request.firstLine.find("/hold") != std::string::npos)
                m_go.acquire();
            if (!socket.send(answer("hello")))
                return;
        }
    });
}

void TestDataPath::cleanup()
{
    m_go.release(100); // nobody is left waiting, whatever a test came to
    m_gateway.reset();
    QVERIFY(m_upstream->waitForQuiet()); // its scripts use this pointer
    m_upstream.reset();
    while (m_go.try_acquire()) {
    }
}

void TestDataPath::start()
{
    QVERIFY(m_gateway->start());
    HttpClient admin(m_gateway->adminPort());
    QVERIFY(admin.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(publish(admin, u"open"_s, {serverAt(m_upstream->port())},
                     {u"GET /x"_s, u"GET /hold"_s, u"POST /x"_s}, object(R"({"api_public":true})")),
             QString());
}

double TestDataPath::ended(const QByteArray& reason)
{
    const QByteArray name = "gatehouse_http2_connections_ended_total{reason=\"" + reason + "\"} ";
    for (const QByteArray& line : HttpClient(m_gateway->adminPort()).get("/metrics").body.split('\n')) {
        if (line.startsWith(name))
            return line.mid(name.size()).toDouble();
    }
    return -1;
}

void TestDataPath::streamsAreLimitedAsSet()
{
    m_gateway->set(u"HTTP2_MAX_STREAMS"_s, u"3"_s);
    start();
    Http2Client client(connect()); // prior knowledge: clear text that begins with the preface
    for (std::uint32_t stream = 1; stream <= 7; stream += 2)
        client.request(stream, request("hold"));
    QCOMPARE(client.answer(7).reset, RefusedStream);
    QCOMPARE(client.settings[MaxConcurrentStreams], 3u);
    m_go.release(3);
    for (std::uint32_t stream = 1; stream <= 5; stream += 2)
        QCOMPARE(client.answer(stream).status, 200);
}

void TestDataPath::resetsAreLimitedAsSet()
{
    m_gateway->set(u"HTTP2_MAX_RESETS"_s, u"20"_s);
    start();
    Http2Client client(connect());
    std::uint32_t stream = 1;
    const auto cancelled = [&](int times) {
        std::string bytes;
        for (; times > 0; --times, stream += 2) {
            bytes += http2Frame(Headers, EndHeaders | EndStream, stream, http2Block(request("x"))) +
                     http2Frame(Reset, 0, stream, bigEndian(Cancel));
        }
        return bytes;
    };
    QVERIFY(client.send(cancelled(20)));
    QCOMPARE(client.ask(request("x")).status, 200);
    Http2Client worse(connect());
    stream = 1;
    worse.send(cancelled(100));
    QCOMPARE(worse.goawayCode(), EnhanceYourCalm);
    QCOMPARE(ended("reset_flood"), 1.0);
}

void TestDataPath::controlFramesAreLimitedAsSet_data()
{
    QTest::addColumn<QByteArray>("frame");
    const auto row = [](const char* name, const std::string& frame) {
        QTest::newRow(name) << QByteArray::fromStdString(frame);
    };
    row("ping", http2Frame(Ping, 0, 0, std::string(8, 'p')));
    row("settings", http2Frame(Settings, 0, 0));
    row("settings of a window", http2Frame(Settings, 0, 0, std::string("\0\4\0\1\0\0", 6)));
    row("window", http2Frame(Window, 0, 0, bigEndian(1)));
}

void TestDataPath::controlFramesAreLimitedAsSet()
{
    QFETCH(const QByteArray, frame);
    m_gateway->set(u"HTTP2_MAX_CONTROL_FRAMES"_s, u"50"_s);
    start();
    const auto frames = [&frame](int times) { return frame.repeated(times).toStdString(); };
    Http2Client client(connect());
    QVERIFY(client.send(frames(30)));
    QCOMPARE(client.ask(request("x")).status, 200);
    Http2Client worse(connect());
    worse.send(frames(500));
    QCOMPARE(worse.goawayCode(), EnhanceYourCalm);
    QCOMPARE(ended("control_flood"), 1.0);
    QCOMPARE(client.ask(request("x")).status, 200);
}

void TestDataPath::headsAreLimitedAsSet()
{
    m_gateway->set(u"MAX_HEADER_BYTES"_s, u"2048"_s);
    start();
    Http2Client client(connect());
    Fields large = request("x");
    large.emplace_back("x-large", std::string(3000, 'x'));
    QCOMPARE(client.ask(large).status, 431);
    QCOMPARE(client.ask(request("x")).status, 200);
    // A block that goes on and on in CONTINUATION frames is not waited for.
    Http2Client worse(connect());
    worse.send(http2Frame(Headers, EndStream, 1, http2Block(request("x"))));
    const std::string more = http2Frame(Continuation, 0, 1, http2Block({{"x-more", std::string(8000, 'x')}}));
    for (int i = 0; i < 1000 && worse.send(more); ++i) {
    }
    QVERIFY(worse.goawayCode() > NoError);
    QCOMPARE(client.ask(request("x")).status, 200);
}

void TestDataPath::http2CanBeSwitchedOff()
{
    m_gateway->set(u"HTTP2_ENABLED"_s, u"false"_s);
    start();
    Http2Client client(connect());
    client.send(request("x"));
    QVERIFY(!client.until([&] { return client.settings.contains(MaxConcurrentStreams); }));
    QCOMPARE(HttpClient(m_gateway->publicPort()).get("/api/rest/open/v1/x").status, 200);
}

void TestDataPath::endIsToldToClientsOfHttp2()
{
    start();
    Http2Client client(connect()), idle(connect());
    QCOMPARE(idle.ask(request("x")).status, 200);
    client.request(1, request("hold"));
    QVERIFY(m_upstream->waitForRequests(2));
    m_gateway->signal(SIGTERM);
    QVERIFY(client.until([&] { return client.goaways.size() == 2; }));
    QCOMPARE(client.goaways.back(), 1u); // the last one that is served
    QCOMPARE(idle.goawayCode(), NoError);
    QVERIFY(m_gateway->isRunning());
    m_go.release();
    QCOMPARE(client.answer(1).status, 200);
    QCOMPARE(client.answer(1).body, std::string("hello"));
    QCOMPARE(client.goawayCode(), NoError);
    QVERIFY(m_gateway->waitForEnd());
    QCOMPARE(m_gateway->exitStatus(), 0);
}

void TestDataPath::upgradeIsToldToClientsOfHttp2()
{
    start();
    Http2Client client(connect());
    client.request(1, request("hold"));
    QVERIFY(m_upstream->waitForRequests(1));
    m_gateway->signal(SIGUSR2);
    QVERIFY(client.until([&] { return client.goaways.size() == 2; }));
    // A worker that hears of the end a little later hands back what it still took, and callers ask again (RFC
    // 9113 section 6.8).
    std::optional<Http2Client> next;
    const auto askNext = [&] { return next.emplace(connect()).ask(request("x")).status; };
    QTRY_COMPARE(askNext(), 200); // by the new process, while the old one still serves
    m_go.release();
    QCOMPARE(client.answer(1).body, std::string("hello"));
    QVERIFY(m_gateway->followUpgrade());
    QCOMPARE(askNext(), 200);
    next->socket().close();
    m_gateway->stop();
}

void TestDataPath::slowHeadsAreCutAsSet()
{
    m_gateway->set(u"HEADER_TIMEOUT"_s, u"0.2"_s);
    start();
    RawSocket client = connect();
    client.send("GET /api/rest/open/v1/x HTTP/1.1\r\nHost: a\r\n");
    std::string got;
    while (got.empty() && client.send("X-A: 1\r\n")) // a drip does not buy time
        got = client.readSome(10);
    QVERIFY2(got.starts_with("HTTP/1.1 408"), got.c_str());
}

/// Every byte ends a pause, so that only the average can tell.
void TestDataPath::slowBodiesAreCutAsSet()
{
    m_gateway->set(u"BODY_TIMEOUT"_s, u"1"_s);
    m_gateway->set(u"MIN_BODY_RATE_BYTES"_s, u"100000"_s);
    start();
    RawSocket client = connect();
    client.send("POST /api/rest/open/v1/x HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
    std::string got;
    while (got.empty() && client.send("a"))
        got = client.readSome(10);
    QVERIFY2(got.starts_with("HTTP/1.1 408"), got.c_str());
    QVERIFY(client.waitForClose());
}

/// A client that lets no byte of its answers through does not hold them for ever.
void TestDataPath::shutWindowsAreCutAsSet()
{
    m_gateway->set(u"BODY_TIMEOUT"_s, u"0.2"_s);
    start();
    Http2Client attacker(connect(), std::string("\0\4\0\0\0\0", 6)); // SETTINGS_INITIAL_WINDOW_SIZE 0
    for (std::uint32_t stream = 1; stream < 51; stream += 2)
        attacker.request(stream, request("x"));
    Http2Client client(connect());
    QCOMPARE(client.ask(request("x")).status, 200);
    QCOMPARE(attacker.goawayCode(), EnhanceYourCalm);
    QVERIFY(attacker.closed);
    QCOMPARE(ended("slow_reader"), 1.0);
    QCOMPARE(client.ask(request("x")).body, std::string("hello"));
}

QTEST_GUILESS_MAIN(TestDataPath)
#include "tst_data_path.moc"
