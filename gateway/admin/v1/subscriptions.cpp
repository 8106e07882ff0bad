// SPDX-License-Identifier: GPL-3.0-or-later
// Subscriptions: create with a key, list, read, numbers (week-one runbook 8.3, 8.4).
#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/model/api.h"
#include "gateway/admin/v1/consumer_json.h"
#include "gateway/admin/v1/resource.h"
#include "gateway/admin/v1/text_search.h"
#include "gateway/control/first_run.h"
#include "gateway/control/rules.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {
namespace subscriptions_calls {

using control::By;
using control::ChangeSet;

constexpr qint64 dayMs = 86'400'000;

bool holdsPlace(const Subscription& subscription)
{
    using S = SubscriptionState;
    return subscription.state == S::Active || subscription.state == S::Pending ||
           subscription.state == S::Suspended;
}

/// The documents that a request names.
struct Parties {
    std::shared_ptr<const Consumer> consumer;
    std::shared_ptr<const Api> api;
    const Plan* plan = nullptr;
};

std::optional<Reply> find(const Services& services, const KeySubscribeRequest& request, Parties& parties)
{
    const auto& documents = services.documents();
    parties.consumer = documents.of<Consumer>().find(request.consumerId);
    if (!parties.consumer || parties.consumer->tenant != request.tenant)
        return notFound(u"Consumer %1"_s.arg(request.consumerId));
    parties.api = documents.of<Api>().find(request.apiId);
    if (!parties.api || parties.api->tenant != request.tenant)
        return notFound(u"API %1"_s.arg(request.apiId));
    if (!request.planId.isEmpty()) {
        parties.plan = control::planOf(documents, request.planId, request.tenant);
        if (!parties.plan || !isOffered(*parties.plan, request.tenant))
            return notFound(u"Plan %1"_s.arg(request.planId));
        if (!parties.plan->enabled || parties.plan->status == PlanStatus::Archived)
            return wrongState(u"Plan %1 is not offered any more"_s.arg(parties.plan->tierId));
    }
    if (parties.consumer->status == ConsumerStatus::Blocked)
        return wrongState(u"The consumer is blocked"_s);
    for (const Subscription* other : documents.of<Subscription>().with(By::Principal, request.consumerId)) {
        if (other->apiId == request.apiId && holdsPlace(*other))
            return conflict(u"api_id"_s,
                            u"the consumer is subscribed to it already (subscription %1 is %2)"_s.arg(
                                other->id, toWire(other->state)));
    }
    return std::nullopt;
}

bool waits(const Plan* plan, const Request& call)
{
    return plan && plan->requiresApproval && !plan->autoApproveRoles.contains(call.caller.user->role);
}

Subscription made(const KeySubscribeRequest& request, const Parties& parties, const Call& call, qint64 nowMs)
{
    Subscription subscription;
    subscription.id = newId();
    subscription.principalKind = PrincipalKind::Consumer;
    subscription.principal = request.consumerId;
    subscription.api = parties.api->key();
    subscription.apiId = request.apiId;
    subscription.tenant = request.tenant;
    subscription.planId = parties.plan ? parties.plan->id : QString();
    subscription.expiresAt = request.expiresAt;
    if (waits(parties.plan, *call)) {
        subscription.state = SubscriptionState::Pending;
    } else {
        subscription.approvedAt = {nowMs};
        subscription.approvedBy = call->caller.name();
    }
    return subscription;
}

/// An ended subscription to the same API gives up its place: consumer and API name one document.
void replaceEnded(const Services& services, const Subscription& fresh, ChangeSet& changes)
{
    for (const Subscription* other :
         services.documents().of<Subscription>().with(By::Principal, fresh.principal)) {
        if (other->principalKind == PrincipalKind::Consumer && other->apiId == fresh.apiId)
            changes.remove(Kind::Subscription, other->id);
    }
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<KeySubscribeRequest> request = bodyAs<KeySubscribeRequest>(*call);
    if (!request)
        return done(Reply::from(request.error()));
    if (const auto refused = tenantRefusal(services, *call, request->tenant))
        return done(*refused);
    Parties parties;
    if (const auto refused = find(services, *request, parties))
        return done(*refused);
    const Subscription subscription = made(*request, parties, call, services.clock.wallMs());
    call->audit->target = parties.consumer->externalId + u':' + subscription.api;
    const QByteArray key = control::newApiKey();
    Credential credential = control::apiKeyCredential(key, subscription.principal, subscription.id);
    credential.label = request->label;
    ChangeSet changes(u"subscription.create"_s);
    replaceEnded(services, subscription, changes);
    changes.put(subscription, control::Expected::absent()).put(credential, control::Expected::absent());
    apply(services, call, changes, done, [&services, key, id = subscription.id](const auto&) {
        const auto stored = services.documents().of<Subscription>().find(id);
        if (!stored)
            return notFound(u"Subscription"_s);
        QJsonObject object = subscriptionJson(services, *stored);
        object.insert(u"api_key"_s, QString::fromLatin1(key));
        return Reply::raw(201, object);
    });
}

/// Name of the consumer or of the user that is subscribed.
QString callerName(const Services& services, const Subscription& subscription)
{
    const auto consumer = services.documents().of<Consumer>().find(subscription.principal);
    return consumer ? consumer->name : subscription.principal;
}

/// By its API, by who calls, and by how its keys begin.
bool mentions(const Services& services, const Subscription& subscription, const TextSearch& search)
{
    if (search.isIn(subscription.api, subscription.principal))
        return true;
    const Consumer* const consumer = services.documents().of<Consumer>().at(subscription.principal);
    if (consumer && search.isIn(consumer->name, consumer->email, consumer->externalId))
        return true;
    const auto keys = keysOf(services, subscription);
    const CompactText start(search.text());
    return std::any_of(keys.begin(), keys.end(),
                       [&](const Credential* key) { return key->prefix.startsWith(start); });
}

/// A row of a list also says who it is, so that a client need not ask for each.
QJsonObject withCaller(const Services& services, const Subscription& subscription)
{
    QJsonObject object = subscriptionJson(services, subscription);
    object.insert(u"consumer"_s, callerName(services, subscription));
    if (const auto consumer = services.documents().of<Consumer>().find(subscription.principal)) {
        object.insert(u"consumer_external_id"_s, consumer->externalId);
        object.insert(u"consumer_email"_s, consumer->email);
        object.insert(u"consumer_status"_s, toWire(consumer->status));
    }
    return object;
}

/// The subscriptions that `isWanted`, as the filters of the call want them.
template <typename Wanted>
void tellPage(Services& services, const Call& call, const Done& done, const Wanted& isWanted)
{
    const Result<ListWish> wish = withWord<SubscriptionState>(
        listWishOf(*call, {u"status"_s, u"consumer_id"_s, u"api_id"_s, u"environment"_s, u"search"_s},
                   {u"consumer"_s, u"api"_s, u"status"_s, u"expires_at"_s, u"created_at"_s, u"updated_at"_s}),
        u"status"_s);
    if (!wish)
        return done(Reply::from(wish.error()));
    const TextSearch search(wish->value(u"search"_s));
    const std::optional<QString> status = wish->given(u"status"_s), consumer = wish->given(u"consumer_id"_s),
                                 api = wish->given(u"api_id"_s);
    std::vector<const Subscription*> found;
    const bool elsewhere = isElsewhere(services, *wish);
    services.documents().of<Subscription>().forEach([&](const Subscription& each) {
        const bool fits = !elsewhere && isWanted(each) && (!status || toWire(each.state) == *status) &&
                          (!consumer || each.principal == *consumer) && (!api || each.apiId == *api);
        if (fits && mentions(services, each, search))
            found.push_back(&each);
    });
    const auto keyOf = [&](const Subscription& each) {
        return wish->sort == u"consumer"_s ? SortKey{0, callerName(services, each).toCaseFolded()}
                                           : sortKeyOf(tableOf<Subscription>(), &each, each, wish->sort);
    };
    done(pageReply(
        found, *wish, [&](const Subscription& each) { return withCaller(services, each); }, keyOf));
}

void listOf(Services& services, const Call& call, const Done& done, std::optional<SubscriptionState> only)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    tellPage(services, call, done, [&](const Subscription& each) {
        return each.tenant == tenant && (!only || each.state == *only);
    });
}

