// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/http2_client.h"

#include <algorithm>

#include <nghttp2/nghttp2.h>

namespace gatehouse::harness {

namespace {

constexpr std::string_view preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

std::uint32_t number(std::string_view bytes)
{
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4))
        value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

/// An integer of RFC 7541 section 5.1 with a prefix of seven bits.
std::string hpackLength(std::size_t length)
{
    if (length < 127)
        return std::string(1, static_cast<char>(length));
    std::string text(1, '\x7f');
    for (length -= 127; length >= 128; length /= 128)
        text += static_cast<char>(length % 128 + 128);
    return text + static_cast<char>(length);
}

std::string find(const Fields& fields, std::string_view name)
{
    const auto at =
        std::find_if(fields.begin(), fields.end(), [name](const auto& f) { return f.first == name; });
    return at == fields.end() ? std::string() : at->second;
}

} // namespace

std::string bigEndian(std::uint32_t value)
{
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8)
        text += static_cast<char>(value >> shift & 0xff);
    return text;
}

std::string http2Frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream, std::string_view payload)
{
    std::string text = bigEndian(static_cast<std::uint32_t>(payload.size())).substr(1);
    text += static_cast<char>(type);
    text += static_cast<char>(flags);
    return text.append(bigEndian(stream)).append(payload);
}

std::string http2Block(const Fields& fields)
{
    std::string block;
    for (const auto& [name, value] : fields)
        block.append(1, '\0')
            .append(hpackLength(name.size()))
            .append(name)
            .append(hpackLength(value.size()))
            .append(value);
    return block;
}

std::string http2Wide()
{
    const std::string streams =
        std::string("\0\4", 2) + bigEndian(0x7fffffff); // SETTINGS_INITIAL_WINDOW_SIZE
    return http2Frame(Settings, 0, 0, streams) + http2Frame(Window, 0, 0, bigEndian(0x7fff0000));
}

std::string http2WideGet(const std::string& path)
{
    return std::string(preface) + http2Wide() +
           http2Frame(Headers, EndHeaders | EndStream, 1, http2Block(http2Request("GET", path)));
}

Fields http2Request(const std::string& method, const std::string& path, const Fields& others)
{
    Fields fields{{":method", method}, {":scheme", "http"}, {":authority", "api.test"}, {":path", path}};
    fields.insert(fields.end(), others.begin(), others.end());
    return fields;
}

std::string Http2Answer::field(std::string_view name) const
{
    return find(fields, name);
}

std::string Http2Answer::trailer(std::string_view name) const
{
    return find(trailers, name);
}

Http2Client::Http2Client(RawSocket socket, Http2Side side, std::string_view settings)
    : m_socket(std::move(socket))
    , m_side(side)
{
    nghttp2_hd_inflate_new(&m_inflater);
    send((side == Http2Side::Client ? std::string(preface) : std::string()) +
         http2Frame(Http2Type::Settings, 0, 0, settings));
}

Http2Client::~Http2Client()
{
    nghttp2_hd_inflate_del(m_inflater);
}

bool Http2Client::request(std::uint32_t stream, const Fields& fields, bool end)
{
    constexpr std::size_t Most = 16384;
    const std::string block = http2Block(fields);
    std::string frames;
    for (std::size_t at = 0; at < block.size(); at += Most) {
        const std::uint8_t flags =
            (at + Most >= block.size() ? EndHeaders : 0) | (end && at == 0 ? EndStream : 0);
        frames += http2Frame(at == 0 ? Headers : Continuation, flags, stream,
                             std::string_view(block).substr(at, Most));
    }
    return send(frames);
}

bool Http2Client::data(std::uint32_t stream, std::string_view bytes, bool end)
{
    constexpr std::size_t Most = 16384;
    do {
        const std::string_view piece = bytes.substr(0, Most);
        bytes.remove_prefix(piece.size());
        if (!send(http2Frame(Data, end && bytes.empty() ? EndStream : 0, stream, piece)))
            return false;
    } while (!bytes.empty());
    return true;
}

