// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/error_codes.h"
#include "common/api/requests.h"
#include "common/model/api.h"
#include "common/model/stored_files.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/query_reader.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/config/report.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace revisions_calls {

constexpr int maxRevisions = 200;

std::optional<quint64> number(const QString& text)
{
    bool fine = false;
    const quint64 value = text.toULongLong(&fine);
    return fine ? std::optional(value) : std::nullopt;
}

Reply badNumber(const QString& field)
{
    return Reply::from(Error::invalid(field, u"type"_s, u"must be the number of a revision"_s));
}

QJsonArray toJson(const QList<control::DocumentDiff>& changes)
{
    QJsonArray list;
    for (const control::DocumentDiff& change : changes)
        list.append(control::toJson(change));
    return list;
}

void list(Services& services, const Call& call, const Done& done)
{
    QueryReader query(*call);
    const auto below = number(call->value(u"below"_s, u"0"_s));
    const int limit = query.number(u"limit"_s, 1, maxRevisions, 50);
    if (!below)
        query.fault(u"below"_s, u"type"_s, u"must be the number of a revision"_s);
    if (!query.isGood())
        return done(Reply::from(query.error()));
    QJsonArray revisions;
    for (const control::RevisionInfo& revision : services.control.revisions(limit, *below))
        revisions.append(control::toJson(revision));
    done(Reply::object(200,
                       {{u"revision"_s, qint64(services.control.revision())}, {u"revisions"_s, revisions}}));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto wanted = number(call->param(u"revision"_s));
    if (!wanted)
        return done(badNumber(u"revision"_s));
    const auto changes = services.control.changesOf(*wanted);
    done(changes ? Reply::object(200, {{u"revision"_s, qint64(*wanted)}, {u"changes"_s, toJson(*changes)}})
                 : Reply::from(changes.error()));
}

void diff(Services& services, const Call& call, const Done& done)
{
    const auto from = number(call->param(u"revision"_s));
    const auto with = call->query.hasQueryItem(u"with"_s) ? number(call->value(u"with"_s))
                                                          : std::optional(services.control.revision());
    if (!from || !with)
        return done(badNumber(from ? u"with"_s : u"revision"_s));
    const auto changes = services.control.diff(*from, *with);
    done(changes ? Reply::object(200, {{u"from"_s, qint64(*from)},
                                       {u"to"_s, qint64(*with)},
                                       {u"changes"_s, toJson(*changes)}})
                 : Reply::from(changes.error()));
}

void rollback(Services& services, const Call& call, const Done& done)
{
    const auto wanted = number(call->param(u"revision"_s));
    if (!wanted)
        return done(badNumber(u"revision"_s));
    call->audit->target = QString::number(*wanted);
    services.control.rollback(*wanted, actorOf(*call), [call, done](const Result<control::Applied>& applied) {
        if (!applied)
            return done(Reply::from(applied.error()));
        done(Reply::object(
            200, {{u"revision"_s, qint64(applied->revision)}, {u"changes"_s, toJson(applied->changes)}}));
    });
}

void changesSince(Services& services, const Call& call, const Done& done)
{
    const auto since = number(call->value(u"since"_s, u"0"_s));
    if (!since)
        return done(badNumber(u"since"_s));
    const control::ChangeFeed feed = services.control.changesSince(*since, tenantOf(*call));
    QJsonArray items;
    for (const control::ChangeFeed::Item& item : feed.items)
        items.append(QJsonObject{{u"revision"_s, qint64(item.revision)},
                                 {u"kind"_s, gatehouse::toString(item.kind)},
                                 {u"id"_s, item.id},
                                 {u"removed"_s, item.removed}});
    done(Reply::object(
        200, {{u"revision"_s, qint64(feed.revision)}, {u"complete"_s, feed.complete}, {u"items"_s, items}}));
}

