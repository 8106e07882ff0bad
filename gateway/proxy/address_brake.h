// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"

#include <array>
#include <cstdint>
#include <mutex>
#include <unordered_map>

namespace gatehouse::proxy {

/// Requests per second of one client address (an IPv6 /64 counts as one), over all APIs and before any of
/// them: a bucket that drips (GCRA), shared by the workers. Memory is bounded: an address is forgotten when
/// its bucket is full again, and when a shard cannot take another one, the newcomer is let through.
class AddressBrake {
public:
    struct Rule {
        std::uint32_t perSecond = 0; ///< 0: no brake
        std::uint32_t burst = 0;     ///< requests at once; 0: as many as per second
    };

    /// Nanoseconds to wait until the next request would be let through; 0: this one is. Any thread.
    std::int64_t take(const net::IpAddress& address, const Rule& rule, std::int64_t nowNs);
    std::size_t addresses() const;

private:
    static constexpr std::size_t maxPerShard = 8192;
    struct Hash {
        std::size_t operator()(const net::IpAddress& address) const;
    };
    struct Shard {
        mutable std::mutex mutex;
        std::unordered_map<net::IpAddress, std::int64_t, Hash> fullAtNs; ///< when the bucket is full again
        std::int64_t sweptNs = 0;
    };
    static bool makeRoom(Shard& shard, std::int64_t nowNs);

    std::array<Shard, 64> m_shards;
};

} // namespace gatehouse::proxy
