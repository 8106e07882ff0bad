// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/loader.h"

namespace gatehouse::config {

/// What a loader gets on a machine with four processors and no .env file.
inline LoadInput inputWith(const QMap<QString, QString>& environment)
{
    LoadInput input;
    input.environment = environment;
    input.readDotEnv = false;
    input.processors = 4;
    return input;
}

} // namespace gatehouse::config
