// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_session.h"

#include "gateway/http/http2_callbacks.h"
#include "gateway/http/http2_fields.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::int32_t largestStreamId = 0x7fffffff;
constexpr std::uint32_t headsPerIntroduction =
    256; // the other side's table forgets what is older than much else

} // namespace

Http2Session::Http2Session(Role role, const Http2Limits& limits, Http2SessionUser& user)
    : m_user(user)
    , m_limits(limits)
{
    const Http2Library& library = Http2Library::instance();
    if (role == Role::Server)
        nghttp2_session_server_new2(&m_session, library.callbacks, this, library.options);
    else
        nghttp2_session_client_new2(&m_session, library.callbacks, this, library.options);
    std::array<nghttp2_settings_entry, 5> entries{};
    std::size_t count = 0;
    entries[count++] = {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindow};
    entries[count++] = {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits.maxFieldBytes};
    if (role == Role::Server)
        entries[count++] = {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.maxStreams};
    else
        entries[count++] = {NGHTTP2_SETTINGS_ENABLE_PUSH, 0};
    if (role == Role::Server && limits.extendedConnect)
        entries[count++] = {NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL, 1};
    nghttp2_submit_settings(m_session, NGHTTP2_FLAG_NONE, entries.data(), count);
    nghttp2_session_set_local_window_size(m_session, NGHTTP2_FLAG_NONE, 0,
                                          static_cast<std::int32_t>(limits.connectionWindow));
    m_client = role == Role::Client;
}

Http2Session::~Http2Session()
{
    nghttp2_session_del(m_session);
}

// --- bytes

bool Http2Session::receive(std::string_view bytes, std::int64_t nowNs)
{
    if (m_terminated)
        return false;
    m_guard.turn(nowNs);
    const ssize_t taken = nghttp2_session_mem_recv(
        m_session, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    if (taken < 0)
        onLibraryError(static_cast<int>(taken));
    return !m_terminated;
}

void Http2Session::onLibraryError(int error)
{
    switch (error) {
    case NGHTTP2_ERR_FLOODED:
        return terminate(Http2Fault::ControlFlood);
    case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS:
        return terminate(Http2Fault::ContinuationFlood);
    case NGHTTP2_ERR_CALLBACK_FAILURE:
        return terminate(m_fault == Http2Fault::None ? Http2Fault::Internal : m_fault);
    case NGHTTP2_ERR_BAD_CLIENT_MAGIC:
        return terminate(Http2Fault::Protocol);
    default:
        return terminate(Http2Fault::Internal);
    }
}

Http2Session::Produced Http2Session::produce(Http2Frames& frames)
{
    m_frames = &frames;
    m_full = false;
    Produced result = Produced::Full;
    while (!m_full && frames.room - frames.used >= Http2Frames::least) {
        const std::uint8_t* data = nullptr;
        const ssize_t size = nghttp2_session_mem_send(m_session, &data);
        if (size < 0) {
            result = Produced::Failed;
            break;
        }
        if (size == 0) {
            result = m_full ? Produced::Full : Produced::Drained;
            break;
        }
        std::memcpy(frames.data + frames.used, data, static_cast<std::size_t>(size));
        frames.used += static_cast<std::size_t>(size);
    }
    m_frames = nullptr;
    if (m_fault != Http2Fault::None && m_fault != Http2Fault::Protocol) // the latter is told already
        terminate(m_fault);
    return result;
}

bool Http2Session::wantsToSend() const
{
    return nghttp2_session_want_write(m_session) != 0;
}

bool Http2Session::finished() const
{
    return nghttp2_session_want_write(m_session) == 0 &&
           (m_terminated || nghttp2_session_want_read(m_session) == 0);
}

// --- streams

std::int32_t Http2Session::request(Http2Fields& fields, bool withBody, Http2StreamUser& stream)
{
    nghttp2_data_provider provider{{.ptr = nullptr}, Http2Library::instance().read};
    if (m_heads++ % headsPerIntroduction == 0)
        fields.introduceNames();
    const std::int32_t id = nghttp2_submit_request(m_session, nullptr, fields.data(), fields.size(),
                                                   withBody ? &provider : nullptr, &stream);
    return std::max(id, 0);
}

void Http2Session::respond(std::int32_t id, Http2Fields& fields, bool withBody)
{
    nghttp2_data_provider provider{{.ptr = nullptr}, Http2Library::instance().read};
    if (m_heads++ % headsPerIntroduction == 0)
        fields.introduceNames();
    nghttp2_submit_response(m_session, id, fields.data(), fields.size(), withBody ? &provider : nullptr);
}

void Http2Session::inform(std::int32_t id, Http2Fields& fields)
{
    nghttp2_submit_headers(m_session, NGHTTP2_FLAG_NONE, id, nullptr, fields.data(), fields.size(), nullptr);
}

void Http2Session::resume(std::int32_t id)
{
    nghttp2_session_resume_data(m_session, id); // fails harmlessly when nothing was deferred
}

void Http2Session::cancel(std::int32_t id, std::uint32_t code)
{
    detach(id);
    nghttp2_submit_rst_stream(m_session, NGHTTP2_FLAG_NONE, id, code);
}

void Http2Session::detach(std::int32_t id)
{
    if (m_fieldStream && m_fieldStreamId == id)
        m_fieldStream = nullptr;
    nghttp2_session_set_stream_user_data(m_session, id, nullptr);
}

void Http2Session::consumeStream(std::int32_t id, std::size_t bytes)
{
    nghttp2_session_consume_stream(m_session, id, bytes);
}

void Http2Session::consumeConnection(std::size_t bytes)
{
    nghttp2_session_consume_connection(m_session, bytes);
}

// --- the end

void Http2Session::announceEnd()
{
    nghttp2_submit_shutdown_notice(m_session);
}

void Http2Session::refuseNewStreams()
{
    nghttp2_submit_goaway(m_session, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(m_session),
                          NGHTTP2_NO_ERROR, nullptr, 0);
}

void Http2Session::terminate(Http2Fault fault)
{
    if (m_terminated)
        return;
    m_terminated = true;
    if (m_fault == Http2Fault::None)
        m_fault = fault;
    nghttp2_session_terminate_session(m_session, errorCodeOf(m_fault));
}

void Http2Session::ping()
{
    nghttp2_submit_ping(m_session, NGHTTP2_FLAG_NONE, nullptr);
}

std::uint32_t Http2Session::peerMaxStreams() const
{
    return nghttp2_session_get_remote_settings(m_session, NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS);
}

bool Http2Session::exhausted() const
{
    return m_terminated || nghttp2_session_check_request_allowed(m_session) == 0 ||
           nghttp2_session_get_next_stream_id(m_session) > static_cast<std::uint32_t>(largestStreamId);
}

} // namespace gatehouse::http
