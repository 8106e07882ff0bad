// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::observe {

/// One stored log line, taken apart. Views point into the line; those of JSON lines are still escaped.
/// Understands the access log (JSON), the gateway log (JSON and plain) and finds user, address and endpoint
/// in its messages.
struct LogLine {
    std::int64_t wallMs = 0;
    std::string_view level;
    std::string_view source; ///< logger
    std::string_view message;
    std::string_view requestId;
    std::string_view user;
    std::string_view ip;
    std::string_view method;
    std::string_view endpoint;
    std::string_view api;
    std::string_view reason;
    std::string_view upstream;
    double responseMs = -1; ///< -1 = none
    int status = -1;        ///< -1 = none
    bool isAccess = false;
    bool isJson = false;

    /// nullopt for a line of no known form.
    static std::optional<LogLine> parse(std::string_view line);
    /// "gateway", "auth" or "platform" (metrics-logs.md 7).
    std::string_view type() const;
    /// {timestamp, level, message, source, type} and what else is known.
    QJsonObject toJson() const;
    /// The message; that of an access line is made from its fields.
    QString messageText() const;
};

} // namespace gatehouse::observe
