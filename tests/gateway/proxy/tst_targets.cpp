// SPDX-License-Identifier: GPL-3.0-or-later
// Which target takes a request: turns, weights, load, lot, hash, backups, ejection, slow start, retry budget.
// The clock is a number.
#include "gateway/proxy/selection.h"

#include <QTest>

#include <map>

using namespace gatehouse::proxy;

namespace {

constexpr std::int64_t Second = 1'000'000'000;

/// A group with its states.
struct Bench {
    explicit Bench(std::size_t targets, BalancingKind balancing = BalancingKind::RoundRobin)
    {
        group.key = 77;
        group.balancing = balancing;
        for (std::size_t i = 0; i < targets; ++i) {
            UpstreamTarget target;
            target.key = 1000 + i;
            group.targets.push_back(target);
        }
        group.seal();
    }

    const GroupView& view() { return cache.group(group); }
    TargetState& state(std::size_t i) { return *view().targets[i]; }
    int choose(std::uint64_t hash = 0, int preferred = -1)
    {
        Choice choice;
        choice.nowNs = now;
        choice.hash = hash;
        choice.preferred = preferred;
        return chooseTarget(group, view(), choice, random);
    }
    int again(const TriedTargets& tried, int last)
    {
        Choice choice;
        choice.nowNs = now;
        choice.tried = &tried;
        choice.last = last;
        return chooseTarget(group, view(), choice, random);
    }
    std::map<int, int> count(int calls)
    {
        std::map<int, int> counts;
        for (int i = 0; i < calls; ++i)
            ++counts[choose()];
        return counts;
    }

    UpstreamGroup group;
    UpstreamStates states;
    UpstreamStateCache cache{states};
    Random random{42};
    std::int64_t now = 1000 * Second;
};

} // namespace

class TestTargets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void turnsAreEven();
    void weightsAreExact();
    void turnsOfTheMissingGoToAllOthers();
    void positionsSurviveAnApply();
    void anotherAttemptTakesNoTurn();
    void drainedTargetsTakeNothing();
    void backupsServeOnlyInNeed();
    void nobodyAndPanic();
    void leastLoadedWins();
    void loadCountsByWeight();
    void lotsFollowWeights();
    void hashIsStableAndSpreads();
    void hashMovesOnlyWhatMust();
    void stickyTargetWinsWhileItCan();
    void ejectionAfterFailuresInARow();
    void ejectionGrowsAndStartsAfresh();
    void ejectionLeavesEnough();
    void slowStartRises();
    void slowStartUnderLoad();
    void budgetIsAShare();
    void budgetHasAFloor();
    void budgetForgets();
};

void TestTargets::turnsAreEven()
{
    Bench bench(2);
    const auto counts = bench.count(100);
    QCOMPARE(counts.at(0), 50);
    QCOMPARE(counts.at(1), 50);
}

void TestTargets::weightsAreExact()
{
    Bench bench(2);
    bench.group.targets[0].weight = 3;
    bench.group.seal();
    const auto counts = bench.count(100);
    QCOMPARE(counts.at(0), 75);
    QCOMPARE(counts.at(1), 25);
}

void TestTargets::turnsOfTheMissingGoToAllOthers()
{
    Bench bench(3);
    bench.state(1).setDown(true);
    const auto counts = bench.count(100);
    QCOMPARE(counts.at(0), 50);
    QCOMPARE(counts.at(2), 50);
}

void TestTargets::positionsSurviveAnApply()
{
    Bench bench(3);
    QCOMPARE(bench.choose(), 0);
    bench.group.targets.pop_back();
    bench.group.seal();
    QCOMPARE(bench.choose(), 1);
    QCOMPARE(bench.view().targets.size(), std::size_t(2));
}

void TestTargets::anotherAttemptTakesNoTurn()
{
    Bench bench(3);
    QCOMPARE(bench.choose(), 0);
    TriedTargets tried;
    tried.set(0);
    QCOMPARE(bench.again(tried, 0), 1);
    tried.set(1);
    QCOMPARE(bench.again(tried, 1), 2);
    tried.set(2);
    QCOMPARE(bench.again(tried, 2), -1);
    QCOMPARE(bench.choose(), 1);
}

void TestTargets::drainedTargetsTakeNothing()
{
    for (const BalancingKind kind : {BalancingKind::RoundRobin, BalancingKind::LeastConnections,
                                     BalancingKind::Random, BalancingKind::Hash}) {
        Bench bench(3, kind);
        bench.group.targets[1].draining = true;
        bench.group.targets[2].weight = 0;
        bench.group.seal();
        QCOMPARE(bench.count(20).at(0), 20);
    }
}

