// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/replay_set.h"

namespace gatehouse::shared_state {

namespace {
constexpr std::int64_t sweepEveryNs = 10'000'000'000;
} // namespace

ReplaySet::Seen ReplaySet::mark(std::string_view mark, std::int64_t ttlMs)
{
    const std::int64_t nowNs = m_clock.monotonicNs();
    Shard& shard = m_shards[(Hash{}(mark) >> 32) % shardCount];
    const std::scoped_lock lock(shard.mutex);
    const auto at = shard.marks.find(mark);
    if (at != shard.marks.end()) {
        if (at->second > nowNs)
            return Seen::Before;
        at->second = nowNs + ttlMs * 1'000'000;
        return Seen::New;
    }
    if (shard.marks.size() >= m_maxPerShard || nowNs >= shard.nextSweepNs) {
        std::erase_if(shard.marks, [&](const auto& entry) { return entry.second <= nowNs; });
        shard.nextSweepNs = nowNs + sweepEveryNs;
    }
    if (shard.marks.size() >= m_maxPerShard)
        return Seen::Full;
    shard.marks.emplace(mark, nowNs + ttlMs * 1'000'000);
    return Seen::New;
}

std::size_t ReplaySet::size() const
{
    std::size_t total = 0;
    for (const Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        total += shard.marks.size();
    }
    return total;
}

} // namespace gatehouse::shared_state
