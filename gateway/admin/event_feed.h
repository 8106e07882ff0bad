// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/request.h"
#include "gateway/proxy/local_handler.h"

#include <QJsonObject>
#include <QList>
#include <QObject>

namespace gatehouse::admin {

/// The consoles that listen to the live stream (server-sent events): one event per second with the traffic of
/// that second, one per revision. A listener whose connection cannot take more loses events, never memory; it
/// sees the gap in the ids and reads the difference. Control thread.
class EventFeed : public QObject {
    Q_OBJECT

public:
    explicit EventFeed(QObject* parent = nullptr);

    /// Answers the call with an open stream that starts with `hello`.
    void listen(const proxy::Responder& responder, const QList<QPair<QByteArray, QByteArray>>& headers,
                const QJsonObject& hello);
    void publish(const QByteArray& event, const QJsonObject& data);
    /// Ends all streams; for shutdown.
    void close();
    qsizetype listeners() const { return m_listeners.size(); }

private:
    static std::string frame(const QByteArray& event, qint64 id, const QJsonObject& data);

    QList<proxy::Responder> m_listeners;
    qint64 m_lastId = 0;
};

} // namespace gatehouse::admin
