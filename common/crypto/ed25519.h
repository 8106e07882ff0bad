// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace gatehouse::crypto {

/// Ed25519 (RFC 8032, pure). Keys and signatures are raw: seed 32, public key 32, signature 64 bytes.
struct Ed25519KeyPair {
    Secret seed;
    QByteArray publicKey;
};

Ed25519KeyPair generateEd25519();
/// The pair of a given seed; an empty public key when `seed` has not 32 bytes.
Ed25519KeyPair ed25519FromSeed(const Secret& seed);

/// Empty when `seed` has not 32 bytes.
QByteArray signEd25519(const Secret& seed, QByteArrayView message);

/// A public key prepared for many verifications. Immutable and shared freely between threads.
class Ed25519Verifier {
public:
    explicit Ed25519Verifier(QByteArrayView publicKey);
    bool isValid() const { return m_key != nullptr; }
    bool verify(QByteArrayView message, QByteArrayView signature) const;

private:
    std::shared_ptr<void> m_key;
};

} // namespace gatehouse::crypto
