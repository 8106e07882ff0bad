// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/json_table_model.h"

namespace gatehouse::console {

/// What a consumer shows who it is with, as rows of one table: API keys, passwords, signing keys, client
/// certificate. Each has `id`, `kind` (key, basic, hmac, certificate), `name`, `where`, `previous`,
/// `expires_at`, `last_used_at`, `created_at`; a key also `subscription_id`, `api` and `consumer`.
namespace credentials {

QList<Column> columns();
QString idOf(const QJsonObject& row);
/// A newer one is there; it works on until its grace period ends.
bool isRotatedOut(const QJsonObject& row);
/// "API key", "Password", …
QString kindWord(const QJsonObject& row);
/// The name in sentences: "API key stoa_sk_1234…".
QString nameOf(const QJsonObject& row);

/// Of an entry of GET /v1/keys.
QJsonObject fromKey(const QJsonObject& key);
/// Of an entry of GET /v1/consumers/…/credentials.
QJsonObject fromLogin(const QJsonObject& login);
/// Of the consumer itself; empty without a certificate.
QJsonObject fromConsumer(const QJsonObject& consumer);

/// Why it cannot be rotated, or empty.
QString whyNotRotated(const QJsonObject& row);
QString whyNotRevoked(const QJsonObject& row);

} // namespace credentials

} // namespace gatehouse::console
