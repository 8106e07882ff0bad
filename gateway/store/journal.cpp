// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/journal.h"

#include "common/crypto/aes_gcm.h"
#include "common/crypto/sha256.h"
#include "gateway/store/record_codec.h"

#include <QFile>
#include <QtEndian>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr qsizetype kPrefix = 12; // length and sequence number
constexpr qsizetype kCheck = 4;
constexpr qsizetype kRecordHeader = kPrefix + kCheck;
constexpr qsizetype kMinSealed = crypto::kAesNonceSize + crypto::kAesTagSize;
constexpr qint64 kRoomNeeded = 256 * 1024;

QByteArray prefixOf(quint32 length, quint64 sequence)
{
    QByteArray prefix(kPrefix, Qt::Uninitialized);
    qToBigEndian(length, prefix.data());
    qToBigEndian(sequence, prefix.data() + 4);
    return prefix;
}

QByteArray checkOf(const FileHeader& header, QByteArrayView prefix)
{
    return crypto::view(crypto::sha256(header.digest + prefix.toByteArray())).first(kCheck).toByteArray();
}

QByteArray associated(const FileHeader& header, const QByteArray& chain, QByteArrayView prefix)
{
    return header.digest + chain + prefix.toByteArray();
}

} // namespace

Journal::Journal(QString path, FileHeader header, UniqueFd fd, JournalEnd end)
    : m_path(std::move(path))
    , m_header(std::move(header))
    , m_fd(std::move(fd))
    , m_end(std::move(end))
    , m_added(m_end)
{
}

Result<Journal> Journal::create(const QString& path, const FileHeader& header)
{
    if (auto written = writeFileAtomically(path, header.bytes()); !written)
        return written.error();
    return resume(path, header, {FileHeader::kSize, header.chain, header.sequence});
}

Result<Journal> Journal::resume(const QString& path, const FileHeader& header, const JournalEnd& end)
{
    UniqueFd fd(::open(QFile::encodeName(path).constData(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd.isOpen())
        return ioError(u"open"_s, path, errno);
    const off_t size = ::lseek(fd.get(), 0, SEEK_END);
    if (size > end.offset && (::ftruncate(fd.get(), end.offset) != 0 || ::fsync(fd.get()) != 0))
        return ioError(u"cut"_s, path, errno);
    if (::lseek(fd.get(), end.offset, SEEK_SET) < 0)
        return ioError(u"seek in"_s, path, errno);
    return Journal(path, header, std::move(fd), end);
}

Result<Journal::Contents> Journal::read(const QString& path, const StoreKeys& keys,
                                        const std::function<Result<void>(CommitRecord, qint64)>& take)
{
    const auto file = readWholeFile(path);
    if (!file)
        return file.error();
    return parse(*file, keys, path, take);
}

Result<Journal::Contents> Journal::parse(QByteArrayView file, const StoreKeys& keys, const QString& path,
                                         const std::function<Result<void>(CommitRecord, qint64)>& take)
{
    auto header = FileHeader::read(file, kMagic, keys, path);
    if (!header)
        return header.error();
    Contents contents{*header, {FileHeader::kSize, header->chain, header->sequence}, 0};
    JournalEnd& end = contents.end;
    while (end.offset < file.size()) {
        const QByteArrayView rest = file.sliced(end.offset);
        if (rest.size() < kRecordHeader) {
            contents.tornBytes = rest.size();
            break;
        }
        const QByteArrayView prefix = rest.first(kPrefix);
        if (checkOf(*header, prefix) != rest.sliced(kPrefix, kCheck))
            return damaged(path, end.offset, u"the head of a record does not match its checksum"_s);
        const qint64 length = qFromBigEndian<quint32>(prefix.data());
        if (qFromBigEndian<quint64>(prefix.data() + 4) != end.sequence || length < kMinSealed)
            return damaged(path, end.offset, u"a record is missing or out of order before this place"_s);
        if (rest.size() < kRecordHeader + length) {
            contents.tornBytes = rest.size();
            break;
        }
        const QByteArrayView sealed = rest.sliced(kRecordHeader, length);
        const auto plain =
            crypto::openAesGcm(header->fileKey, sealed, associated(*header, end.chain, prefix));
        if (!plain)
            return damaged(path, end.offset, u"record %1 fails its authentication"_s.arg(end.sequence));
        auto record = decodeRecord(*plain);
        if (!record)
            return damaged(path, end.offset, record.error().message);
        if (auto taken = take(std::move(*record), kRecordHeader + length); !taken)
            return damaged(path, end.offset, taken.error().message);
        end = {end.offset + kRecordHeader + length, sealed.last(FileHeader::kChainSize).toByteArray(),
               end.sequence + 1};
    }
    return contents;
}

qint64 Journal::add(const QByteArray& plain)
{
    const QByteArray prefix = prefixOf(quint32(kMinSealed + plain.size()), m_added.sequence);
    const QByteArray sealed =
        crypto::sealAesGcm(m_header.fileKey, plain, associated(m_header, m_added.chain, prefix));
    m_buffer.append(prefix).append(checkOf(m_header, prefix)).append(sealed);
    m_added.offset += kRecordHeader + sealed.size();
    m_added.chain = sealed.last(FileHeader::kChainSize);
    ++m_added.sequence;
    return kRecordHeader + sealed.size();
}

Result<void> Journal::commit()
{
    if (m_broken)
        return Error::unavailable(u"%1 cannot be written any more; start the gateway again"_s.arg(m_path));
    if (const int error = writeAll(m_fd.get(), m_buffer)) {
        takeBack();
        return ioError(u"write"_s, m_path, error);
    }
    if (::fdatasync(m_fd.get()) != 0) {
        // After a failed sync the kernel may have dropped the pages: nobody knows what is on the disk. Only
        // reading the file again tells, so nothing more is promised.
        m_broken = !isOutOfSpace(errno);
        const Error error = ioError(u"sync"_s, m_path, errno);
        takeBack();
        return error;
    }
    m_end = m_added;
    m_buffer.clear();
    return {};
}

void Journal::takeBack()
{
    m_added = m_end;
    m_buffer.clear();
    if (::ftruncate(m_fd.get(), m_end.offset) != 0 || ::lseek(m_fd.get(), m_end.offset, SEEK_SET) < 0 ||
        ::fdatasync(m_fd.get()) != 0)
        m_broken = true;
}

bool Journal::hasRoom() const
{
    return ::fallocate(m_fd.get(), FALLOC_FL_KEEP_SIZE, m_end.offset, kRoomNeeded) == 0;
}

} // namespace gatehouse::store
