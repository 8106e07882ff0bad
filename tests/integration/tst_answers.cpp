// SPDX-License-Identifier: GPL-3.0-or-later
// The response cache through the real gateway.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/test_origin.h"

#include <QJsonArray>
#include <QScopeGuard>
#include <QTest>

#include <atomic>
#include <memory>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void freshAnswersAreServed();
    void whatIsNotKept_data();
    void whatIsNotKept();
    void clientsHaveTheirSay();
    void variantsAreApart();
    void othersCannotPoison();
    void validatorsWorkBothWays();
    void staleAnswersHelpInNeed();
    void staleWhenNobodyAnswers();
    void theNextIsFetchedBeside();
    void failedRefreshesHarmNobody();
    void oldAnswersDoNotComeBack();
    void transformsApplyToHits();
    void http2HasTheSame();
    void callersAreApart();
    void writesInvalidate();
    void purging();
    void policiesCacheToo();

private:
    void publishOpen(const QString& name, const QJsonObject& fields);
    HttpReply get(const QByteArray& path, const QByteArray& lines = {}) { return m_client.get(path, lines); }
    QByteArray cached(const QByteArray& path, const QByteArray& lines = {})
    {
        const HttpReply reply = get(path, lines);
        return QByteArray::number(reply.status) + ' ' + reply.header("x-cache") + ' ' + reply.body;
    }

    GatewayProcess m_gateway;
    HttpClient m_admin, m_client;
    TestOrigin m_origin;
};

void TestAnswers::publishOpen(const QString& name, const QJsonObject& fields)
{
    QJsonObject all = fields;
    all.insert(u"api_public"_s, true);
    QCOMPARE(
        publish(m_admin, name, {m_origin.server()}, {u"GET /{x}"_s, u"POST /{x}"_s, u"HEAD /{x}"_s}, all),
        QString());
}

void TestAnswers::initTestCase()
{
    m_gateway.set(u"SKIP_TIER_RATE_LIMIT"_s, u"true"_s);
    QCOMPARE(startFree(m_gateway, m_admin), QString());
    m_client = HttpClient(m_gateway.publicPort());
    publishOpen(u"kept"_s, {{u"api_cache"_s, QJsonObject{{u"ttl_seconds"_s, 60}}}});
    publishOpen(u"plain"_s, {});
}

void TestAnswers::freshAnswersAreServed()
{
    m_origin.say("Content-Type: text/plain\r\nX-Own: 1\r\nCache-Control: max-age=60\r\n", "first");
    const std::size_t before = m_origin.count();
    QCOMPARE(cached("/api/rest/kept/v1/fresh?a=1"), "200 MISS first");
    m_origin.say("Content-Type: text/plain\r\n", "second");
    const HttpReply hit = get("/api/rest/kept/v1/fresh?a=1");
    QCOMPARE(hit.body, "first");
    QCOMPARE(hit.header("x-cache"), "HIT");
    QCOMPARE(hit.header("x-own"), "1");
    QCOMPARE(hit.header("content-type"), "text/plain");
    QVERIFY(hit.header("age").toInt() < 30 && !hit.header("age").isEmpty());
    QCOMPARE(m_origin.count(), before + 1);
    QCOMPARE(cached("/api/rest/kept/v1/fresh?a=2"), "200 MISS second"); // another query, another answer
    const HttpReply head = m_client.send("HEAD", "/api/rest/kept/v1/fresh?a=1");
    QCOMPARE(head.header("x-cache"), "HIT");
    QCOMPARE(head.header("content-length"), "5");
    QCOMPARE(get("/api/rest/plain/v1/fresh").header("x-cache"),
             QByteArray()); // without a cache no word of it
}

