// SPDX-License-Identifier: GPL-3.0-or-later
// Turns and retry delays; how targets are chosen is in tst_targets.
#include "gateway/proxy/balancer.h"
#include "gateway/proxy/retry.h"

#include <QTest>

#include <algorithm>
#include <array>

using namespace gatehouse::proxy;
using Schedule = std::vector<std::uint16_t>;

class TestSelection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalWeightsTakeTurns();
    void weightsSpreadEvenly();
    void zeroWeightsTakeNoTurn();
    void hugeWeightsStayBounded();
    void positionStartsWhereTold();
    void retryStatuses();
    void retryDelaysGrowToTheMaximum();
    void retryDelayStaysBelowTheBound();
};

void TestSelection::equalWeightsTakeTurns()
{
    const std::array<std::uint32_t, 3> weights{5, 5, 5};
    QCOMPARE(makeSchedule(weights), (Schedule{0, 1, 2}));
}

void TestSelection::weightsSpreadEvenly()
{
    const std::array<std::uint32_t, 3> weights{5, 1, 1};
    const Schedule schedule = makeSchedule(weights);
    QCOMPARE(schedule, (Schedule{0, 0, 1, 0, 2, 0, 0})); // the known sequence of smooth weighted round robin
}

void TestSelection::zeroWeightsTakeNoTurn()
{
    const std::array<std::uint32_t, 3> weights{0, 2, 0};
    QCOMPARE(makeSchedule(weights), (Schedule{1}));
    const std::array<std::uint32_t, 2> nobody{0, 0};
    QVERIFY(makeSchedule(nobody).empty());
}

void TestSelection::hugeWeightsStayBounded()
{
    const std::array<std::uint32_t, 2> weights{4'000'000'000U, 1};
    const Schedule schedule = makeSchedule(weights);
    QVERIFY(schedule.size() <= 1001);
    QCOMPARE(std::count(schedule.begin(), schedule.end(), 1), 1);
}

void TestSelection::positionStartsWhereTold()
{
    RoundRobin position;
    position.startAt(4);
    QCOMPARE(position.next(), 4U);
    position.startAt(9); // too late
    QCOMPARE(position.next(), 5U);
}

void TestSelection::retryStatuses()
{
    for (int status = 100; status < 600; ++status)
        QCOMPARE(isRetryableStatus(status), status == 500 || status == 502 || status == 503 || status == 504);
}

void TestSelection::retryDelaysGrowToTheMaximum()
{
    const RetrySettings settings{9, 250, 2000};
    QCOMPARE(retryDelayBoundNs(settings, 2), 500);
    QCOMPARE(retryDelayBoundNs(settings, 3), 1000);
    QCOMPARE(retryDelayBoundNs(settings, 4), 2000);
    QCOMPARE(retryDelayBoundNs(settings, 5), 2000);
    QCOMPARE(retryDelayBoundNs(settings, 200), 2000);
}

void TestSelection::retryDelayStaysBelowTheBound()
{
    const RetrySettings settings{9, 250, 2000};
    bool low = false;
    bool high = false;
    for (std::uint64_t random = 0; random < 5000; ++random) {
        const std::int64_t delay = retryDelayNs(settings, 2, random * 0x9e3779b97f4a7c15ULL);
        QVERIFY(delay >= 0 && delay <= 500);
        low = low || delay < 50;
        high = high || delay > 450;
    }
    QVERIFY(low && high);
    QCOMPARE(retryDelayNs({1, 0, 0}, 2, 77), 0);
}

QTEST_APPLESS_MAIN(TestSelection)
#include "tst_selection.moc"
