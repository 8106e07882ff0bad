// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/event_stream.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/net/transport.h"
#include "gateway/proxy/breaker.h"
#include "gateway/proxy/client_stream.h"
#include "gateway/proxy/exchange.h"
#include "gateway/proxy/live_streams.h"
#include "gateway/proxy/local_channel.h"
#include "gateway/proxy/retry.h"
#include "gateway/proxy/selection.h"
#include "gateway/proxy/upstream_channel.h"
#include "gateway/proxy/websocket_tunnel.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::proxy {

struct WorkerContext;
class BesideCalls;
class Mirrors;
class UpstreamPools;

/// Leads one exchange through the phases: runs the filters, finds route and upstream, sends and repeats the
/// request, passes the answer on, and finishes exactly once. Pooled; one worker thread.
class ExchangeDriver final : private ExchangeOwner, private UpstreamUser, private LiveStream {
public:
    ExchangeDriver(WorkerContext& context, UpstreamPools& pools, Mirrors& mirrors, BesideCalls& beside);
    ~ExchangeDriver();

    Exchange& exchange() { return m_exchange; }

    // --- from the client's side -----------------------------------------------------------------
    /// What is known of the connection before a head is parsed into exchange().
    struct Origin {
        ClientStream* client = nullptr;
        net::IpAddress peer;
        std::string_view peerText; ///< lives as long as the connection
        std::uint8_t roles = 0;
        bool tls = false;
        std::int64_t startNs = 0;
        const net::PeerCertificate* certificate = nullptr; ///< lives as long as the connection
        Trace* trace = nullptr;                            ///< of a connection of the request tester
    };
    /// The head is complete.
    void start(const Origin& origin);
    /// The head was refused. `status` 0: as the reason's row says.
    void reject(const Origin& origin, Reason reason, std::string_view detail, std::uint16_t status);
    /// Instead of start(): asks for what `from` asks for, see ExchangeOwner::askBeside(). `client` takes the
    /// place of one.
    void startBeside(const Exchange& from, ClientStream& client, std::int64_t patienceMs,
                     const std::function<void(Exchange&)>& prepare);
    void onRequestBody(std::string_view data);
    void onRequestEnd(const http::Trailers& trailers);
    /// The pieces given in this turn may be sent on.
    void onRequestPause();
    void onRequestFailed(Reason reason, std::string_view detail);
    void onClientDrained();
    void onClientFlushed();
    void onClientGone(Reason reason);
    /// The gateway shuts down: ends an answer that stays open by design, as its protocol wants it. Others
    /// finish by themselves.
    void drain();
    /// Bytes on the wire, head and framing included.
    void countIn(std::uint64_t bytes) { m_exchange.m_facts.bytesIn += bytes; }
    void countOut(std::uint64_t bytes) { m_exchange.m_facts.bytesOut += bytes; }
    bool answerStarted() const { return m_answerStarted; }
    /// Ready for another use; all memory stays.
    void recycle();

    // --- from local handlers --------------------------------------------------------------------
    void onLocalAnswer(LocalAnswer&& answer, bool complete);
    void onLocalChunk(std::string_view chunk);
    void onLocalEnd();
    std::size_t clientPending() const { return m_client ? m_client->pending() : 0; }

private:
    enum class Step : std::uint8_t {
        Guard,
        Route,
        Chain,
        Upgrade,
        Body,
        BodyHooks,
        Upstream,
        Local,
        Answer,
        Done
    };

    std::int64_t nowNs() const override;
    std::int64_t wallMs() const override;
    net::Remote remote() const override;
    void resume(Exchange& exchange, Verdict verdict) override;
    bool askBeside(const Exchange& exchange, const std::function<void(Exchange&)>& prepare) override;

    void onUpstreamReady(UpstreamChannel& channel) override;
    void onUpstreamHead() override;
    void onUpstreamBody(std::string_view data) override;
    void onUpstreamEnd(const http::Trailers& trailers) override;
    void onUpstreamPause() override;
    void onUpstreamDrained() override;
    std::size_t takesAtOnce() const override { return m_client ? m_client->takesAtOnce() : SIZE_MAX; }
    void onUpstreamFailed(Reason reason, std::string_view detail) override;
    void onTick(bool recheck) override;
    net::ProxyAddresses proxyAddresses() const override;

    // phases (exchange_driver.cpp)
    void identify(const Origin& origin);
    void identifyClient();
    void demandHttps();
    void advance();
    bool runFilters(const FilterChain* chain, Hook hook, Step next);
    bool enterRoute();
    bool admit();
    bool passesBrake();
    bool refuseForNow(Reason reason, std::string_view code, std::string_view text, std::int64_t waitNs);
    bool findRoute();
    const Route* publishedAt(std::string_view& path);
    const Operation* operationOf(const ApiRuntime& api, std::string_view method);
    void refuseOperation(const ApiRuntime& api);
    void answerOptions();
    const Route* versionOf(const Route& route);
    bool enterUpgrade();
    bool enterBody();
    bool wantsWholeBody() const;
    void takeBody(std::string_view data);
    void holdBody();
    std::uint64_t bodyLimit() const;
    void bodyTooLarge(std::uint64_t limit);
    void handleLocally();
    void finish();
    void runFinishHooks();
    void report();
    void fillRecord(observe::RequestRecord& record) const;
    /// Nothing: it is none that the audit trail tells.
    std::optional<observe::RefusalFacts> refusalFacts() const;

