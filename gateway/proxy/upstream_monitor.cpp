// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_monitor.h"

#include <algorithm>
#include <utility>

namespace gatehouse::proxy {

UpstreamMonitor::UpstreamMonitor(net::Worker& worker, const ProxyServices& services,
                                 std::shared_ptr<const ProxySettings> settings)
    : m_context(worker, services, 1, nullptr)
    , m_pools(m_context)
    , m_states(*services.states)
{
    m_context.settings = std::move(settings);
}

UpstreamMonitor::~UpstreamMonitor()
{
    m_probes.clear();
    m_groups.clear(); // before the pools
}

// --- following the snapshot

void UpstreamMonitor::refresh()
{
    const auto snapshot = m_context.services.snapshots->current();
    const std::uint64_t version = std::exchange(m_serversVersion, snapshot->serversVersion);
    if (version != 0 && version == m_serversVersion)
        return;
    const std::map<std::uint64_t, LiveGroup> wanted = liveGroups(*snapshot);
    for (auto at = m_groups.begin(); at != m_groups.end();) {
        if (wanted.contains(at->first)) {
            ++at;
            continue;
        }
        for (auto& [key, target] : at->second.targets)
            drop(target);
        at = m_groups.erase(at);
    }
    for (const auto& [key, entry] : wanted)
        follow(entry, m_groups.contains(key));
}

void UpstreamMonitor::follow(const LiveGroup& wanted, bool known)
{
    const UpstreamGroup& compiled = *wanted.group;
    Group& group = m_groups[compiled.key];
    group.label = compiled.label;
    group.breakers = wanted.breakers;
    std::set<std::uint64_t> present;
    for (const UpstreamTarget& target : compiled.targets) {
        present.insert(target.stateKey);
        followTarget(compiled.key, group, compiled, target, known);
    }
    for (auto at = group.targets.begin(); at != group.targets.end();) {
        if (present.contains(at->first)) {
            ++at;
            continue;
        }
        drop(at->second);
        at = group.targets.erase(at);
    }
}

void UpstreamMonitor::followTarget(std::uint64_t groupKey, Group& group, const UpstreamGroup& compiled,
                                   const UpstreamTarget& compiledTarget, bool known)
{
    const bool fresh = !group.targets.contains(compiledTarget.stateKey);
    Target& target = group.targets[compiledTarget.stateKey];
    target.url = compiledTarget.url;
    if (fresh) {
        target.state = &m_states.target(compiledTarget.stateKey);
        target.draining = compiledTarget.draining;
        if (known)
            target.state->setBack(m_context.poller.nowNs());
    } else if (target.draining != compiledTarget.draining) {
        target.draining = compiledTarget.draining;
        if (!target.draining)
            target.state->setBack(m_context.poller.nowNs());
        tell(target.draining ? UpstreamEvent::Kind::Drained : UpstreamEvent::Kind::Undrained,
             {groupKey, compiledTarget.stateKey}, "by configuration");
    }
    followCheck(groupKey, compiled, compiledTarget, target);
}

void UpstreamMonitor::followCheck(std::uint64_t groupKey, const UpstreamGroup& compiled,
                                  const UpstreamTarget& compiledTarget, Target& target)
{
    if (target.probe && target.probe->asks(compiledTarget, compiled.check))
        return;
    if (!compiled.check.enabled)
        return drop(target);
    m_probes.erase(target.probe.get());
    target.good = target.bad = 0;
    CheckRules rules = compiled.check;
    target.probe = std::make_unique<HealthProbe>(m_context, m_pools, compiledTarget, rules, *this);
    m_probes[target.probe.get()] = {groupKey, compiledTarget.stateKey};
    constexpr std::int64_t Soon = 500; // spread, so that a start does not ask everybody at once
    target.probe->askIn(static_cast<std::int64_t>(
        m_context.random.next() % static_cast<std::uint64_t>(std::min(Soon, rules.intervalMs))));
}

/// Nobody checks it any more, so nothing may keep it out for ever.
void UpstreamMonitor::drop(Target& target)
{
    if (!target.probe)
        return;
    m_probes.erase(target.probe.get());
    target.probe.reset();
    target.state->setDown(false);
}

// --- checks

std::int64_t UpstreamMonitor::jittered(std::int64_t ms)
{
    const std::int64_t tenth = std::max<std::int64_t>(ms / 10, 1);
    return ms - static_cast<std::int64_t>(m_context.random.next() % static_cast<std::uint64_t>(tenth));
}

void UpstreamMonitor::onProbed(HealthProbe& probe, bool good, std::string_view detail)
{
    const Place place = m_probes.at(&probe);
    Group& group = m_groups.at(place.group);
    Target& target = group.targets.at(place.target);
    const CheckRules& rules = probe.rules();
    target.good = good ? target.good + 1 : 0;
    target.bad = good ? 0 : target.bad + 1;
    // From question to question, however long the answer took. Who is down is asked a little sooner: with the
    // further good answers it needs it is back within one interval.
    std::int64_t next = jittered(rules.intervalMs);
    if (target.state->down())
        next -= rules.intervalMs / 10;
    next = std::max<std::int64_t>(next - probe.tookMs(), 0);
    if (good && target.state->down()) {
        if (target.good >= rules.healthyAfter)
            goUp(group, place, target);
        else // asked again soon, so that it is back within one interval
            next = std::min<std::int64_t>(
                next, std::max<std::int64_t>(rules.intervalMs / 10 / rules.healthyAfter, 20));
    } else if (!good && !target.state->down() && target.bad >= rules.unhealthyAfter) {
        target.state->setDown(true);
        tell(UpstreamEvent::Kind::Down, place,
             std::to_string(target.bad) + " checks in a row failed, the last: " + std::string(detail));
    }
    probe.askIn(next);
}

void UpstreamMonitor::goUp(Group& group, Place place, Target& target)
{
    const std::int64_t now = m_context.poller.nowNs();
    target.state->reset(now); // what real requests said before is old news
    target.state->setBack(now);
    target.state->setDown(false);
    for (const std::uint64_t key : group.breakers)
        m_states.breaker(key).letTry(now);
    tell(UpstreamEvent::Kind::Up, place, std::to_string(target.good) + " checks in a row succeeded");
}

// --- events

void UpstreamMonitor::tell(UpstreamEvent::Kind kind, const Place& place, std::string reason)
{
    if (!m_context.services.onUpstreamEvent)
        return;
    const Group& group = m_groups.at(place.group);
    m_context.services.onUpstreamEvent({kind, place.group, place.target, group.label,
                                        group.targets.at(place.target).url, std::move(reason)});
}

void UpstreamMonitor::onEvent(const UpstreamEvent& event)
{
    if (m_context.services.onUpstreamEvent)
        m_context.services.onUpstreamEvent(event);
    if (event.kind != UpstreamEvent::Kind::Ejected)
        return;
    m_ejected.push_back({event.groupKey, event.stateKey});
    onBackTimer();
}

/// Tells who is back, and waits for the next one.
void UpstreamMonitor::onBackTimer()
{
    const std::int64_t now = m_context.poller.nowNs();
    std::int64_t next = 0;
    std::erase_if(m_ejected, [&](const Place& place) {
        const std::int64_t until = m_states.target(place.target).ejectedUntilNs();
        if (until > now) {
            next = next == 0 ? until : std::min(next, until);
            return false;
        }
        const auto group = m_groups.find(place.group);
        if (group != m_groups.end() && group->second.targets.contains(place.target))
            tell(UpstreamEvent::Kind::Back, place, until == 0 ? "reset" : "its time is over");
        return true;
    });
    if (next != 0)
        m_context.wheel.start(m_backTimer, next / 1'000'000 + 1);
}

} // namespace gatehouse::proxy
