// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::shared_state {

/// Marks that may be seen once: nonces of signed requests, ids of one-time tokens. Bounded: when it is full
/// of marks that still count, a new one is refused rather than an old one forgotten. Thread-safe.
class ReplaySet {
public:
    enum class Seen : std::uint8_t {
        New,    ///< first time; remembered from now on
        Before, ///< a replay
        Full    ///< cannot be remembered, so it must not be accepted
    };

    explicit ReplaySet(const Clock& clock, std::size_t maxMarks = 1'000'000)
        : m_clock(clock)
        , m_maxPerShard(maxMarks / shardCount + 1)
    {
    }

    /// Remembers `mark` for `ttlMs`, longer than zero.
    Seen mark(std::string_view mark, std::int64_t ttlMs);
    std::size_t size() const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>> marks; ///< -> end, monotonic
        std::int64_t nextSweepNs = 0;
    };
    static constexpr std::size_t shardCount = 16;

    const Clock& m_clock;
    std::size_t m_maxPerShard;
    std::array<Shard, shardCount> m_shards;
};

} // namespace gatehouse::shared_state
