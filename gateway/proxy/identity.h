// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::proxy {

/// A name made small: tenants, groups, roles and APIs get a number that never changes within a process.
using Symbol = std::uint32_t;

enum class PrincipalKind : std::uint8_t { None, User, Consumer, Client };

/// Units of fixed windows. Month is 30 days, year 365 (data-plane section 5.1).
enum class WindowUnit : std::uint8_t { Second, Minute, Hour, Day, Week, Month, Year };

constexpr std::int64_t secondsOf(WindowUnit unit)
{
    constexpr std::int64_t seconds[] = {1, 60, 3600, 86'400, 604'800, 2'592'000, 31'536'000};
    return seconds[static_cast<std::size_t>(unit)];
}

/// Limits that travel with a principal (user document, tier, plan). Zero means: no such limit.
struct PrincipalLimits {
    bool rateOn = false;
    std::uint64_t rateCount = 60;
    WindowUnit rateUnit = WindowUnit::Minute;

    bool throttleOn = false;
    std::uint64_t throttleCount = 10;
    WindowUnit throttleUnit = WindowUnit::Second;
    std::uint64_t throttleQueue = 10;
    std::int64_t throttleWaitMs = 500; ///< waiting time per request over the limit

    std::uint64_t bandwidthBytes = 0;
    WindowUnit bandwidthUnit = WindowUnit::Day;

    // Tier or plan windows (data-plane section 5.4, week-one plans).
    std::uint64_t perSecond = 0, perMinute = 0, perHour = 0, perDay = 0, perMonth = 0;
    std::uint64_t burstPerSecond = 0, burstPerMinute = 0, burstPerHour = 0;
    std::int64_t validFromMs = 0, validUntilMs = 0; ///< wall clock; zero: open end
};

/// Who is calling, as the data path needs it. Immutable; belongs to a snapshot.
struct Identity {
    PrincipalKind kind = PrincipalKind::None;
    std::string id;   ///< stable document id: the key of all counters
    std::string name; ///< username or external id, for logs and X-Doorman-User
    Symbol tenant = 0;
    Symbol role = 0;
    std::uint64_t roleBits = 0;
    bool admin = false;
    bool active = true;
    bool allTokensRevoked = false;
    std::vector<Symbol> groups;        ///< sorted
    std::vector<Symbol> subscriptions; ///< sorted symbols of APIs
    std::shared_ptr<const PrincipalLimits> limits;
    std::uint64_t counterKey = 0; ///< hash of id, computed once
};

/// An API key as found by the SHA-256 of what the caller sent.
struct CredentialEntry {
    std::string id;
    std::string subscription; ///< id; empty: the key is good for all of its owner's
    std::string prefix;       ///< first characters of the key, to recognise it in the log
    std::shared_ptr<const Identity> identity;
    std::vector<Symbol> apis;     ///< sorted; empty: all APIs the identity is subscribed to
    std::int64_t expiresAtMs = 0; ///< wall clock; zero: never
    bool usable = true;           ///< false: suspended or revoked
};

} // namespace gatehouse::proxy
