// SPDX-License-Identifier: GPL-3.0-or-later
// The answer phase of ExchangeDriver: hooks, passing on or collecting, and the record of the exchange.
#include "gateway/http/grpc.h"
#include "gateway/http/status.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <charconv>

namespace gatehouse::proxy {

// --- answers of the gateway's own

void ExchangeDriver::answerLocally()
{
    if (m_beside)
        return failBeside();
    Exchange::Facts& facts = m_exchange.m_facts;
    m_step = Step::Answer;
    m_waiting = false;
    m_streaming = false;
    m_collecting = false;
    m_context.wheel.stop(m_timer);
    dropStages(); // of an answer that was not sent after all
    if (facts.reason != Reason::None)
        runUpstreamAnswerHooks();
    if (facts.reason != Reason::None && m_exchange.m_answerBody.empty())
        m_context.services.errors->render(m_exchange);
    facts.phase = Phase::Answer;
    m_client->discardBody();
    runAnswerHooks();
    if (m_exchange.buffersAnswer())
        runAnswerBodyHooks();
    sendCollected();
}

template <void (Filter::*Call)(Exchange&) const>
void ExchangeDriver::runHooks(const FilterChain* chain, Hook hook)
{
    if (!chain)
        return;
    for (const Filter* filter : chain->with(hook)) {
        Trace* const trace = m_exchange.m_facts.trace;
        const std::int64_t atNs = trace ? trace->now() : 0;
        (filter->*Call)(m_exchange);
        if (trace)
            trace->step(*filter, hook, Verdict::Continue, atNs);
    }
}

void ExchangeDriver::runUpstreamAnswerHooks()
{
    runHooks<&Filter::upstreamAnswer>(m_exchange.chain(), HookUpstreamAnswer);
}

void ExchangeDriver::runAnswerHooks()
{
    m_exchange.m_facts.phase = Phase::Answer;
    runHooks<&Filter::answer>(m_exchange.m_facts.snapshot->guard.get(), HookAnswer);
    runHooks<&Filter::answer>(m_exchange.chain(), HookAnswer);
}

void ExchangeDriver::runAnswerBodyHooks()
{
    runHooks<&Filter::answerBody>(m_exchange.chain(), HookAnswerBody);
}

void ExchangeDriver::sendCollected()
{
    if (opensByMistake()) {
        m_exchange.fail(Reason::BadHandshake, "a filter answered a handshake as if it were a request");
        m_context.services.errors->render(m_exchange);
    }
    m_answerStarted = true;
    std::optional<std::uint64_t> length;
    if (m_exchange.m_head.methodId != http::Method::Head || !stagesChangeLength()) { // of HEAD nobody knows
        if (m_exchange.hasAnswerStages())
            stageCollected();
        length = m_exchange.m_answerBody.size();
    }
    m_exchange.m_facts.answerBodyBytes = m_exchange.m_answerBody.size();
    m_exchange.m_facts.longLived = m_exchange.m_answer.status == 101;
    m_exchange.m_facts.answerWhole = !m_exchange.m_facts.longLived;
    m_client->startAnswer(m_exchange, length);
    if (m_exchange.m_facts.longLived)
        return openWebSocket();
    m_client->sendBody(m_exchange.m_answerBody);
    endAnswer({});
}

// --- answers of the upstream

/// Of the body, or of the one that HEAD and 304 leave out.
static std::optional<std::uint64_t> lengthOf(const http::ResponseHead& head)
{
    if (head.framing == http::BodyFraming::Length)
        return head.contentLength;
    if (head.framing != http::BodyFraming::None)
        return std::nullopt;
    const std::string_view told = head.headers.value(http::HeaderId::ContentLength);
    std::uint64_t length = 0;
    std::from_chars(told.data(), told.data() + told.size(), length);
    return length;
}

void ExchangeDriver::passAnswer()
{
    const http::ResponseHead& head = m_exchange.m_answer;
    m_step = Step::Answer;
    const bool bare = head.framing == http::BodyFraming::None;
    runUpstreamAnswerHooks();
    if (m_beside)
        return passBeside();
    if (m_exchange.answered() && !bare) {
        leaveUpstream();
        return answerLocally();
    }
    addStickyCookie();
    runAnswerHooks();
    if (m_exchange.answered() && bare && !m_exchange.m_answer.local) {
        m_collectAnswer = true; // the connection is good for more: what was put in its place goes at its end
        return;
    }
    if (m_exchange.answered()) { // a hook replaced it
        leaveUpstream();
        m_client->discardBody();
        if (m_exchange.reason() != Reason::None && m_exchange.m_answerBody.empty())
            m_context.services.errors->render(m_exchange);
        return sendCollected();
    }
    const bool eventStream = http::isEventStream(head.headers.value(http::HeaderId::ContentType));
    m_exchange.m_facts.longLived = eventStream || head.status == 101; // these can never be had as a whole
    if (m_exchange.m_facts.longLived)
        settleAnswer();
    if (m_exchange.buffersAnswer() && !m_exchange.m_facts.longLived) {
        m_collectAnswer = true;
        return;
    }
    m_answerStarted = true;
    m_exchange.m_facts.answerWhole = !m_exchange.m_facts.longLived && m_upstream && m_upstream->wholeAtHand();
    const bool otherLength = m_exchange.hasAnswerStages() && stagesChangeLength();
    m_client->startAnswer(m_exchange, otherLength ? std::nullopt : lengthOf(head));
    if (m_exchange.m_head.methodId == http::Method::Head)
        dropStages(); // they only had to be known
    if (head.status == 101)
        openWebSocket();
    else if (eventStream)
        openEventStream();
}

/// More of an answer that is dropped costs more than a new connection.
constexpr std::uint64_t WorthReading = 64 * 1024;

/// The attempt is given up. Its connection is worth keeping when the rest of the answer is short and comes at
/// once.
void ExchangeDriver::dropAnswer()
{
    constexpr std::int64_t PatienceMs = 100;
    const http::ResponseHead& head = m_exchange.m_answer;
    settleAnswer();
    holdBody();
    if (!m_requestEnded || (head.framing == http::BodyFraming::Length && head.contentLength > WorthReading)) {
        leaveUpstream();
        return retryLater();
    }
    m_dropAnswer = true;
    m_discarded = 0;
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + PatienceMs);
}

