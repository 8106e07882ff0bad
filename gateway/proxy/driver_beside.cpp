// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that nobody waits for in ExchangeDriver: they have an upstream phase as all others, and no answer
// phase.
#include "gateway/proxy/beside_calls.h"
#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/worker_context.h"

namespace gatehouse::proxy {

bool ExchangeDriver::askBeside(const Exchange& exchange, const std::function<void(Exchange&)>& prepare)
{
    return m_besideCalls.start(exchange, prepare);
}

void ExchangeDriver::startBeside(const Exchange& from, ClientStream& client, std::int64_t patienceMs,
                                 const std::function<void(Exchange&)>& prepare)
{
    m_client = &client;
    m_beside = true;
    m_mirrored = true; // the request that led here is the one to be copied
    m_requestEnded = true;
    m_exchange.copyRequest(from);
    m_exchange.m_facts.startWallMs = wallMs();
    m_exchange.m_facts.times.startNs = nowNs();
    m_exchange.setDeadline(patienceMs * 1'000'000);
    prepare(m_exchange);
    enterUpstream();
}

/// What a filter wants of the body goes into its tap. An answer without one is read to its end: the
/// connection is good for more then.
void ExchangeDriver::passBeside()
{
    m_answerStarted = true;
    if (m_exchange.m_tap || m_exchange.m_answer.framing == http::BodyFraming::None)
        return;
    leaveUpstream();
    finish();
}

void ExchangeDriver::failBeside()
{
    m_context.wheel.stop(m_timer);
    runUpstreamAnswerHooks();
    finish();
}

} // namespace gatehouse::proxy
