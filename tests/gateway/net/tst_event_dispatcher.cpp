// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/event_dispatcher.h"
#include "gateway/net/socket.h"
#include "gateway/net/worker.h"

#include <QSemaphore>
#include <QSocketNotifier>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>
#include <QtTest>

#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse::net;

namespace {

std::array<Fd, 2> socketPair()
{
    std::array<int, 2> fds{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds.data()) != 0)
        qFatal("no socket pair");
    return {Fd(fds[0]), Fd(fds[1])};
}

void poke(const Fd& fd)
{
    QCOMPARE(::write(fd.get(), "x", 1), ssize_t(1));
}

/// Blocks of memory that OpenSSL holds.
namespace openssl {

std::atomic<int> blocks{0};

void* take(std::size_t size, const char*, int)
{
    ++blocks;
    return std::malloc(size);
}

void* resize(void* block, std::size_t size, const char*, int)
{
    blocks += block ? 0 : 1;
    return std::realloc(block, size);
}

void give(void* block, const char*, int)
{
    blocks -= block ? 1 : 0;
    std::free(block);
}

const bool counted = CRYPTO_set_mem_functions(take, resize, give) == 1; // before it is first used

} // namespace openssl

class Receiver : public QObject {
    Q_OBJECT
public:
    QThread* seenOn = nullptr;
    QList<int> seen;
public Q_SLOTS:
    void take(int value)
    {
        seenOn = QThread::currentThread();
        seen.append(value);
    }
};

class Sender : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void send(int value);
};

} // namespace

/// Every test body runs on a worker's thread, inside its loop.
class TestEventDispatcher : public QObject {
    Q_OBJECT

private:
    void onWorker(const std::function<void()>& body)
    {
        Worker worker(0);
        worker.start();
        QVERIFY(worker.postAndWait(body));
        worker.stop();
    }

    static GatewayEventDispatcher* dispatcher()
    {
        return qobject_cast<GatewayEventDispatcher*>(QThread::currentThread()->eventDispatcher());
    }

private Q_SLOTS:
    void isTheDispatcherOfTheThread()
    {
        onWorker([] { QVERIFY(dispatcher()); });
    }

    void timersFireInOrderOfTheirDeadline()
    {
        onWorker([] {
            QList<int> order;
            QEventLoop loop;
            std::array<QTimer, 4> timers;
            const std::array<int, 4> delays{30, 1, 15, 0};
            for (std::size_t i = 0; i < timers.size(); ++i) {
                timers[i].setSingleShot(true);
                timers[i].setTimerType(Qt::PreciseTimer);
                connect(&timers[i], &QTimer::timeout, &loop, [&, i] {
                    order.append(delays[i]);
                    if (order.size() == 4)
                        loop.quit();
                });
                timers[i].start(delays[i]);
            }
            loop.exec();
            QCOMPARE(order, QList<int>({0, 1, 15, 30}));
        });
    }

    void equalDeadlinesKeepTheOrderOfTheirStart()
    {
        onWorker([] {
            QList<int> order;
            QEventLoop loop;
            for (int i = 0; i < 5; ++i)
                QTimer::singleShot(0, &loop, [&order, i] { order.append(i); });
            QTimer::singleShot(5, &loop, &QEventLoop::quit);
            loop.exec();
            QCOMPARE(order, QList<int>({0, 1, 2, 3, 4}));
        });
    }

    void repeatingTimerFiresAgainAndStops()
    {
        onWorker([] {
            QEventLoop loop;
            QTimer timer;
            int count = 0;
            connect(&timer, &QTimer::timeout, &loop, [&] {
                if (++count == 5) {
                    timer.stop();
                    QTimer::singleShot(10, &loop, &QEventLoop::quit);
                }
            });
            timer.start(1);
            loop.exec();
            QCOMPARE(count, 5);
        });
    }

