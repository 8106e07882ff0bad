// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_counts.h"

namespace gatehouse::proxy {

void UpstreamLatency::record(std::size_t worker, int status, std::int64_t ns)
{
    std::atomic<Block*>& own = m_times.of(worker).block;
    Block* block = own.load(std::memory_order_relaxed);
    if (!block) {
        block = std::make_unique<Block>().release();
        own.store(block, std::memory_order_release);
    }
    const auto statusClass = static_cast<std::size_t>(status / 100);
    (*block)[statusClass < Classes.size() ? statusClass : 0].record(ns, observe::ApiEdges);
}

UpstreamLatency::Sum UpstreamLatency::sum(std::size_t statusClass) const
{
    Sum sum;
    m_times.forEach([&](const Times& times) {
        const Block* const block = times.block.load(std::memory_order_acquire);
        if (!block)
            return;
        const Edges& edges = (*block)[statusClass];
        for (std::size_t i = 0; i < sum.counts.size(); ++i) {
            sum.counts[i] += edges.bucket(i);
            sum.total += edges.bucket(i);
        }
        sum.seconds += static_cast<double>(edges.sumNs()) * 1e-9;
    });
    return sum;
}

} // namespace gatehouse::proxy
