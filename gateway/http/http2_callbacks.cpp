// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_callbacks.h"

#include "gateway/http/http2_session.h"

#include <cstring>
#include <vector>

namespace gatehouse::http {

namespace {

constexpr std::size_t frameHead = 9;       // RFC 9113 section 4.1
constexpr std::size_t bombFactor = 8;      // a block so many times larger than allowed is no mistake
constexpr std::uint32_t creditPerData = 2; // WINDOW_UPDATE of stream and connection

std::string_view textOf(const std::uint8_t* bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

/// Frames of types that nobody knows among them: they are ignored, but not for nothing (RFC 9113
/// section 10.5).
bool isControl(std::uint8_t type)
{
    return type != NGHTTP2_DATA && type != NGHTTP2_HEADERS && type != NGHTTP2_RST_STREAM;
}

/// Errors of the peer that cost us a reset: as good for a flood as its own resets.
bool isPeersFault(std::uint32_t code)
{
    return code == NGHTTP2_PROTOCOL_ERROR || code == NGHTTP2_STREAM_CLOSED ||
           code == NGHTTP2_FLOW_CONTROL_ERROR || code == NGHTTP2_FRAME_SIZE_ERROR;
}

} // namespace

/// What libnghttp2 calls, with the session as user data.
struct Http2Session::Callbacks {
    static Http2Session& self(void* user) { return *static_cast<Http2Session*>(user); }
    static Http2StreamUser* stream(nghttp2_session* session, std::int32_t id)
    {
        return static_cast<Http2StreamUser*>(nghttp2_session_get_stream_user_data(session, id));
    }

    static int flood(Http2Session& me, Http2Fault fault)
    {
        if (me.m_fault == Http2Fault::None)
            me.m_fault = fault;
        return NGHTTP2_ERR_CALLBACK_FAILURE;
    }
    static int control(Http2Session& me)
    {
        return me.m_guard.control(me.m_limits) ? 0 : flood(me, Http2Fault::ControlFlood);
    }
    static int reset(Http2Session& me)
    {
        return me.m_client || me.m_guard.reset(me.m_limits) ? 0 : flood(me, Http2Fault::ResetFlood);
    }

    static int beginFrame(nghttp2_session*, const nghttp2_frame_hd* head, void* user)
    {
        Http2Session& me = self(user);
        if (head->type == NGHTTP2_CONTINUATION)
            return 0; // the same block goes on
        me.m_inFields = false;
        me.m_fieldStream = nullptr;
        return isControl(head->type) ? control(me) : 0;
    }

    static int beginHeaders(nghttp2_session* session, const nghttp2_frame* frame, void* user)
    {
        Http2Session& me = self(user);
        const std::int32_t id = frame->hd.stream_id;
        Http2StreamUser* user_ = nullptr;
        if (frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
            user_ = me.m_user.onPeerStream(id);
            if (user_)
                nghttp2_session_set_stream_user_data(session, id, user_);
            else
                nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, NGHTTP2_REFUSED_STREAM);
        } else {
            user_ = stream(session, id);
        }
        me.m_inFields = true;
        me.m_fieldBytes = 0;
        me.m_fieldStream = user_;
        me.m_fieldStreamId = id;
        if (user_)
            user_->onFieldsBegin();
        return 0;
    }

    static int header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name, std::size_t nameSize,
                      const std::uint8_t* value, std::size_t valueSize, std::uint8_t, void* user)
    {
        Http2Session& me = self(user);
        me.m_fieldBytes += nameSize + valueSize + fieldOverhead;
        if (me.m_fieldBytes > bombFactor * me.m_limits.maxFieldBytes)
            return flood(me, Http2Fault::HeaderBomb);
        if (me.m_fieldStream)
            me.m_fieldStream->onField(textOf(name, nameSize), textOf(value, valueSize));
        return 0;
    }

    /// Left to itself, the library would drop the field and go on.
    static int invalidHeader(nghttp2_session*, const nghttp2_frame*, const std::uint8_t*, std::size_t,
                             const std::uint8_t*, std::size_t, std::uint8_t, void*)
    {
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
    }

