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
    QString caFile;          ///< PEM; empty: the system's authorities
    QByteArray pinnedSha256; ///< 32 bytes; empty: not pinned
    bool operator==(const ConnectionProfile&) const = default;

    QJsonObject toJson() const;
    /// All faults at once: id, name, url (http or https with a host; plain http only to loopback), user,
    /// caFile.
    static Result<ConnectionProfile> fromJson(const QJsonObject& object);
    Faults validate() const;
    QString displayName() const { return name.isEmpty() ? url.host() : name; }
};

/// The profiles as the settings keep them. Broken entries are left out and counted in `broken`.
QByteArray profilesToJson(const QList<ConnectionProfile>& profiles);
QList<ConnectionProfile> profilesFromJson(const QByteArray& json, int* broken = nullptr);

} // namespace gatehouse::console
