// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/request.h"
#include "gateway/proxy/local_handler.h"

#include <QJsonObject>
#include <QList>
#include <QObject>

#include <functional>
#include <optional>

namespace gatehouse::admin {

/// The consoles that listen to the live stream (server-sent events): one event per second with the traffic of
/// that second, one per revision. A listener whose connection cannot take more loses events, never memory; it
/// sees the gap in the ids and reads the difference. Control thread.
class EventFeed : public QObject {
    Q_OBJECT

public:
    /// What those who belong to a tenant hear of an event; nothing: they do not hear of it.
    using ForTenant = std::function<std::optional<QJsonObject>(const QString& tenant)>;

    explicit EventFeed(QObject* parent = nullptr);

    /// Answers the call with an open stream that starts with `hello`. `tenant`: of the caller; empty: all.
    void listen(const proxy::Responder& responder, const QList<QPair<QByteArray, QByteArray>>& headers,
                const QString& tenant, const QJsonObject& hello);
    /// Without `forTenant` it is about the whole gateway.
    void publish(const QByteArray& event, const QJsonObject& data, const ForTenant& forTenant = {});
    /// Once a second: shows those who belong to a tenant that the stream is alive, as "tick" does to others.
    void keepAlive();
    /// Ends all streams; for shutdown.
    void close();
    qsizetype listeners() const { return m_listeners.size(); }

private:
    struct Listener {
        proxy::Responder responder;
        QString tenant;
    };

    static std::string frame(const QByteArray& event, qint64 id, const QJsonObject& data);

    QList<Listener> m_listeners;
    qint64 m_lastId = 0;
};

} // namespace gatehouse::admin
