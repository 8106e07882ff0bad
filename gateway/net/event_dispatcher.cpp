// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/event_dispatcher.h"

#include <QCoreApplication>
#include <QLoggingCategory>
#include <QSocketNotifier>
#include <QTimerEvent>

#include <algorithm>
#include <array>
#include <limits>

#include <time.h>

namespace gatehouse::net {

namespace {

Q_LOGGING_CATEGORY(lcLoop, "gatehouse.net.loop", QtWarningMsg)

std::int64_t monotonicNs()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// As QEventDispatcherUNIX has it: errors and hang-ups activate every kind.
constexpr std::uint32_t trouble = EPOLLHUP | EPOLLERR;
constexpr std::array<std::uint32_t, 3> interests{EPOLLIN, EPOLLOUT, EPOLLPRI};

// Time-outs give way to traffic, so that thousands of slow clients who are cut off at once do not make the
// others wait: none fires in a turn that had events, until they are this late. Then they get a share of each
// turn, or a gateway under full load would never come to them.
constexpr std::int64_t timersMayWaitMs = 100;
constexpr int eventsPerTimer = 8;

} // namespace

/// The up to three notifiers of one descriptor. Shared, because a slot may delete the last one while it is
/// called.
class GatewayEventDispatcher::Notifiers final : public IoHandler,
                                                public std::enable_shared_from_this<Notifiers> {
public:
    Notifiers(GatewayEventDispatcher& dispatcher, int fd)
        : m_dispatcher(dispatcher)
        , m_fd(fd)
    {
    }

    QSocketNotifier*& at(QSocketNotifier::Type type) { return m_notifiers[static_cast<std::size_t>(type)]; }

    void onIo(std::uint32_t events) override
    {
        if (m_dispatcher.m_notifiersOff) {
            m_dispatcher.m_poller.remove(m_fd);
            m_dispatcher.m_mutedNotifiers.push_back(m_fd);
            return;
        }
        const std::shared_ptr<Notifiers> alive = shared_from_this();
        for (std::size_t i = 0; i < m_notifiers.size(); ++i) {
            if (!m_notifiers[i] || !(events & (interests[i] | trouble)))
                continue;
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(m_notifiers[i], &event);
        }
    }

    /// Tells the poller what is wanted now. False when nothing is.
    bool update()
    {
        std::uint32_t wanted = 0;
        for (std::size_t i = 0; i < m_notifiers.size(); ++i)
            wanted |= m_notifiers[i] ? interests[i] : 0;
        Poller& poller = m_dispatcher.m_poller;
        if (wanted == 0) {
            poller.remove(m_fd);
            m_registered = false;
            return false;
        }
        if (m_registered && poller.interest(m_fd) != 0) {
            poller.modify(m_fd, wanted);
            return true;
        }
        if (const int error = poller.add(m_fd, wanted, this); error != 0)
            qCWarning(lcLoop, "cannot watch descriptor %d: %s", m_fd, strerror(error));
        else
            m_registered = true;
        return true;
    }

private:
    GatewayEventDispatcher& m_dispatcher;
    int m_fd;
    bool m_registered = false;
    std::array<QSocketNotifier*, 3> m_notifiers{}; // by QSocketNotifier::Type
};

GatewayEventDispatcher::GatewayEventDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent)
    , m_wheel(m_poller.nowMs())
{
}

GatewayEventDispatcher::~GatewayEventDispatcher() = default;

bool GatewayEventDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted = false;
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();

    const bool block = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted;
    const int wait = block ? waitMs() : 0;
    const bool before = std::exchange(m_notifiersOff, flags.testFlag(QEventLoop::ExcludeSocketNotifiers));
    if (!m_notifiersOff)
        unmuteNotifiers();
    if (wait != 0)
        Q_EMIT aboutToBlock();
    int handled = m_poller.turn(wait);
    if (wait != 0)
        Q_EMIT awake();
    m_notifiersOff = before;

    handled += m_wheel.advance(m_poller.nowMs(), timersOfTurn(handled));
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers))
        handled += fireTimers();
    handled += m_poller.runTurnEnd();
    return handled > 0;
}

int GatewayEventDispatcher::timersOfTurn(int events) const
{
    if (events > 0 && m_wheel.lagMs(m_poller.nowMs()) < timersMayWaitMs)
        return 0;
    return 1 + events / eventsPerTimer;
}

