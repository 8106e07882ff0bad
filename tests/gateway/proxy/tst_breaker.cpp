// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/breaker.h"
#include "gateway/proxy/upstream_states.h"

#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

using namespace gatehouse::proxy;
using Permit = Breaker::Permit;
using State = Breaker::State;

class TestBreaker : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensAfterConsecutiveFailures();
    void successZeroesTheCount();
    void refusesWhileOpen();
    void letsOneTrialThrough();
    void trialDecides();
    void abandonedTrialMakesRoom();
    void lostTrialExpires();
    void lateSuccessDoesNotClose();
    void disabledNeverRefuses();
    void oneTrialAmongThreads();
    void failuresCountWithinTheWindow();
    void windowRolls();
    void soManyTrialsClose();
    void statesSurviveByKey();

private:
    static constexpr std::int64_t Timeout = 1000;
    BreakerSettings m_settings{true, 3, Timeout};

    void open(Breaker& breaker, std::int64_t now)
    {
        for (int i = 0; i < 3; ++i)
            breaker.failed(breaker.acquire(m_settings, now), m_settings, now);
    }
};

void TestBreaker::opensAfterConsecutiveFailures()
{
    Breaker breaker;
    for (int i = 0; i < 2; ++i) {
        breaker.failed(breaker.acquire(m_settings, 10), m_settings, 10);
        QCOMPARE(breaker.state(10), State::Closed);
    }
    breaker.failed(breaker.acquire(m_settings, 10), m_settings, 10);
    QCOMPARE(breaker.state(10), State::Open);
}

void TestBreaker::successZeroesTheCount()
{
    Breaker breaker;
    for (int i = 0; i < 10; ++i) {
        breaker.failed(breaker.acquire(m_settings, 10), m_settings, 10);
        breaker.failed(breaker.acquire(m_settings, 10), m_settings, 10);
        breaker.succeeded(breaker.acquire(m_settings, 10), m_settings);
    }
    QCOMPARE(breaker.state(10), State::Closed);
    QCOMPARE(breaker.failures(), 0U);
}

void TestBreaker::refusesWhileOpen()
{
    Breaker breaker;
    open(breaker, 10);
    QCOMPARE(breaker.acquire(m_settings, 10 + Timeout - 1), Permit::Refused);
    QCOMPARE(breaker.state(10 + Timeout - 1), State::Open);
    QCOMPARE(breaker.state(10 + Timeout), State::HalfOpen);
}

void TestBreaker::letsOneTrialThrough()
{
    Breaker breaker;
    open(breaker, 10);
    QCOMPARE(breaker.acquire(m_settings, 10 + Timeout), Permit::Trial);
    QCOMPARE(breaker.acquire(m_settings, 10 + Timeout), Permit::Refused);
}

void TestBreaker::trialDecides()
{
    Breaker breaker;
    open(breaker, 10);
    const std::int64_t later = 10 + Timeout;
    breaker.failed(breaker.acquire(m_settings, later), m_settings, later);
    QCOMPARE(breaker.state(later), State::Open);
    QCOMPARE(breaker.acquire(m_settings, later + Timeout - 1), Permit::Refused);
    breaker.succeeded(breaker.acquire(m_settings, later + Timeout), m_settings);
    QCOMPARE(breaker.state(later + Timeout), State::Closed);
    breaker.failed(breaker.acquire(m_settings, later + Timeout), m_settings, later + Timeout);
    QCOMPARE(breaker.state(later + Timeout), State::Closed); // the count began anew
}

void TestBreaker::abandonedTrialMakesRoom()
{
    Breaker breaker;
    open(breaker, 10);
    breaker.abandoned(breaker.acquire(m_settings, 10 + Timeout));
    QCOMPARE(breaker.acquire(m_settings, 10 + Timeout), Permit::Trial);
}

void TestBreaker::lostTrialExpires()
{
    Breaker breaker;
    open(breaker, 10);
    QCOMPARE(breaker.acquire(m_settings, 10 + Timeout), Permit::Trial);
    QCOMPARE(breaker.acquire(m_settings, 10 + 2 * Timeout), Permit::Trial);
}

