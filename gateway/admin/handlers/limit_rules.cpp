// SPDX-License-Identifier: GPL-3.0-or-later
// Rate-limit rules, one at a time (platform-routes section 11). These answers are never in an envelope.
#include "common/api/requests.h"
#include "common/model/plan.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/handlers/raw_faults.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace limit_rules_calls {

using control::ChangeSet;

Reply noSuchRule(const QString& id)
{
    return Reply::detail(404, u"Rule %1 not found"_s.arg(id));
}

Reply existsAlready(const QString& id)
{
    return Reply::detail(400, u"Rule with ID %1 already exists"_s.arg(id));
}

std::shared_ptr<const LimitRule> ruleById(const Services& services, const QString& id)
{
    return byKey<LimitRule>(services, {id});
}

/// The missing target has a form of its own.
Reply refusalOf(const Error& error)
{
    const bool onlyTarget = !error.faults.isEmpty() &&
                            std::all_of(error.faults.begin(), error.faults.end(), [](const Fault& fault) {
                                return fault.field == u"target_identifier"_s && fault.rule == u"required"_s;
                            });
    if (!onlyTarget)
        return rawRefusal(error);
    QJsonArray errors;
    for (const Fault& fault : error.faults)
        errors.append(fault.message);
    return Reply::raw(400, {{u"detail"_s, QJsonObject{{u"errors"_s, errors}}}});
}

void apply(Services& services, const Call& call, const ChangeSet& changes, const QString& id, int status,
           const Done& done)
{
    applyRaw(services, call, changes, done, [&services, id, status](const auto&) {
        const auto now = ruleById(services, id);
        return Reply::raw(status, now ? toJson(*now) : QJsonObject());
    });
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<LimitRule> rule = documentOf<LimitRule>(*call);
    if (!rule)
        return done(refusalOf(rule.error()));
    call->audit->target = rule->ruleId;
    if (ruleById(services, rule->ruleId))
        return done(existsAlready(rule->ruleId));
    ChangeSet changes(u"rate_limit.create"_s);
    changes.put(*rule, control::Expected::absent());
    apply(services, call, changes, rule->ruleId, 201, done);
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString id = call->param(u"rule_id"_s);
    call->audit->target = id;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(rawRefusal(body.error()));
    const auto rule = ruleById(services, id);
    if (!rule)
        return done(noSuchRule(id));
    ChangeSet changes(u"rate_limit.update"_s);
    changes.patch(Kind::LimitRule, rule->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    apply(services, call, changes, id, 200, done);
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString id = call->param(u"rule_id"_s);
    call->audit->target = id;
    const auto rule = ruleById(services, id);
    if (!rule)
        return done(noSuchRule(id));
    ChangeSet changes(u"rate_limit.delete"_s);
    changes.remove(Kind::LimitRule, rule->id, expectedOf(*call));
    applyRaw(services, call, changes, done, [id](const auto&) {
        return Reply::raw(200, {{u"deleted"_s, true}, {u"rule_id"_s, id}});
    });
}

void setEnabled(Services& services, const Call& call, bool enabled, const Done& done)
{
    const QString id = call->param(u"rule_id"_s);
    call->audit->target = id;
    const auto rule = ruleById(services, id);
    if (!rule)
        return done(noSuchRule(id));
    ChangeSet changes(enabled ? u"rate_limit.enable"_s : u"rate_limit.disable"_s);
    changes.patch(Kind::LimitRule, rule->id, {{u"enabled"_s, enabled}}, ReadOptions::platformPatch(),
                  expectedOf(*call));
    apply(services, call, changes, id, 200, done);
}

void enable(Services& services, const Call& call, const Done& done)
{
    setEnabled(services, call, true, done);
}

void disable(Services& services, const Call& call, const Done& done)
{
    setEnabled(services, call, false, done);
}

void duplicate(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<DuplicateRuleRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    const QString id = call->param(u"rule_id"_s);
    call->audit->target = id + u" -> "_s + wanted->newRuleId;
    const auto source = ruleById(services, id);
    if (!source)
        return done(Reply::detail(400, u"Source rule %1 not found"_s.arg(id)));
    if (ruleById(services, wanted->newRuleId))
        return done(existsAlready(wanted->newRuleId));
    LimitRule copy = *source;
    static_cast<DocumentHeader&>(copy) = DocumentHeader();
    copy.ruleId = wanted->newRuleId;
    copy.description = u"Copy of "_s + id;
    ChangeSet changes(u"rate_limit.duplicate"_s);
    changes.put(std::move(copy), control::Expected::absent());
    apply(services, call, changes, wanted->newRuleId, 201, done);
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto rule = ruleById(services, call->param(u"rule_id"_s));
    done(rule ? rawWithRevision(*call, *rule, toJson(*rule)) : noSuchRule(call->param(u"rule_id"_s)));
}

} // namespace limit_rules_calls
} // namespace

void registerLimitRules(Registry& registry, Services& services)
{
    using namespace limit_rules_calls;
    on(registry, services, CallId::LimitRuleCreate, create);
    on(registry, services, CallId::LimitRuleUpdate, update);
    on(registry, services, CallId::LimitRuleDelete, remove);
    on(registry, services, CallId::LimitRuleEnable, enable);
    on(registry, services, CallId::LimitRuleDisable, disable);
    on(registry, services, CallId::LimitRuleDuplicate, duplicate);
    on(registry, services, CallId::LimitRuleGet, read);
}

} // namespace gatehouse::admin
