// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"

#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <functional>

namespace gatehouse {
struct EntityTable;
}

namespace gatehouse::console {

class ApiClient;

/// Names of options with a value, and of those without.
const QStringList& valueOptions();
const QStringList& flagOptions();

/// Exit codes of gatehousectl; scripts rely on them.
enum class Exit { Done = 0, Refused = 1, Usage = 2, NotLoggedIn = 3, NoConnection = 4 };

/// What a command works with: its arguments, the client, and where the answer goes.
struct CommandContext {
    QStringList arguments;           ///< without the command's own words
    QHash<QString, QString> options; ///< "search" -> "orders"; flags have the value "true"
    ApiClient* client = nullptr;
    QObject* owner = nullptr;
    bool json = false;
    /// Ends the program with this answer: printed as a table or object for people, or as JSON.
    std::function<void(const QJsonObject& answer, const QString& text)> succeed;
    /// The same with another exit code, for what was done in part.
    std::function<void(const QJsonObject& answer, const QString& text, Exit code)> finish;
    std::function<void(const Error& error)> fail;

    QString option(const QString& name) const { return options.value(name); }
    bool has(const QString& name) const { return options.contains(name); }
    QString at(int place) const { return arguments.value(place); }
};

/// A row of the command table.
struct Command {
    QString words;     ///< "api list"
    QString arguments; ///< "NAME VERSION [KEY=VALUE...]"
    int least = 0;     ///< arguments
    int most = 0;      ///< -1: any number
    QString help;
    std::function<void(CommandContext)> run;
    bool needsLogin = true;
    const EntityTable& (*table)() = nullptr; ///< of its KEY=VALUE words; null: it takes none
    QString details = {};                    ///< more for the page of the command
};

const QList<Command>& commands();
/// The command whose words begin the list, or null; `used` tells how many words it took.
const Command* findCommand(const QStringList& words, int* used);
/// The help text: usage, options, all commands.
QString helpText();
/// The page of one command, in the sections of a man page.
QString helpPage(const Command& command);
/// What may come after these words, one per line: the next word of commands, fields with an equals sign,
/// options.
QString completionsAfter(const QStringList& words);

} // namespace gatehouse::console
