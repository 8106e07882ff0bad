// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "gateway/proxy/route.h"

#include <QStringList>

namespace gatehouse {
struct Operation;
}

namespace gatehouse::control {

class Documents;

/// One place under which an API is reachable (unified-model, Paths).
struct PublishedPath {
    QString host; ///< lower case; empty: every host
    QString prefix;
    proxy::Protocol protocol = proxy::Protocol::Rest;
    /// /apis/{tenant}/{name} stands for the newest version; several APIs may name it.
    bool sharedByVersions = false;
    /// The version is told by X-API-Version; stands for the same path with a version at its end.
    bool byVersion = false;
    /// By an endpoint, not by the type of the API.
    bool opened = false;

    QString key() const { return host + prefix; }
};

/// A contract of the /v1 surface, not an API made on the platform surface.
bool isContract(const Api& api);

/// By its type or by its servers.
bool speaksGrpc(const Api& api);

/// POST /graphql and POST /grpc open the prefixes of their protocols, whatever the type of the API says.
bool opensProtocol(const Operation& operation);

/// Every place of an API that it has by itself, whether it is published at the moment or not.
QList<PublishedPath> publishedPaths(const Api& api);
/// With those that its endpoints open.
QList<PublishedPath> publishedPaths(const Documents& documents, const Api& api);

/// The reserved first segments: api, platform, v1, health, metrics, realms, apis,
/// grpc-web.
const QStringList& reservedSegments();

} // namespace gatehouse::control
