// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/http_client.h"

#include <QStringList>

namespace gatehouse::harness {

class GatewayProcess;

/// The limits of the seeded administrator allow one call per second; this takes them away.
bool freeAdminLimits(HttpClient& admin);
/// Starts a gateway, signs its administrator in and takes those limits away. Empty when all went well.
QString startFree(GatewayProcess& gateway, HttpClient& admin);

/// An API with its endpoints ("GET /items/{id}"), for the group ALL unless `fields` say otherwise. Returns
/// the first answer that was no success, or an empty text.
QString publish(HttpClient& admin, const QString& name, const QStringList& servers,
                const QStringList& endpoints, const QJsonObject& fields = {});

/// One more endpoint ("POST /items") of v1 of an API; empty when all went well.
QString addEndpoint(HttpClient& admin, const QString& api, const QString& endpoint,
                    const QJsonObject& fields = {});
/// Rules for the bodies of an endpoint that is there, by their paths; empty when all went well.
QString addRules(HttpClient& admin, const QString& api, const QString& endpoint, const QJsonObject& rules);
/// The address of those rules in the platform's API.
QByteArray rulesOf(HttpClient& admin, const QString& api, const QString& endpoint);

/// A user of the group ALL; empty when all went well.
QString addUser(HttpClient& admin, const QString& name, const QJsonObject& fields = {});
QString subscribe(HttpClient& admin, const QString& user, const QString& api);
/// The password of users made by addUser().
inline QString userPassword()
{
    return QStringLiteral("Some-Long-Password-1");
}

/// "http://127.0.0.1:<port>"
QString serverAt(quint16 port);

} // namespace gatehouse::harness
