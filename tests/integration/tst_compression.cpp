// SPDX-License-Identifier: GPL-3.0-or-later
// Compressed answers through the real gateway.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/test_origin.h"

#include <QJsonArray>
#include <QTest>

#include <condition_variable>
#include <mutex>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestCompression : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void codings_data();
    void codings();
    void compressedRight();
    void notCompressed_data();
    void notCompressed();
    void rulesDecide();
    void rangesStay();
    void tagsStayHonest();
    void onlyWhatThePolicyShows();
    void oldClientsGetIt();
    void streamsAreFlushed();

private:
    HttpReply get(const QByteArray& path, const QByteArray& lines = {}) { return m_client.get(path, lines); }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    TestOrigin m_origin;
};

void TestCompression::initTestCase()
{
    m_gateway.set(u"SKIP_TIER_RATE_LIMIT"_s, u"true"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    QCOMPARE(publish(m_admin, u"packed"_s, {m_origin.server()}, {u"GET /{x}"_s, u"HEAD /{x}"_s},
                     {{u"api_public"_s, true}, {u"api_compress"_s, true}}),
             QString());
}

void TestCompression::codings_data()
{
    QTest::addColumn<QByteArray>("accept");
    QTest::addColumn<QByteArray>("coding");
    const auto row = [](const char* accept, const char* coding) {
        QTest::newRow(accept) << QByteArray(accept) << QByteArray(coding);
    };
    row("gzip", "gzip");
    row("gzip, br", "br");
    row("gzip;q=1, br;q=0.5", "gzip");
    row("br;q=0, gzip;q=0.1", "gzip");
    row("*", "br");
    row("*;q=0.5, br;q=0", "gzip");
    row("identity", "");
    row("gzip;q=0", "");
    row("gzip;q=0.2, identity;q=0.8", "");
    row("deflate", "");
    row("gzip;q=2", "");
    row("GZIP ; q=0.7", "gzip");
}

void TestCompression::codings()
{
    QFETCH(QByteArray, accept);
    QFETCH(QByteArray, coding);
    m_origin.say("Content-Type: application/json\r\n", std::string(5000, 'x'));
    const HttpReply reply = get("/api/rest/packed/v1/q", "Accept-Encoding: " + accept + "\r\n");
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.header("content-encoding"), coding);
    QCOMPARE(reply.all("vary").count("Accept-Encoding"), 1);
}

void TestCompression::compressedRight()
{
    std::string body;
    for (int i = 0; i < 20'000; ++i)
        body += "line " + std::to_string(i * 7919) + '\n';
    m_origin.say("Content-Type: text/plain; charset=utf-8\r\nETag: \"e\"\r\n", body);
    const HttpReply reply = get("/api/rest/packed/v1/big", "Accept-Encoding: gzip\r\n");
    QVERIFY(reply.body.size() < qsizetype(body.size() / 2));
    QCOMPARE(gunzipped(reply.body), QByteArray::fromStdString(body));
    QCOMPARE(reply.header("etag"), "W/\"e\"");
    QCOMPARE(get("/api/rest/packed/v1/big").body.size(), qsizetype(body.size()));
    const HttpReply br = get("/api/rest/packed/v1/big", "Accept-Encoding: br\r\n");
    QVERIFY(br.body.size() < qsizetype(body.size() / 2));
    QCOMPARE(unbrotlied(br.body), QByteArray::fromStdString(body));
    const HttpReply head = m_client.send("HEAD", "/api/rest/packed/v1/big", {}, "Accept-Encoding: gzip\r\n");
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-encoding"), "gzip");
    QVERIFY(!head.wire.has("content-length")); // that of the other form
    QCOMPARE(get("/api/rest/packed/v1/big").header("content-length"), QByteArray::number(body.size()));
}

void TestCompression::notCompressed_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("size");
    QTest::newRow("small") << QByteArray("Content-Type: text/plain\r\n") << 500;
    QTest::newRow("picture") << QByteArray("Content-Type: image/png\r\n") << 5000;
    QTest::newRow("no type") << QByteArray() << 5000;
    QTest::newRow("event stream") << QByteArray("Content-Type: text/event-stream\r\n") << 5000;
    QTest::newRow("packed already") << QByteArray("Content-Type: text/plain\r\nContent-Encoding: br\r\n")
                                    << 5000;
    QTest::newRow("no-transform")
        << QByteArray("Content-Type: text/plain\r\nCache-Control: max-age=1, no-transform\r\n") << 5000;
}

void TestCompression::notCompressed()
{
    QFETCH(QByteArray, fields);
    QFETCH(int, size);
    m_origin.say(fields.toStdString(), std::string(std::size_t(size), 'y'));
    const HttpReply reply = get("/api/rest/packed/v1/not", "Accept-Encoding: gzip\r\n");
    QCOMPARE(reply.body, QByteArray(size, 'y'));
    QVERIFY(reply.header("content-encoding") != "gzip");
}

