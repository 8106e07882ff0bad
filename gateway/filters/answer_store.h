// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gatehouse::filters {

/// One holder at a time, for a while; whoever takes it first has it. Any thread. A copy is free again.
class Lease {
public:
    Lease() = default;
    Lease(const Lease&) noexcept {}
    Lease& operator=(const Lease&) = delete;

    bool take(std::int64_t nowMs, std::int64_t forMs) const
    {
        std::int64_t until = m_untilMs.load(std::memory_order_relaxed);
        return until <= nowMs && m_untilMs.compare_exchange_strong(until, nowMs + forMs);
    }
    /// For the holder: it is free again from then on.
    void giveBack(std::int64_t atMs) const { m_untilMs = atMs; }

private:
    mutable std::atomic<std::int64_t> m_untilMs{0};
};

/// An answer of an upstream that may be served again; immutable once it is stored.
struct StoredAnswer {
    using Fields = std::vector<std::pair<std::string, std::string>>;

    std::uint16_t status = 200;
    Fields fields; ///< without those that belong to one connection or to one message
    std::string body;
    std::string entityTag, lastModified;
    std::int64_t bornMs = 0; ///< when it had age zero; wall clock, as all of these
    std::int64_t freshUntilMs = 0;
    std::int64_t whileRevalidateMs = 0, ifErrorMs = 0; ///< how long after that it may serve, and when
    bool mustRevalidate = false;
    std::string caller; ///< whom it is for; empty: everybody
    std::string place;  ///< what else the upstream knew of the request without being asked; see cacheKey()
    Fields varies;      ///< request fields it was made for
    Lease refresh;      ///< of whoever fetches the next one while this is served

    std::size_t bytes() const;
};

/// Answers of all APIs in memory, the longest unused addresses go first. Bounded by bytes. Shared by all
/// workers, thread-safe: one mutex per shard, held for a look-up, and an address is always in the same shard.
class AnswerStore {
public:
    using Pointer = std::shared_ptr<const StoredAnswer>;
    /// See mark().
    struct Mark {
        std::uint32_t purges = 0, removals = 0;
        bool operator==(const Mark&) const = default;
    };

    explicit AnswerStore(std::size_t maxBytes);
    void setMaxBytes(std::size_t maxBytes);
    /// The largest answer that is kept at all.
    std::size_t mostBytes() const { return m_maxPerShard; }

    /// The newest answer for `target` that everybody or `caller` may have and that `fits(answer)`; null when
    /// there is none.
    template <typename Fits>
    Pointer find(std::string_view target, std::string_view caller, const Fits& fits)
    {
        const std::size_t hash = hashOf(caller);
        Shard& shard = shardOf(target);
        const std::scoped_lock lock(shard.mutex);
        const auto at = shard.targets.find(target);
        if (at == shard.targets.end())
            return nullptr;
        for (const Variant& variant : at->second.variants) {
            if (variant.caller != 0 && (variant.caller != hash || variant.answer->caller != caller))
                continue;
            if (!fits(*variant.answer))
                continue;
            shard.order.splice(shard.order.begin(), shard.order, at->second.place);
            return variant.answer;
        }
        return nullptr;
    }
    /// To be taken before the upstream is asked: what it says then is not kept when the address was forgotten
    /// meanwhile.
    Mark mark(std::string_view target) const;
    /// In place of the one for the same caller, place and varying fields.
    void put(std::string_view target, const Mark& mark, Pointer answer);
    /// Forgets all answers of an address.
    void remove(std::string_view target);
    /// Forgets all addresses that `concerns`; how many answers there were.
    std::size_t purge(const std::function<bool(std::string_view target)>& concerns);

    /// Memory for answers on their way in: false when there is none left. Given back with release().
    bool reserve(std::size_t bytes);
    void release(std::size_t bytes) { m_reserved -= bytes; }

    /// A stale answer was served, and the upstream asked for the next one meanwhile.
    void countRefresh() { ++m_refreshes; }
    /// That brought none.
    void countFailedRefresh() { ++m_failedRefreshes; }

    struct Counts {
        std::uint64_t answers = 0, bytes = 0, stored = 0, evicted = 0, purged = 0, refreshes = 0,
                      failedRefreshes = 0;
    };
    Counts counts() const;

private:
    static constexpr std::size_t shardCount = 16;
    static constexpr std::size_t maxVariants = 256; ///< of one address
    static constexpr std::size_t markCount = 4096;

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Variant {
        std::size_t caller; ///< hash; 0: everybody
        Pointer answer;
    };
    struct Target {
        std::vector<Variant> variants; ///< newest first
        std::list<std::string>::iterator place;
        std::size_t bytes = 0;
    };
    using Targets = std::unordered_map<std::string, Target, Hash, std::equal_to<>>;
    struct Shard {
        mutable std::mutex mutex;
        Targets targets;
        std::list<std::string> order; ///< most recently used first
        std::size_t bytes = 0;
        std::uint64_t answers = 0;
    };

    static std::size_t hashOf(std::string_view caller) { return caller.empty() ? 0 : Hash{}(caller) | 1U; }
    Shard& shardOf(std::string_view target) { return m_shards[(Hash{}(target) >> 40U) % shardCount]; }
    static Target& targetIn(Shard& shard, std::string_view target);
    static void drop(Shard& shard, Target& target, std::vector<Variant>::iterator variant);
    static void forget(Shard& shard, Targets::iterator at);
    void makeRoom(Shard& shard);

    std::atomic<std::size_t> m_maxPerShard;
    std::array<Shard, shardCount> m_shards;
    std::array<std::atomic<std::uint32_t>, markCount> m_removals{};
    std::atomic<std::uint32_t> m_purges{0};
    std::atomic<std::size_t> m_reserved{0};
    std::atomic<std::uint64_t> m_stored{0}, m_evicted{0}, m_purged{0}, m_refreshes{0}, m_failedRefreshes{0};
};

} // namespace gatehouse::filters
