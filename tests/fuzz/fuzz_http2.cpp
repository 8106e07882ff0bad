// SPDX-License-Identifier: GPL-3.0-or-later
// Frames from a client through the session and the reader of heads. The first byte cuts the input into
// pieces.
#include "gateway/http/http2_fields.h"
#include "gateway/http/http2_request.h"
#include "gateway/http/http2_session.h"
#include "gateway/http/syntax.h"
#include "tests/fuzz/http2_drive.h"

#include <deque>
#include <map>
#include <memory>
#include <string>

using namespace gatehouse::http;
using gatehouse::fuzz::check;
using gatehouse::fuzz::drain;

namespace {

constexpr std::size_t MaxWindow = 70'000;

/// Answers each complete request with what it sent, and a WebSocket (RFC 8441) piece by piece.
class Stream final : public Http2StreamUser {
public:
    Stream(Http2Session& session, Http2Fields& fields, std::int32_t id)
        : m_session(session)
        , m_fields(fields)
        , m_id(id)
    {
    }

    void onFieldsBegin() override
    {
        check(!closed, "nothing comes on a closed stream");
        if (!m_headDone)
            m_reader.begin(m_head, {});
    }
    void onField(std::string_view name, std::string_view value) override
    {
        if (m_headDone)
            return;
        m_text.emplace_back(name);
        m_text.emplace_back(value);
        m_reader.field(m_text[m_text.size() - 2], m_text.back());
    }
    void onFieldsEnd(bool end, std::size_t) override
    {
        if (end)
            onDataEnd();
        if (std::exchange(m_headDone, true))
            return;
        m_cookies.resize(m_reader.cookieBytes());
        if (m_reader.finish(end, m_cookies.data()) != HeadError::None) {
            m_session.cancel(m_id, 1);
            closed = true;
            return;
        }
        checkHead(end);
        m_answer = m_answer || m_head.extendedConnect;
    }
    void onData(std::string_view data) override
    {
        check(!closed && !m_ended, "no body behind its end");
        m_body += data;
        check(m_body.size() <= MaxWindow, "the window bounds what waits");
        m_session.consumeConnection(data.size());
        m_resume = m_head.extendedConnect;
    }
    void onDataEnd() override
    {
        check(!std::exchange(m_ended, true), "a body ends once");
        m_answer = m_answer || !m_head.extendedConnect;
        m_resume = m_head.extendedConnect;
    }
    Http2Readable onReadable(std::size_t most) override
    {
        const std::size_t bytes = std::min(most, m_body.size());
        return {bytes, bytes == m_body.size() && (m_ended || !m_head.extendedConnect), nullptr};
    }
    void onTake(char* into, std::size_t bytes) override
    {
        check(bytes <= m_body.size(), "no more is taken than is there");
        m_body.copy(into, bytes);
        m_body.erase(0, bytes);
    }
    void onFrameSent(std::size_t, bool) override {}
    void onStreamClosed(std::uint32_t) override
    {
        check(!std::exchange(closed, true), "a stream closes once");
    }
    /// Outside of the library, as the gateway does it.
    void react()
    {
        if (!closed && std::exchange(m_resume, false))
            m_session.resume(m_id);
        if (closed || !std::exchange(m_answer, false))
            return;
        m_fields.clear();
        m_fields.status(200);
        if (!m_head.extendedConnect)
            m_fields.header("content-length", m_body.size());
        m_session.respond(m_id, m_fields, true);
    }
    bool closed = false;

private:
    void checkHead(bool end) const
    {
        check(m_head.path == "*" || m_head.path.front() == '/', "the path is absolute");
        check(isTargetText(m_head.target) && isAuthority(m_head.host) && isToken(m_head.method),
              "method, target and host can be written on a line of HTTP/1.1");
        check(!end || m_head.framing == BodyFraming::None, "no body behind the end");
        check(m_head.methodId != Method::Connect, "no tunnel to anywhere");
        check(!m_head.extendedConnect || (m_head.methodId == Method::Get && m_head.upgrade && !end),
              "an extended CONNECT is a handshake");
        for (const Header& header : m_head.headers) {
            check(isToken(header.name) && isCleanValue(header.value), "fields can be written as lines");
            check(header.id != HeaderId::TransferEncoding && header.id != HeaderId::Connection &&
                      (header.id != HeaderId::Upgrade || m_head.extendedConnect),
                  "no field of HTTP/1 connections passes");
        }
    }

    Http2Session& m_session;
    Http2Fields& m_fields;
    std::int32_t m_id;
    Http2RequestReader m_reader;
    RequestHead m_head;
    std::deque<std::string> m_text;
    std::string m_cookies, m_body;
    bool m_headDone = false, m_ended = false, m_answer = false, m_resume = false;
};

class Server final : public Http2SessionUser {
public:
    Server()
        : m_session(Http2Session::Role::Server, limits(), *this)
    {
    }
    bool take(std::string_view bytes)
    {
        const bool alive = m_session.receive(bytes, ++m_now);
        for (auto& [id, stream] : m_streams)
            stream->react();
        std::erase_if(m_streams, [](const auto& entry) { return entry.second->closed; });
        check(m_streams.size() <= limits().maxStreams + 1, "the number of streams is bounded");
        drain(m_session);
        return alive && m_session.fault() == Http2Fault::None;
    }

private:
    static Http2Limits limits()
    {
        Http2Limits limits;
        limits.streamWindow = limits.connectionWindow = 65'535;
        limits.maxStreams = 10;
        limits.maxResets = 20;
        limits.maxControlFrames = 100;
        limits.maxFieldBytes = 4096;
        limits.extendedConnect = true;
        return limits;
    }
    Http2StreamUser* onPeerStream(std::int32_t id) override
    {
        auto& stream = m_streams[id];
        check(!stream, "a stream opens once");
        stream = std::make_unique<Stream>(m_session, m_fields, id);
        return stream.get();
    }
    void onMalformed() override {}
    void onGoaway(std::int32_t, std::uint32_t) override {}
    void onPingAnswered() override {}

    std::map<std::int32_t, std::unique_ptr<Stream>> m_streams;
    Http2Fields m_fields;
    Http2Session m_session;
    std::int64_t m_now = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    gatehouse::fuzz::feed<Server>(data, size, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    return 0;
}
