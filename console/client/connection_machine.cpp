// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/connection_machine.h"

#include "console/client/api_client.h"
#include "console/client/envelope.h"

#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

ConnectionMachine::ConnectionMachine(ApiClient& client, QObject* parent)
    : ConnectionMachine(client, Timing(), parent)
{
}

ConnectionMachine::ConnectionMachine(ApiClient& client, const Timing& timing, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_timing(timing)
    , m_backoff(timing.firstRetryMs, timing.longestRetryMs,
                [] { return QRandomGenerator::global()->generateDouble(); })
{
    m_heartbeat.setInterval(timing.heartbeatMs);
    m_retry.setSingleShot(true);
    m_second.setInterval(1'000);
    connect(&m_heartbeat, &QTimer::timeout, this, &ConnectionMachine::probe);
    connect(&m_retry, &QTimer::timeout, this, &ConnectionMachine::probe);
    connect(&m_second, &QTimer::timeout, this, [this] { Q_EMIT countdown(secondsToRetry()); });
    connect(&client, &ApiClient::networkFailed, this, &ConnectionMachine::lost);
    connect(&client, &ApiClient::answered, this, &ConnectionMachine::answered);
}

void ConnectionMachine::connectToGateway()
{
    ++m_attempt;
    m_probing = false;
    m_backoff.reset();
    m_retry.stop();
    m_reason.clear();
    setState(ConnectionState::Connecting);
    probe();
}

void ConnectionMachine::disconnectFromGateway()
{
    ++m_attempt;
    m_probing = false;
    setState(ConnectionState::Disconnected);
}

void ConnectionMachine::retryNow()
{
    if (m_state != ConnectionState::Reconnecting && m_state != ConnectionState::Offline)
        return;
    ++m_attempt;
    m_probing = false;
    m_backoff.reset();
    setState(ConnectionState::Connecting);
    probe();
}

void ConnectionMachine::goOffline(const QString& why)
{
    ++m_attempt;
    m_probing = false;
    m_reason = why;
    setState(ConnectionState::Offline);
}

int ConnectionMachine::secondsToRetry() const
{
    return m_retry.isActive() ? (m_retry.remainingTime() + 999) / 1'000 : 0;
}

void ConnectionMachine::setState(ConnectionState state)
{
    if (state == ConnectionState::Connected)
        m_heartbeat.start();
    else
        m_heartbeat.stop();
    if (state != ConnectionState::Reconnecting) {
        m_retry.stop();
        m_second.stop();
    }
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

void ConnectionMachine::probe()
{
    if (m_probing)
        return;
    m_probing = true;
    QElapsedTimer timer;
    timer.start();
    ApiRequest request = ApiClient::requestFor(CallId::MonitorLiveness);
    request.timeoutMs = m_timing.probeTimeoutMs;
    m_client.send(request, this, [this, timer, attempt = m_attempt](const Result<QJsonObject>& answer) {
        if (attempt != m_attempt)
            return;
        m_probing = false;
        if (!answer && failureOf(answer.error()) == Failure::Tls) {
            goOffline(answer.error().message);
            return;
        }
        if (answer || failureOf(answer.error()) == Failure::Api) {
            m_latencyMs = static_cast<int>(timer.elapsed());
            Q_EMIT latencyChanged(m_latencyMs);
        }
    });
}

void ConnectionMachine::answered()
{
    m_lastAnswer = QDateTime::currentDateTimeUtc();
    if (m_state == ConnectionState::Connecting || m_state == ConnectionState::Reconnecting) {
        m_backoff.reset();
        m_reason.clear();
        setState(ConnectionState::Connected);
    }
}

void ConnectionMachine::lost(const Error& error)
{
    const bool matters = m_state == ConnectionState::Connected || m_state == ConnectionState::Connecting ||
                         m_state == ConnectionState::Reconnecting;
    if (!matters)
        return;
    // A single slow answer is not a lost gateway: only the heartbeat's own time-out counts while it is
    // connected.
    if (m_state == ConnectionState::Connected && failureOf(error) == Failure::Timeout && !m_probing)
        return;
    if (m_state == ConnectionState::Reconnecting && m_retry.isActive())
        return;
    m_reason = error.message;
    m_retry.start(m_backoff.nextMs());
    m_second.start();
    setState(ConnectionState::Reconnecting);
    Q_EMIT countdown(secondsToRetry());
}

} // namespace gatehouse::console
