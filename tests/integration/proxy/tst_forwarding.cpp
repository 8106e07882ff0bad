// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches the upstream and what comes back, through real sockets.
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <algorithm>

using namespace gatehouse;
using namespace gatehouse::harness;

namespace {

/// Fields of so many bytes together, each small enough for HTTP/2.
Fields large(std::size_t bytes)
{
    Fields fields;
    for (std::size_t left = bytes; left > 0; left -= fields.back().second.size())
        fields.emplace_back("x-large", std::string(std::min<std::size_t>(left, 50'000), 'v'));
    return fields;
}

std::size_t sizeOfLarge(const Fields& fields)
{
    std::size_t bytes = 0;
    for (const auto& [name, value] : fields) {
        if (name == "x-large" && value.find_first_not_of('v') == std::string::npos)
            bytes += value.size();
    }
    return bytes;
}

std::string valueOf(const Fields& fields, std::string_view name)
{
    const auto at = std::ranges::find(fields, name, &Fields::value_type::first);
    return at == fields.end() ? std::string() : at->second;
}

/// Tells how much came, and brings as much as was asked for.
Fields answerTo(const Fields& request)
{
    Fields fields = large(std::stoul('0' + valueOf(request, "x-want")));
    fields.emplace(fields.begin(), "x-got", std::to_string(sizeOfLarge(request)));
    return fields;
}

std::string linesOf(const Fields& fields)
{
    std::string lines;
    for (const auto& [name, value] : fields)
        lines += name + ": " + value + "\r\n";
    return lines;
}

} // namespace

class TestForwarding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainGet();
    void hopsAreTold();
    void largeHeadsAreWhole_data();
    void largeHeadsAreWhole();
    void hopsOfStrangersDoNotPass_data();
    void hopsOfStrangersDoNotPass();
    void trailersFollowTheHeaderRules();
    void trailersNamedByPoliciesDoNotPass();
    void emptyQueryIsKept();
    void optionsEndWhereTheyAreTold();
    void optionsCountTheirHops();
};

namespace {

/// Answers everything, and remembers it.
struct Backend {
    ScriptedUpstream upstream{[this](RawSocket& socket, int) {
        while (upstream.record(socket).complete)
            socket.send(answer("x"));
    }};
    std::uint16_t port() const { return upstream.port(); }
    Message seen() const { return upstream.requests().back(); }
};

/// What a policy does to the fields for the upstream.
class EditingFilter final : public proxy::Filter {
public:
    std::string_view name() const override { return "editing"; }
    proxy::Phase phase() const override { return proxy::Phase::Prepare; }
    std::uint8_t order() const override { return 1; }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override
    {
        proxy::HeaderEdits& edits = exchange.upstreamEdits();
        edits.remove("X-Debug");
        edits.set("X-Role", "guest");
        edits.add("X-Added", "ours");
        edits.setDefault("X-Default", "ours");
        return proxy::Verdict::Continue;
    }
};

std::string withTrailers(std::string_view path, std::string_view trailers, std::string_view lines = {})
{
    std::string text = "POST ";
    return text.append(path)
        .append(" HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n")
        .append(lines)
        .append("\r\n2\r\nhi\r\n0\r\n")
        .append(trailers)
        .append("\r\n");
}

std::string namesOf(const std::map<std::string, std::string>& fields)
{
    std::string names;
    for (const auto& [name, value] : fields)
        names.append(names.empty() ? "" : " ").append(name);
    return names;
}

} // namespace

void TestForwarding::plainGet()
{
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&self](RawSocket& socket, int) {
        while (self->record(socket).complete)
            socket.send(answer("hello", "Content-Type: text/plain\r\nETag: \"7\"\r\n"));
    });
    self = &upstream;
    TestGateway gateway;
    gateway.addApi("/shop", {upstream.port()});
    gateway.start();

