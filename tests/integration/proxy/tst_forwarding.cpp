// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches the upstream and what comes back, through real sockets.
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;

class TestForwarding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainGet();
    void hopsAreTold();
};

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

QTEST_GUILESS_MAIN(TestForwarding)
#include "tst_forwarding.moc"
