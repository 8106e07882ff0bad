// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/config/settings.h"
#include "gateway/control/key_use.h"

namespace gatehouse::app {

/// Where the last use of API keys is kept over a restart: state/key-use.json in the data directory.
QString keyUseFile(const config::Settings& settings);

/// Writes it, whole or not at all, unless it is what was written last. `written` is what the call before gave
/// back: a checksum, zero at first.
Result<quint64> saveKeyUse(const QString& path, control::KeyUse& use, quint64 written);
/// Reads it back; a file that is not there is no error.
Result<void> restoreKeyUse(const QString& path, control::KeyUse& use);

} // namespace gatehouse::app
