// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/subscription_events.h"

#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/control/documents.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::alerts {

namespace {

using control::DocumentDiff;

QString nameOf(const DocumentDiff& change)
{
    if (change.change == DocumentDiff::Change::Created)
        return u"subscription.created"_s;
    const QString before = change.before.value(u"status"_s).toString();
    const QString after = change.after.value(u"status"_s).toString();
    if (change.change == DocumentDiff::Change::Removed || before == after)
        return {};
    if (before == u"pending"_s && after == u"active"_s)
        return u"subscription.approved"_s;
    const bool told = after == u"rejected"_s || after == u"revoked"_s || after == u"expired"_s;
    return told ? u"subscription."_s + after : QString();
}

bool isRotation(const DocumentDiff& change)
{
    return change.after.value(u"type"_s).toString() == toWire(CredentialKind::ApiKey) &&
           !change.after.value(u"previous"_s).toBool() &&
           change.after.value(u"rotation_count"_s).toInt() > change.before.value(u"rotation_count"_s).toInt();
}

QJsonObject shown(const control::Documents& documents, const QString& id)
{
    const auto subscription = documents.of<Subscription>().find(id);
    if (!subscription)
        return {{u"id"_s, id}};
    const auto consumer = documents.of<Consumer>().find(subscription->principal);
    return {{u"id"_s, id},
            {u"tenant_id"_s, subscription->tenant},
            {u"consumer"_s, consumer ? consumer->externalId : subscription->principal},
            {u"api"_s, subscription->api},
            {u"status"_s, toWire(subscription->state)},
            {u"plan_id"_s, subscription->planId.isEmpty() ? QJsonValue() : QJsonValue(subscription->planId)}};
}

} // namespace

std::vector<SubscriptionEvent> subscriptionEvents(const control::Documents& documents,
                                                  const QList<DocumentDiff>& changes)
{
    std::vector<SubscriptionEvent> events;
    for (const DocumentDiff& change : changes) {
        if (change.kind == Kind::Subscription) {
            const QString name = nameOf(change);
            if (!name.isEmpty())
                events.push_back({name, shown(documents, change.id)});
        } else if (change.kind == Kind::Credential && isRotation(change)) {
            events.push_back({u"subscription.key_rotated"_s,
                              shown(documents, change.after.value(u"subscription_id"_s).toString())});
        }
    }
    return events;
}

} // namespace gatehouse::alerts
