// SPDX-License-Identifier: GPL-3.0-or-later
// Moving a user from one tier to another, at once or for a time (platform-routes section 10). What held
// before holds again outside of the dates.
#include "common/api/requests.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/handlers/raw_faults.h"
#include "gateway/admin/handlers/tier_lookup.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace tier_moves_calls {

constexpr qint64 dayMs = 86'400'000;

Reply noSuchTier(int status, const QString& tierId)
{
    return Reply::detail(status, u"Tier %1 not found"_s.arg(tierId));
}

/// The id of the plan a user has now of his own, without the default one.
QString ownTier(const Services& services, const QString& user)
{
    const TierAssignment* assignment = assignmentOf(services, user);
    if (!assignment)
        return {};
    return assignment->isEffective(services.clock.wallMs()) ? assignment->tierId : assignment->fallbackTierId;
}

QString named(const QString& tierId)
{
    return tierId.isEmpty() ? u"default"_s : tierId;
}

TierAssignment moved(const QString& user, const QString& tier, const QString& fallback, const QString& notes)
{
    TierAssignment assignment;
    assignment.userId = user;
    assignment.tierId = tier;
    assignment.fallbackTierId = fallback;
    assignment.notes = notes;
    return assignment;
}

void upgrade(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<TierUpgradeRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    if (!tierById(services, wanted->newTierId))
        return done(noSuchTier(400, wanted->newTierId));
    if (!wanted->immediate && !wanted->scheduledDate.isSet())
        return done(rawRefusal(Error::invalid(u"scheduled_date"_s, u"required"_s,
                                              u"is needed when the upgrade is not immediate"_s)));
    const QString before = ownTier(services, wanted->userId);
    TierAssignment assignment =
        moved(wanted->userId, wanted->newTierId, wanted->immediate ? QString() : before,
              u"Upgraded from "_s + named(before));
    if (!wanted->immediate)
        assignment.effectiveFrom = wanted->scheduledDate;
    storeAssignment(services, call, std::move(assignment), call->caller.name(), u"tier.upgrade"_s, 200, done);
}

void downgrade(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<TierDowngradeRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    if (!tierById(services, wanted->newTierId))
        return done(noSuchTier(400, wanted->newTierId));
    const QString before = ownTier(services, wanted->userId);
    const int grace = wanted->gracePeriodDays;
    TierAssignment assignment =
        moved(wanted->userId, wanted->newTierId, grace > 0 ? before : QString(),
              u"Downgraded from %1 with %2 day grace period"_s.arg(named(before)).arg(grace));
    if (grace > 0)
        assignment.effectiveFrom.ms = services.clock.wallMs() + grace * dayMs;
    storeAssignment(services, call, std::move(assignment), call->caller.name(), u"tier.downgrade"_s, 200,
                    done);
}

void temporary(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<TierTemporaryRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    if (!tierById(services, wanted->tempTierId))
        return done(noSuchTier(400, wanted->tempTierId));
    TierAssignment assignment = moved(wanted->userId, wanted->tempTierId, ownTier(services, wanted->userId),
                                      u"Temporary upgrade for %1 days"_s.arg(wanted->durationDays));
    assignment.effectiveUntil.ms = services.clock.wallMs() + wanted->durationDays * dayMs;
    storeAssignment(services, call, std::move(assignment), call->caller.name(), u"tier.temporary_upgrade"_s,
                    200, done);
}

void trial(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<TierTrialRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    if (!tierById(services, wanted->tierId))
        return done(noSuchTier(404, wanted->tierId));
    TierAssignment assignment = moved(wanted->userId, wanted->tierId, ownTier(services, wanted->userId),
                                      u"Trial for %1 days"_s.arg(wanted->days));
    assignment.effectiveUntil.ms = services.clock.wallMs() + wanted->days * dayMs;
    storeAssignment(services, call, std::move(assignment), call->caller.name(), u"tier.trial"_s, 200, done);
}

void paymentFailure(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<TierPaymentRequest>(*call);
    if (!wanted)
        return done(rawRefusal(wanted.error()));
    call->audit->target = wanted->userId;
    const auto fallback = defaultTier(services);
    if (!fallback)
        return done(Reply::detail(400, u"No default tier configured for fallback"_s));
    const QString notes =
        wanted->reason.isEmpty() ? u"Payment failed"_s : u"Payment failed: "_s + wanted->reason;
    storeAssignment(services, call, moved(wanted->userId, fallback->tierId, {}, notes),
                    u"system:payment_failure"_s, u"tier.payment_failure"_s, 200, done);
}

} // namespace tier_moves_calls
} // namespace

void registerTierMoves(Registry& registry, Services& services)
{
    using namespace tier_moves_calls;
    on(registry, services, CallId::TierUpgrade, upgrade);
    on(registry, services, CallId::TierDowngrade, downgrade);
    on(registry, services, CallId::TierTemporaryUpgrade, temporary);
    on(registry, services, CallId::TierTrial, trial);
    on(registry, services, CallId::TierPaymentFailure, paymentFailure);
}

} // namespace gatehouse::admin
