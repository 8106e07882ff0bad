// SPDX-License-Identifier: GPL-3.0-or-later
// The exchange's own parts: ids, memory, edits, resumers, addresses, error bodies, forwarding rules.
#include "gateway/proxy/client_address.h"
#include "gateway/proxy/error_renderer.h"
#include "gateway/proxy/forward_answer.h"
#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/request_id.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace gatehouse;
using namespace gatehouse::proxy;

class TestExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void phaseTableIsInOrder();
    void requestIdsAreUuids();
    void acceptableIds_data();
    void acceptableIds();
    void arenaKeepsTextApart();
    void editsHideAndReplace();
    void resumerComesBackOnce();
    void droppedResumerFailsTheExchange();
    void lateResumerDoesNothing();
    void forwardedClient_data();
    void forwardedClient();
    void errorBodies();
    void cleanValues();
    void upstreamHead();
    void platformAllowList();
    void operationRewrite();
    void answerFields();

private:
    static std::string upstreamHeadOf(ExchangeFixture& fixture,
                                      RequestBodyPlan body = RequestBodyPlan::none());
    static Route routeOf(ApiRuntime api, const std::string& prefix = "/shop");
};

Route TestExchange::routeOf(ApiRuntime api, const std::string& prefix)
{
    Route route;
    route.prefix = prefix;
    route.api = std::make_shared<const ApiRuntime>(std::move(api));
    return route;
}

std::string TestExchange::upstreamHeadOf(ExchangeFixture& fixture, RequestBodyPlan body)
{
    UpstreamTarget target;
    target.hostHeader = "backend:81";
    target.basePath = "/base";
    char memory[20000];
    http::MessageWriter writer(memory, sizeof memory);
    writeUpstreamHead(fixture.exchange(), target, body, TrustSettings{}, writer);
    return std::string(writer.view());
}

void TestExchange::phaseTableIsInOrder()
{
    for (std::size_t i = 0; i < phaseTable.size(); ++i)
        QCOMPARE(static_cast<std::size_t>(phaseTable[i].phase), i);
    QVERIFY(Phase::Authenticate < Phase::Authorise && Phase::Authorise < Phase::Limit);
    QVERIFY(Phase::Preflight < Phase::Authenticate && Phase::Limit < Phase::Prepare);
}

void TestExchange::requestIdsAreUuids()
{
    Random random;
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        char text[RequestIdLength];
        makeRequestId(random, text);
        const std::string id(text, sizeof text);
        QCOMPARE(id[14], '4');
        QVERIFY(std::string("89ab").find(id[19]) != std::string::npos);
        QVERIFY(id[8] == '-' && id[13] == '-' && id[18] == '-' && id[23] == '-');
        QVERIFY(seen.insert(id).second);
    }
}

void TestExchange::acceptableIds_data()
{
    QTest::addColumn<QByteArray>("id");
    QTest::addColumn<bool>("good");
    QTest::newRow("plain") << QByteArray("Order-7_a.b") << true;
    QTest::newRow("longest") << QByteArray(128, 'x') << true;
    QTest::newRow("too long") << QByteArray(129, 'x') << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("space") << QByteArray("a b") << false;
    QTest::newRow("quote") << QByteArray("a\"b") << false;
    QTest::newRow("non-ASCII") << QByteArray("\xc3\xa4") << false;
    QTest::newRow("zero") << QByteArray("a\0b", 3) << false;
}

void TestExchange::acceptableIds()
{
    QFETCH(QByteArray, id);
    QTEST(isAcceptableRequestId({id.constData(), static_cast<std::size_t>(id.size())}), "good");
}

void TestExchange::arenaKeepsTextApart()
{
    Arena arena;
    std::vector<std::pair<std::string, std::string_view>> kept;
    for (int i = 0; i < 300; ++i) {
        const std::string text(static_cast<std::size_t>(i * 7 % 5000), static_cast<char>('a' + i % 26));
        kept.emplace_back(text, arena.copy(text));
    }
    for (const auto& [expected, view] : kept)
        QCOMPARE(std::string(view), expected);
    arena.reset();
    QCOMPARE(arena.concat({"a", "", "bc"}), std::string_view("abc"));
    QCOMPARE(arena.number(-42), std::string_view("-42"));
}