void TestAnswers::whatIsNotKept_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("request");
    const auto row = [](const char* name, const char* fields, const char* status = "200 OK",
                        const char* request = "") {
        QTest::newRow(name) << QByteArray(fields) << QByteArray(status) << QByteArray(request);
    };
    row("no-store", "Cache-Control: max-age=60, no-store\r\n");
    row("private", "Cache-Control: private, max-age=60\r\n");
    row("no-cache", "Cache-Control: no-cache\r\n");
    row("max-age 0", "Cache-Control: max-age=0\r\n");
    row("unreadable age", "Cache-Control: max-age=soon\r\n");
    row("expired", "Expires: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    row("expires 0", "Expires: 0\r\n");
    row("old already", "Cache-Control: max-age=60\r\nAge: 61\r\n");
    row("event stream", "Cache-Control: max-age=60\r\nContent-Type: text/event-stream\r\n");
    row("told apart by what the gateway makes", "Cache-Control: max-age=60\r\nVary: X-Forwarded-For\r\n");
    row("cookie", "Cache-Control: max-age=60\r\nSet-Cookie: a=b\r\n");
    row("vary *", "Cache-Control: max-age=60\r\nVary: *\r\n");
    row("not found without a word", "", "404 Not Found");
    row("error", "Cache-Control: max-age=60\r\n", "500 Oops");
    row("partial", "Cache-Control: max-age=60\r\n", "206 Partial Content", "Range: bytes=0-1\r\n");
    row("client says no-store", "Cache-Control: max-age=60\r\n", "200 OK", "Cache-Control: no-store\r\n");
}

void TestAnswers::whatIsNotKept()
{
    QFETCH(QByteArray, fields);
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, request);
    static int number = 0;
    const QByteArray path = "/api/rest/kept/v1/not-kept-" + QByteArray::number(++number);
    m_origin.say(fields.toStdString(), "one", status.toStdString());
    get(path, request);
    const std::size_t before = m_origin.count();
    m_origin.say("", "two");
    const HttpReply again = get(path);
    QCOMPARE(again.body, "two");
    QVERIFY(m_origin.count() > before);
}

void TestAnswers::clientsHaveTheirSay()
{
    m_origin.say("Cache-Control: max-age=60\r\n", "old");
    QCOMPARE(cached("/api/rest/kept/v1/say"), "200 MISS old");
    m_origin.say("Cache-Control: max-age=60\r\n", "new");
    QCOMPARE(cached("/api/rest/kept/v1/say", "Cache-Control: max-age=30\r\n"), "200 HIT old");
    QCOMPARE(cached("/api/rest/kept/v1/say", "Cache-Control: only-if-cached\r\n"), "200 HIT old");
    QCOMPARE(cached("/api/rest/kept/v1/say", "Cache-Control: min-fresh=3600\r\n"), "200 MISS new");
    m_origin.say("Cache-Control: max-age=60\r\n", "newer");
    QCOMPARE(cached("/api/rest/kept/v1/say", "Cache-Control: no-cache\r\n"), "200 MISS newer");
    QCOMPARE(cached("/api/rest/kept/v1/say"), "200 HIT newer");
    m_origin.say("Cache-Control: max-age=60\r\n", "newest");
    QCOMPARE(cached("/api/rest/kept/v1/say", "Pragma: no-cache\r\n"), "200 MISS newest");
    QCOMPARE(get("/api/rest/kept/v1/unseen", "Cache-Control: only-if-cached\r\n").status, 504);
}

void TestAnswers::variantsAreApart()
{
    const QByteArray path = "/api/rest/kept/v1/vary";
    m_origin.say("Cache-Control: max-age=60\r\nVary: Accept, X-Not-Forwarded\r\n", "plain");
    QCOMPARE(cached(path, "Accept: text/plain\r\n"), "200 MISS plain");
    m_origin.say("Cache-Control: max-age=60\r\nVary: Accept\r\n", "xml");
    QCOMPARE(cached(path, "Accept: text/xml\r\n"), "200 MISS xml");
    QCOMPARE(cached(path, "Accept: text/plain\r\n"), "200 HIT plain");
    QCOMPARE(cached(path, "Accept: text/xml\r\n"), "200 HIT xml");
    // What the upstream never sees makes no variant.
    QCOMPARE(cached(path, "Accept: text/plain\r\nX-Not-Forwarded: 1\r\n"), "200 HIT plain");
}

