// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "gateway/store/document.h"

#include <QJsonArray>
#include <QMap>
#include <QStringList>

#include <functional>

namespace gatehouse::store {

/// The encrypted dump (memory-dump 1): DMP1, salt, nonce, AES-256-GCM. Read and written as the original does,
/// plus collections of our own, which the original ignores.
struct Dump {
    int version = 1;
    QString createdAt; ///< RFC 3339 UTC
    bool sanitized = false;
    QString note;
    QMap<QString, QJsonArray> collections; ///< one that is missing counts as empty
};

/// How documents of one kind appear in a dump. The caller owns the table; rows are in no particular order.
struct DumpCollection {
    QString kind;
    QString collection;
    QStringList bytesFields = {}; ///< texts here that the original keeps as bytes, such as password hashes
    /// Conversions between our body and the original's; absent: the body as it is, with "_id" as the
    /// document's id.
    std::function<QJsonObject(const StoredDocument&)> toDump = {};
    std::function<StoredDocument(const QJsonObject&)> fromDump = {};
};

/// Documents of kinds without a row are left out; rows without documents give an empty collection.
Dump dumpFromDocuments(const QList<StoredDocument>& documents, const QList<DumpCollection>& table);
/// Collections without a row are left out.
QList<StoredDocument> documentsFromDump(const Dump& dump, const QList<DumpCollection>& table);

/// `key` is MEM_ENCRYPTION_KEY, at least 8 characters (ErrorType::Invalid otherwise).
Result<QByteArray> encodeDump(const Dump& dump, const Secret& key);
/// `name` is put into messages. Corrupt: damaged or of another key, nothing is given back in part.
Result<Dump> decodeDump(QByteArrayView bytes, const Secret& key, const QString& name);

/// Writes beside the name and renames, mode 0600, fsync of file and directory: a full disk leaves older dumps
/// as they are. Returns the path of the file: the naming rules of memory-dump 2. Relative hints are resolved
/// against `root`.
Result<QString> writeDump(const QString& hint, const QString& root, Dump dump, const Secret& key,
                          qint64 nowMs);
Result<Dump> readDump(const QString& path, const Secret& key);

struct DumpPlace {
    QString directory;
    QString stem;
};
/// An empty hint means generated/memory_dump.bin.
DumpPlace dumpPlace(const QString& hint, const QString& root);
/// Every dump that a start may find, in the order in which it looks (memory-dump 4). `hint` is the dump_path
/// setting, `fallback` MEM_DUMP_PATH.
QStringList dumpsNewestFirst(const QString& hint, const QString& fallback, const QString& root);
/// The first of them, or empty.
QString newestDump(const QString& hint, const QString& fallback, const QString& root);

} // namespace gatehouse::store
