// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace gatehouse::shared_state {

/// "user NUL jti", the name of one token in tables of revocations, without an allocation for any usual
/// length.
class TokenName {
public:
    TokenName(std::string_view user, std::string_view jti);
    TokenName(const TokenName&) = delete;
    TokenName& operator=(const TokenName&) = delete;
    std::string_view view() const { return m_view; }

private:
    std::array<char, 192> m_near;
    std::string m_far;
    std::string_view m_view;
};

/// Tokens that are no longer good although their signature is: single ones by user and jti until they would
/// have expired anyway, and all of a user until somebody takes that back (auth section 8). Thread-safe;
/// asking costs one atomic load as long as nothing is revoked.
class RevocationSet {
public:
    explicit RevocationSet(const Clock& clock)
        : m_clock(clock)
    {
    }

    /// `expiresSec`: seconds since 1970 at which the token ends. One that has ended already is not kept.
    void revokeToken(std::string_view user, std::string_view jti, std::int64_t expiresSec);
    /// Also tokens issued later, until allow().
    void revokeUser(std::string_view user);
    void allowUser(std::string_view user);

    bool isRevoked(std::string_view user, std::string_view jti) const;
    bool isUserRevoked(std::string_view user) const;
    /// Drops tokens that have expired; called every 30 minutes. Returns how many went.
    std::size_t purge();
    std::size_t size() const { return m_entries.load(std::memory_order_relaxed); }

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_set<std::string, Hash, std::equal_to<>> users;
        std::unordered_map<std::string, std::int64_t, Hash, std::equal_to<>>
            tokens; ///< user NUL jti -> expiry
    };
    static constexpr std::size_t shardCount = 16;
    // Both tables of one user are in one shard.
    Shard& shardOf(std::string_view user) const { return m_shards[Hash{}(user) % shardCount]; }

    const Clock& m_clock;
    mutable std::array<Shard, shardCount> m_shards;
    std::atomic<std::size_t> m_entries{0};
};

} // namespace gatehouse::shared_state