/// What a client chooses and the upstream sees must be part of the key, or the request passes by.
void TestAnswers::othersCannotPoison()
{
    const QByteArray path = "/api/rest/kept/v1/poison";
    const auto at = [&](const char* host, const char* lines = "") {
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
        socket.send("GET " + path.toStdString() + " HTTP/1.1\r\nHost: " + host + "\r\n" + lines + "\r\n");
        const Message answer = socket.readAnswer();
        return answer.header("x-cache") + ' ' + answer.body;
    };
    m_origin.say("Cache-Control: max-age=60\r\n", "evil");
    QCOMPARE(at("shop.example:6666"), std::string("MISS evil")); // told as X-Forwarded-Host
    QCOMPARE(at("other.example"), std::string("MISS evil"));
    m_origin.say("Cache-Control: max-age=60\r\n", "good");
    QCOMPARE(at("shop.example"), std::string("MISS good"));
    QCOMPARE(at("shop.example:6666"), std::string("HIT evil"));
    for (const char* line : {"X-HTTP-Method-Override: DELETE\r\n", "X-Original-URL: /other\r\n"})
        QCOMPARE(at("shop.example", line), std::string(" good"));
}

void TestAnswers::validatorsWorkBothWays()
{
    const QByteArray path = "/api/rest/kept/v1/tag";
    m_origin.say("Cache-Control: max-age=60\r\nETag: \"v1\"\r\n", "tagged");
    QCOMPARE(cached(path), "200 MISS tagged");
    // The client's copy is confirmed by the cache,
    const HttpReply same = get(path, "If-None-Match: \"v0\", W/\"v1\"\r\n");
    QCOMPARE(same.status, 304);
    QCOMPARE(same.header("etag"), "\"v1\"");
    QCOMPARE(same.body, QByteArray());
    QVERIFY(!same.wire.has("content-length") && !same.wire.has("content-type"));
    QCOMPARE(get(path, "If-None-Match: \"v0\"\r\n").body, "tagged");
    m_origin.say("Cache-Control: max-age=60\r\nLast-Modified: Sat, 01 Jan 2022 00:00:00 GMT\r\n", "dated");
    QCOMPARE(cached("/api/rest/kept/v1/dated"), "200 MISS dated");
    QCOMPARE(get("/api/rest/kept/v1/dated", "If-Modified-Since: Sun, 02 Jan 2022 00:00:00 GMT\r\n").status,
             304);
    QCOMPARE(get("/api/rest/kept/v1/dated", "If-Modified-Since: Fri, 31 Dec 2021 00:00:00 GMT\r\n").status,
             200);
    m_origin.say("Cache-Control: max-age=60\r\nETag: \"v1\"\r\n", "tagged");
    // and the cache's by the upstream.
    const std::size_t before = m_origin.count();
    QCOMPARE(cached(path, "Cache-Control: no-cache\r\n"), "200 REVALIDATED tagged");
    QCOMPARE(m_origin.count(), before + 1);
    QCOMPARE(m_origin.last().header("if-none-match"), std::string("\"v1\""));
    const HttpReply renewed = get(path);
    QCOMPARE(renewed.header("x-cache"), "HIT"); // 304 said no age: that of the answer counts anew
    QCOMPARE(renewed.header("x-new"), "1");
    QCOMPARE(renewed.header("cache-control"), "max-age=60");
    const int connections = m_origin.connections();
    QCOMPARE(cached(path, "Cache-Control: no-cache\r\n"), "200 REVALIDATED tagged");
    QCOMPARE(m_origin.connections(), connections); // 304 leaves the connection as good as it was
    QCOMPARE(get(path, "Cache-Control: no-cache\r\nIf-None-Match: \"v1\"\r\n").status, 304);
    m_origin.say("Cache-Control: max-age=60\r\nETag: \"v2\"\r\n", "changed");
    QCOMPARE(cached(path, "Cache-Control: no-cache\r\n"), "200 MISS changed");
    QCOMPARE(cached(path), "200 HIT changed");
}

