// SPDX-License-Identifier: GPL-3.0-or-later
// Credit groups (platform-routes section 9). What users have left is in balances.cpp.
#include "common/model/codec.h"
#include "common/model/credit.h"
#include "gateway/admin/handlers/document_calls.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace credits_calls {

using control::ChangeSet;

/// Keys never leave the gateway again; only whether they are set.
QJsonObject shown(const CreditGroup& group)
{
    QJsonObject object = toJson(group);
    object.insert(u"api_key_present"_s, !group.apiKey.isEmpty());
    object.insert(u"api_key_new_present"_s, !group.apiKeyNew.isEmpty());
    return object;
}

/// The body with its keys in the form in which they are stored.
QJsonObject sealed(const Services& services, QJsonObject body)
{
    for (const QString& field : {u"api_key"_s, u"api_key_new"_s}) {
        const QString key = body.value(field).toString();
        if (!key.isEmpty() && key != secretMask())
            body.insert(field, services.secrets.seal(key));
    }
    return body;
}

std::optional<Reply> emptyFields(const QJsonObject& body, const Faults& others)
{
    const QString group = u"api_credit_group"_s;
    const bool unnamed = isBlankText(body, group);
    return blankRefusal(body, {group, u"api_key"_s, u"api_key_header"_s}, unnamed ? u"CRD009"_s : u"CRD010"_s,
                        unnamed ? u"Credit group name is required"_s : u"API key and header are required"_s,
                        others);
}

void create(Services& services, const Call& call, const Done& done)
{
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    const Result<CreditGroup> group = fromJson<CreditGroup>(sealed(services, *body));
    if (const auto refused = emptyFields(*body, faultsOf(group)))
        return done(*refused);
    if (!group)
        return done(Reply::from(group.error()));
    call->audit->target = group->group;
    if (byKey<CreditGroup>(services, {group->group}))
        return done(Reply::error(400, u"CRD001"_s, u"Credit group already exists"_s));
    ChangeSet changes(u"credit_def.create"_s);
    changes.put(*group, control::Expected::absent());
    applyAndReply(services, call, changes, done,
                  Reply::message(201, u"Credit definition created successfully"_s));
}

void update(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"api_credit_group"_s);
    call->audit->target = name;
    const Result<QJsonObject> body = call->json();
    if (!body)
        return done(Reply::from(body.error()));
    if (renames(*body, u"api_credit_group"_s, name))
        return done(Reply::error(400, u"CRD003"_s, u"Credit group name cannot be updated"_s));
    const auto group = byKey<CreditGroup>(services, {name});
    if (!group)
        return done(
            Reply::error(400, u"CRD004"_s, u"Credit definition does not exist for the requested group"_s));
    CreditGroup merged = *group;
    if (const auto refused = emptyFields(*body, faultsOf(patch(merged, sealed(services, *body)))))
        return done(*refused);
    if (nothingToUpdate(tableOf<CreditGroup>(), *body))
        return done(Reply::error(400, u"CRD006"_s, u"No data to update"_s));
    ChangeSet changes(u"credit_def.update"_s);
    changes.patch(Kind::CreditGroup, group->id, sealed(services, *body), ReadOptions::platformPatch(),
                  expectedOf(*call));
    applyAndReply(services, call, changes, done,
                  Reply::message(200, u"Credit definition updated successfully"_s));
}

void remove(Services& services, const Call& call, const Done& done)
{
    const QString name = call->param(u"api_credit_group"_s);
    call->audit->target = name;
    const auto group = byKey<CreditGroup>(services, {name});
    if (!group)
        return done(
            Reply::error(400, u"CRD007"_s, u"Credit definition does not exist for the requested group"_s));
    ChangeSet changes(u"credit_def.delete"_s);
    changes.remove(Kind::CreditGroup, group->id, expectedOf(*call));
    applyAndReply(services, call, changes, done,
                  Reply::message(200, u"Credit definition deleted successfully"_s));
}

void list(Services& services, const Call& call, const Done& done)
{
    constexpr int usualPage = 50;
    const Result<ListRequest> list = listRequestOf(services, *call, usualPage);
    if (!list)
        return done(Reply::from(list.error()));
    const auto page = control::query(services.documents().of<CreditGroup>(), list->query);
    if (!page)
        return done(Reply::from(page.error()));
    QJsonObject object = pageObject(u"items"_s, *page, list->paging);
    QJsonArray items;
    for (const auto& group : page->items)
        items.append(shown(*group));
    object.insert(u"items"_s, items);
    done(Reply::object(200, object));
}

void read(Services& services, const Call& call, const Done& done)
{
    const auto group = byKey<CreditGroup>(services, {call->param(u"api_credit_group"_s)});
    done(group ? withRevision(*call, *group, shown(*group))
               : Reply::error(404, u"CRD021"_s, u"Credit definition not found"_s));
}

} // namespace credits_calls
} // namespace

void registerCredits(Registry& registry, Services& services)
{
    using namespace credits_calls;
    on(registry, services, CallId::CreditDefCreate, create);
    on(registry, services, CallId::CreditDefUpdate, update);
    on(registry, services, CallId::CreditDefDelete, remove);
    on(registry, services, CallId::CreditDefList, list);
    on(registry, services, CallId::CreditDefGet, read);
}

} // namespace gatehouse::admin
