// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"

#include <optional>

namespace gatehouse::config {

/// What became of one text. `problem` says what is wrong without the text itself when the row is a secret.
struct ParsedValue {
    SettingValue value;
    QString rule;    ///< of `problem`
    QString problem; ///< empty = good
    QString warning; ///< the value counts, but not as one might think
};

/// Reads the text of one setting by the rule of its row. Paths stay as they are (the loader makes them
/// absolute).
ParsedValue parseValue(const SettingRow& row, const QString& text);

/// "10.0.0.1", "10.0.0.0/8", "2001:db8::/32"; no host bits rule, no names.
bool isAddressOrNetwork(const QString& text);

/// A number with an optional unit of the Duration type, in seconds.
std::optional<double> parseSeconds(const QString& text);
/// A number with an optional unit of the Bytes type.
std::optional<double> parseBytes(const QString& text);

} // namespace gatehouse::config
