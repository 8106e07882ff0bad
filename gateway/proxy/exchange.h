// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/address.h"
#include "gateway/observe/request_record.h"
#include "gateway/proxy/answer_stage.h"
#include "gateway/proxy/arena.h"
#include "gateway/proxy/filter.h"
#include "gateway/proxy/header_edits.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/request_stage.h"
#include "gateway/proxy/resumer.h"
#include "gateway/proxy/snapshot.h"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

/// What a listener may serve; a set.
enum ListenerRole : std::uint8_t {
    RoleTraffic = 1,    ///< published APIs
    RolePlatform = 2,   ///< /platform
    RoleV1 = 4,         ///< /v1 and the token endpoint
    RoleMetrics = 8,    ///< /metrics
    RoleHttpsOnly = 16, ///< nothing: clear text is refused,
    RoleRedirect = 32   ///< or sent to https
};

/// The answer as it goes to the client, whoever made it: `status`, `headers` (as the upstream sent them;
/// hop-by-hop fields are in there but never forwarded), framing.
struct AnswerHead : http::ResponseHead {
    bool local = false;  ///< made by the gateway
    bool closes = false; ///< a client's connection of HTTP/1 ends with it
};

/// Monotonic nanoseconds; 0 = not reached.
struct ExchangeTimes {
    std::int64_t startNs = 0;        ///< first byte of the head read
    std::int64_t upstreamSentNs = 0; ///< first byte sent to the upstream (last attempt)
    std::int64_t upstreamHeadNs = 0; ///< answer head complete
    std::int64_t upstreamEndNs = 0;
    std::int64_t waitedNs = 0; ///< throttle, pool, back-off
};

class Trace;

/// Something a filter keeps for one exchange that does not fit into a number.
class FilterState {
public:
    virtual ~FilterState() = default;
};

/// One request and its answer, through all phases. Reused: all memory stays with it. One worker thread; the
/// only thing that may leave the thread is a Resumer.
class Exchange {
public:
    static constexpr std::size_t ScratchSlots = 24;

    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;

    // --- what arrived
    // -------------------------------------------------------------------------------------------
    /// Views live as long as the exchange; path and query are never decoded.
    const http::RequestHead& head() const { return m_head; }
    std::string_view header(http::HeaderId id) const { return m_head.headers.value(id); }
    std::string_view header(std::string_view name) const { return m_head.headers.value(name); }
    /// Lower case, without port; empty only on HTTP/1.0.
    std::string_view hostName() const { return m_facts.hostName; }
    /// "http" or "https" as the client sees it: X-Forwarded-Proto of a trusted proxy counts.
    std::string_view scheme() const { return m_facts.scheme; }
    std::string_view requestId() const { return m_facts.requestId; }
    std::string_view traceId() const { return m_facts.traceId; }
    const net::IpAddress& peer() const { return m_facts.peer; }
    /// After trusted proxies; equals peer() when there are none.
    const net::IpAddress& client() const { return m_facts.client; }
    /// What the peer says of the way of the request is believed.
    bool trustsPeer() const { return m_facts.trustsPeer; }
    std::string_view peerText() const { return m_facts.peerText; }
    std::string_view clientText() const { return m_facts.clientText; }
    /// Sets the effective address anew (an API's own trust settings). `text` must live as long as the
    /// exchange.
    void setClient(const net::IpAddress& address, std::string_view text)
    {
        m_facts.client = address;
        m_facts.clientText = text;
    }
    std::uint8_t listenerRoles() const { return m_facts.listenerRoles; }
    bool tls() const { return m_facts.tls; }
    /// SHA-256 of the client's certificate in lower-case hex, and its subject; empty without one.
    std::string_view clientCertificateHash() const { return m_facts.certificateHash; }
    std::string_view clientCertificateSubject() const { return m_facts.certificateSubject; }
    /// What came of it, where the API wants one.
    void noteCertificate(observe::CertificateCheck check) { m_facts.certificate = check; }

