// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/authenticate.h"
#include "gateway/filters/authorise.h"
#include "gateway/filters/bandwidth.h"
#include "gateway/filters/cors.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/filters/throttle.h"
#include "gateway/filters/tier.h"
#include "gateway/filters/user_rate.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QJsonObject>
#include <QtTest>

#include <thread>

using namespace gatehouse;
using namespace gatehouse::filters;
using namespace Qt::Literals::StringLiterals;
using proxy::Verdict;
using proxy::WindowUnit;

namespace {

/// One caller, one clock, one state; the fixture's times follow the clock.
struct World {
    ManualClock clock;
    std::shared_ptr<shared_state::LocalState> state;
    std::shared_ptr<proxy::PrincipalLimits> limits = std::make_shared<proxy::PrincipalLimits>();
    proxy::Identity identity;
    proxy::ExchangeFixture fixture;

    explicit World(std::int64_t msIntoTheDay = 0)
    {
        clock.setWallMs(clock.wallMs() - clock.wallMs() % 86'400'000 + msIntoTheDay);
        state = std::make_shared<shared_state::LocalState>(clock);
        identity.id = identity.name = "ann";
        identity.counterKey = shared_state::stableHash("ann");
        identity.limits = limits;
        limits->hasPlan = true;
    }
    proxy::Exchange& exchange() { return fixture.exchange(); }
    /// A new request of the caller through one filter; 0 for continue, -1 for wait, else the status.
    int ask(const proxy::Filter& filter, std::string_view body = {})
    {
        fixture.setTimes(clock.monotonicNs(), clock.wallMs());
        fixture.request("POST", "/api/rest/o/v1/x", {}, body);
        exchange().setIdentity(&identity);
        switch (filter.request(exchange())) {
        case Verdict::Continue:
            return 0;
        case Verdict::Wait:
            return -1;
        case Verdict::Respond:
            break;
        }
        return exchange().errorStatus();
    }
    std::string body()
    {
        SurfaceErrorRenderer().render(exchange());
        return exchange().answerBody();
    }
};

} // namespace

class TestLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- user rate (data-plane 5.1)
    void userRateCountsPerUserInFixedWindows()
    {
        World world(59'000);
        world.limits->rateOn = true;
        world.limits->rateCount = 3;
        const UserRateFilter filter({}, world.state);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        QCOMPARE(
            world.body(),
            std::string(R"({"error_code":"Rate limit exceeded","error_message":"Rate limit exceeded"})"));
        QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string("-"));
        world.identity.counterKey = shared_state::stableHash("bob");
        QCOMPARE(world.ask(filter), 0);
        world.identity.counterKey = shared_state::stableHash("ann");
        world.clock.advanceMs(999);
        QCOMPARE(world.ask(filter), 429);
        world.clock.advanceMs(1);
        QCOMPARE(world.ask(filter), 0);
    }

    void userRateNeedsAUserWithALimit()
    {
        World world;
        world.limits->rateCount = 0;
        const UserRateFilter filter({}, world.state);
        QCOMPARE(world.ask(filter), 0);
        world.identity.limits.reset();
        QCOMPARE(world.ask(filter), 0);
        world.fixture.request("GET", "/");
        QVERIFY(filter.request(world.exchange()) == Verdict::Continue);
    }

    // --- throttle (data-plane 5.2)
    void throttleWaitsForTheExcessAndBoundsTheWindow()
    {
        World world;
        world.limits->throttleOn = true;
        world.limits->throttleCount = 2;
        world.limits->throttleQueue = 5;
        world.limits->throttleWaitMs = 500;
        const ThrottleFilter filter({}, world.state);
        const std::vector<int> waits{0, 0, 500, 1000, 1500};
        for (const int wait : waits) {
            QCOMPARE(world.ask(filter), wait == 0 ? 0 : -1);
            QCOMPARE(world.exchange().resumeAfterNs(), std::int64_t{wait} * 1'000'000);
        }
        for (int i = 0; i < 3; ++i)
            QCOMPARE(world.ask(filter), 429);
        QCOMPARE(
            world.body(),
            std::string(
                R"({"error_code":"Throttle queue limit exceeded","error_message":"Throttle queue limit exceeded"})"));
        world.clock.advanceMs(1000);
        QCOMPARE(world.ask(filter), 0);
    }

    void throttleDefaults()
    {
        World world;
        world.limits->throttleOn = true;
        world.limits->throttleCount = 1;
        world.limits->throttleQueue = 0;  // means 10
        world.limits->throttleWaitMs = 0; // means half a second
        const ThrottleFilter filter({}, world.state);
        QCOMPARE(world.ask(filter), 0);
        for (int i = 1; i < 10; ++i) {
            QCOMPARE(world.ask(filter), -1);
            QCOMPARE(world.exchange().resumeAfterNs(), std::int64_t{i} * 500'000'000);
        }
        QCOMPARE(world.ask(filter), 429);
    }

    void throttleDryRunNeitherWaitsNorRefuses()
    {
        World world;
        world.limits->throttleOn = true;
        world.limits->throttleCount = 1;
        world.limits->throttleQueue = 2;
        const ThrottleFilter filter({.dryRun = true}, world.state);
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(world.ask(filter), 0);
            QCOMPARE(dryRunReason(world.exchange()) == proxy::Reason::ThrottleQueueFull, i >= 2);
        }
    }

    // --- bandwidth (data-plane 5.3)
    void bandwidthServesTheCrossingRequestAndRefusesTheNext()
    {
        World world(1000);
        world.limits->bandwidthBytes = 1000;
        const BandwidthFilter filter({}, world.state);
        const auto serve = [&](std::uint64_t in, std::uint64_t out) {
            world.fixture.setCounts(in, out, 0);
            filter.finish(world.exchange());
        };
        QCOMPARE(world.ask(filter), 0);
        serve(100, 899);
        QCOMPARE(world.ask(filter, "1"), 0); // 999 + 1 is not more than the limit
        QCOMPARE(world.ask(filter, "12"), 429);
        QCOMPARE(
            world.body(),
            std::string(
                R"({"error_code":"Bandwidth limit exceeded","error_message":"Bandwidth limit exceeded"})"));
        QCOMPARE(world.ask(filter), 0);
        serve(5, 5000);
        QCOMPARE(world.ask(filter), 429);
        world.state->clearLimits(); // clearing caches leaves the usage
        QCOMPARE(world.ask(filter), 429);
        world.clock.advanceMs(86'400'000);
        QCOMPARE(world.ask(filter), 0);
    }

    void bandwidthCountsOnlyKnownCallersWithALimit()
    {
        World world;
        const BandwidthFilter filter({}, world.state);
        QCOMPARE(world.ask(filter), 0);
        world.fixture.setCounts(1'000'000, 1'000'000, 0);
        filter.finish(world.exchange());
        world.limits->bandwidthBytes = 10;
        QCOMPARE(world.ask(filter), 0);
    }

    // --- tier (data-plane 5.4)
    void tierChecksMinuteThenHourThenDay()
    {
        World world(3'600'000 + 30'000);
        world.limits->perMinute = 2;
        world.limits->perHour = 3;
        world.limits->perDay = 4;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("2"));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"),
                 std::string("2")); // before this request
        const std::int64_t minuteEnd = world.clock.wallMs() / 1000 + 30;
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Reset"), std::to_string(minuteEnd));
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"), std::string("1"));

        QCOMPARE(world.ask(filter), 429);
        QCOMPARE(
            world.body(),
            R"({"error":"Rate limit exceeded","error_code":"RATE_LIMIT_EXCEEDED","message":"Rate limit exceeded: quota 2 per minute",)"
            R"("limit":2,"remaining":0,"reset_at":)" +
                std::to_string(minuteEnd) + R"(,"retry_after":30})");
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("2"));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"), std::string("0"));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Reset"), std::to_string(minuteEnd));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Retry-After"), std::string("30"));
        QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string("30"));

        world.clock.advanceMs(60'000);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        QVERIFY(world.body().find("quota 3 per hour") != std::string::npos);
        world.clock.advanceMs(3'600'000);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        QVERIFY(world.body().find("quota 4 per day") != std::string::npos);
    }

    void tierBodyStaysRawInTheStrictEnvelope()
    {
        World world;
        world.limits->perMinute = 1;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        world.ask(filter);
        QCOMPARE(world.ask(filter), 429);
        SurfaceErrorRenderer renderer;
        renderer.setStrict(true);
        renderer.render(world.exchange());
        QCOMPARE(world.exchange().answer().status, 429);
        QVERIFY(world.exchange().answerBody().starts_with(R"({"error":"Rate limit exceeded")"));
    }

    void tierUnlimitedNumbers_data()
    {
        QTest::addColumn<quint64>("limit");
        QTest::newRow("null") << quint64(0);
        QTest::newRow("999999") << quint64(999'999);
        QTest::newRow("more") << quint64(5'000'000);
    }
    void tierUnlimitedNumbers()
    {
        QFETCH(quint64, limit);
        World world;
        world.limits->perMinute = world.limits->perHour = limit;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("-"));
    }

    void tierCountsSecondsAndMonthsToo()
    {
        World world;
        world.limits->perSecond = 2;
        world.limits->perMonth = 3;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        QVERIFY(world.body().find("quota 2 per second") != std::string::npos);
        world.clock.advanceMs(1000);
        QCOMPARE(world.ask(filter), 0);
        world.clock.advanceMs(1000);
        QCOMPARE(world.ask(filter), 429);
        QVERIFY(world.body().find("quota 3 per month") != std::string::npos);
    }

    void tierThatThrottlesLetsRequestsWait()
    {
        World world;
        world.limits->perSecond = 1;
        world.limits->planThrottle = true;
        world.limits->planMaxQueueMs = 1500;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        QCOMPARE(world.ask(filter), 0);
        world.clock.advanceMs(250);
        QCOMPARE(world.ask(filter), -1); // until the next second begins
        QCOMPARE(world.exchange().resumeAfterNs(), std::int64_t{750} * 1'000'000);
        // Asked again then, and somebody else was faster: it waits on, but not beyond the longest wait.
        world.clock.advanceMs(750);
        world.fixture.setTimes(world.clock.monotonicNs(), world.clock.wallMs());
        const shared_state::Take other{TierFilter::keyOf(world.identity, WindowUnit::Second),
                                       fixedWindow(1, WindowUnit::Second)};
        shared_state::LimitOutcome taken;
        QVERIFY(world.state->take({&other, 1}, {&taken, 1}));
        QVERIFY(filter.request(world.exchange()) == Verdict::Respond);
        QCOMPARE(world.exchange().errorStatus(), std::uint16_t(429));
    }

    void tierWithoutNumbersIsNoDefault()
    {
        World world;
        auto defaults = std::make_shared<proxy::PrincipalLimits>();
        defaults->perMinute = 1;
        TierConfig config;
        config.state = world.state;
        config.defaults = defaults;
        const TierFilter filter(config);
        for (int i = 0; i < 3; ++i) // the user's own plan has no limit at all
            QCOMPARE(world.ask(filter), 0);
        world.limits->hasPlan = false;
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
    }

    void tierFallsBackOutsideOfTheDates()
    {
        World world;
        auto before = std::make_shared<proxy::PrincipalLimits>();
        before->perMinute = 5;
        world.limits->perMinute = 9;
        world.limits->fallback = before;
        world.limits->validUntilMs = world.clock.wallMs() + 1000;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("9"));
        world.clock.advanceMs(1000);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("5"));
    }

    void tierDefaultsOutsideOfTheDates()
    {
        World world;
        world.limits->perMinute = 1;
        auto defaults = std::make_shared<proxy::PrincipalLimits>();
        defaults->perMinute = 7;
        TierConfig config;
        config.state = world.state;
        config.defaults = defaults;
        const TierFilter filter(config);
        const auto limit = [&] {
            world.ask(filter);
            return answerField(world.exchange(), "X-RateLimit-Limit");
        };
        QCOMPARE(limit(), std::string("1"));
        world.limits->validFromMs = world.clock.wallMs() + 1000;
        QCOMPARE(limit(), std::string("7"));
        world.limits->validFromMs = 0;
        world.limits->validUntilMs = world.clock.wallMs() + 1000;
        QCOMPARE(limit(), std::string("1"));
        world.clock.advanceMs(1000);
        QCOMPARE(limit(), std::string("7"));
        world.limits->validUntilMs = 0;
        world.limits->hasPlan = false;
        QCOMPARE(limit(), std::string("7"));
        world.identity.limits.reset();
        QCOMPARE(limit(), std::string("7"));
    }

    void tierBurstCoversAShortageUnderTheCeiling()
    {
        World world(59'000);
        world.limits->perMinute = 10;
        world.limits->burstPerMinute = 2;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        const auto passes = [&] {
            int count = 0;
            for (int i = 0; i < 20; ++i)
                count += world.ask(filter) == 0 ? 1 : 0;
            return count;
        };
        QCOMPARE(passes(), 10); // the window is the ceiling
        world.clock.advanceMs(1000);
        QCOMPARE(passes(), 2); // a new window, but the tokens are used up but for the burst
        world.clock.advanceMs(30'000);
        QCOMPARE(passes(), 5);
    }

    void tierCountsTokensOnPublicApis()
    {
        World world;
        auto snapshot = std::make_shared<proxy::RuntimeSnapshot>();
        auto ann = std::make_shared<proxy::Identity>(world.identity);
        snapshot->users.set("ann", ann);
        world.fixture.setSnapshot(snapshot);
        world.limits->perMinute = 1;
        const auto key =
            crypto::JwtKey::fromSecret(u"k"_s, Secret(QByteArray("0123456789abcdef0123456789abcdef")));
        const crypto::KeySet keys({key.value()});
        TierConfig config;
        config.state = world.state;
        config.tokens = std::make_shared<TokenVerifier>(world.clock, keys);
        const TierFilter filter(config);
        const std::string token = crypto::signJwt({{u"sub"_s, u"ann"_s},
                                                   {u"jti"_s, u"t"_s},
                                                   {u"exp"_s, qint64(world.clock.wallMs() / 1000 + 60)}},
                                                  keys)
                                      .value()
                                      .toStdString();
        const auto ask = [&](const std::string& header) {
            world.fixture.request("GET", "/api/rest/public/v1/x", {{"Authorization", header}});
            return filter.request(world.exchange()) == Verdict::Continue
                       ? 0
                       : int(world.exchange().errorStatus());
        };
        QCOMPARE(ask("Bearer " + token), 0);
        QVERIFY(!world.exchange().identity()); // counted, but still nobody
        QCOMPARE(ask("Bearer " + token), 429);
        QCOMPARE(ask("Bearer rubbish"), 0);
    }

    // --- rate policies (runbook 7)
    void ratePolicyGivesTheRunbooksNumbers()
    {
        World world;
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
        World world;
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
        World world;
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
        World world;
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
        World world;
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
        World world(45'000);
        RatePolicyConfig config;
        config.state = world.state;
        config.rule = {shared_state::Algorithm::FixedWindow, 5, 60'000'000'000, 0};
        config.resetAsSecondsLeft = true;
        world.ask(RatePolicyFilter(config));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Reset"), std::string("15"));
    }

    void aDryRunOnlyNotes()
    {
        World world;
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

    // --- order: a check that refuses leaves later counters alone, and a preflight moves none
    void refusedRequestsMoveNoLaterCounter()
    {
        World world;
        world.limits->rateOn = true;
        world.limits->rateCount = 2;
        world.limits->throttleOn = true;
        world.limits->throttleCount = world.limits->throttleQueue = 100;
        AuthoriseConfig authorise;
        authorise.api = 7;
        authorise.checkGroups = false;
        RatePolicyConfig rate;
        rate.state = world.state;
        rate.rule = {shared_state::Algorithm::FixedWindow, 100, 60'000'000'000, 0};
        const proxy::FilterChain chain({std::make_shared<const ThrottleFilter>(Enforcement{}, world.state),
                                        std::make_shared<const RatePolicyFilter>(rate),
                                        std::make_shared<const UserRateFilter>(Enforcement{}, world.state),
                                        std::make_shared<const AuthoriseFilter>(authorise),
                                        std::make_shared<const CorsFilter>(CorsConfig{})});
        const auto ask = [&](const char* method) {
            world.fixture.request(method, "/");
            world.exchange().setIdentity(&world.identity);
            const Verdict verdict = runRequest(world.exchange(), chain);
            return verdict == Verdict::Continue ? 0 : int(world.exchange().answer().status);
        };
        for (int i = 0; i < 5; ++i) {
            QCOMPARE(ask("GET"), 403);
            QCOMPARE(ask("OPTIONS"), 204);
        }
        QCOMPARE(world.state->limits().size(), 0U);
        world.identity.subscriptions = {7};
        QCOMPARE(ask("GET"), 0);
        QCOMPARE(ask("GET"), 0);
        const std::size_t counters = world.state->limits().size();
        QCOMPARE(counters, 3U);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(ask("GET"), 429);
        QCOMPARE(
            world.state->peek(ThrottleFilter::keyOf(world.identity), fixedWindow(100, WindowUnit::Second), 1)
                .used,
            2U);
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
            World world;
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

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
