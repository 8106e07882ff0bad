// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic_feed.h"

#include "console/client/api_client.h"
#include "console/client/event_stream.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int stepMs = 1'000;
constexpr int patience = 2; ///< steps without a tick after which the feed asks itself
} // namespace

TrafficFeed::TrafficFeed(ApiClient& client, EventStream& events, QObject* parent)
    : QObject(parent)
    , m_client(client)
{
    m_timer.setInterval(stepMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        ++m_quietSeconds;
        if (m_hole || m_quietSeconds > patience)
            poll();
    });
    connect(&events, &EventStream::event, this, [this](const QString& type, const QJsonObject& data) {
        if (type == u"tick"_s && isRunning())
            takeTick(data);
    });
}

void TrafficFeed::start()
{
    if (isRunning())
        return;
    m_hole = true; // whatever happened while nobody looked
    m_timer.start();
    poll();
}

void TrafficFeed::stop()
{
    m_timer.stop();
}

void TrafficFeed::clear()
{
    m_history.clear();
    m_lastAnswer = QDateTime();
    m_hole = true;
}

void TrafficFeed::poll()
{
    ApiRequest request = ApiClient::requestFor(CallId::MonitorLive);
    request.query.addQueryItem(u"after"_s, QString::number(m_history.newest()));
    m_client.poll(u"traffic"_s, request, this, [this](const Result<QJsonObject>& answer) {
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        const QJsonArray points = answer->value(u"points"_s).toArray();
        for (const QJsonValue& point : points)
            m_history.add(TrafficPoint::fromJson(point.toObject()));
        m_hole = false;
        m_lastAnswer = QDateTime::currentDateTimeUtc();
        Q_EMIT changed();
    });
}

void TrafficFeed::takeTick(const QJsonObject& data)
{
    const TrafficPoint point = TrafficPoint::fromJson(data);
    // A second was skipped: ask for all of them before this one hides the hole.
    if (m_history.isEmpty() || point.second > m_history.newest() + 1) {
        poll();
        return;
    }
    m_quietSeconds = 0;
    m_lastAnswer = QDateTime::currentDateTimeUtc();
    if (m_history.add(point))
        Q_EMIT changed();
}

} // namespace gatehouse::console