    // --- what it matches
    // ----------------------------------------------------------------------------------------
    const RuntimeSnapshot& snapshot() const { return *m_facts.snapshot; }
    const Route* route() const { return m_facts.route; }
    const ApiRuntime* api() const { return m_facts.route ? m_facts.route->api.get() : nullptr; }
    const Operation* operation() const { return m_facts.operation; }
    /// The filters of the operation, else of the API; null before the route is known.
    const FilterChain* chain() const
    {
        if (!m_facts.route)
            return nullptr;
        const ChainTable& chains = m_facts.snapshot->chains;
        const FilterChain* const own = m_facts.operation ? chains.find(m_facts.operation->chain) : nullptr;
        return own ? own : chains.find(m_facts.route->api->chain);
    }
    /// The path below the route's prefix, starting with a slash.
    std::string_view subPath() const { return m_facts.subPath; }
    Phase currentPhase() const { return m_facts.phase; }

    // --- who calls
    // ----------------------------------------------------------------------------------------------
    const Identity* identity() const { return m_facts.identity; }
    const CredentialEntry* credential() const { return m_facts.credential; }
    /// Of the snapshot: the exchange keeps the snapshot alive.
    void setIdentity(const Identity* identity, const CredentialEntry* credential = nullptr)
    {
        m_facts.identity = identity;
        m_facts.credential = credential;
    }
    /// Made for this request or held by a cache.
    void setIdentity(std::shared_ptr<const Identity> identity)
    {
        m_ownedIdentity = std::move(identity);
        m_facts.identity = m_ownedIdentity.get();
        m_facts.credential = nullptr;
    }

    // --- flow
    // ---------------------------------------------------------------------------------------------------
    /// For a filter that returns Wait. See Resumer.
    Resumer resumer();
    /// For a filter that returns Wait without a resumer: the exchange goes on with Continue after this time
    /// (throttle). A client that leaves ends the wait.
    void resumeAfter(std::int64_t ns) { m_facts.resumeAfterNs = ns; }
    /// As resumeAfter(), but then the same filter is asked again.
    void repeatAfter(std::int64_t ns)
    {
        m_facts.resumeAfterNs = ns;
        m_facts.repeatFilter = true;
    }
    std::int64_t resumeAfterNs() const { return m_facts.resumeAfterNs; }
    /// An answer of the gateway's own. The body is copied; header fields go through answerEdits().
    void respond(std::uint16_t status, std::string_view contentType, std::string_view body);
    /// An answer that the upstream gave at another time, in place of its answer or failure now: all later
    /// hooks take it for the upstream's. The body is copied; the caller fills in answer().headers with views
    /// into what `owner` keeps alive.
    void replay(std::uint16_t status, std::string_view body, std::shared_ptr<const void> owner);
    /// Ends the exchange with a reason; status, code and text come from its row, the body from the
    /// ErrorRenderer. `detail` goes to the log and the console, and is copied.
    void fail(Reason reason, std::string_view detail = {});
    /// As fail(), with another wire status, code or text than the row has (empty / 0: as the row).
    void failAs(Reason reason, std::uint16_t status, std::string_view code, std::string_view text,
                std::string_view detail = {});
    /// For upgrade() hooks: the handshake is accepted, and the WebSocket closed at once with `code` and a
    /// static text.
    void acceptAndClose(std::uint16_t code, std::string_view text);
    /// The client asks for WebSocket.
    bool wantsWebSocket() const { return m_facts.wantsWebSocket; }
    /// The answer stays open by design: a WebSocket, an event stream.
    bool isLongLived() const { return m_facts.longLived; }
    /// As its head leaves, all of the answer is there.
    bool isAnswerWhole() const { return m_facts.answerWhole; }
    bool answered() const { return m_facts.answered; }
    Reason reason() const { return m_facts.reason; }
    std::string_view detail() const { return m_facts.detail; }
    std::uint16_t errorStatus() const { return m_facts.errorStatus; }
    std::string_view errorCode() const
    {
        return m_facts.errorCode;
    } ///< wire code; the text stands in when it is empty
    std::string_view errorText() const { return m_facts.errorText; }
    /// Which policy refused or limited it; static or snapshot text. For the log.
    void setPolicy(std::string_view policy) { m_facts.policy = policy; }
    std::string_view policy() const { return m_facts.policy; }
    /// Leaves it out of the access log.
    void setLogAccess(bool log) { m_facts.logAccess = log; }
    bool logAccess() const { return m_facts.logAccess; }
    /// Leaves what the upstream did out of its line.
    void setLogAnswer(bool log) { m_facts.logAnswer = log; }
    /// What a policy in a dry run would have done; static text. The first one is kept.
    void noteDryRun(std::string_view what)
    {
        if (m_facts.dryRun.empty())
            m_facts.dryRun = what;
    }
    std::string_view dryRun() const { return m_facts.dryRun; }
    void setTestRequest(bool test) { m_facts.isTest = test; }
    bool isTestRequest() const { return m_facts.isTest; }
    /// Of the request tester; null for all other exchanges.
    Trace* trace() const { return m_facts.trace; }
    /// What the response cache made of it: a static word for the log. `hit`: it answered.
    void setCacheWord(std::string_view word, bool hit)
    {
        m_facts.cacheWord = word;
        m_facts.cacheHit = hit;
    }