    // A zero timer runs once per turn and leaves room for everything else.
    void zeroTimerDoesNotStarveSockets()
    {
        onWorker([] {
            auto fds = socketPair();
            QEventLoop loop;
            QTimer busy;
            int spins = 0;
            connect(&busy, &QTimer::timeout, &loop, [&] {
                if (++spins == 3)
                    poke(fds[1]);
            });
            busy.start(0);
            QSocketNotifier notifier(fds[0].get(), QSocketNotifier::Read);
            connect(&notifier, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
            loop.exec();
            QVERIFY(spins >= 3);
        });
    }

    void remainingTimeAndRegisteredTimers()
    {
        onWorker([] {
            QTimer timer;
            timer.start(50'000);
            const int left = timer.remainingTime();
            QVERIFY(left > 40'000 && left <= 50'000);
            const auto list = dispatcher()->registeredTimers(&timer);
            QCOMPARE(list.size(), 1);
            QCOMPARE(list[0].interval, 50'000);
            QCOMPARE(list[0].timerId, timer.timerId());
            QVERIFY(dispatcher()->unregisterTimers(&timer));
            QVERIFY(dispatcher()->registeredTimers(&timer).isEmpty());
            QCOMPARE(dispatcher()->remainingTime(timer.timerId()), -1);
            QVERIFY(!dispatcher()->unregisterTimer(timer.timerId()));
        });
    }

    void timerMayDeleteItselfAndOthers()
    {
        onWorker([] {
            QEventLoop loop;
            auto* first = new QTimer;
            auto* second = new QTimer;
            int fired = 0;
            const auto killBoth = [&] {
                ++fired;
                delete std::exchange(first, nullptr);
                delete std::exchange(second, nullptr);
                QTimer::singleShot(5, &loop, &QEventLoop::quit);
            };
            connect(first, &QTimer::timeout, &loop, killBoth);
            connect(second, &QTimer::timeout, &loop, killBoth);
            first->start(1);
            second->start(1);
            loop.exec();
            QCOMPARE(fired, 1);
        });
    }

    // While a timer's slot runs a nested loop, that timer rests and others go on.
    void nestedLoopInsideATimer()
    {
        onWorker([] {
            QEventLoop outer;
            QTimer slow, other;
            int slowCalls = 0, otherCalls = 0;
            bool nested = false;
            connect(&slow, &QTimer::timeout, &outer, [&] {
                ++slowCalls;
                if (nested)
                    return;
                nested = true;
                QEventLoop inner;
                connect(&other, &QTimer::timeout, &inner, [&] {
                    if (++otherCalls == 3)
                        inner.quit();
                });
                other.start(2);
                inner.exec();
                QCOMPARE(slowCalls, 1);
                other.stop();
                slow.stop();
                outer.quit();
            });
            slow.start(1);
            outer.exec();
            QCOMPARE(otherCalls, 3);
        });
    }

    void nestedLoopInsideANotifier()
    {
        onWorker([] {
            auto a = socketPair();
            auto b = socketPair();
            QEventLoop outer, inner;
            QSocketNotifier first(a[0].get(), QSocketNotifier::Read);
            QSocketNotifier second(b[0].get(), QSocketNotifier::Read);
            QList<int> order;
            connect(&first, &QSocketNotifier::activated, &outer, [&] {
                first.setEnabled(false);
                order.append(1);
                poke(b[1]);
                inner.exec();
                order.append(3);
                outer.quit();
            });
            connect(&second, &QSocketNotifier::activated, &outer, [&] {
                second.setEnabled(false);
                order.append(2);
                inner.quit();
            });
            poke(a[1]);
            outer.exec();
            QCOMPARE(order, QList<int>({1, 2, 3}));
        });
    }

    void notifierDestroyedInsideItsOwnSlot()
    {
        onWorker([] {
            auto fds = socketPair();
            QEventLoop loop;
            auto* notifier = new QSocketNotifier(fds[0].get(), QSocketNotifier::Read);
            int calls = 0;
            connect(notifier, &QSocketNotifier::activated, &loop, [&] {
                ++calls;
                delete std::exchange(notifier, nullptr);
                QTimer::singleShot(5, &loop, &QEventLoop::quit);
            });
            poke(fds[1]);
            loop.exec();
            QCOMPARE(calls, 1);
            QCOMPARE(dispatcher()->poller().watchedCount(), std::size_t(0));
        });
    }

    // Both are ready in the same batch; the first one's slot deletes the second with its socket.
    void notifierDestroyedInsideAnothersSlot()
    {
        onWorker([] {
            std::array<std::array<Fd, 2>, 2> pairs{socketPair(), socketPair()};
            std::array<std::unique_ptr<QSocketNotifier>, 2> notifiers;
            QEventLoop loop;
            int calls = 0;
            for (std::size_t i = 0; i < 2; ++i) {
                notifiers[i] = std::make_unique<QSocketNotifier>(pairs[i][0].get(), QSocketNotifier::Read);
                connect(notifiers[i].get(), &QSocketNotifier::activated, &loop, [&, i] {
                    ++calls;
                    notifiers[1 - i].reset();
                    pairs[1 - i][0].reset();
                    notifiers[i]->setEnabled(false);
                    QTimer::singleShot(5, &loop, &QEventLoop::quit);
                });
                poke(pairs[i][1]);
            }
            loop.exec();
            QCOMPARE(calls, 1);
        });
    }

    void readAndWriteNotifiersShareADescriptor()
    {
        onWorker([] {
            auto fds = socketPair();
            QEventLoop loop;
            QSocketNotifier reader(fds[0].get(), QSocketNotifier::Read);
            QSocketNotifier writer(fds[0].get(), QSocketNotifier::Write);
            int writes = 0;
            connect(&writer, &QSocketNotifier::activated, &loop, [&] {
                ++writes;
                writer.setEnabled(false);
                poke(fds[1]);
            });
            connect(&reader, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
            loop.exec();
            QCOMPARE(writes, 1);
            writer.setEnabled(true);
            reader.setEnabled(false);
            connect(&writer, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
            loop.exec();
            QCOMPARE(writes, 2);
        });
    }

    void excludedNotifiersWaitForTheirTurn()
    {
        onWorker([] {
            auto fds = socketPair();
            QSocketNotifier notifier(fds[0].get(), QSocketNotifier::Read);
            int calls = 0;
            QObject context;
            connect(&notifier, &QSocketNotifier::activated, &context, [&] {
                ++calls;
                notifier.setEnabled(false);
            });
            poke(fds[1]);
            for (int i = 0; i < 3; ++i)
                dispatcher()->processEvents(QEventLoop::ExcludeSocketNotifiers);
            QCOMPARE(calls, 0);
            dispatcher()->processEvents(QEventLoop::AllEvents);
            QCOMPARE(calls, 1);
        });
    }

    void queuedSignalsCrossThreads()
    {
        Worker worker(1);
        worker.start();
        Receiver* receiver = nullptr;
        QThread* thread = nullptr;
        QVERIFY(worker.postAndWait([&] {
            receiver = new Receiver;
            thread = QThread::currentThread();
        }));
        Sender sender;
        connect(&sender, &Sender::send, receiver, &Receiver::take, Qt::QueuedConnection);
        for (int i = 0; i < 100; ++i)
            Q_EMIT sender.send(i);
        QList<int> seen;
        QThread* seenOn = nullptr;
        const auto look = [&] {
            seen = receiver->seen;
            seenOn = receiver->seenOn;
        };
        while (seen.size() < 100)
            QVERIFY(worker.postAndWait(look));
        QCOMPARE(seenOn, thread);
        for (int i = 0; i < 100; ++i)
            QCOMPARE(seen[i], i);
        // The other way round, into the test's own loop.
        Receiver mine;
        QVERIFY(worker.postAndWait([&] {
            Sender there;
            connect(&there, &Sender::send, &mine, &Receiver::take);
            Q_EMIT there.send(7);
            delete receiver;
        }));
        QTRY_COMPARE(mine.seen, QList<int>({7}));
    }

    void wheelTimersAndTurnHooksRunOnTheLoop()
    {
        onWorker([] {
            struct Probe : Timer, TurnHook {
                Poller& poller;
                QEventLoop& loop;
                int fired = 0;
                Probe(Poller& p, QEventLoop& l)
                    : poller(p)
                    , loop(l)
                {
                }
                void onTimeout() override
                {
                    ++fired;
                    poller.atTurnEnd(*this);
                }
                void onTurnEnd() override { loop.quit(); }
            };
            QEventLoop loop;
            Poller& poller = dispatcher()->poller();
            Probe probe(poller, loop);
            dispatcher()->wheel().start(probe, poller.nowMs() + 20);
            loop.exec();
            QCOMPARE(probe.fired, 1);
        });
    }

    // Events never cease here. Time-outs give way to them, but not for long, and then they share the turns.
    void timeoutsGiveWayToTraffic()
    {
        onWorker([] {
            struct Traffic final : IoHandler {
                int turns = 0;
                void onIo(std::uint32_t) override { ++turns; }
            };
            struct Probe : Timer {
                const Traffic& traffic;
                QEventLoop& loop;
                std::vector<int>& firedAt; // in which turn
                Probe(const Traffic& t, QEventLoop& l, std::vector<int>& f)
                    : traffic(t)
                    , loop(l)
                    , firedAt(f)
                {
                }
                void onTimeout() override
                {
                    firedAt.push_back(traffic.turns);
                    if (firedAt.size() == 40)
                        loop.quit();
                }
            };
            QEventLoop loop;
            Traffic traffic;
            std::vector<int> firedAt;
            std::array<Fd, 2> pair = socketPair();
            poke(pair[1]);
            Poller& poller = dispatcher()->poller();
            QCOMPARE(poller.add(pair[0].get(), EPOLLIN, &traffic), 0);
            std::vector<std::unique_ptr<Probe>> probes;
            for (int i = 0; i < 40; ++i)
                probes.push_back(std::make_unique<Probe>(traffic, loop, firedAt));
            const std::int64_t dueMs = poller.nowMs() + 20;
            for (const auto& probe : probes)
                dispatcher()->wheel().start(*probe, dueMs);
            loop.exec();
            poller.remove(pair[0].get());
            QVERIFY2(poller.nowMs() >= dueMs + 90, "they did not wait for traffic");
            for (std::size_t i = 1; i < firedAt.size(); ++i)
                QVERIFY2(firedAt[i] > firedAt[i - 1], "more than its share in one turn");
        });
    }

    void qtNetworkWorksOnTheSameLoop()
    {
        onWorker([] {
            QTcpServer server;
            QVERIFY(server.listen(QHostAddress::LocalHost));
            QEventLoop loop;
            QByteArray got;
            connect(&server, &QTcpServer::newConnection, &loop, [&] {
                QTcpSocket* peer = server.nextPendingConnection();
                connect(peer, &QTcpSocket::readyRead, &loop,
                        [peer] { peer->write(peer->readAll().toUpper()); });
            });
            QTcpSocket client;
            const QByteArray sent(100'000, 'a');
            connect(&client, &QTcpSocket::connected, &loop, [&] { client.write(sent); });
            connect(&client, &QTcpSocket::readyRead, &loop, [&] {
                got += client.readAll();
                if (got.size() == sent.size())
                    loop.quit();
            });
            client.connectToHost(QHostAddress::LocalHost, server.serverPort());
            loop.exec();
            QCOMPARE(got, sent.toUpper());
        });
    }

    void workerRefusesTasksAfterItsEnd()
    {
        Worker worker(3);
        QVERIFY(!worker.postAndWait([] {})); // not started yet
        worker.start();
        QVERIFY(worker.postAndWait([] {}));
        worker.stop();
        QVERIFY(!worker.post([] {}));
        QVERIFY(!worker.postAndWait([] {}));
    }

    /// Whoever has waited for a worker may end the process at once, with nothing left behind.
    void endedWorkerLeavesNothingInOpenSsl()
    {
        static QSemaphore& go = *new QSemaphore; // outlives whoever waits for it
        /// Keeps the thread from its end when QThread::wait() has returned long since.
        struct Straggler {
            bool waits = false;
            ~Straggler()
            {
                if (waits)
                    go.acquire();
            }
        };
        static thread_local Straggler straggler;
        static const auto drawRandom = [] {
            std::array<unsigned char, 16> bytes{};
            return RAND_bytes(bytes.data(), int(bytes.size())) == 1;
        };
        QVERIFY(openssl::counted && drawRandom());
        const int before = openssl::blocks;
        int during = 0;
        {
            Worker worker(6);
            worker.start();
            QVERIFY(worker.postAndWait([&] {
                straggler.waits = true;
                drawRandom();
                during = openssl::blocks;
            }));
        }
        const int after = openssl::blocks;
        go.release();
        QVERIFY(during > before);
        QCOMPARE(after, before);
    }

    void tasksPostedBeforeTheStartRunLater()
    {
        Worker worker(4);
        QSemaphore ran;
        QVERIFY(worker.post([&] { ran.release(); }));
        worker.start();
        QVERIFY(ran.tryAcquire(1, 10'000));
    }

    void neverStartedWorkerIsJustDeleted()
    {
        const Worker worker(5);
        QVERIFY(!worker.running());
    }
};

QTEST_GUILESS_MAIN(TestEventDispatcher)
#include "tst_event_dispatcher.moc"
