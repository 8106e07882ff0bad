// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/requests.h"
#include "common/model/api.h"
#include "common/model/subscription.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/tenant_view.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace subscriptions_calls {

using control::ChangeSet;

QString keyOf(const SubscribeRequest& wanted)
{
    return wanted.apiName + u'/' + wanted.apiVersion;
}

QList<const Subscription*> subscriptionsOf(const Services& services, const QString& username)
{
    QList<const Subscription*> found;
    for (const Subscription* subscription :
         services.documents().of<Subscription>().with(control::By::Principal, username)) {
        if (subscription->principalKind == PrincipalKind::User)
            found.append(subscription);
    }
    std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->api < b->api; });
    return found;
}

bool shareGroup(const User& user, const Api& api)
{
    return std::any_of(api.allowedGroups.begin(), api.allowedGroups.end(),
                       [&](const QString& group) { return user.groups.contains(group); });
}

/// The checks that subscribing and unsubscribing share; `code` is GEN001 or GEN002.
std::optional<Reply> refusal(const Services& services, const Call& call, const SubscribeRequest& wanted,
                             const QString& code, const QString& otherCode, const QString& verb)
{
    const User* user = services.documents().user(wanted.username);
    const Api* api = services.documents().api(wanted.apiName, wanted.apiVersion);
    if (wanted.username != call->caller.name() && !call->caller.may(Permission::ManageSubscriptions))
        return Reply::error(403, otherCode, u"You do not have permission to %1 another user"_s.arg(verb));
    if (!api)
        return Reply::error(404, code, u"API not found"_s);
    if (!user)
        return Reply::error(404, code, u"User not found"_s);
    if (!shareGroup(*user, *api))
        return Reply::error(401, code, u"You do not have the correct group for this"_s);
    return std::nullopt;
}

void subscribe(Services& services, const Call& call, const Done& done)
{
    const Result<SubscribeRequest> wanted = documentOf<SubscribeRequest>(*call);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    call->audit->target = wanted->username + u':' + keyOf(*wanted);
    if (const auto refused = refusal(services, call, *wanted, u"GEN001"_s, u"SUB009"_s, u"subscribe"_s))
        return done(*refused);
    const Api& api = *services.documents().api(wanted->apiName, wanted->apiVersion);
    for (const Subscription* subscription : subscriptionsOf(services, wanted->username)) {
        if (subscription->apiId == api.id)
            return done(Reply::error(400, u"SUB004"_s, u"User is already subscribed to the API"_s));
    }
    Subscription subscription;
    subscription.principal = wanted->username;
    subscription.api = api.key();
    subscription.apiId = api.id;
    ChangeSet changes(u"subscription.subscribe"_s);
    changes.put(subscription, control::Expected::absent());
    applyAndReply(services, call, changes, done,
                  Reply::object(200, {{u"message"_s, u"Successfully subscribed to the API"_s}}));
}

void unsubscribe(Services& services, const Call& call, const Done& done)
{
    const Result<SubscribeRequest> wanted = documentOf<SubscribeRequest>(*call);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    call->audit->target = wanted->username + u':' + keyOf(*wanted);
    if (const auto refused = refusal(services, call, *wanted, u"GEN002"_s, u"SUB010"_s, u"unsubscribe"_s))
        return done(*refused);
    ChangeSet changes(u"subscription.unsubscribe"_s);
    const QString apiId = services.documents().api(wanted->apiName, wanted->apiVersion)->id;
    for (const Subscription* subscription : subscriptionsOf(services, wanted->username)) {
        if (subscription->apiId == apiId)
            changes.remove(Kind::Subscription, subscription->id);
    }
    if (changes.isEmpty())
        return done(Reply::error(400, u"SUB006"_s, u"User is not subscribed to the API"_s));
    applyAndReply(services, call, changes, done,
                  Reply::object(200, {{u"message"_s, u"Successfully unsubscribed from the API"_s}}));
}

void listOf(const Services& services, const QString& username, const Done& done)
{
    QJsonArray apis;
    for (const Subscription* subscription : subscriptionsOf(services, username)) {
        const Api* const api = services.documents().of<Api>().at(subscription->apiId);
        apis.append(api ? services.documents().addressOf(*api) : subscription->api);
    }
    QJsonObject object{{u"apis"_s, apis}};
    if (!apis.isEmpty())
        object.insert(u"subscriptions"_s, QJsonObject{{u"apis"_s, apis}});
    done(Reply::object(200, object));
}

void listOfOther(Services& services, const Call& call, const Done& done)
{
    const QString username = call->param(u"user_id"_s);
    if (username != call->caller.name() && !call->caller.may(Permission::ManageSubscriptions))
        return done(Reply::error(403, u"SUB011"_s,
                                 u"You do not have permission to view another user's subscriptions"_s));
    listOf(services, username, done);
}

void available(Services& services, const Call& call, const Done& done)
{
    const QString username = call->param(u"username"_s);
    const bool manager = call->caller.may(Permission::ManageSubscriptions);
    if (username != call->caller.name() && !manager)
        return done(Reply::error(403, u"SUB009"_s,
                                 u"You do not have permission to view available APIs for this user"_s));
    QList<const Api*> apis;
    const auto own = ownOnly<Api>(*call);
    services.documents().of<Api>().forEach([&](const Api& api) {
        if (own && !own(&api))
            return;
        if (manager || shareGroup(*call->caller.user, api))
            apis.append(&api);
    });
    std::sort(apis.begin(), apis.end(), [](const Api* a, const Api* b) { return a->key() < b->key(); });
    QJsonArray items;
    for (const Api* api : apis)
        items.append(QJsonObject{{u"api_name"_s, services.documents().addressOf(*api).section(u'/', 0, -2)},
                                 {u"api_version"_s, api->version},
                                 {u"api_description"_s, api->description}});
    done(Reply::object(200, {{u"apis"_s, items}}));
}

} // namespace subscriptions_calls
} // namespace

void registerSubscriptions(Registry& registry, Services& services)
{
    using namespace subscriptions_calls;
    registry.on(CallId::SubscriptionAdd, services, subscribe);
    registry.on(CallId::SubscriptionRemove, services, unsubscribe);
    registry.on(CallId::SubscriptionOwn,
                [&services](const Call& call, Done done) { listOf(services, call->caller.name(), done); });
    registry.on(CallId::SubscriptionOf, services, listOfOther);
    registry.on(CallId::SubscriptionAvailable, services, available);
}

} // namespace gatehouse::admin
