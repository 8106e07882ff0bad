// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/v1/v1.h"

#include "common/api/queries.h"
#include "common/core/ids.h"
#include "common/model/access.h"
#include "common/model/document_header.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin::v1 {

namespace {

int numberOf(const Request& request, const QString& name, int fallback, int most, Faults& faults)
{
    if (!request.query.hasQueryItem(name))
        return fallback;
    bool fine = false;
    const int value = request.value(name).toInt(&fine);
    if (fine && value >= 1 && value <= most)
        return value;
    faults.append({u"query."_s + name, u"range"_s, u"must be a whole number from 1 to %1"_s.arg(most)});
    return fallback;
}

/// Takes sort and order; false for a name that is neither.
bool takeOrder(const QString& name, const QString& value, const QStringList& sortable, ListWish& wish,
               Faults& faults)
{
    if (sortable.isEmpty() || (name != u"sort"_s && name != u"order"_s))
        return false;
    const QStringList words = name == u"sort"_s ? sortable : QStringList{u"asc"_s, u"desc"_s};
    if (!words.contains(value))
        faults.append({u"query."_s + name, u"enum"_s, u"must be one of "_s + words.join(u", "_s)});
    else if (name == u"sort"_s)
        wish.sort = value;
    else
        wish.descending = value == u"desc"_s;
    return true;
}

bool onlyUnique(const Error& error)
{
    return error.type == ErrorType::Invalid && !error.faults.isEmpty() &&
           std::all_of(error.faults.begin(), error.faults.end(),
                       [](const Fault& fault) { return fault.rule == u"unique"_s; });
}

} // namespace

void registerAll(Registry& registry, Services& services)
{
    registerTokens(registry, services);
    registerTenants(registry, services);
    registerContracts(registry, services);
    registerContractLife(registry, services);
    registerPolicies(registry, services);
    registerBindings(registry, services);
    registerConsumers(registry, services);
    registerConsumerBulk(registry, services);
    registerConsumerCredentials(registry, services);
    v1::registerSubscriptions(registry, services);
    registerSubscriptionLife(registry, services);
    registerKeys(registry, services);
    registerPlans(registry, services);
    v1::registerQuotas(registry, services);
    v1::registerQuotaStats(registry, services);
    registerChecklist(registry, services);
    registerAlerts(registry, services);
    registerAlertRules(registry, services);
    registerAlertChannels(registry, services);
    registerSilences(registry, services);
}

void onAll(Registry& registry, Services& services, std::initializer_list<CallId> ids, Handle handle)
{
    for (const CallId id : ids)
        registry.on(id, [&services, handle](const Call& call, Done done) { handle(services, call, done); });
}

bool seesTenant(const Request& request, const QString& tenant)
{
    const QString& own = request.caller.user->tenant;
    return own.isEmpty() || own == tenant;
}

std::optional<Reply> tenantRefusal(const Services& services, const Request& request, const QString& tenant)
{
    if (!seesTenant(request, tenant))
        return Reply::error(403, u"GH005"_s,
                            u"You may only work with tenant %1"_s.arg(request.caller.user->tenant));
    if (!services.documents().of<Tenant>().first(control::By::NaturalKey, tenant))
        return notFound(u"Tenant %1"_s.arg(tenant));
    return std::nullopt;
}

Reply notFound(const QString& what)
{
    return Reply::error(404, u"GH006"_s, u"%1 not found"_s.arg(what));
}

Reply conflict(const QString& field, const QString& text)
{
    return Reply::from(Error::invalid(field, u"unique"_s, text), 409);
}

Reply wrongState(const QString& text)
{
    return Reply::error(400, u"GH010"_s, text);
}

SortKey sortKeyOf(const EntityTable& table, const void* entity, const DocumentHeader& header,
                  const QString& field)
{
    if (field == u"created_at"_s)
        return {double(header.createdAt.ms), {}};
    if (field == u"updated_at"_s)
        return {double(header.updatedAt.ms), {}};
    const FieldDef* known = table.field(field);
    const QJsonValue value = known ? known->get(entity, View::Client) : QJsonValue();
    if (value.isString())
        return {0, value.toString().toCaseFolded()};
    return {value.isBool() ? double(value.toBool()) : value.toDouble(), {}};
}

Result<ListWish> listWishOf(const Request& request, const QStringList& filters, const QStringList& sortable)
{
    constexpr int LargestPage = 100;
    constexpr int LastPage = 1'000'000;
    ListWish wish;
    Faults faults;
    for (const auto& [name, value] : request.query.queryItems(QUrl::FullyDecoded)) {
        if (name == u"page"_s || name == u"page_size"_s || takeOrder(name, value, sortable, wish, faults))
            continue;
        const QStringList words = queryWords(name);
        if (!filters.contains(name))
            faults.append({u"query."_s + name, u"unknown"_s,
                           u"is not known here; use page, page_size%1"_s.arg(
                               filters.isEmpty() ? QString() : u", "_s + filters.join(u", "_s))});
        else if (!words.isEmpty() && !words.contains(value))
            faults.append({u"query."_s + name, u"enum"_s, u"must be one of "_s + words.join(u", "_s)});
        else
            wish.filters.insert(name, value);
    }
    wish.page = numberOf(request, u"page"_s, 1, LastPage, faults);
    wish.size = numberOf(request, u"page_size"_s, 20, LargestPage, faults);
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return wish;
}

bool isElsewhere(const Services& services, const ListWish& wish)
{
    const QString filter = u"environment"_s;
    return wish.has(filter) && wish.value(filter) != services.settings.text(config::Setting::Env);
}

QJsonObject pageJson(const QJsonArray& items, const ListWish& wish, qsizetype total)
{
    return {{u"items"_s, items},
            {u"total"_s, total},
            {u"page"_s, wish.page},
            {u"page_size"_s, wish.size},
            {u"total_pages"_s, std::max<qsizetype>(1, (total + wish.size - 1) / wish.size)}};
}

QJsonValue timeJson(TimeMs time)
{
    return time.isSet() ? QJsonValue(isoTime(time.ms)) : QJsonValue(QJsonValue::Null);
}

QJsonValue textJson(const QString& text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

void addHeader(QJsonObject& object, const DocumentHeader& header)
{
    object.insert(u"id"_s, header.id);
    object.insert(u"revision"_s, header.revision);
    object.insert(u"created_at"_s, timeJson(header.createdAt));
    object.insert(u"created_by"_s, textJson(header.createdBy));
    object.insert(u"updated_at"_s, timeJson(header.updatedAt));
    object.insert(u"updated_by"_s, textJson(header.updatedBy));
}

void apply(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
           OnApplied reply)
{
    services.control.apply(
        changes, actorOf(*call),
        [call, done = std::move(done), reply = std::move(reply)](const Result<control::Applied>& applied) {
            if (!applied)
                return done(Reply::from(applied.error(), onlyUnique(applied.error()) ? 409 : 0));
            done(reply(*applied));
        });
}

} // namespace gatehouse::admin::v1
