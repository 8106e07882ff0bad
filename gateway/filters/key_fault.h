// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/identity.h"
#include "gateway/proxy/reason.h"

#include <array>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// Why an API key, or a consumer known by something else, is refused (week-one runbook 9: distinct codes, and
/// 403 with the state).
enum class KeyFault : std::uint8_t {
    None,
    Missing,
    Unknown,
    Expired,
    RotatedOut, ///< a newer key has taken its place and its grace period is over
    Revoked,
    ConsumerSuspended,
    ConsumerBlocked,
    SubscriptionPending,
    SubscriptionSuspended,
    SubscriptionRevoked,
    SubscriptionExpired,
    SubscriptionRejected,
    SubscriptionGone
};

struct KeyRefusal {
    KeyFault fault;
    proxy::Reason reason;
    std::string_view code, text;
};

/// One row per fault, in the order of the enum; docs/week-one.md lists the codes.
inline constexpr std::array keyRefusals{
    KeyRefusal{KeyFault::None, proxy::Reason::None, {}, {}},
    KeyRefusal{KeyFault::Missing, proxy::Reason::Unauthenticated, "api_key_missing", "API key is missing"},
    KeyRefusal{KeyFault::Unknown, proxy::Reason::Unauthenticated, "api_key_unknown", "API key is not valid"},
    KeyRefusal{KeyFault::Expired, proxy::Reason::Unauthenticated, "api_key_expired", "API key has expired"},
    KeyRefusal{KeyFault::RotatedOut, proxy::Reason::Unauthenticated, "api_key_rotated_out",
               "API key was replaced by a newer one"},
    KeyRefusal{KeyFault::Revoked, proxy::Reason::Unauthenticated, "api_key_revoked", "API key is revoked"},
    KeyRefusal{KeyFault::ConsumerSuspended, proxy::Reason::NotSubscribed, "consumer_suspended",
               "Consumer is suspended"},
    KeyRefusal{KeyFault::ConsumerBlocked, proxy::Reason::NotSubscribed, "consumer_blocked",
               "Consumer is blocked"},
    KeyRefusal{KeyFault::SubscriptionPending, proxy::Reason::NotSubscribed, "subscription_pending",
               "Subscription is pending"},
    KeyRefusal{KeyFault::SubscriptionSuspended, proxy::Reason::NotSubscribed, "subscription_suspended",
               "Subscription is suspended"},
    KeyRefusal{KeyFault::SubscriptionRevoked, proxy::Reason::NotSubscribed, "subscription_revoked",
               "Subscription is revoked"},
    KeyRefusal{KeyFault::SubscriptionExpired, proxy::Reason::NotSubscribed, "subscription_expired",
               "Subscription is expired"},
    KeyRefusal{KeyFault::SubscriptionRejected, proxy::Reason::NotSubscribed, "subscription_rejected",
               "Subscription is rejected"},
    KeyRefusal{KeyFault::SubscriptionGone, proxy::Reason::NotSubscribed, "subscription_gone",
               "Subscription is not there any more"},
};

constexpr const KeyRefusal& refusalOf(KeyFault fault)
{
    return keyRefusals[static_cast<std::size_t>(fault)];
}

/// What the index notes about a key besides its owner. It is kept where logins have their verifier, which
/// keys have none of: a key that is accepted for good takes no byte more.
struct KeyNote {
    KeyFault stop = KeyFault::None; ///< why it is refused now
    bool rotatedOut = false;        ///< a newer key exists; tells what it means that its time is over

    std::string text() const;
    static KeyNote of(const proxy::CredentialEntry& entry);
};

/// Why the index's entry refuses the key although it looks unusable or its time is over.
KeyFault stopOf(const proxy::CredentialEntry& entry, std::int64_t wallMs);

/// None when the key is accepted. Costs nothing more than the three conditions then.
inline KeyFault faultOf(const proxy::CredentialEntry& entry, std::int64_t wallMs)
{
    const bool over = entry.expiresAtMs != 0 && entry.expiresAtMs <= wallMs;
    return over || !entry.usable || !entry.identity->active ? stopOf(entry, wallMs) : KeyFault::None;
}

/// Where RuntimeSnapshot::callers keeps why a principal may not call an API, as the note of an entry; `api`
/// zero: any. Only what is stopped has an entry, and only refusals look for it.
std::string stopKey(std::string_view principal, proxy::Symbol api);

} // namespace gatehouse::filters