void TestAnswers::staleAnswersHelpInNeed()
{
    const std::string life = "Cache-Control: max-age=0, stale-if-error=600\r\nETag: \"s1\"\r\n";
    m_origin.say(life, "good");
    QCOMPARE(cached("/api/rest/kept/v1/error"), "200 MISS good");
    m_origin.say("", "broken", "503 Down");
    QCOMPARE(cached("/api/rest/kept/v1/error"), "200 STALE good");
    m_origin.say("Cache-Control: max-age=60\r\n", "back");
    QCOMPARE(cached("/api/rest/kept/v1/error"), "200 MISS back");

    m_origin.say("Cache-Control: max-age=0, stale-if-error=600, must-revalidate\r\nETag: \"m1\"\r\n",
                 "strict");
    QCOMPARE(cached("/api/rest/kept/v1/strict"), "200 MISS strict");
    m_origin.say("", "broken", "503 Down");
    QCOMPARE(get("/api/rest/kept/v1/strict").status, 503);
}

/// A failure to connect is a failure of the upstream as well, and the log tells that something old was
/// served.
void TestAnswers::staleWhenNobodyAnswers()
{
    auto dying = std::make_unique<ScriptedUpstream>(ScriptedUpstream::always(
        answer("alive", "Cache-Control: max-age=0, stale-if-error=600\r\nETag: \"d\"\r\n")));
    QCOMPARE(publish(m_admin, u"dying"_s, {serverAt(dying->port())}, {u"GET /{x}"_s},
                     {{u"api_public"_s, true}, {u"api_cache"_s, QJsonObject()}}),
             QString());
    QCOMPARE(cached("/api/rest/dying/v1/x"), "200 MISS alive");
    dying.reset();
    QCOMPARE(get("/api/rest/dying/v1/y").status, 502);
    const HttpReply stale = get("/api/rest/dying/v1/x", "X-Request-ID: stale-1\r\n");
    QCOMPARE(stale.status, 200);
    QCOMPARE(stale.header("x-cache"), "STALE");
    QCOMPARE(stale.body, "alive");
    const QJsonObject line = m_gateway.accessLine("stale-1");
    QCOMPARE(line[u"cache"_s].toString(), u"stale"_s);
    QCOMPARE(line[u"status"_s].toInt(), 200);
}

/// RFC 5861 section 3: nobody waits, not even the first, while the gateway fetches the next answer.
void TestAnswers::theNextIsFetchedBeside()
{
    const QByteArray path = "/api/rest/kept/v1/while";
    const std::string life = "Cache-Control: max-age=0, stale-while-revalidate=600\r\n";
    m_origin.say(life + "ETag: \"w\"\r\n", "first");
    QCOMPARE(cached(path), "200 MISS first");
    m_origin.say("Cache-Control: max-age=60\r\n", "second");
    m_origin.hold();
    const auto released = qScopeGuard([this] { m_origin.release(); });
    const std::size_t before = m_origin.count();
    QCOMPARE(cached(path, "If-None-Match: \"own\"\r\nX-Request-ID: beside-1\r\n"), "200 STALE first");
    QVERIFY(m_origin.waitFor(before + 1));
    QCOMPARE(m_origin.last().header("if-none-match"), std::string("\"w\""));
    for (int i = 0; i < 5; ++i)
        QCOMPARE(cached(path), "200 STALE first");
    QCOMPARE(m_client.send("HEAD", path).header("x-cache"), "STALE");
    QCOMPARE(m_origin.count(), before + 1);
    m_origin.release();
    QTRY_COMPARE(cached(path), "200 HIT second");
    QCOMPARE(m_origin.count(), before + 1);

    // HEAD leads to a GET, and 304 renews what is kept.
    m_origin.say(life + "ETag: \"v1\"\r\n", "third");
    const QByteArray tagged = "/api/rest/kept/v1/while-tagged";
    QCOMPARE(cached(tagged), "200 MISS third");
    QCOMPARE(m_client.send("HEAD", tagged).header("x-cache"), "STALE");
    QVERIFY(m_origin.waitFor(before + 3));
    QVERIFY(m_origin.last().firstLine.starts_with("GET "));
    QTRY_COMPARE(get(tagged).header("x-new"), "1");
    QCOMPARE(get(tagged).body, "third");
}

