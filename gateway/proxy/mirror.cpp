// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/mirror.h"

#include "gateway/proxy/upstream_pool.h"
#include "gateway/proxy/worker_context.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

namespace {

constexpr std::size_t roomForHead = 64 * 1024;

} // namespace

/// One copy on its way. Whatever becomes of it, it ends and is forgotten.
class Mirrors::Call final : private UpstreamUser {
public:
    Call(Mirrors& owner, const UpstreamTarget& target, http::Method method, std::string request)
        : m_owner(owner)
        , m_pool(owner.m_pools.pool(target))
        , m_method(method)
        , m_request(std::move(request))
    {
    }
    ~Call() { leave(); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    void start()
    {
        m_owner.m_context.wheel.start(m_patience, m_owner.m_context.poller.nowMs() + patienceMs);
        acquire(false);
    }

private:
    void acquire(bool fresh)
    {
        m_waiting = true;
        if (UpstreamChannel* const channel = m_pool.acquire(*this, timeouts(), fresh))
            onUpstreamReady(*channel);
    }
    static UpstreamTimeouts timeouts()
    {
        UpstreamTimeouts all;
        all.connectMs = all.readMs = all.writeMs = all.poolMs = static_cast<std::uint32_t>(patienceMs);
        return all;
    }
    void onUpstreamReady(UpstreamChannel& channel) override
    {
        m_waiting = false;
        if (channel.reused() && channel.isStale()) {
            channel.abandon();
            return acquire(true);
        }
        m_channel = &channel;
        channel.begin(m_answer, m_arena, m_method, timeouts());
        channel.sendBody(m_request);
        channel.flush(true);
    }
    void onUpstreamHead() override {}
    void onUpstreamBody(std::string_view data) override
    {
        m_received += data.size();
        if (m_received > largestAnswer)
            end();
    }
    void onUpstreamEnd(const http::Trailers&) override
    {
        m_channel = nullptr;
        end();
    }
    void onUpstreamPause() override {}
    void onUpstreamDrained() override {}
    void onUpstreamFailed(Reason, std::string_view) override
    {
        m_channel = nullptr;
        m_waiting = false;
        end();
    }
    void end()
    {
        leave();
        m_owner.forget(*this);
    }
    void leave()
    {
        if (UpstreamChannel* const channel = std::exchange(m_channel, nullptr))
            channel->abandon();
        if (std::exchange(m_waiting, false))
            m_pool.cancel(*this);
    }

    Mirrors& m_owner;
    UpstreamPool& m_pool;
    http::Method m_method;
    std::string m_request;
    http::ResponseHead m_answer;
    Arena m_arena;
    UpstreamChannel* m_channel = nullptr;
    bool m_waiting = false; ///< for a connection
    std::size_t m_received = 0;
    net::CallbackTimer<Call, &Call::end> m_patience{this};
};

Mirrors::Mirrors(WorkerContext& context, UpstreamPools& pools)
    : m_context(context)
    , m_pools(pools)
{
}

Mirrors::~Mirrors() = default;

void Mirrors::copy(Exchange& exchange, const MirrorRules& rules, const RequestBodyPlan& plan,
                   std::string_view body)
{
    constexpr std::uint64_t all = 100;
    if (m_context.random.next() % all >= rules.percent)
        return;
    if (m_calls.size() >= mostAtATime)
        return m_context.count(observe::Metric::MirrorDropped);
    m_head.resize(roomForHead);
    const std::string_view head = http::writeWhole(m_head, [&](http::MessageWriter& writer) {
        writeUpstreamHead(exchange, rules.target, plan, m_context.settings->trust, writer);
    });
    std::string request;
    request.reserve(head.size() + body.size());
    request.append(head).append(body);
    m_context.count(observe::Metric::Mirrored);
    m_calls.push_back(std::make_unique<Call>(
        *this, rules.target, http::methodFromText(exchange.upstreamMethod()), std::move(request)));
    m_calls.back()->start();
}

void Mirrors::clear()
{
    m_calls.clear();
}

void Mirrors::forget(Call& call)
{
    const auto at = std::find_if(m_calls.begin(), m_calls.end(),
                                 [&call](const auto& each) { return each.get() == &call; });
    if (at == m_calls.end())
        return;
    std::unique_ptr<Call> dead = std::move(*at);
    *at = std::move(m_calls.back());
    m_calls.pop_back();
    m_context.bury(std::move(dead));
}

} // namespace gatehouse::proxy
