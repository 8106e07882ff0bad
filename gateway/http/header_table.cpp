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

// Names grouped by length, each padded with zeros and in lower case, so that a look-up compares a few words.
struct Known {
    std::array<char, 32> lower{};
    HeaderId id = HeaderId::Unknown;
};

struct Index {
    std::array<Known, idCount> known{};
    std::array<std::uint8_t, longest + 2> first{}; // by length
};

constexpr Index buildIndex()
{
    Index index;
    std::size_t at = 0;
    for (std::size_t length = 0; length <= longest; ++length) {
        index.first[length] = static_cast<std::uint8_t>(at);
        for (std::size_t id = 1; id < idCount; ++id) {
            if (names[id].size() != length)
                continue;
            for (std::size_t i = 0; i < length; ++i)
                index.known[at].lower[i] = toLower(names[id][i]);
            index.known[at++].id = static_cast<HeaderId>(id);
        }
    }
    index.first[longest + 1] = static_cast<std::uint8_t>(at);
    return index;
}

constexpr Index index = buildIndex();
static_assert(index.first[longest + 1] == idCount - 1, "a name is longer than `longest`");

// Setting bit 5 maps only 'A'..'Z' onto letters; the other collisions ('\r' and '-', for one) are no header
// characters.
bool matches(const char* name, const char* lower, std::size_t length)
{
    constexpr std::uint64_t caseBits = 0x2020202020202020;
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    for (; length >= 8; name += 8, lower += 8, length -= 8) {
        std::memcpy(&a, name, 8);
        std::memcpy(&b, lower, 8);
        if ((a | caseBits) != b)
            return false;
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
    if (name.size() > longest)
        return HeaderId::Unknown;
    for (std::size_t i = index.first[name.size()]; i < index.first[name.size() + 1]; ++i) {
        if (matches(name.data(), index.known[i].lower.data(), name.size()))
            return index.known[i].id;
    }
    return HeaderId::Unknown;
}

std::string_view headerName(HeaderId id)
{
    return names[static_cast<std::size_t>(id)];
}

bool equalsIgnoreCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return toLower(x) == toLower(y); });
}

bool isHopByHop(HeaderId id)
{
    switch (id) {
    case HeaderId::Connection:
    case HeaderId::KeepAlive:
    case HeaderId::ProxyAuthenticate:
    case HeaderId::ProxyAuthorization:
    case HeaderId::ProxyConnection:
    case HeaderId::Te:
    case HeaderId::Trailer:
    case HeaderId::TransferEncoding:
    case HeaderId::Upgrade:
        return true;
    default:
        return false;
    }
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
