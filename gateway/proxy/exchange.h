// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"
#include "gateway/proxy/arena.h"
#include "gateway/proxy/filter.h"
#include "gateway/proxy/header_edits.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/resumer.h"
#include "gateway/proxy/snapshot.h"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

struct HeaderField {
    std::string_view name; ///< as sent
    std::string_view value; ///< without surrounding white space
};

/// What a listener may serve; a set.
enum ListenerRole : std::uint8_t {
    RoleTraffic = 1,  ///< published APIs
    RolePlatform = 2, ///< /platform
    RoleV1 = 4,       ///< /v1 and the token endpoint
    RoleMetrics = 8   ///< /metrics
};

/// The head as it arrived. Views live as long as the exchange.
struct RequestHead {
    std::string_view method;
    std::string_view target; ///< as sent: origin form, absolute form reduced to origin form
    std::string_view path;   ///< percent-encoded, without query, starts with a slash
    std::string_view query;  ///< without the question mark
    std::string_view host;   ///< lower case, without port; empty only on HTTP/1.0
    std::string_view authority; ///< Host as sent, with port
    std::string_view scheme = "http"; ///< as the client sees it (X-Forwarded-Proto of a trusted proxy)
    std::vector<HeaderField> fields;
    std::optional<std::uint64_t> contentLength; ///< empty: chunked, or no body
    bool hasBody = false;    ///< a body follows, of known or unknown length
    bool expectContinue = false;
    std::uint8_t httpMajor = 1, httpMinor = 1;

    /// The first field of that name, or null. Compares without case.
    const HeaderField* find(std::string_view name) const noexcept;
    std::string_view value(std::string_view name) const noexcept
    {
        const HeaderField* field = find(name);
        return field ? field->value : std::string_view();
    }
};

/// The answer as it goes to the client, whoever made it.
struct AnswerHead {
    std::uint16_t status = 0;
    std::vector<HeaderField> fields; ///< of the upstream's answer, hop-by-hop fields gone; empty on a local one
    bool local = false;              ///< made by the gateway

    const HeaderField* find(std::string_view name) const noexcept;
};

/// Monotonic nanoseconds; 0 = not reached.
struct ExchangeTimes {
    std::int64_t startNs = 0;         ///< first byte of the head read
    std::int64_t upstreamSentNs = 0;  ///< first byte sent to the upstream (last attempt)
    std::int64_t upstreamHeadNs = 0;  ///< answer head complete
    std::int64_t upstreamEndNs = 0;
    std::int64_t waitedNs = 0;        ///< throttle, pool, back-off
};

/// Something a filter keeps for one exchange that does not fit into a number.
class FilterState {
public:
    virtual ~FilterState() = default;
};

/// One request and its answer, through all phases. Reused: all memory stays with it. One worker thread; the only
/// thing that may leave the thread is a Resumer.
class Exchange {
public:
    static constexpr std::size_t ScratchSlots = 24;

    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // --- what arrived -------------------------------------------------------------------------------------------
    const RequestHead& head() const { return m_head; }
    std::string_view requestId() const { return m_requestId; }
    std::string_view traceId() const { return m_traceId; }
    const net::IpAddress& peer() const { return m_peer; }
    /// After trusted proxies; equals peer() when there are none.
    const net::IpAddress& client() const { return m_client; }
    std::string_view peerText() const { return m_peerText; }
    std::string_view clientText() const { return m_clientText; }
    /// Sets the effective address anew (an API's own trust settings). `text` must live as long as the exchange.
    void setClient(const net::IpAddress& address, std::string_view text)
    {
        m_client = address;
        m_clientText = text;
    }
    std::uint8_t listenerRoles() const { return m_listenerRoles; }
    bool tls() const { return m_tls; }
    /// SHA-256 of the client's certificate in lower-case hex, and its subject; empty without one.
    std::string_view clientCertificateHash() const { return m_certificateHash; }
    std::string_view clientCertificateSubject() const { return m_certificateSubject; }

