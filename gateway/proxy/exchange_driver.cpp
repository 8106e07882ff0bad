// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/exchange_driver.h"

#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/trace.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <utility>

namespace gatehouse::proxy {

ExchangeDriver::ExchangeDriver(WorkerContext& context, UpstreamPools& pools, Mirrors& mirrors,
                               BesideCalls& beside)
    : m_context(context)
    , m_pools(pools)
    , m_mirrors(mirrors)
    , m_besideCalls(beside)
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
            return forwardsLeft(m_exchange) == 0U ? answerOptions() : enterUpstream();
        case Step::Answer:
        case Step::Done:
            return;
        }
    }
}

bool ExchangeDriver::runFilters(const FilterChain* chain, Hook hook, Step next)
{
    const auto filters = chain ? chain->with(hook) : std::span<const Filter* const>();
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
    if (m_dropAnswer && m_upstream) { // the rest of its answer takes too long
        leaveUpstream();
        return retryLater();
    }
    if (m_step == Step::Upstream && !m_upstream && !m_acquiring) {
        m_exchange.m_facts.times.waitedNs += nowNs() - m_waitSinceNs;
        attempt(false);
    }
}

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
    if (!m_beside) {
        runFinishHooks();
        report();
    }
    if (Trace* const trace = std::exchange(m_exchange.m_facts.trace, nullptr))
        trace->finish(m_exchange);
    m_client->exchangeDone();
}

void ExchangeDriver::runFinishHooks()
{
    for (const FilterChain* chain : {m_exchange.m_facts.snapshot->guard.get(), m_exchange.chain()}) {
        if (!chain)
            continue;
        for (const Filter* filter : chain->with(HookFinish))
            filter->finish(m_exchange);
    }
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
    m_staleRepeated = m_mirrored = m_beside = false;
    m_permit = Breaker::Permit::Refused;
    m_step = Step::Done;
    m_waiting = m_acquiring = m_collecting = m_streaming = m_streamed = m_chunkedUp = false;
    m_requestEnded = m_dropAnswer = m_collectAnswer = m_answerStarted = m_answerEnded = false;
    m_operationMissing = m_pumping = m_unsettled = false;
}

} // namespace gatehouse::proxy
