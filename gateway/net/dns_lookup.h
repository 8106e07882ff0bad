// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/resolver.h"

#include <string>
#include <vector>

namespace gatehouse::net {

/// How names are looked up. Immutable; copied to the threads of the resolver.
struct DnsOptions {
    std::vector<SocketAddress> servers; ///< IPv4; empty: those of the system
    std::int64_t minTtlMs = 1'000;
    std::int64_t maxTtlMs = 300'000;
    std::string hostsFile = "/etc/hosts"; ///< names in it are the system's business and not asked for
};

/// By the C library: hosts file, name services, no TTL. Blocks.
Resolved lookupBySystem(const std::string& host);

/// By DNS, with the TTL of the answer: A and AAAA, usable addresses first. Names of the hosts file, and names
/// that DNS does not know while it is the system's, are looked up by the system. Blocks.
Resolver::Lookup dnsLookup(DnsOptions options);

} // namespace gatehouse::net