/// A refresh that fails is counted, harms nobody, and is not tried again at once.
void TestAnswers::failedRefreshesHarmNobody()
{
    const auto counts = [this] { return m_admin.call("GET", "/platform/cache").json(); };
    const int failed = counts()[u"failed_refreshes"_s].toInt();
    const QByteArray path = "/api/rest/kept/v1/while-down";
    const std::string life = "Cache-Control: max-age=0, stale-while-revalidate=600\r\nETag: \"x\"\r\n";
    m_origin.say(life, "good");
    QCOMPARE(cached(path), "200 MISS good");
    m_origin.say("", "broken", "503 Down");
    const std::size_t before = m_origin.count();
    QCOMPARE(cached(path), "200 STALE good");
    QTRY_COMPARE(counts()[u"failed_refreshes"_s].toInt(), failed + 1);
    QCOMPARE(cached(path), "200 STALE good");
    QCOMPARE(m_origin.count(), before + 1);

    // The upstream ends in the middle of its answer, and then is gone.
    const std::string half = "HTTP/1.1 200 OK\r\n" + life + "Content-Length: 100\r\n\r\nhalf";
    std::atomic<int> asked = 0;
    std::unique_ptr<ScriptedUpstream> dying;
    dying = std::make_unique<ScriptedUpstream>([&](RawSocket& socket, int) {
        (void)dying->record(socket);
        socket.send(asked++ == 0 ? answer("whole", life) : half);
    });
    QCOMPARE(publish(m_admin, u"halves"_s, {serverAt(dying->port())}, {u"GET /{x}"_s},
                     {{u"api_public"_s, true}, {u"api_cache"_s, QJsonObject()}}),
             QString());
    QCOMPARE(cached("/api/rest/halves/v1/x"), "200 MISS whole");
    QCOMPARE(cached("/api/rest/halves/v1/x"), "200 STALE whole");
    QTRY_COMPARE(counts()[u"failed_refreshes"_s].toInt(), failed + 2);
    QCOMPARE(cached("/api/rest/halves/v1/x"), "200 STALE whole");
    QVERIFY(counts()[u"refreshes"_s].toInt() >= failed + 2);
    QVERIFY(m_admin.get("/metrics").body.contains("\ngatehouse_cache_refresh_failures_total "));
}