    // --- towards the upstream
    // -----------------------------------------------------------------------------------
    HeaderEdits& upstreamEdits() { return m_upstreamEdits; }
    const HeaderEdits& upstreamEdits() const { return m_upstreamEdits; }
    /// Replaces path (percent-encoded, starts with a slash, below the server's base path) / query / method.
    /// Copied.
    void setUpstreamPath(std::string_view path) { m_facts.upstreamPath = m_arena.copy(path); }
    void setUpstreamQuery(std::string_view query)
    {
        m_facts.upstreamQuery = m_arena.copy(query);
        m_facts.upstreamQuerySet = true;
    }
    std::string_view upstreamPath() const { return m_facts.upstreamPath; }
    /// The query to forward: the caller's own unless a filter replaced it.
    std::string_view upstreamQuery() const
    {
        return m_facts.upstreamQuerySet ? m_facts.upstreamQuery : m_head.query;
    }
    /// A question mark goes with it, also with nothing behind it.
    bool hasUpstreamQuery() const
    {
        return m_facts.upstreamQuerySet ? !m_facts.upstreamQuery.empty() : m_head.hasQuery;
    }
    /// The method to forward: the caller's own unless a filter replaced it.
    std::string_view upstreamMethod() const
    {
        return m_facts.upstreamMethod.empty() ? m_head.method : m_facts.upstreamMethod;
    }
    void setUpstreamMethod(std::string_view method) { m_facts.upstreamMethod = m_arena.copy(method); }
    /// Replaces the servers (routing by client key). Of the snapshot.
    void setUpstream(const UpstreamGroup* group) { m_facts.upstream = group; }
    const UpstreamGroup* upstream() const { return m_facts.upstream; }
    /// "host:port" of the last target tried.
    std::string_view upstreamText() const { return m_facts.upstreamText; }
    std::uint16_t attempts() const { return m_facts.attempts; }
    /// Whatever the rules of the API say, the call is sent once (but where no upstream has begun it).
    void forbidRetries() { m_facts.sendOnce = true; }
    /// The answer must be complete this time after the request began to arrive; else the call ends as a
    /// time-out. The shortest one holds.
    void setDeadline(std::int64_t ns)
    {
        if (m_facts.deadlineNs == 0 || ns < m_facts.deadlineNs)
            m_facts.deadlineNs = ns;
    }

