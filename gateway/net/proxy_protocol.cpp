// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/proxy_protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

namespace gatehouse::net {

namespace {

using Status = ProxyHeader::Status;

constexpr std::string_view signature1 = "PROXY ";
constexpr std::string_view signature2{"\r\n\r\n\0\r\nQUIT\n", 12};
constexpr std::size_t lineMax = 107;  // version 1, with its line end
constexpr std::size_t fixedSize = 16; // version 2, before the addresses

ProxyHeader malformed()
{
    return {Status::Malformed, {}, 0};
}

bool startsLike(std::string_view bytes, std::string_view signature)
{
    const std::size_t size = std::min(bytes.size(), signature.size());
    return bytes.substr(0, size) == signature.substr(0, size);
}

// --- version 1

std::string_view takeWord(std::string_view& line)
{
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

std::optional<std::uint16_t> portOf(std::string_view text)
{
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || text.size() > 5 || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return port;
}

/// An address of the family. Mapped IPv4 in an IPv6 header is held as IPv4, as everywhere.
std::optional<IpAddress> addressOf(std::string_view text, bool v6)
{
    if (text.empty() || text.front() == '[' || (text.find(':') != std::string_view::npos) != v6)
        return std::nullopt;
    return IpAddress::parse(text);
}

ProxyHeader parseLine(std::string_view bytes)
{
    const std::size_t end = bytes.substr(0, lineMax).find("\r\n");
    if (end == std::string_view::npos)
        return bytes.size() < lineMax ? ProxyHeader{} : malformed();
    std::string_view line = bytes.substr(signature1.size(), end - signature1.size());
    ProxyHeader header{Status::Complete, {}, end + 2};
    const std::string_view family = takeWord(line);
    if (family == "UNKNOWN")
        return header;
    const bool v6 = family == "TCP6";
    if (!v6 && family != "TCP4")
        return malformed();
    const auto source = addressOf(takeWord(line), v6);
    const auto destination = addressOf(takeWord(line), v6);
    const auto sourcePort = portOf(takeWord(line));
    const auto destinationPort = portOf(line); // the rest: nothing may follow
    if (!source || !destination || !sourcePort || !destinationPort)
        return malformed();
    header.addresses = {{*source, *sourcePort}, {*destination, *destinationPort}};
    return header;
}

std::string lineAddress(const IpAddress& address, bool v6)
{
    return v6 && address.isV4() ? "::ffff:" + address.text() : address.text();
}

std::size_t writeLine(const ProxyAddresses& addresses, char* out)
{
    std::string line = "PROXY UNKNOWN\r\n";
    if (!addresses.source.ip.isNull()) {
        const bool v6 = addresses.source.ip.isV6() || addresses.destination.ip.isV6();
        line = v6 ? "PROXY TCP6 " : "PROXY TCP4 ";
        line += lineAddress(addresses.source.ip, v6) + ' ' + lineAddress(addresses.destination.ip, v6) + ' ' +
                std::to_string(addresses.source.port) + ' ' + std::to_string(addresses.destination.port) +
                "\r\n";
    }
    std::copy(line.begin(), line.end(), out);
    return line.size();
}

// --- version 2

std::uint8_t byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint8_t>(bytes[at]);
}

std::uint16_t shortAt(std::string_view bytes, std::size_t at)
{
    return static_cast<std::uint16_t>(byteAt(bytes, at) << 8 | byteAt(bytes, at + 1));
}

IpAddress binaryAddress(std::string_view bytes, std::size_t at, bool v6)
{
    if (!v6)
        return IpAddress::v4(std::uint32_t{shortAt(bytes, at)} << 16 | shortAt(bytes, at + 2));
    std::array<std::uint8_t, 16> raw{};
    for (std::size_t i = 0; i < raw.size(); ++i)
        raw[i] = byteAt(bytes, at + i);
    return IpAddress::v6(raw);
}

ProxyHeader parseBinary(std::string_view bytes)
{
    if (bytes.size() < fixedSize)
        return bytes.size() > 12 && byteAt(bytes, 12) >> 4 != 2 ? malformed() : ProxyHeader{};
    const unsigned command = byteAt(bytes, 12) & 15U;
    const unsigned family = byteAt(bytes, 13);
    const std::size_t length = shortAt(bytes, 14);
    if (byteAt(bytes, 12) >> 4 != 2 || command > 1 || (family >> 4) > 3 || (family & 15U) > 2)
        return malformed();
    ProxyHeader header{Status::Complete, {}, fixedSize + length};
    const bool v6 = family == 0x21;
    if (command == 0 || (!v6 && family != 0x11))
        return header; // LOCAL, unspecified, datagrams, local sockets
    const std::size_t one = v6 ? 16 : 4;
    if (length < 2 * one + 4)
        return malformed();
    if (bytes.size() < fixedSize + 2 * one + 4)
        return {};
    const std::size_t ports = fixedSize + 2 * one;
    header.addresses = {{binaryAddress(bytes, fixedSize, v6), shortAt(bytes, ports)},
                        {binaryAddress(bytes, fixedSize + one, v6), shortAt(bytes, ports + 2)}};
    return header;
}

char* putNumber(char* out, std::uint64_t value, int bytes)
{
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
        *out++ = static_cast<char>(value >> shift);
    return out;
}

char* putAddress(char* out, const IpAddress& address, bool v6)
{
    if (!v6)
        return putNumber(out, address.toV4(), 4);
    const bool mapped = !address.isV6();
    out = putNumber(out, mapped ? 0 : address.high(), 8);
    return putNumber(out, mapped ? 0xffff00000000ULL | address.toV4() : address.low(), 8);
}

std::size_t writeBinary(const ProxyAddresses& addresses, char* out)
{
    char* const begin = out;
    const bool local = addresses.source.ip.isNull();
    const bool v6 = addresses.source.ip.isV6() || addresses.destination.ip.isV6();
    out = std::copy(signature2.begin(), signature2.end(), out);
    out = putNumber(out, local ? 0x20 : 0x21, 1);
    out = putNumber(out, local ? 0x00 : v6 ? 0x21 : 0x11, 1);
    out = putNumber(out, local ? 0 : v6 ? 36 : 12, 2);
    if (!local) {
        out = putAddress(out, addresses.source.ip, v6);
        out = putAddress(out, addresses.destination.ip, v6);
        out = putNumber(out, addresses.source.port, 2);
        out = putNumber(out, addresses.destination.port, 2);
    }
    return static_cast<std::size_t>(out - begin);
}

} // namespace

ProxyHeader parseProxyHeader(std::string_view bytes)
{
    if (bytes.empty())
        return {};
    if (startsLike(bytes, signature1))
        return bytes.size() < signature1.size() ? ProxyHeader{} : parseLine(bytes);
    if (startsLike(bytes, signature2))
        return bytes.size() < signature2.size() ? ProxyHeader{} : parseBinary(bytes);
    return {Status::Absent, {}, 0};
}

std::size_t writeProxyHeader(ProxyVersion version, const ProxyAddresses& given, char* out)
{
    ProxyAddresses addresses = given;
    if (addresses.destination.ip.isNull()) // not known: any of the source's family
        addresses.destination.ip = addresses.source.ip.isV6() ? IpAddress::v6({}) : IpAddress::v4(0);
    return version == ProxyVersion::V1 ? writeLine(addresses, out) : writeBinary(addresses, out);
}

} // namespace gatehouse::net
