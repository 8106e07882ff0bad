// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>

#include <string>
#include <string_view>

namespace gatehouse::observe {

/// Replaces secrets in a log line by [REDACTED] (metrics-logs.md 6): values after authorization, cookie,
/// password, token and the like (any case, ":" or "="), JWT-shaped text and PEM private keys. Works on bytes;
/// the line may hold anything. Linear in the length of the line; no regular expressions, so that it also
/// works where the service may not make code at run time. A line without secrets is left untouched.
void redact(std::string& line);

/// True when redact() might change the text: a cheap first look for the hot path.
bool mayHoldSecret(std::string_view text);

/// Redacts details of an audit event: keys that name secrets, values that look like one (JWT, Bearer or
/// Basic, sk-..., PEM, 32 or more hex digits), at any depth, and all text as above.
QJsonValue redactJson(const QJsonValue& value);

} // namespace gatehouse::observe
