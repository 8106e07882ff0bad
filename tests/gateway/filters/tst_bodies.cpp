// SPDX-License-Identifier: GPL-3.0-or-later
// Filters that look into bodies: the JSON they share, validation, transforms.
#include "gateway/filters/body_text.h"
#include "gateway/filters/compress.h"
#include "gateway/filters/transform.h"
#include "gateway/filters/validate.h"
#include "tests/common/packed.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

std::string rewritten(std::string_view text)
{
    const std::optional<Json> json = Json::parse(text);
    if (!json)
        return "refused";
    std::string out;
    json->write(out);
    return out;
}

QByteArray brotli(std::string_view text)
{
    std::string out;
    const auto encoder = makeEncoder(Coding::Brotli);
    encoder->take(text, out);
    encoder->end(out);
    return QByteArray::fromStdString(out);
}

JsonPath path(std::string_view text)
{
    return *JsonPath::parse(text);
}

} // namespace

class TestBodies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonIsReadStrictly_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("written");
        const auto row = [](const char* text, const char* written) {
            QTest::newRow(text) << QByteArray(text) << QByteArray(written);
        };
        row(" { \"a\" : [ 1 , 2.50 , -0 , 1e9 ] } ", R"({"a":[1,2.50,-0,1e9]})");
        row("\"\\u00e4\\\"\\\\\\/\\n\"", "\"\xc3\xa4\\\"\\\\/\\n\"");
        row("12345678901234567890123", "12345678901234567890123");
        row("true", "true");
        for (const char* bad : {"", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "nul", "\"\n\"",
                                "\"\\x\"", "\"\\ud800\"", "\"\xc3\x28\"", "1 2", "{\"a\":1,}", "\"", "[1"})
            row(bad, "refused");
    }
    void jsonIsReadStrictly()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, written);
        QCOMPARE(rewritten(text.toStdString()), written.toStdString());
    }

    void packedBodiesAreRead_data()
    {
        QTest::addColumn<QByteArray>("coding");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("told"); // the text, or status and fault
        const auto row = [](const char* name, const char* coding, const QByteArray& body, const char* told) {
            QTest::newRow(name) << QByteArray(coding) << body << QByteArray(told);
        };
        const QByteArray gzip = gzipped("some text");
        const QByteArray deflate = deflated("some text");
        const char* const unknown =
            "415 Content-Encoding must be gzip, deflate or br here, and only one of them";
        const QByteArray br = brotli("some text");
        const char* const large = "413 Request entity too large when it is unpacked (max: 1000 bytes)";
        row("plain", "", "some text", "some text");
        row("identity", "identity", "some text", "some text");
        row("gzip", "gzip", gzip, "some text");
        row("gzip in capitals, with identity", "identity, X-GZIP", gzip, "some text");
        row("deflate", "deflate", deflate, "some text");
        row("brotli", "br", br, "some text");
        row("no body", "gzip", "", "");
        row("other", "zstd", gzip, unknown);
        row("twice", "gzip, gzip", gzipped(gzip), unknown);
        row("none", "gzip", "some text", "400 400: Invalid request body: the body is no gzip");
        row("the other", "gzip", deflate, "400 400: Invalid request body: the body is no gzip");
        row("raw deflate", "deflate", packed("some text", -MAX_WBITS),
            "400 400: Invalid request body: the body is no deflate (zlib)");
        row("cut", "gzip", gzip.chopped(1),
            "400 400: Invalid request body: the body ends in the middle of its gzip");
        row("more behind", "gzip", gzip + gzip,
            "400 400: Invalid request body: the body goes on behind its gzip");
        row("wrong sum", "gzip", gzip.chopped(8) + "12345678",
            "400 400: Invalid request body: the body is no gzip");
        row("no brotli", "br", "\xff\xff\xff\xff", "400 400: Invalid request body: the body is no brotli");
        row("cut brotli", "br", br.chopped(1),
            "400 400: Invalid request body: the body ends in the middle of its brotli");
        row("more behind brotli", "br", br + br,
            "400 400: Invalid request body: the body goes on behind its brotli");
        row("brotli bomb", "br", brotli(std::string(5'000'000, 'x')), large);
        row("largest", "gzip", gzipped(QByteArray(1000, 'x')), QByteArray(1000, 'x').constData());
        row("too large", "gzip", gzipped(QByteArray(1001, 'x')), large);
        row("bomb", "deflate", deflated(QByteArray(50'000'000, 'x')), large);
    }
    void packedBodiesAreRead()
    {
        QFETCH(const QByteArray, coding);
        QFETCH(const QByteArray, body);
        QFETCH(const QByteArray, told);
        auto api = std::make_shared<proxy::ApiRuntime>();
        api->bodyLimit = 1000;
        proxy::Route route;
        route.api = api;
        proxy::ExchangeFixture fixture;
        fixture.request("POST", "/", {{"Content-Encoding", coding.toStdString()}}, body.toStdString());
        fixture.match(route);
        proxy::Exchange& exchange = fixture.exchange();
        for (int round = 0; round < 2; ++round) {
            const BodyText read = bodyTextOf(exchange);
            const std::string found =
                read.fault ? std::to_string(read.fault->status ? read.fault->status
                                                               : proxy::row(read.fault->reason).status) +
                                 ' ' + std::string(read.fault->text)
                           : std::string(read.text);
            QCOMPARE(found, told.toStdString());
            QCOMPARE(exchange.body(), body.toStdString()); // the upstream gets what came
        }
        const bool good = !told.startsWith('4');
        QCOMPARE(unpackBody(exchange), good);
        QCOMPARE(exchange.answered(), !good);
        if (!good)
            return;
        QCOMPARE(exchange.body(), told.toStdString());
        QCOMPARE(std::string(bodyTextOf(exchange).text), told.toStdString());
        QCOMPARE(exchange.upstreamEdits().hides("Content-Encoding"), exchange.body() != body.toStdString());
    }

    void jsonHasBounds()
    {
        const auto nested = [](std::size_t depth) {
            return std::string(depth, '[') + std::string(depth, ']');
        };
        QVERIFY(Json::parse(nested(Json::maxDepth)));
        QVERIFY(!Json::parse(nested(Json::maxDepth + 2)));
        std::string many = "[0";
        for (std::size_t i = 0; i < Json::maxValues; ++i)
            many += ",0";
        QVERIFY(!Json::parse(many + "]"));
    }

    void placesAreFoundSetAndTaken()
    {
        Json json = *Json::parse(R"({"a":{"b":[{"c":1},2]},"x":null})");
        QCOMPARE(path("$.a.b[0].c").find(json)->text(), std::string("1"));
        QCOMPARE(path("a.b[1]").find(json)->text(), std::string("2"));
        QVERIFY(!path("a.b[2]").find(json));
        QVERIFY(!path("a.b.c").find(json));
        QVERIFY(path("x.y[2].z").set(json, Json::string("n")));
        QVERIFY(!path("a.b[0].c.d").set(json, Json()));
        QVERIFY(path("a.b[0]").take(json));
        QVERIFY(!path("a.nothing").take(json));
        std::string text;
        json.write(text);
        QCOMPARE(text, std::string(R"({"a":{"b":[2]},"x":{"y":[null,null,{"z":"n"}]}})"));
        for (const char* bad : {"", "a..b", "a[", "a[x]", "a[99999]", ".a", "a."})
            QVERIFY2(!JsonPath::parse(bad), bad);
        QVERIFY(path("$").isRoot());
    }

    void aPatternCannotHoldAWorker()
    {
        ValidationRule rule;
        rule.type = ValidationRule::Type::String;
        rule.patternText = "(a+)+$";
        rule.pattern = boundedPattern(rule.patternText);
        QVERIFY(rule.pattern);
        std::string text(50'001, 'a');
        text.back() = '!';
        const Json value = Json::string(text);
        QElapsedTimer timer;
        timer.start();
        QVERIFY(faultOf(rule, &value));
        QVERIFY2(timer.elapsed() < 5'000, "without a bound it would take longer than anybody waits");
        QVERIFY(!boundedPattern("("));
    }

    void numbersAndBooleans_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("fault");
        QTest::newRow("least") << QByteArray("1") << QByteArray("Value must be at least 2");
        QTest::newRow("most") << QByteArray("4.5") << QByteArray("Value must be at most 4");
        QTest::newRow("true is 1") << QByteArray("true") << QByteArray("Value must be at least 2");
        QTest::newRow("text") << QByteArray("\"3\"") << QByteArray("Expected number, got str");
        QTest::newRow("list") << QByteArray("[]") << QByteArray("Expected number, got list");
        QTest::newRow("endless") << QByteArray("1e999") << QByteArray("Value must be at most 4");
        QTest::newRow("good") << QByteArray("3.0") << QByteArray();
    }
    void numbersAndBooleans()
    {
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, fault);
        ValidationRule rule;
        rule.type = ValidationRule::Type::Number;
        rule.min = 2;
        rule.max = 4;
        const Json json = *Json::parse(value.toStdString());
        QCOMPARE(QByteArray::fromStdString(faultOf(rule, &json).value_or("")), fault);
    }

    void aDryRunValidationLetsPass()
    {
        proxy::ExchangeFixture fixture;
        ValidateConfig config;
        config.enforcement.dryRun = true;
        config.fields.push_back({"name", JsonPath::parse("name"), {}});
        config.fields[0].rule.required = true;
        const ValidateFilter filter(config);
        fixture.request("POST", "/x", {{"Content-Type", "application/json"}}, "{}");
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Continue);
        QVERIFY(fixture.exchange().buffersBody());
        QVERIFY(filter.requestBody(fixture.exchange()) == Verdict::Continue);
        QVERIFY(dryRunReason(fixture.exchange()) == proxy::Reason::Invalid);
    }

    void aSchemaTellsAllFaults()
    {
        auto text = std::make_shared<BodySchema>();
        text->kinds = BodySchema::kindBit(Json::Kind::String);
        text->kindText = "string";
        auto schema = std::make_shared<BodySchema>();
        schema->members = {{"a", text}, {"b", text}};
        schema->required = {"c"};
        ValidateConfig config;
        config.schema = schema;
        const ValidateFilter filter(config);
        proxy::ExchangeFixture fixture;
        fixture.request("POST", "/x", {}, R"({"a":1,"b":[]})"); // untold: is taken for JSON
        QVERIFY(filter.request(fixture.exchange()) == Verdict::Continue);
        QVERIFY(fixture.exchange().buffersBody());
        QVERIFY(filter.requestBody(fixture.exchange()) == Verdict::Respond);
        QCOMPARE(fixture.exchange().errorText(),
                 std::string_view("400: c: Field is required; a: Expected string, got int; "
                                  "b: Expected string, got list"));
        proxy::ExchangeFixture other;
        other.request("POST", "/x", {{"Content-Type", "text/plain"}}, R"({"c":1})");
        QVERIFY(filter.request(other.exchange()) == Verdict::Respond);
        QVERIFY(!other.exchange().buffersBody()); // refused before it is collected
    }

    void faultsBeyondAScreenfulAreCounted()
    {
        FaultText faults;
        for (int i = 0; i < 1000; ++i)
            faults.add("field", "Field is required");
        QVERIFY(faults.text().size() < 4100);
        QVERIFY(faults.text().ends_with(" more"));
    }

    void queriesKeepWhatNobodyNamed_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("changed");
        QTest::newRow("all") << QByteArray("x=1&old=%20&gone=3&x=2") << QByteArray("x=1&new=%20&x=2&fix=1");
        QTest::newRow("encoded name") << QByteArray("%67one=1&o%6cd") << QByteArray("new&fix=1");
        QTest::newRow("replaced") << QByteArray("fix=9&a") << QByteArray("a&fix=1");
        QTest::newRow("empty") << QByteArray() << QByteArray("fix=1");
    }
    void queriesKeepWhatNobodyNamed()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, changed);
        NameRules rules;
        rules.remove = {"gone"};
        rules.rename = {{"old", "new"}};
        rules.add = {{"fix", "1"}};
        QCOMPARE(QByteArray::fromStdString(transformedQuery(rules, query.toStdString())), changed);
    }

    void aTransformUsesOnlyTheHooksItNeeds()
    {
        TransformConfig config;
        config.answer.statusMap = {{500, 502}};
        QCOMPARE(TransformFilter(config).hooks(), std::uint8_t(proxy::HookAnswer));
        config.request.body.wrap = "data";
        QCOMPARE(TransformFilter(config).hooks(),
                 std::uint8_t(proxy::HookAnswer | proxy::HookRequest | proxy::HookRequestBody));
    }

    void wrapTakesAnyValueTheRestNeedsAnObject()
    {
        BodyRules rules;
        rules.set.emplace_back(path("a"), Json::string("x"));
        QCOMPARE(transformed(rules, "[1]").value(), std::string("[1]"));
        rules.wrap = "list";
        QCOMPARE(transformed(rules, "[1]").value(), std::string(R"({"list":[1],"a":"x"})"));
        QVERIFY(!transformed(rules, "no JSON"));
    }
};

QTEST_GUILESS_MAIN(TestBodies)
#include "tst_bodies.moc"
