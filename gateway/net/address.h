// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

namespace gatehouse::net {

/// An IPv4 or IPv6 address as a value. IPv4-mapped IPv6 addresses are always held as IPv4, so that one client
/// has one text and one match whatever socket it came through.
class IpAddress {
public:
    IpAddress() = default;
    static IpAddress v4(std::uint32_t hostOrder);
    static IpAddress v6(const std::array<std::uint8_t, 16>& bytes);
    /// "10.0.0.7", "::1", "[::1]"; no ports, names, zones or short IPv4 forms ("10.1").
    static std::optional<IpAddress> parse(std::string_view text);

    bool isNull() const { return m_family == 0; }
    bool isV4() const { return m_family == 4; }
    bool isV6() const { return m_family == 6; }
    bool isLoopback() const;
    /// 0.0.0.0 or ::
    bool isAny() const;
    /// What one customer usually has: an IPv6 /64, an IPv4 address itself. For limits per address.
    IpAddress network() const;
    std::uint32_t toV4() const { return static_cast<std::uint32_t>(m_low); }
    std::uint64_t high() const { return m_high; }
    std::uint64_t low() const { return m_low; }
    std::string text() const;
    /// Writes the text without a terminating zero, returns its length; `out` has room for 46 characters.
    std::size_t write(char* out) const;

    auto operator<=>(const IpAddress&) const = default;

private:
    std::uint8_t m_family = 0;
    std::uint64_t m_high = 0;
    std::uint64_t m_low = 0; // IPv4 in the low 32 bits
};

/// Address and port.
struct SocketAddress {
    IpAddress ip;
    std::uint16_t port = 0;

    static SocketAddress from(const sockaddr_storage& raw);
    /// "10.0.0.7:8080", "[::1]:8080".
    static std::optional<SocketAddress> parse(std::string_view text);
    /// Fills `out`; returns the length for bind() and connect().
    socklen_t toRaw(sockaddr_storage& out) const;
    std::string text() const;

    auto operator<=>(const SocketAddress&) const = default;
};

/// A set of addresses and CIDR blocks compiled to sorted, merged integer ranges: one binary search per match.
/// Immutable after building; any thread may read.
class CidrSet {
public:
    /// "10.0.0.0/8", "::1", "2001:db8::/32". Host bits below the prefix are ignored. False when `text` is
    /// malformed.
    bool add(std::string_view text);
    void add(const IpAddress& network, int prefix);
    /// Sorts and merges; call once after the last add().
    void compile();
    bool contains(const IpAddress& address) const;
    bool empty() const { return m_v4.empty() && m_v6.empty(); }

private:
    struct Wide {
        std::uint64_t high;
        std::uint64_t low;
        auto operator<=>(const Wide&) const = default;
    };
    template <typename T>
    struct Range {
        T first;
        T last;
    };
    template <typename T>
    static void merge(std::vector<Range<T>>& ranges);
    template <typename T>
    static bool find(const std::vector<Range<T>>& ranges, const T& value);

    std::vector<Range<std::uint32_t>> m_v4;
    std::vector<Range<Wide>> m_v6;
};

} // namespace gatehouse::net