    // --- what it matches ----------------------------------------------------------------------------------------
    const RuntimeSnapshot& snapshot() const { return *m_snapshot; }
    const Route* route() const { return m_route; }
    const ApiRuntime* api() const { return m_route ? m_route->api.get() : nullptr; }
    const Operation* operation() const { return m_operation; }
    /// The path below the route's prefix, starting with a slash.
    std::string_view subPath() const { return m_subPath; }
    Phase currentPhase() const { return m_phase; }

    // --- who calls ----------------------------------------------------------------------------------------------
    const Identity* identity() const { return m_identity; }
    const CredentialEntry* credential() const { return m_credential; }
    /// Of the snapshot: the exchange keeps the snapshot alive.
    void setIdentity(const Identity* identity, const CredentialEntry* credential = nullptr)
    {
        m_identity = identity;
        m_credential = credential;
    }
    /// Made for this request or held by a cache.
    void setIdentity(std::shared_ptr<const Identity> identity)
    {
        m_ownedIdentity = std::move(identity);
        m_identity = m_ownedIdentity.get();
        m_credential = nullptr;
    }

    // --- flow ---------------------------------------------------------------------------------------------------
    /// For a filter that returns Wait. See Resumer.
    Resumer resumer();
    /// An answer of the gateway's own. The body is copied; header fields go through answerEdits().
    void respond(std::uint16_t status, std::string_view contentType, std::string_view body);
    /// Ends the exchange with a reason; status, code and text come from its row, the body from the ErrorRenderer.
    /// `detail` goes to the log and the console, and is copied.
    void fail(Reason reason, std::string_view detail = {});
    /// As fail(), with another wire status, code or text than the row has (empty / 0: as the row).
    void failAs(Reason reason, std::uint16_t status, std::string_view code, std::string_view text,
                std::string_view detail = {});
    bool answered() const { return m_answered; }
    Reason reason() const { return m_reason; }
    std::string_view detail() const { return m_detail; }
    std::uint16_t errorStatus() const { return m_errorStatus; }
    std::string_view errorCode() const { return m_errorCode; } ///< wire code; the text stands in when it is empty
    std::string_view errorText() const { return m_errorText; }
    /// Which policy refused or limited it; static or snapshot text. For the log.
    void setPolicy(std::string_view policy) { m_policy = policy; }
    std::string_view policy() const { return m_policy; }
    /// Leaves it out of the access log.
    void setLogAccess(bool log) { m_logAccess = log; }
    bool logAccess() const { return m_logAccess; }
    void setTestRequest(bool test) { m_isTest = test; }
    bool isTestRequest() const { return m_isTest; }
    void setCacheHit() { m_cacheHit = true; }

    // --- towards the upstream -----------------------------------------------------------------------------------
    HeaderEdits& upstreamEdits() { return m_upstreamEdits; }
    /// Replaces path (percent-encoded, starts with a slash, below the server's base path) / query / method. Copied.
    void setUpstreamPath(std::string_view path) { m_upstreamPath = m_arena.copy(path); }
    void setUpstreamQuery(std::string_view query)
    {
        m_upstreamQuery = m_arena.copy(query);
        m_upstreamQuerySet = true;
    }
    void setUpstreamMethod(std::string_view method) { m_upstreamMethod = m_arena.copy(method); }
    /// Replaces the servers (routing by client key). Of the snapshot.
    void setUpstream(const UpstreamGroup* group) { m_upstream = group; }
    const UpstreamGroup* upstream() const { return m_upstream; }
    /// "host:port" of the last target tried.
    std::string_view upstreamText() const { return m_upstreamText; }
    std::uint16_t attempts() const { return m_attempts; }

    // --- request body -------------------------------------------------------------------------------------------
    /// Asks that the whole body is collected before the upstream phase; filters with HookRequestBody are asked then.
    void bufferBody() { m_wantBody = true; }
    bool buffersBody() const { return m_wantBody; }
    /// Complete in requestBody() hooks and after; replace it freely, Content-Length follows.
    std::string& body() { return m_body; }
    const std::string& body() const { return m_body; }

