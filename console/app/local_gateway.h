// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "console/client/connection_profile.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcessEnvironment>
#include <QTimer>

namespace gatehouse::console {

/// A gateway on this machine that the console starts and stops: memory mode, a data directory of its own,
/// loopback administration. Its keys and the password of its administrator are made once and kept in files
/// that only the user can read (mode 0600). It is a process of its own, so it can go on when the console
/// closes, and a later console finds it again. Everything is asynchronous; GUI thread.
class LocalGateway : public QObject {
    Q_OBJECT
public:
    enum class State { Stopped, Starting, Running, Stopping, Failed };
    /// `folder` holds data, keys and log; empty: the user's data directory. `program` empty: beside this
    /// program, else in PATH.
    explicit LocalGateway(const QString& folder = {}, const QString& program = {}, QObject* parent = nullptr);

    State state() const { return m_state; }
    /// Why it failed, with the last lines of its log.
    const QString& problem() const { return m_problem; }
    const QString& folder() const { return m_folder; }
    QString logFile() const { return path(QStringLiteral("gateway.log")); }
    /// The newest lines of its log.
    QString logTail(int lines = 200) const;
    /// Empty: there is no gateway program on this machine.
    const QString& program() const { return m_program; }
    int adminPort() const { return m_adminPort; }
    int publicPort() const { return m_publicPort; }
    /// How the console connects to it; always the same id, so that it stays one connection.
    ConnectionProfile profile() const;
    Secret password() const;

    void start();
    /// Lets calls under way end; the state says when it is gone.
    void stop();
    /// For the end of the console: asks it to stop and does not wait.
    void stopWithoutWaiting();

    static constexpr char profileId[] = "local-gateway";

Q_SIGNALS:
    void stateChanged(gatehouse::console::LocalGateway::State state);

private:
    QString path(const QString& name) const { return m_folder + QChar(u'/') + name; }
    void setState(State state);
    void fail(const QString& problem);
    Result<void> prepare() const;
    QProcessEnvironment environment() const;
    bool adopt();
    void watch();
    bool readPorts();
    bool isOurProcess(qint64 pid) const;
    QString m_folder;
    QString m_program;
    QString m_problem;
    State m_state = State::Stopped;
    qint64 m_pid = 0;
    int m_adminPort = 0;
    int m_publicPort = 0;
    QTimer m_watch;
    QElapsedTimer m_since;
};

} // namespace gatehouse::console
