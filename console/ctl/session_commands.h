// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/secret.h"
#include "console/ctl/command.h"

namespace gatehouse::console {

/// login, logout, status.
QList<Command> sessionCommands();

void createUser(const CommandContext& context);
void changePassword(const CommandContext& context);

/// The password from --password-stdin or --password-file (one newline at the end dropped), or typed at a
/// terminal without echo.
Result<Secret> readPassword(const CommandContext& context);

/// The session file: the token of a login, mode 0600, one per admin address.
class SessionFile {
public:
    SessionFile(const QString& directory, const QString& url);
    Secret token() const;
    Result<void> save(const Secret& token) const;
    void remove() const;

private:
    QString m_path;
};

} // namespace gatehouse::console
