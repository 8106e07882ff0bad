// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/field.h"

#include <QStringView>

namespace gatehouse {

/// Whether the text has the form; an empty text has every form (a length rule refuses it).
bool matchesFormat(TextFormat format, const QString& text);

/// What the form asks for, as the end of "must be ...".
QString formatRule(TextFormat format);

/// Milliseconds since 1970 from RFC 3339 text; text without a zone is UTC. Empty on bad text.
std::optional<qint64> parseTime(const QString& text);

/// Milliseconds from "250ms", "15s", "2m", "1h" or a plain number of seconds.
std::optional<qint64> parseDurationMs(const QString& text);

} // namespace gatehouse
