// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/shared_shards.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::proxy {

/// A string-keyed map whose copies share their shards. The compiler keeps one, changes it and copies it into
/// each new snapshot: an edit clones one shard (a few dozen entries), not the map. A copy handed to workers
/// is never changed. Reads are thread-safe on an unchanging copy; set/erase belong to the control thread.
template <typename Value>
class ShardedMap {
public:
    static constexpr std::size_t shardCount = 1024;

    /// Null when absent. Valid as long as this copy lives.
    const Value* find(std::string_view key) const
    {
        const Shard* const shard = m_shards.find(index(key));
        if (!shard)
            return nullptr;
        const auto at = shard->find(key);
        return at == shard->end() ? nullptr : &at->second;
    }

    void set(std::string_view key, Value value)
    {
        Shard& shard = m_shards.own(index(key));
        const auto [at, added] = shard.insert_or_assign(std::string(key), std::move(value));
        m_size += added ? 1 : 0;
    }

    bool erase(std::string_view key)
    {
        if (!find(key))
            return false;
        Shard& shard = m_shards.own(index(key));
        shard.erase(shard.find(key));
        --m_size;
        return true;
    }

    std::size_t size() const { return m_size; }

    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_shards.forEach([&](const Shard& shard) {
            for (const auto& [key, value] : shard)
                visit(std::string_view(key), value);
        });
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
    };
    using Shard = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

    static std::size_t index(std::string_view key)
    {
        // The top bits: the map inside the shard uses the bottom ones.
        return (std::hash<std::string_view>{}(key) >> 40) % shardCount;
    }

    SharedShards<Shard, shardCount> m_shards;
    std::size_t m_size = 0;
};

} // namespace gatehouse::proxy
