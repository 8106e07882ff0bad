// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QJsonObject>
#include <QJsonValue>

namespace gatehouse {

/// What a handler answers, before it is decided how that looks on the wire.
struct Answer {
    enum class Kind { Message, Object, Error, Raw };

    Kind kind = Kind::Object;
    int status = 200;
    QString text;    ///< message or error text
    QString code;    ///< error code; may be empty
    QJsonValue body; ///< Object and Raw
    Faults faults;

    static Answer message(int status, const QString& text);
    static Answer object(int status, const QJsonObject& body);
    static Answer raw(int status, const QJsonValue& body);
    static Answer error(int status, const QString& code, const QString& text);
    /// Status, code and text by the error table; faults go along.
    static Answer error(const Error& error);
    /// {"detail": text}, as the original's framework answers.
    static Answer detail(int status, const QString& text);
};

/// What goes on the wire.
struct WireAnswer {
    int httpStatus = 200;
    QJsonValue body;
};

/// Platform routes 0.1. `strict` is STRICT_RESPONSE_ENVELOPE: HTTP 200 with `status_code` in the body, except
/// for raw answers. Faults are added to errors as `faults`: [{field, rule, message}], which the original has
/// not.
WireAnswer toWire(const Answer& answer, bool strict);

} // namespace gatehouse
