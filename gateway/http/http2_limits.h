// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// What a header field counts for beside its name and value (RFC 9113 section 6.5.2).
inline constexpr std::size_t fieldOverhead = 32;

/// What one HTTP/2 connection may ask of us. Counts with a window are per connection and 10 seconds.
struct Http2Limits {
    std::uint32_t maxStreams = 100;               ///< of the peer at a time
    std::uint32_t streamWindow = 256 * 1024;      ///< bytes the peer may send ahead on one stream
    std::uint32_t connectionWindow = 1024 * 1024; ///< on all streams together
    std::uint32_t maxFieldBytes = 32 * 1024;      ///< one header block, as RFC 9113 section 6.5.2 counts it
    std::uint32_t maxResets = 200;                ///< streams the peer cancels; 0: no limit
    std::uint32_t maxControlFrames = 2000;        ///< frames that carry nothing of a message; 0: no limit
    bool extendedConnect = false;                 ///< servers: WebSocket is offered (RFC 8441 section 3)
};

/// Why a connection ended before its time.
enum class Http2Fault : std::uint8_t {
    None,
    Protocol,          ///< RFC 9113 was broken in a way that concerns the whole connection
    ResetFlood,        ///< streams are opened and cancelled over and over (rapid reset)
    ControlFlood,      ///< SETTINGS, PING, PRIORITY, WINDOW_UPDATE, unknown frames or empty DATA without end
    ContinuationFlood, ///< a header block in endless pieces
    HeaderBomb,        ///< a header block that unpacks to many times its size
    SlowHead,          ///< a header block that does not get complete
    SlowReader,        ///< takes nothing of its answers
    Internal
};

/// Stable word for logs and metrics: "reset_flood".
std::string_view wordOf(Http2Fault fault);
/// The error code told with GOAWAY (RFC 9113 section 7).
std::uint32_t errorCodeOf(Http2Fault fault);
/// Whether the peer did it on purpose or is badly broken.
constexpr bool isAbuse(Http2Fault fault)
{
    return fault > Http2Fault::Protocol && fault < Http2Fault::Internal;
}

/// Counts what a peer sends besides messages. Work for messages earns credit: whoever downloads much sends
/// many WINDOW_UPDATEs.
class FloodGuard {
public:
    static constexpr std::int64_t windowNs = 10'000'000'000;

    void turn(std::int64_t nowNs)
    {
        if (nowNs - m_startNs < windowNs)
            return;
        m_startNs = nowNs;
        m_resets = 0;
        m_control = 0;
        m_credit = 0;
    }
    /// Frames that the peer may answer with control frames of its own.
    void earn(std::uint32_t frames) { m_credit += frames; }
    bool control(const Http2Limits& limits)
    {
        return limits.maxControlFrames == 0 || ++m_control <= limits.maxControlFrames + m_credit;
    }
    bool reset(const Http2Limits& limits) { return limits.maxResets == 0 || ++m_resets <= limits.maxResets; }

private:
    std::int64_t m_startNs = 0;
    std::uint32_t m_resets = 0;
    std::uint32_t m_control = 0;
    std::uint32_t m_credit = 0;
};

} // namespace gatehouse::http
