// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/v1/v1.h"

namespace gatehouse::admin::v1 {

/// What every call on one kind of document needs: finding the one that the path names, and showing it.
template <typename E>
struct Resource {
    /// Null when the caller may not see it or it does not exist; then `refused` says why.
    std::shared_ptr<const E> (*find)(const Services& services, const Request& request, Reply& refused);
    QJsonObject (*json)(const Services& services, const E& document);
};

/// Applies the changes and answers with the document as it is then.
template <typename E>
void applyAndShow(const Resource<E>& resource, Services& services, const Call& call, const Done& done,
                  const control::ChangeSet& changes, const QString& id, int status = 200)
{
    apply(services, call, changes, done, [&services, json = resource.json, id, status](const auto&) {
        const auto now = services.documents().of<E>().find(id);
        return now ? Reply::raw(status, json(services, *now)) : notFound(id);
    });
}

/// 201 with the new document.
template <typename E>
void createOne(const Resource<E>& resource, Services& services, const Call& call, const Done& done,
               const QString& action, const E& document)
{
    control::ChangeSet changes(action);
    changes.put(document, control::Expected::absent());
    applyAndShow(resource, services, call, done, changes, document.id, 201);
}

template <typename E>
void readOne(const Resource<E>& resource, Services& services, const Call& call, const Done& done)
{
    Reply refused = notFound({});
    const auto found = resource.find(services, *call, refused);
    done(found ? withRevision(*call, *found, resource.json(services, *found)) : refused);
}

/// Finds the document, lets `edit` change a copy of it, stores the copy and answers with it. `edit` gives
/// back the refusal when the change may not be; 409 when the caller names another revision (If-Match).
template <typename E, typename Edit>
void editOne(const Resource<E>& resource, Services& services, const Call& call, const Done& done,
             const QString& action, const Edit& edit)
{
    Reply refused = notFound({});
    const auto found = resource.find(services, *call, refused);
    if (!found)
        return done(refused);
    E changed = *found;
    if (const std::optional<Reply> fault = edit(changed))
        return done(*fault);
    control::ChangeSet changes(action);
    changes.put(changed, expectedOf(*call));
    applyAndShow(resource, services, call, done, changes, found->id);
}

/// 204 once the document is gone. `refusal` says what stands against it, if anything; 409 as for editOne().
template <typename E, typename Refusal>
void removeOne(const Resource<E>& resource, Services& services, const Call& call, const Done& done,
               const QString& action, const Refusal& refusal)
{
    Reply refused = notFound({});
    const auto found = resource.find(services, *call, refused);
    if (!found)
        return done(refused);
    if (const std::optional<Reply> fault = refusal(*found))
        return done(*fault);
    control::ChangeSet changes(action);
    changes.remove(E::kKind, found->id, expectedOf(*call));
    apply(services, call, changes, done, [](const auto&) { return Reply::noContent(); });
}

/// Nothing stands against it.
inline const auto nothingAgainst = [](const auto&) { return std::optional<Reply>(); };

/// Writes the fields that a PATCH body gives into the document; the refusal when one of them is wrong.
template <typename E>
std::optional<Reply> patched(E& document, const Result<QJsonObject>& body)
{
    if (!body)
        return Reply::from(body.error());
    const Result<PatchResult> result = patch(document, *body, ReadOptions::v1Patch());
    return result ? std::nullopt : std::optional(Reply::from(result.error()));
}

/// What was selected, sorted by `keyOf` and cut to the page that was asked for.
template <typename E, typename Json, typename KeyOf>
Reply pageReply(std::vector<const E*>& found, const ListWish& wish, const Json& json, const KeyOf& keyOf)
{
    const qsizetype total = qsizetype(found.size());
    QJsonArray items;
    for (const E* each : pageOf(found, wish, keyOf))
        items.append(json(*each));
    return Reply::raw(200, pageJson(items, wish, total));
}
/// Sorted by the fields of the document's table.
template <typename E, typename Json>
Reply pageReply(std::vector<const E*>& found, const ListWish& wish, const Json& json)
{
    return pageReply(found, wish, json,
                     [&wish](const E& each) { return sortKeyOf(tableOf<E>(), &each, each, wish.sort); });
}

} // namespace gatehouse::admin::v1