    // --- request body
    // -------------------------------------------------------------------------------------------
    /// Asks that the whole body is collected before the upstream phase; filters with HookRequestBody are
    /// asked then.
    void bufferBody() { m_facts.wantBody = true; }
    bool buffersBody() const { return m_facts.wantBody; }
    /// Complete in requestBody() hooks and after; replace it freely, Content-Length follows.
    std::string& body() { return m_body; }
    const std::string& body() const { return m_body; }
    /// From a request() hook: the body passes through `stage`, whether it is collected or streamed.
    void setRequestStage(std::unique_ptr<RequestStage> stage) { m_requestStage = std::move(stage); }

    // --- answer
    // -------------------------------------------------------------------------------------------------
    AnswerHead& answer() { return m_answer; }
    /// What the client will get under that name: an edit, else the upstream's field; empty when there is
    /// none.
    std::string_view answerHeader(std::string_view name) const;
    const AnswerHead& answer() const { return m_answer; }
    HeaderEdits& answerEdits() { return m_answerEdits; }
    const HeaderEdits& answerEdits() const { return m_answerEdits; }
    /// From an answer() hook: collect the upstream's body up to `limit` bytes, then run answerBody() hooks,
    /// then send. A larger one ends in UpstreamBadBody.
    void bufferAnswer(std::size_t limit)
    {
        m_facts.wantAnswer = true;
        m_facts.answerLimit = limit;
    }
    bool buffersAnswer() const { return m_facts.wantAnswer; }
    /// From an answer() hook: the body passes through `stage`, after those that were added before.
    void addAnswerStage(std::unique_ptr<AnswerStage> stage) { m_stages.push_back(std::move(stage)); }
    bool hasAnswerStages() const { return !m_stages.empty(); }
    /// From an upstreamAnswer() hook. One at a time.
    void tapAnswer(std::unique_ptr<AnswerTap> tap) { m_tap = std::move(tap); }
    /// For a collected answer: how much of it is enough.
    void watchAnswer(std::unique_ptr<AnswerWatch> watch) { m_answerWatch = std::move(watch); }
    /// The upstream's trailers; for answerBody() hooks and AnswerStage::end().
    const http::Trailers& answerTrailers() const { return m_answerTrailers; }
    /// They do not go to the client as trailers.
    void dropAnswerTrailers() { m_answerTrailers.clear(); }
    /// The status under which log and metrics know the exchange, where the wire says less (gRPC: always 200).
    void setRecordedStatus(std::uint16_t status) { m_facts.recordedStatus = status; }
    /// The body of a local answer, or the collected one; replace it freely.
    std::string& answerBody() { return m_answerBody; }
    const std::string& answerBody() const { return m_answerBody; }
    std::size_t answerLength() const { return m_answerBody.size(); }

    // --- memory and notes
    // ---------------------------------------------------------------------------------------
    Arena& arena() { return m_arena; }
    /// Numbers of filters, zero at the start of each exchange. Who uses which slot is one enum in
    /// gateway/filters.
    std::uint64_t& scratch(std::size_t slot) { return m_scratch[slot]; }
    /// At most a few per exchange; freed at its end.
    void keep(std::unique_ptr<FilterState> state) { m_states.push_back(std::move(state)); }

    // --- times and counts
    // ---------------------------------------------------------------------------------------
    const ExchangeTimes& times() const { return m_facts.times; }
    /// Monotonic and wall time of this loop turn, read once per turn.
    std::int64_t nowNs() const { return m_owner->nowNs(); }
    std::int64_t wallMs() const { return m_owner->wallMs(); }
    std::int64_t startWallMs() const { return m_facts.startWallMs; }
    std::uint64_t bytesIn() const { return m_facts.bytesIn; }   ///< head and body read so far
    std::uint64_t bytesOut() const { return m_facts.bytesOut; } ///< head and body written so far
    std::uint64_t requestBodyBytes() const { return m_facts.requestBodyBytes; }
    std::uint64_t answerBodyBytes() const { return m_facts.answerBodyBytes; }
    /// Grows with each reuse; a Resumer of an earlier use does nothing.
    std::uint64_t generation() const { return m_generation; }
    ExchangeOwner& owner() const { return *m_owner; }

private:
    friend class ExchangeDriver;   // fills it and leads it through the phases
    friend class ClientConnection; // parses heads into it
    friend class Http2Stream;      // as well
    friend class ExchangeFixture;  // tests of filters