    RawSocket client = gateway.connect();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(client.send(get("/shop/items%2e1?q=a%20b", "X-Color: red\r\nCookie: secret=1\r\n")));
        const Message got = client.readAnswer();
        QVERIFY(got.complete);
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, std::string("hello"));
        QCOMPARE(got.header("etag"), std::string("\"7\""));
        QCOMPARE(got.header("x-request-id").size(), std::size_t(36));
    }
    QCOMPARE(upstream.connections(), 1);
    QVERIFY(upstream.waitForRequests(3));
    const Message seen = upstream.requests().front();
    QCOMPARE(seen.firstLine, std::string("GET /items%2e1?q=a%20b HTTP/1.1"));
    QCOMPARE(seen.header("host"), "127.0.0.1:" + std::to_string(upstream.port()));
    QCOMPARE(seen.header("x-color"), std::string("red"));
    QVERIFY(!seen.has("cookie"));
    QVERIFY(gateway.sink().waitFor(3));
    QCOMPARE(gateway.sink().all().front().status, 200);
}

/// A trusted peer's word is passed on with its own address behind it, however many fields it used; of others
/// nothing is.
void TestForwarding::hopsAreTold()
{
    const std::string lines = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
                              "X-Forwarded-For: 192.0.2.2, 192.0.2.3\r\n";
    for (const bool trusted : {false, true}) {
        ScriptedUpstream* self = nullptr;
        ScriptedUpstream upstream([&self](RawSocket& socket, int) {
            self->record(socket);
            socket.send(answer("x"));
        });
        self = &upstream;
        TestGateway gateway;
        gateway.addApi("/a", {upstream.port()}).addForwardedFor = true;
        gateway.settings().trust.trustForwarded = trusted;
        gateway.settings().trust.proxies.add("127.0.0.0/8");
        gateway.settings().trust.proxies.compile();
        gateway.start();
        QCOMPARE(gateway.ask(get("/a/x", lines)).status, 200);
        const Message seen = upstream.requests().front();
        QCOMPARE(seen.header("x-forwarded-for"),
                 std::string(trusted ? "192.0.2.1, 192.0.2.2, 192.0.2.3, 127.0.0.1" : "127.0.0.1"));
        QCOMPARE(seen.header("x-forwarded-proto"), std::string(trusted ? "https" : "http"));
        QVERIFY(gateway.sink().waitFor(1));
        QCOMPARE(gateway.sink().all().front().client, std::string(trusted ? "192.0.2.3" : "127.0.0.1"));
    }
}

void TestForwarding::largeHeadsAreWhole_data()
{
    QTest::addColumn<bool>("http2Client");
    QTest::addColumn<bool>("http2Upstream");
    QTest::newRow("HTTP/1 to HTTP/1") << false << false;
    QTest::newRow("HTTP/1 to HTTP/2") << false << true;
    QTest::newRow("HTTP/2 to HTTP/1") << true << false;
    QTest::newRow("HTTP/2 to HTTP/2") << true << true;
}

