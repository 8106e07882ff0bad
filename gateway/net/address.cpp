// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/address.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace gatehouse::net {

namespace {

constexpr std::uint64_t mappedPrefix = 0xffff;

std::uint64_t loadBig(const std::uint8_t* bytes)
{
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i)
        value = value << 8 | bytes[i];
    return value;
}

void storeBig(std::uint64_t value, std::uint8_t* bytes)
{
    for (int i = 7; i >= 0; --i, value >>= 8)
        bytes[i] = static_cast<std::uint8_t>(value);
}

template <typename T>
std::optional<T> parseNumber(std::string_view text, T maximum)
{
    T value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > maximum)
        return std::nullopt;
    return value;
}

} // namespace

IpAddress IpAddress::v4(std::uint32_t hostOrder)
{
    IpAddress address;
    address.m_family = 4;
    address.m_low = hostOrder;
    return address;
}

IpAddress IpAddress::v6(const std::array<std::uint8_t, 16>& bytes)
{
    const std::uint64_t high = loadBig(bytes.data());
    const std::uint64_t low = loadBig(bytes.data() + 8);
    if (high == 0 && low >> 32 == mappedPrefix)
        return v4(static_cast<std::uint32_t>(low));
    IpAddress address;
    address.m_family = 6;
    address.m_high = high;
    address.m_low = low;
    return address;
}

std::optional<IpAddress> IpAddress::parse(std::string_view text)
{
    if (text.size() > 2 && text.front() == '[' && text.back() == ']') {
        text = text.substr(1, text.size() - 2);
        if (text.find(':') == std::string_view::npos)
            return std::nullopt;
    }
    std::array<char, INET6_ADDRSTRLEN> copy{}; // inet_pton wants a terminating zero
    if (text.empty() || text.size() >= copy.size() || text.find('\0') != std::string_view::npos)
        return std::nullopt;
    std::memcpy(copy.data(), text.data(), text.size());
    in_addr four{};
    if (::inet_pton(AF_INET, copy.data(), &four) == 1)
        return v4(ntohl(four.s_addr));
    std::array<std::uint8_t, 16> six{};
    if (::inet_pton(AF_INET6, copy.data(), six.data()) == 1)
        return v6(six);
    return std::nullopt;
}

bool IpAddress::isLoopback() const
{
    return isV4() ? toV4() >> 24 == 127 : isV6() && m_high == 0 && m_low == 1;
}

IpAddress IpAddress::network() const
{
    IpAddress folded = *this;
    if (isV6())
        folded.m_low = 0;
    return folded;
}

bool IpAddress::isAny() const
{
    return !isNull() && m_high == 0 && m_low == 0;
}

std::size_t IpAddress::write(char* out) const
{
    if (isNull())
        return 0;
    if (isV4()) {
        char* at = out;
        for (int shift = 24; shift >= 0; shift -= 8) {
            at = std::to_chars(at, at + 3, (toV4() >> shift) & 0xff).ptr;
            if (shift > 0)
                *at++ = '.';
        }
        return static_cast<std::size_t>(at - out);
    }
    std::array<std::uint8_t, 16> bytes{};
    storeBig(m_high, bytes.data());
    storeBig(m_low, bytes.data() + 8);
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    const std::size_t length = std::strlen(text.data());
    std::memcpy(out, text.data(), length);
    return length;
}

std::string IpAddress::text() const
{
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    return {buffer.data(), write(buffer.data())};
}

SocketAddress SocketAddress::from(const sockaddr_storage& raw)
{
    SocketAddress address;
    if (raw.ss_family == AF_INET) {
        sockaddr_in four{};
        std::memcpy(&four, &raw, sizeof four);
        address.ip = IpAddress::v4(ntohl(four.sin_addr.s_addr));
        address.port = ntohs(four.sin_port);
    } else if (raw.ss_family == AF_INET6) {
        sockaddr_in6 six{};
        std::memcpy(&six, &raw, sizeof six);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &six.sin6_addr, bytes.size());
        address.ip = IpAddress::v6(bytes);
        address.port = ntohs(six.sin6_port);
    }
    return address;
}

std::optional<SocketAddress> SocketAddress::parse(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    const std::string_view host = text.substr(0, colon);
    if (host.find(':') != std::string_view::npos && host.front() != '[')
        return std::nullopt; // "::1:80" could mean two things
    const auto ip = IpAddress::parse(host);
    const auto port = parseNumber<std::uint16_t>(text.substr(colon + 1), 65535);
    if (!ip || !port)
        return std::nullopt;
    return SocketAddress{*ip, *port};
}

socklen_t SocketAddress::toRaw(sockaddr_storage& out) const
{
    out = {};
    if (ip.isV4()) {
        sockaddr_in four{};
        four.sin_family = AF_INET;
        four.sin_port = htons(port);
        four.sin_addr.s_addr = htonl(ip.toV4());
        std::memcpy(&out, &four, sizeof four);
        return sizeof four;
    }
    sockaddr_in6 six{};
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(port);
    std::array<std::uint8_t, 16> bytes{};
    storeBig(ip.high(), bytes.data());
    storeBig(ip.low(), bytes.data() + 8);
    std::memcpy(&six.sin6_addr, bytes.data(), bytes.size());
    std::memcpy(&out, &six, sizeof six);
    return sizeof six;
}

std::string SocketAddress::text() const
{
    const std::string number = std::to_string(port);
    return ip.isV6() ? '[' + ip.text() + "]:" + number : ip.text() + ':' + number;
}

} // namespace gatehouse::net
