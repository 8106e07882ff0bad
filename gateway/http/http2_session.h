// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/http/http2_limits.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

struct nghttp2_session;

namespace gatehouse::http {

class Http2Fields;
struct Http2Library;

/// What a stream has to send now.
struct Http2Readable {
    std::size_t bytes = 0;
    bool end = false;                   ///< nothing follows these bytes but perhaps trailers
    const Trailers* trailers = nullptr; ///< behind the end; copied
};

/// One stream as its session sees it. Every call comes from inside Http2Session::receive() or produce(), and
/// must not lead back into either of them; submitting is fine.
class Http2StreamUser {
public:
    /// A header block begins: a head, or trailers behind it.
    virtual void onFieldsBegin() = 0;
    virtual void onField(std::string_view name, std::string_view value) = 0;
    /// `endStream`: the peer sends nothing more. `wireBytes`: of the frame.
    virtual void onFieldsEnd(bool endStream, std::size_t wireBytes) = 0;
    /// A piece of the body inside the bytes given to receive(). Its room in the windows is taken until
    /// consume().
    virtual void onData(std::string_view data) = 0;
    virtual void onDataEnd() = 0;
    /// At most `most` bytes may leave now. Zero without `end` means: later, see Http2Session::resume().
    virtual Http2Readable onReadable(std::size_t most) = 0;
    /// Writes what onReadable() promised.
    virtual void onTake(char* into, std::size_t bytes) = 0;
    /// A frame of the stream is written; `ends`: it was the last one.
    virtual void onFrameSent(std::size_t wireBytes, bool ends) = 0;
    /// The stream is over, by an error (RFC 9113 section 7) or not (0). The session has forgotten it.
    virtual void onStreamClosed(std::uint32_t errorCode) = 0;

protected:
    ~Http2StreamUser() = default;
};

/// The owner of a session. Called as Http2StreamUser is.
class Http2SessionUser {
public:
    /// The peer opens a stream (servers only). Null refuses it.
    virtual Http2StreamUser* onPeerStream(std::int32_t id) = 0;
    /// A stream of the peer was refused by the rules of RFC 9113 before anybody was asked.
    virtual void onMalformed() = 0;
    /// The peer takes no streams above `lastId` any more.
    virtual void onGoaway(std::int32_t lastId, std::uint32_t errorCode) = 0;
    virtual void onPingAnswered() = 0;

protected:
    ~Http2SessionUser() = default;
};

/// Memory that frames are written to.
struct Http2Frames {
    static constexpr std::size_t least = 17 * 1024; ///< room that the largest piece needs
    char* data = nullptr;
    std::size_t room = 0;
    std::size_t used = 0;
};

/// One HTTP/2 connection without any input or output of its own: bytes in, bytes out (RFC 9113), by
/// libnghttp2. Windows open only as the receiver consumes. Abuse ends the session: see fault(). Worker's
/// thread.
class Http2Session {
public:
    enum class Role : std::uint8_t { Server, Client };

    Http2Session(Role role, const Http2Limits& limits, Http2SessionUser& user);
    ~Http2Session();
    Http2Session(const Http2Session&) = delete;
    Http2Session& operator=(const Http2Session&) = delete;

    /// Takes all bytes. False: the connection is lost; what produce() still gives tells the peer why.
    bool receive(std::string_view bytes, std::int64_t nowNs);
    enum class Produced : std::uint8_t { Drained, Full, Failed };
    /// Writes frames until nothing is left or less than Http2Frames::least is free.
    Produced produce(Http2Frames& frames);
    bool wantsToSend() const;
    /// Neither side has anything more to say: close.
    bool finished() const;

    /// Client: opens a stream; its id, or 0 when the session takes none.
    std::int32_t request(Http2Fields& fields, bool withBody, Http2StreamUser& stream);
    /// Server: the head of an answer; without a body it ends the stream.
    void respond(std::int32_t id, Http2Fields& fields, bool withBody);
    /// Server: an interim answer (1xx).
    void inform(std::int32_t id, Http2Fields& fields);
    /// onReadable() gave nothing before, and has something now.
    void resume(std::int32_t id);
    /// The stream's user goes away without another word; `code` tells the peer.
    void cancel(std::int32_t id, std::uint32_t code);
    /// The stream's user goes away; the stream goes on to its end by itself.
    void detach(std::int32_t id);
    void consumeStream(std::int32_t id, std::size_t bytes);
    void consumeConnection(std::size_t bytes);

    /// First step of a graceful end (RFC 9113 section 6.8): no promise yet which streams will be served.
    void announceEnd();
    /// Second step: streams that have not arrived are not served.
    void refuseNewStreams();
    /// Ends the session now.
    void terminate(Http2Fault fault);
    void ping();

    Http2Fault fault() const { return m_fault; }
    /// Inside a header block that has not arrived completely.
    bool inFields() const { return m_inFields; }
    /// Client: streams that may be opened at a time (SETTINGS_MAX_CONCURRENT_STREAMS of the peer).
    std::uint32_t peerMaxStreams() const;
    /// Client: no new stream can be opened on this connection.
    bool exhausted() const;

private:
    struct Callbacks;
    friend struct Http2Library;

    static void installCallbacks(Http2Library& library);
    void onLibraryError(int error);

    nghttp2_session* m_session = nullptr;
    Http2SessionUser& m_user;
    const Http2Limits m_limits;
    FloodGuard m_guard;
    Http2Frames* m_frames = nullptr;
    Http2StreamUser* m_fieldStream = nullptr; ///< whose header block arrives
    std::int32_t m_fieldStreamId = 0;
    std::size_t m_fieldBytes = 0;
    std::uint32_t m_heads = 0; ///< sent
    Http2Fault m_fault = Http2Fault::None;
    bool m_inFields = false;
    bool m_terminated = false;
    bool m_full = false; ///< produce() stopped for want of room
    bool m_client = false;
};

} // namespace gatehouse::http