void Http2Client::onHeaders(std::uint8_t flags, std::uint32_t stream, std::string_view block)
{
    Http2Answer& answer = m_streams[stream];
    Fields fields;
    const auto* at = reinterpret_cast<const std::uint8_t*>(block.data());
    std::size_t left = block.size();
    for (;;) {
        nghttp2_nv field{};
        int got = 0;
        const ssize_t used = nghttp2_hd_inflate_hd2(m_inflater, &field, &got, at, left, 1);
        if (used < 0)
            return;
        at += used;
        left -= static_cast<std::size_t>(used);
        if (got & NGHTTP2_HD_INFLATE_EMIT)
            fields.emplace_back(std::string(reinterpret_cast<char*>(field.name), field.namelen),
                                std::string(reinterpret_cast<char*>(field.value), field.valuelen));
        if (got & NGHTTP2_HD_INFLATE_FINAL)
            break;
    }
    nghttp2_hd_inflate_end_headers(m_inflater);
    const int status = std::atoi(find(fields, ":status").c_str());
    if (status >= 100 && status < 200) {
        answer.informed = status;
    } else if (!answer.fields.empty()) {
        answer.trailers = fields;
    } else {
        answer.status = status;
        answer.fields = fields;
    }
    answer.ended = answer.ended || (flags & EndStream);
}

void Http2Client::onSettings(std::string_view payload)
{
    constexpr std::size_t Entry = 6;
    for (; payload.size() >= Entry; payload.remove_prefix(Entry)) {
        const auto id = static_cast<std::uint16_t>(number(payload) >> 16);
        settings[id] = number(payload.substr(2));
        if (payload[0] == 0 && payload[1] == 4) // SETTINGS_INITIAL_WINDOW_SIZE
            initialWindow = number(payload.substr(2));
    }
    send(http2Frame(Http2Type::Settings, Ack, 0));
}

bool Http2Client::step()
{
    constexpr std::size_t Head = 9;
    if (m_side == Http2Side::Server && !std::exchange(m_prefaced, true)) {
        while (m_buffer.size() < preface.size()) {
            const std::string more = m_socket.readSome();
            if (more.empty())
                return false;
            m_buffer += more;
        }
        m_buffer.erase(0, preface.size());
    }
    while (m_buffer.size() < Head || m_buffer.size() < Head + (number(m_buffer) >> 8)) {
        const std::string more = m_socket.readSome();
        if (more.empty()) {
            closed = true;
            return false;
        }
        m_buffer += more;
    }
    const std::size_t size = number(m_buffer) >> 8;
    const auto type = static_cast<std::uint8_t>(m_buffer[3]);
    const auto flags = static_cast<std::uint8_t>(m_buffer[4]);
    const std::uint32_t stream = number(std::string_view(m_buffer).substr(5)) & 0x7fffffff;
    const std::string payload = m_buffer.substr(Head, size);
    m_buffer.erase(0, Head + size);
    switch (type) {
    case Data: {
        Http2Answer& answer = m_streams[stream];
        answer.bytes += size;
        ++answer.frames;
        if (keepBodies)
            answer.body += payload;
        answer.ended = (flags & EndStream) != 0;
        if (openWindows && size > 0)
            send(http2Frame(Window, 0, 0, bigEndian(std::uint32_t(size))) +
                 (answer.ended ? std::string()
                               : http2Frame(Window, 0, stream, bigEndian(std::uint32_t(size)))));
        break;
    }
    case Headers:
        ++m_streams[stream].frames;
        m_blockFlags = flags;
        m_block.clear();
        [[fallthrough]];
    case Continuation:
        m_block += payload;
        if (flags & EndHeaders)
            onHeaders(m_blockFlags, stream, m_block);
        break;
    case Reset:
        m_streams[stream].reset = static_cast<int>(number(payload));
        break;
    case Http2Type::Settings:
        if (!(flags & Ack))
            onSettings(payload);
        break;
    case Ping:
        if (flags & Ack)
            ++pings;
        else if (++pinged; answerPings)
            send(http2Frame(Ping, Ack, 0, payload));
        break;
    case Goaway:
        goaways.push_back(number(payload) & 0x7fffffff);
        lastGoaway = static_cast<int>(number(std::string_view(payload).substr(4)));
        break;
    case Window:
        windows[stream] += number(payload);
        break;
    default:
        break;
    }
    return true;
}

bool Http2Client::holdsFrame() const
{
    constexpr std::size_t Head = 9;
    return m_buffer.size() >= Head && m_buffer.size() >= Head + (number(m_buffer) >> 8);
}

const Http2Answer& Http2Client::seen(std::uint32_t stream) const
{
    static const Http2Answer Nothing;
    const auto at = m_streams.find(stream);
    return at == m_streams.end() ? Nothing : at->second;
}

bool Http2Client::until(const std::function<bool()>& holds)
{
    while (!holds()) {
        if (!step())
            return holds();
    }
    return true;
}

const Http2Answer& Http2Client::answer(std::uint32_t stream)
{
    until([&] { return m_streams[stream].over(); });
    return m_streams[stream];
}

int Http2Client::goawayCode()
{
    until([] { return false; });
    return lastGoaway;
}

} // namespace gatehouse::harness
