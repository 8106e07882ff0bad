// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"
#include "common/model/wire_enum.h"

#include <QStringList>

namespace gatehouse {

template <typename E>
class TableBuilder;

// How calls are spread over the targets of an upstream. An upstream group has these rules as fields of its
// own, an API with its own servers in `api_load_balancing`.

enum class Balancing : std::uint8_t { RoundRobin, Weighted, LeastConnections, Random, ConsistentHash };
constexpr auto wireNames(Balancing)
{
    return std::array{"round_robin", "weighted", "least_connections", "random", "consistent_hash"};
}

enum class StickyBy : std::uint8_t { None, Header, Cookie };
constexpr auto wireNames(StickyBy)
{
    return std::array{"none", "header", "cookie"};
}

enum class SameSite : std::uint8_t { Lax, Strict, None };
constexpr auto wireNames(SameSite)
{
    return std::array{"lax", "strict", "none"};
}

enum class CookieSecure : std::uint8_t { Auto, Always, Never };
constexpr auto wireNames(CookieSecure)
{
    return std::array{"auto", "always", "never"};
}

enum class CheckKind : std::uint8_t { Http, Tcp };
constexpr auto wireNames(CheckKind)
{
    return std::array{"http", "tcp"};
}

enum class CheckMethod : std::uint8_t { Get, Head };
constexpr auto wireNames(CheckMethod)
{
    return std::array{"GET", "HEAD"};
}

enum class ProxyHeaderVersion : std::uint8_t { Off, V1, V2 };
constexpr auto wireNames(ProxyHeaderVersion)
{
    return std::array{"off", "v1", "v2"};
}

/// Calls of one session go to one target.
struct Stickiness {
    StickyBy by = StickyBy::None;
    QString name{QStringLiteral("gatehouse_target")}; ///< of the header or cookie
    QString path{QStringLiteral("/")};                ///< of the cookie, as all that follows
    QString domain;
    int maxAgeSeconds = 0; ///< 0: until the browser closes
    SameSite sameSite = SameSite::Lax;
    bool httpOnly = true;
    CookieSecure secure = CookieSecure::Auto;
};
template <>
const EntityTable& tableOf<Stickiness>();

/// Probes sent by the gateway itself.
struct HealthCheck {
    bool enabled = false;
    CheckKind kind = CheckKind::Http;
    CheckMethod method = CheckMethod::Get;
    QString path{QStringLiteral("/health")};
    QString host;
    int port = 0; ///< 0: the target's
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

/// When failures of real calls take a target out.
struct EjectionSettings {
    int failures = 5;
    double ejectSeconds = 10;
    double maxEjectSeconds = 300;
    int maxPercent = 50;
    bool countStatuses = true; ///< 502, 503 and 504 count as failures
};
template <>
const EntityTable& tableOf<EjectionSettings>();

struct LoadBalancing {
    Balancing balancing = Balancing::RoundRobin;
    QString hashKey{QStringLiteral("consumer")};
    std::optional<Stickiness> sticky;
    HealthCheck health;
    std::optional<EjectionSettings> ejection;
    double slowStartSeconds = 0;
    bool panic = false;     ///< with no usable target, use all
    int keepAlive = 64;     ///< idle connections kept per target
    int maxConnections = 0; ///< 0: the gateway's setting
    ProxyHeaderVersion proxyProtocol = ProxyHeaderVersion::Off;
};
template <>
const EntityTable& tableOf<LoadBalancing>();

/// What is special about one of an API's own servers.
struct ServerOptions {
    int weight = 1;
    bool drain = false;
    bool backup = false;
};
template <>
const EntityTable& tableOf<ServerOptions>();

} // namespace gatehouse