/// A user's own, and what it has made for consumers: those cannot log in, so whoever made a subscription
/// answers for it. That is also what a service client has.
void listMine(Services& services, const Call& call, const Done& done)
{
    const QString name = call->caller.name();
    const CompactText maker(name);
    tellPage(services, call, done, [&](const Subscription& each) {
        const bool own =
            each.principalKind == PrincipalKind::User ? each.principal == name : each.createdBy == maker;
        return own && seesTenant(*call, each.tenant);
    });
}

void stats(Services& services, const Call& call, const Done& done)
{
    const QString tenant = call->param(u"tenant"_s);
    if (const auto refused = tenantRefusal(services, *call, tenant))
        return done(*refused);
    QMap<QString, int> byStatus;
    for (const char* word : wireNames(SubscriptionState{}))
        byStatus.insert(QString::fromLatin1(word), 0);
    int total = 0, recent = 0, approved = 0;
    double hours = 0;
    const qint64 dayAgo = services.clock.wallMs() - dayMs;
    services.documents().of<Subscription>().forEach([&](const Subscription& each) {
        if (each.tenant != tenant)
            return;
        ++total;
        ++byStatus[toWire(each.state)];
        recent += each.createdAt.ms >= dayAgo ? 1 : 0;
        if (each.approvedAt.isSet()) {
            ++approved;
            hours += double(std::max<qint64>(0, each.approvedAt.ms - each.createdAt.ms)) / 3'600'000;
        }
    });
    QJsonObject counts;
    for (auto it = byStatus.cbegin(); it != byStatus.cend(); ++it)
        counts.insert(it.key(), it.value());
    done(Reply::raw(
        200, {{u"total"_s, total},
              {u"by_status"_s, counts},
              {u"by_tenant"_s, QJsonObject{{tenant, total}}},
              {u"recent_24h"_s, recent},
              {u"avg_approval_time_hours"_s, approved ? QJsonValue(hours / approved) : QJsonValue()}}));
}

void read(Services& services, const Call& call, const Done& done)
{
    readOne(Resource<Subscription>{subscriptionOf, subscriptionJson}, services, call, done);
}

} // namespace subscriptions_calls
} // namespace

void registerSubscriptions(Registry& registry, Services& services)
{
    using namespace subscriptions_calls;
    onAll(registry, services, {CallId::SubscriptionV1Create}, create);
    onAll(registry, services, {CallId::SubscriptionV1OfTenant},
          [](Services& s, const Call& call, const Done& done) { listOf(s, call, done, std::nullopt); });
    onAll(registry, services, {CallId::SubscriptionV1My}, listMine);
    onAll(registry, services, {CallId::SubscriptionV1Pending},
          [](Services& s, const Call& call, const Done& done) {
              listOf(s, call, done, SubscriptionState::Pending);
          });
    onAll(registry, services, {CallId::SubscriptionV1Stats}, stats);
    onAll(registry, services, {CallId::SubscriptionV1Get}, read);
}

} // namespace gatehouse::admin::v1
