// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/crypto/openssl_handle.h"

#include <QByteArray>

namespace gatehouse::crypto {

/// A public key in any PEM form, or that of a certificate. Null when there is none. Never asks for a
/// passphrase.
Key publicKeyFromPem(const QByteArray& pem);
/// A private key in any PEM form without passphrase.
Key privateKeyFromPem(const QByteArray& pem);

} // namespace gatehouse::crypto
