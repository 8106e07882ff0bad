// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"
#include "gateway/proxy/settings.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>

namespace gatehouse::proxy {

/// Counts client connections of the process and per address (an IPv6 /64 counts as one); shared by the
/// workers, asked once per connection.
class ConnectionLimits {
public:
    /// False when a limit is reached; else leave() must follow.
    bool enter(const net::IpAddress& peer, const ClientSettings& settings)
    {
        const net::IpAddress address = peer.network();
        const std::uint32_t all = m_all.fetch_add(1, std::memory_order_relaxed) + 1;
        if (settings.maxConnections != 0 && all > settings.maxConnections) {
            m_all.fetch_sub(1, std::memory_order_relaxed);
            return false;
        }
        Stripe& stripe = stripeOf(address);
        const std::scoped_lock lock(stripe.mutex);
        std::uint32_t& count = stripe.counts[address];
        if (settings.maxConnectionsPerAddress != 0 && count >= settings.maxConnectionsPerAddress) {
            m_all.fetch_sub(1, std::memory_order_relaxed);
            return false;
        }
        ++count;
        return true;
    }
    /// Whether all places of the process are taken.
    bool full(const ClientSettings& settings) const
    {
        return settings.maxConnections != 0 &&
               m_all.load(std::memory_order_relaxed) >= settings.maxConnections;
    }
    void leave(const net::IpAddress& peer)
    {
        const net::IpAddress address = peer.network();
        m_all.fetch_sub(1, std::memory_order_relaxed);
        Stripe& stripe = stripeOf(address);
        const std::scoped_lock lock(stripe.mutex);
        const auto at = stripe.counts.find(address);
        if (at != stripe.counts.end() && --at->second == 0)
            stripe.counts.erase(at);
    }

private:
    struct Stripe {
        std::mutex mutex;
        std::map<net::IpAddress, std::uint32_t> counts;
    };
    Stripe& stripeOf(const net::IpAddress& address)
    {
        return m_stripes[(address.low() ^ address.high()) % m_stripes.size()];
    }

    std::atomic<std::uint32_t> m_all{0};
    std::array<Stripe, 31> m_stripes;
};

} // namespace gatehouse::proxy
