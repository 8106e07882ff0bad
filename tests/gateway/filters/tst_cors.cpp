// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/cors.h"
#include "gateway/filters/error_body.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

using Fields = proxy::ExchangeFixture::Fields;

Fields preflight(const std::string& origin, const std::string& method = "GET",
                 const std::string& headers = {})
{
    Fields fields;
    if (!origin.empty())
        fields.emplace_back("Origin", origin);
    if (!method.empty())
        fields.emplace_back("Access-Control-Request-Method", method);
    if (!headers.empty())
        fields.emplace_back("Access-Control-Request-Headers", headers);
    return fields;
}

CorsConfig contractConfig()
{
    CorsConfig config;
    config.surface = proxy::Surface::Contract;
    config.origins = {"https://app.example"};
    config.methods = {"GET", "POST"};
    config.headers = {"Authorization", "X-API-Key"};
    config.maxAgeSec = 3600;
    config.exposeLimits = true;
    return config;
}

} // namespace

class TestCors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void origins_data()
    {
        QTest::addColumn<QByteArray>("listed");
        QTest::addColumn<QByteArray>("origin");
        QTest::addColumn<bool>("credentials");
        QTest::addColumn<bool>("allowed");
        const auto row = [](const char* listed, const char* origin, bool credentials, bool allowed) {
            QTest::addRow("%s for %s%s", origin, listed, credentials ? " with credentials" : "")
                << QByteArray(listed) << QByteArray(origin) << credentials << allowed;
        };
        row("*", "https://a.example", false, true);
        row("*", "", false, false);
        row("*", "null", false, true);
        row("*", "null", true, false);
        row("null", "null", true, true);
        row("https://a.example", "https://a.example", false, true);
        row("https://a.example", "http://a.example", false, false);
        row("https://a.example", "https://a.example:8443", false, false);
        row("https://a.example", "https://a.example.evil", false, false);
        row("https://*.a.example", "https://x.a.example", false, true);
        row("https://*.a.example", "https://x.y.a.example", false, true);
        row("https://*.a.example", "https://a.example", false, false);
        row("https://*.a.example", "https://.a.example", false, false);
        row("https://*.a.example", "http://x.a.example", false, false);
        row("https://*.a.example", "https://xa.example", false, false);
        row("https://*.a.example", "https://x.a.example.evil", false, false);
    }
    void origins()
    {
        QFETCH(QByteArray, listed);
        QFETCH(QByteArray, origin);
        QFETCH(bool, credentials);
        QFETCH(bool, allowed);
        CorsConfig config;
        config.origins = {listed.toStdString()};
        config.credentials = credentials;
        QCOMPARE(CorsFilter(config).allowsOrigin(origin.toStdString()), allowed);
    }

    void platformPreflight()
    {
        CorsConfig config;
        config.origins = {"https://a.example"};
        config.expose = {"X-Total"};
        config.credentials = true;
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/api/rest/o/v1/x", preflight("https://a.example", "PUT", "X-One"));
        proxy::Exchange& exchange = fixture.exchange();
        QVERIFY(filter.request(exchange) == Verdict::Respond);
        QCOMPARE(exchange.answer().status, 204);
        QVERIFY(exchange.answerBody().empty());
        filter.answer(exchange);
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Origin"), std::string("https://a.example"));
        QCOMPARE(answerField(exchange, "Vary"), std::string("Origin"));
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Methods"),
                 std::string("GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"));
        // Browsers take "*" for a name when credentials are allowed.
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Headers"), std::string("*, X-One"));
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Credentials"), std::string("true"));
        QCOMPARE(answerField(exchange, "Access-Control-Expose-Headers"), std::string("X-Total"));

        // Any OPTIONS is a preflight here; what was not asked for is not said.
        fixture.request("OPTIONS", "/api/rest/o/v1/x");
        QVERIFY(filter.request(exchange) == Verdict::Respond);
        QCOMPARE(exchange.answer().status, 204);
        for (const char* absent :
             {"Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers"})
            QCOMPARE(answerField(exchange, absent), std::string("-"));

        fixture.request("GET", "/api/rest/o/v1/x", preflight("https://a.example"));
        QVERIFY(filter.request(exchange) == Verdict::Continue);
    }

    void optionsIsAlwaysAmongTheMethods()
    {
        CorsConfig config;
        config.methods = {"GET"};
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/", preflight("https://a.example"));
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(answerField(fixture.exchange(), "Access-Control-Allow-Methods"),
                 std::string("GET, OPTIONS"));
    }

    void wholePreflight_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("all good") << QByteArray("POST") << QByteArray("content-type, X-ONE") << true;
        QTest::newRow("method") << QByteArray("DELETE") << QByteArray("content-type") << false;
        QTest::newRow("header") << QByteArray("POST") << QByteArray("content-type, x-two") << false;
        QTest::newRow("no headers") << QByteArray("POST") << QByteArray() << true;
    }
    void wholePreflight()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, headers);
        QFETCH(bool, allowed);
        CorsConfig config;
        config.wholePreflight = true;
        config.methods = {"POST"};
        config.headers = {"Content-Type", "X-One"};
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/",
                        preflight("https://a.example", method.toStdString(), headers.toStdString()));
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(fixture.exchange().answer().status, 204);
        QCOMPARE(answerField(fixture.exchange(), "Access-Control-Allow-Origin"),
                 std::string(allowed ? "https://a.example" : "-"));
    }

    void strictOptions405_data()
    {
        QTest::addColumn<bool>("strict");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("status");
        QTest::newRow("known") << true << QByteArray("/items/7") << 204;
        QTest::newRow("unknown") << true << QByteArray("/other") << 405;
        QTest::newRow("unknown, not strict") << false << QByteArray("/other") << 204;
    }
    void strictOptions405()
    {
        QFETCH(bool, strict);
        QFETCH(QByteArray, path);
        QFETCH(int, status);
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->operations.resize(1);
        api->operations[0].method = "DELETE";
        api->operations[0].uriTemplate = "/items/{id}";
        const proxy::Route route{.host = {}, .prefix = "/api/rest/o/v1", .stripPrefix = true, .api = api};
        CorsConfig config;
        config.strictOptions405 = strict;
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/api/rest/o/v1" + path.toStdString(), preflight("https://a.example"));
        fixture.match(route);
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(int(fixture.exchange().answer().status), status);
        if (status == 405)
            QCOMPARE(std::string(fixture.exchange().errorCode()), std::string("GTW004"));
    }

    void contractPreflight()
    {
        const CorsFilter filter(contractConfig());
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        fixture.request("OPTIONS", "/o/v1/x", preflight("https://app.example", "POST", "x-api-key"));
        QVERIFY(filter.request(exchange) == Verdict::Respond);
        QCOMPARE(exchange.answer().status, 204);
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Origin"), std::string("https://app.example"));
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Methods"), std::string("GET, POST, OPTIONS"));
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Headers"),
                 std::string("Authorization, X-API-Key"));
        QCOMPARE(answerField(exchange, "Access-Control-Max-Age"), std::string("3600"));
        QCOMPARE(answerField(exchange, "Vary"), std::string("Origin"));

        fixture.request("OPTIONS", "/o/v1/x", preflight("https://evil.example", "POST"));
        QVERIFY(filter.request(exchange) == Verdict::Respond);
        QCOMPARE(exchange.answer().status, 204);
        for (const char* absent :
             {"Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Max-Age"})
            QCOMPARE(answerField(exchange, absent), std::string("-"));

        fixture.request("OPTIONS", "/o/v1/x"); // an ordinary request
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        fixture.request("OPTIONS", "/o/v1/x", preflight("https://app.example", ""));
        QVERIFY(filter.request(exchange) == Verdict::Continue);
    }

    void byHandTheWholePolicyIsSeen()
    {
        CorsConfig config = contractConfig();
        config.headers = {"X-API-Key", "Content-Type"};
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/", preflight("https://app.example", "POST"));
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(answerField(fixture.exchange(), "Access-Control-Allow-Headers"),
                 std::string("X-API-Key, Content-Type"));
    }

    void starIsNoWildcardWithCredentials()
    {
        CorsConfig config = contractConfig();
        config.credentials = true;
        config.headers = {"*"};
        const CorsFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("OPTIONS", "/", preflight("https://app.example", "POST", "x-one, x-two"));
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(answerField(fixture.exchange(), "Access-Control-Allow-Headers"),
                 std::string("x-one, x-two"));
    }

    void everyAnswerCarriesTheHeaders_data()
    {
        QTest::addColumn<int>("status"); // 0: the upstream's answer
        QTest::newRow("upstream") << 0;
        for (const int status : {401, 403, 429, 502})
            QTest::addRow("gateway %d", status) << status;
    }
    void everyAnswerCarriesTheHeaders()
    {
        QFETCH(int, status);
        const CorsFilter filter(contractConfig());
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        fixture.request("GET", "/o/v1/x", {{"Origin", "https://app.example"}});
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        if (status == 0)
            fixture.answer(
                200, {{"Access-Control-Allow-Origin", "*"}, {"Access-Control-Allow-Credentials", "true"}});
        else
            exchange.failAs(proxy::Reason::Internal, std::uint16_t(status), {}, {});
        filter.answer(exchange);
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Origin"), std::string("https://app.example"));
        QVERIFY(exchange.answerEdits().hides("Access-Control-Allow-Origin"));
        QVERIFY(exchange.answerEdits().hides("Access-Control-Allow-Credentials"));
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Credentials"), std::string("-"));
        QCOMPARE(answerField(exchange, "Vary"), std::string("Origin"));
        QCOMPARE(answerField(exchange, "Access-Control-Expose-Headers"),
                 std::string("X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, "
                             "X-RateLimit-Burst, Retry-After"));

        fixture.request("GET", "/o/v1/x", {{"Origin", "https://evil.example"}});
        fixture.answer(200, {{"Access-Control-Allow-Origin", "*"}});
        filter.answer(exchange);
        QCOMPARE(answerField(exchange, "Access-Control-Allow-Origin"), std::string("-"));
        QVERIFY(exchange.answerEdits().hides("Access-Control-Allow-Origin"));
    }

    /// What the header rules of the API keep back says nothing to the client.
    void varyIsSaidWhereTheUpstreamsIsKeptBack()
    {
        for (const bool allowed : {false, true}) {
            auto api = std::make_shared<proxy::ApiRuntime>();
            if (allowed)
                api->allowedHeaders = {"vary"};
            const proxy::Route route{.host = {}, .prefix = "/x", .stripPrefix = true, .api = api};
            const CorsFilter filter{CorsConfig()};
            proxy::ExchangeFixture fixture;
            fixture.request("GET", "/x", {{"Origin", "https://app.example"}});
            fixture.match(route);
            fixture.answer(200, {{"Vary", "Origin"}});
            filter.answer(fixture.exchange());
            QCOMPARE(answerField(fixture.exchange(), "Vary"), std::string(allowed ? "-" : "Origin"));
        }
    }

    void varyIsNotDoubled()
    {
        const CorsFilter filter(contractConfig());
        proxy::ExchangeFixture fixture;
        fixture.request("GET", "/", {{"Origin", "https://app.example"}});
        fixture.answer(200, {{"Vary", "Accept-Encoding, origin"}});
        filter.answer(fixture.exchange());
        QCOMPARE(answerField(fixture.exchange(), "Vary"), std::string("-"));
    }
};

QTEST_GUILESS_MAIN(TestCors)
#include "tst_cors.moc"
