// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "gateway/net/socket.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

#include <sys/types.h>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace gatehouse::app {

// A binary upgrade without a lost request: the old process starts the new program with its listening sockets,
// and both talk over a socket pair, one byte per message:
//
//     new: 'L' settings are good, may I load?   old: refuses changes, flushes, lets go of the store, ('K'
//     keys) 'G' new: loads, listens on the same sockets, 'R'   old: stops accepting, drains, ends
//
// Whatever ends the new process before 'R' leaves the old one as it was. 'K' is followed by a size of four
// bytes and so many bytes of keys of session tickets, so that clients resume their sessions at the new
// process. A program that does not know 'K' takes it for 'G'. After 'R' the pair stays open for what the old
// process still counts (usage_pipe.h).

/// A socket that is handed over, with its name for LISTEN_FDNAMES.
struct NamedSocket {
    QString name;
    int fd = -1;
};

/// The old process's side. Control thread.
class UpgradeParent : public QObject {
    Q_OBJECT

public:
    explicit UpgradeParent(QObject* parent = nullptr);
    /// Ends a new process that is not ready yet.
    ~UpgradeParent() override;

    /// Conflict for process 1 of a container: with its end the kernel ends every other one.
    static Result<void> canHandOver();
    /// Conflict also while one is under way. Afterwards exactly one of ready() and failed() comes.
    Result<void> start(const QString& program, const QStringList& arguments,
                       const std::vector<NamedSocket>& sockets);
    /// The answer to storeWanted(). `ticketKeys`: at most 64 KiB; empty: there are none.
    void storeIsFree(const Secret& ticketKeys);
    /// Ends the new process; failed() is not told.
    void abandon();
    bool isRunning() const { return m_process > 0; }
    pid_t process() const { return m_process; }
    /// The way to the process that is ready; once.
    net::Fd takeSocket();

Q_SIGNALS:
    void storeWanted();
    void ready(qint64 process);
    void failed(const QString& why);

private:
    void read();
    void fail(const QString& why);

    net::Fd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_deadline;
    pid_t m_process = 0;
};

/// The new process's side. Blocks: before the event loop.
class UpgradeChild {
public:
    /// Nothing when this process was not started by an upgrade.
    static std::optional<UpgradeChild> fromEnvironment();

    /// Waits until the old process has let go of the store, or is gone. Timeout when it does neither.
    Result<void> takeStore();
    /// Those that came with the store; empty when there were none.
    const Secret& ticketKeys() const { return m_ticketKeys; }
    /// The way from the process before, once.
    net::Fd tellReady();

private:
    explicit UpgradeChild(net::Fd socket)
        : m_socket(std::move(socket))
    {
    }
    Secret receiveKeys() const;

    net::Fd m_socket;
    Secret m_ticketKeys;
};

} // namespace gatehouse::app
