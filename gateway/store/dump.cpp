// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/dump.h"

#include "common/core/ids.h"
#include "common/crypto/aes_gcm.h"
#include "common/crypto/hkdf.h"
#include "common/crypto/random.h"

#include <QJsonDocument>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr char kMagic[] = "DMP1";
constexpr qsizetype kMagicSize = 4;
constexpr qsizetype kSaltSize = 16;
constexpr qsizetype kHeaderSize = kMagicSize + kSaltSize + crypto::kAesNonceSize;
constexpr int kMinKeyLength = 8;
constexpr int kDumpVersion = 1;

Secret fileKey(const Secret& key, QByteArrayView salt)
{
    return crypto::hkdfSha256(key.reveal(), salt, "doorman-mem-dump-v1");
}

Result<void> checkKey(const Secret& key)
{
    if (QString::fromUtf8(key.reveal()).size() >= kMinKeyLength)
        return {};
    return Error::invalid(u"MEM_ENCRYPTION_KEY"_s, u"length"_s,
                          u"dumps need a key of at least %1 characters"_s.arg(kMinKeyLength));
}

QJsonObject asBytes(const QString& text)
{
    return {{u"__type__"_s, u"bytes"_s}, {u"data"_s, QString::fromLatin1(text.toUtf8().toBase64())}};
}

/// The text of a bytes value, when it is one and holds UTF-8.
std::optional<QString> textOfBytes(const QJsonValue& value)
{
    if (value[u"__type__"_s].toString() != u"bytes" || !value[u"data"_s].isString())
        return std::nullopt;
    const auto raw = QByteArray::fromBase64Encoding(value[u"data"_s].toString().toLatin1(),
                                                    QByteArray::AbortOnBase64DecodingErrors);
    if (!raw || !QUtf8StringView(*raw).isValidUtf8())
        return std::nullopt;
    return QString::fromUtf8(*raw);
}

QJsonObject toDump(const StoredDocument& document, const DumpCollection& row)
{
    QJsonObject out = row.toDump ? row.toDump(document) : document.body;
    if (!row.toDump && !out.contains(u"_id"_s))
        out[u"_id"_s] = document.id;
    for (const QString& field : row.bytesFields) {
        if (out[field].isString())
            out[field] = asBytes(out[field].toString());
    }
    return out;
}

StoredDocument fromDump(QJsonObject object, const DumpCollection& row)
{
    for (const QString& field : row.bytesFields) {
        if (const auto text = textOfBytes(object[field]))
            object[field] = *text;
    }
    if (row.fromDump) {
        StoredDocument document = row.fromDump(object);
        document.kind = row.kind;
        return document;
    }
    const QString id = object.take(u"_id"_s).toString();
    return {row.kind, id.isEmpty() ? newId() : id, object};
}

Result<Dump> parse(const QByteArray& json, const QString& name)
{
    QJsonParseError error{};
    const QJsonObject all = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError)
        return Error::corrupt(
            u"Invalid dump file: the content of %1 is not JSON: %2"_s.arg(name, error.errorString()));
    Dump dump;
    dump.version = all[u"version"_s].toInt(kDumpVersion);
    dump.createdAt = all[u"created_at"_s].toString();
    dump.sanitized = all[u"sanitized"_s].toBool();
    dump.note = all[u"note"_s].toString();
    if (dump.version != kDumpVersion)
        return Error::corrupt(u"Unsupported dump format: %1 has version %2"_s.arg(name).arg(dump.version));
    if (!all[u"data"_s].isObject())
        return Error::corrupt(u"Invalid dump file: %1 has no \"data\""_s.arg(name));
    const QJsonObject data = all[u"data"_s].toObject();
    for (auto collection = data.begin(); collection != data.end(); ++collection) {
        const QJsonArray documents = collection.value().toArray();
        const bool objects = std::all_of(documents.begin(), documents.end(),
                                         [](const QJsonValue& value) { return value.isObject(); });
        if (!collection.value().isArray() || !objects)
            return Error::corrupt(
                u"Invalid dump file: the collection \"%1\" of %2 is not a list of documents"_s.arg(
                    collection.key(), name));
        dump.collections.insert(collection.key(), documents);
    }
    return dump;
}

} // namespace

Dump dumpFromDocuments(const QList<StoredDocument>& documents, const QList<DumpCollection>& table)
{
    Dump dump;
    QHash<QString, const DumpCollection*> rows;
    for (const DumpCollection& row : table) {
        rows.insert(row.kind, &row);
        dump.collections.insert(row.collection, {});
    }
    for (const StoredDocument& document : documents) {
        if (const DumpCollection* const row = rows.value(document.kind))
            dump.collections[row->collection].append(toDump(document, *row));
    }
    return dump;
}

QList<StoredDocument> documentsFromDump(const Dump& dump, const QList<DumpCollection>& table)
{
    QList<StoredDocument> out;
    for (const DumpCollection& row : table) {
        for (const QJsonValue value : dump.collections.value(row.collection))
            out.append(fromDump(value.toObject(), row));
    }
    return out;
}

Result<QByteArray> encodeDump(const Dump& dump, const Secret& key)
{
    if (auto good = checkKey(key); !good)
        return good.error();
    QJsonObject data;
    for (auto collection = dump.collections.cbegin(); collection != dump.collections.cend(); ++collection)
        data.insert(collection.key(), collection.value());
    const QJsonObject all{{u"version"_s, dump.version},
                          {u"created_at"_s, dump.createdAt},
                          {u"sanitized"_s, dump.sanitized},
                          {u"note"_s, dump.note},
                          {u"data"_s, data}};
    const QByteArray salt = crypto::randomBytes(kSaltSize);
    return QByteArray(kMagic) + salt +
           crypto::sealAesGcm(fileKey(key, salt), QJsonDocument(all).toJson(QJsonDocument::Compact));
}

Result<Dump> decodeDump(QByteArrayView bytes, const Secret& key, const QString& name)
{
    if (auto good = checkKey(key); !good)
        return good.error();
    if (bytes.size() < kHeaderSize)
        return Error::corrupt(
            u"Invalid dump file: %1 ends at byte %2, inside its header"_s.arg(name).arg(bytes.size()));
    if (!bytes.startsWith(kMagic))
        return Error::corrupt(u"Unsupported dump format: %1 does not begin with DMP1 at byte 0"_s.arg(name));
    const QByteArrayView salt = bytes.sliced(kMagicSize, kSaltSize);
    const auto plain = crypto::openAesGcm(fileKey(key, salt), bytes.sliced(kMagicSize + kSaltSize));
    if (!plain)
        return Error::corrupt(
            u"%1 cannot be decrypted from byte %2 on: MEM_ENCRYPTION_KEY is not the key it was written "
            "with, or the file is damaged"_s.arg(name)
                .arg(kMagicSize));
    return parse(*plain, name);
}

} // namespace gatehouse::store