/// What it takes to change documents of the kind.
Permission permissionFor(Kind kind)
{
    switch (kind) {
    case Kind::Operation:
    case Kind::EndpointValidation:
        return Permission::ManageEndpoints;
    case Kind::Routing:
        return Permission::ManageRoutings;
    case Kind::User:
        return Permission::ManageUsers;
    case Kind::Consumer:
    case Kind::Credential:
        return Permission::ManageConsumers;
    case Kind::Role:
        return Permission::ManageRoles;
    case Kind::Group:
        return Permission::ManageGroups;
    case Kind::Subscription:
        return Permission::ManageSubscriptions;
    case Kind::Plan:
    case Kind::TierAssignment:
        return Permission::ManageTiers;
    case Kind::Policy:
        return Permission::ManagePolicies;
    case Kind::CreditGroup:
    case Kind::CreditBalance:
        return Permission::ManageCredits;
    case Kind::SecuritySettings:
        return Permission::ManageSecurity;
    case Kind::LimitRule:
        return Permission::ManageRateLimits;
    case Kind::Revocation:
        return Permission::ManageAuth;
    case Kind::AlertRule:
    case Kind::Channel:
        return Permission::ManageAlerts;
    case Kind::Silence:
        return Permission::HandleAlerts;
    case Kind::Tenant:
    case Kind::Upstream:
    case Kind::Slo:
        return Permission::ManageGateway;
    default:
        return Permission::ManageApis;
    }
}

/// Accounts and secrets are also for whom they belong to.
bool mayCheck(const Services& services, const Request& request, Kind kind, const QString& id)
{
    const Caller& caller = request.caller;
    if (kind == Kind::VaultEntry) {
        const VaultEntry* const entry = services.documents().of<VaultEntry>().at(id);
        return !entry || entry->username == caller.name();
    }
    return caller.may(permissionFor(kind)) || (kind == Kind::User && id == caller.user->id);
}

/// What a change would do, without doing it: {kind, id?, remove?, document?} -> {valid, changes}.
void validate(Services& services, const Call& call, const Done& done)
{
    const Result<ValidateRequest> wanted = documentOf<ValidateRequest>(*call);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    if (wanted->remove && wanted->id.isEmpty())
        return done(Reply::from(Error::invalid(u"id"_s, u"required"_s, u"names what is to be deleted"_s)));
    const Kind kind = *kindFromString(wanted->kind.toLower());
    if (!mayCheck(services, *call, kind, wanted->id))
        return done(Reply::from(makeError(ErrorId::Gh005NoPermission, {u"Check this change"_s})));
    control::ChangeSet changes(u"validate"_s);
    if (wanted->remove)
        changes.remove(kind, wanted->id);
    else if (wanted->id.isEmpty())
        changes.putJson(kind, {}, wanted->document);
    else
        changes.patch(kind, wanted->id, wanted->document);
    const auto preview = services.control.validate(changes, actorOf(*call));
    if (preview)
        return done(Reply::object(200, {{u"valid"_s, true}, {u"changes"_s, toJson(preview->changes)}}));
    done(Reply::from(preview.error()));
}

void effective(Services& services, const Call& call, const Done& done)
{
    const QString wanted = call->param(u"api"_s);
    // The id, or "name:version": a slash cannot be part of one path segment. A tenant may come before.
    const Api* api = services.documents().api(wanted.section(u':', 0, -2), wanted.section(u':', -1));
    const QString id = api ? api->id : wanted;
    if (!services.documents().of<Api>().find(id))
        return done(Reply::error(404, u"API001"_s, u"API not found"_s));
    done(Reply::object(200, services.control.effective(id, call->value(u"operation"_s))));
}

} // namespace revisions_calls
} // namespace

void registerRevisions(Registry& registry, Services& services)
{
    using namespace revisions_calls;
    registry.on(CallId::RevisionList, services, list);
    registry.on(CallId::RevisionGet, services, read);
    registry.on(CallId::RevisionDiff, services, diff);
    registry.on(CallId::RevisionRollback, services, rollback);
    registry.on(CallId::Changes, services, changesSince);
    registry.on(CallId::Validate, services, validate);
    registry.on(CallId::RouteEffective, services, effective);
    registry.on(CallId::Settings, [&services](const Call&, const Done& done) {
        done(Reply::object(200, config::printReportJson(services.settings)));
    });
}

} // namespace gatehouse::admin
