// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/secrets/secret_store.h"

#include <QHash>

namespace gatehouse::console {

/// Secrets in memory only, wiped when the store goes. The honest fallback when there is no keychain.
class SessionSecretStore final : public SecretStore {
    Q_OBJECT
public:
    using SecretStore::SecretStore;
    void read(const QString& key, QObject* context, Callback done) override;
    void write(const QString& key, const Secret& secret, QObject* context, Callback done) override;
    void remove(const QString& key, QObject* context, Callback done) override;
    bool isPersistent() const override { return false; }
    QString place() const override;

private:
    QHash<QString, Secret> m_secrets;
};

/// For tests: answers as scripted, after the event loop turned once or when released.
class FakeSecretStore final : public SecretStore {
    Q_OBJECT
public:
    using SecretStore::SecretStore;
    /// Every further call answers with this status instead of the stored value.
    void failWith(SecretStatus status, const QString& message = {});
    void succeed() { m_failing = false; }
    void hold() { m_held = true; }
    void release();
    QHash<QString, Secret>& secrets() { return m_secrets; }
    void read(const QString& key, QObject* context, Callback done) override;
    void write(const QString& key, const Secret& secret, QObject* context, Callback done) override;
    void remove(const QString& key, QObject* context, Callback done) override;
    bool isPersistent() const override { return true; }
    QString place() const override { return QStringLiteral("a test store"); }

private:
    void answer(QObject* context, Callback done, SecretAnswer answer);
    QHash<QString, Secret> m_secrets;
    QList<std::function<void()>> m_waiting;
    SecretAnswer m_failure;
    bool m_failing = false;
    bool m_held = false;
};

} // namespace gatehouse::console
