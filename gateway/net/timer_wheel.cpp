// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/timer_wheel.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace gatehouse::net {

namespace {
// The first tick at whose end `deadlineMs` has passed, so that nothing fires early.
std::int64_t tickOf(std::int64_t deadlineMs)
{
    return (deadlineMs + TimerWheel::tickMs - 1) / TimerWheel::tickMs;
}
} // namespace

Timer::~Timer()
{
    if (m_wheel)
        m_wheel->unlink(*this);
}

TimerWheel::TimerWheel(std::int64_t nowMs)
    : m_tick(nowMs / tickMs)
{
}

TimerWheel::~TimerWheel()
{
    for (Link& slot : m_slots) {
        while (slot.head)
            unlink(*slot.head);
    }
}

void TimerWheel::start(Timer& timer, std::int64_t deadlineMs)
{
    timer.m_deadlineMs = std::max<std::int64_t>(deadlineMs, 1);
    const std::int64_t tick = std::max(tickOf(deadlineMs), m_tick + 1);
    if (timer.m_wheel) {
        if (timer.m_linkedTick <= tick)
            return; // the usual case: looked at again when its slot comes up
        unlink(timer);
    }
    link(timer, tick);
}

void TimerWheel::link(Timer& timer, std::int64_t tick)
{
    const auto index = static_cast<std::size_t>(tick) % slotCount;
    Link& slot = m_slots[index];
    timer.m_wheel = this;
    timer.m_linkedTick = tick;
    timer.m_previous = nullptr;
    timer.m_next = slot.head;
    if (slot.head)
        slot.head->m_previous = &timer;
    slot.head = &timer;
    m_used[index / 64] |= std::uint64_t(1) << (index % 64);
}

void TimerWheel::unlink(Timer& timer)
{
    const auto index = static_cast<std::size_t>(timer.m_linkedTick) % slotCount;
    if (m_cursor == &timer)
        m_cursor = timer.m_next;
    if (timer.m_previous)
        timer.m_previous->m_next = timer.m_next;
    else
        m_slots[index].head = timer.m_next;
    if (timer.m_next)
        timer.m_next->m_previous = timer.m_previous;
    if (!m_slots[index].head)
        m_used[index / 64] &= ~(std::uint64_t(1) << (index % 64));
    timer.m_wheel = nullptr;
    timer.m_previous = nullptr;
    timer.m_next = nullptr;
}

int TimerWheel::visit(std::size_t slot, std::int64_t nowMs, int most)
{
    int fired = 0;
    m_cursor = m_slots[slot].head;
    while (m_cursor && fired < most) {
        Timer& timer = *m_cursor;
        m_cursor = timer.m_next;
        if (!timer.active()) {
            unlink(timer);
        } else if (timer.m_deadlineMs <= nowMs) {
            unlink(timer);
            timer.m_deadlineMs = 0;
            const std::uint64_t visit = ++m_visits;
            timer.onTimeout(); // may delete it
            if (visit != m_visits)
                m_cursor =
                    m_slots[slot].head; // a nested loop has moved the cursor: look again from the start
            ++fired;
        } else if (const std::int64_t tick = tickOf(timer.m_deadlineMs); tick != timer.m_linkedTick) {
            const bool sameSlot = static_cast<std::size_t>(tick) % slotCount == slot;
            if (sameSlot) {
                timer.m_linkedTick = tick; // a later round
                continue;
            }
            unlink(timer);
            link(timer, std::max(tick, m_tick + 1));
        }
    }
    return fired;
}

int TimerWheel::advance(std::int64_t nowMs, int most)
{
    const std::int64_t target = nowMs / tickMs;
    // After a long pause one round visits every slot; more would only repeat it.
    if (target - m_tick > static_cast<std::int64_t>(slotCount))
        m_tick = target - static_cast<std::int64_t>(slotCount);
    int fired = 0;
    while (m_tick < target) {
        ++m_tick;
        const auto slot = static_cast<std::size_t>(m_tick) % slotCount;
        if (!m_slots[slot].head)
            continue;
        fired += visit(slot, nowMs, most - fired);
        if (fired >= most) {
            --m_tick; // the next call goes on in this slot
            break;
        }
    }
    return fired;
}

int TimerWheel::nextTimeoutMs(std::int64_t nowMs) const
{
    constexpr std::size_t words = slotCount / 64;
    const auto first = static_cast<std::size_t>(m_tick + 1) % slotCount;
    for (std::size_t i = 0; i <= words; ++i) {
        const std::size_t word = (first / 64 + i) % words;
        std::uint64_t bits = m_used[word];
        if (i == 0)
            bits &= ~std::uint64_t(0) << (first % 64);
        else if (i == words)
            bits &= ~(~std::uint64_t(0) << (first % 64));
        if (bits == 0)
            continue;
        const std::size_t slot = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        const std::size_t distance = (slot + slotCount - first) % slotCount;
        const std::int64_t dueMs = (m_tick + 1 + static_cast<std::int64_t>(distance)) * tickMs;
        return static_cast<int>(std::clamp<std::int64_t>(dueMs - nowMs, 0, std::numeric_limits<int>::max()));
    }
    return -1;
}

} // namespace gatehouse::net
