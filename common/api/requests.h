// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"
#include "common/model/time_ms.h"

#include <QJsonArray>
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

struct CrudImportRequest {
    QJsonArray items;     ///< records; without _id one is made
    bool replace = false; ///< in place of all that are there
};
template <>
const EntityTable& tableOf<CrudImportRequest>();

/// Checks a change without making it. With `id` the document is a partial update of that one.
struct ValidateRequest {
    QString kind; ///< wire name of a Kind
    QString id;
    bool remove = false;
    QJsonObject document;
};
template <>
const EntityTable& tableOf<ValidateRequest>();

/// Sent through the gateway itself, by the request tester (POST /platform/test-request). The request takes
/// the way of every other one of that path, from the caller's own address, and is marked with X-IS-TEST
/// unless the headers say otherwise. The answer tells its way; everything that does not apply is null:
///
///     {"request_id": "...", "client": "127.0.0.1",
///      "route": {"api_id","api_name","api_version","prefix","protocol","operation": {"id","method","uri"} |
///      null} | null, "caller": {"name","kind": "user"|"consumer"|"client"} | null, "phases": [{"phase":
///      "limit", "filter": "user_rate",
///                  "hook": "request"|"request_body"|"upstream_answer"|"answer"|"answer_body",
///                  "decision": "continue"|"respond"|"wait",
///                  "would_refuse": "rate_limited" | null,        // a dry-run filter
///                  "at_us","took_us","waited_us"}],              // in the order in which they ran
///      "upstream": [{"target": "10.0.0.7:8080", "request": "GET /items", "headers": ["Host", ...],
///                    "status": 200 | null, "reason": "connect_refused" | null, "detail",
///                    "at_us","took_us"}],
///      "outcome": {"reason": "rate_limited" | null, "source": "none"|"client"|"gateway"|"upstream",
///                  "policy","detail"},
///      "timing": {"total_us","gateway_us","upstream_us","waited_us"},
///      "response": {"status","reason","headers": [["Content-Type","application/json"], ...],
///                   "body","body_encoding": "text"|"base64","body_bytes","truncated"}}
///
/// Of a body 1 MiB is shown. Reasons are the words of gateway/proxy/reason.h, phases and filters those of
/// /platform/routes/{api}/effective. Times are microseconds since the head of the request was complete.
struct TestCallRequest {
    QString method{QStringLiteral("GET")};
    QString path;        ///< with query, as a client sends it
    QJsonObject headers; ///< name -> text, or a list of texts
    QString body;
    QString bodyEncoding{QStringLiteral("text")}; ///< text or base64
    QString host;
    bool asCaller = false; ///< with the caller's own identity instead of the given headers
};
template <>
const EntityTable& tableOf<TestCallRequest>();

} // namespace gatehouse
