// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/handlers/common.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

QString passwordRuleText()
{
    return u"Password must include at least 16 characters, one uppercase letter, one lowercase letter, one "
           u"digit, and one "
           "special character"_s;
}

control::Actor actorOf(const Request& request)
{
    const bool console = request.header("user-agent").startsWith("gatehouse-console");
    return {request.caller.known() ? request.caller.name() : u"anonymous"_s,
            console ? u"console"_s : u"api"_s,
            {request.audit, &request.audit->applied}};
}

control::Expected expectedOf(const Request& request)
{
    bool fine = false;
    const qint64 revision = QByteArray(request.header("if-match")).replace('"', "").toLongLong(&fine);
    return fine ? control::Expected::revision(revision) : control::Expected::any();
}

QJsonObject withMeta(const Request& request, const DocumentHeader& document, QJsonObject body)
{
    if (request.value(u"meta"_s) == u"true"_s) {
        body.insert(u"_id"_s, document.id);
        body.insert(u"_meta"_s, headerToJson(document));
    }
    return body;
}

QByteArray etagOf(const DocumentHeader& document)
{
    return '"' + QByteArray::number(document.revision) + '"';
}

Reply withRevision(const Request& request, const DocumentHeader& document, QJsonObject body)
{
    return Reply::object(200, withMeta(request, document, std::move(body))).with("ETag", etagOf(document));
}

void applyAndReply(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
                   OnApplied reply)
{
    services.control.apply(
        changes, actorOf(*call),
        [call, done = std::move(done), reply = std::move(reply)](const Result<control::Applied>& applied) {
            if (!applied) {
                done(Reply::from(applied.error()));
                return;
            }
            // What the changed documents have now: a client names it in If-Match to take the change back.
            Reply answer = reply(*applied);
            if (!applied->changes.isEmpty() && !answer.isError())
                answer.addHeader("ETag", '"' + QByteArray::number(applied->revision) + '"');
            done(std::move(answer));
        });
}

Result<ListRequest> listRequestOf(const Services& services, const Request& request, int defaultSize)
{
    const int maxSize = int(services.settings.integer(config::Setting::MaxPageSize));
    const Result<Paging> paging = pagingOf(request, defaultSize, maxSize);
    QueryReader query(request);
    const bool descending = query.word(u"order"_s, {u"asc"_s, u"desc"_s}, u"asc"_s) == u"desc"_s;
    if (!paging && !paging.error().code.isEmpty())
        return paging.error();
    if (!paging || !query.isGood())
        return Error::invalid((paging ? Faults() : paging.error().faults) + query.faults());
    ListRequest list{*paging, {}};
    list.query.page = paging->page;
    list.query.pageSize = paging->size;
    list.query.search = request.value(u"search"_s);
    list.query.sort = request.value(u"sort"_s);
    list.query.descending = descending;
    return list;
}

Slice sliceOf(QueryReader& query)
{
    constexpr int most = 1'000'000'000;
    return {query.number(u"skip"_s, 0, most, 0), query.number(u"limit"_s, 1, 1000, 100)};
}

bool nothingToUpdate(const EntityTable& table, const QJsonObject& patch)
{
    const QJsonValue clear = patch.value(clearKey());
    if (!clear.isUndefined() && !clear.isNull() && (!clear.isArray() || !clear.toArray().isEmpty()))
        return false; // what is wrong with it is said by the codec
    return std::none_of(table.fields.begin(), table.fields.end(), [&](const FieldDef& field) {
        const bool given = !patch.value(field.name).isUndefined() && !patch.value(field.name).isNull();
        return given && !field.readOnly && !field.generated;
    });
}

} // namespace gatehouse::admin
