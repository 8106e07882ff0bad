// SPDX-License-Identifier: GPL-3.0-or-later
// Subscriptions: approve, reject, suspend, reactivate, revoke, extend, in bulk (week-one runbook 8.4).
#include "common/api/v1_requests.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/control/rules.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace subscription_life_calls {

using control::ChangeSet;
using State = SubscriptionState;

constexpr qint64 dayMs = 86'400'000;
constexpr int mostExtensions = 2; // of 14 days at most, so the 60 days of the runbook are never reached

/// One way through the states.
struct Move {
    QString action;
    QList<State> from;
    State to;
    bool needsReason = false;
};

const Move& moveOf(CallId id)
{
    static const QHash<CallId, Move> moves{
        {CallId::SubscriptionV1Approve, {u"subscription.approve"_s, {State::Pending}, State::Active, false}},
        {CallId::SubscriptionV1Reject, {u"subscription.reject"_s, {State::Pending}, State::Rejected, true}},
        {CallId::SubscriptionV1Suspend,
         {u"subscription.suspend"_s, {State::Active}, State::Suspended, false}},
        {CallId::SubscriptionV1Reactivate,
         {u"subscription.reactivate"_s, {State::Suspended}, State::Active, false}},
        {CallId::SubscriptionV1Revoke,
         {u"subscription.revoke"_s,
          {State::Pending, State::Active, State::Suspended, State::Expired, State::Rejected},
          State::Revoked,
          true}},
        {CallId::SubscriptionV1Delete,
         {u"subscription.revoke"_s, {State::Pending, State::Active}, State::Revoked, false}},
    };
    return *moves.constFind(id);
}

/// Writes the move into the subscription, or says why it cannot be.
std::optional<Reply> moved(Subscription& subscription, const Move& move, const StateChangeRequest& request,
                           const QString& by, qint64 nowMs)
{
    if (!move.from.contains(subscription.state))
        return wrongState(u"The subscription is %1"_s.arg(toWire(subscription.state)));
    if (move.needsReason && request.reason.trimmed().isEmpty())
        return Reply::from(Error::invalid(u"reason"_s, u"required"_s, u"must be given"_s));
    subscription.state = move.to;
    subscription.statusReason = request.reason;
    if (move.to == State::Active && !subscription.approvedAt.isSet()) {
        subscription.approvedAt = {nowMs};
        subscription.approvedBy = by;
    }
    if (request.expiresAt.isSet())
        subscription.expiresAt = request.expiresAt;
    return std::nullopt;
}

constexpr Resource<Subscription> subscriptions{subscriptionOf, subscriptionJson};

template <CallId Id>
void run(Services& services, const Call& call, const Done& done)
{
    const Result<StateChangeRequest> request = bodyAs<StateChangeRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const Move& move = moveOf(Id);
    const auto bare = [done](const Reply& reply) {
        done(reply.status() == 200 ? Reply::noContent() : reply);
    };
    editOne(subscriptions, services, call, Id == CallId::SubscriptionV1Delete ? Done(bare) : done,
            move.action, [&](Subscription& subscription) {
                return moved(subscription, move, *request, call->caller.name(), services.clock.wallMs());
            });
}

std::optional<Reply> givePlan(Subscription& subscription, const QString& reference, const Services& services)
{
    const QString& tenant = subscription.tenant;
    const Plan* plan =
        reference.isEmpty() ? nullptr : control::planOf(services.documents(), reference, tenant);
    if (!reference.isEmpty() && (!plan || !isOffered(*plan, tenant)))
        return notFound(u"Plan %1"_s.arg(reference));
    subscription.planId = plan ? plan->id : QString();
    return std::nullopt;
}

/// PATCH: suspend, reactivate, another plan.
void change(Services& services, const Call& call, const Done& done)
{
    const Result<SubscriptionChangeRequest> request = bodyAs<SubscriptionChangeRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    editOne(subscriptions, services, call, done, u"subscription.update"_s, [&](Subscription& subscription) {
        std::optional<Reply> fault;
        if (request->status) {
            const bool suspend = *request->status == SubscriptionWish::Suspended;
            const Move& move =
                moveOf(suspend ? CallId::SubscriptionV1Suspend : CallId::SubscriptionV1Reactivate);
            fault = moved(subscription, move, {request->reason, {}}, call->caller.name(),
                          services.clock.wallMs());
        }
        if (!fault && request->planId)
            fault = givePlan(subscription, *request->planId, services);
        return fault;
    });
}

