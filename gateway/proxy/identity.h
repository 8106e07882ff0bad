// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/credential_texts.h"
#include "gateway/proxy/use_mark.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
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
    bool hasPlan = false; ///< the numbers below come from a tier or plan, also when all of them are zero
    std::uint64_t perSecond = 0, perMinute = 0, perHour = 0, perDay = 0, perMonth = 0;
    std::uint64_t burstPerSecond = 0, burstPerMinute = 0, burstPerHour = 0;
    bool planThrottle = false;       ///< requests over a plan window wait instead of being refused
    std::int64_t planMaxQueueMs = 0; ///< the longest such wait; what would wait longer is refused
    std::uint64_t quotaPerDay = 0, quotaPerMonth = 0; ///< requests per calendar day and month, UTC
    std::uint64_t quotaBytesPerMonth = 0;             ///< both directions
    std::int64_t validFromMs = 0, validUntilMs = 0;   ///< of the plan's numbers; wall clock; zero: open end
    std::shared_ptr<const PrincipalLimits> fallback;  ///< plan outside of these dates; null: the default one
};

/// What a user has left to spend in a credit group. Lives beside the snapshots, so that it survives every
/// reload; the workers take from it, the control thread fills it and writes down what was spent. Thread-safe.
class CreditCell {
public:
    explicit CreditCell(std::int64_t left)
        : m_left(left)
    {
    }

    /// Takes one credit; false when there is none. Never goes below zero.
    bool take()
    {
        const std::scoped_lock lock(m_mutex);
        if (m_left <= 0)
            return false;
        --m_left;
        ++m_spent;
        return true;
    }
    std::int64_t left() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_left;
    }
    /// What was spent since the last call; the document is to be reduced by it.
    std::int64_t collectSpent()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_spent, 0);
    }
    /// What another process has let pass on the same balance; this one writes it down.
    void spend(std::int64_t amount)
    {
        const std::scoped_lock lock(m_mutex);
        m_left = std::max<std::int64_t>(m_left - amount, 0);
        m_spent += amount;
    }
    /// The document says `stored` now; what was spent and not yet collected still counts.
    void settle(std::int64_t stored)
    {
        const std::scoped_lock lock(m_mutex);
        m_left = std::max<std::int64_t>(stored - m_spent, 0);
    }
    /// What was collected could not be written down.
    void returnSpent(std::int64_t spent)
    {
        const std::scoped_lock lock(m_mutex);
        m_spent += spent;
    }

private:
    mutable std::mutex m_mutex;
    std::int64_t m_left;
    std::int64_t m_spent = 0;
};

struct CreditAccount {
    Symbol group = 0;
    std::shared_ptr<CreditCell> cell;
    std::string ownKey; ///< shown to the upstream instead of the group's; empty: none
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
    std::vector<CreditAccount> credits; ///< one per credit group
    std::uint64_t counterKey = 0;       ///< hash of id, computed once
    /// The same principal as it calls one API, where a subscription has a plan of its own; sorted.
    std::vector<std::pair<Symbol, std::shared_ptr<const Identity>>> perApi;

    const Identity* on(Symbol api) const
    {
        for (const auto& [symbol, identity] : perApi) {
            if (symbol == api)
                return identity.get();
        }
        return this;
    }
    const CreditAccount* creditsOf(Symbol group) const
    {
        for (const CreditAccount& account : credits) {
            if (account.group == group)
                return &account;
        }
        return nullptr;
    }
};

/// An API key as found by the SHA-256 of what the caller sent, or what a caller is known by (CallerName).
struct CredentialEntry {
    std::shared_ptr<const Identity> identity;
    CredentialTexts texts;
    UseMarkPointer used;          ///< null: nobody wants to know
    std::int64_t expiresAtMs = 0; ///< wall clock; zero: never
    Symbol api = 0;      ///< the only one it is good for; zero: all that the identity is subscribed to
    bool usable = true;  ///< false: suspended or revoked
    bool isName = false; ///< known by a name of the principal itself, without a credential
};

/// By what a principal can be found besides an API key, within its tenant.
enum class CallerName : char {
    ExternalId = 'e',  ///< of a consumer
    ProviderId = 'p',  ///< of a consumer in its identity provider
    Fingerprint = 'f', ///< SHA-256 of a client certificate, lower-case hex
    Subject = 's',     ///< of a client certificate, RFC 2253
    Login = 'b',       ///< name of a password
    SigningKey = 'h'   ///< id of a shared secret
};

/// The parts of a key of RuntimeSnapshot::callers, to be joined.
constexpr char callerKeySeparator = '\0';
inline std::string callerKey(CallerName by, std::string_view tenant, std::string_view name)
{
    std::string key(1, static_cast<char>(by));
    key.append(tenant).append(1, callerKeySeparator).append(name);
    return key;
}

} // namespace gatehouse::proxy
