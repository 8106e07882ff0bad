// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/filter.h"
#include "gateway/proxy/shared_shards.h"

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace gatehouse::proxy {

/// The chains of APIs and operations, apart from them: a policy for everybody changes the chains of all APIs
/// and nothing else of them. Copies share their parts, as those of a ShardedMap.
class ChainTable {
public:
    using Chain = std::shared_ptr<const FilterChain>;

    /// Null where none is. Valid as long as this copy lives.
    const FilterChain* find(ChainSlot slot) const
    {
        const Shard* const shard = m_shards.find(slot % shardCount);
        const std::size_t place = slot / shardCount;
        return shard && place < shard->size() ? (*shard)[place].get() : nullptr;
    }

    /// Null takes away.
    void set(ChainSlot slot, Chain chain)
    {
        if (find(slot) == chain.get())
            return;
        Shard& shard = m_shards.own(slot % shardCount);
        const std::size_t place = slot / shardCount;
        if (place >= shard.size())
            shard.resize(place + 1);
        shard[place] = std::move(chain);
    }

    /// visit(const Chain&) for each that is there.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_shards.forEach([&](const Shard& shard) {
            for (const Chain& chain : shard) {
                if (chain)
                    visit(chain);
            }
        });
    }

private:
    static constexpr std::size_t shardCount = 256;
    using Shard = std::vector<Chain>;

    SharedShards<Shard, shardCount> m_shards;
};

} // namespace gatehouse::proxy
