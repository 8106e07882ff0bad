// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/net/socket.h"

#include <QByteArray>
#include <QObject>

#include <memory>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace gatehouse::app {

// After an upgrade the socket pair of upgrade.h stays open until the old process ends, and carries what that
// one still counts: 'U', a size of four bytes, and so many bytes (UsageReport), at most a mebibyte.

/// The old process's side. One thread.
class UsageSender {
public:
    explicit UsageSender(net::Fd socket)
        : m_socket(std::move(socket))
    {
    }
    void add(const QByteArray& message);
    /// Sends what the other side takes within `patienceMs`, keeps the rest. Unavailable when it is gone.
    Result<void> flush(int patienceMs);
    /// Nothing is left to be sent.
    bool isEmpty() const { return m_sent == m_waiting.size(); }

private:
    net::Fd m_socket;
    QByteArray m_waiting;
    qsizetype m_sent = 0; ///< of `m_waiting`
};

/// The new process's side. Control thread.
class UsageReceiver : public QObject {
    Q_OBJECT

public:
    explicit UsageReceiver(net::Fd socket, QObject* parent = nullptr);
    ~UsageReceiver() override;

    /// Takes what is there now, without waiting for the event loop.
    void read();
    /// The old process lives, as far as is known.
    bool isOpen() const { return bool(m_socket); }

Q_SIGNALS:
    void received(const QByteArray& message);
    /// Nothing comes any more. `fault`: what was not understood; empty: the old process has ended.
    void ended(const QString& fault);

private:
    bool takeMessages();
    void end(const QString& fault);

    net::Fd m_socket;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QByteArray m_buffer;
};

} // namespace gatehouse::app
