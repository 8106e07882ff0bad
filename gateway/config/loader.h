// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"

#include <QMap>
#include <QString>

namespace gatehouse::config {

/// What the loader reads. In rank, highest first: overrides, environment, .env files (the nearest wins), the
/// file of DOORMAN_CONFIG_FILE, defaults. Names count in any case; an empty value counts as not set.
struct LoadInput {
    QMap<QString, QString> overrides;   ///< from the command line
    QMap<QString, QString> environment; ///< of the process
    QString workingDirectory;           ///< where the search for .env starts; empty = the current one
    bool readDotEnv = true;
    int processors = 0; ///< default of THREADS; 0 = ask the system

    /// Environment and working directory of this process.
    static LoadInput fromProcess();
};

/// Settings with everything that is wrong with them. Faulty settings have their default in `settings`, so
/// that a report can be made; nothing may start while `errors` is not empty.
struct LoadResult {
    Settings settings;
    Issues errors;
    Issues warnings;

    bool ok() const { return errors.isEmpty(); }
};

/// Reads and checks all settings; all faults at once. For each secret NAME also NAME_FILE is read: one
/// newline at the end is dropped; both set, or an unreadable or empty file, is an error. The only files
/// touched are .env files from the working directory upwards, the configuration file, and secret files.
LoadResult load(const LoadInput& input);

} // namespace gatehouse::config