/// An answer that was under way during a purge is one of those that were meant.
void TestAnswers::oldAnswersDoNotComeBack()
{
    const QByteArray path = "/api/rest/kept/v1/race";
    m_origin.say("Cache-Control: max-age=60\r\n", "old");
    m_origin.hold();
    const auto released = qScopeGuard([this] { m_origin.release(); });
    const std::size_t before = m_origin.count();
    RawSocket reader = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
    reader.send("GET " + path.toStdString() + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QVERIFY(m_origin.waitFor(before + 1));
    QCOMPARE(m_admin.send("DELETE", "/platform/cache", {}, m_admin.bearer()).status, 200);
    m_origin.release();
    QCOMPARE(reader.readAnswer().body, std::string("old"));
    m_origin.say("Cache-Control: max-age=60\r\n", "new");
    QCOMPARE(cached(path), "200 MISS new");
}

/// Rules for answers apply to what is kept as to what comes, with the settings of now.
void TestAnswers::transformsApplyToHits()
{
    const QJsonObject rules{{u"headers"_s, QJsonObject{{u"add"_s, QJsonObject{{u"X-Added"_s, u"1"_s}}}}},
                            {u"body"_s, QJsonObject{{u"wrap"_s, u"data"_s}}},
                            {u"status_map"_s, QJsonObject{{u"200"_s, 203}}}};
    publishOpen(u"changed"_s, {{u"api_cache"_s, QJsonObject()}, {u"api_response_transform"_s, rules}});
    m_origin.say("Content-Type: application/json\r\nCache-Control: max-age=60\r\nETag: \"v1\"\r\n", "[1]");
    for (const char* word : {"MISS", "HIT", "HIT"}) {
        const HttpReply reply = get("/api/rest/changed/v1/a");
        QCOMPARE(reply.header("x-cache"), word);
        QCOMPARE(reply.body, QByteArray(R"({"data":[1]})"));
        QCOMPARE(reply.status, 203);
        QCOMPARE(reply.all("x-added"), QByteArrayList{"1"});
        QCOMPARE(reply.all("content-type"), QByteArrayList{"application/json"});
    }
    const HttpReply renewed = get("/api/rest/changed/v1/a", "Cache-Control: no-cache\r\n");
    QCOMPARE(renewed.header("x-cache"), "REVALIDATED");
    QCOMPARE(renewed.body, QByteArray(R"({"data":[1]})"));
    // A changed API starts anew, whatever is kept.
    QCOMPARE(m_admin.call("PUT", "/platform/api/changed/v1", {{u"api_response_transform"_s, QJsonObject()}})
                 .status,
             200);
    const HttpReply plain = get("/api/rest/changed/v1/a");
    QCOMPARE(plain.header("x-cache"), "MISS");
    QCOMPARE(plain.body, QByteArray("[1]"));
}

void TestAnswers::http2HasTheSame()
{
    m_origin.say("Content-Type: text/plain\r\nCache-Control: max-age=60\r\nETag: \"h\"\r\n",
                 std::string(5000, 'h'));
    publishOpen(u"both"_s, {{u"api_cache"_s, QJsonObject()}, {u"api_compress"_s, true}});
    Http2Client client(RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()}));
    const auto ask = [&](const char* method, const Fields& fields) {
        return client.ask(http2Request(method, "/api/rest/both/v1/h", fields));
    };
    for (const char* word : {"MISS", "HIT"}) {
        const Http2Answer packed = ask("GET", {{"accept-encoding", "gzip"}});
        QVERIFY(packed.ended);
        QCOMPARE(packed.status, 200);
        QCOMPARE(packed.field("x-cache"), std::string(word));
        QCOMPARE(packed.field("content-encoding"), std::string("gzip"));
        QCOMPARE(packed.field("etag"), std::string("W/\"h\""));
        QCOMPARE(gunzipped(QByteArray::fromStdString(packed.body)), QByteArray(5000, 'h'));
    }
    const Http2Answer plain = ask("GET", {});
    QCOMPARE(plain.field("x-cache"), std::string("HIT")); // kept as the upstream sent it
    QCOMPARE(plain.body, std::string(5000, 'h'));
    QCOMPARE(plain.field("content-length"), std::string("5000"));
    const Http2Answer head = ask("HEAD", {});
    QCOMPARE(head.field("content-length"), std::string("5000"));
    QVERIFY(head.ended && head.body.empty());
    const Http2Answer same = ask("GET", {{"if-none-match", "W/\"h\""}, {"accept-encoding", "gzip"}});
    QCOMPARE(same.status, 304);
    QCOMPARE(same.field("etag"), std::string("W/\"h\""));
    QVERIFY(same.ended && same.body.empty());
}