void TestExchange::editsHideAndReplace()
{
    HeaderEdits edits;
    edits.set("X-A", "1");
    edits.set("x-a", "2");
    edits.remove("X-B");
    edits.add("X-C", "3");
    QCOMPARE(edits.all().size(), std::size_t(3));
    QCOMPARE(*edits.find("X-a"), std::string_view("2"));
    QVERIFY(edits.hides("x-B") && edits.hides("X-A") && !edits.hides("X-C"));
    edits.set("X-B", "back");
    QCOMPARE(*edits.find("x-b"), std::string_view("back"));
}

void TestExchange::resumerComesBackOnce()
{
    ExchangeFixture fixture;
    Resumer resumer = fixture.exchange().resumer();
    Resumer moved = std::move(resumer);
    QVERIFY(!resumer);
    moved.resume([](Exchange& exchange) {
        exchange.respond(418, "text/plain", "tea");
        return Verdict::Respond;
    });
    QVERIFY(!fixture.resumedWith());
    moved.resume(Verdict::Continue); // spent
    fixture.runPosted();
    QCOMPARE(fixture.resumedWith().value(), Verdict::Respond);
    QCOMPARE(fixture.exchange().answer().status, 418);
}

void TestExchange::droppedResumerFailsTheExchange()
{
    ExchangeFixture fixture;
    {
        const Resumer dropped = fixture.exchange().resumer();
    }
    fixture.runPosted();
    QCOMPARE(fixture.resumedWith().value(), Verdict::Respond);
    QCOMPARE(fixture.exchange().reason(), Reason::Internal);
}

void TestExchange::lateResumerDoesNothing()
{
    ExchangeFixture fixture;
    Resumer resumer = fixture.exchange().resumer();
    fixture.request("GET", "/next"); // the exchange is in use for another request
    resumer.resume(Verdict::Continue);
    fixture.runPosted();
    QVERIFY(!fixture.resumedWith());
}

void TestExchange::forwardedClient_data()
{
    QTest::addColumn<QByteArray>("trusted");
    QTest::addColumn<QByteArray>("peer");
    QTest::addColumn<QByteArray>("forwardedFor");
    QTest::addColumn<QByteArray>("realIp");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("stranger") << QByteArray("10.0.0.0/8") << QByteArray("192.0.2.9") << QByteArray("1.1.1.1")
                              << QByteArray("2.2.2.2") << QByteArray();
    QTest::newRow("one hop") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1") << QByteArray("1.1.1.1")
                             << QByteArray() << QByteArray("1.1.1.1");
    QTest::newRow("own proxies skipped")
        << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1") << QByteArray("1.1.1.1, 10.2.3.4")
        << QByteArray() << QByteArray("1.1.1.1");
    QTest::newRow("invented left part")
        << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1") << QByteArray("6.6.6.6, 1.1.1.1, 10.2.3.4")
        << QByteArray() << QByteArray("1.1.1.1");
    QTest::newRow("all ours") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1")
                              << QByteArray("10.1.1.1, 10.2.3.4") << QByteArray() << QByteArray("10.1.1.1");
    QTest::newRow("everybody trusted: first")
        << QByteArray() << QByteArray("192.0.2.9") << QByteArray("6.6.6.6, 1.1.1.1") << QByteArray()
        << QByteArray("6.6.6.6");
    QTest::newRow("no address") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1") << QByteArray("unknown")
                                << QByteArray("2.2.2.2") << QByteArray("2.2.2.2");
    QTest::newRow("real ip") << QByteArray("10.0.0.0/8") << QByteArray("10.0.0.1") << QByteArray()
                             << QByteArray("2.2.2.2") << QByteArray("2.2.2.2");
}

