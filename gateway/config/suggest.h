// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::config {

/// The number of edits (insert, drop, change, swap of neighbours) between two words.
int editDistance(const QString& a, const QString& b);

/// The name of a setting that was probably meant by `name`; empty when none is near, or when `name` is one.
QString nearestSetting(const QString& name);

} // namespace gatehouse::config
