// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/store/file_header.h"

#include "common/crypto/hkdf.h"
#include "common/crypto/random.h"
#include "common/crypto/sha256.h"

#include <QtEndian>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::store {

namespace {

constexpr quint32 kHeaderVersion = 1;
constexpr qsizetype kSigned = 72;

QByteArray keyCheck(const Secret& master, QByteArrayView salt)
{
    return crypto::hkdfSha256(master.reveal(), salt, "gatehouse-store-check-v1", 16).reveal();
}

template <typename Number>
void appendNumber(QByteArray& out, Number number)
{
    char raw[sizeof(Number)];
    qToBigEndian(number, raw);
    out.append(raw, sizeof raw);
}

} // namespace

FileHeader FileHeader::create(const QByteArray& magic, quint64 generation, const QByteArray& chain,
                              quint64 sequence, const StoreKeys& keys)
{
    FileHeader header;
    header.magic = magic;
    header.generation = generation;
    header.salt = crypto::randomBytes(16);
    header.chain = chain;
    header.sequence = sequence;
    header.fileKey = crypto::hkdfSha256(keys.current.reveal(), header.salt, "gatehouse-store-v1");
    header.m_keyCheck = keyCheck(keys.current, header.salt);
    header.digest = header.bytes().sliced(kSigned);
    return header;
}

QByteArray FileHeader::bytes() const
{
    QByteArray out = magic;
    appendNumber(out, kHeaderVersion);
    appendNumber(out, generation);
    out.append(salt).append(m_keyCheck).append(chain);
    appendNumber(out, sequence);
    out.append(crypto::view(crypto::sha256(out)).toByteArray());
    return out;
}

Result<FileHeader> FileHeader::read(QByteArrayView file, const QByteArray& magic, const StoreKeys& keys,
                                    const QString& path)
{
    if (file.size() < kSize)
        return damaged(path, file.size(), u"the file ends inside its header"_s);
    const QByteArrayView signedPart = file.first(kSigned);
    const QByteArrayView digest = file.sliced(kSigned, kSize - kSigned);
    if (!file.startsWith(magic))
        return damaged(path, 0, u"this is not a file of this kind"_s);
    if (crypto::view(crypto::sha256(signedPart)) != digest)
        return damaged(path, 0, u"the header does not match its checksum"_s);
    if (qFromBigEndian<quint32>(file.data() + 4) != kHeaderVersion)
        return damaged(path, 4, u"the format is of a newer version"_s);
    FileHeader header;
    header.magic = magic;
    header.generation = qFromBigEndian<quint64>(file.data() + 8);
    header.salt = file.sliced(16, 16).toByteArray();
    header.m_keyCheck = file.sliced(32, 16).toByteArray();
    header.chain = file.sliced(48, kChainSize).toByteArray();
    header.sequence = qFromBigEndian<quint64>(file.data() + 64);
    header.digest = digest.toByteArray();
    QList<Secret> masters{keys.current};
    masters.append(keys.older);
    for (qsizetype i = 0; i < masters.size(); ++i) {
        if (masters[i].isEmpty() || keyCheck(masters[i], header.salt) != header.m_keyCheck)
            continue;
        header.fileKey = crypto::hkdfSha256(masters[i].reveal(), header.salt, "gatehouse-store-v1");
        header.currentKey = i == 0;
        return header;
    }
    return Error::forbidden(
        u"%1 was written with another key than the present MEM_ENCRYPTION_KEY"_s.arg(path));
}

Error damaged(const QString& path, qint64 offset, const QString& why)
{
    return Error::corrupt(u"%1 is damaged at byte %2: %3"_s.arg(path).arg(offset).arg(why));
}

} // namespace gatehouse::store
