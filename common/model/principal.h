// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/document_header.h"
#include "common/model/field.h"

namespace gatehouse {

/// The limits a principal carries itself, whatever its plan says (models.md 3). Window words are second,
/// minute, hour, day, week, month, year, singular or plural; any other word counts as a minute.
struct TrafficLimits {
    std::optional<qint64> rateLimit; ///< requests per window; wire name rate_limit_duration
    QString rateLimitWindow;
    std::optional<bool> rateLimitEnabled;
    std::optional<qint64> throttleLimit; ///< requests per window before delays begin
    QString throttleWindow;
    std::optional<qint64> throttleWait; ///< wait units per excess request
    QString throttleWaitUnit;
    std::optional<qint64> throttleQueueLimit;
    std::optional<bool> throttleEnabled;
    std::optional<qint64> bandwidthLimitBytes; ///< 0 or unset: off
    QString bandwidthWindow{QStringLiteral("day")};
    std::optional<bool> bandwidthEnabled;
};

/// A principal that may log in: platform user, console user, service client of the admin API.
struct User : DocumentHeader, TrafficLimits {
    static constexpr Kind kKind = Kind::User;

    QString username;
    QString email;
    QByteArray passwordHash; ///< bcrypt or yescrypt text
    QString role;
    QStringList groups;
    std::optional<QJsonObject> customAttributes;
    bool active = true;
    bool uiAccess = false;
    QString tenant; ///< empty = every tenant
    bool serviceClient = false;
    TimeMs lastLoginAt;
    bool mustChangePassword = false;
};
template <>
const EntityTable& tableOf<User>();

enum class ConsumerStatus : std::uint8_t { Active, Suspended, Blocked };
constexpr auto wireNames(ConsumerStatus)
{
    return std::array{"active", "suspended", "blocked"};
}

/// A principal that calls APIs with keys, certificates or foreign tokens and cannot log in. On the platform
/// surface it is shown as a user of that kind, by its external id.
struct Consumer : DocumentHeader, TrafficLimits {
    static constexpr Kind kKind = Kind::Consumer;

    QString tenant{QStringLiteral("default")};
    QString externalId; ///< unique in the tenant
    QString name;
    QString email;
    QString company;
    QString description;
    ConsumerStatus status = ConsumerStatus::Active;
    QStringList groups{QStringLiteral("ALL")}; ///< however it is made: what the form for a new API admits
    QString planId;
    std::optional<QJsonObject> metadata;
    QString keycloakUserId;
    QByteArray certificateFingerprint; ///< SHA-256 of the client certificate, hex
    QString certificateSubject;        ///< RFC 2253, most specific part first; used when no fingerprint fits
    TimeMs certificateNotAfter;
};
template <>
const EntityTable& tableOf<Consumer>();

} // namespace gatehouse
