// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/resumer.h"

#include "gateway/proxy/exchange.h"

#include <utility>

namespace gatehouse::proxy {

static Verdict neverResumed(Exchange& exchange)
{
    exchange.fail(Reason::Internal, "a filter gave up waiting without an answer");
    return Verdict::Respond;
}

Resumer::Resumer(Resumer&& other) noexcept
    : m_remote(std::move(other.m_remote))
    , m_exchange(std::exchange(other.m_exchange, nullptr))
    , m_generation(other.m_generation)
{
}

Resumer& Resumer::operator=(Resumer&& other) noexcept
{
    Resumer taken(std::move(other)); // what this held before is dropped with `taken`
    std::swap(m_remote, taken.m_remote);
    std::swap(m_exchange, taken.m_exchange);
    std::swap(m_generation, taken.m_generation);
    return *this;
}

Resumer::~Resumer()
{
    if (m_exchange)
        resume(neverResumed);
}

void Resumer::resume(Then then)
{
    Exchange* const exchange = std::exchange(m_exchange, nullptr);
    if (!exchange)
        return;
    // Exchanges are never freed while their worker runs, only reused; the generation tells the uses apart.
    m_remote->post([exchange, generation = m_generation, then = std::move(then)] {
        if (exchange->generation() == generation)
            exchange->owner().resume(*exchange, then(*exchange));
    });
}

void Resumer::resume(Verdict verdict)
{
    resume([verdict](Exchange&) { return verdict; });
}

} // namespace gatehouse::proxy
