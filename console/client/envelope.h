// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QJsonObject>

namespace gatehouse::console {

/// Error codes of the client itself; the gateway's own codes (API003, GTW012, ...) pass through unchanged.
inline constexpr char netError[] = "NETWORK"; ///< no answer: refused, not found, reset
inline constexpr char tlsError[] = "TLS";     ///< the certificate was not accepted
inline constexpr char timeoutError[] = "TIMEOUT";
inline constexpr char bodyError[] = "BODY"; ///< the answer is not what the API promises

enum class Failure { Network, Tls, Timeout, Body, Api };
Failure failureOf(const Error& error);

/// Unwraps every answer of the admin API: the strict envelope (HTTP 200 with `status_code`), the plain one,
/// and answers without envelope. HTTP 200 with a `status_code` of 400 or more is an error. An array becomes
/// {"items": [...]}, text becomes {"text": "..."}. Source: platform routes, 0.1 and 0.3.
Result<QJsonObject> unwrap(int httpStatus, const QByteArray& contentType, const QByteArray& body);

} // namespace gatehouse::console
