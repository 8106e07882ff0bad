// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::filters {

/// Tokens that were good, until they expire, so that a signature is computed once per token and not once per
/// request. `Token` has a member expiresSec. Bounded. Each generation of keys has tokens of its own: what an
/// earlier one let in is forgotten. Thread-safe.
template <typename Token>
class TokenCache {
public:
    using Pointer = std::shared_ptr<const Token>;

    explicit TokenCache(std::size_t maxTokens)
        : m_maxPerShard(maxTokens / shardCount + 1)
    {
    }

    /// Null when it is not known, or not of this generation.
    Pointer find(std::string_view token, std::int64_t nowSec, std::uint64_t generation)
    {
        Shard& shard = shardOf(token);
        const std::scoped_lock lock(shard.mutex);
        if (shard.generation != generation)
            return nullptr;
        const auto at = shard.tokens.find(token);
        return at != shard.tokens.end() && at->second->expiresSec > nowSec ? at->second : nullptr;
    }

    /// `generation`: of the keys it was verified with, as it was before that.
    void remember(std::string_view token, Pointer verified, std::int64_t nowSec, std::uint64_t generation)
    {
        Shard& shard = shardOf(token);
        const std::scoped_lock lock(shard.mutex);
        if (shard.generation > generation)
            return; // those keys have gone meanwhile
        moveTo(shard, generation);
        if (shard.tokens.size() >= m_maxPerShard) {
            std::erase_if(shard.tokens,
                          [&](const auto& entry) { return entry.second->expiresSec <= nowSec; });
            if (shard.tokens.size() >= m_maxPerShard)
                shard.tokens.erase(shard.tokens.begin());
        }
        shard.tokens.insert_or_assign(std::string(token), std::move(verified));
    }

    void clear(std::uint64_t generation)
    {
        for (Shard& shard : m_shards) {
            const std::scoped_lock lock(shard.mutex);
            moveTo(shard, generation);
        }
    }

    std::size_t size() const
    {
        std::size_t total = 0;
        for (const Shard& shard : m_shards) {
            const std::scoped_lock lock(shard.mutex);
            total += shard.tokens.size();
        }
        return total;
    }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view token) const
        {
            // The signature is as good as random, so its end is enough.
            constexpr std::size_t enough = 32;
            return std::hash<std::string_view>{}(token.substr(token.size() - std::min(token.size(), enough)));
        }
    };
    struct Shard {
        mutable std::mutex mutex;
        std::uint64_t generation = 0;
        std::unordered_map<std::string, Pointer, Hash, std::equal_to<>> tokens;
    };
    static constexpr std::size_t shardCount = 64;

    Shard& shardOf(std::string_view token) { return m_shards[(Hash{}(token) >> 48) % shardCount]; }
    static void moveTo(Shard& shard, std::uint64_t generation)
    {
        if (shard.generation >= generation)
            return;
        shard.tokens.clear();
        shard.generation = generation;
    }

    std::size_t m_maxPerShard;
    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::filters
