// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/parts.h"

namespace gatehouse {

enum class Balancing : std::uint8_t { RoundRobin, Weighted, LeastConnections, Random, ConsistentHash };
constexpr auto wireNames(Balancing)
{
    return std::array{"round_robin", "weighted", "least_connections", "random", "consistent_hash"};
}

struct UpstreamTarget {
    QString url;
    int weight = 1;
    bool drain = false; ///< no new calls; running ones end
    bool backup = false;
};
template <>
const EntityTable& tableOf<UpstreamTarget>();

/// Probes sent by the gateway itself.
struct HealthCheck {
    bool enabled = false;
    QString path{QStringLiteral("/health")};
    double intervalSeconds = 10;
    double timeoutSeconds = 2;
    int healthyAfter = 2;
    int unhealthyAfter = 3;
    int statusFrom = 200;
    int statusTo = 399;
    bool passive = true; ///< failures of real calls count too
};
template <>
const EntityTable& tableOf<HealthCheck>();

/// A named group of targets that APIs and endpoints share.
struct Upstream : DocumentHeader {
    static constexpr Kind kKind = Kind::Upstream;

    QString name;
    QString tenant{QStringLiteral("default")};
    QList<UpstreamTarget> targets;
    Balancing balancing = Balancing::RoundRobin;
    QString hashKey{QStringLiteral("consumer")};
    HealthCheck health;
    std::optional<BreakerRules> breaker;
    std::optional<UpstreamTls> tls;
    int keepAlive = 64; ///< idle connections kept per target and worker
    int maxConnections = 0;
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
