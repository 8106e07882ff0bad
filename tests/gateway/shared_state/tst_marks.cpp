// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/replay_set.h"
#include "gateway/shared_state/revocation_set.h"

#include <QtTest>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

using namespace gatehouse;
using namespace gatehouse::shared_state;

class TestMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTokenIsRevokedUntilItWouldHaveExpired()
    {
        ManualClock clock;
        const std::int64_t now = clock.wallMs() / 1000;
        RevocationSet set(clock);
        set.revokeToken("ann", "t1", now + 60);
        QVERIFY(set.isRevoked("ann", "t1"));
        QVERIFY(!set.isRevoked("ann", "t2"));
        QVERIFY(!set.isRevoked("bob", "t1"));
        clock.advanceMs(60'000);
        QVERIFY(!set.isRevoked("ann", "t1"));
        QCOMPARE(set.purge(), 1U);
        QCOMPARE(set.size(), 0U);
        set.revokeToken("ann", "t3", now);
        QCOMPARE(set.size(), 0U);
    }

    void aUserStaysRevokedUntilAllowed()
    {
        ManualClock clock;
        RevocationSet set(clock);
        set.revokeUser("ann");
        set.revokeUser("ann");
        QVERIFY(set.isRevoked("ann", "issued later"));
        QVERIFY(set.isUserRevoked("ann"));
        clock.advanceMs(86'400'000);
        set.purge();
        QVERIFY(set.isRevoked("ann", "issued later"));
        set.allowUser("ann");
        set.allowUser("ann");
        QVERIFY(!set.isRevoked("ann", "issued later"));
        QCOMPARE(set.size(), 0U);
    }

    void namesDoNotRunIntoEachOther()
    {
        ManualClock clock;
        RevocationSet set(clock);
        set.revokeToken("ann", "b", clock.wallMs() / 1000 + 60);
        QVERIFY(!set.isRevoked("an", "nb"));
        QVERIFY(!set.isUserRevoked("ann"));
    }

    void aMarkCountsOnce()
    {
        ManualClock clock;
        ReplaySet set(clock);
        QCOMPARE(set.mark("n1", 1000), ReplaySet::Seen::New);
        QCOMPARE(set.mark("n1", 1000), ReplaySet::Seen::Before);
        QCOMPARE(set.mark("n2", 1000), ReplaySet::Seen::New);
        clock.advanceMs(1000);
        QCOMPARE(set.mark("n1", 1000), ReplaySet::Seen::New);
    }

    void aFullSetRefusesInsteadOfForgetting()
    {
        ManualClock clock;
        ReplaySet set(clock, 160);
        int kept = 0;
        int refused = 0;
        for (int i = 0; i < 1000; ++i) {
            const auto seen = set.mark(std::to_string(i), 60'000);
            kept += seen == ReplaySet::Seen::New ? 1 : 0;
            refused += seen == ReplaySet::Seen::Full ? 1 : 0;
        }
        QCOMPARE(kept + refused, 1000);
        QCOMPARE(set.size(), std::size_t(kept));
        QVERIFY(kept <= 176 && refused > 0);
        QCOMPARE(set.mark("0", 60'000), ReplaySet::Seen::Before);
        clock.advanceMs(60'000);
        QCOMPARE(set.mark("fresh", 60'000), ReplaySet::Seen::New);
    }

    void oneOfManyThreadsWins()
    {
        ManualClock clock;
        ReplaySet set(clock);
        std::atomic<int> wins{0};
        std::latch start(8);
        std::vector<std::thread> pool;
        for (int t = 0; t < 8; ++t) {
            pool.emplace_back([&] {
                start.arrive_and_wait();
                for (int i = 0; i < 100; ++i)
                    wins += set.mark(std::to_string(i), 1000) == ReplaySet::Seen::New ? 1 : 0;
            });
        }
        for (std::thread& thread : pool)
            thread.join();
        QCOMPARE(wins.load(), 100);
    }
};

QTEST_GUILESS_MAIN(TestMarks)
#include "tst_marks.moc"