void TestTargets::backupsServeOnlyInNeed()
{
    Bench bench(3);
    bench.group.targets[2].backup = true;
    bench.group.seal();
    QCOMPARE(bench.count(10).count(2), std::size_t(0));
    bench.state(0).setDown(true);
    QCOMPARE(bench.count(10).at(1), 10);
    bench.state(1).setDown(true);
    QCOMPARE(bench.count(10).at(2), 10);
    bench.state(0).setDown(false);
    QCOMPARE(bench.count(10).at(0), 10);
}

void TestTargets::nobodyAndPanic()
{
    Bench bench(3);
    for (std::size_t i = 0; i < 3; ++i)
        bench.state(i).setDown(true);
    QCOMPARE(bench.choose(), -1);
    bench.group.panic = true;
    bench.group.targets[1].draining = true;
    bench.group.seal();
    const auto counts = bench.count(100);
    QVERIFY(counts.at(0) > 0 && counts.at(2) > 0);
    QCOMPARE(counts.count(1), std::size_t(0));
}

void TestTargets::leastLoadedWins()
{
    Bench bench(3, BalancingKind::LeastConnections);
    bench.state(0).counts(0).active = 2;
    bench.state(1).counts(0).active = 1;
    bench.state(2).counts(0).active = 5;
    QCOMPARE(bench.count(10).at(1), 10);
    bench.state(1).counts(0).active = 9;
    QCOMPARE(bench.choose(), 0);
    for (std::size_t i = 0; i < 3; ++i)
        bench.state(i).counts(0).active = 0;
    const auto counts = bench.count(99); // equal ones take turns
    QCOMPARE(counts.at(0), 33);
    QCOMPARE(counts.at(1), 33);
}

void TestTargets::loadCountsByWeight()
{
    Bench bench(2, BalancingKind::LeastConnections);
    bench.group.targets[0].weight = 4;
    bench.group.seal();
    bench.state(0).counts(0).active = 2; // (2 + 1) / 4 < (0 + 1) / 1
    QCOMPARE(bench.choose(), 0);
    bench.state(0).counts(0).active = 4;
    QCOMPARE(bench.choose(), 1);
}

void TestTargets::lotsFollowWeights()
{
    Bench bench(2, BalancingKind::Random);
    bench.group.targets[0].weight = 3;
    bench.group.seal();
    const auto counts = bench.count(10'000);
    QVERIFY2(counts.at(0) > 7'300 && counts.at(0) < 7'700, qPrintable(QString::number(counts.at(0))));
}

void TestTargets::hashIsStableAndSpreads()
{
    Bench bench(4, BalancingKind::Hash);
    std::map<int, int> counts;
    for (std::uint64_t key = 1; key <= 8'000; ++key) {
        const int found = bench.choose(hashOfText("client " + std::to_string(key)));
        QCOMPARE(bench.choose(hashOfText("client " + std::to_string(key))), found);
        ++counts[found];
    }
    for (const auto& [target, count] : counts)
        QVERIFY2(count > 1'800 && count < 2'200, qPrintable(QString::number(count)));
}

void TestTargets::hashMovesOnlyWhatMust()
{
    constexpr int Keys = 5'000;
    Bench bench(5, BalancingKind::Hash);
    const auto keyOf = [](int i) { return hashOfText("session-" + std::to_string(i)); };
    std::vector<int> before;
    for (int i = 0; i < Keys; ++i)
        before.push_back(bench.choose(keyOf(i)));
    const int owned = int(std::count(before.begin(), before.end(), 2));
    QVERIFY(owned > Keys / 5 * 9 / 10 && owned < Keys / 5 * 11 / 10);
    bench.state(2).setDown(true);
    for (int i = 0; i < Keys; ++i) {
        const int now = bench.choose(keyOf(i));
        QVERIFY(now != 2);
        QVERIFY(before[std::size_t(i)] == 2 || now == before[std::size_t(i)]);
    }
    // Its place in the list is no part of the hash: the one before it leaves, and the rest stays.
    bench.state(2).setDown(false);
    bench.group.targets.erase(bench.group.targets.begin());
    bench.group.seal();
    int moved = 0;
    for (int i = 0; i < Keys; ++i)
        moved += bench.choose(keyOf(i)) + 1 != before[std::size_t(i)] ? 1 : 0;
    QCOMPARE(moved, int(std::count(before.begin(), before.end(), 0)));
}

void TestTargets::stickyTargetWinsWhileItCan()
{
    Bench bench(3);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.choose(0, 2), 2);
    bench.state(2).setDown(true);
    QVERIFY(bench.choose(0, 2) != 2);
    bench.state(2).setDown(false);
    bench.group.targets[2].draining = true;
    bench.group.seal();
    QVERIFY(bench.choose(0, 2) != 2);
}

