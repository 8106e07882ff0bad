// SPDX-License-Identifier: GPL-3.0-or-later
// Rate-limit rules, several at a time: lists, numbers, bulk changes (platform-routes section 11).
#include "common/api/requests.h"
#include "common/model/plan.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/handlers/raw_faults.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace limit_rule_groups_calls {

using control::ChangeSet;
using Rules = std::vector<std::shared_ptr<const LimitRule>>;

/// Those that pass, highest priority first.
template <typename Wanted>
Rules rulesThat(const Services& services, Wanted wanted)
{
    const auto table = services.documents().of<LimitRule>();
    Rules found;
    table.forEach([&](const LimitRule& rule) {
        if (wanted(rule))
            found.push_back(table.find(rule.id));
    });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
        return std::pair(-a->priority, a->ruleId) < std::pair(-b->priority, b->ruleId);
    });
    return found;
}

QJsonArray page(const Rules& rules, const Slice& slice)
{
    QJsonArray rows;
    for (std::size_t i = std::size_t(slice.skip); i < rules.size() && rows.size() < slice.limit; ++i)
        rows.append(toJson(*rules[i]));
    return rows;
}

void list(Services& services, const Call& call, const Done& done)
{
    QueryReader asked(*call);
    const Slice slice = sliceOf(asked);
    const bool enabledOnly = asked.flag(u"enabled_only"_s);
    const QString word = asked.word(u"rule_type"_s, wireWords<LimitRuleType>(), QString());
    if (!asked.isGood())
        return done(rawRefusal(asked.error()));
    const auto type = fromWire<LimitRuleType>(word);
    const Rules rules = rulesThat(services, [&](const LimitRule& rule) {
        return (!type || rule.type == *type) && (!enabledOnly || rule.enabled);
    });
    done(Reply::rawList(200, page(rules, slice)));
}

void search(Services& services, const Call& call, const Done& done)
{
    QueryReader asked(*call);
    const Slice slice = sliceOf(asked);
    const QString wanted = call->value(u"q"_s);
    if (wanted.isEmpty())
        asked.fault(u"q"_s, u"required"_s, u"is required"_s);
    if (!asked.isGood())
        return done(rawRefusal(asked.error()));
    const Rules rules = rulesThat(services, [&](const LimitRule& rule) {
        return rule.ruleId.contains(wanted, Qt::CaseInsensitive) ||
               rule.description.contains(wanted, Qt::CaseInsensitive) ||
               rule.target.contains(wanted, Qt::CaseInsensitive);
    });
    done(Reply::rawList(200, page(rules, slice)));
}

/// The rules of a bulk request that exist; unknown ids change nothing and are not counted.
Result<Rules> chosen(const Services& services, const Call& call)
{
    const auto wanted = documentOf<BulkRulesRequest>(*call);
    if (!wanted)
        return wanted.error();
    call->audit->target = wanted->ruleIds.join(u", "_s);
    return rulesThat(services, [&](const LimitRule& rule) { return wanted->ruleIds.contains(rule.ruleId); });
}

void bulkDelete(Services& services, const Call& call, const Done& done)
{
    const Result<Rules> rules = chosen(services, call);
    if (!rules)
        return done(rawRefusal(rules.error()));
    ChangeSet changes(u"rate_limit.bulk_delete"_s);
    for (const auto& rule : *rules)
        changes.remove(Kind::LimitRule, rule->id);
    applyRaw(services, call, changes, done, [count = qint64(rules->size())](const auto&) {
        return Reply::raw(200, {{u"deleted_count"_s, count}});
    });
}

void bulkSet(Services& services, const Call& call, bool enabled, const Done& done)
{
    const Result<Rules> rules = chosen(services, call);
    if (!rules)
        return done(rawRefusal(rules.error()));
    ChangeSet changes(enabled ? u"rate_limit.bulk_enable"_s : u"rate_limit.bulk_disable"_s);
    for (const auto& rule : *rules)
        changes.patch(Kind::LimitRule, rule->id, {{u"enabled"_s, enabled}});
    const QString key = enabled ? u"enabled_count"_s : u"disabled_count"_s;
    applyRaw(services, call, changes, done, [key, count = qint64(rules->size())](const auto&) {
        return Reply::raw(200, {{key, count}});
    });
}

void bulkEnable(Services& services, const Call& call, const Done& done)
{
    bulkSet(services, call, true, done);
}

void bulkDisable(Services& services, const Call& call, const Done& done)
{
    bulkSet(services, call, false, done);
}

void summary(Services& services, const Call&, const Done& done)
{
    QJsonObject byType;
    for (const QString& word : wireWords<LimitRuleType>())
        byType.insert(word, 0);
    qint64 total = 0, enabled = 0;
    services.documents().of<LimitRule>().forEach([&](const LimitRule& rule) {
        ++total;
        enabled += rule.enabled ? 1 : 0;
        const QString word = toWire(rule.type);
        byType.insert(word, byType.value(word).toInteger() + 1);
    });
    done(Reply::raw(200, {{u"total_rules"_s, total},
                          {u"enabled_rules"_s, enabled},
                          {u"disabled_rules"_s, total - enabled},
                          {u"rules_by_type"_s, byType}}));
}

/// Rules that can count calls of the caller.
bool concerns(const LimitRule& rule, const QString& user)
{
    return rule.enabled && (rule.type != LimitRuleType::PerUser || rule.target == user);
}

void status(Services& services, const Call& call, const Done& done)
{
    const QString user = call->caller.name();
    QJsonArray rows;
    for (const auto& rule : rulesThat(services, [&](const LimitRule& one) { return concerns(one, user); })) {
        const QJsonObject whole = toJson(*rule);
        QJsonObject row;
        for (const QString& key : {u"rule_id"_s, u"rule_type"_s, u"time_window"_s, u"limit"_s,
                                   u"burst_allowance"_s, u"description"_s})
            row.insert(key, whole.value(key));
        rows.append(row);
    }
    done(Reply::raw(200, {{u"user_id"_s, user},
                          {u"applicable_rules"_s, rows},
                          {u"note"_s, u"Use /platform/quota/status for detailed usage information"_s}}));
}

} // namespace limit_rule_groups_calls
} // namespace

void registerLimitRuleGroups(Registry& registry, Services& services)
{
    using namespace limit_rule_groups_calls;
    on(registry, services, CallId::LimitRuleList, list);
    on(registry, services, CallId::LimitRuleSearch, search);
    on(registry, services, CallId::LimitRuleBulkDelete, bulkDelete);
    on(registry, services, CallId::LimitRuleBulkEnable, bulkEnable);
    on(registry, services, CallId::LimitRuleBulkDisable, bulkDisable);
    on(registry, services, CallId::LimitRuleSummary, summary);
    on(registry, services, CallId::LimitRuleStatus, status);
}

} // namespace gatehouse::admin