    // --- answer -------------------------------------------------------------------------------------------------
    AnswerHead& answer() { return m_answer; }
    const AnswerHead& answer() const { return m_answer; }
    HeaderEdits& answerEdits() { return m_answerEdits; }
    /// From an answer() hook: collect the upstream's body up to `limit` bytes, then run answerBody() hooks, then send.
    /// A larger one ends in UpstreamBadBody.
    void bufferAnswer(std::size_t limit)
    {
        m_wantAnswer = true;
        m_answerLimit = limit;
    }
    bool buffersAnswer() const { return m_wantAnswer; }
    /// The body of a local answer, or the collected one; replace it freely.
    std::string& answerBody() { return m_answerBody; }

    // --- memory and notes ---------------------------------------------------------------------------------------
    Arena& arena() { return m_arena; }
    /// Numbers of filters, zero at the start of each exchange. Who uses which slot is one enum in gateway/filters.
    std::uint64_t& scratch(std::size_t slot) { return m_scratch[slot]; }
    /// At most a few per exchange; freed at its end.
    void keep(std::unique_ptr<FilterState> state) { m_states.push_back(std::move(state)); }

    // --- times and counts ---------------------------------------------------------------------------------------
    const ExchangeTimes& times() const { return m_times; }
    /// Monotonic and wall time of this loop turn, read once per turn.
    std::int64_t nowNs() const { return m_owner->nowNs(); }
    std::int64_t wallMs() const { return m_owner->wallMs(); }
    std::int64_t startWallMs() const { return m_startWallMs; }
    std::uint64_t bytesIn() const { return m_bytesIn; }   ///< head and body read so far
    std::uint64_t bytesOut() const { return m_bytesOut; } ///< head and body written so far
    std::uint64_t requestBodyBytes() const { return m_requestBodyBytes; }
    std::uint64_t answerBodyBytes() const { return m_answerBodyBytes; }
    /// Grows with each reuse; a Resumer of an earlier use does nothing.
    std::uint64_t generation() const { return m_generation; }
    ExchangeOwner& owner() const { return *m_owner; }

private:
    friend class ExchangeDriver; // fills it and leads it through the phases
    friend class Http1Connection;
    friend class ExchangeFixture; // tests of filters

    void reset();

    RequestHead m_head;
    AnswerHead m_answer;
    Arena m_arena;
    HeaderEdits m_upstreamEdits;
    HeaderEdits m_answerEdits;
    std::string m_body;
    std::string m_answerBody;
    SnapshotReader::Ref m_snapshotRef;
    const RuntimeSnapshot* m_snapshot = nullptr;
    const Route* m_route = nullptr;
    const Operation* m_operation = nullptr;
    const UpstreamGroup* m_upstream = nullptr;
    const Identity* m_identity = nullptr;
    const CredentialEntry* m_credential = nullptr;
    std::shared_ptr<const Identity> m_ownedIdentity;
    std::vector<std::unique_ptr<FilterState>> m_states;
    ExchangeOwner* m_owner = nullptr;
    std::array<std::uint64_t, ScratchSlots> m_scratch{};

    net::IpAddress m_peer, m_client;
    std::string_view m_peerText, m_clientText;
    std::string_view m_certificateHash, m_certificateSubject;
    std::string_view m_requestId, m_traceId;
    std::string_view m_subPath;
    std::string_view m_upstreamPath, m_upstreamQuery, m_upstreamMethod, m_upstreamText;
    std::string_view m_detail, m_policy, m_errorCode, m_errorText;
    ExchangeTimes m_times;
    std::int64_t m_startWallMs = 0;
    std::uint64_t m_bytesIn = 0, m_bytesOut = 0;
    std::uint64_t m_requestBodyBytes = 0, m_answerBodyBytes = 0;
    std::uint64_t m_generation = 1;
    std::size_t m_answerLimit = 0;
    std::uint16_t m_errorStatus = 0;
    std::uint16_t m_attempts = 0;
    std::uint16_t m_upstreamTimeouts = 0;
    std::uint16_t m_upstreamStatus = 0;
    std::uint8_t m_listenerRoles = 0;
    Phase m_phase = Phase::Accept;
    Reason m_reason = Reason::None;
    bool m_tls = false;
    bool m_answered = false;
    bool m_wantBody = false;
    bool m_wantAnswer = false;
    bool m_upstreamQuerySet = false;
    bool m_logAccess = true;
    bool m_isTest = false;
    bool m_cacheHit = false;
    bool m_finished = false;
};

} // namespace gatehouse::proxy
