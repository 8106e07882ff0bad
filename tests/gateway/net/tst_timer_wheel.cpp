// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/timer_wheel.h"

#include <QtTest>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>
#include <vector>

using namespace gatehouse::net;

namespace {

struct Probe : Timer {
    std::function<void()> run;
    int fired = 0;
    void onTimeout() override
    {
        ++fired;
        if (run)
            run();
    }
};

} // namespace

class TestTimerWheel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firesNeverEarlyAndWithinOneTick()
    {
        TimerWheel wheel(1000);
        Probe timer;
        wheel.start(timer, 1055);
        wheel.advance(1054);
        QCOMPARE(timer.fired, 0);
        QVERIFY(timer.active());
        wheel.advance(1055 + TimerWheel::tickMs);
        QCOMPARE(timer.fired, 1);
        QVERIFY(!timer.active());
        wheel.advance(60'000);
        QCOMPARE(timer.fired, 1);
    }

    void movingTheDeadlineLaterOrEarlier()
    {
        TimerWheel wheel(0);
        Probe timer;
        wheel.start(timer, 100);
        wheel.start(timer, 500);
        wheel.advance(200);
        QCOMPARE(timer.fired, 0);
        wheel.start(timer, 250);
        wheel.advance(300);
        QCOMPARE(timer.fired, 1);
        wheel.advance(1000);
        QCOMPARE(timer.fired, 1);
    }

    void stoppedTimersStayQuietAndMayRestart()
    {
        TimerWheel wheel(0);
        Probe timer;
        wheel.start(timer, 100);
        wheel.stop(timer);
        wheel.advance(200);
        QCOMPARE(timer.fired, 0);
        wheel.start(timer, 300);
        wheel.stop(timer);
        wheel.start(timer, 260);
        wheel.advance(270);
        QCOMPARE(timer.fired, 1);
    }

    void deadlinesBeyondOneRound()
    {
        TimerWheel wheel(0);
        Probe timer;
        const std::int64_t hour = 3'600'000;
        wheel.start(timer, hour);
        for (std::int64_t now = 0; now < hour; now += 997)
            wheel.advance(now);
        QCOMPARE(timer.fired, 0);
        wheel.advance(hour);
        QCOMPARE(timer.fired, 1);
    }

    void longPauseFiresEverything()
    {
        TimerWheel wheel(0);
        std::vector<std::unique_ptr<Probe>> timers;
        for (int i = 0; i < 3000; ++i) {
            timers.push_back(std::make_unique<Probe>());
            wheel.start(*timers.back(), 10 + i * 7);
        }
        QCOMPARE(wheel.advance(1'000'000), 3000);
    }

    void firesNoMoreThanAskedAndGoesOnThere()
    {
        TimerWheel wheel(0);
        std::vector<std::unique_ptr<Probe>> timers;
        for (int i = 0; i < 10; ++i) {
            timers.push_back(std::make_unique<Probe>());
            wheel.start(*timers.back(), i < 8 ? 100 : 300);
        }
        const auto fired = [&] {
            return std::count_if(timers.begin(), timers.end(), [](const auto& t) { return t->fired > 0; });
        };
        QCOMPARE(wheel.advance(200, 0), 0);
        QCOMPARE(wheel.lagMs(200), 100); // the slots before were empty
        QCOMPARE(wheel.advance(200, 3), 3);
        QCOMPARE(wheel.nextTimeoutMs(200), 0);
        const auto waiting =
            std::find_if(timers.begin(), timers.end(), [](const auto& t) { return t->fired == 0; });
        wheel.stop(**waiting);
        Probe late;
        wheel.start(late, 150); // already over as well
        QCOMPARE(wheel.advance(400, 5), 5);
        QCOMPARE(fired() + late.fired, 8);
        QCOMPARE(wheel.advance(400), 2);
        QCOMPARE((*waiting)->fired, 0);
        QCOMPARE(fired() + late.fired, 10);
        QCOMPARE(wheel.nextTimeoutMs(400), -1);
    }

    void oneThatRestartsItselfDoesNotHoldUpItsSlot()
    {
        TimerWheel wheel(0);
        Probe eager;
        Probe other;
        eager.run = [&] { wheel.start(eager, 1); };
        wheel.start(other, 50);
        wheel.start(eager, 50);
        for (int i = 0; i < 4; ++i)
            QCOMPARE(wheel.advance(200, 1), 1);
        QCOMPARE(other.fired, 1);
        QCOMPARE(eager.fired, 3);
    }

    void pastDeadlineFiresWithTheNextTick()
    {
        TimerWheel wheel(5000);
        Probe timer;
        wheel.start(timer, 1);
        wheel.advance(5000 + TimerWheel::tickMs);
        QCOMPARE(timer.fired, 1);
    }

    void callbackMayRestartItself()
    {
        TimerWheel wheel(0);
        Probe timer;
        std::int64_t now = 0;
        timer.run = [&] { wheel.start(timer, now + 50); };
        wheel.start(timer, 50);
        for (now = 0; now <= 1000; now += 10)
            wheel.advance(now);
        QVERIFY2(timer.fired >= 15 && timer.fired <= 20, qPrintable(QString::number(timer.fired)));
    }

    // All in one slot; the first deletes its neighbours, on both sides.
    void callbackMayDeleteOthersOfItsSlot()
    {
        TimerWheel wheel(0);
        std::vector<std::unique_ptr<Probe>> timers;
        int fired = 0;
        for (std::size_t i = 0; i < 5; ++i) {
            timers.push_back(std::make_unique<Probe>());
            timers[i]->run = [&, i] {
                ++fired;
                for (std::size_t j = 0; j < timers.size(); ++j) {
                    if (j != i)
                        timers[j].reset();
                }
            };
            wheel.start(*timers[i], 100);
        }
        wheel.advance(200);
        QCOMPARE(fired, 1);
    }

    void callbackMayDeleteItself()
    {
        TimerWheel wheel(0);
        auto timer = std::make_unique<Probe>();
        auto* raw = timer.release();
        bool fired = false;
        raw->run = [&fired, raw] {
            fired = true;
            auto keep = std::move(raw->run);
            delete raw;
        };
        wheel.start(*raw, 10);
        wheel.advance(100);
        QVERIFY(fired);
        QCOMPARE(wheel.nextTimeoutMs(100), -1);
    }

    void nestedAdvanceLosesNothing()
    {
        TimerWheel wheel(0);
        std::vector<std::unique_ptr<Probe>> timers;
        for (int i = 0; i < 6; ++i) {
            timers.push_back(std::make_unique<Probe>());
            wheel.start(*timers.back(), i < 4 ? 100 : 150);
        }
        timers[2]->run = [&] { wheel.advance(200); };
        wheel.advance(200);
        for (const auto& timer : timers)
            QCOMPARE(timer->fired, 1);
    }

    void wheelMayGoFirst()
    {
        Probe timer;
        {
            TimerWheel wheel(0);
            wheel.start(timer, 100);
        }
        QCOMPARE(timer.fired, 0);
    }

    void nextTimeoutIsTheWayToTheNextSlot()
    {
        TimerWheel wheel(1000);
        QCOMPARE(wheel.nextTimeoutMs(1000), -1);
        Probe timer;
        wheel.start(timer, 1500);
        QCOMPARE(wheel.nextTimeoutMs(1000), 500);
        QCOMPARE(wheel.nextTimeoutMs(1495), 5);
        QCOMPARE(wheel.nextTimeoutMs(2000), 0);
        Probe sooner;
        wheel.start(sooner, 1020);
        QCOMPARE(wheel.nextTimeoutMs(1000), 20);
    }

    // A model with plain numbers next to the wheel, waking up as the loop would.
    void randomOperationsAgreeWithAModel()
    {
        std::mt19937 random(7);
        std::int64_t now = 12'345;
        TimerWheel wheel(now);
        struct Pair {
            Probe timer;
            std::int64_t deadline = 0;
        };
        std::vector<std::unique_ptr<Pair>> pairs;
        for (int i = 0; i < 200; ++i)
            pairs.push_back(std::make_unique<Pair>());
        for (auto& pair : pairs) {
            pair->timer.run = [&now, raw = pair.get()] {
                QVERIFY(raw->deadline != 0);
                QVERIFY(now >= raw->deadline);
                raw->deadline = 0;
            };
        }
        for (int step = 0; step < 20'000; ++step) {
            Pair& pair = *pairs[random() % pairs.size()];
            if (random() % 5 == 0) {
                wheel.stop(pair.timer);
                pair.deadline = 0;
            } else {
                pair.deadline = now + std::int64_t(random() % 30'000);
                wheel.start(pair.timer, pair.deadline);
            }
            const int wait = wheel.nextTimeoutMs(now);
            now += std::min<std::int64_t>(wait < 0 ? 100 : wait, random() % 400);
            wheel.advance(now);
            for (const auto& one : pairs)
                QVERIFY(one->deadline == 0 || one->deadline + 2 * TimerWheel::tickMs > now);
        }
    }
};

QTEST_GUILESS_MAIN(TestTimerWheel)
#include "tst_timer_wheel.moc"
