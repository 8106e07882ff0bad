// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include <sys/epoll.h>

namespace gatehouse::net {

/// Receives the readiness of one file descriptor as a plain function call.
struct IoHandler {
    /// `events` holds EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR. The call may remove and delete any
    /// handler, itself included. Readiness is level-triggered and may be stale after a nested loop: expect
    /// EAGAIN.
    virtual void onIo(std::uint32_t events) = 0;

protected:
    ~IoHandler() = default;
};

class Poller;

/// Asks for one call at the end of the current loop turn, so that output of many events leaves in one write.
/// Derive from it, call Poller::atTurnEnd(*this); destroying it cancels the call. Poller's thread only.
class TurnHook {
public:
    TurnHook() = default;
    TurnHook(const TurnHook&) = delete;
    TurnHook& operator=(const TurnHook&) = delete;
    virtual void onTurnEnd() = 0;
    bool scheduled() const { return m_poller != nullptr; }

protected:
    virtual ~TurnHook();

private:
    friend class Poller;
    Poller* m_poller = nullptr;
    std::size_t m_index = 0;
};

using Task = std::function<void()>;

/// The thread-safe way into a Poller. Copies stay valid after the Poller is gone; posting is then refused.
class Remote {
public:
    /// Runs `task` on the poller's thread in its next turn. False (and the task dropped) when the poller is
    /// gone.
    bool post(Task task) const;
    /// Ends the current wait, or keeps the next one from blocking.
    void wake() const;

private:
    friend class Poller;
    struct Queue;
    explicit Remote(std::shared_ptr<Queue> queue)
        : m_queue(std::move(queue))
    {
    }
    std::shared_ptr<Queue> m_queue;
};

/// One epoll set. Everything but remote(), post() and wake() belongs to the thread that runs it.
class Poller {
public:
    Poller();
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Watches `fd` (not owned) level-triggered. Returns 0 or an errno value; EEXIST when `fd` is watched
    /// already.
    int add(int fd, std::uint32_t events, IoHandler* handler);
    /// Changes the interest; no system call when it is the same.
    void modify(int fd, std::uint32_t events);
    /// Forgets `fd`; events of the running batch for it are dropped. Call before close(). Unknown fds are
    /// ignored.
    void remove(int fd);
    /// A patient fd is called after all others of a turn, and only a few such fds are in each turn, in turn;
    /// until remove(). For work in pieces that nobody waits for by the millisecond. Unknown fds are ignored.
    void setPatient(int fd, bool patient);
    /// The interest of a watched fd, 0 when it is not watched.
    std::uint32_t interest(int fd) const;
    std::size_t watchedCount() const { return m_watched; }

    /// One turn: waits up to `timeoutMs` (-1: no limit), calls handlers, then tasks, then turn-end hooks.
    /// Returns how many of them were called. May be called from a handler (a nested event loop).
    int turn(int timeoutMs);
    /// True when deferred or posted work waits, so the next turn() will not block.
    bool hasPendingWork() const;
    /// Runs the hooks that are waiting, without a turn. Hooks added meanwhile run as well.
    int runTurnEnd();

    /// From any thread.
    void post(Task task) { m_remote.post(std::move(task)); }
    void wake() { m_remote.wake(); }
    Remote remote() const { return m_remote; }

    /// From the poller's thread: runs in the next turn, without lock or system call.
    void defer(Task task) { m_deferred.push_back(std::move(task)); }
    /// Calls `hook` once, after the handlers and tasks of this turn.
    void atTurnEnd(TurnHook& hook);

    /// Monotonic nanoseconds, read once per turn.
    std::int64_t nowNs() const { return m_nowNs; }
    std::int64_t nowMs() const { return m_nowNs / 1'000'000; }
    /// Milliseconds since 1970 UTC, read once per turn.
    std::int64_t wallMs() const { return m_wallMs; }
    /// Reads both clocks again; for work that took long inside one turn.
    void refreshClock();

private:
    friend class TurnHook;
    struct Slot {
        IoHandler* handler = nullptr;
        std::uint32_t generation = 0;
        std::uint32_t events = 0;
        bool patient = false;
    };

    int dispatch(const epoll_event* events, int count);
    int callPatient(const epoll_event* events, const std::uint16_t* at, std::size_t count);
    int call(const epoll_event& event);
    int runTasks();
    void cancel(TurnHook& hook);

    int m_epoll = -1;
    std::vector<Slot> m_slots; // by fd
    std::size_t m_watched = 0;
    std::vector<TurnHook*> m_hooks;
    std::size_t m_nextHook = 0;
    std::size_t m_firstPatient = 0; // who of them begins, counted on from turn to turn
    std::vector<Task> m_deferred;
    bool m_woken = false; // the queue of the Remote has been signalled
    std::int64_t m_nowNs = 0;
    std::int64_t m_wallMs = 0;
    Remote m_remote;
};

} // namespace gatehouse::net
