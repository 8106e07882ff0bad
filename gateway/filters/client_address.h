// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/exchange.h"

#include <memory>

namespace gatehouse::filters {

/// When forwarding headers name the client (data-plane 17).
struct TrustSettings {
    bool trustForwarded = false;
    net::CidrSet proxies; ///< compiled; empty and trusting: every peer is believed
};

struct EffectiveAddress {
    net::IpAddress address;
    std::string_view text; ///< view into the request, or the peer's text
};

/// The client behind trusted proxies: X-Forwarded-For, then X-Real-IP, then CF-Connecting-IP. With listed
/// proxies the right-most address of X-Forwarded-For that is not one of them, because everything left of it
/// may be invented; without a list the first. An address that cannot be read leaves the peer.
EffectiveAddress effectiveAddress(const proxy::Exchange& exchange, const TrustSettings& trust);

/// The peer is this machine and nothing says that it speaks for somebody else.
bool isDirectLocalCall(const proxy::Exchange& exchange);

/// Subject of counters for callers without an identity. An IPv6 client counts by its /64.
std::uint64_t addressSubject(const net::IpAddress& address);
/// The identity's counter, else the address's: unauthenticated callers pay against their address.
std::uint64_t callerSubject(const proxy::Exchange& exchange);

} // namespace gatehouse::filters