    void reset();
    /// After reset(): what `from` is about to ask its upstream, as a GET.
    void copyRequest(const Exchange& from);

    http::RequestHead m_head;
    AnswerHead m_answer;
    Arena m_arena;
    HeaderEdits m_upstreamEdits;
    HeaderEdits m_answerEdits;
    std::string m_body;
    std::string m_answerBody;
    SnapshotReader::Ref m_snapshotRef;
    /// Everything that starts anew with each exchange by plain assignment.
    struct Facts {
        const RuntimeSnapshot* snapshot = nullptr;
        const Route* route = nullptr;
        const Operation* operation = nullptr;
        const UpstreamGroup* upstream = nullptr;
        const Identity* identity = nullptr;
        const CredentialEntry* credential = nullptr;
        net::IpAddress peer, client;
        std::string_view peerText, clientText;
        std::string_view certificateHash, certificateSubject;
        std::string_view requestId, traceId, hostName, scheme;
        std::string_view subPath;
        std::string_view upstreamPath, upstreamQuery, upstreamMethod, upstreamText;
        std::string_view detail, policy, dryRun, errorCode, errorText, cacheWord;
        Trace* trace = nullptr;
        ExchangeTimes times;
        std::int64_t startWallMs = 0;
        std::uint64_t bytesIn = 0, bytesOut = 0;
        std::uint64_t requestBodyBytes = 0, answerBodyBytes = 0;
        std::int64_t resumeAfterNs = 0;
        std::int64_t deadlineNs = 0;
        std::size_t answerLimit = 0;
        std::uint16_t errorStatus = 0;
        std::uint16_t attempts = 0;
        std::uint16_t upstreamTimeouts = 0;
        std::uint16_t upstreamStatus = 0;
        std::uint16_t recordedStatus = 0;
        std::uint8_t listenerRoles = 0;
        Phase phase = Phase::Accept;
        Reason reason = Reason::None;
        bool tls = false;
        bool trustsPeer = false;
        bool answered = false;
        bool wantBody = false;
        bool wantAnswer = false;
        bool upstreamQuerySet = false;
        bool logAccess = true;
        bool logAnswer = true;
        bool isTest = false;
        bool cacheHit = false;
        bool finished = false;
        bool wantsWebSocket = false;
        bool longLived = false; ///< the answer stays open by design
        bool answerWhole = false;
        std::uint16_t closeCode = 0; ///< of acceptAndClose(), later of the WebSocket
        std::string_view closeText;
        std::uint32_t messagesIn = 0, messagesOut = 0;
        bool repeatFilter = false;
        bool sendOnce = false;
        observe::CertificateCheck certificate = observe::CertificateCheck::None;
    };
    Facts m_facts;
    std::shared_ptr<const Identity> m_ownedIdentity;
    std::vector<std::unique_ptr<FilterState>> m_states;
    std::vector<std::unique_ptr<AnswerStage>> m_stages;
    std::unique_ptr<AnswerTap> m_tap;          ///< null: nobody watches
    std::shared_ptr<const void> m_replayOwner; ///< of the views in the head of replay()
    std::unique_ptr<RequestStage> m_requestStage;
    std::unique_ptr<AnswerWatch> m_answerWatch;
    http::Trailers m_answerTrailers;
    ExchangeOwner* m_owner = nullptr;
    std::array<std::uint64_t, ScratchSlots> m_scratch{};
    std::uint64_t m_generation = 1;
};

} // namespace gatehouse::proxy
