// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// Headers that the gateway itself looks at. The order is the order of the table in header_table.cpp.
enum class HeaderId : std::uint8_t {
    Unknown,
    Accept,
    AcceptEncoding,
    AccessControlRequestHeaders,
    AccessControlRequestMethod,
    ApiKey,
    Authorization,
    CfConnectingIp,
    Connection,
    ContentEncoding,
    ContentLength,
    ContentType,
    Cookie,
    Date,
    Expect,
    Forwarded,
    GrpcStatus,
    Host,
    IfNoneMatch,
    KeepAlive,
    LastEventId,
    Location,
    Origin,
    ProxyAuthenticate,
    ProxyAuthorization,
    ProxyConnection,
    RequestId,
    RetryAfter,
    SecWebSocketAccept,
    SecWebSocketExtensions,
    SecWebSocketKey,
    SecWebSocketProtocol,
    SecWebSocketVersion,
    Server,
    SetCookie,
    SoapAction,
    Te,
    TraceParent,
    TraceState,
    Trailer,
    TransferEncoding,
    Upgrade,
    UserAgent,
    Vary,
    Via,
    WwwAuthenticate,
    XApiKey,
    XApiVersion,
    XCsrfToken,
    XForwardedFor,
    XForwardedHost,
    XForwardedProto,
    XIsTest,
    XRealIp,
    XRequestId,
    Count
};

/// Known header of `name` in any case, or Unknown.
HeaderId headerIdOf(std::string_view name);
/// The name as it is usually written ("Content-Type"); empty for Unknown.
std::string_view headerName(HeaderId id);
/// The name in lower case, as HTTP/2 has it.
std::string_view lowerHeaderName(HeaderId id);
/// ASCII only, as header names are (RFC 9110 section 5.1).
bool equalsIgnoreCase(std::string_view a, std::string_view b);
/// Headers that concern one connection and are never forwarded (RFC 9110 section 7.6.1). The tokens named by
/// Connection come on top.
bool isHopByHop(HeaderId id);

struct Header {
    std::string_view name;
    std::string_view value; ///< without surrounding white space
    HeaderId id = HeaderId::Unknown;
    std::uint8_t nextSame = 0; ///< 1 + index of the next header with the same known id
};

/// The headers of one message in order of arrival, as views into the buffer they came in. Fixed memory (about
/// 5 KiB), so it belongs into an exchange and not into an idle connection.
class HeaderTable {
public:
    static constexpr std::size_t capacity = 128;

    void clear();
    /// False when the table is full. `id` is looked up from the name.
    bool add(std::string_view name, std::string_view value) { return add(headerIdOf(name), name, value); }
    bool add(HeaderId id, std::string_view name, std::string_view value);

    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    const Header* begin() const { return m_headers.data(); }
    const Header* end() const { return m_headers.data() + m_size; }
    const Header& operator[](std::size_t index) const { return m_headers[index]; }

    bool has(HeaderId id) const { return m_first[static_cast<std::size_t>(id)] != 0; }
    /// First header of that id in O(1), or null. `id` is not Unknown.
    const Header* find(HeaderId id) const;
    /// First header of that name in any case, or null. O(1) for known names.
    const Header* find(std::string_view name) const;
    /// The next one with the same name, or null.
    const Header* next(const Header& header) const;
    /// Value of the first one, or empty.
    std::string_view value(HeaderId id) const;
    std::string_view value(std::string_view name) const;
    /// True when a comma-separated list in any header of this id holds `token` (any case).
    bool hasToken(HeaderId id, std::string_view token) const;

    /// The bytes have been copied from `from` to `to`: moves every view along.
    void rebase(const char* from, const char* to);

private:
    std::array<Header, capacity> m_headers;
    std::array<std::uint8_t, static_cast<std::size_t>(HeaderId::Count)> m_first{}; // 1 + index
    std::uint8_t m_size = 0;
};

/// Calls visit(token) for each element of a comma-separated list, white space stripped, empty ones left out.
template <typename Visitor>
void forEachToken(std::string_view list, Visitor visit)
{
    constexpr std::string_view blank = " \t";
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        std::string_view token = list.substr(0, comma);
        list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
        const std::size_t first = token.find_first_not_of(blank);
        if (first != std::string_view::npos)
            visit(token.substr(first, token.find_last_not_of(blank) - first + 1));
    }
}

} // namespace gatehouse::http
