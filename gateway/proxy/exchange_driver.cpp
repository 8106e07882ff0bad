// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/exchange_driver.h"

#include "gateway/http/message_writer.h"
#include "gateway/http/uri.h"
#include "gateway/http/websocket_handshake.h"
#include "gateway/proxy/client_address.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>

namespace gatehouse::proxy {

ExchangeDriver::ExchangeDriver(WorkerContext& context, UpstreamPools& pools)
    : m_context(context)
    , m_pools(pools)
{
    m_exchange.m_owner = this;
}

ExchangeDriver::~ExchangeDriver() = default;

std::int64_t ExchangeDriver::nowNs() const
{
    return m_context.poller.nowNs();
}

std::int64_t ExchangeDriver::wallMs() const
{
    return m_context.poller.wallMs();
}

net::Remote ExchangeDriver::remote() const
{
    return m_context.poller.remote();
}

// --- identify
// --------------------------------------------------------------------------------------------------------

void ExchangeDriver::start(const Origin& origin)
{
    identify(origin);
    identifyClient();
    if (const http::PathFault fault = http::checkPath(m_exchange.m_head.path);
        fault != http::PathFault::None && m_exchange.m_head.form != http::TargetForm::Asterisk) {
        m_exchange.fail(Reason::BadTarget, http::textOf(fault));
        return answerLocally();
    }
    if (origin.roles & RoleHttpsOnly)
        return demandHttps();
    m_step = Step::Guard;
    advance();
}

/// For clear text where only TLS is served: sends the client to the same place by https, or says why not.
void ExchangeDriver::demandHttps()
{
    const AnswerSettings& settings = m_context.settings->answers;
    const http::RequestHead& head = m_exchange.m_head;
    if (!(m_exchange.listenerRoles() & RoleRedirect) || m_exchange.hostName().empty() ||
        head.form == http::TargetForm::Asterisk || head.methodId == http::Method::Connect) {
        m_exchange.fail(Reason::HttpsRequired, "clear text where only HTTPS is served");
        return answerLocally();
    }
    Arena& arena = m_exchange.m_arena;
    const std::string_view port = settings.httpsPort == 443
                                      ? std::string_view()
                                      : arena.concat({":", arena.number(settings.httpsPort)});
    const std::string_view query = head.query.empty() ? std::string_view() : arena.concat({"?", head.query});
    m_exchange.answerEdits().set("Location",
                                 arena.concat({"https://", m_exchange.hostName(), port, head.path, query}));
    m_exchange.respond(308, "text/plain", "This is served by HTTPS.\n");
    answerLocally();
}

void ExchangeDriver::reject(const Origin& origin, Reason reason, std::string_view detail,
                            std::uint16_t status)
{
    identify(origin);
    identifyClient();
    m_exchange.failAs(reason, status, {}, {}, detail);
    answerLocally();
}

void ExchangeDriver::identify(const Origin& origin)
{
    m_client = origin.client;
    Exchange::Facts& facts = m_exchange.m_facts;
    facts.phase = Phase::Identify;
    facts.peer = facts.client = origin.peer;
    facts.peerText = facts.clientText = origin.peerText;
    facts.listenerRoles = origin.roles;
    facts.tls = origin.tls;
    facts.scheme = origin.tls ? "https" : "http";
    if (origin.certificate) {
        facts.certificateHash = origin.certificate->sha256;
        facts.certificateSubject = origin.certificate->subject;
    }
    facts.times.startNs = origin.startNs;
    facts.trace = origin.trace;
    if (origin.trace)
        origin.trace->begin();
    facts.startWallMs = wallMs();
    m_exchange.m_snapshotRef = m_context.snapshots.acquire();
    facts.snapshot = m_exchange.m_snapshotRef.get();
}

static bool isHexLower(std::string_view text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

static bool saysYes(std::string_view value)
{
    if (value.empty())
        return false;
    return value == "1" || http::equalsIgnoreCase(value, "true") || http::equalsIgnoreCase(value, "yes") ||
           http::equalsIgnoreCase(value, "on");
}

/// The other names for X-IS-TEST. Both are equally long, and few other fields are: one look at the lengths
/// instead of two searches by name.
static bool saysTest(const http::HeaderTable& headers)
{
    constexpr std::string_view Names[] = {"X-Doorman-Test", "X-Test-Request"};
    static_assert(Names[0].size() == Names[1].size());
    if (std::none_of(headers.begin(), headers.end(), [Names](const http::Header& field) {
            return field.id == http::HeaderId::Unknown && field.name.size() == Names[0].size();
        }))
        return false;
    return saysYes(headers.value(Names[0])) || saysYes(headers.value(Names[1]));
}

void ExchangeDriver::identifyClient()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const http::HeaderTable& headers = m_exchange.m_head.headers;
    for (const http::HeaderId id : {http::HeaderId::XRequestId, http::HeaderId::RequestId}) {
        if (facts.requestId.empty() && isAcceptableRequestId(headers.value(id)))
            facts.requestId = headers.value(id);
    }
    if (facts.requestId.empty()) {
        char* const id = m_exchange.m_arena.allocate(RequestIdLength);
        makeRequestId(m_context.random, id);
        facts.requestId = {id, RequestIdLength};
    }
    const std::string_view trace = headers.value(http::HeaderId::TraceParent); // version-trace-parent-flags
    if (trace.size() >= 55 && trace[2] == '-' && trace[35] == '-' && isHexLower(trace.substr(3, 32)))
        facts.traceId = trace.substr(3, 32);

    std::string_view host = m_exchange.m_head.host;
    if (const std::size_t colon = host.rfind(':'); colon != std::string_view::npos && host.back() != ']')
        host = host.substr(0, colon);
    facts.hostName = host;
    if (std::any_of(host.begin(), host.end(), [](char c) { return c >= 'A' && c <= 'Z'; })) {
        char* const lower = m_exchange.m_arena.allocate(host.size());
        std::transform(host.begin(), host.end(), lower,
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        facts.hostName = {lower, host.size()};
    }

    const TrustSettings& trust = m_context.settings->trust;
    if (trust.trustForwarded && isTrustedPeer(trust, facts.peer)) {
        if (const auto client = forwardedClient(trust, facts.peer, headers)) {
            facts.client = client->address;
            facts.clientText = client->text;
        }
        const std::string_view scheme = headers.value(http::HeaderId::XForwardedProto);
        if (scheme == "http" || scheme == "https")
            facts.scheme = scheme;
    }
    facts.isTest = saysYes(headers.value(http::HeaderId::XIsTest)) || saysTest(headers);
}

// --- the phases
// ------------------------------------------------------------------------------------------------------

void ExchangeDriver::advance()
{
    for (;;) {
        const FilterChain* chain = m_exchange.chain();
        switch (m_step) {
        case Step::Guard:
            if (!runFilters(m_exchange.snapshot().guard.get(), HookRequest, Step::Route))
                return;
            break;
        case Step::Route:
            m_exchange.m_facts.phase = Phase::Route;
            if (!enterRoute())
                return answerLocally();
            break;
        case Step::Chain:
            if (!runFilters(chain, HookRequest, Step::Upgrade))
                return;
            break;
        case Step::Upgrade:
            if (!m_exchange.m_facts.wantsWebSocket)
                m_step = Step::Body;
            else if (!enterUpgrade() || !runFilters(chain, HookUpgrade, Step::Body))
                return;
            break;
        case Step::Body:
            if (m_operationMissing) {
                m_exchange.fail(Reason::NoOperation);
                return answerLocally();
            }
            if (!enterBody())
                return;
            break;
        case Step::BodyHooks:
            if (!runFilters(chain, HookRequestBody, m_handler ? Step::Local : Step::Upstream))
                return;
            break;
        case Step::Local:
            return handleLocally();
        case Step::Upstream:
            return enterUpstream();
        case Step::Answer:
        case Step::Done:
            return;
        }
    }
}

bool ExchangeDriver::runFilters(const FilterChain* chain, Hook hook, Step next)
{
    static const std::vector<const Filter*> None;
    const std::vector<const Filter*>& filters = chain ? chain->with(hook) : None;
    while (m_cursor < filters.size()) {
        const Filter& filter = *filters[m_cursor];
        if (m_operationMissing && filter.phase() > Phase::Preflight)
            break; // only a preflight may ask for an operation that does not exist
        m_exchange.m_facts.phase = filter.phase();
        Trace* const trace = m_exchange.m_facts.trace;
        const std::int64_t atNs = trace ? trace->now() : 0;
        const Verdict verdict = hook == HookRequest   ? filter.request(m_exchange)
                                : hook == HookUpgrade ? filter.upgrade(m_exchange)
                                                      : filter.requestBody(m_exchange);
        if (trace)
            trace->step(filter, hook, m_exchange.answered() ? Verdict::Respond : verdict, atNs);
        if (verdict == Verdict::Respond || m_exchange.answered()) {
            answerLocally();
            return false;
        }
        if (verdict == Verdict::Wait) {
            m_waiting = true;
            m_waitSinceNs = nowNs();
            if (const std::int64_t delay = std::exchange(m_exchange.m_facts.resumeAfterNs, 0); delay > 0)
                m_context.wheel.start(m_timer, m_context.poller.nowMs() + (delay + 999'999) / 1'000'000);
            return false;
        }
        ++m_cursor;
    }
    m_cursor = 0;
    m_step = next;
    return true;
}

void ExchangeDriver::resume(Exchange&, Verdict verdict)
{
    if (!m_waiting)
        return;
    if (verdict == Verdict::Wait && !m_exchange.answered())
        return; // it took another resumer
    m_waiting = false;
    m_context.wheel.stop(m_timer);
    m_exchange.m_facts.times.waitedNs += nowNs() - m_waitSinceNs;
    if (Trace* const trace = m_exchange.m_facts.trace)
        trace->resumed();
    if (verdict == Verdict::Respond || m_exchange.answered())
        return answerLocally();
    ++m_cursor;
    advance();
}

void ExchangeDriver::onTimer()
{
    if (m_waiting && std::exchange(m_exchange.m_facts.repeatFilter, false)) {
        m_waiting = false;
        m_exchange.m_facts.times.waitedNs += nowNs() - m_waitSinceNs;
        if (Trace* const trace = m_exchange.m_facts.trace)
            trace->resumed();
        return advance();
    }
    if (m_waiting)
        return resume(m_exchange, Verdict::Continue);
    if (m_step == Step::Upstream && !m_upstream && !m_acquiring) {
        m_exchange.m_facts.times.waitedNs += nowNs() - m_waitSinceNs;
        attempt(false);
    }
}

bool ExchangeDriver::enterRoute()
{
    const http::RequestHead& head = m_exchange.m_head;
    m_step = Step::Chain;
    for (LocalHandler* const handler : m_context.services.handlers) {
        if (handler->handles(head.method, head.path, m_exchange.listenerRoles())) {
            m_handler = handler;
            m_step = Step::Body;
            break;
        }
    }
    const ClientSettings& limits = m_context.settings->client;
    if ((limits.memoryShort || limits.addressBrake.perSecond != 0) && !admit())
        return false;
    if (!m_handler && !findRoute())
        return false;
    const std::uint64_t limit = bodyLimit();
    if (limit != 0 && head.framing == http::BodyFraming::Length && head.contentLength > limit) {
        bodyTooLarge(limit);
        return false;
    }
    return true;
}

/// The brakes of the whole process. Probes pass always, and administration passes on its own listener, so
/// that somebody can look after a gateway in trouble.
bool ExchangeDriver::admit()
{
    constexpr std::int64_t second = 1'000'000'000;
    const ClientSettings& limits = m_context.settings->client;
    const Exchange::Facts& facts = m_exchange.m_facts;
    const bool probe = m_handler && !m_exchange.m_head.path.starts_with("/platform");
    if (probe || !(facts.listenerRoles & RoleTraffic))
        return true;
    if (limits.memoryShort && !m_handler)
        return refuseForNow(Reason::Overloaded, {}, {}, second);
    if (const std::int64_t wait = m_context.brake->take(facts.client, limits.addressBrake, nowNs()))
        return refuseForNow(Reason::RateLimited, "REQ429", "Too many requests from this address", wait);
    return true;
}

bool ExchangeDriver::refuseForNow(Reason reason, std::string_view code, std::string_view text,
                                  std::int64_t waitNs)
{
    m_exchange.failAs(reason, 0, code, text);
    m_exchange.answerEdits().set("Retry-After",
                                 m_exchange.m_arena.number((waitNs + 999'999'999) / 1'000'000'000));
    return false;
}

bool ExchangeDriver::findRoute()
{
    Exchange::Facts& facts = m_exchange.m_facts;
    const http::RequestHead& head = m_exchange.m_head;
    facts.route = (facts.listenerRoles & RoleTraffic) && head.form != http::TargetForm::Asterisk
                      ? m_exchange.snapshot().routes.find(facts.hostName, head.path)
                      : nullptr;
    if (!facts.route) {
        m_exchange.fail(Reason::NoRoute);
        return false;
    }
    const std::size_t published = facts.route->prefix.size();
    if (facts.route->byVersion && !(facts.route = versionOf(*facts.route)))
        return false;
    const ApiRuntime& api = *facts.route->api;
    facts.wantsWebSocket =
        (head.upgrade || head.headers.has(http::HeaderId::SecWebSocketKey)) && http::wantsWebSocket(head);
    facts.subPath = head.path.substr(std::min(published, head.path.size()));
    if (facts.subPath.empty())
        facts.subPath = "/";
    // What SOAP calls is a POST however it comes, and its missing endpoints are told to callers only
    // (data-plane 3): by a filter behind the limits.
    const bool soap = api.protocol == Protocol::Soap;
    const std::string_view method = soap ? "POST" : head.method;
    facts.operation = matchOperation(api, method, facts.subPath);
    if (!facts.operation && facts.subPath.size() > 1 && facts.subPath.back() == '/')
        facts.operation = matchOperation(api, method, facts.subPath.substr(0, facts.subPath.size() - 1));
    m_operationMissing = !facts.operation && api.registeredOnly && !soap;
    facts.upstream =
        facts.operation && facts.operation->upstream ? facts.operation->upstream.get() : api.upstream.get();
    if (m_operationMissing && head.methodId != http::Method::Options) {
        m_exchange.fail(Reason::NoOperation);
        return false;
    }
    if (!api.active) {
        m_exchange.fail(Reason::ApiDisabled);
        return false;
    }
    return true;
}

/// The version that X-API-Version names; without it v1, but GraphQL must say it (data-plane 2). Null when the
/// exchange has failed.
const Route* ExchangeDriver::versionOf(const Route& route)
{
    constexpr std::string_view wanted = "X-API-Version header is required";
    const http::RequestHead& head = m_exchange.m_head;
    const bool graphQl = route.api->protocol == Protocol::GraphQl;
    const std::string_view told = m_exchange.header("X-API-Version");
    // Browsers ask before they send it: the newest version answers for all.
    if (graphQl && told.empty() && head.methodId == http::Method::Options)
        return &route;
    if (graphQl && head.path.size() > route.prefix.size() + 1) {
        m_exchange.fail(Reason::NoRoute); // a version in the path that is none
        return nullptr;
    }
    if (graphQl && told.empty()) {
        m_exchange.failAs(Reason::Invalid, 400, wanted, wanted);
        return nullptr;
    }
    const std::string_view prefix =
        m_exchange.m_arena.concat({route.prefix, "/", told.empty() ? "v1" : told});
    const Route* const found = m_exchange.snapshot().routes.find(route.host, prefix);
    if (found && found->prefix == prefix && !found->byVersion)
        return found;
    m_exchange.fail(Reason::NoRoute);
    return nullptr;
}

// --- the request body
// ------------------------------------------------------------------------------------------------

std::uint64_t ExchangeDriver::bodyLimit() const
{
    if (m_handler)
        return m_handler->bodyLimit(m_exchange.m_head.path);
    return m_exchange.api() ? m_exchange.api()->bodyLimit : 0;
}

void ExchangeDriver::bodyTooLarge(std::uint64_t limit)
{
    const std::string text = "Request entity too large (max: " + std::to_string(limit) + " bytes)";
    m_exchange.failAs(Reason::BodyTooLarge, 0, {}, text);
}

bool ExchangeDriver::wantsWholeBody() const
{
    constexpr std::uint64_t Small = 16 * 1024;      // cheaper to copy than to hold an upstream connection for
    constexpr std::uint64_t Repeatable = 64 * 1024; // worth keeping when the API asks for retries
    if (m_handler || m_exchange.buffersBody())
        return true;
    if (const FilterChain* chain = m_exchange.chain()) {
        const std::vector<const Filter*>& filters = chain->with(HookRequestBody);
        if (std::any_of(filters.begin(), filters.end(), [](const Filter* f) { return f->needsBody(); }))
            return true;
    }
    const http::RequestHead& head = m_exchange.m_head;
    return head.framing == http::BodyFraming::Length &&
           head.contentLength <=
               (m_exchange.api()->retries > 0 || (m_exchange.upstream() && m_exchange.upstream()->retries > 0)
                    ? Repeatable
                    : Small);
}

bool ExchangeDriver::enterBody()
{
    m_step = Step::BodyHooks;
    if (m_exchange.m_head.framing == http::BodyFraming::None) {
        m_requestEnded = true;
        return true;
    }
    if (!wantsWholeBody())
        return true;
    m_collecting = true;
    m_pumping = true;
    m_client->readBody(true);
    m_pumping = false;
    if (m_exchange.answered()) { // it was malformed or too large
        answerLocally();
        return false;
    }
    return !m_collecting;
}

void ExchangeDriver::onRequestBody(std::string_view data)
{
    Exchange::Facts& facts = m_exchange.m_facts;
    if (m_webSocket) {
        facts.requestBodyBytes += data.size();
        return withWebSocket([data](WebSocketTunnel& tunnel) { tunnel.fromClient(data); });
    }
    if (m_exchange.answered() || (facts.longLived && m_answerEnded))
        return;
    facts.requestBodyBytes += data.size();
    const std::uint64_t limit = bodyLimit();
    if (limit != 0 && facts.requestBodyBytes > limit) {
        if (!m_answerStarted)
            bodyTooLarge(limit);
        return onRequestFailed(Reason::BodyTooLarge, {});
    }
    if (m_collecting && m_context.settings->client.memoryShort && !m_handler) {
        refuseForNow(Reason::Overloaded, {}, {}, 1);
        return onRequestFailed(Reason::Overloaded, {});
    }
    if (m_exchange.m_requestStage && !stageRequest(data))
        return;
    takeBody(data);
}

void ExchangeDriver::takeBody(std::string_view data)
{
    if (m_collecting) {
        m_exchange.m_body.append(data);
        return;
    }
    if (!m_streaming)
        return;
    sendPiece(data);
    if (m_exchange.m_requestStage && m_upstream)
        m_upstream->flush(false); // the next piece takes the place of this one
}

void ExchangeDriver::onRequestEnd(const http::Trailers& trailers)
{
    if (m_webSocket) { // whoever has said farewell may stop sending before the other end has answered
        if (!m_webSocket->clientClosed())
            onClientGone(Reason::ClientGone);
        return;
    }
    if (m_exchange.answered())
        return;
    if (std::string_view rest; m_exchange.m_requestStage) {
        if (!endRequestStage(rest))
            return;
        takeBody(rest);
    }
    m_requestEnded = true;
    if (m_collecting) {
        m_collecting = false;
        if (!m_pumping)
            advance();
    } else if (m_streaming && m_upstream) {
        m_upstream->endBody(trailers);
    }
}

void ExchangeDriver::onRequestPause()
{
    if (m_webSocket)
        return withWebSocket([](WebSocketTunnel& tunnel) { tunnel.settle(); });
    if (!m_streaming || !m_upstream)
        return;
    m_upstream->flush(m_requestEnded);
    if (m_upstream->congested())
        m_client->readBody(false);
}

void ExchangeDriver::onRequestFailed(Reason reason, std::string_view detail)
{
    if (m_answerStarted) {
        m_exchange.m_facts.reason = reason;
        return breakOff();
    }
    if (!m_exchange.answered())
        m_exchange.fail(reason, detail);
    m_collecting = false;
    if (m_pumping)
        return;
    leaveUpstream();
    answerLocally();
}

// --- local handlers
// --------------------------------------------------------------------------------------------------

void ExchangeDriver::handleLocally()
{
    const http::RequestHead& head = m_exchange.m_head;
    const Exchange::Facts& facts = m_exchange.m_facts;
    LocalRequest request;
    request.method = head.method;
    request.path = head.path;
    request.query = head.query;
    request.headers.reserve(head.headers.size());
    for (const http::Header& field : head.headers) {
        std::string name(field.name);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        request.headers.emplace_back(std::move(name), field.value);
    }
    request.body = m_exchange.m_body;
    request.requestId = facts.requestId;
    request.host = head.host;
    request.peer = facts.peer;
    request.client = facts.client;
    request.listenerRoles = facts.listenerRoles;
    request.tls = facts.tls;
    auto channel = std::make_shared<Responder::Channel>(remote(), this, m_exchange.generation());
    m_channel = channel;
    m_handler->handle(std::move(request), Responder(std::move(channel)));
}

void ExchangeDriver::onLocalAnswer(LocalAnswer&& answer, bool complete)
{
    if (m_exchange.answered())
        return;
    m_exchange.respond(answer.status, answer.contentType, answer.body);
    for (const auto& [name, value] : answer.headers) {
        if (http::isToken(name) && http::isCleanValue(value)) // else it could split the answer
            m_exchange.m_answer.headers.add(m_exchange.m_arena.copy(name), m_exchange.m_arena.copy(value));
    }
    if (complete)
        return answerLocally();
    m_step = Step::Answer;
    m_client->discardBody();
    runAnswerHooks();
    m_answerStarted = true;
    m_client->startAnswer(m_exchange, std::nullopt);
    m_client->sendBody(m_exchange.m_answerBody);
    m_client->flush();
}

void ExchangeDriver::onLocalChunk(std::string_view chunk)
{
    if (!m_answerStarted || m_answerEnded)
        return;
    m_exchange.m_facts.answerBodyBytes += chunk.size();
    m_client->sendBody(chunk);
    m_client->flush();
}

void ExchangeDriver::onLocalEnd()
{
    if (m_answerStarted && !m_answerEnded)
        endAnswer({});
}

// --- the end
// ---------------------------------------------------------------------------------------------------------

void ExchangeDriver::onClientGone(Reason reason)
{
    if (m_step == Step::Done)
        return;
    Exchange::Facts& facts = m_exchange.m_facts;
    if (facts.reason == Reason::None && !(m_webSocket && m_webSocket->clientClosed()))
        facts.reason = reason;
    if (!m_answerStarted)
        m_exchange.m_answer.status = 0;
    if (m_webSocket) {
        m_webSocket->clientGone();
        noteWebSocket();
    }
    leaveUpstream();
    finish();
}

void ExchangeDriver::finish()
{
    if (std::exchange(m_exchange.m_facts.finished, true))
        return;
    m_step = Step::Done;
    m_waiting = false;
    m_context.wheel.stop(m_timer);
    m_context.wheel.stop(m_deadline);
    releaseTarget();
    m_exchange.m_facts.phase = Phase::Finish;
    leaveLive();
    if (const auto channel = m_channel.lock())
        channel->clientGone();
    for (const FilterChain* chain : {m_exchange.m_facts.snapshot->guard.get(), m_exchange.chain()}) {
        if (!chain)
            continue;
        for (const Filter* filter : chain->with(HookFinish))
            filter->finish(m_exchange);
    }
    report();
    if (Trace* const trace = std::exchange(m_exchange.m_facts.trace, nullptr))
        trace->finish(m_exchange);
    m_client->exchangeDone();
}

void ExchangeDriver::recycle()
{
    dropStages();
    m_exchange.reset();
    m_client = nullptr;
    m_handler = nullptr;
    m_channel.reset();
    m_pool = nullptr;
    m_upstream = nullptr;
    m_target = nullptr;
    m_breaker = nullptr;
    m_group = nullptr;
    m_tried.reset();
    m_targetIndex = -1;
    m_failovers = 0;
    m_cursor = 0;
    m_discarded = 0;
    m_refusals = 0;
    m_permit = Breaker::Permit::Refused;
    m_step = Step::Done;
    m_waiting = m_acquiring = m_collecting = m_streaming = m_streamed = m_chunkedUp = false;
    m_requestEnded = m_dropAnswer = m_collectAnswer = m_answerStarted = m_answerEnded = false;
    m_operationMissing = m_pumping = false;
}

} // namespace gatehouse::proxy
