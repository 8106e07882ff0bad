// SPDX-License-Identifier: GPL-3.0-or-later
// Limits of the calling user across APIs: rate, throttle, bandwidth; and that a refusal leaves later ones
// alone.
#include "gateway/filters/authorise.h"
#include "gateway/filters/bandwidth.h"
#include "gateway/filters/cors.h"
#include "gateway/filters/rate_policy.h"
#include "gateway/filters/throttle.h"
#include "gateway/filters/user_rate.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/filters/limit_world.h"

#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;
using proxy::WindowUnit;

class TestCallerLimits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // --- user rate (data-plane 5.1)
    void userRateCountsPerUserInFixedWindows()
    {
        LimitWorld world(59'000);
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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

    void throttleHasALeastWait()
    {
        LimitWorld world;
        world.limits->throttleOn = true;
        world.limits->throttleCount = 1;
        world.limits->throttleQueue = 10;
        world.limits->throttleWaitMs = 50;
        const ThrottleFilter filter({}, world.state, 90);
        const std::vector<int> waits{0, 90, 100};
        for (const int wait : waits) {
            QCOMPARE(world.ask(filter), wait == 0 ? 0 : -1);
            QCOMPARE(world.exchange().resumeAfterNs(), std::int64_t{wait} * 1'000'000);
        }
    }

    void throttleDryRunNeitherWaitsNorRefuses()
    {
        LimitWorld world;
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
        LimitWorld world(1000);
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
        LimitWorld world;
        const BandwidthFilter filter({}, world.state);
        QCOMPARE(world.ask(filter), 0);
        world.fixture.setCounts(1'000'000, 1'000'000, 0);
        filter.finish(world.exchange());
        world.limits->bandwidthBytes = 10;
        QCOMPARE(world.ask(filter), 0);
    }

    // --- order: a check that refuses leaves later counters alone, and a preflight moves none
    void refusedRequestsMoveNoLaterCounter()
    {
        LimitWorld world;
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
};

QTEST_GUILESS_MAIN(TestCallerLimits)
#include "tst_caller_limits.moc"
