// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/raw_socket.h"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct nghttp2_hd_inflater;

namespace gatehouse::harness {

using Fields = std::vector<std::pair<std::string, std::string>>;

enum Http2Type : std::uint8_t {
    Data,
    Headers,
    Priority,
    Reset,
    Settings,
    Push,
    Ping,
    Goaway,
    Window,
    Continuation
};
constexpr std::uint8_t EndStream = 1;
constexpr std::uint8_t Ack = 1;
constexpr std::uint8_t EndHeaders = 4;

/// One frame as it goes over the wire, however wrong.
std::string http2Frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream,
                       std::string_view payload = {});
std::string bigEndian(std::uint32_t value);
/// Literals without compression: every field as told, in this order.
std::string http2Block(const Fields& fields);
/// :method, :scheme, :authority, :path, then the others.
Fields http2Request(const std::string& method, const std::string& path, const Fields& others = {});
/// Lets the other side send as much as it likes: SETTINGS and WINDOW_UPDATE with the widest windows.
std::string http2Wide();
/// All that a client sends for one GET whose answer nothing but TCP holds back.
std::string http2WideGet(const std::string& path);

/// What a stream has brought so far: an answer, or on the server's side a request (without status).
struct Http2Answer {
    int status = 0;
    int informed = 0; ///< the last interim status
    Fields fields, trailers;
    std::string body;
    std::uint64_t bytes = 0; ///< of the body, also when it is not kept
    bool ended = false;
    int reset = -1; ///< error code of a reset
    int frames = 0; ///< HEADERS and DATA

    bool over() const { return ended || reset >= 0; }
    std::string field(std::string_view name) const;
    std::string trailer(std::string_view name) const;
};

enum class Http2Side { Client, Server };

/// One side of an HTTP/2 connection, frame by frame; blocking. SETTINGS and PING are acknowledged,
/// and the windows are kept open unless a test says otherwise.
class Http2Client {
public:
    /// Sends the preface and `settings` (payload of the SETTINGS frame).
    explicit Http2Client(RawSocket socket, std::string_view settings = {})
        : Http2Client(std::move(socket), Http2Side::Client, settings)
    {
    }
    Http2Client(RawSocket socket, Http2Side side, std::string_view settings = {});
    ~Http2Client();
    Http2Client(const Http2Client&) = delete;
    Http2Client& operator=(const Http2Client&) = delete;

    bool send(std::string_view bytes) { return m_socket.send(bytes); }
    bool request(std::uint32_t stream, const Fields& fields, bool end = true);
    bool data(std::uint32_t stream, std::string_view bytes, bool end = false);

    /// Takes frames until `holds`; false when the connection or the time ends first.
    bool until(const std::function<bool()>& holds);
    /// The answer of a stream when it is over, or what there is of it.
    const Http2Answer& answer(std::uint32_t stream);
    const Http2Answer& now(std::uint32_t stream) { return m_streams[stream]; }
    /// As now(), but does not begin to keep anything.
    const Http2Answer& seen(std::uint32_t stream) const;
    /// Whether a complete frame has been read that nobody has looked at.
    bool holdsFrame() const;
    /// SETTINGS of the peer, by identifier.
    std::map<std::uint16_t, std::uint32_t> settings;
    /// A request on the next free stream, and its answer.
    const Http2Answer& ask(const Fields& fields) { return answer(send(fields)); }
    std::uint32_t send(const Fields& fields)
    {
        m_next += 2;
        request(m_next, fields);
        return m_next;
    }
    /// Error code of the last GOAWAY, read to the end of the connection; -1 when there was none.
    int goawayCode();

    std::vector<std::uint32_t> goaways;            ///< last stream ids told
    int lastGoaway = -1;                           ///< error code
    std::map<std::uint32_t, std::int64_t> windows; ///< increments received; 0: the connection
    int pings = 0;                                 ///< answered by the peer
    int pinged = 0;                                ///< by the peer
    bool answerPings = true;
    std::int64_t initialWindow = 65'535; ///< of a stream, as the peer said
    bool keepBodies = true;
    bool openWindows = true;
    bool closed = false;
    RawSocket& socket() { return m_socket; }

private:
    bool step();
    void onSettings(std::string_view payload);
    void onHeaders(std::uint8_t flags, std::uint32_t stream, std::string_view block);

    RawSocket m_socket;
    std::string m_buffer;
    std::string m_block; ///< of HEADERS, until CONTINUATION has brought all of it
    std::uint8_t m_blockFlags = 0;
    std::map<std::uint32_t, Http2Answer> m_streams;
    nghttp2_hd_inflater* m_inflater = nullptr;
    std::uint32_t m_next = 99'999;
    Http2Side m_side;
    bool m_prefaced = false;
};

} // namespace gatehouse::harness