    // the target and further attempts (driver_target.cpp)
    void enterUpstream();
    Choice firstChoice() const;
    void setTarget(const GroupView& view, int index);
    void releaseTarget();
    void judge(bool failure);
    void judgeHead(int status);
    void settleAnswer();
    void noteResult(bool failure, std::string_view detail);
    bool replayable() const;
    bool mayRetry(RetryCondition condition);
    bool failOver(Reason reason);
    static RetryCondition conditionOf(Reason reason);
    static RetryCondition conditionOf(int status) { return proxy::conditionOf(status); }
    const RetryRules& retryRules() const;
    const BreakerSettings& breakerSettings() const;
    int untriedTarget();
    void retryLater();
    void addStickyCookie();

    // upstream (driver_upstream.cpp)
    /// `same`: as the attempt before, whose request the upstream has not seen. `fresh`: see UpstreamSource.
    void attempt(bool fresh, bool same);
    void attempt(bool fresh) { attempt(fresh, fresh); }
    void sendRequest();
    int callStatus() const;
    RequestBodyPlan bodyPlan() const;
    void mirror();
    void sendPiece(std::string_view data);
    void onTimer();
    void onDeadline();
    void leaveUpstream();

    // answer (driver_answer.cpp)
    void answerLocally();
    void breakOff();
    template <void (Filter::*Call)(Exchange&) const>
    void runHooks(const FilterChain* chain, Hook hook);
    void runUpstreamAnswerHooks();
    void runAnswerHooks();
    void runAnswerBodyHooks();
    void sendCollected();
    void endCollecting();
    void dropAnswer();
    void noteCallStatus(const http::Trailers& trailers);
    void passAnswer();
    void endAnswer(const http::Trailers& trailers);
    // of a call that nobody waits for (driver_beside.cpp)
    void passBeside();
    void failBeside();
    // through the stages of the exchange (driver_stages.cpp); it has some
    bool stagesChangeLength() const;
    void sendStaged(std::string_view data);
    void pauseStages();
    void endStages();
    void stageCollected();
    void dropStages();
    bool failStages(Reason reason, std::string_view detail);
    bool stageRequest(std::string_view& data);
    bool endRequestStage(std::string_view& rest);

    // answers that stay open: WebSockets and event streams (driver_streams.cpp)
    bool checkUpgradeAnswer();
    bool opensByMistake() const;
    void openWebSocket();
    void openEventStream();
    void goLive();
    /// Calls the tunnel, and ends it when that was its end; safe against coming back from within the call.
    template <typename Call>
    void withWebSocket(Call call)
    {
        const bool outermost = !std::exchange(m_inWebSocket, true);
        call(*m_webSocket);
        if (!outermost)
            return;
        m_inWebSocket = false;
        if (m_webSocket->end() != WebSocketTunnel::End::Open)
            endWebSocket();
    }
    void endWebSocket();
    void noteWebSocket();
    void endEventStream(Reason reason);
    void leaveLive();
    bool stillAllowed();
    bool recheckFilters();
    WebSocketSettings webSocketLimits() const;

    WorkerContext& m_context;
    UpstreamPools& m_pools;
    Mirrors& m_mirrors;
    BesideCalls& m_besideCalls;
    std::string m_staged, m_stageInput; ///< pieces between stages
    std::string m_requestStaged;
    Exchange m_exchange;
    ClientStream* m_client = nullptr;
    LocalHandler* m_handler = nullptr;
    std::weak_ptr<Responder::Channel> m_channel;
    UpstreamSource* m_pool = nullptr;
    UpstreamChannel* m_upstream = nullptr;
    const UpstreamTarget* m_target = nullptr;
    Breaker* m_breaker = nullptr;
    const UpstreamGroup* m_group = nullptr;
    GroupState* m_groupState = nullptr;   ///< of the target tried last
    TargetState* m_targetState = nullptr; ///< counted as active there while it is set
    TriedTargets m_tried;
    int m_targetIndex = -1;
    std::uint16_t m_failovers = 0; ///< attempts that a refused connection gave, beyond the retries
    std::size_t m_cursor = 0;
    std::int64_t m_waitSinceNs = 0;
    std::uint64_t m_discarded = 0;
    Breaker::Permit m_permit = Breaker::Permit::Refused;
    Step m_step = Step::Done;
    std::uint8_t m_refusals = 0; ///< attempts that the upstream did not begin
    bool m_waiting = false;      ///< a filter holds a resumer
    bool m_acquiring = false;    ///< a connection is being waited for
    bool m_collecting = false;   ///< the request body goes to Exchange::body()
    bool m_streaming = false;    ///< the request body goes to the upstream
    bool m_streamed = false;     ///< some of a streamed body has been taken: no second try
    bool m_staleRepeated = false;
    bool m_mirrored = false; ///< a copy has been thought of: one is enough for all attempts
    bool m_beside = false;   ///< nobody waits for the answer
    bool m_chunkedUp = false;
    bool m_requestEnded = false;
    bool m_dropAnswer = false; ///< the rest of a failed attempt's answer is read and dropped
    bool m_unsettled = false;  ///< the answer's head was good; its end is still to be seen
    bool m_collectAnswer = false;
    bool m_answerStarted = false;
    bool m_answerEnded = false;
    bool m_operationMissing = false;
    bool m_pumping = false; ///< inside ClientStream::readBody(): what comes is looked at afterwards
    bool m_live = false;    ///< in the list of live streams
    bool m_eventStream = false;
    bool m_inWebSocket = false; ///< inside withWebSocket()
    std::int64_t m_endStreamMs =
        0; ///< the event stream ends between two events, at the latest then; 0: goes on
    http::EventBoundary m_events;
    std::unique_ptr<WebSocketTunnel> m_webSocket;
    net::CallbackTimer<ExchangeDriver, &ExchangeDriver::onTimer> m_timer{this};
    net::CallbackTimer<ExchangeDriver, &ExchangeDriver::onDeadline> m_deadline{this};
};

} // namespace gatehouse::proxy
