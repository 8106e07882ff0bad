// SPDX-License-Identifier: GPL-3.0-or-later
// "header\0payload" is signed and verified, so that the readers behind the signature are reached; anything
// else is a token as it is. What the scanner takes for JSON, Qt must take too.
#include "common/crypto/base64url.h"
#include "common/crypto/json_scan.h"
#include "common/crypto/jwt.h"
#include "tests/fuzz/check.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using gatehouse::fuzz::check;
using namespace gatehouse::crypto;

namespace {

const KeySet& keys()
{
    static const KeySet made({JwtKey::fromSecret(u"k"_s, Secret(QByteArray("fuzzing"))).value()});
    return made;
}

std::string_view text(const QByteArray& bytes)
{
    return {bytes.constData(), size_t(bytes.size())};
}

/// But for numbers that no double holds: those are JSON that Qt refuses.
bool qtTakes(QByteArrayView text)
{
    QJsonParseError error;
    return QJsonDocument::fromJson(text.toByteArray(), &error).isObject() ||
           error.error == QJsonParseError::IllegalNumber;
}

void fuzzSigned(QByteArrayView header, QByteArrayView payload)
{
    const QByteArray input = toBase64Url(header) + '.' + toBase64Url(payload);
    const QByteArray token = input + '.' + toBase64Url(keys().signer()->sign(text(input)).value());
    JwtClaims claims;
    if (verifyJwt(text(token), keys(), {0, 0, false}, claims) != JwtFault::None)
        return;
    check(qtTakes(header), "the header is JSON");
    check(qtTakes(payload), "the payload is JSON");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const QByteArrayView input(data, qsizetype(size));
    const qsizetype middle = input.indexOf('\0');
    JwtClaims claims;
    if (middle >= 0)
        fuzzSigned(input.first(middle), input.sliced(middle + 1));
    else
        check(verifyJwt({input.data(), size}, keys(), {0, 0, false}, claims) != JwtFault::None,
              "nobody guesses a signature");
    return 0;
}
