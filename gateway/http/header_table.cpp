// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/header_table.h"

#include "gateway/http/ascii.h"

#include <algorithm>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::size_t idCount = static_cast<std::size_t>(HeaderId::Count);

constexpr std::array<std::string_view, idCount> names{
    "",
    "Accept",
    "Accept-Encoding",
    "Access-Control-Request-Headers",
    "Access-Control-Request-Method",
    "Api-Key",
    "Authorization",
    "CF-Connecting-IP",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Date",
    "Expect",
    "Forwarded",
    "grpc-status",
    "Host",
    "If-None-Match",
    "Keep-Alive",
    "Last-Event-ID",
    "Location",
    "Origin",
    "Proxy-Authenticate",
    "Proxy-Authorization",
    "Proxy-Connection",
    "Request-ID",
    "Retry-After",
    "Sec-WebSocket-Accept",
    "Sec-WebSocket-Extensions",
    "Sec-WebSocket-Key",
    "Sec-WebSocket-Protocol",
    "Sec-WebSocket-Version",
    "Server",
    "Set-Cookie",
    "SOAPAction",
    "TE",
    "traceparent",
    "tracestate",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Vary",
    "Via",
    "WWW-Authenticate",
    "X-API-Key",
    "X-API-Version",
    "X-CSRF-Token",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-IS-TEST",
    "X-Real-IP",
    "X-Request-ID",
};

constexpr std::size_t longest = 30;

// A name in lower case, padded with zeros, so that a look-up compares a few words.
struct Known {
    std::array<char, 32> lower{};
    std::uint8_t length = 0;
};

constexpr std::size_t slotCount = 256;

// Length and three letters tell nearly all known names apart. Bit 5 is set as in matches().
constexpr std::size_t slotOf(const char* name, std::size_t length)
{
    const auto letter = [name](std::size_t at) { return static_cast<std::size_t>(asByte(name[at]) | 0x20U); };
    return (length * 7 + letter(0) * 5 + letter(length / 2) * 13 + letter(length - 1) * 3) % slotCount;
}

struct Index {
    std::array<Known, idCount> known{};          // by id
    std::array<std::uint8_t, slotCount> slots{}; // id; 0: free. Open addressing.
};

constexpr Index buildIndex()
{
    Index index;
    for (std::size_t id = 1; id < idCount; ++id) {
        Known& known = index.known[id];
        known.length = static_cast<std::uint8_t>(names[id].size());
        for (std::size_t i = 0; i < names[id].size(); ++i)
            known.lower[i] = toLower(names[id][i]);
        std::size_t slot = slotOf(known.lower.data(), known.length);
        while (index.slots[slot] != 0)
            slot = (slot + 1) % slotCount;
        index.slots[slot] = static_cast<std::uint8_t>(id);
    }
    return index;
}

constexpr Index index = buildIndex();
static_assert(std::all_of(names.begin(), names.end(), [](auto name) { return name.size() <= longest; }));

constexpr std::uint64_t caseBits = 0x2020202020202020;

// Setting bit 5 maps only 'A'..'Z' onto letters; the other collisions ('\r' and '-', for one) are no header
// characters.
bool matches(const char* name, const char* lower, std::size_t length)
{
    const auto differ = [&](std::size_t at) {
        std::uint64_t a = 0;
        std::uint64_t b = 0;
        std::memcpy(&a, name + at, 8);
        std::memcpy(&b, lower + at, 8);
        return (a | caseBits) != b;
    };
    if (length >= 8) {
        for (std::size_t at = 0; at + 8 < length; at += 8) {
            if (differ(at))
                return false;
        }
        return !differ(length - 8); // overlaps what has been compared
    }
    for (; length > 0; ++name, ++lower, --length) {
        if ((*name | 0x20) != *lower)
            return false;
    }
    return true;
}

} // namespace

HeaderId headerIdOf(std::string_view name)
{
    if (name.empty() || name.size() > longest)
        return HeaderId::Unknown;
    for (std::size_t slot = slotOf(name.data(), name.size());; slot = (slot + 1) % slotCount) {
        const std::uint8_t id = index.slots[slot];
        if (id == 0)
            return HeaderId::Unknown;
        if (index.known[id].length == name.size() &&
            matches(name.data(), index.known[id].lower.data(), name.size()))
            return static_cast<HeaderId>(id);
    }
}

