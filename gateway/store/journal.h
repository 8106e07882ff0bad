// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/store/document.h"
#include "gateway/store/file_header.h"
#include "gateway/store/file_io.h"

#include <functional>
#include <optional>

namespace gatehouse::store {

/// One generation of the journal: a FileHeader, then records.
///
///     0  length of the sealed part
///     4  sequence number
///     12 first 4 bytes of SHA-256(header digest, bytes 0..11): a damaged length cannot pass for a torn
///     record 16 sealed part: nonce, AES-256-GCM of the commit, tag
///
/// Authenticated with each record: the header's digest, the tag of the record before it, and bytes 0..11.
struct JournalEnd {
    qint64 offset = 0;    ///< behind the last whole record
    QByteArray chain;     ///< its tag
    quint64 sequence = 1; ///< of the next record
};

class Journal {
public:
    static constexpr const char* kMagic = "GHJ1";

    /// A new file with nothing but a header, durable under its name.
    static Result<Journal> create(const QString& path, const FileHeader& header);
    /// An existing file, to go on at `end`; what stands behind it is cut off.
    static Result<Journal> resume(const QString& path, const FileHeader& header, const JournalEnd& end);

    struct Contents {
        FileHeader header;
        JournalEnd end;
        qint64 tornBytes = 0; ///< of an incomplete last record
    };
    /// Gives every commit with its stored size to `take`. Corrupt: names file and byte. Changes nothing.
    static Result<Contents> read(const QString& path, const StoreKeys& keys,
                                 const std::function<Result<void>(CommitRecord, qint64)>& take);
    static Result<Contents> parse(QByteArrayView file, const StoreKeys& keys, const QString& path,
                                  const std::function<Result<void>(CommitRecord, qint64)>& take);

    /// Puts a record behind those not yet written. Returns its stored size.
    qint64 add(const QByteArray& plain);
    /// Writes and syncs what was added. On an error what was added is dropped and the file is as it was
    /// before, or, when even that cannot be known, `isBroken`.
    Result<void> commit();
    bool isBroken() const { return m_broken; }
    /// Whether there is room to go on after the disk was full.
    bool hasRoom() const;

    const JournalEnd& end() const { return m_end; }
    const FileHeader& header() const { return m_header; }
    const QString& path() const { return m_path; }

private:
    Journal(QString path, FileHeader header, UniqueFd fd, JournalEnd end);
    void takeBack();

    QString m_path;
    FileHeader m_header;
    UniqueFd m_fd;
    JournalEnd m_end;   // durable
    JournalEnd m_added; // with what waits in m_buffer
    QByteArray m_buffer;
    bool m_broken = false;
};

} // namespace gatehouse::store
