// SPDX-License-Identifier: GPL-3.0-or-later
// Frames from an upstream through the session and the reader of heads, while three requests run. The first
// byte cuts the input into pieces.
#include "gateway/http/http2_fields.h"
#include "gateway/http/http2_response.h"
#include "gateway/http/http2_session.h"
#include "gateway/http/syntax.h"
#include "tests/fuzz/http2_drive.h"

#include <algorithm>
#include <array>
#include <deque>
#include <string>
#include <utility>

using namespace gatehouse::http;
using gatehouse::fuzz::check;
using gatehouse::fuzz::drain;

namespace {

constexpr std::size_t Window = 65'535;

/// One request whose body, if it has one, is longer than the first window.
class Stream final : public Http2StreamUser {
public:
    void start(Http2Session& session, Http2Fields& fields, Method method)
    {
        m_session = &session;
        m_method = method;
        m_left = method == Method::Post ? 2 * Window : 0;
        fields.clear();
        fields.pseudo(":method", method == Method::Post ? "POST" : method == Method::Head ? "HEAD" : "GET");
        fields.pseudo(":scheme", "http");
        fields.pseudo(":authority", "a.test");
        fields.pseudo(":path", "/x");
        m_id = session.request(fields, m_left > 0, *this);
        check(m_id > 0, "a new session takes requests");
    }

    void onFieldsBegin() override
    {
        check(!m_closed && !m_ended, "nothing comes behind the end");
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
        if (m_headDone)
            return;
        const HeadError error = m_reader.finish(end, m_method);
        m_headDone = error != HeadError::None || !m_head.interim;
        if (error == HeadError::None)
            checkHead(end);
        else
            m_session->cancel(m_id, 1);
        m_closed = m_closed || error != HeadError::None;
    }
    void onData(std::string_view data) override
    {
        check(m_headDone && !m_closed && !m_ended, "a body lies between head and end");
        check(m_head.framing != BodyFraming::None, "no body where there is none");
        m_got += data.size();
        check(m_got <= Window, "the window bounds what waits");
        m_session->consumeConnection(data.size());
    }
    void onDataEnd() override { check(!std::exchange(m_ended, true), "an answer ends once"); }
    Http2Readable onReadable(std::size_t most) override
    {
        const std::size_t bytes = std::min(most, m_left);
        return {bytes, bytes == m_left, nullptr};
    }
    void onTake(char* into, std::size_t bytes) override
    {
        check(bytes <= m_left, "no more is taken than is there");
        std::fill_n(into, bytes, 'u');
        m_left -= bytes;
    }
    void onFrameSent(std::size_t, bool) override {}
    void onStreamClosed(std::uint32_t) override
    {
        check(!std::exchange(m_closed, true), "a stream closes once");
    }

private:
    void checkHead(bool end) const
    {
        check(m_head.status >= 100 && m_head.status <= 999 && m_head.status != 101, "the status is one");
        check(!end || m_head.framing == BodyFraming::None, "no body behind the end");
        check(!(end && m_head.interim), "an interim answer does not end");
        for (const Header& header : m_head.headers) {
            check(isToken(header.name) && isCleanValue(header.value), "fields can be written as lines");
            check(header.id != HeaderId::TransferEncoding && header.id != HeaderId::Connection,
                  "no field of HTTP/1 connections passes");
        }
    }

    Http2Session* m_session = nullptr;
    std::int32_t m_id = 0;
    Method m_method = Method::Get;
    Http2ResponseReader m_reader;
    ResponseHead m_head;
    std::deque<std::string> m_text;
    std::size_t m_left = 0, m_got = 0;
    bool m_headDone = false, m_ended = false, m_closed = false;
};

class Client final : public Http2SessionUser {
public:
    Client()
        : m_session(Http2Session::Role::Client, limits(), *this)
    {
        Http2Fields fields;
        m_streams[0].start(m_session, fields, Method::Get);
        m_streams[1].start(m_session, fields, Method::Head);
        m_streams[2].start(m_session, fields, Method::Post);
        drain(m_session);
    }
    bool take(std::string_view bytes)
    {
        const bool alive = m_session.receive(bytes, ++m_now);
        drain(m_session);
        return alive && m_session.fault() == Http2Fault::None;
    }

private:
    static Http2Limits limits()
    {
        Http2Limits limits;
        limits.streamWindow = limits.connectionWindow = Window;
        limits.maxControlFrames = 100;
        limits.maxFieldBytes = 4096;
        return limits;
    }
    Http2StreamUser* onPeerStream(std::int32_t) override
    {
        check(false, "an upstream opens no streams");
        return nullptr;
    }
    void onMalformed() override {}
    void onGoaway(std::int32_t, std::uint32_t) override {}
    void onPingAnswered() override {}

    std::array<Stream, 3> m_streams;
    Http2Session m_session;
    std::int64_t m_now = 0;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    gatehouse::fuzz::feed<Client>(data, size, {});
    return 0;
}
