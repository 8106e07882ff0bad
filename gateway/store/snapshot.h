// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/document_store.h"
#include "gateway/store/file_header.h"

namespace gatehouse::store {

/// All documents and the kept history at the moment when the journal of the same generation began: a
/// FileHeader, then AES-256-GCM of JSON, authenticated together with the header's digest.
struct Snapshot {
    static constexpr const char* kMagic = "GHS1";

    Documents documents;
    quint64 revision = 0;
    QList<RevisionHistory::Entry> history;

    /// The whole file.
    QByteArray encode(const FileHeader& header) const;
};

struct ReadSnapshot {
    FileHeader header;
    Snapshot snapshot;
};
/// Corrupt: names file and byte. Forbidden: another key.
Result<ReadSnapshot> decodeSnapshot(QByteArrayView file, const StoreKeys& keys, const QString& path);

} // namespace gatehouse::store
