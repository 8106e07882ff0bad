// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of requests for a second server: what they hold, which are made, and that callers never notice.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/recording_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QTest>

#include <atomic>
#include <memory>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestMirror : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void copiesSayWhatTheUpstreamHears();
    void shares();
    void largeAndStreamedBodiesAreNotCopied();
    void oneCopyForAllAttempts();
    void brokenMirrorsHarmNobody_data();
    void brokenMirrorsHarmNobody();
    void silentMirrorsHarmNobody();

private:
    QString publishWith(std::uint16_t mirror, const QJsonObject& more = {})
    {
        QJsonObject fields{{u"api_public"_s, true},
                           {u"api_mirror_url"_s, serverAt(mirror) + u"/shadow"_s},
                           {u"api_mirror_percent"_s, 100}};
        for (auto at = more.begin(); at != more.end(); ++at)
            fields.insert(at.key(), at.value());
        return publish(m_admin, u"shop"_s, {serverAt(m_upstream->port()) + u"/live"_s},
                       {u"GET /x"_s, u"POST /x"_s}, fields);
    }
    HttpReply post(const QByteArray& body, const QByteArray& lines = {})
    {
        return m_client.send("POST", "/api/rest/shop/v1/x?a=b", body, "Content-Type: text/plain\r\n" + lines);
    }
    /// The value of a counter in /metrics.
    qint64 metric(const QByteArray& name)
    {
        for (const QByteArray& line : m_admin.get("/metrics", m_admin.bearer()).body.split('\n')) {
            if (line.startsWith(name + ' '))
                return line.mid(name.size() + 1).toLongLong();
        }
        return -1;
    }

    qint64 counted()
    {
        return metric("gatehouse_mirrored_requests_total") + metric("gatehouse_mirror_dropped_total");
    }

    std::unique_ptr<GatewayProcess> m_gateway;
    HttpClient m_admin, m_client;
    std::atomic<int> m_failures{0}; ///< answers of the upstream that are to be failures
    std::unique_ptr<ScriptedUpstream> m_upstream;
};

void TestMirror::init()
{
    m_failures = 0;
    m_upstream = std::make_unique<ScriptedUpstream>([this](RawSocket& socket, int) {
        while (m_upstream->record(socket).complete) {
            const bool fails = m_failures > 0 && m_failures-- > 0;
            socket.send(answer("live", {}, fails ? "503 Service Unavailable" : "200 OK"));
        }
    });
    m_gateway = std::make_unique<GatewayProcess>();
    QVERIFY(m_gateway->start());
    m_admin = HttpClient(m_gateway->adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    QVERIFY(freeAdminLimits(m_admin));
    m_client = HttpClient(m_gateway->publicPort());
}

void TestMirror::copiesSayWhatTheUpstreamHears()
{
    RecordingUpstream mirror(answer("shadow", {}, "500 Internal Server Error"));
    QCOMPARE(publishWith(mirror.port()), QString());
    const HttpReply reply = post("hello", "X-Request-ID: copied-1\r\nAuthorization: Bearer own\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, QByteArray("live"));
    QVERIFY(mirror.waitForRequests(1));
    const Message copy = mirror.requests().front();
    const Message original = m_upstream->requests().front();
    QCOMPARE(original.firstLine, std::string("POST /live/x?a=b HTTP/1.1"));
    QCOMPARE(copy.firstLine, std::string("POST /shadow/x?a=b HTTP/1.1"));
    QCOMPARE(copy.body, std::string("hello"));
    QCOMPARE(copy.header("host"), "127.0.0.1:" + std::to_string(mirror.port()));
    auto expected = original.headers;
    expected["host"] = copy.header("host");
    QVERIFY(copy.headers == expected); // and so none of the caller's credentials
    QCOMPARE(copy.header("x-request-id"), std::string("copied-1"));
    // The next one goes over the same connection, which the answer of the first has left in order.
    QCOMPARE(m_client.get("/api/rest/shop/v1/x").body, QByteArray("live"));
    QVERIFY(mirror.waitForRequests(2));
    QCOMPARE(mirror.requests().back().firstLine, std::string("GET /shadow/x HTTP/1.1"));
    QTRY_COMPARE(metric("gatehouse_mirrored_requests_total"), 2);
}

void TestMirror::shares()
{
    RecordingUpstream mirror(answer("shadow"));
    QCOMPARE(publishWith(mirror.port(), {{u"api_mirror_percent"_s, 0}}), QString());
    QCOMPARE(m_client.get("/api/rest/shop/v1/x").status, 200);
    QCOMPARE(m_admin.call("PUT", "/platform/api/shop/v1", {{u"api_mirror_percent"_s, 50}}).status, 200);
    constexpr int calls = 400;
    for (int i = 0; i < calls; ++i)
        QCOMPARE(m_client.get("/api/rest/shop/v1/x").status, 200);
    const qint64 copied = counted();
    // Ten standard deviations around a half: less than one in 10^22 runs leaves that.
    QVERIFY2(copied > 100 && copied < 300, qPrintable(QString::number(copied)));
}

void TestMirror::largeAndStreamedBodiesAreNotCopied()
{
    RecordingUpstream mirror(answer("shadow"));
    QCOMPARE(publishWith(mirror.port()), QString());
    const QByteArray largest(64 * 1024, 'x');
    QCOMPARE(post(largest + 'x').status, 200);
    QCOMPARE(m_upstream->requests().back().body.size(), std::size_t(largest.size() + 1));
    RawSocket chunked = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway->publicPort()});
    chunked.send("POST /api/rest/shop/v1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5\r\nhello\r\n0\r\n\r\n");
    QCOMPARE(chunked.readAnswer().status, 200);
    QCOMPARE(post(largest).status, 200);
    QVERIFY(mirror.waitForRequests(1));
    QCOMPARE(mirror.requests().front().body, largest.toStdString());
    QTRY_COMPARE(metric("gatehouse_mirrored_requests_total"), 1);
}

