// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/websocket_frames.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/settings.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

class ClientStream;
class UpstreamChannel;
struct StreamRules;
struct WorkerContext;

/// The settings with what the API sets for itself.
WebSocketSettings effectiveLimits(const WebSocketSettings& settings, const StreamRules& rules);

/// An open WebSocket between a client and an upstream (RFC 6455): passes data frames on as they lie, checks
/// both directions, keeps the client to its limits, asks silent peers whether they are there, and closes in
/// order. Belongs to the exchange's driver, which tells it everything and looks at end() after each call.
/// Worker's thread.
class WebSocketTunnel {
public:
    enum class End : std::uint8_t {
        Open,
        Orderly, ///< both sides have closed as the protocol wants it
        Cut      ///< somebody cannot be told any more: only closing the connection is left
    };

    /// `upstream` null: there is none, the gateway only closes in order. `apiSlot`: whose messages are
    /// counted.
    WebSocketTunnel(WorkerContext& context, ClientStream& client, UpstreamChannel* upstream,
                    const WebSocketSettings& limits, std::uint32_t apiSlot);
    ~WebSocketTunnel();
    WebSocketTunnel(const WebSocketTunnel&) = delete;
    WebSocketTunnel& operator=(const WebSocketTunnel&) = delete;

    void fromClient(std::string_view bytes);
    void fromUpstream(std::string_view bytes);
    /// All that arrived in this turn has been told: sends what is gathered and what waits for a gap.
    void settle();
    void clientDrained();
    void upstreamDrained();
    void clientGone();
    /// The connection to the upstream is no longer ours.
    void upstreamGone();
    /// Starts closing both sides. `reason` (static) and `code` go to the client; the upstream is told 1001.
    void close(std::uint16_t code, std::string_view reason, Reason why);
    /// Once a second.
    void tick();
    void setLimits(const WebSocketSettings& limits);

    End end() const { return m_end; }
    /// How it ended, for the client; Abnormal when there was no close frame.
    std::uint16_t closeCode() const { return m_closeCode ? m_closeCode : http::close_code::Abnormal; }
    Reason reason() const { return m_reason; }
    /// The client has said that it leaves.
    bool clientClosed() const { return m_client.gotClose; }
    std::uint32_t messagesIn() const { return m_client.messages; }
    std::uint32_t messagesOut() const { return m_upstream.messages; }

private:
    /// One end: what it sends is read by its parser, and what was passed on to it decides where something
    /// may be put in.
    struct Peer {
        explicit Peer(http::WebSocketParser::From from)
            : parser(from)
        {
        }
        http::WebSocketParser parser;
        bool present = true;
        bool passing = false;  ///< the frame it is sending goes on to the other end
        bool dropping = false; ///< the message it is sending is over the limit
        bool midFrame = false; ///< it has got part of a frame
        bool midMessage = false;
        bool wantPing = false;
        bool closeWanted = false;
        bool closeSent = false;
        bool gotClose = false; ///< or nothing more is expected of it
        std::uint8_t closeSize = 0;
        std::uint32_t messages = 0;
        std::int64_t heardMs = 0;
        std::int64_t pingMs = 0; ///< 0: no answer is waited for
        /// Tells our pongs from those that the peers have asked each other for: other gateways on the way
        /// ask, too.
        std::uint64_t pingToken = 0;
        std::uint32_t pongsOwed = 0; ///< answers to pings with the token that did not come yet
        std::array<char, 125> closePayload{};

        std::string_view pingPayload() const
        {
            return {reinterpret_cast<const char*>(&pingToken), sizeof pingToken};
        }
    };

    bool isClient(const Peer& peer) const { return &peer == &m_client; }
    std::int64_t nowMs() const;
    void read(Peer& from, Peer& to, std::string_view bytes);
    void onHead(Peer& from, Peer& to, const http::WebSocketParser::Step& step);
    void onFrameEnd(Peer& from, Peer& to);
    void onControl(Peer& from, Peer& to);
    void onFault(Peer& from, Peer& to);
    bool admit();
    bool startWindow(std::int64_t now);

    void write(Peer& to, std::string_view bytes);
    void writeCopy(Peer& to, std::string_view bytes);
    void writeFrame(Peer& to, http::WebSocketOpcode opcode, std::string_view payload);
    void flush(Peer& to);
    void fillGaps(Peer& to);
    void sendPing(Peer& to);
    void closePeer(Peer& peer, std::uint16_t code, std::string_view reason);
    void closePeerAs(Peer& peer, std::string_view payload);
    void startClosing();
    void balance();
    void updateEnd();
    void watch(Peer& peer, std::int64_t now);
    bool messagesUnderWay();

    WorkerContext& m_context;
    ClientStream& m_clientStream;
    UpstreamChannel* m_upstreamConnection;
    std::uint32_t m_apiSlot;
    WebSocketSettings m_limits;
    Peer m_client{http::WebSocketParser::From::Client};
    Peer m_upstream{http::WebSocketParser::From::Server};
    std::int64_t m_activeMs = 0;        ///< when something of a message was seen to move
    std::size_t m_undelivered = 0;      ///< bytes on their way, at the last look
    std::int64_t m_closeDeadlineMs = 0; ///< 0: not closing
    std::int64_t m_windowEndMs = 0;
    std::uint64_t m_secondBytes = 0; ///< of the client since the last tick
    std::uint32_t m_windowMessages = 0;
    std::uint32_t m_abusedWindows = 0; ///< in a row
    std::uint32_t m_notices = 0;       ///< "slow down" messages that wait for a gap
    std::uint16_t m_closeCode = 0;
    Reason m_reason = Reason::None;
    End m_end = End::Open;
    bool m_windowAbused = false;
    bool m_throttled = false;    ///< over bytesPerSecond
    bool m_clientPaused = false; ///< the upstream takes no more
};

} // namespace gatehouse::proxy