void TestCompression::rulesDecide()
{
    QCOMPARE(publish(m_admin, u"ruled"_s, {m_origin.server()}, {u"GET /{x}"_s},
                     {{u"api_public"_s, true},
                      {u"api_compress"_s, true},
                      {u"api_compression"_s,
                       QJsonObject{{u"types"_s, QJsonArray{u"application/wasm"_s}}, {u"min_bytes"_s, 10}}}}),
             QString());
    const auto coding = [this](const char* type, std::size_t size) {
        m_origin.say(std::string("Content-Type: ") + type + "\r\n", std::string(size, 'r'));
        return get("/api/rest/ruled/v1/a", "Accept-Encoding: gzip\r\n").header("content-encoding");
    };
    QCOMPARE(coding("Application/WASM; x=y", 10), "gzip");
    QCOMPARE(coding("application/wasm", 9), QByteArray());
    QCOMPARE(coding("text/plain", 5000), QByteArray());
    const HttpReply wrong = m_admin.call(
        "PUT", "/platform/api/ruled/v1",
        {{u"api_compression"_s, QJsonObject{{u"types"_s, QJsonArray{u"text"_s}}, {u"min_bytes"_s, -1}}}});
    QVERIFY(wrong.status == 400 || wrong.status == 422);
    QVERIFY2(wrong.body.contains("types") && wrong.body.contains("min_bytes"), wrong.body.constData());
}

void TestCompression::rangesStay()
{
    m_origin.say("Content-Type: text/plain\r\nContent-Range: bytes 0-4999/9000\r\n", std::string(5000, 'r'),
                 "206 Partial Content");
    const HttpReply part = get("/api/rest/packed/v1/r", "Accept-Encoding: gzip\r\nRange: bytes=0-4999\r\n");
    QCOMPARE(part.status, 206);
    QCOMPARE(part.header("content-encoding"), QByteArray());
    QCOMPARE(part.body, QByteArray(5000, 'r'));
}

/// RFC 9110 section 8.8.1: what is strong of one form is weak of both, and 304 says what 200 said.
void TestCompression::tagsStayHonest()
{
    m_origin.say("Content-Type: text/plain\r\nETag: \"v1\"\r\nAccept-Ranges: bytes\r\n"
                 "Content-Digest: sha-256=:x:\r\n",
                 std::string(5000, 't'));
    const HttpReply packed = get("/api/rest/packed/v1/t", "Accept-Encoding: gzip\r\n");
    QCOMPARE(packed.all("etag"), QByteArrayList{"W/\"v1\""});
    QVERIFY(!packed.wire.has("accept-ranges") && !packed.wire.has("content-digest"));
    const HttpReply plain = get("/api/rest/packed/v1/t");
    QCOMPARE(plain.header("etag"), "\"v1\"");
    QVERIFY(plain.wire.has("accept-ranges") && plain.wire.has("content-digest"));
    QCOMPARE(plain.all("vary").count("Accept-Encoding"), 1);
}

/// Compression must not show a field that the header rules of the API keep back.
void TestCompression::onlyWhatThePolicyShows()
{
    QCOMPARE(publish(m_admin, u"reserved"_s, {m_origin.server()}, {u"GET /{x}"_s},
                     {{u"api_public"_s, true},
                      {u"api_compress"_s, true},
                      {u"api_allowed_headers"_s, QJsonArray{u"content-type"_s}}}),
             QString());
    m_origin.say("Content-Type: text/plain\r\nETag: \"v1\"\r\nVary: Accept-Encoding\r\n",
                 std::string(5000, 't'));
    const HttpReply packed = get("/api/rest/reserved/v1/t", "Accept-Encoding: gzip\r\n");
    QCOMPARE(packed.header("content-encoding"), "gzip");
    QVERIFY(!packed.wire.has("etag"));
    QCOMPARE(packed.all("vary").count("Accept-Encoding"), 1);
}

/// HTTP/1.0 knows no chunks: the connection's end is the body's.
void TestCompression::oldClientsGetIt()
{
    m_origin.say("Content-Type: text/plain\r\n", std::string(5000, 'o'));
    RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    socket.send("GET /api/rest/packed/v1/o HTTP/1.0\r\nHost: x\r\nAccept-Encoding: gzip\r\n\r\n");
    const std::string wire = socket.readToEnd();
    const std::size_t blank = wire.find("\r\n\r\n");
    QVERIFY(blank != std::string::npos && wire.find("Transfer-Encoding") == std::string::npos);
    QCOMPARE(gunzipped(QByteArray::fromStdString(wire.substr(blank + 4))), QByteArray(5000, 'o'));
}

/// What the upstream has sent reaches the client before the upstream sends more.
void TestCompression::streamsAreFlushed()
{
    std::mutex mutex;
    std::condition_variable changed;
    bool seen = false;
    ScriptedUpstream slow([&](RawSocket& socket, int) {
        if (!slow.record(socket).complete)
            return;
        socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
                    "5\r\nhello\r\n");
        std::unique_lock lock(mutex);
        changed.wait_for(lock, std::chrono::milliseconds(PatienceMs), [&] { return seen; });
        socket.send("5\r\nworld\r\n0\r\n\r\n");
    });
    QCOMPARE(publish(m_admin, u"slow"_s, {serverAt(slow.port())}, {u"GET /{x}"_s},
                     {{u"api_public"_s, true}, {u"api_compress"_s, true}}),
             QString());
    RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    socket.send(
        "GET /api/rest/slow/v1/a HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n");
    std::string wire;
    while (wire.find("\r\n\r\n") == std::string::npos || wire.size() < wire.find("\r\n\r\n") + 20) {
        const std::string more = socket.readSome();
        QVERIFY2(!more.empty(), "nothing arrives before the upstream goes on");
        wire += more;
    }
    {
        const std::scoped_lock lock(mutex);
        seen = true;
    }
    changed.notify_all();
    wire += socket.readToEnd();
    QVERIFY(wire.find("Content-Encoding: gzip") != std::string::npos);
    QVERIFY(wire.ends_with("0\r\n\r\n"));
}

QTEST_GUILESS_MAIN(TestCompression)
#include "tst_compression.moc"
