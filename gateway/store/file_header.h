// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/store_keys.h"

#include <QByteArray>
#include <QByteArrayView>

namespace gatehouse::store {

/// The first 104 bytes of a journal or snapshot; numbers are big-endian.
///
///     0  magic: "GHJ1" journal, "GHS1" snapshot
///     4  version, 1
///     8  generation
///     16 salt; the file's key is HKDF-SHA256(master key, salt, "gatehouse-store-v1")
///     32 key check: tells a wrong key from damage
///     48 chain: the tag of the record before this file, or zeros; no record or file can go missing unnoticed
///     64 sequence number of the next record
///     72 SHA-256 of bytes 0..71
struct FileHeader {
    static constexpr qsizetype kSize = 104;
    static constexpr qsizetype kChainSize = 16;

    QByteArray magic;
    quint64 generation = 1;
    QByteArray salt;
    QByteArray chain = QByteArray(kChainSize, '\0');
    quint64 sequence = 1;
    QByteArray digest; ///< of the header; part of what each record authenticates
    Secret fileKey;
    bool currentKey = true; ///< false: written with an older master key

    /// A header with fresh salt, and its bytes.
    static FileHeader create(const QByteArray& magic, quint64 generation, const QByteArray& chain,
                             quint64 sequence, const StoreKeys& keys);
    QByteArray bytes() const;
    /// `path` is for messages. Corrupt when damaged; Forbidden when the key is another one.
    static Result<FileHeader> read(QByteArrayView file, const QByteArray& magic, const StoreKeys& keys,
                                   const QString& path);

private:
    QByteArray m_keyCheck;
};

/// "<path> is damaged at byte <offset>: <why>".
Error damaged(const QString& path, qint64 offset, const QString& why);

} // namespace gatehouse::store
