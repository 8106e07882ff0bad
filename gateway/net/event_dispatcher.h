// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/net/timer_wheel.h"

#include <QAbstractEventDispatcher>

#include <atomic>
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

namespace gatehouse::net {

/// Runs Qt's timers, queued signals and socket notifiers on a Poller, next to descriptors that bypass Qt.
/// Install with QThread::setEventDispatcher() before the thread starts (the thread then owns it). Qt's stock
/// dispatchers look at every socket in every turn; this one costs the same with one or 5,000 idle
/// connections.
class GatewayEventDispatcher final : public QAbstractEventDispatcher {
    Q_OBJECT

public:
    explicit GatewayEventDispatcher(QObject* parent = nullptr);
    ~GatewayEventDispatcher() override;

    /// `ended` becomes true when all of the dispatcher is destroyed: whoever has read that sees everything
    /// its thread has done. It must outlive the dispatcher.
    void tellEnd(std::atomic<bool>& ended) { m_end.told = &ended; }

    Poller& poller() { return m_poller; }
    TimerWheel& wheel() { return m_wheel; }

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier* notifier) override;
    void unregisterSocketNotifier(QSocketNotifier* notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject* object) override;
    QList<TimerInfo> registeredTimers(QObject* object) const override;
    int remainingTime(int timerId) override;
    void wakeUp() override;
    void interrupt() override;

private:
    class Notifiers;
    struct QtTimer {
        int id = 0;
        qint64 intervalMs = 0;
        Qt::TimerType type = Qt::CoarseTimer;
        QObject* object = nullptr;
        std::int64_t deadlineNs = 0;
        std::uint64_t order = 0; // sorts equal deadlines by their start
        bool firing = false;     // not again from a nested loop
    };
    using Key = std::pair<std::int64_t, std::uint64_t>;
    struct EndMark {
        std::atomic<bool>* told = nullptr;
        ~EndMark()
        {
            if (told)
                told->store(true, std::memory_order_release);
        }
    };

    int waitMs() const;
    int timersOfTurn(int events) const;
    int fireTimers();
    bool fire(int id, std::uint64_t order);
    void unmuteNotifiers();
    void schedule(QtTimer& timer, std::int64_t deadlineNs);
    void unschedule(const QtTimer& timer);

    EndMark m_end; // first, so that it goes last
    Poller m_poller;
    TimerWheel m_wheel;
    std::unordered_map<int, std::shared_ptr<Notifiers>> m_notifiers; // by fd
    std::unordered_map<int, QtTimer> m_timers;                       // by id
    std::map<Key, int> m_queue;                                      // what fires next
    std::uint64_t m_order = 0;
    std::atomic<bool> m_interrupted{false};
    bool m_notifiersOff = false;       // the running call excludes socket notifiers
    std::vector<int> m_mutedNotifiers; // fds that became ready meanwhile
};

} // namespace gatehouse::net