void TestAnswers::callersAreApart()
{
    QCOMPARE(addUser(m_admin, u"ann"_s), QString());
    QCOMPARE(addUser(m_admin, u"bob"_s), QString());
    QCOMPARE(publish(m_admin, u"mine"_s, {m_origin.server()}, {u"GET /{x}"_s},
                     {{u"api_cache"_s, QJsonObject{{u"ttl_seconds"_s, 60}}}}),
             QString());
    HttpClient ann(m_gateway.publicPort()), bob(m_gateway.publicPort());
    QCOMPARE(subscribe(m_admin, u"ann"_s, u"mine"_s), QString());
    QCOMPARE(subscribe(m_admin, u"bob"_s, u"mine"_s), QString());
    QVERIFY(ann.login(u"ann"_s, userPassword()) && bob.login(u"bob"_s, userPassword()));
    const QByteArray path = "/api/rest/mine/v1/a";
    m_origin.say("Cache-Control: max-age=60\r\n", "for ann");
    QCOMPARE(ann.get(path, ann.bearer()).body, "for ann");
    m_origin.say("Cache-Control: max-age=60\r\n", "for bob");
    QCOMPARE(bob.get(path, bob.bearer()).body, "for bob");
    QCOMPARE(ann.get(path, ann.bearer()).body, "for ann");
    QCOMPARE(get(path).status, 401); // a hit needs the same credential as a miss
    m_origin.say("Cache-Control: public, max-age=60\r\n", "for all");
    QCOMPARE(ann.get("/api/rest/mine/v1/b", ann.bearer()).body, "for all");
    m_origin.say("", "other");
    QCOMPARE(bob.get("/api/rest/mine/v1/b", bob.bearer()).body, "for all");
}

void TestAnswers::writesInvalidate()
{
    const QByteArray path = "/api/rest/kept/v1/written";
    m_origin.say("Cache-Control: max-age=60\r\n", "before");
    QCOMPARE(cached(path), "200 MISS before");
    m_origin.say("", "no", "400 Bad");
    m_client.send("POST", path, "x");
    QCOMPARE(cached(path), "200 HIT before"); // nothing has changed
    m_origin.say("", "yes");
    QCOMPARE(m_client.send("POST", path, "x").status, 200);
    m_origin.say("Cache-Control: max-age=60\r\n", "after");
    QCOMPARE(cached(path), "200 MISS after");
}

void TestAnswers::purging()
{
    m_origin.say("Cache-Control: max-age=60\r\n", "old");
    QCOMPARE(cached("/api/rest/kept/v1/purge-a"), "200 MISS old");
    QCOMPARE(cached("/api/rest/kept/v1/purge-b"), "200 MISS old");
    const QJsonObject counts = m_admin.call("GET", "/platform/cache").json();
    QVERIFY(counts[u"answers"_s].toInt() >= 2);
    QVERIFY(counts[u"bytes"_s].toInt() > 0);
    QCOMPARE(m_client.send("DELETE", "/platform/cache").status, 401);
    // A slip must not purge everything.
    const HttpReply slip =
        m_admin.send("DELETE", "/platform/cache?apiid=1&path=api&api_id=x", {}, m_admin.bearer());
    QVERIFY(slip.status == 400 || slip.status == 422);
    QVERIFY2(slip.body.contains("apiid") && slip.body.contains("slash") && slip.body.contains("id of an API"),
             slip.body.constData());
    HttpReply purged =
        m_admin.send("DELETE", "/platform/cache?path=/api/rest/kept/v1/purge-a", {}, m_admin.bearer());
    QCOMPARE(purged.json()[u"purged"_s].toInt(), 1);
    QVERIFY(m_gateway.logHolds(u"doorman-trail.log"_s, "cache.purge"));
    QVERIFY(m_gateway.logHolds(u"doorman-trail.log"_s, "/api/rest/kept/v1/purge-a"));
    HttpClient nobody(m_gateway.adminPort());
    QCOMPARE(addUser(m_admin, u"nobody"_s), QString());
    QVERIFY(nobody.login(u"nobody"_s, userPassword()));
    QCOMPARE(nobody.send("DELETE", "/platform/cache", {}, nobody.bearer()).status, 403);
    QCOMPARE(nobody.call("GET", "/platform/cache").status, 403);
    m_origin.say("Cache-Control: max-age=60\r\n", "new");
    QCOMPARE(cached("/api/rest/kept/v1/purge-a"), "200 MISS new");
    QCOMPARE(cached("/api/rest/kept/v1/purge-b"), "200 HIT old");
    const QString id = m_admin.call("GET", "/platform/api/kept/v1").json()[u"api_id"_s].toString();
    QVERIFY(!id.isEmpty());
    purged = m_admin.send("DELETE", "/platform/cache?api_id=" + id.toLatin1(), {}, m_admin.bearer());
    QVERIFY(purged.json()[u"purged"_s].toInt() >= 2);
    QCOMPARE(cached("/api/rest/kept/v1/purge-b"), "200 MISS new");
    QCOMPARE(m_admin.call("DELETE", "/api/caches").status, 200);
    QCOMPARE(m_admin.call("GET", "/platform/cache").json()[u"answers"_s].toInt(), 0);
    const QByteArray metrics = m_admin.get("/metrics").body;
    for (const char* line : {"\ngatehouse_cache_answers 0\n", "\ngatehouse_cache_stored_total ",
                             "\ngatehouse_cache_purged_total ", "\ngatehouse_cache_hits_total "})
        QVERIFY2(metrics.contains(line), line);
}