void TestBreaker::lateSuccessDoesNotClose()
{
    Breaker breaker;
    const Permit early = breaker.acquire(m_settings, 5);
    open(breaker, 10);
    breaker.succeeded(early, m_settings);
    QCOMPARE(breaker.state(11), State::Open);
}

void TestBreaker::disabledNeverRefuses()
{
    Breaker breaker;
    open(breaker, 10);
    BreakerSettings off = m_settings;
    off.enabled = false;
    QCOMPARE(breaker.acquire(off, 11), Permit::Normal);
}

void TestBreaker::oneTrialAmongThreads()
{
    for (int round = 0; round < 50; ++round) {
        Breaker breaker;
        open(breaker, 10);
        std::atomic<int> trials{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back(
                [&] { trials += breaker.acquire(m_settings, 10 + Timeout) == Permit::Trial; });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(trials.load(), 1);
    }
}

void TestBreaker::failuresCountWithinTheWindow()
{
    constexpr std::int64_t Window = 1000, first = 1'000'000;
    BreakerSettings settings = m_settings;
    settings.windowNs = Window;
    settings.threshold = 3;
    Breaker breaker;
    const auto fail = [&](std::int64_t now) {
        breaker.failed(breaker.acquire(settings, now), settings, now);
    };
    fail(first);
    fail(first + 1);
    breaker.succeeded(breaker.acquire(settings, first + 2), settings); // forgives nothing
    fail(first + Window + 1);                                          // the first two are over
    fail(first + Window + 2);
    QCOMPARE(breaker.state(first + Window + 2), Breaker::State::Closed);
    fail(first + 2 * Window);
    QCOMPARE(breaker.state(first + 2 * Window), Breaker::State::Open);
}

/// It begins anywhere, not with the first failure after the last one.
void TestBreaker::windowRolls()
{
    BreakerSettings settings = m_settings;
    settings.windowNs = 1000;
    Breaker breaker;
    const auto fail = [&](std::int64_t now) {
        breaker.failed(breaker.acquire(settings, now), settings, now);
        return breaker.state(now);
    };
    QCOMPARE(fail(10'000), State::Closed);
    QCOMPARE(fail(10'900), State::Closed);
    QCOMPARE(fail(11'100), State::Closed); // the first is over
    QCOMPARE(breaker.failures(), 2U);
    QCOMPARE(fail(11'800), State::Open);
    breaker.reset();
    QCOMPARE(fail(11'801), State::Closed); // nothing is left of them
    QCOMPARE(fail(11'802), State::Closed);
    QCOMPARE(fail(11'803), State::Open);
}

void TestBreaker::soManyTrialsClose()
{
    BreakerSettings settings = m_settings;
    settings.successes = 2;
    Breaker breaker;
    open(breaker, 0);
    std::int64_t now = settings.timeoutNs;
    const auto trial = [&] { return breaker.acquire(settings, now); };
    breaker.succeeded(trial(), settings);
    QCOMPARE(breaker.state(now), Breaker::State::HalfOpen);
    breaker.failed(trial(), settings, now); // and all begins anew
    QCOMPARE(breaker.state(now), Breaker::State::Open);
    now += settings.timeoutNs;
    breaker.succeeded(trial(), settings);
    QCOMPARE(breaker.state(now), Breaker::State::HalfOpen);
    QCOMPARE(trial(), Breaker::Permit::Trial);
    QCOMPARE(trial(), Breaker::Permit::Refused); // still one at a time
    breaker.succeeded(Breaker::Permit::Trial, settings);
    QCOMPARE(breaker.state(now), Breaker::State::Closed);
    QCOMPARE(breaker.failures(), 0U);
}

void TestBreaker::statesSurviveByKey()
{
    UpstreamStates states;
    open(states.breaker(7), 10);
    UpstreamStateCache worker(states);
    QCOMPARE(worker.breaker(7).state(11), State::Open);
    QCOMPARE(worker.breaker(8).state(11), State::Closed);
    QCOMPARE(&worker.breaker(7), &states.breaker(7));
    int seen = 0;
    states.forEachBreaker([&seen](std::uint64_t, const Breaker&) { ++seen; });
    QCOMPARE(seen, 2);
}

QTEST_APPLESS_MAIN(TestBreaker)
#include "tst_breaker.moc"
