// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <type_traits>

namespace gatehouse::proxy {

/// Counters of which every worker has its own, a struct of atomics that it alone writes, so that counting
/// costs no more than a store. Anybody reads their sums.
template <typename Counts>
class PerWorker {
public:
    explicit PerWorker(std::size_t workers)
        : m_counts(std::make_unique<Counts[]>(workers))
        , m_workers(workers)
    {
    }
    Counts& of(std::size_t worker) noexcept { return m_counts[worker % m_workers]; }

    template <typename T>
    T sum(std::atomic<T> Counts::*member) const noexcept
    {
        T total = 0;
        for (std::size_t i = 0; i < m_workers; ++i)
            total += (m_counts[i].*member).load(std::memory_order_relaxed);
        return total;
    }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (std::size_t i = 0; i < m_workers; ++i)
            visit(m_counts[i]);
    }

private:
    std::unique_ptr<Counts[]> m_counts;
    std::size_t m_workers;
};

/// For the only thread that writes `count`.
template <typename T>
void addAlone(std::atomic<T>& count, std::type_identity_t<T> n) noexcept
{
    count.store(count.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
}

} // namespace gatehouse::proxy