void ExchangeDriver::onUpstreamBody(std::string_view data)
{
    Exchange::Facts& facts = m_exchange.m_facts;
    if (m_dropAnswer) {
        m_discarded += data.size();
        if (m_discarded > WorthReading) {
            leaveUpstream();
            retryLater();
        }
        return;
    }
    facts.answerBodyBytes += data.size();
    if (m_webSocket)
        return withWebSocket([data](WebSocketTunnel& tunnel) { tunnel.fromUpstream(data); });
    if (m_eventStream)
        m_events.add(data);
    if (m_exchange.m_tap)
        m_exchange.m_tap->take(data);
    if (!m_collectAnswer)
        return m_exchange.hasAnswerStages() ? sendStaged(data) : m_client->sendBody(data);
    if (m_exchange.m_answerBody.size() + data.size() > facts.answerLimit) {
        leaveUpstream();
        m_exchange.fail(Reason::UpstreamBadBody, "the answer is larger than what may be transformed");
        return answerLocally();
    }
    m_exchange.m_answerBody.append(data);
    if (m_exchange.m_answerWatch && m_exchange.m_answerWatch->enough(m_exchange.m_answerBody)) {
        leaveUpstream();
        endCollecting();
    }
}

void ExchangeDriver::onUpstreamPause()
{
    if (!m_answerStarted)
        return;
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.settle(); });
    if (m_exchange.hasAnswerStages())
        pauseStages();
    m_client->flush();
    if (m_endStreamMs != 0 && m_events.between())
        return endEventStream(Reason::None);
    if (m_upstream && m_client->congested())
        m_upstream->setReading(false);
}

void ExchangeDriver::onClientDrained()
{
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.clientDrained(); });
    if (m_upstream)
        m_upstream->setReading(true);
    if (const auto channel = m_channel.lock())
        channel->drained(m_client->pending());
}

