// SPDX-License-Identifier: GPL-3.0-or-later
// Quotas per calendar day and month, and credits.
#include "gateway/filters/calendar.h"
#include "gateway/filters/credit.h"
#include "gateway/filters/quota.h"
#include "gateway/filters/upstream_credential.h"
#include "gateway/shared_state/local_state.h"
#include "tests/gateway/filters/chain_probe.h"
#include "tests/gateway/proxy/exchange_fixture.h"

#include <QDateTime>
#include <QTimeZone>
#include <QtTest>

#include <atomic>
#include <thread>

using namespace gatehouse;
using namespace gatehouse::filters;
using proxy::Verdict;

namespace {

qint64 utc(int year, int month, int day, int hour = 0)
{
    return QDateTime(QDate(year, month, day), QTime(hour, 0), QTimeZone::utc()).toMSecsSinceEpoch();
}

/// One caller with a plan, one clock, one state.
struct World {
    ManualClock clock;
    std::shared_ptr<shared_state::LocalState> state;
    std::shared_ptr<proxy::PrincipalLimits> limits = std::make_shared<proxy::PrincipalLimits>();
    proxy::Identity identity;
    proxy::ExchangeFixture fixture;

    explicit World(std::int64_t wallMs)
    {
        clock.setWallMs(wallMs);
        state = std::make_shared<shared_state::LocalState>(clock);
        identity.name = "ann";
        identity.counterKey = shared_state::stableHash("ann");
        identity.limits = limits;
        limits->hasPlan = true;
    }
    proxy::Exchange& exchange() { return fixture.exchange(); }
    void go(std::int64_t wallMs) { clock.advanceMs(wallMs - clock.wallMs()); }
    /// Status of a request; 0 when it may go on.
    int ask(const proxy::Filter& filter)
    {
        fixture.setTimes(clock.monotonicNs(), clock.wallMs());
        fixture.request("GET", "/api/rest/o/v1/x");
        exchange().setIdentity(&identity);
        return filter.request(exchange()) == Verdict::Respond ? exchange().errorStatus() : 0;
    }
    QuotaFilter filter(std::vector<QuotaRule> rules = {})
    {
        QuotaConfig config;
        config.state = state;
        config.rules = std::move(rules);
        return QuotaFilter(std::move(config));
    }
};

} // namespace

