// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/counter_growth.h"
#include "gateway/shared_state/limiter_cells.h"
#include "gateway/shared_state/local_state.h"

#include <QtTest>

#include <array>
#include <latch>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::shared_state;

namespace {

constexpr std::int64_t second = 1'000'000'000;

LimitRule fixed(std::uint64_t limit, std::int64_t seconds = 60)
{
    return {Algorithm::FixedWindow, limit, seconds * second, 0};
}

LimitRule sliding(std::uint64_t limit, std::int64_t seconds = 60)
{
    return {Algorithm::SlidingWindow, limit, seconds * second, 0};
}

LimitRule bucket(std::uint64_t perMinute, std::uint64_t burst)
{
    return {Algorithm::TokenBucket, perMinute, 60 * second, burst};
}

/// How many of `calls` in a row pass.
int passed(LimiterCells& cells, const CounterKey& key, const LimitRule& rule, int calls)
{
    int count = 0;
    for (int i = 0; i < calls; ++i)
        count += cells.take(key, rule).allowed ? 1 : 0;
    return count;
}

/// Puts the clock `ms` after the start of a minute.
void toMinuteStart(ManualClock& clock, std::int64_t ms)
{
    clock.setWallMs(clock.wallMs() - clock.wallMs() % 60'000 + ms);
}

int passedInParallel(LimiterCells& cells, const LimitRule& rule, int threads, int callsEach)
{
    std::latch start(threads);
    std::atomic<int> count{0};
    std::vector<std::thread> pool;
    for (int t = 0; t < threads; ++t) {
        pool.emplace_back([&] {
            start.arrive_and_wait();
            count += passed(cells, {1, 1}, rule, callsEach);
        });
    }
    for (std::thread& thread : pool)
        thread.join();
    return count;
}

} // namespace

class TestLimiterCells : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void exactUnderThreads_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("fixed") << 0;
        QTest::newRow("sliding") << 1;
        QTest::newRow("bucket") << 2;
    }
    void exactUnderThreads()
    {
        QFETCH(int, algorithm);
        const std::array rules{fixed(10), sliding(10), bucket(10, 10)};
        for (int round = 0; round < 20; ++round) {
            ManualClock clock;
            LimiterCells cells(clock);
            QCOMPARE(passedInParallel(cells, rules[static_cast<std::size_t>(algorithm)], 20, 5), 10);
        }
    }

    void manyKeysStayApartUnderThreads()
    {
        ManualClock clock;
        LimiterCells cells(clock);
        std::latch start(8);
        std::array<std::atomic<int>, 500> counts{};
        std::vector<std::thread> pool;
        for (int t = 0; t < 8; ++t) {
            pool.emplace_back([&] {
                start.arrive_and_wait();
                for (std::uint64_t key = 0; key < counts.size(); ++key)
                    counts[key] += passed(cells, {7, key}, fixed(3), 2);
            });
        }
        for (std::thread& thread : pool)
            thread.join();
        for (const auto& count : counts)
            QCOMPARE(count.load(), 3);
        QCOMPARE(cells.size(), counts.size());
    }

    void fixedWindowsAreAlignedToTheEpoch()
    {
        ManualClock clock;
        toMinuteStart(clock, 59'999);
        LimiterCells cells(clock);
        QCOMPARE(passed(cells, {1, 1}, fixed(10), 15), 10);
        const LimitOutcome refused = cells.take({1, 1}, fixed(10));
        QVERIFY(!refused.allowed);
        QCOMPARE(refused.retryAfterNs, 1'000'000);
        QCOMPARE(retryAfterSeconds(refused), 1);
        QCOMPARE(refused.resetEpochSec % 60, 0);
        clock.advanceMs(1);
        QCOMPARE(passed(cells, {1, 1}, fixed(10), 15),
                 10); // twice the limit across an edge: the nature of it
        clock.advanceMs(59'999);
        QVERIFY(!cells.take({1, 1}, fixed(10)).allowed);
        clock.advanceMs(1);
        QVERIFY(cells.take({1, 1}, fixed(10)).allowed);
    }

    void slidingWindowHoldsAcrossAnEdge()
    {
        ManualClock clock;
        toMinuteStart(clock, 59'999);
        LimiterCells cells(clock);
        QCOMPARE(passed(cells, {1, 1}, sliding(10), 15), 10);
        clock.advanceMs(1);
        QCOMPARE(passed(cells, {1, 1}, sliding(10), 15), 0);
        clock.advanceMs(30'000); // half of the window before still counts
        QCOMPARE(passed(cells, {1, 1}, sliding(10), 15), 5);
    }

    void retryAfterIsTheMomentWhenItPasses_data()
    {
        QTest::addColumn<int>("algorithm");
        QTest::newRow("fixed") << 0;
        QTest::newRow("sliding") << 1;
        QTest::newRow("bucket") << 2;
    }
    void retryAfterIsTheMomentWhenItPasses()
    {
        QFETCH(int, algorithm);
        const std::array rules{fixed(7), sliding(7), bucket(7, 3)};
        const LimitRule& rule = rules[static_cast<std::size_t>(algorithm)];
        ManualClock clock;
        toMinuteStart(clock, 13'777);
        LimiterCells cells(clock);
        passed(cells, {1, 1}, rule, 10);
        for (int i = 0; i < 20; ++i) {
            const LimitOutcome refused = cells.take({1, 1}, rule);
            QVERIFY(!refused.allowed);
            const std::int64_t waitMs = (refused.retryAfterNs + 999'999) / 1'000'000;
            clock.advanceMs(waitMs - 1);
            QVERIFY2(!cells.peek({1, 1}, rule).allowed, "passed before the time that was given");
            clock.advanceMs(1);
            QVERIFY2(cells.take({1, 1}, rule).allowed, "did not pass at the time that was given");
            passed(cells, {1, 1}, rule, 10);
        }
    }

    // 100 per minute with a burst of 10: 15 fast calls give ten times yes and five times no.
    void tokenBucketGivesTheBurstThenTheRate()
    {
        ManualClock clock;
        LimiterCells cells(clock);
        QCOMPARE(passed(cells, {1, 1}, bucket(100, 10), 15), 10);
        clock.advanceMs(599);
        QVERIFY(!cells.take({1, 1}, bucket(100, 10)).allowed);
        clock.advanceMs(1);
        QVERIFY(cells.take({1, 1}, bucket(100, 10)).allowed);
        clock.advanceMs(3'600'000);
        QCOMPARE(passed(cells, {1, 1}, bucket(100, 10), 50), 10);
    }

    void smallStepsRefillAsMuchAsOneLargeStep()
    {
        ManualClock clock;
        LimiterCells cells(clock);
        passed(cells, {1, 1}, bucket(100, 10), 10);
        int count = 0;
        for (int ms = 0; ms < 60'000; ++ms) {
            clock.advanceMs(1);
            count += cells.take({1, 1}, bucket(100, 10)).allowed ? 1 : 0;
        }
        QCOMPARE(count, 100);
    }

    void editingALimitNeitherRefillsNorForgets()
    {
        ManualClock clock;
        toMinuteStart(clock, 0);
        LimiterCells cells(clock);
        QCOMPARE(passed(cells, {1, 1}, fixed(10), 20), 10);
        QCOMPARE(passed(cells, {1, 1}, fixed(12), 20), 2); // ten were used
        QCOMPARE(passed(cells, {1, 1}, fixed(5), 20), 0);
        QCOMPARE(cells.peek({1, 1}, fixed(5)).remaining, 0U);
        QCOMPARE(passed(cells, {1, 1}, fixed(100, 3600), 200),
                 88); // a longer window goes on with the shorter one

        QCOMPARE(passed(cells, {2, 1}, bucket(100, 10), 20), 10);
        QCOMPARE(passed(cells, {2, 1}, bucket(100, 50), 200), 40); // ten of the fifty were used
        QCOMPARE(passed(cells, {2, 1}, bucket(100, 10), 20), 0);
        clock.advanceMs(6'000);
        QCOMPARE(passed(cells, {2, 1}, bucket(100, 10), 200), 10);
        // Slower than before: what was counted outlives the time in which the old rule would have filled up.
        QCOMPARE(passed(cells, {3, 1}, bucket(600, 10), 20), 10);
        QCOMPARE(passed(cells, {3, 1}, bucket(1, 10), 20), 0);
        clock.advanceMs(30'000);
        QCOMPARE(passed(cells, {3, 1}, bucket(1, 10), 20), 0);
    }

    void whatIsRefusedIsNotCounted()
    {
        ManualClock clock;
        LimiterCells cells(clock);
        QVERIFY(!cells.take({1, 1}, fixed(10), 11).allowed);
        QCOMPARE(cells.peek({1, 1}, fixed(10)).remaining, 10U);
        QVERIFY(cells.take({1, 1}, fixed(10), 10).allowed);
        QVERIFY(!cells.take({1, 1}, fixed(10), ~std::uint64_t{0}).allowed); // no overflow
        QCOMPARE(cells.take({1, 1}, fixed(0)).allowed, false);
    }

    void wallClockStepsAreFollowedOnlyWhenTold()
    {
        ManualClock clock;
        toMinuteStart(clock, 1'000);
        LimiterCells cells(clock);
        passed(cells, {1, 1}, fixed(10), 10);
        clock.setWallMs(clock.wallMs() + 3'600'000);
        QVERIFY(!cells.take({1, 1}, fixed(10)).allowed);
        clock.setWallMs(clock.wallMs() - 7'200'000);
        QVERIFY(!cells.take({1, 1}, fixed(10)).allowed);
        cells.realign();
        QCOMPARE(passed(cells, {1, 1}, fixed(10), 20), 10); // one fresh window, never a frozen one
    }

    void memoryIsBoundedAndExpiredCellsGoFirst()
    {
        ManualClock clock;
        LimiterCells cells(clock, 4 * LimiterCells::stripeCount);
        for (std::uint64_t key = 0; key < 50'000; ++key)
            cells.take({1, key}, fixed(1, 3600));
        QVERIFY(cells.size() <= 4 * LimiterCells::stripeCount);
        QVERIFY(cells.evictions() > 0);

        LimiterCells roomy(clock, 1'000'000);
        for (std::uint64_t key = 0; key < 20'000; ++key)
            roomy.take({1, key}, fixed(1, 1));
        clock.advanceMs(200'000);
        roomy.take({2, 2}, fixed(5, 3600));
        for (std::uint64_t key = 20'000; key < 60'000; ++key)
            roomy.take({1, key}, fixed(1, 1));
        QCOMPARE(roomy.evictions(), 0U);
        QVERIFY(roomy.size() < 60'000);
        QCOMPARE(roomy.peek({2, 2}, fixed(5, 3600)).used, 1U);
    }

    void forgetStartsOneCounterAnew()
    {
        ManualClock clock;
        LimiterCells cells(clock);
        for (std::uint64_t key = 0; key < 3'000; ++key)
            cells.take({1, key}, fixed(1));
        cells.forget({1, 42});
        for (std::uint64_t key = 0; key < 3'000; ++key)
            QCOMPARE(cells.peek({1, key}, fixed(1)).allowed, key == 42);
        cells.clear();
        QCOMPARE(cells.size(), 0U);
        QVERIFY(cells.take({1, 7}, fixed(1)).allowed);
    }

    void severalLimitsCountAllOrNone()
    {
        ManualClock clock;
        LocalState state(clock);
        const std::array takes{Take{{1, 1}, fixed(10), 1}, Take{{2, 1}, bucket(60, 5), 1},
                               Take{{3, 1}, fixed(3, 3600), 1}};
        std::array<LimitOutcome, 3> outcomes;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(state.take(takes, outcomes));
            QVERIFY(outcomes[2].allowed);
        }
        for (int i = 0; i < 5; ++i) {
            QVERIFY(state.take(takes, outcomes));
            QVERIFY(!outcomes[2].allowed);
        }
        QCOMPARE(state.peek({1, 1}, fixed(10), 1).used, 3U);
        QCOMPARE(state.peek({2, 1}, bucket(60, 5), 1).remaining, 2U);
    }

    void usageIsApartFromLimits()
    {
        ManualClock clock;
        LocalState state(clock);
        state.addUsage({1, 1}, fixed(0, 86'400), 5'000'000'000);
        state.addUsage({1, 1}, fixed(0, 86'400), 1);
        state.clearLimits();
        QCOMPARE(state.usage({1, 1}, fixed(6'000'000'000, 86'400), 0).used, 5'000'000'001U);
        QVERIFY(!state.usage({1, 1}, fixed(6'000'000'000, 86'400), 1'000'000'000).allowed);
    }

    /// What the old process of an upgrade counts after the new one has read its counters.
    void growthIsAddedOnceInAnotherTable()
    {
        ManualClock clock;
        toMinuteStart(clock, 0);
        LimiterCells old(clock), fresh(clock);
        old.add({1, 1}, fixed(0), 10);
        const auto saved = old.save();
        fresh.restore(saved);
        CounterGrowth growth;
        growth.begin(saved);
        fresh.add({1, 1}, fixed(0), 3);
        old.add({1, 1}, fixed(0), 5);
        old.add({2, 2}, fixed(0), 7); // the new one has not seen it yet
        fresh.merge(growth.collect(old));
        QVERIFY(growth.collect(old).empty());
        QCOMPARE(fresh.peek({1, 1}, fixed(100)).used, 18U);
        QCOMPARE(fresh.peek({2, 2}, fixed(100)).used, 7U);
        old.giveBack({1, 1}, fixed(0), 1);
        QVERIFY(growth.collect(old).empty());
        old.add({1, 1}, fixed(0), 3);
        fresh.merge(growth.collect(old));
        QCOMPARE(fresh.peek({1, 1}, fixed(100)).used, 20U);
    }

    void growthStaysInItsWindow()
    {
        ManualClock clock;
        toMinuteStart(clock, 0);
        LimiterCells old(clock), fresh(clock);
        old.add({1, 1}, fixed(0), 10);
        fresh.restore(old.save());
        CounterGrowth growth;
        growth.begin(old.save());
        old.add({1, 1}, fixed(0), 5);
        const auto late = growth.collect(old);
        clock.advanceMs(60'000);
        fresh.merge(late); // of a window that is over
        QCOMPARE(fresh.peek({1, 1}, fixed(100)).used, 0U);
        old.add({1, 1}, fixed(0), 4);
        fresh.merge(growth.collect(old)); // of the next one, which the new process has not entered
        QCOMPARE(fresh.peek({1, 1}, fixed(100)).used, 4U);
        fresh.merge(late);
        QCOMPARE(fresh.peek({1, 1}, fixed(100)).used, 4U);
    }

    void stableHashIsTheSameEverywhere()
    {
        QCOMPARE(stableHash("orders"), stableHash("orders"));
        QVERIFY(stableHash("orders") != stableHash("orders "));
        QVERIFY(stableHash({}) != stableHash(std::string_view("\0", 1)));
        QVERIFY(stableHash("12345678") != stableHash("123456780"));
    }
};

QTEST_GUILESS_MAIN(TestLimiterCells)
#include "tst_limiter_cells.moc"