void TestMirror::oneCopyForAllAttempts()
{
    RecordingUpstream mirror(answer("shadow"));
    QCOMPARE(publishWith(mirror.port(), {{u"api_allowed_retry_count"_s, 2}}), QString());
    m_failures = 2;
    QCOMPARE(m_client.get("/api/rest/shop/v1/x").status, 200);
    QCOMPARE(m_upstream->requests().size(), std::size_t(3));
    QVERIFY(mirror.waitForRequests(1));
    QTRY_COMPARE(metric("gatehouse_mirrored_requests_total"), 1);
}

void TestMirror::brokenMirrorsHarmNobody_data()
{
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no HTTP") << QByteArray("nonsense\r\n\r\n");
    QTest::newRow("too little") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx");
    QTest::newRow("too much") << "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n" +
                                     QByteArray(5'000'000, 'x');
}

void TestMirror::brokenMirrorsHarmNobody()
{
    QFETCH(QByteArray, says);
    ScriptedUpstream mirror([&](RawSocket& socket, int) {
        mirror.record(socket);
        socket.send(says.toStdString());
    });
    QCOMPARE(publishWith(mirror.port()), QString());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(m_client.get("/api/rest/shop/v1/x").body, QByteArray("live"));
    QVERIFY(mirror.waitForRequests(20));
    mirror.stopListening();
    for (int i = 0; i < 20; ++i)
        QCOMPARE(m_client.get("/api/rest/shop/v1/x").body, QByteArray("live"));
    QTRY_COMPARE(metric("gatehouse_mirrored_requests_total"), 40);
}

/// A mirror that never answers holds so many copies and no more.
void TestMirror::silentMirrorsHarmNobody()
{
    ScriptedUpstream mirror([&](RawSocket& socket, int) {
        mirror.record(socket);
        socket.waitForClose(60'000);
    });
    m_gateway->stop();
    m_gateway->set(u"THREADS"_s, u"1"_s);
    QVERIFY(m_gateway->start());
    m_admin = HttpClient(m_gateway->adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    m_client = HttpClient(m_gateway->publicPort());
    QCOMPARE(publishWith(mirror.port()), QString());
    constexpr int calls = 200, mostAtATime = 64;
    for (int i = 0; i < calls; ++i)
        QCOMPARE(m_client.get("/api/rest/shop/v1/x").body, QByteArray("live"));
    QTRY_COMPARE(counted(), calls);
    const qint64 sent = metric("gatehouse_mirrored_requests_total");
    QVERIFY2(sent >= mostAtATime, qPrintable(QString::number(sent)));
    QVERIFY(metric("gatehouse_mirror_dropped_total") > 0);
    QCOMPARE(m_gateway->stop(), 0); // nor does the end wait for them
}

QTEST_GUILESS_MAIN(TestMirror)
#include "tst_mirror.moc"
