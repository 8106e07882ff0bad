// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/poller.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <system_error>

#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

namespace gatehouse::net {

namespace {

constexpr int batchSize = 256;
constexpr std::uint32_t wakeFd = 0xffffffff;
// In one turn: one of so many patient ones that are ready, and so many of them at most.
constexpr std::size_t patientPart = 8;
constexpr std::size_t patientMost = 8;

std::int64_t readClock(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return std::int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

epoll_event makeEvent(std::uint32_t events, std::uint32_t fd, std::uint32_t generation)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = (std::uint64_t(generation) << 32) | fd;
    return event;
}

} // namespace

struct Remote::Queue {
    std::mutex mutex;
    std::vector<Task> tasks;
    int eventFd = -1; // -1 once the poller is gone
    bool signalled = false;

    void signal() // with the mutex held
    {
        if (signalled || eventFd < 0)
            return;
        signalled = true;
        const std::uint64_t one = 1;
        [[maybe_unused]] const ssize_t written = ::write(eventFd, &one, sizeof one);
    }
};

bool Remote::post(Task task) const
{
    const std::lock_guard lock(m_queue->mutex);
    if (m_queue->eventFd < 0)
        return false;
    m_queue->tasks.push_back(std::move(task));
    m_queue->signal();
    return true;
}

void Remote::wake() const
{
    const std::lock_guard lock(m_queue->mutex);
    m_queue->signal();
}

TurnHook::~TurnHook()
{
    if (m_poller)
        m_poller->cancel(*this);
}

Poller::Poller()
    : m_remote(std::make_shared<Remote::Queue>())
{
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    const int eventFd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    epoll_event event = makeEvent(EPOLLIN, wakeFd, 0);
    // Only at start-up, and nothing works without: the one place here that throws.
    if (m_epoll < 0 || eventFd < 0 || ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, eventFd, &event) != 0)
        throw std::system_error(errno, std::generic_category(), "cannot set up epoll");
    m_remote.m_queue->eventFd = eventFd;
    refreshClock();
}

Poller::~Poller()
{
    for (TurnHook* hook : m_hooks) {
        if (hook)
            hook->m_poller = nullptr;
    }
    std::vector<Task> dropped;
    {
        const std::lock_guard lock(m_remote.m_queue->mutex);
        ::close(m_remote.m_queue->eventFd);
        m_remote.m_queue->eventFd = -1;
        dropped.swap(m_remote.m_queue->tasks);
    }
    ::close(m_epoll);
}

int Poller::add(int fd, std::uint32_t events, IoHandler* handler)
{
    const auto index = static_cast<std::size_t>(fd);
    if (index >= m_slots.size())
        m_slots.resize(std::max(index + 1, m_slots.size() * 2));
    Slot& slot = m_slots[index];
    if (slot.handler)
        return EEXIST;
    epoll_event event = makeEvent(events, static_cast<std::uint32_t>(fd), slot.generation);
    if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        return errno;
    slot.handler = handler;
    slot.events = events;
    ++m_watched;
    return 0;
}

void Poller::modify(int fd, std::uint32_t events)
{
    const auto index = static_cast<std::size_t>(fd);
    if (fd < 0 || index >= m_slots.size() || !m_slots[index].handler || m_slots[index].events == events)
        return;
    m_slots[index].events = events;
    epoll_event event = makeEvent(events, static_cast<std::uint32_t>(fd), m_slots[index].generation);
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, fd, &event);
}

void Poller::remove(int fd)
{
    const auto index = static_cast<std::size_t>(fd);
    if (fd < 0 || index >= m_slots.size() || !m_slots[index].handler)
        return;
    Slot& slot = m_slots[index];
    slot.handler = nullptr;
    slot.events = 0;
    slot.patient = false;
    ++slot.generation; // events of the running batch carry the old one
    --m_watched;
    ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
}

void Poller::setPatient(int fd, bool patient)
{
    const auto index = static_cast<std::size_t>(fd);
    if (fd >= 0 && index < m_slots.size() && m_slots[index].handler)
        m_slots[index].patient = patient;
}

