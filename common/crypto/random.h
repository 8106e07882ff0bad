// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <span>

namespace gatehouse::crypto {

/// Fills with bytes of the system's cryptographic generator. Ends the process when there is none, because
/// every use of this is a key, a nonce or a token.
void fillRandom(std::span<unsigned char> out);
QByteArray randomBytes(int count);
/// A token of `bytes` random bytes in base64url without padding: 32 bytes are 43 characters.
QByteArray randomToken(int bytes = 32);

} // namespace gatehouse::crypto
