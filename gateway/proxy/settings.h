// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"
#include "gateway/http/http2_limits.h"
#include "gateway/net/address.h"
#include "gateway/net/buffer.h"
#include "gateway/proxy/address_brake.h"
#include "gateway/proxy/breaker.h"

#include <cstdint>
#include <string>

namespace gatehouse::proxy {

/// Patience and limits towards clients. Times in milliseconds.
struct ClientSettings {
    http::HeadLimits head;
    std::int64_t handshakeTimeoutMs = 10'000;
    std::int64_t headerTimeoutMs = 20'000; ///< whole head, from its first byte
    std::int64_t idleTimeoutMs = 75'000;   ///< between requests
    std::int64_t bodyTimeoutMs = 30'000;   ///< without any progress of the body
    std::int64_t writeTimeoutMs = 30'000;  ///< without any progress of the answer
    std::int64_t rateGraceMs = 10'000;     ///< before the minimum rates below apply
    std::uint32_t minBytesPerSecond = 128; ///< average of a body or an answer; 0: no minimum
    /// How long a closing connection waits for more input to drop, and how long it takes some in all.
    std::int64_t lingerMs = 2'000, lingerTotalMs = 30'000;
    std::uint32_t maxConnections = 0; ///< of the process; 0: no limit
    std::uint32_t maxConnectionsPerAddress = 0;
    std::uint32_t maxRequestsPerConnection = 0;
    AddressBrake::Rule addressBrake; ///< requests of one address, all APIs together
    int descriptorCeiling = 0;       ///< traffic gets no descriptor from here on; 0: no reserve
    /// Clients of traffic get none from here on, so that upstreams find some; 0: only the above.
    int acceptCeiling = 0;
    std::int64_t drainGraceMs = 1'000; ///< for a request that is on its way while an idle connection drains
    bool memoryShort = false;          ///< requests of traffic get 503 until memory is free again
    net::WaterMarks marks;
    bool http2Enabled = true;
    http::Http2Limits http2; ///< maxFieldBytes follows head.maxHeadBytes
};

/// Defaults towards upstreams that no API overrides. Times in milliseconds.
struct UpstreamSettings {
    std::uint32_t maxConnections = 100; ///< per target and process (HTTP_MAX_CONNECTIONS)
    std::uint32_t maxIdle = 50;         ///< HTTP_MAX_KEEPALIVE
    bool keepConnections = true;        ///< off: each is closed after its exchange, whatever upstreams say
    std::int64_t idleExpiryMs = 30'000; ///< HTTP_KEEPALIVE_EXPIRY
    /// How long more than maxIdle may stay, in case the next requests take them.
    std::int64_t surplusMs = 1'000;
    std::int64_t pingAfterMs = 20'000; ///< HTTP/2: without a byte while requests run
    std::int64_t pingWaitMs = 10'000;  ///< for the answer to that
    /// Until the next one while no answer goes on: servers of gRPC end connections for more than one in five
    /// minutes.
    std::int64_t pingAgainMs = 310'000;
    std::uint32_t maxWaiting = 10'000; ///< exchanges that wait for a connection, per target and worker
    std::int64_t retryBaseDelayNs = 250'000'000;
    std::int64_t retryMaxDelayNs = 2'000'000'000;
    http::HeadLimits head;
    net::WaterMarks marks;
    BreakerSettings breaker;
};

/// Who may speak for another address (data-plane 17).
struct TrustSettings {
    bool trustForwarded = false;
    net::CidrSet proxies; ///< empty and trusting: every peer is believed
};

/// Limits of WebSocket connections (operations B). Zero: no such limit. APIs may have their own.
struct WebSocketSettings {
    bool enabled = true;
    std::uint64_t maxMessageBytes = 1 << 20;          ///< of clients, over all fragments
    std::uint64_t maxUpstreamMessageBytes = 16 << 20; ///< of upstreams
    std::uint32_t messageLimit = 30;                  ///< messages of a client per window
    std::int64_t messageWindowMs = 10'000;
    std::uint32_t abuseWindows = 3;         ///< windows in a row over the limit that end the connection
    std::uint64_t bytesPerSecond = 0;       ///< of a client; beyond it the gateway reads no faster
    std::int64_t idleTimeoutMs = 3'600'000; ///< without a byte of a message in either direction
    std::int64_t pingIntervalMs = 30'000;   ///< silence of a peer until the gateway asks
    std::int64_t pongTimeoutMs = 20'000;    ///< until a peer that does not answer counts as gone
    std::int64_t closeTimeoutMs = 5'000;    ///< for the peer's close frame
};

/// What every answer of a gateway carries (platform-routes 0.2).
struct AnswerSettings {
    std::string contentSecurityPolicy; ///< empty: the default policy
    bool httpsOnly = false;            ///< adds Strict-Transport-Security to answers over https
    std::string transportSecurity;     ///< its value; empty: the default
    std::uint16_t httpsPort = 443;     ///< named in redirects to https
    bool redirectClearText = false;    ///< clear text on a TLS port is redirected rather than refused
    bool serverTiming = true;          ///< answers of contracts carry Server-Timing
};

/// Everything live that is not in the snapshot. Immutable once handed to the data plane.
struct ProxySettings {
    ClientSettings client;
    UpstreamSettings upstream;
    TrustSettings trust;
    AnswerSettings answers;
    WebSocketSettings webSocket;
    std::int64_t streamIdleMs = 3'600'000; ///< longest silence of an upstream's event stream; 0: no limit
};

} // namespace gatehouse::proxy
