// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QUrl>

namespace gatehouse::console {

/// One call to a published API, as a client makes it.
struct TrafficCall {
    QByteArray method = "GET";
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
};

/// The same call as a command line for a POSIX shell; every argument is quoted.
QString curlCommand(const TrafficCall& call);

/// Where the gateway publishes an API by its built-in address: base + "/api/rest/customers/v1". SOAP, GraphQL
/// and gRPC APIs have their own prefix. Source: platform data plane 1.
QUrl publicUrl(const QUrl& base, const QString& type, const QString& name, const QString& version,
               const QString& uri = {});

} // namespace gatehouse::console
