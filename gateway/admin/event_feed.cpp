// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/event_feed.h"

#include <QJsonDocument>

namespace gatehouse::admin {

EventFeed::EventFeed(QObject* parent)
    : QObject(parent)
{
}

void EventFeed::listen(const proxy::Responder& responder, const QList<QPair<QByteArray, QByteArray>>& headers,
                       const QString& tenant, const QJsonObject& hello)
{
    proxy::LocalAnswer head;
    head.contentType = "text/event-stream";
    head.headers.emplace_back("Cache-Control", "no-store");
    head.headers.emplace_back("X-Accel-Buffering", "no");
    for (const auto& [name, value] : headers)
        head.headers.emplace_back(name.toStdString(), value.toStdString());
    head.body = frame("hello", m_lastId, hello);
    responder.start(std::move(head));
    m_listeners.append({responder, tenant});
}

void EventFeed::publish(const QByteArray& event, const QJsonObject& data, const ForTenant& forTenant)
{
    ++m_lastId;
    m_listeners.removeIf([](const Listener& listener) { return listener.responder.gone(); });
    if (m_listeners.isEmpty())
        return;
    const std::string text = frame(event, m_lastId, data);
    for (const Listener& listener : m_listeners) {
        if (listener.tenant.isEmpty())
            listener.responder.write(text);
        else if (const auto theirs = forTenant ? forTenant(listener.tenant) : std::nullopt)
            listener.responder.write(frame(event, m_lastId, *theirs));
    }
}

void EventFeed::keepAlive()
{
    for (const Listener& listener : m_listeners) {
        if (!listener.tenant.isEmpty())
            listener.responder.write(":\n\n");
    }
}

void EventFeed::close()
{
    for (const Listener& listener : m_listeners)
        listener.responder.end();
    m_listeners.clear();
}

std::string EventFeed::frame(const QByteArray& event, qint64 id, const QJsonObject& data)
{
    const QByteArray json = QJsonDocument(data).toJson(QJsonDocument::Compact);
    return ("id: " + QByteArray::number(id) + "\nevent: " + event + "\ndata: " + json + "\n\n").toStdString();
}

} // namespace gatehouse::admin
