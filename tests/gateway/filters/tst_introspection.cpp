// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/introspection.h"

#include <QtTest>

#include <deque>

using namespace gatehouse;
using namespace gatehouse::filters;

namespace {

constexpr std::int64_t second = 1'700'000'000; // of the clock when it starts

/// Keeps the questions until the test answers them.
struct Issuer {
    ManualClock clock;
    std::deque<std::pair<std::string, Introspection::Replied>> questions;
    std::vector<Introspection::Known> outcomes;
    std::shared_ptr<Introspection> tokens;

    explicit Issuer(TokenRules rules = {}, Introspection::Limits limits = {})
    {
        rules.issuerIsTold = false;
        tokens = std::make_shared<Introspection>(
            clock, std::move(rules),
            [this](const std::string& token, Introspection::Replied replied) {
                questions.emplace_back(token, std::move(replied));
            },
            limits);
    }
    bool ask(std::string_view token)
    {
        return tokens->ask(token, [this] {
            return [this](const Introspection::Known& outcome) { outcomes.push_back(outcome); };
        });
    }
    void reply(const std::string& body, const std::string& fault = {})
    {
        const Introspection::Replied replied = std::move(questions.front().second);
        questions.pop_front();
        replied({body, fault});
    }
    /// Asks once and tells what came of it: "ok", or the fault.
    std::string outcomeOf(const std::string& body, const std::string& fault = {})
    {
        if (!ask("one"))
            return "not asked";
        reply(body, fault);
        const Introspection::Known& last = outcomes.back();
        if (last->token)
            return last->token->scoped ? "ok" : "ok, too few scopes";
        return (last->fault == TokenFault::NotAsked ? "503 " : "401 ") + last->why;
    }
};

std::string active(const std::string& more = {})
{
    return R"({"active":true,"sub":"ann")" + (more.empty() ? more : ',' + more) + '}';
}

std::string ending(std::int64_t exp)
{
    return active("\"exp\":" + std::to_string(exp));
}

} // namespace

class TestIntrospection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void equalQuestionsAreAskedOnce();
    void goodTokensAreKeptButNeverPastTheirEnd();
    void badTokensAreKeptShortly();
    void faultsAreNotKept();
    void nothingIsKeptWhenAskedSo();
    void tooManyQuestionsAreRefused();
};

