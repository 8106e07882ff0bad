// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/api_client.h"
#include "console/ctl/command.h"

#include <QObject>

#include <memory>

namespace gatehouse::console {

/// One run of gatehousectl: reads the command line, makes the calls, prints, and says when it is over.
class Ctl : public QObject {
    Q_OBJECT

public:
    explicit Ctl(QObject* parent = nullptr);

    /// Starts the command. finished() comes later, also for faults of the command line.
    void start(const QStringList& arguments);

Q_SIGNALS:
    void finished(int exitCode);

private:
    struct Parsed {
        QStringList words;
        QHash<QString, QString> options;
    };
    /// Help and completion, which need no gateway; false when the arguments ask for neither.
    bool answerAlone(const QStringList& arguments);
    Result<Parsed> parse(const QStringList& arguments) const;
    bool connectTo(const Parsed& parsed, CommandContext& context);
    void usage(const QString& text);
    void print(const CommandContext& context, const QJsonObject& answer, const QString& text, Exit code);
    void printError(const Error& error);
    void end(Exit code);

    ApiClient m_client;
};

} // namespace gatehouse::console
