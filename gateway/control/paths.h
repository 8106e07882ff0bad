// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/api.h"
#include "gateway/proxy/route.h"

#include <QStringList>

namespace gatehouse::control {

/// One place under which an API is reachable (unified-model, Paths).
struct PublishedPath {
    QString host; ///< lower case; empty: every host
    QString prefix;
    proxy::Protocol protocol = proxy::Protocol::Rest;
    /// /apis/{tenant}/{name} stands for the newest version; several APIs may name it.
    bool sharedByVersions = false;
    /// The version is told by X-API-Version; stands for the same path with a version at its end.
    bool byVersion = false;

    QString key() const { return host + prefix; }
};

/// A contract of the /v1 surface, not an API made on the platform surface.
bool isContract(const Api& api);

/// Every place of an API, whether it is published at the moment or not.
QList<PublishedPath> publishedPaths(const Api& api);

/// The reserved first segments: api, platform, v1, health, metrics, realms, apis,
/// grpc-web.
const QStringList& reservedSegments();

} // namespace gatehouse::control
