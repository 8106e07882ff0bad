// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/poller.h"
#include "gateway/net/socket.h"

#include <QtTest>

#include <array>
#include <atomic>
#include <thread>

#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse::net;

namespace {

struct Pair {
    Fd a, b;
    Pair()
    {
        std::array<int, 2> fds{};
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds.data()) != 0)
            qFatal("no socket pair");
        a = Fd(fds[0]);
        b = Fd(fds[1]);
    }
    void poke() { QCOMPARE(::write(b.get(), "x", 1), ssize_t(1)); }
};

struct Handler final : IoHandler {
    std::function<void(std::uint32_t)> run;
    int calls = 0;
    void onIo(std::uint32_t events) override
    {
        ++calls;
        if (run)
            run(events);
    }
};

struct Hook : TurnHook {
    std::function<void()> run;
    int calls = 0;
    void onTurnEnd() override
    {
        ++calls;
        if (run)
            run();
    }
};

} // namespace

class TestPoller : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void callsTheHandlerWhileReadable()
    {
        Poller poller;
        Pair pair;
        Handler handler;
        QCOMPARE(poller.add(pair.a.get(), EPOLLIN, &handler), 0);
        QCOMPARE(poller.turn(0), 0);
        pair.poke();
        poller.turn(-1);
        poller.turn(-1); // level-triggered: the byte is still there
        QCOMPARE(handler.calls, 2);
        poller.modify(pair.a.get(), 0);
        poller.turn(0);
        QCOMPARE(handler.calls, 2);
        poller.remove(pair.a.get());
        QCOMPARE(poller.watchedCount(), std::size_t(0));
    }

    void refusesTheSameDescriptorTwiceAndBadOnes()
    {
        Poller poller;
        Pair pair;
        Handler handler;
        QCOMPARE(poller.add(pair.a.get(), EPOLLIN, &handler), 0);
        QCOMPARE(poller.add(pair.a.get(), EPOLLIN, &handler), EEXIST);
        const int closed = ::dup(pair.a.get());
        ::close(closed);
        QCOMPARE(poller.add(closed, EPOLLIN, &handler), EBADF);
        poller.remove(closed); // unknown ones are ignored
        poller.remove(-1);
        QCOMPARE(poller.watchedCount(), std::size_t(1));
    }

    // Both are in one batch; whichever comes first deletes the other.
    void handlerDeletedInTheSameBatchIsNotCalled()
    {
        Poller poller;
        std::array<Pair, 2> pairs;
        std::array<std::unique_ptr<Handler>, 2> handlers;
        int calls = 0;
        for (std::size_t i = 0; i < 2; ++i) {
            handlers[i] = std::make_unique<Handler>();
            handlers[i]->run = [&, i](std::uint32_t) {
                ++calls;
                poller.remove(pairs[1 - i].a.get());
                handlers[1 - i].reset();
            };
            poller.add(pairs[i].a.get(), EPOLLIN, handlers[i].get());
            pairs[i].poke();
        }
        poller.turn(-1);
        QCOMPARE(calls, 1);
    }

    // The stale event of a closed descriptor must not reach a new connection that got the same number.
    void staleEventDoesNotReachAReusedDescriptor()
    {
        Poller poller;
        std::array<Pair, 2> pairs;
        std::array<Handler, 2> handlers;
        Handler fresh;
        int reused = -1;
        for (std::size_t i = 0; i < 2; ++i) {
            handlers[i].run = [&, i](std::uint32_t) {
                const int other = pairs[1 - i].a.get();
                poller.remove(other);
                reused = ::dup2(pairs[i].b.get(), other); // same number, another file: nothing to read
                QCOMPARE(poller.add(reused, EPOLLIN, &fresh), 0);
                poller.modify(pairs[i].a.get(), 0);
            };
            poller.add(pairs[i].a.get(), EPOLLIN, &handlers[i]);
            pairs[i].poke();
        }
        poller.turn(-1);
        QCOMPARE(handlers[0].calls + handlers[1].calls, 1);
        QCOMPARE(fresh.calls, 0);
    }

    void handlerMayDeleteItself()
    {
        Poller poller;
        Pair pair;
        auto* handler = new Handler;
        bool called = false;
        handler->run = [&, handler](std::uint32_t) {
            called = true;
            poller.remove(pair.a.get());
            auto keep = std::move(handler->run);
            delete handler;
        };
        poller.add(pair.a.get(), EPOLLIN, handler);
        pair.poke();
        poller.turn(-1);
        QVERIFY(called);
    }

    // Back-pressure: A's handler switches B's reading off although B is in the batch already.
    void lostInterestHoldsInsideTheBatch()
    {
        Poller poller;
        std::array<Pair, 2> pairs;
        std::array<Handler, 2> handlers;
        for (std::size_t i = 0; i < 2; ++i) {
            handlers[i].run = [&, i](std::uint32_t) { poller.modify(pairs[1 - i].a.get(), 0); };
            poller.add(pairs[i].a.get(), EPOLLIN, &handlers[i]);
            pairs[i].poke();
        }
        poller.turn(-1);
        QCOMPARE(handlers[0].calls + handlers[1].calls, 1);
    }

    void patientOnesComeAfterTheOthersAndInTurn()
    {
        Poller poller;
        std::array<Pair, 40> pairs;
        std::array<Handler, 40> patient;
        std::string order;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            patient[i].run = [&](std::uint32_t) { order += 'p'; };
            QCOMPARE(poller.add(pairs[i].a.get(), EPOLLIN, &patient[i]), 0);
            poller.setPatient(pairs[i].a.get(), true);
            pairs[i].poke();
        }
        Pair pair;
        Handler other;
        other.run = [&](std::uint32_t) { order += 'o'; };
        QCOMPARE(poller.add(pair.a.get(), EPOLLIN, &other), 0);
        pair.poke();
        poller.turn(0);
        QVERIFY2(order.starts_with("op") && order.size() < 10, order.c_str());
        poller.modify(pair.a.get(), 0);
        for (std::size_t i = 0; i < pairs.size(); ++i)
            poller.turn(0);
        for (const Handler& handler : patient)
            QVERIFY(handler.calls >= 2); // the byte is still there
    }

    void patienceEndsWithTheRegistration()
    {
        Poller poller;
        std::array<Pair, 2> pairs;
        std::array<Handler, 2> handlers;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            QCOMPARE(poller.add(pairs[i].a.get(), EPOLLIN, &handlers[i]), 0);
            poller.setPatient(pairs[i].a.get(), true);
            pairs[i].poke();
        }
        poller.turn(0);
        QCOMPARE(handlers[0].calls + handlers[1].calls, 1);
        poller.remove(pairs[0].a.get());
        QCOMPARE(poller.add(pairs[0].a.get(), EPOLLIN, &handlers[0]), 0);
        poller.setPatient(pairs[1].a.get(), false);
        poller.setPatient(-1, true);
        poller.setPatient(100'000, true);
        handlers[0].calls = handlers[1].calls = 0;
        poller.turn(0);
        QCOMPARE(handlers[0].calls, 1);
        QCOMPARE(handlers[1].calls, 1);
    }

    void hangUpIsReportedWithoutInterest()
    {
        Poller poller;
        Pair pair;
        Handler handler;
        std::uint32_t seen = 0;
        handler.run = [&](std::uint32_t events) { seen = events; };
        poller.add(pair.a.get(), 0, &handler);
        pair.b.reset();
        poller.turn(-1);
        QVERIFY(seen & EPOLLHUP);
    }

    void deferredWorkRunsInTheNextTurnWithoutBlocking()
    {
        Poller poller;
        int order = 0;
        poller.defer([&] {
            QCOMPARE(++order, 1);
            poller.defer([&] { QCOMPARE(++order, 2); });
        });
        poller.turn(-1);
        QCOMPARE(order, 1);
        poller.turn(-1);
        QCOMPARE(order, 2);
    }

    void postedTasksArriveFromManyThreadsInOrder()
    {
        Poller poller;
        constexpr int threads = 4;
        constexpr int each = 500;
        std::array<int, threads> last{};
        bool ordered = true;
        int total = 0;
        std::vector<std::thread> running;
        for (int t = 0; t < threads; ++t) {
            running.emplace_back([&, t] {
                for (int i = 1; i <= each; ++i)
                    poller.post([&, t, i] {
                        ordered = ordered && last[std::size_t(t)] == i - 1;
                        last[std::size_t(t)] = i;
                        ++total;
                    });
            });
        }
        while (total < threads * each)
            poller.turn(-1);
        for (std::thread& thread : running)
            thread.join();
        QVERIFY(ordered);
        QCOMPARE(total, threads * each);
    }

    void remoteOutlivesThePoller()
    {
        auto poller = std::make_unique<Poller>();
        const Remote remote = poller->remote();
        auto token = std::make_shared<int>(1);
        QVERIFY(remote.post([token] {}));
        poller.reset();
        QCOMPARE(token.use_count(), 1L); // dropped, not leaked
        QVERIFY(!remote.post([] {}));
        remote.wake();
    }

    void turnHooksRunOnceAfterAllHandlers()
    {
        Poller poller;
        std::array<Pair, 2> pairs;
        std::array<Handler, 2> handlers;
        Hook hook;
        int handled = 0;
        hook.run = [&] { QCOMPARE(handled, 2); };
        for (std::size_t i = 0; i < 2; ++i) {
            handlers[i].run = [&](std::uint32_t) {
                ++handled;
                poller.atTurnEnd(hook);
            };
            poller.add(pairs[i].a.get(), EPOLLIN, &handlers[i]);
            pairs[i].poke();
        }
        poller.turn(-1);
        QCOMPARE(hook.calls, 1);
        QVERIFY(!hook.scheduled());
    }

    void turnHooksMayCancelAndAddOthers()
    {
        Poller poller;
        Hook first, added;
        auto doomed = std::make_unique<Hook>();
        first.run = [&] {
            doomed.reset();
            poller.atTurnEnd(added);
        };
        poller.atTurnEnd(first);
        poller.atTurnEnd(*doomed);
        poller.turn(-1); // does not block: work is waiting
        QCOMPARE(first.calls, 1);
        QCOMPARE(added.calls, 1);
    }

    void hookOutlivesThePoller()
    {
        Hook hook;
        {
            Poller poller;
            poller.atTurnEnd(hook);
        }
        QVERIFY(!hook.scheduled());
    }

    void nestedTurnKeepsTheOuterBatchIntact()
    {
        Poller poller;
        std::array<Pair, 3> pairs;
        std::array<Handler, 3> handlers;
        bool nested = false;
        for (std::size_t i = 0; i < 3; ++i) {
            handlers[i].run = [&, i](std::uint32_t) {
                char byte = 0;
                [[maybe_unused]] const ssize_t got = ::read(pairs[i].a.get(), &byte, 1);
                if (!nested) {
                    nested = true;
                    poller.turn(0);
                }
            };
            poller.add(pairs[i].a.get(), EPOLLIN, &handlers[i]);
            pairs[i].poke();
        }
        poller.turn(-1);
        for (const Handler& handler : handlers)
            QVERIFY(handler.calls >= 1);
        QCOMPARE(poller.turn(0), 0);
    }

    void clockMovesBetweenTurnsOnly()
    {
        Poller poller;
        const std::int64_t before = poller.nowNs();
        QCOMPARE(poller.nowNs(), before);
        poller.turn(1);
        QVERIFY(poller.nowNs() > before);
        QVERIFY(poller.wallMs() > 1'600'000'000'000);
    }
};

QTEST_GUILESS_MAIN(TestPoller)
#include "tst_poller.moc"