void TestTargets::ejectionAfterFailuresInARow()
{
    EjectionRules rules;
    rules.failures = 2;
    rules.baseNs = 10 * Second;
    TargetState state;
    QVERIFY(!state.failed(rules));
    state.succeeded();
    QVERIFY(!state.failed(rules));
    QVERIFY(state.failed(rules));
    state.eject(rules, 100 * Second);
    QVERIFY(!state.usable(109 * Second));
    QVERIFY(state.usable(110 * Second));
    rules.failures = 0;
    for (int i = 0; i < 100; ++i)
        QVERIFY(!state.failed(rules));
}

void TestTargets::ejectionGrowsAndStartsAfresh()
{
    EjectionRules rules;
    rules.baseNs = 10 * Second;
    rules.maxNs = 35 * Second;
    TargetState state;
    std::int64_t now = 100 * Second;
    for (const std::int64_t expected : {10, 20, 35, 35}) {
        state.eject(rules, now);
        QCOMPARE(state.ejectedUntilNs() - now, expected * Second);
        now = state.ejectedUntilNs() + Second;
    }
    now += 36 * Second; // in for longer than the longest ejection
    state.eject(rules, now);
    QCOMPARE(state.ejectedUntilNs() - now, 10 * Second);
    QCOMPARE(state.ejections(), std::uint64_t(5));
    state.reset(now);
    QVERIFY(state.usable(now));
}

void TestTargets::ejectionLeavesEnough()
{
    Bench bench(4);
    bench.group.ejection.maxPercent = 50;
    QVERIFY(ejectTarget(bench.group, bench.view(), 0, bench.now));
    QVERIFY(!ejectTarget(bench.group, bench.view(), 0, bench.now)); // it is out
    QVERIFY(ejectTarget(bench.group, bench.view(), 1, bench.now));
    QVERIFY(!ejectTarget(bench.group, bench.view(), 2, bench.now)); // half are out
    bench.now += 11 * Second;
    QVERIFY(ejectTarget(bench.group, bench.view(), 2, bench.now));
    Bench alone(1);
    QVERIFY(!ejectTarget(alone.group, alone.view(), 0, alone.now)); // the only one stays
}

void TestTargets::slowStartRises()
{
    TargetState state;
    QCOMPARE(state.share(10 * Second, 5 * Second), 1000U); // it was never out
    state.setBack(100 * Second);
    QCOMPARE(state.share(10 * Second, 100 * Second), 100U);
    QCOMPARE(state.share(10 * Second, 105 * Second), 500U);
    QCOMPARE(state.share(10 * Second, 110 * Second), 1000U);
    QCOMPARE(state.share(0, 100 * Second), 1000U);
}

void TestTargets::slowStartUnderLoad()
{
    for (const BalancingKind kind : {BalancingKind::RoundRobin, BalancingKind::Random}) {
        Bench bench(2, kind);
        bench.group.slowStartNs = 10 * Second;
        bench.state(1).setBack(bench.now);
        const auto early = bench.count(2'000);
        QVERIFY2(early.at(1) > 100 && early.at(1) < 300, qPrintable(QString::number(early.at(1))));
        bench.now += 5 * Second;
        const auto middle = bench.count(2'000);
        QVERIFY2(middle.at(1) > 550 && middle.at(1) < 780, qPrintable(QString::number(middle.at(1))));
        bench.now += 5 * Second;
        const auto late = bench.count(2'000);
        QVERIFY2(late.at(1) > 900 && late.at(1) < 1'100, qPrintable(QString::number(late.at(1))));
    }
}

void TestTargets::budgetIsAShare()
{
    RetryBudget budget;
    for (int i = 0; i < 100; ++i)
        budget.request(5 * Second);
    int allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += budget.withdraw(20, 0, 6 * Second) ? 1 : 0;
    QCOMPARE(allowed, 20);
}

void TestTargets::budgetHasAFloor()
{
    RetryBudget budget;
    int allowed = 0;
    for (int i = 0; i < 100; ++i)
        allowed += budget.withdraw(0, 3, 50 * Second) ? 1 : 0;
    QCOMPARE(allowed, 30); // three a second over the window
}

void TestTargets::budgetForgets()
{
    RetryBudget budget;
    for (int i = 0; i < 100; ++i)
        budget.request(5 * Second);
    QVERIFY(budget.withdraw(10, 0, 14 * Second));
    QVERIFY(!budget.withdraw(10, 0, 15 * Second)); // ten seconds later the requests are gone
}

QTEST_APPLESS_MAIN(TestTargets)
#include "tst_targets.moc"
