// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/rest_answer.h"
#include "gateway/protocols/rest_upstream.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::protocols;
using proxy::Verdict;

namespace {

std::shared_ptr<const proxy::UpstreamGroup> group(const char* host)
{
    auto result = std::make_shared<proxy::UpstreamGroup>();
    result->targets.resize(1);
    result->targets[0].host = host;
    return result;
}

} // namespace

class TestRest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // Data-plane 6: the routing that client-key names, else what the engine has chosen.
    void clientRouting_data()
    {
        QTest::addColumn<QByteArray>("clientKey");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("known key") << QByteArray("mobile") << QByteArray("routed");
        QTest::newRow("unknown key") << QByteArray("other") << QByteArray("api");
        QTest::newRow("routing without servers") << QByteArray("empty") << QByteArray("api");
        QTest::newRow("no key") << QByteArray() << QByteArray("api");
    }
    void clientRouting()
    {
        QFETCH(QByteArray, clientKey);
        QFETCH(QByteArray, expected);
        auto snapshot = std::make_shared<proxy::RuntimeSnapshot>();
        snapshot->clientRoutings.set("mobile", {group("routed")});
        snapshot->clientRoutings.set("empty", {std::make_shared<const proxy::UpstreamGroup>()});
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->upstream = group("api");
        const proxy::Route route{.host = {}, .prefix = "/api/rest/o/v1", .stripPrefix = true, .api = api};
        proxy::ExchangeFixture fixture;
        fixture.setSnapshot(snapshot);
        proxy::ExchangeFixture::Fields fields;
        if (!clientKey.isEmpty())
            fields.emplace_back("client-key", clientKey.toStdString());
        fixture.request("GET", "/api/rest/o/v1/x", fields);
        fixture.match(route);
        QVERIFY(SelectUpstreamFilter().request(fixture.exchange()) == Verdict::Continue);
        QCOMPARE(fixture.exchange().upstream()->targets[0].host, expected.toStdString());
    }

    void platformPathsLoseEmptySegments_data()
    {
        QTest::addColumn<bool>("contract");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("expected"); // empty: as it came
        QTest::newRow("plain") << false << QByteArray("/items/7") << QByteArray();
        QTest::newRow("trailing slash") << false << QByteArray("/items/") << QByteArray("/items");
        QTest::newRow("empty segment") << false << QByteArray("/items//7") << QByteArray("/items/7");
        QTest::newRow("root") << false << QByteArray("/") << QByteArray();
        QTest::newRow("only slashes") << false << QByteArray("///") << QByteArray("/");
        QTest::newRow("escapes stay") << false << QByteArray("/a%2Fb%20c/") << QByteArray("/a%2Fb%20c");
        QTest::newRow("contracts keep theirs") << true << QByteArray("/items//7/") << QByteArray();
    }
    void platformPathsLoseEmptySegments()
    {
        QFETCH(bool, contract);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, expected);
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->surface = contract ? proxy::Surface::Contract : proxy::Surface::Platform;
        const proxy::Route route{.host = {}, .prefix = "/api/rest/o/v1", .stripPrefix = true, .api = api};
        proxy::ExchangeFixture fixture;
        fixture.request("GET", "/api/rest/o/v1" + path.toStdString());
        fixture.match(route);
        QVERIFY(SelectUpstreamFilter().request(fixture.exchange()) == Verdict::Continue);
        QCOMPARE(std::string(fixture.exchange().upstreamPath()), expected.toStdString());
    }

    // Data-plane 11, with the compatibility switches.
    void answers_data()
    {
        QTest::addColumn<bool>("wrap");
        QTest::addColumn<bool>("strict");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("clientStatus");
        QTest::addColumn<QByteArray>("clientBody");
        const QByteArray json("application/json; charset=utf-8");
        const QByteArray text("text/plain");
        const auto row = [](const char* name, bool wrap, bool strict, int status, const QByteArray& type,
                            const char* body, int clientStatus, const char* clientBody) {
            QTest::newRow(name) << wrap << strict << status << type << QByteArray(body) << clientStatus
                                << QByteArray(clientBody);
        };
        row("json", true, false, 201, json, " {\"a\":[1,2]} ", 201, "{\"a\":[1,2]}");
        row("arrays and scalars stay", true, false, 200, json, "[{\"id\":1,\"name\":\"x\"}]", 200,
            "[{\"id\":1,\"name\":\"x\"}]");
        row("number", true, false, 200, json, "7", 200, "7");
        row("strict json", true, true, 201, json, "{\"a\":1}", 200,
            "{\"status_code\":201,\"response\":{\"a\":1}}");
        row("text", true, false, 200, text, "he said \"hi\"", 200, "\"he said \\\"hi\\\"\"");
        row("text that looks like json", true, false, 200, text, "{}", 200, "\"{}\"");
        row("suffix json", true, false, 200, "application/problem+json", "{\"a\":1}", 200, "{\"a\":1}");
        row("empty", true, false, 200, text, "", 200, "{}");
        for (const char* nothing : {"", "null", "[]", "\"\"", "  "})
            row(nothing, true, false, 200, json, nothing, 200, "{}");
        row("malformed", true, false, 200, json, "{", 500,
            "{\"error_code\":\"GTW006\",\"error_message\":\"Malformed JSON from upstream\"}");
        row("two values", true, false, 200, json, "1,2", 500,
            "{\"error_code\":\"GTW006\",\"error_message\":\"Malformed JSON from upstream\"}");
        row("malformed strict", true, true, 200, json, "{", 200,
            "{\"status_code\":500,\"error_code\":\"GTW006\",\"error_message\":\"Malformed JSON from "
            "upstream\"}");
        row("404", true, false, 404, json, "{\"x\":1}", 404,
            "{\"error_code\":\"GTW005\",\"error_message\":\"Endpoint does not exist in backend service\"}");
        row("404 strict", true, true, 404, json, "{\"x\":1}", 200,
            "{\"status_code\":404,\"error_code\":\"GTW005\",\"error_message\":\"Endpoint does not exist in "
            "backend service\"}");
        for (const int status : {301, 400, 401, 500, 503})
            QTest::addRow("%d", status) << true << false << status << json << QByteArray("{}") << status
                                        << QByteArray("{\"error_message\":\"Request failed\"}");
        row("500 strict", true, true, 500, json, "{}", 200,
            "{\"status_code\":500,\"error_message\":\"Request failed\"}");
        row("strict without wrapping keeps the error's body", false, true, 404, json, "{\"x\":1}", 200,
            "{\"status_code\":404,\"response\":{\"x\":1}}");
    }
    void answers()
    {
        QFETCH(bool, wrap);
        QFETCH(bool, strict);
        QFETCH(int, status);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(int, clientStatus);
        QFETCH(QByteArray, clientBody);
        RestAnswerConfig config;
        config.wrap = wrap;
        config.strict = strict;
        const RestAnswer answer =
            convertRestAnswer(config, std::uint16_t(status), type.toStdString(), body.toStdString());
        QCOMPARE(int(answer.status), clientStatus);
        QCOMPARE(answer.body, clientBody.toStdString());
    }

    void onlyBodiesOfTheUpstreamAreConverted_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("encoding");
        QTest::addColumn<bool>("local");
        QTest::addColumn<bool>("converted");
        QTest::newRow("usual") << QByteArray("GET") << 200 << QByteArray() << false << true;
        QTest::newRow("HEAD") << QByteArray("HEAD") << 200 << QByteArray() << false << false;
        QTest::newRow("204") << QByteArray("GET") << 204 << QByteArray() << false << false;
        QTest::newRow("304") << QByteArray("GET") << 304 << QByteArray() << false << false;
        QTest::newRow("compressed in spite of all")
            << QByteArray("GET") << 200 << QByteArray("gzip") << false << false;
        QTest::newRow("the gateway's own") << QByteArray("GET") << 401 << QByteArray() << true << false;
    }
    void onlyBodiesOfTheUpstreamAreConverted()
    {
        QFETCH(QByteArray, method);
        QFETCH(int, status);
        QFETCH(QByteArray, encoding);
        QFETCH(bool, local);
        QFETCH(bool, converted);
        RestAnswerConfig config;
        config.wrap = true;
        const RestAnswerFilter filter(config);
        proxy::ExchangeFixture fixture;
        proxy::Exchange& exchange = fixture.exchange();
        fixture.request(method.toStdString(), "/", {{"Accept-Encoding", "gzip"}});
        QVERIFY(filter.request(exchange) == Verdict::Continue);
        QVERIFY(exchange.upstreamEdits().hides("Accept-Encoding"));
        proxy::ExchangeFixture::Fields fields{{"Content-Type", "text/plain"}};
        if (!encoding.isEmpty())
            fields.emplace_back("Content-Encoding", encoding.toStdString());
        if (local)
            exchange.respond(std::uint16_t(status), "text/plain", "x");
        else
            fixture.answer(std::uint16_t(status), fields, "x");
        filter.answer(exchange);
        QCOMPARE(exchange.buffersAnswer(), converted);
        if (converted) {
            filter.answerBody(exchange);
            QCOMPARE(exchange.answerBody(), std::string("\"x\""));
            QCOMPARE(filters::answerField(exchange, "Content-Type"), std::string("application/json"));
        }
    }
};

QTEST_GUILESS_MAIN(TestRest)
#include "tst_rest.moc"
