// SPDX-License-Identifier: GPL-3.0-or-later
// Which target an exchange goes to, what its outcome says about the target, and whether there is another try.
#include "gateway/proxy/affinity.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

void ExchangeDriver::enterUpstream()
{
    m_group = m_exchange.upstream();
    m_exchange.m_facts.phase = Phase::Upstream;
    if (!m_group || m_group->targets.empty()) {
        m_exchange.fail(Reason::NoUpstream);
        return answerLocally();
    }
    const GroupView& view = m_context.states.group(*m_group);
    const int index = chooseTarget(*m_group, view, firstChoice(), m_context.random);
    if (index < 0) {
        m_exchange.fail(Reason::NoHealthyUpstream,
                        "every target is drained, down or taken out after failures");
        return answerLocally();
    }
    if (retryRules().hasBudget())
        view.state->budget.request(nowNs());
    setTarget(view, index);
    m_breaker = &m_context.states.breaker(m_exchange.api()->breakerKey);
    const Exchange::Facts& facts = m_exchange.m_facts;
    if (facts.deadlineNs != 0)
        m_context.wheel.start(m_deadline, (facts.times.startNs + facts.deadlineNs) / 1'000'000);
    attempt(false);
}

Choice ExchangeDriver::firstChoice() const
{
    Choice choice;
    choice.nowNs = nowNs();
    if (m_group->sticky.kind != StickyKind::None || m_group->balancing == BalancingKind::Hash) {
        choice.hash = affinityHash(m_exchange, *m_group);
        choice.preferred = stickyTarget(m_exchange, *m_group);
    }
    return choice;
}

void ExchangeDriver::setTarget(const GroupView& view, int index)
{
    releaseTarget();
    const auto place = static_cast<std::size_t>(index);
    m_targetIndex = index;
    m_target = &m_group->targets[place];
    m_targetState = view.targets[place];
    m_groupState = view.state;
    TargetCounts& counts = m_targetState->counts(m_context.index);
    addAlone(counts.active, 1);
    addAlone(counts.selections[static_cast<std::size_t>(m_group->balancing)], 1);
    m_exchange.m_facts.upstreamText = m_target->place;
}

void ExchangeDriver::releaseTarget()
{
    if (TargetState* const state = std::exchange(m_targetState, nullptr))
        addAlone(state->counts(m_context.index).active, -1);
}

// --- what the outcome says

void ExchangeDriver::judge(bool failure)
{
    if (!m_breaker || m_permit == Breaker::Permit::Refused)
        return;
    if (failure)
        m_breaker->failed(m_permit, breakerSettings(), nowNs());
    else
        m_breaker->succeeded(m_permit, breakerSettings());
    m_permit = Breaker::Permit::Refused;
}

const BreakerSettings& ExchangeDriver::breakerSettings() const
{
    const ApiRuntime& api = *m_exchange.api();
    return api.breaker ? *api.breaker : m_context.settings->upstream.breaker;
}

/// A bad status tells at once; whether a good one meant it is known at the end of the answer. The trial of a
/// stream that may last for hours must not keep the circuit half open for so long.
void ExchangeDriver::judgeHead(int status)
{
    const Protocol protocol = m_exchange.api()->protocol;
    const bool trialStream =
        m_permit == Breaker::Permit::Trial && (protocol == Protocol::Grpc || protocol == Protocol::GrpcWeb);
    if (isRetryableStatus(status) || trialStream)
        judge(isRetryableStatus(status));
    m_unsettled = !(m_group->ejection.countStatuses && status >= 502 && status <= 504);
    if (!m_unsettled)
        noteResult(true, {});
}

/// Nothing more can go wrong with the answer, or with what is still wanted of it.
void ExchangeDriver::settleAnswer()
{
    if (!std::exchange(m_unsettled, false))
        return;
    judge(false);
    noteResult(false, {});
}

/// Passive health: the target alone, where the breaker is about the API.
void ExchangeDriver::noteResult(bool failure, std::string_view detail)
{
    if (!m_targetState)
        return;
    if (!failure)
        return m_targetState->succeeded();
    addAlone(m_targetState->counts(m_context.index).failures, 1);
    if (!m_targetState->failed(m_group->ejection))
        return;
    const GroupView& view = m_context.states.group(*m_group);
    if (!ejectTarget(*m_group, view, static_cast<std::size_t>(m_targetIndex), nowNs()))
        return;
    const std::string last =
        detail.empty() ? "status " + std::to_string(m_exchange.m_facts.upstreamStatus) : std::string(detail);
    m_context.states.shared().report(
        {UpstreamEvent::Kind::Ejected, m_group->key, m_target->stateKey, m_group->label, m_target->url,
         std::to_string(m_group->ejection.failures) + " failures in a row, the last: " + last});
}

