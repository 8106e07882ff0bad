// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"
#include "console/models/traffic_history.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

namespace gatehouse::console {

class ApiClient;
class EventStream;

/// Fills a TrafficHistory while started: from the `tick` events of the live stream, and by asking
/// GET /platform/monitor/live for what the stream did not bring. Never more than one question at a time.
class TrafficFeed : public QObject {
    Q_OBJECT
public:
    TrafficFeed(ApiClient& client, EventStream& events, QObject* parent = nullptr);

    void start();
    void stop();
    bool isRunning() const { return m_timer.isActive(); }
    /// Another gateway: nothing of the old one stays.
    void clear();
    const TrafficHistory& history() const { return m_history; }
    /// When the gateway last said something; invalid = never.
    QDateTime lastAnswer() const { return m_lastAnswer; }

Q_SIGNALS:
    void changed();
    void failed(const gatehouse::Error& error);

private:
    void poll();
    void takeTick(const QJsonObject& point);
    ApiClient& m_client;
    TrafficHistory m_history;
    QTimer m_timer;
    QDateTime m_lastAnswer;
    int m_quietSeconds = 0; ///< timer steps since the last tick of the stream
    bool m_hole = true;     ///< seconds are missing that the gateway may still have
};

} // namespace gatehouse::console
