// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"
#include "common/model/time_ms.h"
#include "gateway/admin/handlers/common.h"

#include <optional>

namespace gatehouse {
struct DocumentHeader;
}

/// The /v1 surface (week-one runbook): contracts, policies, consumers, subscriptions, keys and plans as views
/// of the same documents that the platform surface edits.
namespace gatehouse::admin::v1 {

void registerTokens(Registry& registry, Services& services);
void registerTenants(Registry& registry, Services& services);
void registerContracts(Registry& registry, Services& services);
void registerContractLife(Registry& registry, Services& services);
void registerPolicies(Registry& registry, Services& services);
void registerBindings(Registry& registry, Services& services);
void registerConsumers(Registry& registry, Services& services);
void registerConsumerBulk(Registry& registry, Services& services);
void registerConsumerCredentials(Registry& registry, Services& services);
void registerSubscriptions(Registry& registry, Services& services);
void registerSubscriptionLife(Registry& registry, Services& services);
void registerKeys(Registry& registry, Services& services);
void registerPlans(Registry& registry, Services& services);
void registerQuotas(Registry& registry, Services& services);
void registerQuotaStats(Registry& registry, Services& services);
void registerChecklist(Registry& registry, Services& services);
void registerAlerts(Registry& registry, Services& services);
void registerAlertRules(Registry& registry, Services& services);
void registerAlertChannels(Registry& registry, Services& services);
void registerSilences(Registry& registry, Services& services);
/// All of the above.
void registerAll(Registry& registry, Services& services);

using Handle = void (*)(Services& services, const Call& call, const Done& done);
/// Several calls with one handler.
void onAll(Registry& registry, Services& services, std::initializer_list<CallId> ids, Handle handle);

/// Why the caller may not touch this tenant: 404 for an unknown one, 403 for somebody else's.
std::optional<Reply> tenantRefusal(const Services& services, const Request& request, const QString& tenant);
/// Whether documents of the tenant are shown to the caller.
bool seesTenant(const Request& request, const QString& tenant);

Reply notFound(const QString& what);
/// 409 with the field that clashes.
Reply conflict(const QString& field, const QString& text);
/// 400: the document is in a state that does not allow the call.
Reply wrongState(const QString& text);

/// The body checked by its table: exact types, unknown fields refused, every fault told.
template <typename T>
Result<T> bodyAs(const Request& request)
{
    const Result<QJsonObject> body = request.json();
    return body ? fromJson<T>(*body, ReadOptions::v1Create()) : Result<T>(body.error());
}

/// Paging and filters of a list call.
struct ListWish {
    int page = 1;
    int size = 20;
    QHash<QString, QString> filters;
    QString sort; ///< wire name; empty: newest first
    bool descending = false;
    bool has(const QString& name) const { return filters.contains(name); }
    QString value(const QString& name) const { return filters.value(name); }
    /// For conditions that are asked of thousands of documents.
    std::optional<QString> given(const QString& name) const
    {
        const auto at = filters.constFind(name);
        return at == filters.cend() ? std::nullopt : std::optional(*at);
    }
};
/// Refuses what it does not know, so that a misspelt filter cannot mean "everybody". `sortable` are the names
/// that `sort` takes; with any, `order` is asc or desc.
Result<ListWish> listWishOf(const Request& request, const QStringList& filters,
                            const QStringList& sortable = {});
/// Refuses a filter whose value is none of the words of the enum.
template <typename Enum>
Result<ListWish> withWord(Result<ListWish> wish, const QString& filter)
{
    if (!wish || !wish->has(filter) || fromWire<Enum>(wish->value(filter)))
        return wish;
    QStringList words;
    for (const char* word : wireNames(Enum()))
        words.append(QString::fromLatin1(word));
    return Error::invalid(QStringLiteral("query.") + filter, QStringLiteral("enum"),
                          QStringLiteral("must be one of ") + words.join(QStringLiteral(", ")));
}
/// Everything here belongs to the environment of this gateway; with the filter `environment` for another one
/// nothing does.
bool isElsewhere(const Services& services, const ListWish& wish);
QJsonObject pageJson(const QJsonArray& items, const ListWish& wish, qsizetype total);

/// What a row is ordered by, made once per row: numbers and times as number, texts without case.
struct SortKey {
    double number = 0;
    QString text;
};
/// The key of a field of the table, or of created_at and updated_at.
SortKey sortKeyOf(const EntityTable& table, const void* entity, const DocumentHeader& header,
                  const QString& field);

/// Puts what has been selected in the order that is wished; ids break ties, so that pages never overlap.
template <typename E, typename KeyOf>
void sortBy(std::vector<const E*>& found, const ListWish& wish, KeyOf keyOf)
{
    std::vector<std::pair<SortKey, const E*>> rows;
    rows.reserve(found.size());
    for (const E* each : found)
        rows.emplace_back(keyOf(*each), each);
    std::sort(rows.begin(), rows.end(), [down = wish.descending](const auto& one, const auto& other) {
        const auto& [left, a] = down ? other : one;
        const auto& [right, b] = down ? one : other;
        if (left.number != right.number)
            return left.number < right.number;
        const int order = left.text.compare(right.text);
        return order != 0 ? order < 0 : a->id < b->id;
    });
    for (std::size_t i = 0; i < rows.size(); ++i)
        found[i] = rows[i].second;
}

/// What the default order compares, side by side: to look into the documents for each comparison would cost
/// most of the time that a list takes. Newest first, then by id.
struct AgeKey {
    AgeKey(const DocumentHeader& ofHeader, const void* ofEntity)
        : createdMs(ofHeader.createdAt.ms)
        , entity(ofEntity)
        , id(&ofHeader.id)
    {
        for (qsizetype i = 0; i < 4; ++i)
            idHead = idHead << 16U | (i < id->size() ? id->at(i).unicode() : 0U);
    }
    bool operator<(const AgeKey& other) const
    {
        if (createdMs != other.createdMs)
            return createdMs > other.createdMs;
        return idHead != other.idHead ? idHead < other.idHead : *id < *other.id;
    }

