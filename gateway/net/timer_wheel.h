// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace gatehouse::net {

class TimerWheel;

/// A time-out that is moved far more often than it fires. Derive and implement onTimeout(), or use
/// CallbackTimer. Destroying it stops it. One thread.
class Timer {
public:
    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    bool active() const { return m_deadlineMs != 0; }
    std::int64_t deadlineMs() const { return m_deadlineMs; }

protected:
    virtual ~Timer();
    /// Called once per start, never early, up to one tick (10 ms) late, more while there is traffic (see
    /// GatewayEventDispatcher). May restart, stop or delete any timer.
    virtual void onTimeout() = 0;

private:
    friend class TimerWheel;
    TimerWheel* m_wheel = nullptr; // set while linked
    Timer* m_previous = nullptr;
    Timer* m_next = nullptr;
    std::int64_t m_deadlineMs = 0; // 0: stopped, though perhaps still linked
    std::int64_t m_linkedTick = 0;
};

/// Calls a member function: CallbackTimer<Connection, &Connection::onIdle> m_idle{this};
template <typename Owner, void (Owner::*Member)()>
class CallbackTimer final : public Timer {
public:
    explicit CallbackTimer(Owner* owner)
        : m_owner(owner)
    {
    }

protected:
    void onTimeout() override { (m_owner->*Member)(); }

private:
    Owner* m_owner;
};

/// Hashed timer wheel with lazy re-arm: moving a deadline later only stores it; the timer is sorted in again
/// when its old slot comes up. Times are monotonic milliseconds (Poller::nowMs).
class TimerWheel {
public:
    static constexpr std::int64_t tickMs = 10;
    static constexpr std::size_t slotCount = 1024; // 10.24 s per round

    explicit TimerWheel(std::int64_t nowMs);
    ~TimerWheel();
    TimerWheel(const TimerWheel&) = delete;
    TimerWheel& operator=(const TimerWheel&) = delete;

    /// (Re)starts `timer`. A deadline in the past fires within one tick.
    void start(Timer& timer, std::int64_t deadlineMs);
    void stop(Timer& timer) { timer.m_deadlineMs = 0; }
    /// Fires what is due, but no more than `most`: the next call goes on with the rest, and nextTimeoutMs()
    /// is 0 until then. Returns how many fired.
    int advance(std::int64_t nowMs, int most = std::numeric_limits<int>::max());
    /// How long ago the next slot that advance() has to look at was due; negative when it is not yet.
    std::int64_t lagMs(std::int64_t nowMs) const { return nowMs - (m_tick + 1) * tickMs; }
    /// Milliseconds until advance() has something to look at; -1 when there is nothing.
    int nextTimeoutMs(std::int64_t nowMs) const;

private:
    friend class Timer;
    struct Link {
        Timer* head = nullptr;
    };

    void link(Timer& timer, std::int64_t tick);
    void unlink(Timer& timer);
    int visit(std::size_t slot, std::int64_t nowMs, int most);

    std::array<Link, slotCount> m_slots{};
    std::array<std::uint64_t, slotCount / 64> m_used{}; // one bit per slot that holds timers
    std::int64_t m_tick;                                // the last tick that was visited
    std::uint64_t m_visits = 0;
    Timer* m_cursor = nullptr; // next timer of the slot being visited
};

} // namespace gatehouse::net
