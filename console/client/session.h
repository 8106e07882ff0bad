// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <functional>

namespace gatehouse::console {

class ApiClient;

/// Who is logged in. Gets a token for user and password, renews it silently before it ends, and says when the
/// user has to log in again; drafts of pages are none of its business and stay. Source: auth.md 5 and 6.
class Session : public QObject {
    Q_OBJECT
public:
    explicit Session(ApiClient& client, QObject* parent = nullptr);

    void login(const QString& user, const Secret& password, QObject* context,
               std::function<void(Result<void>)> done);
    /// Revokes the token at the gateway and forgets it here at once.
    void logout();
    /// Forgets without telling the gateway.
    void clear();
    bool isLoggedIn() const { return m_loggedIn; }
    /// From the token: name and role; empty when logged out.
    QString user() const { return m_user; }
    QString role() const { return m_role; }
    QDateTime expires() const { return m_expires; }
    void takeToken(const QByteArray& token);

    /// The claims of a token, unchecked: for display and for the time of renewal only.
    static QJsonObject claims(const QByteArray& token);
    /// Milliseconds until renewal: at four fifths of the remaining life, at least one second.
    static qint64 renewalDelay(const QDateTime& now, const QDateTime& expires);

Q_SIGNALS:
    void loggedIn();
    /// Token refused or ended; `why` is for the login banner.
    void needsLogin(const QString& why);

private:
    void renew();
    void lost();
    ApiClient& m_client;
    QTimer m_renewal;
    QString m_user;
    QString m_role;
    QDateTime m_expires;
    bool m_loggedIn = false;
};

} // namespace gatehouse::console