    qint64 createdMs;
    quint64 idHead = 0; ///< its first four characters
    const void* entity;
    const QString* id;
};

/// One page out of what has been selected; `keyOf` makes the key of a row for wish.sort. Newest first
/// otherwise; then only the page itself is sorted.
template <typename E, typename KeyOf>
std::vector<const E*> pageOf(std::vector<const E*>& found, const ListWish& wish, KeyOf keyOf)
{
    const auto from = std::min(found.size(), std::size_t(wish.page - 1) * std::size_t(wish.size));
    const auto to = std::min(found.size(), from + std::size_t(wish.size));
    if (!wish.sort.isEmpty()) {
        sortBy(found, wish, keyOf);
        return {found.begin() + std::ptrdiff_t(from), found.begin() + std::ptrdiff_t(to)};
    }
    std::vector<AgeKey> rows;
    rows.reserve(found.size());
    for (const E* each : found)
        rows.emplace_back(*each, each);
    const auto first = rows.begin() + std::ptrdiff_t(from), last = rows.begin() + std::ptrdiff_t(to);
    std::nth_element(rows.begin(), first, rows.end());
    std::partial_sort(first, last, rows.end());
    std::vector<const E*> page;
    for (auto row = first; row != last; ++row)
        page.push_back(static_cast<const E*>(row->entity));
    return page;
}

QJsonValue timeJson(TimeMs time);
/// Null for a text that is not set.
QJsonValue textJson(const QString& text);
/// id, created_at, created_by, updated_at, updated_by.
void addHeader(QJsonObject& object, const DocumentHeader& header);

/// As admin::applyAndReply(); a clash of unique values is 409 here.
void apply(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
           OnApplied reply);

} // namespace gatehouse::admin::v1
