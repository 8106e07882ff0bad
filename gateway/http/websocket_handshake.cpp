// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/websocket_handshake.h"

#include "gateway/http/syntax.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <algorithm>

namespace gatehouse::http {

namespace {

constexpr std::array<HandshakeFaultRow, 7> handshakeRows{{
    {101, ""},
    {400, "A WebSocket handshake is a GET request"},
    {400, "A WebSocket handshake needs HTTP/1.1"},
    {426, "A WebSocket handshake needs Upgrade: websocket and Connection: Upgrade"},
    {426, "Only version 13 of WebSocket is spoken here"},
    {400, "Sec-WebSocket-Key must be there once and hold 16 bytes in base64"},
    {400, "A WebSocket handshake has no body"},
}};

/// Base64 of exactly 16 bytes.
bool isKey(std::string_view key)
{
    if (key.size() != 24 || !key.ends_with("=="))
        return false;
    const bool letters = std::all_of(key.begin(), key.end() - 2, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
               c == '/';
    });
    constexpr std::string_view WithoutLooseBits = "AQgw"; // the last letter holds two bits of the 16 bytes
    return letters && WithoutLooseBits.find(key[21]) != std::string_view::npos;
}

std::size_t countOf(const HeaderTable& headers, HeaderId id)
{
    return static_cast<std::size_t>(
        std::count_if(headers.begin(), headers.end(), [id](const Header& field) { return field.id == id; }));
}

} // namespace

const HandshakeFaultRow& row(HandshakeFault fault)
{
    return handshakeRows[static_cast<std::size_t>(fault)];
}

bool wantsWebSocket(const RequestHead& head)
{
    return head.headers.hasToken(HeaderId::Upgrade, "websocket") ||
           head.headers.has(HeaderId::SecWebSocketKey);
}

HandshakeFault checkHandshake(const RequestHead& head)
{
    if (head.methodId != Method::Get)
        return HandshakeFault::Method;
    if (head.minorVersion == 0)
        return HandshakeFault::HttpVersion;
    if (!head.upgrade || !head.headers.hasToken(HeaderId::Upgrade, "websocket"))
        return HandshakeFault::Tokens;
    if (head.headers.value(HeaderId::SecWebSocketVersion) != "13" ||
        countOf(head.headers, HeaderId::SecWebSocketVersion) != 1)
        return HandshakeFault::Version;
    if (!isKey(head.headers.value(HeaderId::SecWebSocketKey)) ||
        countOf(head.headers, HeaderId::SecWebSocketKey) != 1)
        return HandshakeFault::Key;
    if (head.hasBody())
        return HandshakeFault::Body;
    return HandshakeFault::None;
}

WebSocketAccept webSocketAccept(std::string_view key)
{
    constexpr std::string_view Guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // section 1.3
    QCryptographicHash sha1(QCryptographicHash::Sha1);
    sha1.addData(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())));
    sha1.addData(QByteArrayView(Guid.data(), static_cast<qsizetype>(Guid.size())));
    const QByteArray text = sha1.result().toBase64();
    WebSocketAccept accept{};
    std::copy_n(text.begin(), std::min<qsizetype>(text.size(), qsizetype(accept.size())), accept.begin());
    return accept;
}

WebSocketKey webSocketKey(const std::array<std::uint64_t, 2>& random)
{
    const QByteArray text =
        QByteArray::fromRawData(reinterpret_cast<const char*>(random.data()), sizeof random).toBase64();
    WebSocketKey key{};
    std::copy_n(text.begin(), std::min<qsizetype>(text.size(), qsizetype(key.size())), key.begin());
    return key;
}

std::string_view checkHandshakeAnswer(const ResponseHead& answer, std::string_view key,
                                      const HeaderTable& request)
{
    const HeaderTable& headers = answer.headers;
    if (!headers.hasToken(HeaderId::Upgrade, "websocket") ||
        !headers.hasToken(HeaderId::Connection, "upgrade"))
        return "101 without Upgrade: websocket and Connection: Upgrade";
    const WebSocketAccept wanted = webSocketAccept(key);
    if (headers.value(HeaderId::SecWebSocketAccept) != std::string_view(wanted.data(), wanted.size()))
        return "101 with a wrong Sec-WebSocket-Accept";
    if (headers.has(HeaderId::SecWebSocketExtensions) &&
        !trimmed(headers.value(HeaderId::SecWebSocketExtensions)).empty())
        return "101 with an extension nobody offered";
    const std::string_view protocol = headers.value(HeaderId::SecWebSocketProtocol);
    if (headers.has(HeaderId::SecWebSocketProtocol) &&
        !request.hasToken(HeaderId::SecWebSocketProtocol, protocol))
        return "101 with a subprotocol nobody offered";
    return {};
}

} // namespace gatehouse::http
