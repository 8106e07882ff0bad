// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "console/client/connection_profile.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace gatehouse::console {

/// The command line of gatehouse-console.
struct Options {
    QString profile; ///< id or name of a saved connection
    QString url;     ///< a connection that is not saved
    QString user;
    QString connectFile; ///< JSON with url, user, password; read once
    QString theme;       ///< auto, light, dark; empty = as set
    QString language;
    QString settingsFile; ///< instead of the user's
    QString screenshot;   ///< PNG; the console ends when it is written
    QString place;        ///< id of the first place
    QSize size;
    bool help = false;
    bool version = false;

    /// Faults name the option.
    static Result<Options> parse(const QStringList& arguments);
    static QString helpText();
};

/// What a connect file says; see ConnectFile::read.
struct ConnectFile {
    ConnectionProfile profile;
    Secret password;
    /// Refuses a file that others may read, because it holds a password. The id of the profile is derived
    /// from the address and the user, so that reading the same file again replaces the same connection.
    static Result<ConnectFile> read(const QString& path);
};

} // namespace gatehouse::console
