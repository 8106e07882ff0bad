// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/model/access.h"
#include "common/model/permissions.h"
#include "common/model/principal.h"
#include "gateway/control/revision.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QUrlQuery>

#include <memory>

namespace gatehouse::admin {

/// The verified token of a caller.
struct TokenInfo {
    QString id;         ///< jti
    qint64 expires = 0; ///< seconds since 1970
    QJsonObject accesses;
};

/// Who makes an admin call. Without a user nobody has been identified.
struct Caller {
    std::shared_ptr<const User> user;
    std::shared_ptr<const Role> role; ///< null when the user's role does not exist: no permission at all
    TokenInfo token;

    bool known() const { return bool(user); }
    QString name() const { return user ? user->username : QString(); }
    bool may(Permission permission) const;
    /// Role named "admin" or "platform admin", or one with platform_admin (platform-routes section 0.5).
    bool isAdmin() const;
    bool isSuperAdmin() const { return user && user->username == QLatin1StringView("admin"); }
};

/// What a mutating call did, for the audit trail; filled by the handler.
struct AuditNote {
    QString target; ///< "orders/v1", "user:name"
    QJsonObject details;
    control::Applied applied; ///< filled by the control plane (Actor::note), whatever the handler does
};

/// An admin call as its handler sees it. Control thread.
struct Request {
    QString method;
    QString path;
    QHash<QString, QString> params; ///< of the path template, percent-decoded
    QUrlQuery query;
    QHash<QByteArray, QByteArray> headers; ///< lower-case names, the first value of each
    QByteArray body;
    QString requestId;
    QString clientIp;
    quint16 clientPort = 0;
    bool https = false; ///< as the client sees it
    bool peerIsLoopback = false;
    Caller caller;
    std::shared_ptr<AuditNote> audit = std::make_shared<AuditNote>();

    QByteArray header(const QByteArray& lowerName) const { return headers.value(lowerName); }
    QString param(const QString& name) const { return params.value(name); }
    /// The body as an object; an empty body counts as {}. Invalid when it is not a JSON object, or says
    /// something twice.
    Result<QJsonObject> json() const;
    QString cookie(const QByteArray& name) const;
    /// A text of the query, or the fallback.
    QString value(const QString& name, const QString& fallback = {}) const;
};

/// Paging of a list (platform-routes section 0.7).
struct Paging {
    int page = 1;
    int size = 10;
};
/// Error PAG001 for what is out of range, Invalid for what is no number.
Result<Paging> pagingOf(const Request& request, int defaultSize, int maxSize);

} // namespace gatehouse::admin