std::string_view headerName(HeaderId id)
{
    return names[static_cast<std::size_t>(id)];
}

std::string_view lowerHeaderName(HeaderId id)
{
    const Known& known = index.known[static_cast<std::size_t>(id)];
    return {known.lower.data(), known.length};
}

bool equalsIgnoreCase(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    std::size_t at = 0;
    for (; at + 8 <= a.size(); at += 8) {
        std::uint64_t left = 0;
        std::uint64_t right = 0;
        std::memcpy(&left, a.data() + at, 8);
        std::memcpy(&right, b.data() + at, 8);
        if ((left | caseBits) != (right | caseBits))
            return false; // they differ in more than the case
        if (left != right)
            break; // bit 5 is the case of letters only: looked at one by one
    }
    return std::equal(a.begin() + static_cast<std::ptrdiff_t>(at), a.end(),
                      b.begin() + static_cast<std::ptrdiff_t>(at),
                      [](char x, char y) { return toLower(x) == toLower(y); });
}

bool isHopByHop(HeaderId id)
{
    constexpr auto bit = [](HeaderId one) { return std::uint64_t(1) << static_cast<unsigned>(one); };
    static_assert(idCount <= 64);
    constexpr std::uint64_t hops =
        bit(HeaderId::Connection) | bit(HeaderId::KeepAlive) | bit(HeaderId::ProxyAuthenticate) |
        bit(HeaderId::ProxyAuthorization) | bit(HeaderId::ProxyConnection) | bit(HeaderId::Te) |
        bit(HeaderId::Trailer) | bit(HeaderId::TransferEncoding) | bit(HeaderId::Upgrade);
    return (hops & bit(id)) != 0;
}

void HeaderTable::clear()
{
    m_first.fill(0);
    m_size = 0;
}

bool HeaderTable::add(HeaderId id, std::string_view name, std::string_view value)
{
    if (m_size == capacity)
        return false;
    m_headers[m_size] = {name, value, id, 0};
    ++m_size;
    if (id == HeaderId::Unknown)
        return true;
    std::uint8_t* place = &m_first[static_cast<std::size_t>(id)];
    while (*place != 0)
        place = &m_headers[*place - 1u].nextSame;
    *place = m_size;
    return true;
}

const Header* HeaderTable::find(HeaderId id) const
{
    const std::uint8_t place = m_first[static_cast<std::size_t>(id)];
    return place != 0 ? &m_headers[place - 1u] : nullptr;
}

const Header* HeaderTable::find(std::string_view name) const
{
    if (const HeaderId id = headerIdOf(name); id != HeaderId::Unknown)
        return find(id);
    const Header* found = std::find_if(begin(), end(), [name](const Header& header) {
        return header.id == HeaderId::Unknown && equalsIgnoreCase(header.name, name);
    });
    return found != end() ? found : nullptr;
}

const Header* HeaderTable::next(const Header& header) const
{
    if (header.id != HeaderId::Unknown)
        return header.nextSame != 0 ? &m_headers[header.nextSame - 1u] : nullptr;
    const Header* found = std::find_if(&header + 1, end(), [&header](const Header& other) {
        return other.id == HeaderId::Unknown && equalsIgnoreCase(other.name, header.name);
    });
    return found != end() ? found : nullptr;
}

std::string_view HeaderTable::value(HeaderId id) const
{
    const Header* header = find(id);
    return header ? header->value : std::string_view();
}

std::string_view HeaderTable::value(std::string_view name) const
{
    const Header* header = find(name);
    return header ? header->value : std::string_view();
}

bool HeaderTable::hasToken(HeaderId id, std::string_view token) const
{
    bool found = false;
    for (const Header* header = find(id); header && !found; header = next(*header))
        forEachToken(header->value,
                     [&](std::string_view one) { found = found || equalsIgnoreCase(one, token); });
    return found;
}

void HeaderTable::rebase(const char* from, const char* to)
{
    for (std::size_t i = 0; i < m_size; ++i) {
        Header& header = m_headers[i];
        header.name = {to + (header.name.data() - from), header.name.size()};
        header.value = {to + (header.value.data() - from), header.value.size()};
    }
}

} // namespace gatehouse::http
