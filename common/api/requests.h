// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"
#include "common/model/time_ms.h"

#include <QJsonObject>
#include <QStringList>

namespace gatehouse {

// Request bodies that are no documents. Read them with fromJson<T>(), write them with toJson().

struct LoginRequest {
    QString email; ///< or user name
    QString password;
};
template <>
const EntityTable& tableOf<LoginRequest>();

struct PasswordRequest {
    QString newPassword;
};
template <>
const EntityTable& tableOf<PasswordRequest>();

struct SubscribeRequest {
    QString username;
    QString apiName;
    QString apiVersion;
};
template <>
const EntityTable& tableOf<SubscribeRequest>();

struct RotateKeyRequest {
    QString creditGroup;
};
template <>
const EntityTable& tableOf<RotateKeyRequest>();

struct TierUpgradeRequest {
    QString userId;
    QString newTierId;
    bool immediate = true;
    TimeMs scheduledDate;
};
template <>
const EntityTable& tableOf<TierUpgradeRequest>();

struct TierDowngradeRequest {
    QString userId;
    QString newTierId;
    int gracePeriodDays = 0;
};
template <>
const EntityTable& tableOf<TierDowngradeRequest>();

struct TierTemporaryRequest {
    QString userId;
    QString tempTierId;
    int durationDays = 1;
};
template <>
const EntityTable& tableOf<TierTemporaryRequest>();

struct TierTrialRequest {
    QString userId;
    QString tierId;
    int days = 14;
};
template <>
const EntityTable& tableOf<TierTrialRequest>();

struct TierPaymentRequest {
    QString userId;
    QString reason;
};
template <>
const EntityTable& tableOf<TierPaymentRequest>();

struct BulkRulesRequest {
    QStringList ruleIds;
};
template <>
const EntityTable& tableOf<BulkRulesRequest>();

struct DuplicateRuleRequest {
    QString newRuleId;
};
template <>
const EntityTable& tableOf<DuplicateRuleRequest>();

struct VaultRequest {
    QString keyName;
    QString value;
    QString description;
};
template <>
const EntityTable& tableOf<VaultRequest>();

/// Of a dump to write or to read; empty = the setting.
struct PathRequest {
    QString path;
};
template <>
const EntityTable& tableOf<PathRequest>();

/// One target of an upstream, or all of them.
struct TargetRequest {
    QString upstream; ///< id or name as the list of states shows it
    QString target;   ///< address as it is written in the document; empty: all, where that is allowed
};
template <>
const EntityTable& tableOf<TargetRequest>();

struct CorsCheckRequest {
    QString origin;
    QString method;
    QStringList requestHeaders;
    bool withCredentials = false;
};
template <>
const EntityTable& tableOf<CorsCheckRequest>();

struct ChaosRequest {
    QString backend; ///< redis or mongo
    bool enabled = false;
    std::optional<qint64> durationMs;
};
template <>
const EntityTable& tableOf<ChaosRequest>();

/// Checks a change without making it. With `id` the document is a partial update of that one.
struct ValidateRequest {
    QString kind; ///< wire name of a Kind
    QString id;
    bool remove = false;
    QJsonObject document;
};
template <>
const EntityTable& tableOf<ValidateRequest>();

/// Sent through the gateway itself, by the request tester.
struct TestCallRequest {
    QString method{QStringLiteral("GET")};
    QString path; ///< with query, as a client sends it
    QJsonObject headers;
    QString body;
    QString bodyEncoding{QStringLiteral("text")}; ///< text or base64
    QString host;
    bool asCaller = false; ///< with the caller's own identity instead of the given headers
};
template <>
const EntityTable& tableOf<TestCallRequest>();

} // namespace gatehouse
