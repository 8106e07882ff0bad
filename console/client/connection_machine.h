// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "console/client/backoff.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <functional>

namespace gatehouse::console {

class ApiClient;

enum class ConnectionState {
    Disconnected, ///< no profile chosen, or logged out
    Connecting,   ///< first attempt
    Connected,
    Reconnecting, ///< lost; the next attempt comes by itself in secondsToRetry()
    Offline       ///< lost, and only the user can help (certificate, working offline on purpose)
};

/// Knows whether the gateway answers. Pings while connected, waits 1, 2, 4 .. 30 s (with jitter) between
/// attempts when it does not. Knows nothing about widgets, login or pages.
class ConnectionMachine : public QObject {
    Q_OBJECT
public:
    struct Timing {
        int firstRetryMs = 1'000;
        int longestRetryMs = 30'000;
        int heartbeatMs = 2'000;
        int probeTimeoutMs = 2'500;
    };
    explicit ConnectionMachine(ApiClient& client, QObject* parent = nullptr);
    ConnectionMachine(ApiClient& client, const Timing& timing, QObject* parent = nullptr);

    ConnectionState state() const { return m_state; }
    bool isConnected() const { return m_state == ConnectionState::Connected; }
    /// Starts for the client's present profile.
    void connectToGateway();
    void disconnectFromGateway();
    void retryNow();
    /// Stops trying until retryNow(): the user works offline, or must decide something first.
    void goOffline(const QString& why);
    int secondsToRetry() const;
    /// When the gateway answered last; shown as "as of" on stale data.
    QDateTime lastAnswer() const { return m_lastAnswer; }
    int latencyMs() const { return m_latencyMs; }
    const QString& reason() const { return m_reason; }

Q_SIGNALS:
    void stateChanged(gatehouse::console::ConnectionState state);
    /// Once a second while Reconnecting.
    void countdown(int seconds);
    void latencyChanged(int ms);

private:
    void setState(ConnectionState state);
    void probe();
    void lost(const Error& error);
    void answered();
    ApiClient& m_client;
    Timing m_timing;
    Backoff m_backoff;
    ConnectionState m_state = ConnectionState::Disconnected;
    QTimer m_heartbeat;
    QTimer m_retry;
    QTimer m_second;
    QDateTime m_lastAnswer;
    QString m_reason;
    int m_latencyMs = -1;
    quint64 m_attempt = 0; ///< a new number makes answers of older probes meaningless
    bool m_probing = false;
};

} // namespace gatehouse::console