void TestExchange::forwardedClient()
{
    QFETCH(QByteArray, trusted);
    QFETCH(QByteArray, peer);
    QFETCH(QByteArray, forwardedFor);
    QFETCH(QByteArray, realIp);
    TrustSettings trust;
    trust.trustForwarded = true;
    if (!trusted.isEmpty())
        QVERIFY(trust.proxies.add(trusted.toStdString()));
    trust.proxies.compile();
    http::HeaderTable headers;
    if (!forwardedFor.isEmpty())
        headers.add("X-Forwarded-For", forwardedFor.constData());
    if (!realIp.isEmpty())
        headers.add("X-Real-IP", realIp.constData());
    const auto client = proxy::forwardedClient(trust, *net::IpAddress::parse(peer.toStdString()), headers);
    QTEST(QByteArray(client ? client->address.text().c_str() : ""), "expected");
    trust.trustForwarded = false;
    QVERIFY(!proxy::forwardedClient(trust, *net::IpAddress::parse(peer.toStdString()), headers));
}

void TestExchange::errorBodies()
{
    ExchangeFixture fixture;
    fixture.exchange().failAs(Reason::Invalid, 0, {}, "bad \"x\"\n");
    JsonErrorRenderer().render(fixture.exchange());
    QCOMPARE(fixture.exchange().answer().status, 400);
    QCOMPARE(fixture.exchange().answerBody(),
             std::string("{\"error_code\":\"GTW011\",\"error_message\":\"bad \\\"x\\\"\\n\"}"));
    fixture.request("GET", "/");
    fixture.exchange().fail(Reason::Unauthenticated);
    JsonErrorRenderer(true).render(fixture.exchange());
    QCOMPARE(fixture.exchange().answer().status, 200);
    QCOMPARE(fixture.exchange().answerBody(),
             std::string("{\"status_code\":401,\"error_code\":\"Unauthorized\","
                         "\"error_message\":\"Unauthorized\"}"));
}

void TestExchange::cleanValues()
{
    Arena arena;
    QCOMPARE(cleanHeaderValue("plain; q=1", arena), std::string_view("plain; q=1"));
    QCOMPARE(cleanHeaderValue("a<script>b</script>c", arena), std::string_view("abc"));
    QCOMPARE(cleanHeaderValue("1 < 2", arena), std::string_view("1 < 2"));
    const std::string_view cut = cleanHeaderValue(std::string(9000, 'x'), arena);
    QCOMPARE(cut.size(), 8192 + std::string_view("...[TRUNCATED]").size());
    QVERIFY(cut.ends_with("...[TRUNCATED]"));
}

void TestExchange::upstreamHead()
{
    ApiRuntime api;
    api.surface = proxy::Surface::Contract;
    api.forwardAllRequestHeaders = true;
    const Route route = routeOf(api);
    ExchangeFixture fixture;
    fixture.request("POST", "/shop/a%2Fb?x=%20",
                    {{"Host", "public"},
                     {"Connection", "keep-alive, X-Hop"},
                     {"X-Hop", "1"},
                     {"Authorization", "Bearer t"},
                     {"Cookie", "c=1"},
                     {"X-Api-Key", "k"},
                     {"X-User-Email", "boss"},
                     {"X-Doorman-User", "boss"},
                     {"X-Forwarded-For", "6.6.6.6"},
                     {"Expect", "100-continue"},
                     {"TE", "trailers"},
                     {"X-Keep", "yes"},
                     {"Content-Length", "3"}},
                    "abc");
    fixture.match(route);
    fixture.exchange().upstreamEdits().set("X-Added", "1");
    const std::string head = upstreamHeadOf(fixture, RequestBodyPlan::length(3));
    QCOMPARE(head, std::string("POST /base/a%2Fb?x=%20 HTTP/1.1\r\n"
                               "Host: backend:81\r\n"
                               "X-Keep: yes\r\n"
                               "X-Added: 1\r\n"
                               "X-Request-ID: 00000000-0000-4000-8000-000000000000\r\n"
                               "Content-Length: 3\r\n\r\n"));
}

