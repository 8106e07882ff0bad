// SPDX-License-Identifier: GPL-3.0-or-later
// Rate policies (runbook 7), with a state that answers on the spot and with one that does not.
#include "gateway/filters/rate_policy.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/filters/limit_world.h"

#include <QtTest>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

class TestRatePolicy : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ratePolicyGivesTheRunbooksNumbers()
    {
        LimitWorld world;
        RatePolicyConfig config;
        config.enforcement.policy = "default-rate-limit";
        config.state = world.state;
        config.counterId = "p1/orders";
        config.rule = {shared_state::Algorithm::TokenBucket, 100, 60'000'000'000, 10};
        const RatePolicyFilter filter(config);
        int passed = 0;
        for (int i = 0; i < 15; ++i) {
            const int status = world.ask(filter);
            passed += status == 0 ? 1 : 0;
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("100"));
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Burst"), std::string("10"));
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"),
                     std::to_string(std::max(0, 9 - i)));
            QVERIFY(answerField(world.exchange(), "X-RateLimit-Reset") != "-");
            QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string(status == 0 ? "-" : "1"));
        }
        QCOMPARE(passed, 10);
        QCOMPARE(
            world.body(),
            std::string(
                R"({"error":"rate_limit_exceeded","message":"Rate limit exceeded","policy":"default-rate-limit","retry_after":1})"));
    }

    void ratePolicyKeepsItsCountersThroughAnEdit()
    {
        LimitWorld world;
        RatePolicyConfig config;
        config.state = world.state;
        config.counterId = "p1/orders";
        config.rule = {shared_state::Algorithm::FixedWindow, 2, 60'000'000'000, 0};
        {
            const RatePolicyFilter before(config);
            QCOMPARE(world.ask(before), 0);
            QCOMPARE(world.ask(before), 0);
            QCOMPARE(world.ask(before), 429);
        }
        config.rule.limit = 3;
        const RatePolicyFilter after(config);
        QCOMPARE(world.ask(after), 0);
        QCOMPARE(world.ask(after), 429);
        config.counterId = "p1/invoices"; // each API has its own counters
        QCOMPARE(world.ask(RatePolicyFilter(config)), 0);
    }

    void ratePolicySubjects_data()
    {
        QTest::addColumn<int>("per");
        QTest::addColumn<bool>("sameCaller");
        QTest::addColumn<bool>("sameAddress");
        QTest::addColumn<bool>("shared");
        const auto row = [](const char* name, RatePer per, bool caller, bool address, bool shared) {
            QTest::newRow(name) << int(per) << caller << address << shared;
        };
        row("consumer elsewhere", RatePer::Consumer, true, false, true);
        row("another consumer", RatePer::Consumer, false, true, false);
        row("address of another consumer", RatePer::Address, false, true, true);
        row("another address", RatePer::Address, true, false, false);
        row("all callers", RatePer::Api, false, false, true);
    }
    void ratePolicySubjects()
    {
        QFETCH(int, per);
        QFETCH(bool, sameCaller);
        QFETCH(bool, sameAddress);
        QFETCH(bool, shared);
        LimitWorld world;
        RatePolicyConfig config;
        config.state = world.state;
        config.rule = {shared_state::Algorithm::FixedWindow, 1, 60'000'000'000, 0};
        config.per = RatePer(per);
        const RatePolicyFilter filter(config);
        proxy::Identity bob = world.identity;
        bob.counterKey = shared_state::stableHash("bob");
        const auto ask = [&](const proxy::Identity& caller, const char* address) {
            world.fixture.request("GET", "/");
            world.fixture.from(address);
            world.exchange().setIdentity(&caller);
            return filter.request(world.exchange()) == Verdict::Continue;
        };
        QVERIFY(ask(world.identity, "192.0.2.1"));
        QCOMPARE(ask(sameCaller ? world.identity : bob, sameAddress ? "192.0.2.1" : "192.0.2.2"), !shared);
    }

    void callersWithoutIdentityPayAgainstTheirAddress()
    {
        LimitWorld world;
        RatePolicyConfig config;
        config.state = world.state;
        config.rule = {shared_state::Algorithm::FixedWindow, 1, 60'000'000'000, 0};
        const RatePolicyFilter filter(config);
        const auto ask = [&](const char* address) {
            world.fixture.request("GET", "/");
            world.fixture.from(address);
            return filter.request(world.exchange()) == Verdict::Continue;
        };
        QVERIFY(ask("192.0.2.1"));
        QVERIFY(!ask("192.0.2.1"));
        QVERIFY(ask("192.0.2.2"));
    }

    void theTightestLimitIsReported()
    {
        LimitWorld world;
        const auto make = [&](std::uint64_t limit, const char* id) {
            RatePolicyConfig config;
            config.state = world.state;
            config.counterId = id;
            config.rule = {shared_state::Algorithm::FixedWindow, limit, 60'000'000'000, 0};
            return std::make_shared<const RatePolicyFilter>(config);
        };
        for (const auto& limits : {std::pair{100, 5}, std::pair{5, 100}}) {
            world.state->clearLimits();
            const proxy::FilterChain chain(
                {make(std::uint64_t(limits.first), "a"), make(std::uint64_t(limits.second), "b")});
            world.fixture.request("GET", "/");
            QVERIFY(runRequest(world.exchange(), chain) == Verdict::Continue);
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("5"));
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"), std::string("4"));
        }
    }

    void secondsLeftInsteadOfAMoment()
    {
        LimitWorld world(45'000);
        RatePolicyConfig config;
        config.state = world.state;
        config.rule = {shared_state::Algorithm::FixedWindow, 5, 60'000'000'000, 0};
        config.resetAsSecondsLeft = true;
        world.ask(RatePolicyFilter(config));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Reset"), std::string("15"));
    }

    void aDryRunOnlyNotes()
    {
        LimitWorld world;
        RatePolicyConfig config;
        config.enforcement = {.enabled = true, .dryRun = true, .policy = "trial"};
        config.state = world.state;
        config.rule = {shared_state::Algorithm::FixedWindow, 1, 60'000'000'000, 0};
        const RatePolicyFilter filter(config);
        QCOMPARE(world.ask(filter), 0);
        QVERIFY(dryRunReason(world.exchange()) == proxy::Reason::None);
        QCOMPARE(world.ask(filter), 0);
        QVERIFY(dryRunReason(world.exchange()) == proxy::Reason::RateLimited);
        QCOMPARE(std::string(world.exchange().policy()), std::string("trial"));
        QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string("-"));
        config.enforcement = {.enabled = false, .dryRun = false, .policy = {}};
        QCOMPARE(world.ask(RatePolicyFilter(config)), 0);
    }

    // --- a state that cannot answer on the spot
    void aSlowStateMakesTheExchangeWait()
    {
        class SlowState final : public shared_state::SharedState {
        public:
            bool take(std::span<const shared_state::Take>, std::span<shared_state::LimitOutcome>) override
            {
                return false;
            }
            void takeLater(std::vector<shared_state::Take> takes, OnOutcomes done) override
            {
                asked = takes.size();
                later = std::move(done);
            }
            shared_state::LimitOutcome peek(const shared_state::CounterKey&, const shared_state::LimitRule&,
                                            std::uint64_t) override
            {
                return {};
            }
            void giveBack(const shared_state::CounterKey&, const shared_state::LimitRule&,
                          std::uint64_t) override
            {
            }
            void addUsage(const shared_state::CounterKey&, const shared_state::LimitRule&,
                          std::uint64_t) override
            {
            }
            shared_state::LimitOutcome usage(const shared_state::CounterKey&, const shared_state::LimitRule&,
                                             std::uint64_t) override
            {
                return {};
            }
            bool isRevoked(std::string_view, std::string_view) override { return false; }
            void forget(const shared_state::CounterKey&) override {}
            void clearLimits() override {}
            std::size_t asked = 0;
            OnOutcomes later;
        };
        for (const bool allowed : {true, false}) {
            LimitWorld world;
            auto slow = std::make_shared<SlowState>();
            RatePolicyConfig config;
            config.state = slow;
            config.rule = {shared_state::Algorithm::FixedWindow, 5, 60'000'000'000, 0};
            const RatePolicyFilter filter(config);
            QCOMPARE(world.ask(filter), -1);
            QCOMPARE(slow->asked, 1U);
            QVERIFY(!world.fixture.resumedWith());
            shared_state::LimitOutcome outcome;
            outcome.allowed = allowed;
            std::thread([&] { slow->later({outcome}); }).join(); // from another thread
            world.fixture.runPosted();
            QVERIFY(world.fixture.resumedWith() == (allowed ? Verdict::Continue : Verdict::Respond));
            QCOMPARE(world.exchange().answered(), !allowed);
        }
    }
};

QTEST_GUILESS_MAIN(TestRatePolicy)
#include "tst_rate_policy.moc"
