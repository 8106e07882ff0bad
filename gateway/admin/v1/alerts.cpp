// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts: what is wrong now, what was, and who sees to it.
#include "common/api/v1_requests.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/alerts/alert_center.h"
#include "gateway/alerts/message.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace alerts_calls {

using observe::Alert;

/// Alerts of a rule that belongs to no tenant, or is gone, are for callers without one.
bool sees(const Services& services, const Request& request, const Alert& alert)
{
    const auto rule = services.documents().of<AlertRule>().find(alert.spec.ruleId);
    return seesTenant(request, rule ? rule->tenant : QString());
}

QJsonObject alertJson(const Alert& alert)
{
    QJsonObject object = alert.toJson();
    object.insert(u"summary"_s, alerts::summaryOf(alert));
    return object;
}

int rankOf(const Alert& alert)
{
    const int severity = int(fromWire<Severity>(alert.spec.severity).value_or(Severity::Info));
    return (alert.isFiring() ? 10 : 0) + severity;
}

bool matches(const ListWish& wish, const Alert& alert)
{
    const auto is = [&wish](const QString& name, const QString& value) {
        return !wish.has(name) || wish.value(name) == value;
    };
    return is(u"state"_s, toString(alert.state)) && is(u"severity"_s, alert.spec.severity) &&
           is(u"rule_id"_s, alert.spec.ruleId) &&
           (alert.spec.rule.contains(wish.value(u"search"_s), Qt::CaseInsensitive) ||
            alert.subject.contains(wish.value(u"search"_s), Qt::CaseInsensitive)) &&
           is(u"acknowledged"_s, alert.isAcknowledged() ? u"true"_s : u"false"_s);
}

QJsonObject page(const std::vector<const Alert*>& found, const ListWish& wish)
{
    QJsonArray items;
    const auto from = std::min(found.size(), std::size_t(wish.page - 1) * std::size_t(wish.size));
    const auto to = std::min(found.size(), from + std::size_t(wish.size));
    for (std::size_t i = from; i < to; ++i)
        items.append(alertJson(*found[i]));
    return pageJson(items, wish, qsizetype(found.size()));
}

void addEnded(const Services& services, const Request& request, const ListWish& wish,
              std::vector<const Alert*>& found)
{
    for (const Alert& alert : services.alerts.engine().history()) {
        if (sees(services, request, alert) && matches(wish, alert))
            found.push_back(&alert);
    }
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish =
        listWishOf(*call, {u"state"_s, u"severity"_s, u"rule_id"_s, u"acknowledged"_s, u"search"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Alert*> found;
    QJsonObject firing{{u"critical"_s, 0}, {u"warning"_s, 0}, {u"info"_s, 0}, {u"unacknowledged"_s, 0}};
    const auto count = [&firing](const QString& name) {
        firing.insert(name, firing.value(name).toInt() + 1);
    };
    for (const Alert* alert : services.alerts.engine().current()) {
        if (!sees(services, *call, *alert))
            continue;
        if (alert->isFiring())
            count(alert->spec.severity);
        if (alert->isFiring() && !alert->isAcknowledged())
            count(u"unacknowledged"_s);
        if (matches(*wish, *alert))
            found.push_back(alert);
    }
    std::stable_sort(found.begin(), found.end(), [](const Alert* a, const Alert* b) {
        return rankOf(*a) != rankOf(*b) ? rankOf(*a) > rankOf(*b) : a->sinceMs > b->sinceMs;
    });
    if (wish->value(u"state"_s) == u"resolved"_s)
        addEnded(services, *call, *wish, found);
    QJsonObject answer = page(found, *wish);
    answer.insert(u"firing"_s, firing);
    done(Reply::raw(200, answer));
}

void history(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish = listWishOf(*call, {u"severity"_s, u"rule_id"_s, u"search"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    std::vector<const Alert*> found;
    addEnded(services, *call, *wish, found);
    done(Reply::raw(200, page(found, *wish)));
}

const Alert* alertInPath(const Services& services, const Request& request)
{
    const Alert* alert = services.alerts.engine().find(request.param(u"id"_s));
    if (!alert || !sees(services, request, *alert))
        return nullptr;
    request.audit->target = alerts::summaryOf(*alert);
    return alert;
}

void read(Services& services, const Call& call, const Done& done)
{
    const Alert* alert = alertInPath(services, *call);
    done(alert ? Reply::raw(200, alertJson(*alert)) : notFound(u"Alert %1"_s.arg(call->param(u"id"_s))));
}

void acknowledge(Services& services, const Call& call, const Done& done)
{
    const Alert* alert = alertInPath(services, *call);
    if (!alert)
        return done(notFound(u"Alert %1"_s.arg(call->param(u"id"_s))));
    const Result<AcknowledgeRequest> request = bodyAs<AcknowledgeRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    call->audit->details.insert(u"comment"_s, request->comment);
    const Alert* now = services.alerts.acknowledge(alert->id, call->caller.name(), request->comment);
    done(now ? Reply::raw(200, alertJson(*now))
             : wrongState(
                   u"The alert is %1; only a firing one can be acknowledged"_s.arg(toString(alert->state))));
}

} // namespace alerts_calls
} // namespace

void registerAlerts(Registry& registry, Services& services)
{
    using namespace alerts_calls;
    onAll(registry, services, {CallId::AlertList}, list);
    onAll(registry, services, {CallId::AlertHistory}, history);
    onAll(registry, services, {CallId::AlertGet}, read);
    onAll(registry, services, {CallId::AlertAcknowledge}, acknowledge);
}

} // namespace gatehouse::admin::v1
