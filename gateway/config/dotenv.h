// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace gatehouse::config {

struct DotEnvEntry {
    QString name;
    QString value;
    int line = 0;
};

struct DotEnvFault {
    int line = 0;
    QString message;
};

struct DotEnvFile {
    QList<DotEnvEntry> entries; ///< in the order of the file; a repeated name appears repeatedly
    QList<DotEnvFault> faults;
};

/// Reads NAME=value lines. `export ` in front is allowed; # starts a comment at the beginning of a line or
/// after a blank. 'single quotes' keep everything; "double quotes" know \n \r \t \" \\ \$; both may span
/// lines. There is no substitution of variables: a dollar sign is a dollar sign.
DotEnvFile parseDotEnv(const QString& text);

/// The .env files from `directory` up to the root, nearest first.
QStringList findDotEnvFiles(const QString& directory);

} // namespace gatehouse::config
