// SPDX-License-Identifier: GPL-3.0-or-later
// Which user has which tier (platform-routes section 10).
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/handlers/raw_faults.h"
#include "gateway/admin/handlers/tier_lookup.h"
#include "gateway/admin/tenant_view.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace tier_assignments_calls {

using control::ChangeSet;

Reply noAssignment(const QString& user)
{
    return Reply::detail(404, u"No assignment found for user "_s + user);
}

void assign(Services& services, const Call& call, const Done& done)
{
    Result<TierAssignment> wanted = documentOf<TierAssignment>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    if (!tierById(services, wanted->tierId))
        return done(Reply::detail(400, u"Tier %1 not found"_s.arg(wanted->tierId)));
    storeAssignment(services, call, std::move(*wanted), call->caller.name(), u"tier.assign"_s, 201, done);
}

void read(Services& services, const Call& call, const Done& done)
{
    const QString user = call->param(u"user_id"_s);
    const TierAssignment* assignment = assignmentOf(services, user);
    done(assignment ? rawWithRevision(*call, *assignment, toJson(*assignment)) : noAssignment(user));
}

void tierOfUser(Services& services, const Call& call, const Done& done)
{
    const QString user = call->param(u"user_id"_s);
    const auto tier = tierInForce(services, user);
    done(tier ? Reply::raw(200, toJson(*tier)) : Reply::detail(404, u"No tier found for user "_s + user));
}

void unassign(Services& services, const Call& call, const Done& done)
{
    const QString user = call->param(u"user_id"_s);
    call->audit->target = user;
    const TierAssignment* assignment = assignmentOf(services, user);
    if (!assignment)
        return done(noAssignment(user));
    ChangeSet changes(u"tier.unassign"_s);
    changes.remove(Kind::TierAssignment, assignment->id, expectedOf(*call));
    applyRaw(services, call, changes, done, [](const auto&) { return sixKeys(u"Assignment removed"_s); });
}

void usersOf(Services& services, const Call& call, const Done& done)
{
    QueryReader query(*call);
    const Slice slice = sliceOf(query);
    if (!query.isGood())
        return done(rawRefusal(query.error()));
    auto found = services.documents().of<TierAssignment>().with(control::By::Plan, call->param(u"tier_id"_s));
    if (const auto own = ownOnly<User>(*call))
        std::erase_if(found, [&](const TierAssignment* one) {
            const User* user = services.documents().user(one->userId);
            return !user || !own(user);
        });
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->userId < b->userId; });
    QJsonArray rows;
    for (std::size_t i = std::size_t(slice.skip); i < found.size() && rows.size() < slice.limit; ++i)
        rows.append(toJson(*found[i]));
    done(Reply::rawList(200, rows));
}

} // namespace tier_assignments_calls
} // namespace

void storeAssignment(Services& services, const Call& call, TierAssignment wanted, const QString& by,
                     const QString& action, int status, const Done& done)
{
    const TierAssignment* before = assignmentOf(services, wanted.userId);
    wanted.id = before ? before->id : QString();
    wanted.assignedAt.ms = services.clock.wallMs();
    wanted.assignedBy = by;
    control::ChangeSet changes(action);
    const QString user = wanted.userId;
    changes.put(std::move(wanted), expectedOf(*call));
    applyRaw(services, call, changes, done, [&services, user, status](const auto&) {
        const TierAssignment* now = assignmentOf(services, user);
        return Reply::raw(status, now ? toJson(*now) : QJsonObject());
    });
}

void registerTierAssignments(Registry& registry, Services& services)
{
    using namespace tier_assignments_calls;
    on(registry, services, CallId::TierAssign, assign);
    on(registry, services, CallId::TierAssignmentGet, read);
    on(registry, services, CallId::TierOfUser, tierOfUser);
    on(registry, services, CallId::TierUnassign, unassign);
    on(registry, services, CallId::TierUsers, usersOf);
}

} // namespace gatehouse::admin