    static int frameReceived(nghttp2_session* session, const nghttp2_frame* frame, void* user)
    {
        Http2Session& me = self(user);
        const bool ends = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
        switch (frame->hd.type) {
        case NGHTTP2_HEADERS:
            me.m_inFields = false;
            if (me.m_fieldStream)
                me.m_fieldStream->onFieldsEnd(ends, frameHead + frame->hd.length);
            me.m_fieldStream = nullptr;
            return 0;
        case NGHTTP2_DATA:
            if (ends) {
                if (Http2StreamUser* const to = stream(session, frame->hd.stream_id))
                    to->onDataEnd();
                return 0;
            }
            return frame->hd.length > frame->data.padlen ? 0 : control(me);
        case NGHTTP2_RST_STREAM:
            return reset(me);
        case NGHTTP2_GOAWAY:
            me.m_user.onGoaway(frame->goaway.last_stream_id, frame->goaway.error_code);
            return 0;
        case NGHTTP2_PING:
            if (frame->hd.flags & NGHTTP2_FLAG_ACK)
                me.m_user.onPingAnswered();
            return 0;
        default:
            return 0;
        }
    }

    static int invalidFrame(nghttp2_session*, const nghttp2_frame*, int, void* user)
    {
        Http2Session& me = self(user);
        me.m_inFields = false;
        me.m_fieldStream = nullptr;
        me.m_user.onMalformed();
        return 0;
    }

    static int data(nghttp2_session* session, std::uint8_t, std::int32_t id, const std::uint8_t* bytes,
                    std::size_t size, void* user)
    {
        if (Http2StreamUser* const to = stream(session, id))
            to->onData(textOf(bytes, size));
        else
            self(user).consumeConnection(size);
        return 0;
    }

    static int ignoreExtension(nghttp2_session*, void**, const nghttp2_frame_hd*, void*)
    {
        return NGHTTP2_ERR_CANCEL;
    }

    static int closed(nghttp2_session* session, std::int32_t id, std::uint32_t code, void* user)
    {
        Http2Session& me = self(user);
        Http2StreamUser* const to = stream(session, id);
        if (!to)
            return 0;
        me.detach(id);
        to->onStreamClosed(code);
        return 0;
    }

    static int frameSent(nghttp2_session* session, const nghttp2_frame* frame, void* user)
    {
        Http2Session& me = self(user);
        switch (frame->hd.type) {
        case NGHTTP2_DATA:
            me.m_guard.earn(creditPerData);
            [[fallthrough]];
        case NGHTTP2_HEADERS:
            if (Http2StreamUser* const to = stream(session, frame->hd.stream_id))
                to->onFrameSent(frameHead + frame->hd.length,
                                (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0);
            return 0;
        case NGHTTP2_RST_STREAM:
            if (isPeersFault(frame->rst_stream.error_code))
                reset(me); // ends the session in produce(); an error here would keep the GOAWAY from leaving
            return 0;
        case NGHTTP2_GOAWAY:
            if (frame->goaway.error_code != NGHTTP2_NO_ERROR && me.m_fault == Http2Fault::None)
                me.m_fault = Http2Fault::Protocol;
            return 0;
        default:
            return 0;
        }
    }

    /// Else the other side would wait for it for ever. (Requests that were not sent are closed by the
    /// library.)
    static int frameNotSent(nghttp2_session* session, const nghttp2_frame* frame, int, void*)
    {
        if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat != NGHTTP2_HCAT_REQUEST &&
            stream(session, frame->hd.stream_id))
            nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, frame->hd.stream_id,
                                      NGHTTP2_INTERNAL_ERROR);
        return 0;
    }

    static ssize_t read(nghttp2_session* session, std::int32_t id, std::uint8_t*, std::size_t most,
                        std::uint32_t* flags, nghttp2_data_source*, void*)
    {
        Http2StreamUser* const from = stream(session, id);
        if (!from)
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
        const Http2Readable ready = from->onReadable(most);
        if (ready.bytes == 0 && !ready.end)
            return NGHTTP2_ERR_DEFERRED;
        *flags |= NGHTTP2_DATA_FLAG_NO_COPY;
        if (ready.end)
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        if (ready.end && ready.trailers && !ready.trailers->empty()) {
            *flags |= NGHTTP2_DATA_FLAG_NO_END_STREAM;
            submitTrailers(session, id, *ready.trailers);
        }
        return static_cast<ssize_t>(ready.bytes);
    }

    static void submitTrailers(nghttp2_session* session, std::int32_t id, const Trailers& trailers)
    {
        std::vector<nghttp2_nv> fields;
        fields.reserve(trailers.size());
        for (const auto& [name, value] : trailers) {
            fields.push_back({reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
                              reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(),
                              value.size(), NGHTTP2_NV_FLAG_NONE});
        }
        nghttp2_submit_trailer(session, id, fields.data(), fields.size());
    }

    static int sendData(nghttp2_session* session, nghttp2_frame* frame, const std::uint8_t* head,
                        std::size_t size, nghttp2_data_source*, void* user)
    {
        Http2Session& me = self(user);
        Http2Frames& out = *me.m_frames;
        if (out.room - out.used < Http2Frames::least) {
            me.m_full = true;
            return NGHTTP2_ERR_WOULDBLOCK;
        }
        Http2StreamUser* const from = stream(session, frame->hd.stream_id);
        if (!from)
            return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
        std::memcpy(out.data + out.used, head, frameHead);
        from->onTake(out.data + out.used + frameHead, size);
        out.used += frameHead + size;
        return 0;
    }

    static void install(Http2Library& library);
};