void ExchangeDriver::onUpstreamEnd(const http::Trailers& trailers)
{
    m_upstream = nullptr;
    m_streaming = false;
    settleAnswer();
    m_exchange.m_facts.times.upstreamEndNs = nowNs();
    if (m_dropAnswer)
        return retryLater();
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.upstreamGone(); });
    if (m_exchange.m_tap)
        m_exchange.m_tap->end();
    if (m_collectAnswer || m_exchange.hasAnswerStages())
        m_exchange.m_answerTrailers = trailers;
    if (m_collectAnswer)
        return endCollecting();
    if (!m_exchange.hasAnswerStages()) {
        if (m_exchange.api()->protocol == Protocol::Grpc)
            noteCallStatus(trailers);
        return endAnswer(trailers);
    }
    endStages();
    endAnswer(m_exchange.m_answerTrailers);
}

/// A gRPC call that failed is HTTP 200 all the same; log and metrics should not take it for a good one.
void ExchangeDriver::noteCallStatus(const http::Trailers& trailers)
{
    std::string_view told = m_exchange.m_answer.headers.value(http::HeaderId::GrpcStatus);
    for (const auto& [name, value] : trailers) {
        if (http::equalsIgnoreCase(name, "grpc-status"))
            told = value;
    }
    const auto status = http::parseGrpcStatus(told);
    if (status && *status != http::GrpcStatus::Ok)
        m_exchange.setRecordedStatus(http::httpStatusOf(*status));
}

void ExchangeDriver::endCollecting()
{
    m_collectAnswer = false;
    if (m_exchange.buffersAnswer())
        runAnswerBodyHooks();
    sendCollected();
}

// --- the end of the answer

void ExchangeDriver::endAnswer(const http::Trailers& trailers)
{
    m_answerEnded = true;
    m_client->endAnswer(trailers);
    m_client->flush();
    if (m_client->broken() && m_exchange.m_facts.reason == Reason::None)
        m_exchange.m_facts.reason = Reason::ClientGone;
    if (m_client->pending() == 0)
        finish();
}

void ExchangeDriver::onClientFlushed()
{
    if (m_answerEnded)
        finish();
}

/// The head has left already, so the client can only be told by a broken connection.
void ExchangeDriver::breakOff()
{
    leaveUpstream();
    m_client->abortAnswer();
    finish();
}

void ExchangeDriver::fillRecord(observe::RequestRecord& record) const
{
    const Exchange::Facts& facts = m_exchange.m_facts;
    const http::RequestHead& head = m_exchange.m_head;
    record.requestId = facts.requestId;
    record.traceId = facts.traceId;
    record.clientAddress = facts.clientText;
    record.peerAddress = facts.peerText;
    record.method = head.method;
    record.path = head.path;
    record.host = head.host;
    record.userAgent = head.headers.value(http::HeaderId::UserAgent);
    record.httpVersion = head.majorVersion == 2 ? "2" : head.minorVersion == 0 ? "1.0" : "1.1";
    record.upstream = facts.upstreamText;
    record.reason = facts.reason == Reason::None ? std::string_view() : nameOf(facts.reason);
    record.policy = facts.policy;
    record.dryRun = facts.dryRun;
    record.startWallMs = facts.startWallMs;
    record.totalNs = nowNs() - facts.times.startNs;
    if (facts.times.upstreamSentNs != 0) {
        const std::int64_t end = facts.times.upstreamEndNs ? facts.times.upstreamEndNs : nowNs();
        record.upstreamNs = end - facts.times.upstreamSentNs;
    }
    if (facts.longLived) {
        const std::int64_t head = facts.times.upstreamHeadNs;
        record.latencyNs = head ? head - facts.times.startNs : 0;
        record.upstreamNs = head ? head - facts.times.upstreamSentNs : -1;
    }
    record.closeCode = facts.closeCode;
    record.messagesIn = facts.messagesIn;
    record.messagesOut = facts.messagesOut;
    record.queueNs = facts.times.waitedNs;
    record.bytesIn = facts.bytesIn;
    record.bytesOut = facts.bytesOut;
    record.status = facts.recordedStatus != 0 ? facts.recordedStatus
                                              : static_cast<std::uint16_t>(m_exchange.m_answer.status);
    record.upstreamStatus = facts.upstreamStatus;
    record.retries = facts.attempts > 1 ? static_cast<std::uint16_t>(facts.attempts - 1) : 0;
    record.upstreamTimeouts = facts.upstreamTimeouts;
    record.certificate = facts.certificate;
    record.hasQuery = head.hasQuery;
    record.isTest = facts.isTest;
    record.cacheHit = facts.cacheHit;
    record.cache = facts.cacheWord;
    record.logAccess = facts.logAccess;
    record.logAnswer = facts.logAnswer;
}

