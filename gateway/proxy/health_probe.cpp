// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/health_probe.h"

namespace gatehouse::proxy {

HealthProbe::HealthProbe(WorkerContext& context, UpstreamPools& pools, const UpstreamTarget& target,
                         const CheckRules& rules, ProbeOwner& owner)
    : m_context(context)
    , m_pools(pools)
    , m_target(target)
    , m_rules(rules)
    , m_owner(owner)
{
    if (rules.port != 0)
        m_target.port = rules.port;
    m_target.key = mixed(target.stateKey, m_target.port);
    m_target.maxConnections = 1;
    const std::string& host = rules.host.empty() ? m_target.hostHeader : rules.host;
    m_request = std::string(rules.head ? "HEAD " : "GET ") + rules.path + " HTTP/1.1\r\nHost: " + host +
                "\r\nUser-Agent: gatehouse-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
}

HealthProbe::~HealthProbe()
{
    leave();
}

void HealthProbe::askIn(std::int64_t ms)
{
    m_context.wheel.start(m_next, m_context.poller.nowMs() + ms);
}

std::int64_t HealthProbe::tookMs() const
{
    return m_context.poller.nowMs() - m_askedMs;
}

void HealthProbe::ask()
{
    m_askedMs = m_context.poller.nowMs();
    m_context.wheel.start(m_patience, m_askedMs + m_rules.timeoutMs);
    UpstreamTimeouts timeouts;
    timeouts.connectMs = timeouts.poolMs = static_cast<std::uint32_t>(m_rules.timeoutMs);
    m_pool = &m_pools.pool(m_target);
    m_pool->acquire(*this, timeouts, true); // a fresh one is never there at once
}

void HealthProbe::onUpstreamReady(UpstreamChannel& channel)
{
    m_pool = nullptr;
    m_channel = &channel;
    if (m_rules.connectOnly)
        return tell(true, {});
    UpstreamTimeouts timeouts;
    timeouts.readMs = timeouts.writeMs = static_cast<std::uint32_t>(m_rules.timeoutMs);
    m_arena.reset();
    channel.begin(m_answer, m_arena, m_rules.head ? http::Method::Head : http::Method::Get, timeouts);
    channel.sendBody(m_request);
    channel.flush(true);
}

void HealthProbe::onUpstreamHead()
{
    const int status = m_answer.status;
    const bool good = status >= m_rules.statusFrom && status <= m_rules.statusTo;
    tell(good, good ? std::string() : "the check was answered with " + std::to_string(status));
}

void HealthProbe::onUpstreamFailed(Reason, std::string_view detail)
{
    m_pool = nullptr;
    m_channel = nullptr;
    tell(false, detail);
}

void HealthProbe::onTimeout()
{
    tell(false, "the check was not answered within " + std::to_string(m_rules.timeoutMs) + " ms");
}

void HealthProbe::leave()
{
    if (UpstreamChannel* const channel = std::exchange(m_channel, nullptr))
        channel->abandon();
    if (UpstreamPool* const pool = std::exchange(m_pool, nullptr))
        pool->cancel(*this);
}

void HealthProbe::tell(bool good, std::string_view detail)
{
    const std::string text(detail);
    leave();
    m_context.wheel.stop(m_patience);
    m_owner.onProbed(*this, good, text);
}

} // namespace gatehouse::proxy