void Http2Session::Callbacks::install(Http2Library& library)
{
    nghttp2_session_callbacks* const table = library.callbacks;
    nghttp2_session_callbacks_set_on_begin_frame_callback(table, beginFrame);
    nghttp2_session_callbacks_set_on_begin_headers_callback(table, beginHeaders);
    nghttp2_session_callbacks_set_on_header_callback(table, header);
    nghttp2_session_callbacks_set_on_invalid_header_callback(table, invalidHeader);
    nghttp2_session_callbacks_set_on_frame_recv_callback(table, frameReceived);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(table, invalidFrame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(table, data);
    nghttp2_session_callbacks_set_unpack_extension_callback(table, ignoreExtension);
    nghttp2_session_callbacks_set_on_stream_close_callback(table, closed);
    nghttp2_session_callbacks_set_on_frame_send_callback(table, frameSent);
    nghttp2_session_callbacks_set_on_frame_not_send_callback(table, frameNotSent);
    nghttp2_session_callbacks_set_send_data_callback(table, sendData);
    library.read = read;
}

Http2Library::Http2Library()
{
    nghttp2_session_callbacks_new(&callbacks);
    Http2Session::installCallbacks(*this);
    constexpr std::uint64_t Unlimited = std::uint64_t(1) << 40; // FloodGuard counts resets, and says so
    nghttp2_option_new(&options);
    nghttp2_option_set_no_auto_window_update(options, 1);
    nghttp2_option_set_no_closed_streams(options, 1);
    nghttp2_option_set_stream_reset_rate_limit(options, Unlimited, Unlimited);
    nghttp2_option_set_max_continuations(options, 8);
    // More than any head may grow to on its way: one beyond it cannot be sent.
    constexpr std::size_t LargestHead = 4 << 20;
    nghttp2_option_set_max_send_header_block_length(options, LargestHead);
    constexpr int FirstUnknown = NGHTTP2_CONTINUATION + 1;
    for (int type = FirstUnknown; type <= UINT8_MAX; ++type) // else the library drops them without a word
        nghttp2_option_set_user_recv_extension_type(options, static_cast<std::uint8_t>(type));
}

Http2Library::~Http2Library()
{
    nghttp2_option_del(options);
    nghttp2_session_callbacks_del(callbacks);
}

const Http2Library& Http2Library::instance()
{
    static const Http2Library library;
    return library;
}

void Http2Session::installCallbacks(Http2Library& library)
{
    Callbacks::install(library);
}

} // namespace gatehouse::http
