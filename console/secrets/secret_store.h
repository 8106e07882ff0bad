// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"

#include <QObject>
#include <QString>

#include <functional>

namespace gatehouse::console {

enum class SecretStatus {
    Found,       ///< read: the secret is there; write and remove: done
    Absent,      ///< no such secret; ask for it
    Locked,      ///< the keychain is locked and was not opened; retry later, never forget the profile
    Unavailable, ///< no keychain service answers
    Failed       ///< the service answered with something else
};

struct SecretAnswer {
    SecretStatus status = SecretStatus::Failed;
    Secret secret;
    QString message; ///< our own sentence; the service's own text follows in brackets when there is one
    bool ok() const { return status == SecretStatus::Found; }
};

/// Where passwords live. All calls are asynchronous and answer once on the GUI thread, never while the call
/// is running, and not at all once `context` is gone. Keys are profile ids, never addresses or user names.
class SecretStore : public QObject {
    Q_OBJECT
public:
    using Callback = std::function<void(SecretAnswer)>;
    using QObject::QObject;
    virtual void read(const QString& key, QObject* context, Callback done) = 0;
    virtual void write(const QString& key, const Secret& secret, QObject* context, Callback done) = 0;
    /// Found = the secret is gone, checked.
    virtual void remove(const QString& key, QObject* context, Callback done) = 0;
    /// False: gone when the console closes; `place()` says so to the user.
    virtual bool isPersistent() const = 0;
    /// "the keychain of the desktop", "memory, until the console is closed".
    virtual QString place() const = 0;

Q_SIGNALS:
    /// A job has been waiting for 3 s (an unlock prompt may be open). The user may go on without it.
    void stillWaiting(const QString& key);
};

QString nameOf(SecretStatus status);

} // namespace gatehouse::console
