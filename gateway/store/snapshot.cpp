// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/snapshot.h"

#include "common/crypto/aes_gcm.h"
#include "gateway/store/record_codec.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

using Bodies = QHash<QString, QJsonObject>; // by id

/// What history and the documents have in common is kept once.
void shareWith(const Documents& documents, const QHash<QString, Bodies>& bodies, const QJsonArray& changes,
               CommitRecord& record)
{
    for (qsizetype i = 0; i < record.changes.size(); ++i) {
        ChangeRecord& change = record.changes[i];
        const auto kind = documents.constFind(change.kind);
        if (kind == documents.cend())
            continue;
        change.kind = kind.key();
        const auto document = kind->constFind(change.id);
        if (document == kind->cend())
            continue;
        change.id = document.key();
        if (change.after && changes.at(i)[u"after"_s].toObject() == bodies[change.kind].value(change.id))
            change.after = document.value();
    }
}

} // namespace

QByteArray Snapshot::encode(const FileHeader& header) const
{
    QJsonObject kinds;
    for (auto kind = documents.cbegin(); kind != documents.cend(); ++kind) {
        QJsonArray list; // an object would be sorted by insertion, which is slow for many
        for (auto document = kind->cbegin(); document != kind->cend(); ++document)
            list.append(QJsonObject{{u"id"_s, document.key()}, {u"body"_s, document.value().unpack()}});
        kinds.insert(kind.key(), list);
    }
    QJsonArray records;
    for (const RevisionHistory::Entry& record : history)
        records.append(recordToJson(*record));
    const QJsonObject all{
        {u"revision"_s, qint64(revision)}, {u"documents"_s, kinds}, {u"history"_s, records}};
    const QByteArray plain = QJsonDocument(all).toJson(QJsonDocument::Compact);
    return header.bytes() + crypto::sealAesGcm(header.fileKey, plain, header.digest);
}

Result<ReadSnapshot> decodeSnapshot(QByteArrayView file, const StoreKeys& keys, const QString& path)
{
    auto header = FileHeader::read(file, Snapshot::kMagic, keys, path);
    if (!header)
        return header.error();
    const auto plain = crypto::openAesGcm(header->fileKey, file.sliced(FileHeader::kSize), header->digest);
    if (!plain)
        return damaged(path, FileHeader::kSize, u"the content fails its authentication"_s);
    QJsonParseError parse{};
    const QJsonObject all = QJsonDocument::fromJson(*plain, &parse).object();
    if (parse.error != QJsonParseError::NoError)
        return damaged(path, FileHeader::kSize, u"the content is not JSON: %1"_s.arg(parse.errorString()));
    Snapshot snapshot;
    snapshot.revision = quint64(all[u"revision"_s].toInteger());
    QHash<QString, Bodies> bodies;
    const QJsonObject kinds = all[u"documents"_s].toObject();
    for (auto kind = kinds.begin(); kind != kinds.end(); ++kind) {
        QHash<QString, PackedObject>& byId = snapshot.documents[kind.key()];
        const QJsonArray documents = kind.value().toArray();
        byId.reserve(documents.size());
        for (const QJsonValue value : documents) {
            const QJsonObject body = value[u"body"_s].toObject();
            bodies[kind.key()].insert(value[u"id"_s].toString(), body);
            byId.insert(value[u"id"_s].toString(), body);
        }
    }
    for (const QJsonValue value : all[u"history"_s].toArray()) {
        auto record = recordFromJson(value.toObject());
        if (!record)
            return damaged(path, FileHeader::kSize, record.error().message);
        shareWith(snapshot.documents, bodies, value[u"changes"_s].toArray(), *record);
        snapshot.history.append(std::make_shared<const CommitRecord>(std::move(*record)));
    }
    return ReadSnapshot{std::move(*header), std::move(snapshot)};
}

} // namespace gatehouse::store
