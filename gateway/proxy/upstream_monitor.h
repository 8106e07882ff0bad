// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/health_probe.h"
#include "gateway/proxy/live_groups.h"

#include <map>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace gatehouse::proxy {

/// What happens to upstreams once per process and off the data path: active checks, the end of ejections, and
/// the events that people read. Lives on a loop of its own; every call on that loop.
class UpstreamMonitor final : public ProbeOwner {
public:
    UpstreamMonitor(net::Worker& worker, const ProxyServices& services,
                    std::shared_ptr<const ProxySettings> settings);
    ~UpstreamMonitor();

    /// Follows the snapshot of the moment: which targets there are, how they are checked, which are drained.
    void refresh();
    /// What a worker has reported.
    void onEvent(const UpstreamEvent& event);
    void setSettings(std::shared_ptr<const ProxySettings> settings)
    {
        m_context.settings = std::move(settings);
    }

private:
    struct Target {
        TargetState* state = nullptr;
        std::string url;
        bool draining = false;
        std::uint32_t good = 0; ///< checks in a row
        std::uint32_t bad = 0;
        std::unique_ptr<HealthProbe> probe;
    };
    struct Group {
        std::string label;
        std::set<std::uint64_t> breakers; ///< of the APIs that call it
        std::map<std::uint64_t, Target> targets;
    };
    struct Place {
        std::uint64_t group;
        std::uint64_t target;
    };
    void onProbed(HealthProbe& probe, bool good, std::string_view detail) override;
    void follow(const LiveGroup& wanted, bool known);
    void followTarget(std::uint64_t groupKey, Group& group, const UpstreamGroup& compiled,
                      const UpstreamTarget& target, bool known);
    void followCheck(std::uint64_t groupKey, const UpstreamGroup& compiled,
                     const UpstreamTarget& compiledTarget, Target& target);
    void drop(Target& target);
    void goUp(Group& group, Place place, Target& target);
    void tell(UpstreamEvent::Kind kind, const Place& place, std::string reason);
    std::int64_t jittered(std::int64_t ms);
    void onBackTimer();

    WorkerContext m_context;
    UpstreamPools m_pools;
    UpstreamStates& m_states;
    std::unordered_map<std::uint64_t, Group> m_groups;
    std::unordered_map<const HealthProbe*, Place> m_probes;
    std::vector<Place> m_ejected; ///< whose return is still to be told
    std::uint64_t m_serversVersion = 0;
    net::CallbackTimer<UpstreamMonitor, &UpstreamMonitor::onBackTimer> m_backTimer{this};
};

} // namespace gatehouse::proxy
