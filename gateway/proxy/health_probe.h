// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/upstream_pool.h"

#include <string>
#include <string_view>

namespace gatehouse::proxy {

class HealthProbe;

/// Who wants to know how a target is.
class ProbeOwner {
public:
    /// The owner starts the next one. `detail` says what was wrong.
    virtual void onProbed(HealthProbe& probe, bool good, std::string_view detail) = 0;

protected:
    ~ProbeOwner() = default;
};

/// Asks one target, one question at a time, each over a connection of its own, so that accepting is part of
/// what is asked. Destroying it ends the question. One thread.
class HealthProbe final : private UpstreamUser {
public:
    HealthProbe(WorkerContext& context, UpstreamPools& pools, const UpstreamTarget& target,
                const CheckRules& rules, ProbeOwner& owner);
    ~HealthProbe();
    HealthProbe(const HealthProbe&) = delete;
    HealthProbe& operator=(const HealthProbe&) = delete;

    void askIn(std::int64_t ms);
    /// Since it began to ask.
    std::int64_t tookMs() const;
    const CheckRules& rules() const { return m_rules; }
    /// Whether this is how the target is to be asked.
    bool asks(const UpstreamTarget& target, const CheckRules& rules) const
    {
        return m_rules == rules && m_target.proxyProtocol == target.proxyProtocol;
    }

private:
    void ask();
    void onTimeout();
    void onUpstreamReady(UpstreamChannel& channel) override;
    void onUpstreamHead() override;
    void onUpstreamBody(std::string_view) override {}
    void onUpstreamEnd(const http::Trailers&) override {}
    void onUpstreamPause() override {}
    void onUpstreamDrained() override {}
    void onUpstreamFailed(Reason reason, std::string_view detail) override;
    void leave();
    void tell(bool good, std::string_view detail);

    WorkerContext& m_context;
    UpstreamPools& m_pools;
    UpstreamTarget m_target;
    CheckRules m_rules;
    ProbeOwner& m_owner;
    std::string m_request;
    std::int64_t m_askedMs = 0;
    http::ResponseHead m_answer;
    Arena m_arena;
    UpstreamPool* m_pool = nullptr; ///< while it connects
    UpstreamChannel* m_channel = nullptr;
    net::CallbackTimer<HealthProbe, &HealthProbe::ask> m_next{this};
    net::CallbackTimer<HealthProbe, &HealthProbe::onTimeout> m_patience{this};
};

} // namespace gatehouse::proxy
