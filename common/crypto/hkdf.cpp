// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/hkdf.h"

#include "common/crypto/hmac.h"

namespace gatehouse::crypto {

Secret hkdfSha256(QByteArrayView input, QByteArrayView salt, QByteArrayView info, int length)
{
    Q_ASSERT(length >= 1 && length <= 255 * 32);
    const HmacSha256 expand(view(HmacSha256(salt).sign(input)));
    QByteArray out;
    out.reserve(length + 32);
    QByteArray block;
    for (int i = 1; out.size() < length; ++i) {
        block.append(info.data(), info.size());
        block.append(char(i));
        block = view(expand.sign(block)).toByteArray();
        out.append(block);
    }
    out.truncate(length);
    return Secret(out);
}

} // namespace gatehouse::crypto
