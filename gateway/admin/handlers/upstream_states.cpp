// SPDX-License-Identifier: GPL-3.0-or-later
// Targets as they are now: health, load, breakers; drain and reset.
#include "gateway/proxy/upstream_states.h"

#include "common/api/requests.h"
#include "common/core/ids.h"
#include "common/model/api.h"
#include "common/model/operation.h"
#include "common/model/upstream.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/proxy/live_groups.h"

#include <algorithm>
#include <optional>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace upstream_states_calls {

using control::ChangeSet;
using proxy::LiveGroup;

QString text(const std::string& raw)
{
    return QString::fromStdString(raw);
}

QString stateWord(const proxy::UpstreamTarget& target, const proxy::TargetState& state, qint64 nowNs)
{
    if (target.draining)
        return u"drained"_s;
    if (state.down())
        return u"down"_s;
    return state.ejected(nowNs) ? u"ejected"_s : u"up"_s;
}

QJsonObject targetObject(const Services& services, const proxy::UpstreamGroup& group,
                         const proxy::UpstreamTarget& target)
{
    const proxy::TargetState& state = services.upstreams.target(target.stateKey);
    const qint64 now = services.clock.monotonicNs();
    QJsonObject object{{u"target"_s, text(target.url)},
                       {u"state"_s, stateWord(target, state, now)},
                       {u"weight"_s, qint64(target.weight)},
                       {u"backup"_s, target.backup},
                       {u"active"_s, qint64(state.active())},
                       {u"requests"_s, qint64(state.requests())},
                       {u"failures"_s, qint64(state.failedRequests())},
                       {u"failures_in_row"_s, qint64(state.failures())},
                       {u"ejections"_s, qint64(state.ejections())},
                       {u"share_percent"_s, qint64(state.share(group.slowStartNs, now) / 10)},
                       {u"ejected_until"_s, QJsonValue::Null}};
    if (state.ejected(now)) {
        constexpr qint64 nsPerMs = 1'000'000;
        const qint64 leftMs = (state.ejectedUntilNs() - now) / nsPerMs;
        object.insert(u"ejected_until"_s, isoTime(services.clock.wallMs() + leftMs));
    }
    return object;
}

QString breakerWord(proxy::Breaker::State state)
{
    switch (state) {
    case proxy::Breaker::State::Closed:
        return u"closed"_s;
    case proxy::Breaker::State::HalfOpen:
        return u"half_open"_s;
    case proxy::Breaker::State::Open:
        return u"open"_s;
    }
    return {};
}

/// The worst of the breakers of the APIs that call the group.
QString breakerOf(const Services& services, const LiveGroup& live)
{
    proxy::Breaker::State worst = proxy::Breaker::State::Closed;
    for (const std::uint64_t key : live.breakers) {
        const auto state = services.upstreams.breaker(key).state(services.clock.monotonicNs());
        if (state == proxy::Breaker::State::Open || worst == proxy::Breaker::State::Closed)
            worst = state;
    }
    return breakerWord(worst);
}

QJsonObject groupObject(const Services& services, const LiveGroup& live)
{
    const proxy::UpstreamGroup& group = *live.group;
    const proxy::GroupState& state = services.upstreams.group(group.key);
    QJsonArray targets;
    for (const proxy::UpstreamTarget& target : group.targets)
        targets.append(targetObject(services, group, target));
    return {{u"id"_s, text(group.id)},
            {u"upstream"_s, text(group.label)},
            {u"active_checks"_s, group.check.enabled},
            {u"breaker"_s, breakerOf(services, live)},
            {u"retries"_s, qint64(state.retries.load(std::memory_order_relaxed))},
            {u"retries_refused"_s, qint64(state.budgetRefusals.load(std::memory_order_relaxed))},
            {u"targets"_s, targets}};
}

std::vector<LiveGroup> sortedGroups(const Services& services)
{
    std::vector<LiveGroup> groups;
    for (auto& [key, live] : proxy::liveGroups(*services.hub.current()))
        groups.push_back(std::move(live));
    std::sort(groups.begin(), groups.end(), [](const LiveGroup& a, const LiveGroup& b) {
        return std::tie(a.group->label, a.group->id) < std::tie(b.group->label, b.group->id);
    });
    return groups;
}

/// Whether the caller sees the servers: those of APIs, endpoints and upstreams of its tenant.
bool sees(const Services& services, const Request& request, const LiveGroup& live)
{
    const auto own = ownOnly<Api>(request);
    if (!own)
        return true;
    const QString id = text(live.group->id);
    const QString document = id.section(u':', 1);
    if (id.startsWith(u"upstream:"_s)) {
        const Upstream* upstream = services.documents().of<Upstream>().at(document);
        return upstream && ownOnly<Upstream>(request)(upstream);
    }
    const Operation* operation = services.documents().of<Operation>().at(document);
    const Api* api = services.documents().of<Api>().at(operation ? operation->apiId : document);
    return api && own(api);
}

