// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/shared_shards.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::proxy {

/// ShardedMap for keys that are digests: 32 bytes, spread evenly. An entry lies in its shard by value, sorted
/// by key, and a look-up begins where the key must be, about; so there is no memory beside the entries, and
/// mostly one cache line to look at. Same rules: copies share their shards, a change clones one shard, reads
/// are thread-safe on an unchanging copy, set/erase belong to the control thread.
template <typename Value>
class DigestMap {
public:
    static constexpr std::size_t digestSize = 32;
    static constexpr std::size_t shardCount = 1024;

    /// Null when absent, or when the key is no digest. Valid as long as this copy lives.
    const Value* find(std::string_view key) const
    {
        const Shard* shard = key.size() == digestSize ? m_shards.find(indexOf(key.data())) : nullptr;
        if (!shard)
            return nullptr;
        const std::size_t at = placeOf(*shard, key.data());
        return at < shard->size() && equal((*shard)[at], key.data()) ? &(*shard)[at].value : nullptr;
    }

    /// Ignores what is no digest.
    void set(std::string_view key, Value value)
    {
        if (key.size() != digestSize)
            return;
        Shard& shard = m_shards.own(indexOf(key.data()));
        const std::size_t at = placeOf(shard, key.data());
        if (at < shard.size() && equal(shard[at], key.data())) {
            shard[at].value = std::move(value);
            return;
        }
        if (shard.size() == shard.capacity())
            shard.reserve(shard.size() + std::max<std::size_t>(2, shard.size() / 8));
        Entry entry{{}, std::move(value)};
        key.copy(entry.key.data(), digestSize);
        shard.insert(shard.begin() + std::ptrdiff_t(at), std::move(entry));
        ++m_size;
    }

    bool erase(std::string_view key)
    {
        if (!find(key))
            return false;
        Shard& shard = m_shards.own(indexOf(key.data()));
        shard.erase(shard.begin() + std::ptrdiff_t(placeOf(shard, key.data())));
        --m_size;
        return true;
    }

    std::size_t size() const { return m_size; }

    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_shards.forEach([&](const Shard& shard) {
            for (const Entry& entry : shard)
                visit(std::string_view(entry.key.data(), digestSize), entry.value);
        });
    }

private:
    struct Entry {
        std::array<char, digestSize> key;
        Value value;
    };
    using Shard = std::vector<Entry>;

    static std::uint64_t headOf(const char* key)
    {
        std::uint64_t head = 0;
        for (std::size_t i = 0; i < sizeof head; ++i)
            head = head << 8U | static_cast<unsigned char>(key[i]);
        return head;
    }
    static std::size_t indexOf(const char* key) { return headOf(key) >> 54U; } // 10 bits: shardCount
    static bool equal(const Entry& entry, const char* key)
    {
        return std::memcmp(entry.key.data(), key, digestSize) == 0;
    }
    /// Of the first entry that is not before the key.
    static std::size_t placeOf(const Shard& shard, const char* key)
    {
        const auto before = [&](std::size_t at) {
            return std::memcmp(shard[at].key.data(), key, digestSize) < 0;
        };
        // The bits behind those of the shard say how far along the key is.
        std::size_t at = ((headOf(key) << 10U >> 32U) * shard.size()) >> 32U;
        while (at > 0 && !before(at - 1))
            --at;
        while (at < shard.size() && before(at))
            ++at;
        return at;
    }

    SharedShards<Shard, shardCount> m_shards;
    std::size_t m_size = 0;
};

} // namespace gatehouse::proxy
