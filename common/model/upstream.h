// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/balancing.h"
#include "common/model/document_header.h"
#include "common/model/parts.h"

namespace gatehouse {

struct UpstreamTarget {
    QString url;
    int weight = 1;
    bool drain = false; ///< no new calls; running ones end
    bool backup = false;
};
template <>
const EntityTable& tableOf<UpstreamTarget>();

/// A named group of targets that APIs and endpoints share.
struct Upstream : DocumentHeader, LoadBalancing {
    static constexpr Kind kKind = Kind::Upstream;

    QString name;
    QString tenant{QStringLiteral("default")};
    QList<UpstreamTarget> targets;
    std::optional<BreakerRules> breaker;
    std::optional<UpstreamTls> tls;
    std::optional<RetryRules> retry; ///< for APIs without rules of their own
    int retryCount = 0;              ///< likewise
};
template <>
const EntityTable& tableOf<Upstream>();

/// Servers for callers that send a certain `client-key` header.
struct Routing : DocumentHeader {
    static constexpr Kind kKind = Kind::Routing;

    QString name;
    QStringList servers;
    QString description;
    QString clientKey;
    qint64 serverIndex = 0; ///< where round robin begins
};
template <>
const EntityTable& tableOf<Routing>();

} // namespace gatehouse
