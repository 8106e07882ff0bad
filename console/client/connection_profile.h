// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QUrl>

namespace gatehouse::console {

enum class Environment { Development, Test, Production };
QString nameOf(Environment environment);
Environment environmentFromString(const QString& text);

/// How to reach one gateway. Holds no secret: the password is in the SecretStore under `id`.
struct ConnectionProfile {
    QString id; ///< UUID, never changes
    QString name;
    QUrl url; ///< scheme, host, port; a path is a prefix in front of /platform
    QString user;
    Environment environment = Environment::Development;
    bool readOnly = false;
    QString caFile;          ///< PEM; only these authorities are trusted; empty: the system's
    QString clientCertFile;  ///< PEM with its chain; empty: none is shown
    QString clientKeyFile;   ///< PEM of its private key, without a pass phrase
    QByteArray pinnedSha256; ///< 32 bytes; empty: not pinned
    bool operator==(const ConnectionProfile&) const = default;

    QJsonObject toJson() const;
    /// All faults at once: id, name, url (http or https with a host; plain http only to loopback), user.
    /// Files that are missing today are no reason to forget a profile.
    static Result<ConnectionProfile> fromJson(const QJsonObject& object);
    /// As fromJson(), and the files are read.
    Faults validate() const;
    QString displayName() const { return name.isEmpty() ? url.host() : name; }
};

/// The profiles as the settings keep them. Broken entries are left out and counted in `broken`.
QByteArray profilesToJson(const QList<ConnectionProfile>& profiles);
QList<ConnectionProfile> profilesFromJson(const QByteArray& json, int* broken = nullptr);

} // namespace gatehouse::console
