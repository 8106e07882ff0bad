// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/record_codec.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

std::optional<PackedObject> side(const QJsonValue& value)
{
    return value.isObject() ? std::optional<PackedObject>(value.toObject()) : std::nullopt;
}

} // namespace

QJsonObject recordToJson(const CommitRecord& record)
{
    QJsonArray changes;
    for (const ChangeRecord& change : record.changes) {
        QJsonObject entry{{u"kind"_s, change.kind}, {u"id"_s, change.id}};
        if (change.before)
            entry[u"before"_s] = change.before->unpack();
        if (change.after)
            entry[u"after"_s] = change.after->unpack();
        changes.append(entry);
    }
    return {{u"revision"_s, qint64(record.revision)},
            {u"at"_s, record.atMs},
            {u"actor"_s, record.actor},
            {u"source"_s, record.source},
            {u"action"_s, record.action},
            {u"changes"_s, changes}};
}

Result<CommitRecord> recordFromJson(const QJsonObject& object)
{
    CommitRecord record;
    record.revision = quint64(object[u"revision"_s].toInteger());
    record.atMs = object[u"at"_s].toInteger();
    record.actor = object[u"actor"_s].toString();
    record.source = object[u"source"_s].toString();
    record.action = object[u"action"_s].toString();
    if (record.revision == 0 || !object[u"changes"_s].isArray())
        return Error::corrupt(u"a commit without revision or changes"_s);
    const QJsonArray changes = object[u"changes"_s].toArray();
    record.changes.reserve(changes.size());
    for (const QJsonValue value : changes) {
        const QJsonObject entry = value.toObject();
        ChangeRecord change{entry[u"kind"_s].toString(), entry[u"id"_s].toString(), side(entry[u"before"_s]),
                            side(entry[u"after"_s])};
        if (change.kind.isEmpty() || change.id.isEmpty())
            return Error::corrupt(u"a change without kind or id"_s);
        if (!record.changes.isEmpty() && record.changes.last().kind == change.kind)
            change.kind = record.changes.last().kind; // one text for all of a large import
        record.changes.append(std::move(change));
    }
    return record;
}

QByteArray encodeRecord(const CommitRecord& record)
{
    return QJsonDocument(recordToJson(record)).toJson(QJsonDocument::Compact);
}

Result<CommitRecord> decodeRecord(const QByteArray& json)
{
    QJsonParseError parse{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &parse);
    if (parse.error != QJsonParseError::NoError || !document.isObject())
        return Error::corrupt(u"a commit that is not a JSON object: %1"_s.arg(parse.errorString()));
    return recordFromJson(document.object());
}

} // namespace gatehouse::store
