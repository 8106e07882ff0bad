// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/exchange.h"
#include "gateway/proxy/settings.h"

#include <cstdint>

namespace gatehouse::filters {

/// Sets the effective client address anew: the one a trusted peer speaks for, else the peer itself.
void applyTrust(proxy::Exchange& exchange, const proxy::TrustSettings& trust);

/// Whether an address counts as this machine. `inDocker`: also those by which Docker's host reaches a
/// container (DOORMAN_IN_DOCKER).
bool isLocalAddress(const net::IpAddress& address, bool inDocker);

/// The peer is this machine and nothing says that it speaks for somebody else.
bool isDirectLocalCall(const proxy::Exchange& exchange, bool inDocker);

/// Subject of counters for callers without an identity. An IPv6 client counts by its /64.
std::uint64_t addressSubject(const net::IpAddress& address);
/// The identity's counter, else the address's: unauthenticated callers pay against their address.
std::uint64_t callerSubject(const proxy::Exchange& exchange);

} // namespace gatehouse::filters
