// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/config/settings.h"
#include "gateway/control/documents.h"

namespace gatehouse::app {

// SECURITY_SETTINGS_FILE: what a new store takes its security settings from (models 14).

/// Makes the file equal to the stored settings, whole or not at all; leaves it alone when it is already.
Result<void> mirrorSecuritySettings(const config::Settings& settings, const control::Documents& documents);
/// Where the mirrored settings have dumps written; MEM_DUMP_PATH when there is no such file or it tells
/// nothing.
QString mirroredDumpPath(const config::Settings& settings);

} // namespace gatehouse::app
