// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/breaker.h"

#include <algorithm>
#include <cstddef>

namespace gatehouse::proxy {

Breaker::Permit Breaker::acquire(const BreakerSettings& settings, std::int64_t nowNs) noexcept
{
    if (!settings.enabled)
        return Permit::Normal;
    const std::int64_t openUntil = m_openUntilNs.load(std::memory_order_acquire);
    if (openUntil == 0)
        return Permit::Normal;
    if (nowNs < openUntil)
        return Permit::Refused;
    // The trial slot expires by itself, so that a lost permit cannot keep the circuit open for ever.
    std::int64_t trialUntil = m_trialUntilNs.load(std::memory_order_relaxed);
    if (trialUntil > nowNs)
        return Permit::Refused;
    const std::int64_t mine = nowNs + std::max<std::int64_t>(settings.timeoutNs, 1);
    return m_trialUntilNs.compare_exchange_strong(trialUntil, mine, std::memory_order_acq_rel)
               ? Permit::Trial
               : Permit::Refused;
}

void Breaker::succeeded(Permit permit, const BreakerSettings& settings) noexcept
{
    if (permit == Permit::Trial) {
        if (m_successes.fetch_add(1, std::memory_order_relaxed) + 1 >= settings.successes)
            return reset();
        m_trialUntilNs.store(0, std::memory_order_release); // the next one
        return;
    }
    // An answer to a request sent before the circuit opened is no news; only a trial closes it.
    if (permit == Permit::Normal && settings.windowNs == 0 &&
        m_failures.load(std::memory_order_relaxed) != 0 && m_openUntilNs.load(std::memory_order_relaxed) == 0)
        m_failures.store(0, std::memory_order_relaxed);
}

/// One failure more; how many count now.
std::uint32_t Breaker::count(const BreakerSettings& settings, std::int64_t nowNs) noexcept
{
    if (settings.windowNs <= 0)
        return m_failures.fetch_add(1, std::memory_order_relaxed) + 1;
    const std::uint32_t counted = countInWindow(settings, nowNs);
    m_failures.store(counted, std::memory_order_relaxed);
    return counted;
}

std::uint32_t Breaker::countInWindow(const BreakerSettings& settings, std::int64_t nowNs) noexcept
{
    const std::scoped_lock lock(m_windowMutex);
    const std::size_t most = std::max(settings.threshold, 1U);
    m_times.push_back(nowNs);
    auto first = m_times.size() > most ? m_times.end() - static_cast<std::ptrdiff_t>(most) : m_times.begin();
    while (nowNs - *first > settings.windowNs)
        ++first;
    m_times.erase(m_times.begin(), first);
    return static_cast<std::uint32_t>(m_times.size());
}

void Breaker::failed(Permit permit, const BreakerSettings& settings, std::int64_t nowNs) noexcept
{
    if (permit == Permit::Refused || !settings.enabled)
        return;
    const std::uint32_t counted = count(settings, nowNs);
    if (permit == Permit::Trial) {
        m_successes.store(0, std::memory_order_relaxed);
        m_openUntilNs.store(nowNs + settings.timeoutNs, std::memory_order_release);
        m_trialUntilNs.store(0, std::memory_order_release);
        return;
    }
    if (counted < std::max<std::uint32_t>(settings.threshold, 1))
        return;
    std::int64_t closed = 0;
    m_openUntilNs.compare_exchange_strong(closed, nowNs + settings.timeoutNs, std::memory_order_acq_rel);
}

void Breaker::abandoned(Permit permit) noexcept
{
    if (permit == Permit::Trial)
        m_trialUntilNs.store(0, std::memory_order_release);
}

void Breaker::letTry(std::int64_t nowNs) noexcept
{
    std::int64_t until = m_openUntilNs.load(std::memory_order_relaxed);
    if (until > nowNs)
        m_openUntilNs.compare_exchange_strong(until, nowNs, std::memory_order_acq_rel);
}

Breaker::State Breaker::state(std::int64_t nowNs) const noexcept
{
    const std::int64_t openUntil = m_openUntilNs.load(std::memory_order_acquire);
    if (openUntil == 0)
        return State::Closed;
    return nowNs < openUntil ? State::Open : State::HalfOpen;
}

void Breaker::reset() noexcept
{
    {
        const std::scoped_lock lock(m_windowMutex);
        m_times.clear();
    }
    m_failures.store(0, std::memory_order_relaxed);
    m_successes.store(0, std::memory_order_relaxed);
    m_trialUntilNs.store(0, std::memory_order_relaxed);
    m_openUntilNs.store(0, std::memory_order_release);
}

} // namespace gatehouse::proxy