class TestQuota : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void monthsAreThoseOfTheCalendar_data()
    {
        QTest::addColumn<qint64>("at");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("end");
        QTest::newRow("leap february") << utc(2028, 2, 29, 23) << utc(2028, 2, 1) << utc(2028, 3, 1);
        QTest::newRow("february") << utc(2027, 2, 1) << utc(2027, 2, 1) << utc(2027, 3, 1);
        QTest::newRow("december") << utc(2026, 12, 31, 23) << utc(2026, 12, 1) << utc(2027, 1, 1);
        QTest::newRow("first moment") << utc(2026, 11, 1) << utc(2026, 11, 1) << utc(2026, 12, 1);
    }
    void monthsAreThoseOfTheCalendar()
    {
        QFETCH(qint64, at);
        QFETCH(qint64, start);
        QFETCH(qint64, end);
        QCOMPARE(monthOf(at).startNs, start * 1'000'000);
        QCOMPARE(monthOf(at).endNs(), end * 1'000'000);
    }

    void aMonthlyQuotaEndsWithTheMonth()
    {
        World world(utc(2026, 1, 30, 12));
        world.limits->quotaPerMonth = 2;
        const QuotaFilter filter = world.filter();
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Remaining"), std::string("1"));
        QCOMPARE(world.ask(filter), 0);
        world.go(utc(2026, 1, 31, 23));
        QCOMPARE(world.ask(filter), 429);
        QVERIFY(world.exchange().reason() == proxy::Reason::QuotaExhausted);
        QCOMPARE(answerField(world.exchange(), "Retry-After"), std::string("3600"));
        QCOMPARE(answerField(world.exchange(), "X-RateLimit-Reset"), std::to_string(utc(2026, 2, 1) / 1000));
        world.go(utc(2026, 2, 1));
        QCOMPARE(world.ask(filter), 0);
    }

    void aRefusalCountsNowhere()
    {
        World world(utc(2026, 5, 10));
        world.limits->quotaPerMonth = 5;
        world.limits->quotaPerDay = 1;
        const QuotaFilter filter = world.filter();
        QCOMPARE(world.ask(filter), 0);
        for (int i = 0; i < 5; ++i)
            QCOMPARE(world.ask(filter), 429);
        const auto used =
            QuotaFilter::usageOf(world.identity, *world.limits, world.clock.wallMs(), *world.state);
        QCOMPARE(used.size(), std::size_t(2));
        QCOMPARE(used[0].used, 1U); // of the month
        QCOMPARE(used[1].used, 1U);
        QCOMPARE(used[1].resetEpochSec, utc(2026, 5, 11) / 1000);
    }

    void bytesCountWhenTheExchangeEnds()
    {
        World world(utc(2026, 5, 10));
        world.limits->quotaBytesPerMonth = 100;
        const QuotaFilter filter = world.filter();
        QCOMPARE(world.ask(filter), 0);
        world.fixture.setCounts(40, 70, 60); // crosses the limit, and is served
        filter.finish(world.exchange());
        QCOMPARE(world.ask(filter), 429);
        world.go(utc(2026, 6, 1));
        QCOMPARE(world.ask(filter), 0);
    }

    void rulesOfPoliciesApplyBesideThePlan()
    {
        World world(utc(2026, 5, 10));
        const QuotaFilter filter = world.filter({{"p", "policy-1", 2, QuotaPeriod::Day, RatePer::Consumer},
                                                 {"q", "policy-2", 3, QuotaPeriod::Month, RatePer::Api}});
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429);
        world.identity.counterKey = shared_state::stableHash("bob");
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 429); // all callers together
    }

    void quotasAreNotClearedWithTheLimits()
    {
        World world(utc(2026, 5, 10));
        world.limits->quotaPerDay = 1;
        const QuotaFilter filter = world.filter();
        QCOMPARE(world.ask(filter), 0);
        world.state->clearLimits();
        QCOMPARE(world.ask(filter), 429);
        // Nor by a restart.
        const auto saved = world.state->usageCells().save();
        world.state = std::make_shared<shared_state::LocalState>(world.clock);
        const QuotaFilter fresh = world.filter();
        world.state->usageCells().restore(saved);
        QCOMPARE(world.ask(fresh), 429);
    }

    void dryRunLetsPass()
    {
        World world(utc(2026, 5, 10));
        world.limits->quotaPerDay = 1;
        QuotaConfig config;
        config.state = world.state;
        config.enforcement.dryRun = true;
        const QuotaFilter filter(std::move(config));
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 0);
        QVERIFY(dryRunReason(world.exchange()) == proxy::Reason::QuotaExhausted);
    }

    // --- credits
    void creditsNeverGoBelowZero()
    {
        constexpr int threads = 8, calls = 2'000, credits = 5'000;
        auto cell = std::make_shared<proxy::CreditCell>(credits);
        std::atomic<int> paid{0};
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([&] {
                for (int call = 0; call < calls; ++call)
                    paid += cell->take() ? 1 : 0;
            });
        for (std::thread& worker : workers)
            worker.join();
        QCOMPARE(paid.load(), credits);
        QCOMPARE(cell->left(), std::int64_t(0));
        QCOMPARE(cell->collectSpent(), std::int64_t(credits));
        QCOMPARE(cell->collectSpent(), std::int64_t(0));
    }

    void aSettledAccountKeepsWhatWasSpentMeanwhile()
    {
        proxy::CreditCell cell(10);
        QVERIFY(cell.take() && cell.take());
        QCOMPARE(cell.collectSpent(), std::int64_t(2));
        QVERIFY(cell.take());
        cell.settle(8); // the two are written down, the third is not yet
        QCOMPARE(cell.left(), std::int64_t(7));
        cell.settle(0);
        QCOMPARE(cell.left(), std::int64_t(0));
        QVERIFY(!cell.take());
    }

    void callersWithoutAccountAreRefused()
    {
        World world(utc(2026, 5, 10));
        const CreditFilter filter({}, 7);
        QCOMPARE(world.ask(filter), 401);
        QCOMPARE(world.exchange().errorCode(), std::string_view("GTW008"));
        world.identity.credits.push_back({7, std::make_shared<proxy::CreditCell>(1), {}});
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(world.ask(filter), 401);
        // Nobody to charge where nobody is asked who he is.
        world.fixture.request("GET", "/x");
        QVERIFY(filter.request(world.exchange()) == Verdict::Continue);
    }

    void theOwnKeyWinsOverTheGroups()
    {
        World world(utc(2026, 5, 10));
        const UpstreamCredentialFilter filter({"X-Api-Key", "group-key", 7});
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(upstreamField(world.exchange(), "x-api-key"), std::string("group-key"));
        world.identity.credits.push_back({7, nullptr, "own-key"});
        QCOMPARE(world.ask(filter), 0);
        QCOMPARE(upstreamField(world.exchange(), "x-api-key"), std::string("own-key"));
    }
};

QTEST_GUILESS_MAIN(TestQuota)
#include "tst_quota.moc"
