// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers of a plan (data-plane 5.4).
#include "gateway/filters/authenticate.h"
#include "gateway/filters/tier.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/filters/limit_world.h"

#include <QJsonObject>
#include <QtTest>

using namespace gatehouse;
using namespace gatehouse::filters;
using namespace Qt::Literals::StringLiterals;
using proxy::Verdict;
using proxy::WindowUnit;

class TestTier : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tierChecksMinuteThenHourThenDay()
    {
        LimitWorld world(3'600'000 + 30'000);
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world;
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
        LimitWorld world(59'000);
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

    /// A plan of a consumer is a policy: 100 a minute with a burst of 10 lets ten pass at once.
    void consumersBurstIsTheirBucket()
    {
        LimitWorld world(59'700);
        world.identity.kind = proxy::PrincipalKind::Consumer;
        world.limits->perMinute = 100;
        world.limits->burstPerMinute = 10;
        TierConfig config;
        config.state = world.state;
        const TierFilter filter(config);
        for (int i = 0; i < 15; ++i) {
            QCOMPARE(world.ask(filter), i < 10 ? 0 : 429);
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Limit"), std::string("100"));
            QCOMPARE(answerField(world.exchange(), "X-RateLimit-Burst"), std::string("10"));
        }
        world.clock.advanceMs(600); // a new minute is no new bucket
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string("1"));
    }

    void tierCountsTokensOnPublicApis()
    {
        LimitWorld world;
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
};

QTEST_GUILESS_MAIN(TestTier)
#include "tst_tier.moc"