void TestAnswers::policiesCacheToo()
{
    const HttpReply made = m_admin.call("POST", "/v1/contracts",
                                        {{u"name"_s, u"pol"_s},
                                         {u"endpoint"_s, QJsonObject{{u"url"_s, m_origin.server()}}},
                                         {u"auth"_s, QJsonObject{{u"type"_s, u"none"_s}}}});
    QCOMPARE(made.status, 201);
    m_origin.say("", "one");
    QCOMPARE(get("/pol/v1/a").header("x-cache"), QByteArray());
    const HttpReply policy =
        m_admin.call("POST", "/v1/admin/policies",
                     {{u"name"_s, u"keep"_s},
                      {u"policy_type"_s, u"caching"_s},
                      {u"dry_run"_s, true},
                      {u"config"_s, QJsonObject{{u"ttl_seconds"_s, 60}}},
                      {u"bindings"_s, QJsonArray{QJsonObject{{u"api_id"_s, made.json()[u"id"_s]}}}}});
    QVERIFY2(policy.status == 201, policy.body.constData());
    const QByteArray place = "/v1/admin/policies/" + policy.json()[u"id"_s].toString().toLatin1();
    QCOMPARE(get("/pol/v1/a", "X-Request-ID: dry-1\r\n").header("x-cache"), QByteArray());
    QVERIFY(m_gateway.accessLine("dry-1")[u"dry_run"_s].toString().contains(u"cache"_s));
    QCOMPARE(m_admin.call("PATCH", place, {{u"dry_run"_s, false}}).status, 200);
    QCOMPARE(get("/pol/v1/a").header("x-cache"), "MISS");
    QCOMPARE(get("/pol/v1/a").header("x-cache"), "HIT");
    // All that is wrong with the settings at once.
    const HttpReply wrong = m_admin.call(
        "POST", "/v1/admin/policies",
        {{u"name"_s, u"bad"_s},
         {u"policy_type"_s, u"caching"_s},
         {u"config"_s, QJsonObject{{u"ttl_seconds"_s, -1}, {u"methods"_s, QJsonArray{u"POST"_s}}}}});
    QCOMPARE(wrong.status, 422);
    QVERIFY2(wrong.body.contains("ttl_seconds") && wrong.body.contains("methods"), wrong.body.constData());
}

QTEST_GUILESS_MAIN(TestAnswers)
#include "tst_answers.moc"
