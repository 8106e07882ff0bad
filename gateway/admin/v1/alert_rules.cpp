// SPDX-License-Identifier: GPL-3.0-or-later
// Alert rules: when people are told.
#include "common/core/ids.h"
#include "common/model/alerting.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/alerts/alert_center.h"
#include "gateway/alerts/message.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace alert_rules_calls {

/// "inactive", "pending" or "firing": the worst of the rule's alerts.
QString stateOf(const Services& services, const AlertRule& rule)
{
    QString state = u"inactive"_s;
    for (const observe::Alert* alert : services.alerts.engine().current()) {
        if (alert->spec.ruleId == rule.id && state != u"firing"_s)
            state = toString(alert->state);
    }
    return state;
}

QJsonObject ruleJson(const Services& services, const AlertRule& rule)
{
    QJsonObject object = toJson(rule);
    addHeader(object, rule);
    object.insert(u"unit"_s, unitOf(rule.signal));
    object.insert(u"state"_s, stateOf(services, rule));
    object.insert(u"summary"_s, alerts::summaryOf(rule));
    return object;
}

std::shared_ptr<const AlertRule> ruleOf(const Services& services, const Request& request, Reply& refused)
{
    const QString id = request.param(u"id"_s);
    auto rule = services.documents().of<AlertRule>().find(id);
    request.audit->target = rule ? rule->name : id;
    if (rule && seesTenant(request, rule->tenant))
        return rule;
    refused = notFound(u"Alert rule %1"_s.arg(id));
    return nullptr;
}

constexpr Resource<AlertRule> rules{ruleOf, ruleJson};

/// Whoever belongs to a tenant may only make rules about it.
std::optional<Reply> foreign(const Request& request, const AlertRule& rule)
{
    if (seesTenant(request, rule.tenant))
        return std::nullopt;
    return Reply::error(
        403, u"GH005"_s,
        u"You may only make rules for tenant %1; give it as tenant_id"_s.arg(request.caller.user->tenant));
}

void create(Services& services, const Call& call, const Done& done)
{
    Result<AlertRule> rule = bodyAs<AlertRule>(*call);
    if (!rule)
        return done(Reply::from(rule.error()));
    call->audit->target = rule->name;
    if (const auto refused = foreign(*call, *rule))
        return done(*refused);
    rule->id = newId();
    createOne(rules, services, call, done, u"alert_rule.create"_s, *rule);
}

void list(Services& services, const Call& call, const Done& done)
{
    const Result<ListWish> wish =
        listWishOf(*call, {u"search"_s, u"signal"_s, u"severity"_s},
                   {u"name"_s, u"signal"_s, u"threshold"_s, u"severity"_s, u"enabled"_s, u"updated_at"_s});
    if (!wish)
        return done(Reply::from(wish.error()));
    const auto is = [&wish](const QString& name, const QString& value) {
        return !wish->has(name) || wish->value(name) == value;
    };
    std::vector<const AlertRule*> found;
    services.documents().of<AlertRule>().forEach([&](const AlertRule& rule) {
        if (seesTenant(*call, rule.tenant) && is(u"signal"_s, toWire(rule.signal)) &&
            is(u"severity"_s, toWire(rule.severity)) &&
            rule.name.contains(wish->value(u"search"_s), Qt::CaseInsensitive))
            found.push_back(&rule);
    });
    done(pageReply(found, *wish, [&](const AlertRule& rule) { return ruleJson(services, rule); }));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(rules, services, call, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    editOne(rules, services, call, done, u"alert_rule.update"_s, [&](AlertRule& rule) {
        std::optional<Reply> refused = patched(rule, call->json());
        return refused ? refused : foreign(*call, rule);
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    removeOne(rules, services, call, done, u"alert_rule.delete"_s, nothingAgainst);
}

} // namespace alert_rules_calls
} // namespace

void registerAlertRules(Registry& registry, Services& services)
{
    using namespace alert_rules_calls;
    onAll(registry, services, {CallId::AlertRuleCreate}, create);
    onAll(registry, services, {CallId::AlertRuleList}, list);
    onAll(registry, services, {CallId::AlertRuleGet}, read);
    onAll(registry, services, {CallId::AlertRuleUpdate}, update);
    onAll(registry, services, {CallId::AlertRuleDelete}, remove);
}

} // namespace gatehouse::admin::v1
