// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>

namespace gatehouse::observe {

/// The buckets of a log-linear histogram of durations: 16 per power of two, so a value read back differs from
/// the value put in by at most 3.2 %. Unit 64 ns; the first 16 buckets are linear (to 1 microsecond); the
/// last one ends at 275 s and takes everything above.
struct LatencyScale {
    static constexpr int SubBits = 4;
    static constexpr int UnitBits = 6;
    static constexpr int TopBit = 32;
    static constexpr std::size_t Buckets = (TopBit - SubBits + 1) << SubBits;

    static constexpr std::size_t bucketOf(std::int64_t ns)
    {
        const std::uint64_t v = ns <= 0 ? 0 : static_cast<std::uint64_t>(ns) >> UnitBits;
        if (v < (1U << SubBits))
            return static_cast<std::size_t>(v);
        const int top = std::bit_width(v) - 1;
        if (top >= TopBit)
            return Buckets - 1;
        const std::uint64_t sub = (v >> (top - SubBits)) & ((1U << SubBits) - 1);
        return (static_cast<std::size_t>(top - SubBits + 1) << SubBits) + static_cast<std::size_t>(sub);
    }

    /// The middle of a bucket, in nanoseconds.
    static constexpr double middleNs(std::size_t bucket)
    {
        constexpr double unit = 1U << UnitBits;
        if (bucket < (1U << SubBits))
            return (static_cast<double>(bucket) + 0.5) * unit;
        const int shift = static_cast<int>(bucket >> SubBits) - 1;
        const auto low = static_cast<double>(((1ULL << SubBits) + (bucket & ((1U << SubBits) - 1))) << shift);
        return (low + static_cast<double>(1ULL << shift) / 2) * unit;
    }
};

/// A histogram of durations for one thread: adding up, merging, percentiles.
class Histogram {
public:
    void record(std::int64_t ns, std::uint64_t times = 1)
    {
        m_counts[LatencyScale::bucketOf(ns)] += times;
        m_total += times;
    }
    void addBucket(std::size_t bucket, std::uint64_t times)
    {
        m_counts[bucket] += times;
        m_total += times;
    }
    void merge(const Histogram& other)
    {
        for (std::size_t i = 0; i < m_counts.size(); ++i)
            m_counts[i] += other.m_counts[i];
        m_total += other.m_total;
    }
    void clear() { *this = {}; }

    std::uint64_t count() const { return m_total; }
    std::uint64_t at(std::size_t bucket) const { return m_counts[bucket]; }

    /// The duration that a share `p` (0..1) of all recorded ones does not exceed, in nanoseconds; 0 when
    /// empty. The rank is max(1, floor(p * n)), as in the original's sample lists.
    double percentileNs(double p) const
    {
        if (m_total == 0)
            return 0;
        const auto wanted = static_cast<std::uint64_t>(p * static_cast<double>(m_total));
        const std::uint64_t rank = wanted < 1 ? 1 : wanted > m_total ? m_total : wanted;
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            seen += m_counts[i];
            if (seen >= rank)
                return LatencyScale::middleNs(i);
        }
        return 0;
    }

private:
    std::array<std::uint64_t, LatencyScale::Buckets> m_counts{};
    std::uint64_t m_total = 0;
};

/// A counter that one thread writes and any thread reads. Cheaper than fetch_add: no locked instruction.
template <typename T>
class SingleWriter {
public:
    void add(T n)
    {
        m_value.store(static_cast<T>(m_value.load(std::memory_order_relaxed) + n), std::memory_order_relaxed);
    }
    void set(T n) { m_value.store(n, std::memory_order_relaxed); }
    T get() const { return m_value.load(std::memory_order_relaxed); }

private:
    std::atomic<T> m_value{};
};

/// A histogram that one thread writes and others read while it does.
class LiveHistogram {
public:
    void record(std::int64_t ns) { m_counts[LatencyScale::bucketOf(ns)].add(1); }
    void mergeInto(Histogram& target) const
    {
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            if (const std::uint64_t n = m_counts[i].get(); n > 0)
                target.addBucket(i, n);
        }
    }

private:
    std::array<SingleWriter<std::uint64_t>, LatencyScale::Buckets> m_counts;
};

} // namespace gatehouse::observe
