// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/proxy_protocol.h"
#include "gateway/net/tls_client.h"
#include "gateway/proxy/retry.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

/// One server of an upstream. The keys are stable across reloads.
struct UpstreamTarget {
    std::uint64_t key = 0;      ///< of the place: connections hang on it
    std::uint64_t stateKey = 0; ///< of the place in its group: health hangs on it; seal() makes it
    std::string scheme;         ///< http, https, grpc, grpcs
    std::string host;           ///< name or address literal, without brackets
    std::uint16_t port = 0;
    std::string place;                         ///< "host:port", for logs; seal() makes it
    std::string basePath;                      ///< of the server URL, without trailing slash
    std::string hostHeader;                    ///< value of Host
    std::shared_ptr<const net::TlsClient> tls; ///< null: clear text
    std::string tlsName;                       ///< asked for and verified
    std::uint32_t weight = 1;
    bool draining = false;
    bool backup = false;              ///< only when no other target can be used
    std::string url;                  ///< as it is written in the document; for people
    std::string stickyId;             ///< value of the sticky cookie that means this target
    std::uint32_t maxConnections = 0; ///< of the process; 0: the setting
    std::int32_t maxIdle = -1;        ///< of the process; below 0: the setting
    net::ProxyVersion proxyProtocol =
        net::ProxyVersion::Off; ///< begins connections with the client's address
};

enum class BalancingKind : std::uint8_t { RoundRobin, LeastConnections, Random, Hash };
constexpr std::size_t balancingKinds = 4;
enum class HashSource : std::uint8_t { Address, Header, Cookie, Path, Consumer };

/// What of a request chooses its target.
struct HashKey {
    HashSource source = HashSource::Address;
    std::string name; ///< of the header or cookie
};

enum class StickyKind : std::uint8_t { None, Header, Cookie };

/// Requests of one session go to one target while that can be used.
struct StickyRules {
    StickyKind kind = StickyKind::None;
    std::string name;       ///< of the header or cookie
    std::string attributes; ///< of the cookie: "; Path=/; HttpOnly"
    bool secureWhenTls = false;
};

/// Requests that the gateway itself sends to every target.
struct CheckRules {
    bool enabled = false;
    bool connectOnly = false; ///< a connection is answer enough
    bool head = false;        ///< HEAD instead of GET
    std::string path = "/";
    std::string host;       ///< Host field; empty: the target's
    std::uint16_t port = 0; ///< 0: the target's
    std::int64_t intervalMs = 10'000;
    std::int64_t timeoutMs = 2'000;
    std::uint32_t healthyAfter = 2;
    std::uint32_t unhealthyAfter = 3;
    int statusFrom = 200;
    int statusTo = 399;

    bool operator==(const CheckRules&) const = default;
};

/// A target that fails real requests is left alone for a while, longer each time.
struct EjectionRules {
    std::uint32_t failures = 0; ///< in a row; 0: never
    std::int64_t baseNs = 10'000'000'000;
    std::int64_t maxNs = 300'000'000'000;
    std::uint32_t maxPercent = 50; ///< of the group at the same time
    bool countStatuses = true;     ///< 502, 503 and 504 are failures too
};

/// Servers that stand for each other. Immutable once sealed; shared by the requests of a snapshot.
struct UpstreamGroup {
    std::uint64_t key = 0; ///< stable: positions and budgets hang on it
    std::string id;        ///< "upstream:<id>", "api:<id>", "endpoint:<id>", "routing:<key>"
    std::string label;     ///< for people
    std::vector<UpstreamTarget> targets;
    std::uint32_t startIndex = 0;
    std::vector<std::uint16_t> schedule; ///< makeSchedule() of the weights; empty when all are alike
    BalancingKind balancing = BalancingKind::RoundRobin;
    HashKey hash;
    StickyRules sticky;
    CheckRules check;
    EjectionRules ejection;
    std::int64_t slowStartNs = 0;
    bool panic = false; ///< with no usable target, use all that are not drained
    RetryRules retry;   ///< when the API has none of its own
    std::uint32_t retries = 0;

    std::uint64_t shape = 0; ///< changes with the list of targets; made by seal()
    bool even = false;       ///< all targets take turns alike; made by seal()

    /// Makes what follows from the rest: keys, schedule. Again after every change of targets.
    void seal();
};

/// A well mixed 64-bit number from two.
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b) noexcept
{
    std::uint64_t x = a + 0x9e3779b97f4a7c15ULL * (b | 1) + (b << 1);
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

std::uint64_t hashOfText(std::string_view text) noexcept;

} // namespace gatehouse::proxy
