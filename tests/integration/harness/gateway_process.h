// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcess>
#include <QProcessEnvironment>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace gatehouse::harness {

/// How a program ended and what it printed.
struct ProgramRun {
    int status = -1; ///< exit status; -1 when it crashed or could not be started
    QString out;
    QString err;
};

/// A program of the build (folder GATEHOUSE_BIN) run to its end.
ProgramRun runProgram(const QString& name, const QStringList& arguments,
                      const QProcessEnvironment& environment, const QByteArray& input = {});

/// The real gateway program in a directory of its own, on free ports. Blocking; one thread. Killed and its
/// directory removed at the end.
class GatewayProcess {
public:
    GatewayProcess();
    ~GatewayProcess();
    Q_DISABLE_COPY_MOVE(GatewayProcess)

    static QString password() { return QStringLiteral("Correct-Horse-7-Battery"); }

    /// Environment of the next start. A null value takes the variable away.
    void set(const QString& name, const QString& value);
    const QProcessEnvironment& environment() const { return m_environment; }

    /// Starts and waits until it listens. False when it ends before, or within the patience of the harness.
    bool start();
    /// Without waiting for anything but the process.
    /// Commands for the shell that becomes the gateway, such as "ulimit -n 200".
    void setShellCommands(const QString& commands) { m_shell = commands; }
    /// Runs in the new process before it becomes the gateway; only calls that are safe after fork().
    void setBeforeExec(std::function<void()> run) { m_beforeExec = std::move(run); }
    /// Waits until an upgrade has put another process in the place of this one, which then is the one meant.
    /// The old one must end by itself with status 0.
    bool followUpgrade();
    qint64 processId() const;
    void launch();
    /// Whether the process ends in time.
    bool waitForEnd();
    bool isRunning() const;
    /// Valid after the end; -1 after a kill.
    int exitStatus() const;
    void signal(int number);
    /// SIGKILL, and waits.
    void kill();
    /// SIGTERM, and waits; the exit status.
    int stop();
    /// The program with arguments in the same environment, to its end.
    ProgramRun run(const QStringList& arguments) const;

    quint16 publicPort() const { return m_publicPort; }
    quint16 adminPort() const { return m_adminPort; }
    QString directory() const { return m_directory.path(); }
    QString dataDir() const { return m_directory.filePath(QStringLiteral("data")); }
    QString logsDir() const { return m_directory.filePath(QStringLiteral("logs")); }
    /// What the program printed, of all its starts.
    QByteArray output() const;

    /// The first line of the access log, present or to come, that fits; empty when the time is over.
    QJsonObject accessLine(const std::function<bool(const QJsonObject&)>& fits) const;
    QJsonObject accessLine(const QByteArray& requestId) const;
    /// Whether the file under the log directory holds the text, now or within the patience.
    bool logHolds(const QString& file, const QByteArray& text) const;

private:
    bool readPorts();

    QTemporaryDir m_directory;
    QProcessEnvironment m_environment;
    std::unique_ptr<QProcess> m_process;
    QString m_shell;
    std::function<void()> m_beforeExec;
    qint64 m_successor = 0; ///< after an upgrade; no child of this process
    quint16 m_publicPort = 0;
    quint16 m_adminPort = 0;
};

} // namespace gatehouse::harness
