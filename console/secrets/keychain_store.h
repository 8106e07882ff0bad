// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/secrets/secret_store.h"

namespace gatehouse::console {

/// The desktop's keychain through QtKeychain (libsecret, KWallet). Rules that keep it safe:
/// - a job is never deleted while it runs (the C callback keeps a raw pointer); callbacks are cut off
/// instead;
/// - one item type per key for ever: text;
/// - "entry not found" is believed only after the Secret Service says that no locked item exists;
/// - removal is verified, because a locked keychain reports success and deletes nothing;
/// - no insecure fallback: it would write the secret in clear.
class KeychainSecretStore final : public SecretStore {
    Q_OBJECT
public:
    /// `service` is the name all items carry.
    explicit KeychainSecretStore(const QString& service = QStringLiteral("gatehouse-console"),
                                 QObject* parent = nullptr);
    void read(const QString& key, QObject* context, Callback done) override;
    void write(const QString& key, const Secret& secret, QObject* context, Callback done) override;
    void remove(const QString& key, QObject* context, Callback done) override;
    bool isPersistent() const override { return true; }
    QString place() const override;
    /// Asks the session bus whether a secret service runs or can be started; shows no prompt.
    void probe(QObject* context, std::function<void(bool available, const QString& why)> done);

private:
    void tellLockedFromAbsent(const QString& key, QObject* context, Callback done);
    QString m_service;
};

} // namespace gatehouse::console