// --- another attempt

bool ExchangeDriver::replayable() const
{
    return !m_streamed;
}

const RetryRules& ExchangeDriver::retryRules() const
{
    const ApiRuntime& api = *m_exchange.api();
    return api.retry.given || !m_group ? api.retry : m_group->retry;
}

RetryCondition ExchangeDriver::conditionOf(Reason reason)
{
    switch (reason) {
    case Reason::DnsFailed:
    case Reason::ConnectRefused:
    case Reason::ConnectUnreachable:
    case Reason::TlsFailed:
    case Reason::TlsCertificateExpired:
    case Reason::TlsNameMismatch:
    case Reason::TlsUnknownAuthority:
    case Reason::UpstreamNoHttp2:
        return RetryConnect;
    case Reason::ConnectTimeout:
    case Reason::PoolTimeout:
    case Reason::UpstreamReadTimeout:
    case Reason::UpstreamWriteTimeout:
        return RetryTimeout;
    default:
        return RetryReset;
    }
}

/// The next target that has not been tried, or below 0. Takes no turn.
int ExchangeDriver::untriedTarget()
{
    if (m_group->targets.size() < 2)
        return -1;
    if (static_cast<std::size_t>(m_targetIndex) < m_tried.size())
        m_tried.set(static_cast<std::size_t>(m_targetIndex));
    Choice choice = firstChoice();
    choice.tried = &m_tried;
    choice.last = m_targetIndex;
    return chooseTarget(*m_group, m_context.states.group(*m_group), choice, m_context.random);
}

/// Nothing was sent, so another target may take the request at once, whatever the method and the number of
/// retries.
bool ExchangeDriver::failOver(Reason reason)
{
    constexpr std::uint16_t Most = 3;
    if (conditionOf(reason) != RetryConnect && reason != Reason::ConnectTimeout)
        return false;
    if (!replayable() || m_failovers >= Most)
        return false;
    const int next = untriedTarget();
    if (next < 0)
        return false;
    ++m_failovers;
    setTarget(m_context.states.group(*m_group), next);
    return true;
}

bool ExchangeDriver::mayRetry(RetryCondition condition)
{
    const UpstreamGroup& group = *m_group; // there is one: something was tried
    const RetryRules& rules = retryRules();
    const std::uint32_t own = m_exchange.api()->retries;
    const std::uint32_t most = own != 0 ? own : group.retries;
    if (!replayable() || m_exchange.m_facts.sendOnce || m_exchange.attempts() > most + m_failovers ||
        !rules.covers(condition, m_exchange.m_head.methodId))
        return false;
    GroupState& state = *m_context.states.group(group).state;
    if (rules.hasBudget() && !state.budget.withdraw(rules.budgetPercent, rules.budgetPerSecond, nowNs())) {
        state.budgetRefusals.fetch_add(1, std::memory_order_relaxed);
        return false;
    }
    state.retries.fetch_add(1, std::memory_order_relaxed);
    return true;
}

void ExchangeDriver::retryLater()
{
    holdBody();
    const RetryRules& rules = retryRules();
    const UpstreamSettings& settings = m_context.settings->upstream;
    const RetrySettings delays{0, rules.baseDelayNs < 0 ? settings.retryBaseDelayNs : rules.baseDelayNs,
                               rules.maxDelayNs < 0 ? settings.retryMaxDelayNs : rules.maxDelayNs};
    const unsigned next = m_exchange.attempts() + 1U - m_failovers;
    const std::int64_t delay = retryDelayNs(delays, next, m_context.random.next());
    if (rules.elsewhere) {
        if (const int other = untriedTarget(); other >= 0)
            setTarget(m_context.states.group(*m_group), other);
    }
    m_waitSinceNs = nowNs();
    m_context.wheel.start(m_timer, m_context.poller.nowMs() + delay / 1'000'000);
}

/// The caller as policies see it. Behind a forwarding proxy its port is not known.
net::ProxyAddresses ExchangeDriver::proxyAddresses() const
{
    net::ProxyAddresses addresses = m_client->addresses();
    if (addresses.source.ip != m_exchange.client())
        addresses.source = {m_exchange.client(), 0};
    return addresses;
}

void ExchangeDriver::addStickyCookie()
{
    if (!m_group || m_group->sticky.kind != StickyKind::Cookie)
        return;
    if (stickyTarget(m_exchange, *m_group) != m_targetIndex)
        m_exchange.m_answerEdits.add(
            "Set-Cookie", stickyCookie(m_exchange, *m_group, static_cast<std::size_t>(m_targetIndex)));
}

} // namespace gatehouse::proxy