/// Heads up to the largest that the settings allow, there and back, and nothing of those before in them.
void TestForwarding::largeHeadsAreWhole()
{
    QFETCH(bool, http2Client);
    QFETCH(bool, http2Upstream);
    constexpr std::uint32_t Most = 1 << 20;
    constexpr std::size_t MostOfHttp2 = 120'000; // in few enough frames
    ScriptedUpstream* self = nullptr;
    ScriptedUpstream upstream([&](RawSocket& socket, int) {
        if (http2Upstream) {
            Http2Client peer(std::move(socket), Http2Side::Server);
            for (std::uint32_t next = 1; peer.until([&] { return peer.now(next).ended; }); next += 2) {
                Fields fields = answerTo(peer.now(next).fields);
                fields.emplace(fields.begin(), ":status", "200");
                peer.request(next, fields);
            }
            return;
        }
        for (Message request = self->record(socket); request.complete; request = self->record(socket)) {
            if (!socket.send(answer("ok", linesOf(answerTo(request.fields)))))
                return;
        }
    });
    self = &upstream;
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/a", {upstream.port()});
    api.upstreamHttp2 = http2Upstream;
    api.forwardAllRequestHeaders = api.forwardAllAnswerHeaders = true;
    gateway.settings().client.head.maxHeadBytes = Most;
    gateway.settings().client.http2.maxFieldBytes = Most;
    gateway.settings().upstream.head.maxHeadBytes = Most;
    gateway.start();
    for (const std::size_t size : {200U, 60'000U, 90'000U, 163'500U, 170'000U, 400'000U, 1'000'000U}) {
        const std::size_t there = http2Client ? std::min(size, MostOfHttp2) : size;
        const std::size_t back = http2Upstream ? std::min(size, MostOfHttp2) : size;
        Fields fields = large(there);
        fields.emplace_back("x-want", std::to_string(back));
        Fields got;
        if (http2Client) {
            Http2Client client(gateway.connect());
            const Http2Answer& told = client.ask(http2Request("GET", "/a/x", fields));
            QVERIFY2(told.ended && told.status == 200, std::to_string(size).c_str());
            got = told.fields;
        } else {
            RawSocket client = gateway.connect();
            QVERIFY(client.send(get("/a/x", linesOf(fields))));
            const Message told = client.readAnswer();
            QVERIFY2(told.complete && told.status == 200, std::to_string(size).c_str());
            got = told.fields;
        }
        QCOMPARE(valueOf(got, "x-got"), std::to_string(there));
        QCOMPARE(sizeOfLarge(got), back);
    }
    if (!http2Upstream)
        QCOMPARE(upstream.requests().size(), std::size_t(7)); // and none that a head was cut into
}

void TestForwarding::hopsOfStrangersDoNotPass_data()
{
    QTest::addColumn<bool>("trusted");
    QTest::addColumn<bool>("told");
    QTest::addColumn<bool>("all");
    for (const bool trusted : {false, true}) {
        for (const bool told : {false, true}) {
            for (const bool all : {false, true})
                QTest::addRow("trusted %d, told %d, all %d", trusted, told, all) << trusted << told << all;
        }
    }
}

/// Whatever the list of an API says: of itself nobody but a trusted peer is believed, and what the gateway
/// tells it tells once.
void TestForwarding::hopsOfStrangersDoNotPass()
{
    QFETCH(bool, trusted);
    QFETCH(bool, told);
    QFETCH(bool, all);
    Backend backend;
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/a", {backend.port()});
    api.addForwardedFor = told;
    api.forwardAllRequestHeaders = all;
    api.allowedHeaders = {"cf-connecting-ip", "forwarded",         "x-forwarded-for",
                          "x-forwarded-host", "x-forwarded-proto", "x-real-ip"};
    gateway.settings().trust.trustForwarded = trusted;
    gateway.settings().trust.proxies.add("127.0.0.0/8");
    gateway.settings().trust.proxies.compile();
    gateway.start();
    QCOMPARE(gateway
                 .ask(get("/a/x", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\n"
                                  "X-Forwarded-Host: lie\r\nX-Real-IP: 6.6.6.6\r\n"
                                  "CF-Connecting-IP: 6.6.6.6\r\nForwarded: for=6.6.6.6\r\n"))
                 .status,
             200);
    const Message seen = backend.seen();
    const bool passes = trusted && !all; // the mode "all" leaves them out, as ever
    const auto hops = std::string(trusted ? "6.6.6.6, 127.0.0.1" : "127.0.0.1");
    QCOMPARE(seen.header("x-forwarded-for"), told ? hops : std::string(passes ? "6.6.6.6" : ""));
    const auto scheme = std::string(trusted ? "https" : "http");
    QCOMPARE(seen.header("x-forwarded-proto"), told ? scheme : std::string(passes ? "https" : ""));
    QCOMPARE(seen.header("x-forwarded-host"), std::string(told ? "api.test" : passes ? "lie" : ""));
    for (const char* name : {"x-real-ip", "cf-connecting-ip", "forwarded"})
        QVERIFY2(seen.has(name) == passes, name);
}

void TestForwarding::trailersFollowTheHeaderRules()
{
    const std::string trailers =
        "X-Fine: <b>1</b>\r\nX-Other: 1\r\nX-Hop: 1\r\nX-Doorman-User: root\r\nX-User-Email: root\r\n"
        "X-CSRF-Token: z\r\nX-Request-ID: forged\r\nX-Real-IP: 9.9.9.9\r\n";
    for (const bool all : {false, true}) {
        Backend backend;
        TestGateway gateway;
        proxy::ApiRuntime& api = gateway.addApi("/a", {backend.port()});
        api.surface = proxy::Surface::Platform;
        api.forwardAllRequestHeaders = all;
        api.allowedHeaders = {"x-fine", "x-hop", "x-real-ip", "x-request-id"};
        gateway.start();
        QCOMPARE(gateway.ask(withTrailers("/a/x", trailers, "Connection: X-Hop\r\n")).status, 200);
        const Message seen = backend.seen();
        QCOMPARE(seen.body, std::string("hi"));
        QCOMPARE(namesOf(seen.trailers), std::string(all ? "x-fine x-other" : "x-fine"));
        QCOMPARE(seen.trailers.at("x-fine"), std::string("1")); // cleaned like a field
    }
}

void TestForwarding::trailersNamedByPoliciesDoNotPass()
{
    Backend backend;
    TestGateway gateway;
    gateway.addApi("/a", {backend.port()}).chain =
        gateway.addChain(std::make_shared<const proxy::FilterChain>(
            std::vector<std::shared_ptr<const proxy::Filter>>{std::make_shared<const EditingFilter>()}));
    gateway.start();
    QCOMPARE(gateway
                 .ask(withTrailers("/a/x", "X-Debug: 1\r\nx-role: admin\r\nX-Added: 1\r\n"
                                           "X-Default: 1\r\nX-Sum: 7\r\n"))
                 .status,
             200);
    QCOMPARE(namesOf(backend.seen().trailers), std::string("x-sum"));
    QCOMPARE(backend.seen().header("x-role"), std::string("guest"));
}

void TestForwarding::emptyQueryIsKept()
{
    Backend backend;
    TestGateway gateway;
    gateway.addApi("/a", {backend.port()});
    gateway.start();
    for (const std::string path : {"/x?", "/x", "/x?a", "/x??"}) {
        QCOMPARE(gateway.ask(get("/a" + path)).status, 200);
        QCOMPARE(backend.seen().firstLine, "GET " + path + " HTTP/1.1");
    }
}

/// RFC 9110 section 7.6.2.
void TestForwarding::optionsEndWhereTheyAreTold()
{
    Backend backend;
    TestGateway gateway;
    gateway.addApi("/a", {backend.port()});
    proxy::ApiRuntime& listed = gateway.addApi("/b", {backend.port()});
    listed.registeredOnly = true;
    listed.operations.resize(2);
    listed.operations[0].method = "OPTIONS";
    listed.operations[1].method = "PUT";
    for (proxy::Operation& operation : listed.operations)
        operation.uriTemplate = "/x";
    gateway.start();
    const auto options = [](const std::string& path) {
        return "OPTIONS " + path + " HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n";
    };
    Message got = gateway.ask(options("/a/x"));
    QCOMPARE(got.status, 204);
    QVERIFY2(got.header("allow").find("POST") != std::string::npos, got.raw.c_str());
    got = gateway.ask(options("/b/x"));
    QCOMPARE(got.status, 204);
    QCOMPARE(got.header("allow"), std::string("OPTIONS, PUT"));
    QCOMPARE(backend.upstream.connections(), 0);
}

void TestForwarding::optionsCountTheirHops()
{
    Backend backend;
    TestGateway gateway;
    proxy::ApiRuntime& api = gateway.addApi("/a", {backend.port()});
    api.forwardAllRequestHeaders = false; // it is not the caller's to keep
    gateway.start();
    const auto told = [&](const std::string& method, const std::string& hops) {
        gateway.ask(method + " /a/x HTTP/1.1\r\nHost: a\r\nMax-Forwards: " + hops + "\r\n\r\n");
        return backend.seen().header("max-forwards");
    };
    QCOMPARE(told("OPTIONS", "5"), std::string("4"));
    QCOMPARE(told("OPTIONS", "1"), std::string("0"));
    QCOMPARE(told("OPTIONS", "99999999999999999999"), std::string("4294967294"));
    QCOMPARE(told("OPTIONS", "many"), std::string());
    QCOMPARE(told("GET", "0"), std::string()); // means nothing there
}

QTEST_GUILESS_MAIN(TestForwarding)
#include "tst_forwarding.moc"
