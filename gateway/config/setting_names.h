// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings_table.h"

namespace gatehouse::config {

/// The name of a setting, then its older names, in the order in which they are tried. Made once, any thread.
const QStringList& namesOf(const SettingRow& row);

} // namespace gatehouse::config