void TestExchange::platformAllowList()
{
    ApiRuntime api;
    api.allowedHeaders = {"authorization", "x-color"};
    const Route route = routeOf(api);
    ExchangeFixture fixture;
    fixture.request(
        "GET", "/shop/x",
        {{"X-Color", "<b>red</b>"}, {"X-Other", "1"}, {"Accept", "a/b"}, {"Authorization", "Bearer t"}});
    fixture.match(route);
    const std::string head = upstreamHeadOf(fixture);
    QVERIFY(head.find("X-Color: red\r\n") != std::string::npos);
    QVERIFY(head.find("Accept: a/b\r\n") != std::string::npos);
    QVERIFY(head.find("X-Other") == std::string::npos);
    QVERIFY(head.find("Authorization") == std::string::npos);
}

void TestExchange::operationRewrite()
{
    Operation operation;
    operation.uriTemplate = "/orders/{id}/items/{item}";
    operation.upstreamTemplate = "/v2/items/{item}/of/{id}";
    const Route route = routeOf(ApiRuntime{});
    ExchangeFixture fixture;
    fixture.request("GET", "/shop/orders/7%20a/items/9");
    fixture.match(route, &operation);
    QVERIFY(upstreamHeadOf(fixture).starts_with("GET /base/v2/items/9/of/7%20a HTTP/1.1\r\n"));
    fixture.exchange().setUpstreamPath("/other");
    fixture.exchange().setUpstreamQuery("z=1");
    QVERIFY(upstreamHeadOf(fixture).starts_with("GET /base/other?z=1 HTTP/1.1\r\n"));
}

void TestExchange::answerFields()
{
    ApiRuntime api;
    api.allowedHeaders = {"etag"};
    const Route route = routeOf(api);
    ExchangeFixture fixture;
    fixture.request("GET", "/shop/x");
    fixture.match(route);
    fixture.answer(200, {{"Content-Type", "text/plain"},
                         {"ETag", "1"},
                         {"Set-Cookie", "c=1"},
                         {"X-Frame-Options", "SAMEORIGIN"},
                         {"X-Request-ID", "theirs"},
                         {"Transfer-Encoding", "chunked"}});
    fixture.exchange().answerEdits().set("X-Frame-Options", "ALLOW");
    char memory[8000];
    http::MessageWriter writer(memory, sizeof memory);
    AnswerPlan plan;
    plan.framing = AnswerPlan::Framing::Length;
    plan.length = 2;
    writeAnswerHead(fixture.exchange(), plan, AnswerSettings{}, "now", writer);
    const std::string head(writer.view());
    const auto count = [&head](std::string_view text) {
        std::size_t found = 0;
        for (std::size_t at = head.find(text); at != std::string::npos; at = head.find(text, at + 1))
            ++found;
        return found;
    };
    QCOMPARE(count("\r\nContent-Type: text/plain\r\n"), std::size_t(1));
    QCOMPARE(count("\r\nETag: 1\r\n"), std::size_t(1));
    QCOMPARE(count("Set-Cookie"), std::size_t(0));
    QCOMPARE(count("theirs"), std::size_t(0));
    QCOMPARE(count("X-Frame-Options: ALLOW"), std::size_t(1));
    QCOMPARE(count("X-Frame-Options"), std::size_t(1));
    QCOMPARE(count("X-Content-Type-Options: nosniff"), std::size_t(1));
    QCOMPARE(count("Content-Security-Policy: default-src 'none'"), std::size_t(1));
    QCOMPARE(count("Strict-Transport-Security"), std::size_t(0));
    QCOMPARE(count("Transfer-Encoding"), std::size_t(0));
    QCOMPARE(count("\r\nContent-Length: 2\r\n"), std::size_t(1));
    QCOMPARE(count("\r\nrequest_id: "), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestExchange)
#include "tst_exchange.moc"
