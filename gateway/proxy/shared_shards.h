// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>

namespace gatehouse::proxy {

/// The shards of a map. Copies share them until one is changed, which clones that one; see ShardedMap.
template <typename Shard, std::size_t Count>
class SharedShards {
public:
    /// Null when nothing was ever there.
    const Shard* find(std::size_t at) const { return m_shards[at].get(); }

    /// For a change: made when absent, cloned when another copy has it as well.
    Shard& own(std::size_t at)
    {
        std::shared_ptr<Shard>& shard = m_shards[at];
        if (!shard)
            shard = std::make_shared<Shard>();
        else if (shard.use_count() > 1)
            shard = std::make_shared<Shard>(*shard);
        return *shard;
    }

    /// visit(const Shard&) for each that is there.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (const auto& shard : m_shards) {
            if (shard)
                visit(*shard);
        }
    }

private:
    std::array<std::shared_ptr<Shard>, Count> m_shards;
};

} // namespace gatehouse::proxy
