// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <functional>

#include <sys/types.h>

namespace gatehouse::app {

/// Tells systemd what the service is doing, in the protocol of sd_notify(3): datagrams on the socket
/// NOTIFY_SOCKET. Without that variable everything here does nothing. Control thread.
class ServiceManager : public QObject {
    Q_OBJECT

public:
    /// Reads NOTIFY_SOCKET and WATCHDOG_USEC of the environment.
    explicit ServiceManager(QObject* parent = nullptr);

    bool isThere() const { return !m_address.isEmpty(); }
    /// Serving. From now on the watchdog is fed, if systemd wants that: twice per interval, as long as
    /// `alive` says so. A gateway whose workers hang is then started again.
    void ready(const QString& status, std::function<bool()> alive);
    void reloading();
    void reloaded(const QString& status);
    void stopping();
    void status(const QString& text);
    /// Another process is the service from now on.
    void handOver(pid_t process);

private:
    void send(const QByteArray& lines) const;
    void feed();

    QByteArray m_address;
    std::function<bool()> m_alive;
    QTimer m_watchdog;
};

} // namespace gatehouse::app
