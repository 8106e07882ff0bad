// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::net {

// The PROXY protocol, versions 1 and 2: a header before the first byte of a connection that says whose
// connection it really is (haproxy.org/download/2.8/doc/proxy-protocol.txt).

enum class ProxyVersion : std::uint8_t { Off, V1, V2 };

/// Both ends of the client's own connection; null when nobody is named.
struct ProxyAddresses {
    SocketAddress source;
    SocketAddress destination;

    bool operator==(const ProxyAddresses&) const = default;
};

/// What the first bytes of a connection are.
struct ProxyHeader {
    enum class Status : std::uint8_t {
        Incomplete, ///< all bytes so far are the beginning of a header
        Complete,
        Absent,   ///< no header: the bytes are the protocol's own
        Malformed ///< begins like a header and is none
    };
    Status status = Status::Incomplete;
    ProxyAddresses
        addresses;        ///< null source: LOCAL, UNKNOWN or an unusual family; the peer speaks for itself
    std::size_t size = 0; ///< of the whole header with its TLVs, which may reach beyond what was given
};

/// `bytes`: everything that has arrived. Enough for a decision are 232 bytes.
ProxyHeader parseProxyHeader(std::string_view bytes);
constexpr std::size_t proxyHeaderWindow = 232;

/// Writes a header into `out`, which has room for proxyHeaderMax bytes; returns its length. A null source is
/// told as UNKNOWN or LOCAL. Addresses of different families are both written as IPv6.
std::size_t writeProxyHeader(ProxyVersion version, const ProxyAddresses& addresses, char* out);
constexpr std::size_t proxyHeaderMax = 160;

} // namespace gatehouse::net
