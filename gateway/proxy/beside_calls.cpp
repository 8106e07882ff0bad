// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/beside_calls.h"

#include "gateway/proxy/exchange_driver.h"
#include "gateway/proxy/served_connection.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

/// Stands where the client of other exchanges is: takes everything at once and drops it.
class BesideCalls::Call final : public ClientStream {
public:
    explicit Call(BesideCalls& owner)
        : m_owner(owner)
        , m_driver(owner.m_keeper.takeDriver())
    {
    }

    ExchangeDriver& driver() { return *m_driver; }

private:
    void readBody(bool) override {}
    bool discardBody() override { return true; }
    bool bodyComplete() const override { return true; }
    void startAnswer(Exchange&, std::optional<std::uint64_t>) override {}
    void sendBody(std::string_view) override {}
    void endAnswer(const http::Trailers&) override {}
    void flush() override {}
    std::size_t pending() const override { return 0; }
    bool congested() const override { return false; }
    bool broken() const override { return false; }
    void abortAnswer() override {}
    void becomeTunnel() override {}
    void exchangeDone() override { m_owner.forget(*this); }

    BesideCalls& m_owner;
    ExchangeDriver* m_driver;
};

BesideCalls::BesideCalls(WorkerContext& context, ConnectionKeeper& keeper)
    : m_context(context)
    , m_keeper(keeper)
{
}

BesideCalls::~BesideCalls() = default;

bool BesideCalls::start(const Exchange& exchange, const std::function<void(Exchange&)>& prepare)
{
    if (m_calls.size() >= mostAtATime || m_context.draining)
        return false;
    m_calls.push_back(std::make_unique<Call>(*this));
    Call& call = *m_calls.back();
    call.driver().startBeside(exchange, call, patienceMs, prepare);
    return true;
}

void BesideCalls::clear()
{
    while (!m_calls.empty())
        m_calls.back()->driver().onClientGone(Reason::ClientGone);
}

void BesideCalls::forget(Call& call)
{
    const auto at = std::find_if(m_calls.begin(), m_calls.end(),
                                 [&call](const auto& each) { return each.get() == &call; });
    m_context.poller.defer([&keeper = m_keeper, dead = std::shared_ptr<Call>(std::move(*at))] {
        keeper.giveDriver(&dead->driver()); // nothing on the stack uses it any more
    });
    *at = std::move(m_calls.back());
    m_calls.pop_back();
}

} // namespace gatehouse::proxy