std::uint32_t Poller::interest(int fd) const
{
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < m_slots.size() ? m_slots[index].events : 0;
}

int Poller::turn(int timeoutMs)
{
    // On the stack, so that a nested turn does not write over the outer one's batch.
    std::array<epoll_event, batchSize> events;
    const int wait = hasPendingWork() ? 0 : timeoutMs;
    const int count = ::epoll_wait(m_epoll, events.data(), batchSize, wait);
    refreshClock();
    int called = dispatch(events.data(), count);
    called += runTasks();
    called += runTurnEnd();
    return called;
}

int Poller::dispatch(const epoll_event* events, int count)
{
    int called = 0;
    std::array<std::uint16_t, batchSize> patient;
    std::size_t waiting = 0;
    for (int i = 0; i < count; ++i) {
        const auto fd = static_cast<std::uint32_t>(events[i].data.u64);
        if (fd == wakeFd)
            m_woken = true;
        else if (m_slots[fd].patient)
            patient[waiting++] = static_cast<std::uint16_t>(i);
        else
            called += call(events[i]);
    }
    return waiting == 0 ? called : called + callPatient(events, patient.data(), waiting);
}

/// Those who are left out are ready in the next turn again.
int Poller::callPatient(const epoll_event* events, const std::uint16_t* at, std::size_t count)
{
    const std::size_t share = std::min(1 + count / patientPart, patientMost);
    int called = 0;
    for (std::size_t i = 0; i < share; ++i)
        called += call(events[at[m_firstPatient++ % count]]);
    return called;
}

int Poller::call(const epoll_event& event)
{
    const auto fd = static_cast<std::uint32_t>(event.data.u64);
    const Slot slot = m_slots[fd];
    if (!slot.handler || slot.generation != static_cast<std::uint32_t>(event.data.u64 >> 32))
        return 0;
    // An earlier handler of this batch may have lost interest (back-pressure) since the kernel looked.
    const std::uint32_t ready = event.events & (slot.events | EPOLLERR | EPOLLHUP);
    if (ready == 0)
        return 0;
    slot.handler->onIo(ready);
    return 1;
}

int Poller::runTasks()
{
    std::vector<Task> tasks;
    tasks.swap(m_deferred);
    if (m_woken) {
        m_woken = false;
        Remote::Queue& queue = *m_remote.m_queue;
        const std::lock_guard lock(queue.mutex);
        if (queue.signalled) {
            queue.signalled = false;
            std::uint64_t value = 0;
            [[maybe_unused]] const ssize_t got = ::read(queue.eventFd, &value, sizeof value);
        }
        if (!queue.tasks.empty()) {
            if (tasks.empty())
                tasks.swap(queue.tasks);
            else
                std::move(queue.tasks.begin(), queue.tasks.end(), std::back_inserter(tasks));
            queue.tasks.clear();
        }
    }
    for (Task& task : tasks)
        task();
    return static_cast<int>(tasks.size());
}

bool Poller::hasPendingWork() const
{
    return !m_deferred.empty() || m_nextHook < m_hooks.size();
}

int Poller::runTurnEnd()
{
    int called = 0;
    while (m_nextHook < m_hooks.size()) {
        TurnHook* hook = m_hooks[m_nextHook++];
        if (!hook)
            continue;
        hook->m_poller = nullptr;
        hook->onTurnEnd();
        ++called;
    }
    m_hooks.clear();
    m_nextHook = 0;
    return called;
}

void Poller::atTurnEnd(TurnHook& hook)
{
    if (hook.m_poller)
        return;
    hook.m_poller = this;
    hook.m_index = m_hooks.size();
    m_hooks.push_back(&hook);
}

void Poller::cancel(TurnHook& hook)
{
    m_hooks[hook.m_index] = nullptr;
    hook.m_poller = nullptr;
}

void Poller::refreshClock()
{
    m_nowNs = readClock(CLOCK_MONOTONIC);
    m_wallMs = readClock(CLOCK_REALTIME) / 1'000'000;
}

} // namespace gatehouse::net
