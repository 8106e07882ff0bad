// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string_view>

namespace gatehouse::observe {

/// What the caller spoke to. Only Traffic moves the request metrics, the minute buckets and the alerts.
enum class Surface : std::uint8_t {
    Traffic, ///< a published API
    Admin,   ///< /platform, /v1, token endpoint: logged, not counted as traffic
    Probe    ///< health, readiness, metrics: neither logged nor counted
};

/// Protocol kind of the API; also the prefix of the key in the monitor store ("rest:name").
enum class ApiKind : std::uint8_t { Rest, Soap, GraphQl, Grpc, WebSocket, Other };

/// What came of the client certificate that the API wants.
enum class CertificateCheck : std::uint8_t {
    None, ///< none is wanted
    Valid,
    Missing,
    Unknown, ///< belongs to no consumer
    Refused  ///< revoked or expired
};

/// Of a refusal that the audit trail tells.
struct RefusalFacts {
    bool bodySize = false;      ///< false: the address
    bool globalAddress = false; ///< refused for all APIs
    bool blacklisted = false;   ///< false: missing in a whitelist
    std::int64_t declaredBytes = -1;
    std::uint64_t limit = 0;
    std::uint64_t received = 0; ///< of the body
    std::string_view forwardedFor;
    std::string_view contentType;
    std::string_view transferEncoding;
};

/// Everything known about one finished exchange. A plain value that the proxy fills at the finish phase.
///
/// All views need to live only during ExchangeSink::finished(), except those marked "static": these must
/// point to text with static storage (names of a closed list), because counters keep them. Empty view = not
/// known / not applicable. Bytes of views may be anything a client sent, also invalid UTF-8; the sink makes
/// them safe. Durations are nanoseconds of Clock::monotonicNs().
struct RequestRecord {
    std::string_view requestId;
    std::string_view traceId;
    std::string_view clientAddress; ///< effective address after trusted proxies, without port
    std::string_view peerAddress;   ///< address of the TCP peer
    std::string_view method;
    std::string_view path; ///< as received, percent-encoded, without the query
    std::string_view host;
    std::string_view userAgent;
    std::string_view httpVersion; ///< static: "1.0", "1.1", "2"
    std::string_view tlsVersion;  ///< static: "TLSv1.3"; empty on clear text

    std::string_view tenant;
    std::string_view api; ///< API name
    std::string_view apiVersion;
    std::string_view route;     ///< stable id of the matched route
    std::string_view operation; ///< template of the matched operation ("/orders/{id}"), never the raw path
    std::string_view principal; ///< user name or consumer id
    std::string_view subscription;
    std::string_view keyPrefix; ///< display prefix of the API key, never the key

    std::string_view upstream; ///< "host:port" of the last target tried
    std::string_view
        reason; ///< static: word of the closed list of error reasons; empty when the exchange went well
    const RefusalFacts* refusal = nullptr; ///< when it is to be in the audit trail
    std::string_view policy;               ///< policy that refused or limited the request
    std::string_view dryRun;               ///< what that policy would have done, had it not been in a dry run
    std::string_view cache; ///< static: hit, stale, revalidated, miss; empty when no cache was asked

    std::int64_t startWallMs = 0;
    std::int64_t totalNs = 0;
    std::int64_t upstreamNs = -1; ///< first byte sent to last byte read; -1 when no upstream took part
    /// Until the answer's head, of answers that stay open by design (WebSocket, event streams): what they
    /// count as in latencies, which their life would spoil. -1: totalNs.
    std::int64_t latencyNs = -1;
    std::int64_t queueNs = 0;   ///< time spent waiting (throttle, pool)
    std::uint64_t bytesIn = 0;  ///< head and body read from the client
    std::uint64_t bytesOut = 0; ///< head and body written to the client

    /// Counter slot of the API: ApiSlots::slotFor(). The compiler puts it into the snapshot; 0 = no route
    /// matched.
    std::uint32_t apiSlot = 0;
    std::uint16_t status = 0;         ///< sent to the client; 0 when the client left before an answer
    std::uint16_t upstreamStatus = 0; ///< 0 when no upstream answered
    std::uint16_t retries = 0;
    std::uint16_t upstreamTimeouts = 0; ///< attempts that timed out
    std::uint16_t closeCode = 0;        ///< how a WebSocket ended (RFC 6455 section 7.4); 0: it was none
    std::uint32_t messagesIn = 0;       ///< of a WebSocket: messages of the client, without dropped ones
    std::uint32_t messagesOut = 0;      ///< messages of the upstream
    Surface surface = Surface::Traffic;
    ApiKind kind = ApiKind::Rest;
    CertificateCheck certificate = CertificateCheck::None;
    bool hasQuery = false;
    bool isTest = false;   ///< carries the test header: counted apart
    bool limited = false;  ///< refused by a rate, tier, throttle, quota, bandwidth or credit limit
    bool cacheHit = false; ///< answered from the response cache
    bool logAnswer = true; ///< false: the line leaves out what the upstream did
    bool logAccess = true; ///< false when per-API sampling left this request out of the access log

    std::int64_t latency() const { return latencyNs >= 0 ? latencyNs : totalNs; }
};

} // namespace gatehouse::observe