void TestIntrospection::answers_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char* name, const std::string& body, const char* outcome) {
        QTest::newRow(name) << QString::fromStdString(body) << QString::fromLatin1(outcome);
    };
    const std::string meant = R"("aud":["x","orders"],"scope":"read write")";
    row("good", active(meant), "ok");
    row("one audience", active(R"("aud":"orders","scope":"read")"), "ok");
    row("issuer told", active(meant + R"(,"iss":"https://issuer.example")"), "ok");
    row("too few scopes", active(R"("aud":"orders","scope":"write reading")"), "ok, too few scopes");
    row("no scopes", active(R"("aud":"orders")"), "ok, too few scopes");
    row("within the leeway", active(meant + ",\"exp\":" + std::to_string(second - 29)), "ok");
    row("expired", active(meant + ",\"exp\":" + std::to_string(second - 30)), "401 expired");
    row("inactive", R"({"active":false})", "401 inactive");
    row("inactive with claims", R"({"active":false,"sub":"ann","aud":"orders","scope":"read"})",
        "401 inactive");
    row("other audience", active(R"("aud":"ordersx","scope":"read")"), "401 audience");
    row("no audience", active(R"("scope":"read")"), "401 audience");
    row("other issuer", active(meant + R"(,"iss":"https://other.example")"), "401 issuer");
    row("nobody", R"({"active":true,"aud":"orders","scope":"read"})", "401 consumer_claim");
    const char* const unclear = "503 the issuer's answer does not say whether the token is active";
    row("text instead of a flag", R"({"active":"true","sub":"ann","aud":"orders"})", unclear);
    row("number instead of a flag", R"({"active":1,"sub":"ann","aud":"orders"})", unclear);
    row("no flag", R"({"sub":"ann","aud":"orders"})", unclear);
    row("list", "[true]", unclear);
    row("no JSON", "<html>active</html>", unclear);
    row("nothing", "", unclear);
}

void TestIntrospection::answers()
{
    QFETCH(QString, body);
    QFETCH(QString, outcome);
    TokenRules rules;
    rules.issuer = "https://issuer.example";
    rules.audience = {"orders"};
    rules.scopes = {"read"};
    Issuer issuer(rules);
    QCOMPARE(QString::fromStdString(issuer.outcomeOf(body.toStdString())), outcome);
}

void TestIntrospection::equalQuestionsAreAskedOnce()
{
    Issuer issuer;
    for (int i = 0; i < 3; ++i)
        QVERIFY(issuer.ask("one"));
    QVERIFY(issuer.ask("two"));
    QCOMPARE(issuer.questions.size(), std::size_t(2));
    QCOMPARE(issuer.questions.front().first, std::string("one"));
    issuer.reply(active());
    QCOMPARE(issuer.outcomes.size(), std::size_t(3)); // "two" still waits
    QVERIFY(issuer.tokens->known("one") && !issuer.tokens->known("two"));
    issuer.reply(R"({"active":false})");
    QVERIFY(!issuer.outcomes.back()->token);
    QVERIFY(issuer.tokens->known("one")->token && !issuer.tokens->known("two")->token);
}

void TestIntrospection::goodTokensAreKeptButNeverPastTheirEnd()
{
    Issuer issuer;
    QVERIFY(issuer.ask("short"));
    issuer.reply(ending(second + 10));
    QVERIFY(issuer.ask("long"));
    issuer.reply(ending(second + 3600));
    QVERIFY(issuer.ask("endless"));
    issuer.reply(active());
    issuer.clock.advanceMs(9'999);
    QVERIFY(issuer.tokens->known("short"));
    issuer.clock.advanceMs(1);
    QVERIFY(!issuer.tokens->known("short"));
    issuer.clock.advanceMs(49'999);
    QVERIFY(issuer.tokens->known("long") && issuer.tokens->known("endless"));
    issuer.clock.advanceMs(1);
    QVERIFY(!issuer.tokens->known("long") && !issuer.tokens->known("endless"));
}

void TestIntrospection::badTokensAreKeptShortly()
{
    Issuer issuer;
    QCOMPARE(issuer.outcomeOf(R"({"active":false})"), std::string("401 inactive"));
    issuer.clock.advanceMs(4'999);
    QVERIFY(issuer.tokens->known("one") && !issuer.tokens->known("one")->token);
    issuer.clock.advanceMs(1);
    QVERIFY(!issuer.tokens->known("one"));
    QCOMPARE(issuer.outcomeOf(active()), std::string("ok"));
    QVERIFY(issuer.tokens->known("one")->token);
}

void TestIntrospection::faultsAreNotKept()
{
    Issuer issuer;
    QCOMPARE(issuer.outcomeOf({}, "connection refused"), std::string("503 connection refused"));
    QVERIFY(!issuer.tokens->known("one"));
    QCOMPARE(issuer.outcomeOf(active()), std::string("ok"));
}

void TestIntrospection::nothingIsKeptWhenAskedSo()
{
    Issuer issuer({}, {.goodSeconds = 0, .refusedSeconds = 0});
    QCOMPARE(issuer.outcomeOf(ending(second + 10)), std::string("ok"));
    QVERIFY(!issuer.tokens->known("one"));
    QCOMPARE(issuer.outcomeOf(R"({"active":false})"), std::string("401 inactive"));
    QVERIFY(!issuer.tokens->known("one"));
}

void TestIntrospection::tooManyQuestionsAreRefused()
{
    Issuer issuer({}, {.questions = 2, .waiters = 3});
    QVERIFY(issuer.ask("one") && issuer.ask("two"));
    QVERIFY(!issuer.ask("three")); // another question
    QVERIFY(issuer.ask("one"));    // joins
    QVERIFY(!issuer.ask("one"));   // waits as the fourth
    issuer.reply(active());
    QVERIFY(issuer.ask("three"));
    issuer.reply(active());
    issuer.reply(active());
    QCOMPARE(issuer.outcomes.size(), std::size_t(4));
}

QTEST_GUILESS_MAIN(TestIntrospection)
#include "tst_introspection.moc"