void state(Services& services, const Call& call, const Done& done)
{
    QJsonArray upstreams;
    for (const LiveGroup& live : sortedGroups(services)) {
        if (sees(services, *call, live))
            upstreams.append(groupObject(services, live));
    }
    done(Reply::object(200, {{u"upstreams"_s, upstreams}}));
}

// --- one target

/// What a request for one target means, or the answer that says why it means nothing.
struct Wanted {
    TargetRequest request;
    LiveGroup live;
    std::optional<Reply> refusal;
};

Wanted wantedOf(Services& services, const Call& call)
{
    Wanted wanted;
    const Result<TargetRequest> request = documentOf<TargetRequest>(*call);
    if (!request) {
        wanted.refusal = Reply::from(request.error());
        return wanted;
    }
    wanted.request = *request;
    call->audit->target = request->upstream + u' ' + request->target;
    for (LiveGroup& live : sortedGroups(services)) {
        if (!sees(services, *call, live))
            continue;
        if (text(live.group->id) == request->upstream || text(live.group->label) == request->upstream) {
            wanted.live = std::move(live);
            break;
        }
    }
    if (!wanted.live.group) {
        wanted.refusal = Reply::error(404, u"UPS001"_s, u"Upstream does not exist"_s);
        return wanted;
    }
    const auto& targets = wanted.live.group->targets;
    const bool known = std::any_of(targets.begin(), targets.end(), [&request](const auto& target) {
        return text(target.url) == request->target;
    });
    if (!known && !request->target.isEmpty())
        wanted.refusal = Reply::error(404, u"UPS002"_s, u"Target does not exist"_s);
    return wanted;
}

/// The change of the document that the target is part of; nothing for a routing.
std::optional<ChangeSet> drainChange(const Services& services, const Wanted& wanted, bool drain)
{
    const QString id = text(wanted.live.group->id);
    const QString document = id.section(u':', 1);
    ChangeSet changes(drain ? u"upstream.drain"_s : u"upstream.undrain"_s);
    if (id.startsWith(u"upstream:"_s)) {
        Upstream upstream = *services.documents().of<Upstream>().find(document);
        for (UpstreamTarget& target : upstream.targets) {
            if (target.url == wanted.request.target)
                target.drain = drain;
        }
        changes.patch(Kind::Upstream, document, {{u"targets"_s, toJson(upstream).value(u"targets"_s)}});
        return changes;
    }
    QString apiId = document;
    if (id.startsWith(u"endpoint:"_s))
        apiId = services.documents().of<Operation>().find(document)->apiId;
    else if (!id.startsWith(u"api:"_s))
        return std::nullopt;
    Api api = *services.documents().of<Api>().find(apiId);
    api.serverOptions[wanted.request.target].drain = drain;
    changes.patch(Kind::Api, apiId, {{u"api_server_options"_s, toJson(api).value(u"api_server_options"_s)}});
    return changes;
}

void setDrain(Services& services, const Call& call, const Done& done, bool drain)
{
    const Wanted wanted = wantedOf(services, call);
    if (wanted.refusal)
        return done(*wanted.refusal);
    if (wanted.request.target.isEmpty())
        return done(Reply::from(Error::invalid(u"target"_s, u"required"_s, u"is required"_s)));
    const auto changes = drainChange(services, wanted, drain);
    if (!changes)
        return done(
            Reply::error(400, u"UPS004"_s, u"Servers of a routing cannot be drained; change the routing"_s));
    applyAndReply(services, call, *changes, done, [drain](const auto&) {
        return Reply::message(200,
                              drain ? u"Target takes no new requests"_s : u"Target takes requests again"_s);
    });
}

void reset(Services& services, const Call& call, const Done& done)
{
    const Wanted wanted = wantedOf(services, call);
    if (wanted.refusal)
        return done(*wanted.refusal);
    for (const proxy::UpstreamTarget& target : wanted.live.group->targets) {
        if (wanted.request.target.isEmpty() || text(target.url) == wanted.request.target)
            services.upstreams.target(target.stateKey).reset(services.clock.monotonicNs());
    }
    for (const std::uint64_t key : wanted.live.breakers)
        services.upstreams.breaker(key).reset();
    done(Reply::message(200, u"Failures, ejections and breakers were reset"_s));
}

} // namespace upstream_states_calls
} // namespace

void registerUpstreamStates(Registry& registry, Services& services)
{
    using namespace upstream_states_calls;
    registry.on(CallId::UpstreamState, services, state);
    registry.on(CallId::UpstreamDrain,
                [&services](const Call& call, Done done) { setDrain(services, call, done, true); });
    registry.on(CallId::UpstreamUndrain,
                [&services](const Call& call, Done done) { setDrain(services, call, done, false); });
    registry.on(CallId::UpstreamReset, services, reset);
}

} // namespace gatehouse::admin