static bool isLimit(Reason reason)
{
    switch (reason) {
    case Reason::RateLimited:
    case Reason::ThrottleQueueFull:
    case Reason::BandwidthLimited:
    case Reason::QuotaExhausted:
    case Reason::NoCredits:
        return true;
    default:
        return false;
    }
}

static observe::ApiKind kindOf(Protocol protocol)
{
    switch (protocol) {
    case Protocol::Rest:
        return observe::ApiKind::Rest;
    case Protocol::Soap:
        return observe::ApiKind::Soap;
    case Protocol::GraphQl:
        return observe::ApiKind::GraphQl;
    case Protocol::Grpc:
    case Protocol::GrpcWeb:
    case Protocol::GrpcBridge:
        return observe::ApiKind::Grpc;
    }
    return observe::ApiKind::Other;
}

std::optional<observe::RefusalFacts> ExchangeDriver::refusalFacts() const
{
    const Exchange::Facts& facts = m_exchange.m_facts;
    if (facts.reason != Reason::BodyTooLarge && facts.reason != Reason::IpDenied)
        return std::nullopt;
    const http::RequestHead& head = m_exchange.m_head;
    observe::RefusalFacts refusal;
    refusal.bodySize = facts.reason == Reason::BodyTooLarge;
    refusal.blacklisted = facts.errorCode == "SEC011" || facts.errorCode == "API011";
    refusal.globalAddress = facts.errorCode == "SEC010" || facts.errorCode == "SEC011";
    if (head.framing == http::BodyFraming::Length)
        refusal.declaredBytes = static_cast<std::int64_t>(head.contentLength);
    refusal.limit = bodyLimit();
    refusal.received = facts.requestBodyBytes;
    refusal.forwardedFor = head.headers.value(http::HeaderId::XForwardedFor);
    refusal.contentType = head.headers.value(http::HeaderId::ContentType);
    refusal.transferEncoding = head.headers.value(http::HeaderId::TransferEncoding);
    return refusal;
}

void ExchangeDriver::report()
{
    if (!m_context.sink)
        return;
    observe::RequestRecord record;
    fillRecord(record);
    record.limited = isLimit(m_exchange.reason());
    if (m_handler)
        record.surface = m_handler->surface(record.path);
    if (const ApiRuntime* api = m_exchange.api()) {
        record.tenant = api->tenantName;
        record.api = api->name;
        record.apiVersion = api->version;
        record.route = api->id;
        record.apiSlot = api->metricsIndex;
        record.kind = record.closeCode ? observe::ApiKind::WebSocket : kindOf(api->protocol);
        if (api->logSampling < 1'000'000)
            record.logAccess = record.logAccess && m_context.random.next() % 1'000'000 < api->logSampling;
    }
    if (const Operation* operation = m_exchange.operation())
        record.operation = operation->uriTemplate;
    if (const Identity* identity = m_exchange.identity())
        record.principal = identity->name;
    if (const CredentialEntry* credential = m_exchange.credential()) {
        record.subscription = credential->texts.subscription();
        record.keyPrefix = credential->texts.prefix();
        if (!credential->used.isNull())
            credential->used->touch(m_exchange.wallMs() / 1000);
    }
    const std::optional<observe::RefusalFacts> refusal = refusalFacts();
    record.refusal = refusal ? &*refusal : nullptr;
    m_context.sink->finished(record);
}

} // namespace gatehouse::proxy