std::optional<Reply> extended(Subscription& subscription, const ExtendRequest& request)
{
    if (!subscription.expiresAt.isSet())
        return wrongState(u"The subscription never expires"_s);
    if (subscription.state != State::Active)
        return wrongState(u"The subscription is %1"_s.arg(toWire(subscription.state)));
    if (subscription.ttlExtensions >= mostExtensions)
        return Reply::error(409, u"GH011"_s,
                            u"A subscription is extended at most %1 times"_s.arg(mostExtensions));
    subscription.expiresAt.ms += request.days * dayMs;
    ++subscription.ttlExtensions;
    subscription.statusReason = request.reason;
    return std::nullopt;
}

void extend(Services& services, const Call& call, const Done& done)
{
    const Result<ExtendRequest> request = bodyAs<ExtendRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    editOne(subscriptions, services, call, done, u"subscription.extend"_s,
            [&](Subscription& subscription) { return extended(subscription, *request); });
}

/// The call that does the same to one subscription.
CallId callOf(BulkAction action)
{
    switch (action) {
    case BulkAction::Approve:
        return CallId::SubscriptionV1Approve;
    case BulkAction::Reject:
        return CallId::SubscriptionV1Reject;
    case BulkAction::Suspend:
        return CallId::SubscriptionV1Suspend;
    case BulkAction::Reactivate:
        return CallId::SubscriptionV1Reactivate;
    case BulkAction::Revoke:
        return CallId::SubscriptionV1Revoke;
    }
    Q_UNREACHABLE();
}

void bulk(Services& services, const Call& call, const Done& done)
{
    const Result<BulkSubscriptionsRequest> request = bodyAs<BulkSubscriptionsRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    const Move& move = moveOf(callOf(request->action));
    ChangeSet changes(u"subscription.bulk"_s);
    QJsonArray succeeded, failed;
    QSet<QString> seen;
    for (const QString& id : request->ids) {
        Reply refused = notFound({});
        const auto found = seen.contains(id) ? nullptr : subscriptionOf(services, *call, id, refused);
        std::optional<Reply> fault;
        if (seen.contains(id))
            fault = wrongState(u"is given twice"_s);
        else if (!found)
            fault = refused;
        seen.insert(id);
        Subscription subscription = found ? *found : Subscription();
        if (!fault)
            fault = moved(subscription, move, {request->reason, {}}, call->caller.name(),
                          services.clock.wallMs());
        if (fault) {
            failed.append(QJsonObject{{u"id"_s, id}, {u"error"_s, fault->text()}});
            continue;
        }
        changes.put(subscription);
        succeeded.append(id);
    }
    call->audit->target = u"%1 subscriptions"_s.arg(request->ids.size());
    const QJsonObject summary{{u"succeeded"_s, succeeded}, {u"failed"_s, failed}};
    if (changes.isEmpty())
        return done(Reply::raw(200, summary));
    apply(services, call, changes, done, [summary](const auto&) { return Reply::raw(200, summary); });
}

} // namespace subscription_life_calls
} // namespace

void registerSubscriptionLife(Registry& registry, Services& services)
{
    using namespace subscription_life_calls;
    onAll(registry, services, {CallId::SubscriptionV1Approve}, run<CallId::SubscriptionV1Approve>);
    onAll(registry, services, {CallId::SubscriptionV1Reject}, run<CallId::SubscriptionV1Reject>);
    onAll(registry, services, {CallId::SubscriptionV1Suspend}, run<CallId::SubscriptionV1Suspend>);
    onAll(registry, services, {CallId::SubscriptionV1Reactivate}, run<CallId::SubscriptionV1Reactivate>);
    onAll(registry, services, {CallId::SubscriptionV1Revoke}, run<CallId::SubscriptionV1Revoke>);
    onAll(registry, services, {CallId::SubscriptionV1Delete}, run<CallId::SubscriptionV1Delete>);
    onAll(registry, services, {CallId::SubscriptionV1Update}, change);
    onAll(registry, services, {CallId::SubscriptionV1Extend}, extend);
    onAll(registry, services, {CallId::SubscriptionV1Bulk}, bulk);
}

} // namespace gatehouse::admin::v1
