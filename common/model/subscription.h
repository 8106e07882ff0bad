// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

enum class PrincipalKind : std::uint8_t { User, Consumer };
constexpr auto wireNames(PrincipalKind)
{
    return std::array{"user", "consumer"};
}

enum class SubscriptionState : std::uint8_t { Pending, Active, Suspended, Revoked, Expired, Rejected };
constexpr auto wireNames(SubscriptionState)
{
    return std::array{"pending", "active", "suspended", "revoked", "expired", "rejected"};
}

/// One principal may call one API. The platform shows all of a user's as one document {username, apis}; that
/// view is made from these.
struct Subscription : DocumentHeader {
    static constexpr Kind kKind = Kind::Subscription;

    PrincipalKind principalKind = PrincipalKind::User;
    QString principal; ///< user name, or id of the consumer
    QString api;       ///< "name/version"; survives deleting and making the API again
    QString apiId;
    QString tenant{QStringLiteral("default")};
    SubscriptionState state = SubscriptionState::Active;
    QString statusReason;
    QString planId;
    TimeMs approvedAt;
    QString approvedBy;
    TimeMs expiresAt; ///< not set: never
    int ttlExtensions = 0;

    bool isUsable(qint64 nowMs) const
    {
        return state == SubscriptionState::Active && (!expiresAt.isSet() || expiresAt.ms > nowMs);
    }
};
template <>
const EntityTable& tableOf<Subscription>();

/// Subscriptions out of the platform's form {username, apis: ["name/version"]}, as dumps of the reference
/// hold them.
QList<Subscription> subscriptionsFromPlatform(const QJsonObject& document);

enum class CredentialKind : std::uint8_t { ApiKey, ClientSecret, Hmac, Basic };
constexpr auto wireNames(CredentialKind)
{
    return std::array{"api_key", "client_secret", "hmac", "basic"};
}

enum class CredentialState : std::uint8_t { Active, Revoked };
constexpr auto wireNames(CredentialState)
{
    return std::array{"active", "revoked"};
}

/// A key or secret of a principal. Only its hash is kept. During a grace period the previous key is a second
/// document with an expiry.
struct Credential : DocumentHeader {
    static constexpr Kind kKind = Kind::Credential;

    CredentialKind type = CredentialKind::ApiKey;
    CredentialState state = CredentialState::Active;
    bool previous = false; ///< rotated out, still accepted until it expires
    PrincipalKind principalKind = PrincipalKind::Consumer;
    int rotationCount = 0;
    QString principal;
    QString subscriptionId;                    ///< empty: for every subscription of the principal
    CompactText hash = CompactText::empty();   ///< SHA-256 in hex for keys; a slow hash for passwords
    CompactText sealed = CompactText::empty(); ///< encrypted shared secret, for hmac only
    CompactText login;  ///< name beside the password, id beside the shared secret; unique in the tenant
    CompactText prefix; ///< first characters, to recognise the key
    CompactText label;
    TimeMs expiresAt;
    TimeMs rotatedAt;
    TimeMs lastUsedAt;

    bool isUsable(qint64 nowMs) const
    {
        return state == CredentialState::Active && (!expiresAt.isSet() || expiresAt.ms > nowMs);
    }
};
template <>
const EntityTable& tableOf<Credential>();

} // namespace gatehouse
