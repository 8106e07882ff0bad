// SPDX-License-Identifier: GPL-3.0-or-later
// Tiers, which are plans under another name (platform-routes section 10). These answers are never in an
// envelope but for the list and the statistics.
#include "common/model/principal.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/handlers/raw_faults.h"
#include "gateway/admin/handlers/tier_lookup.h"
#include "gateway/admin/tenant_view.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace tiers_calls {

using control::ChangeSet;

Reply noSuchTier(const QString& tierId)
{
    return Reply::detail(404, u"Tier %1 not found"_s.arg(tierId));
}

/// At most one plan is the default: the new one takes the place of the others.
void dropOtherDefaults(const Services& services, const QString& except, ChangeSet& changes)
{
    services.documents().of<Plan>().forEach([&](const Plan& plan) {
        if (plan.isDefault && plan.id != except)
            changes.patch(Kind::Plan, plan.id, {{u"is_default"_s, false}});
    });
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<Plan> tier = documentOf<Plan>(*call);
    if (!tier)
        return done(rawRefusal(tier.error()));
    call->audit->target = tier->tierId;
    if (const auto known = tierById(services, tier->tierId))
        return done(Reply::raw(201, toJson(*known)));
    ChangeSet changes(u"tier.create"_s);
    if (tier->isDefault)
        dropOtherDefaults(services, {}, changes);
    changes.put(*tier, control::Expected::absent());
    applyRaw(services, call, changes, done, [&services, id = tier->tierId](const auto&) {
        const auto made = tierById(services, id);
        return Reply::raw(201, made ? toJson(*made) : QJsonObject());
    });
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString id = call->param(u"tier_id"_s);
    call->audit->target = id;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(rawRefusal(body.error()));
    const auto tier = tierById(services, id);
    if (!tier)
        return done(noSuchTier(id));
    ChangeSet changes(u"tier.update"_s);
    if (body->value(u"is_default"_s).toBool())
        dropOtherDefaults(services, tier->id, changes);
    changes.patch(Kind::Plan, tier->id, *body, ReadOptions::platformPatch(), expectedOf(*call));
    applyRaw(services, call, changes, done, [&services, id](const auto&) {
        const auto now = tierById(services, id);
        return Reply::raw(200, now ? toJson(*now) : QJsonObject());
    });
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString id = call->param(u"tier_id"_s);
    call->audit->target = id;
    const auto tier = tierById(services, id);
    if (!tier)
        return done(noSuchTier(id));
    const qsizetype users = services.documents().of<TierAssignment>().count(control::By::Plan, id);
    if (users > 0)
        return done(
            Reply::detail(400, u"Cannot delete tier %1: %2 users are assigned to it"_s.arg(id).arg(users)));
    ChangeSet changes(u"tier.delete"_s);
    changes.remove(Kind::Plan, tier->id, expectedOf(*call));
    applyRaw(services, call, changes, done, [](const auto&) { return sixKeys(u"Tier deleted"_s); });
}

/// Tiers without a tenant are for all.
bool sees(const Request& request, const Plan& plan)
{
    const auto own = ownOnly<Plan>(request);
    return !own || plan.tenant.isEmpty() || own(&plan);
}

void list(Services& services, const Call& call, const Done& done)
{
    QueryReader asked(*call);
    const Slice slice = sliceOf(asked);
    const bool enabledOnly = asked.flag(u"enabled_only"_s);
    if (!asked.isGood())
        return done(Reply::from(asked.error()));
    const QString search = call->value(u"search"_s);
    control::Query query;
    query.pageSize = 0;
    query.where = [&](const void* entity) {
        const auto& plan = *static_cast<const Plan*>(entity);
        const bool found = plan.tierId.contains(search, Qt::CaseInsensitive) ||
                           plan.displayName.contains(search, Qt::CaseInsensitive);
        return sees(*call, plan) && (!enabledOnly || plan.enabled) && (search.isEmpty() || found);
    };
    const auto all = control::query(services.documents().of<Plan>(), query);
    if (!all)
        return done(Reply::from(all.error()));
    QJsonArray tiers;
    for (const auto& plan : all->items.mid(slice.skip, slice.limit))
        tiers.append(toJson(*plan));
    done(Reply::object(200, {{u"tiers"_s, tiers},
                             {u"skip"_s, slice.skip},
                             {u"limit"_s, slice.limit},
                             {u"page"_s, slice.skip / slice.limit + 1},
                             {u"page_size"_s, slice.limit},
                             {u"has_next"_s, slice.skip + slice.limit < all->total},
                             {u"total"_s, all->total}}));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto tier = tierById(services, call->param(u"tier_id"_s));
    done(tier ? rawWithRevision(*call, *tier, toJson(*tier)) : noSuchTier(call->param(u"tier_id"_s)));
}

QJsonObject statisticsOf(const Services& services, const Request& request, const QString& tierId)
{
    const auto own = ownOnly<User>(request);
    qint64 total = 0, active = 0;
    for (const TierAssignment* one :
         services.documents().of<TierAssignment>().with(control::By::Plan, tierId)) {
        const User* user = services.documents().user(one->userId);
        if (own && !(user && own(user)))
            continue;
        ++total;
        active += user && user->active ? 1 : 0;
    }
    return {{u"tier_id"_s, tierId},
            {u"total_users"_s, total},
            {u"active_users"_s, active},
            {u"inactive_users"_s, total - active}};
}

void statistics(Services& services, const Call& call, const Done& done)
{
    const auto tier = tierById(services, call->param(u"tier_id"_s));
    done(tier ? Reply::object(200, statisticsOf(services, *call, tier->tierId))
              : noSuchTier(call->param(u"tier_id"_s)));
}

void allStatistics(Services& services, const Call& call, const Done& done)
{
    control::Query query;
    query.pageSize = 0;
    const auto all = control::query(services.documents().of<Plan>(), query);
    QJsonArray rows;
    for (const auto& plan : all->items) {
        if (!sees(*call, *plan))
            continue;
        QJsonObject row = statisticsOf(services, *call, plan->tierId);
        row.insert(u"tier_name"_s, plan->displayName);
        rows.append(row);
    }
    done(Reply::list(200, rows));
}

void compare(Services& services, const Call& call, const Done& done)
{
    const QJsonDocument body = QJsonDocument::fromJson(call->body);
    if (!body.isArray())
        return done(rawRefusal(Error::invalid(u"body"_s, u"type"_s, u"must be a list of tier ids"_s)));
    QJsonArray rows;
    for (const QJsonValue id : body.array()) {
        const auto tier = tierById(services, id.toString());
        if (!tier)
            return done(noSuchTier(id.toString()));
        const QJsonObject whole = toJson(*tier);
        QJsonObject row;
        for (const QString& key : {u"tier_id"_s, u"name"_s, u"display_name"_s, u"limits"_s,
                                   u"price_monthly"_s, u"price_yearly"_s, u"features"_s})
            row.insert(key, whole.value(key));
        rows.append(row);
    }
    done(Reply::rawList(200, rows));
}

} // namespace tiers_calls
} // namespace

void registerTiers(Registry& registry, Services& services)
{
    using namespace tiers_calls;
    on(registry, services, CallId::TierCreate, create);
    on(registry, services, CallId::TierUpdate, update);
    on(registry, services, CallId::TierDelete, remove);
    on(registry, services, CallId::TierList, list);
    on(registry, services, CallId::TierGet, read);
    on(registry, services, CallId::TierStatistics, statistics);
    on(registry, services, CallId::TierStatisticsAll, allStatistics);
    on(registry, services, CallId::TierCompare, compare);
}

} // namespace gatehouse::admin
