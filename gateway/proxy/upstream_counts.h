// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/metrics.h"
#include "gateway/proxy/per_worker.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse::proxy {

/// The connections of one worker to one place, whatever they speak.
struct alignas(64) PoolCounts {
    std::atomic<std::int64_t> open{0};
    std::atomic<std::int64_t> idle{0}; ///< of the open ones
    std::atomic<std::uint64_t> opened{0};
    std::atomic<std::uint64_t> reused{0}; ///< requests that found one open
};

/// Sums of PoolCounts.
struct PoolSums {
    std::int64_t open = 0;
    std::int64_t idle = 0;
    std::uint64_t opened = 0;
    std::uint64_t reused = 0;

    void add(const PerWorker<PoolCounts>& counts) noexcept
    {
        open += counts.sum(&PoolCounts::open);
        idle += counts.sum(&PoolCounts::idle);
        opened += counts.sum(&PoolCounts::opened);
        reused += counts.sum(&PoolCounts::reused);
    }
};

/// Times of one upstream until the heads of its answers, each attempt, by class of status.
class UpstreamLatency {
public:
    static constexpr std::array<std::string_view, 6> Classes{"error", "1xx", "2xx", "3xx", "4xx", "5xx"};
    using Edges = observe::EdgeHistogram<observe::ApiEdges.size()>;

    struct Sum {
        std::array<std::uint64_t, observe::ApiEdges.size() + 1> counts{};
        double seconds = 0;
        std::uint64_t total = 0;
    };

    explicit UpstreamLatency(std::size_t workers)
        : m_times(workers)
    {
    }
    /// On the worker. `status` 0: there was no answer.
    void record(std::size_t worker, int status, std::int64_t ns);
    Sum sum(std::size_t statusClass) const;

private:
    using Block = std::array<Edges, Classes.size()>;
    /// Made by the first answer: most upstreams of a large configuration are quiet.
    struct Times {
        ~Times() { delete block.load(std::memory_order_relaxed); }
        std::atomic<Block*> block{nullptr};
    };
    PerWorker<Times> m_times;
};

} // namespace gatehouse::proxy