int GatewayEventDispatcher::waitMs() const
{
    const std::int64_t now = monotonicNs();
    int wait = m_wheel.nextTimeoutMs(now / 1'000'000);
    for (const auto& [key, id] : m_queue) {
        if (m_timers.at(id).firing)
            continue;
        const std::int64_t ms = std::max<std::int64_t>(0, (key.first - now + 999'999) / 1'000'000);
        if (wait < 0 || ms < wait)
            wait = static_cast<int>(std::min<std::int64_t>(ms, std::numeric_limits<int>::max()));
        break;
    }
    return wait;
}

void GatewayEventDispatcher::registerSocketNotifier(QSocketNotifier* notifier)
{
    const int fd = static_cast<int>(notifier->socket());
    std::shared_ptr<Notifiers>& entry = m_notifiers[fd];
    if (!entry)
        entry = std::make_shared<Notifiers>(*this, fd);
    QSocketNotifier*& place = entry->at(notifier->type());
    if (place)
        qCWarning(lcLoop, "descriptor %d has two notifiers of one kind", fd);
    place = notifier;
    entry->update();
}

void GatewayEventDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier)
{
    const int fd = static_cast<int>(notifier->socket());
    const auto entry = m_notifiers.find(fd);
    if (entry == m_notifiers.end() || entry->second->at(notifier->type()) != notifier)
        return;
    entry->second->at(notifier->type()) = nullptr;
    if (!entry->second->update())
        m_notifiers.erase(entry);
}

void GatewayEventDispatcher::unmuteNotifiers()
{
    std::vector<int> muted;
    muted.swap(m_mutedNotifiers);
    for (int fd : muted) {
        if (const auto entry = m_notifiers.find(fd); entry != m_notifiers.end())
            entry->second->update();
    }
}

void GatewayEventDispatcher::schedule(QtTimer& timer, std::int64_t deadlineNs)
{
    timer.deadlineNs = deadlineNs;
    timer.order = ++m_order;
    m_queue.emplace(Key{timer.deadlineNs, timer.order}, timer.id);
}

void GatewayEventDispatcher::unschedule(const QtTimer& timer)
{
    m_queue.erase(Key{timer.deadlineNs, timer.order});
}

void GatewayEventDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType,
                                           QObject* object)
{
    QtTimer& timer = m_timers[timerId];
    timer = {timerId, interval, timerType, object, 0, 0, false};
    schedule(timer, monotonicNs() + interval * 1'000'000);
}

bool GatewayEventDispatcher::unregisterTimer(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return false;
    unschedule(found->second);
    m_timers.erase(found);
    return true;
}

bool GatewayEventDispatcher::unregisterTimers(QObject* object)
{
    bool any = false;
    for (auto it = m_timers.begin(); it != m_timers.end();) {
        if (it->second.object != object) {
            ++it;
            continue;
        }
        unschedule(it->second);
        it = m_timers.erase(it);
        any = true;
    }
    return any;
}

QList<QAbstractEventDispatcher::TimerInfo> GatewayEventDispatcher::registeredTimers(QObject* object) const
{
    QList<TimerInfo> list;
    for (const auto& [id, timer] : m_timers) {
        if (timer.object == object)
            list.append(TimerInfo(id, static_cast<int>(timer.intervalMs), timer.type));
    }
    return list;
}

int GatewayEventDispatcher::remainingTime(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return -1;
    const std::int64_t left = (found->second.deadlineNs - monotonicNs() + 999'999) / 1'000'000;
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, std::numeric_limits<int>::max()));
}

int GatewayEventDispatcher::fireTimers()
{
    if (m_queue.empty())
        return 0;
    // What is due now, and no more: timers that a slot starts, also with 0 ms, wait for the next turn.
    std::vector<std::pair<int, std::uint64_t>> due;
    const std::int64_t now = monotonicNs();
    for (const auto& [key, id] : m_queue) {
        if (key.first > now)
            break;
        due.emplace_back(id, key.second);
    }
    int fired = 0;
    for (const auto& [id, order] : due)
        fired += fire(id, order) ? 1 : 0;
    return fired;
}

bool GatewayEventDispatcher::fire(int id, std::uint64_t order)
{
    auto found = m_timers.find(id);
    if (found == m_timers.end() || found->second.order != order || found->second.firing)
        return false;
    QtTimer& timer = found->second;
    unschedule(timer);
    const std::int64_t interval = timer.intervalMs * 1'000'000;
    const std::int64_t now = monotonicNs();
    const std::int64_t next = timer.deadlineNs + interval;
    schedule(timer, next > now ? next : now + interval); // missed periods are left out
    timer.firing = true;
    QTimerEvent event(id);
    QCoreApplication::sendEvent(timer.object, &event);
    found = m_timers.find(id);
    if (found != m_timers.end())
        found->second.firing = false;
    return true;
}

void GatewayEventDispatcher::wakeUp()
{
    m_poller.wake();
}

void GatewayEventDispatcher::interrupt()
{
    m_interrupted = true;
    wakeUp();
}

} // namespace gatehouse::net
