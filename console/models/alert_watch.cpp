// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/alert_watch.h"

#include "console/client/api_client.h"
#include "console/client/event_stream.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int everyMs = 10'000; ///< an event may have been lost
}

AlertWatch::AlertWatch(const QString& key, ApiClient& client, EventStream& events, QObject* parent)
    : QObject(parent)
    , m_key(key)
    , m_client(client)
{
    m_timer.setInterval(everyMs);
    connect(&m_timer, &QTimer::timeout, this, &AlertWatch::ask);
    connect(&events, &EventStream::event, this, [this](const QString& type) {
        if (type == u"alert"_s && m_timer.isActive())
            ask();
    });
}

void AlertWatch::start()
{
    m_timer.start();
    ask();
}

void AlertWatch::stop()
{
    m_timer.stop();
}

void AlertWatch::clear()
{
    m_known = false;
    m_firing.clear();
    m_open = m_critical = 0;
    Q_EMIT changed();
}

void AlertWatch::ask()
{
    ApiRequest request = ApiClient::requestFor(CallId::AlertList);
    request.query.addQueryItem(u"state"_s, u"firing"_s);
    request.query.addQueryItem(u"page_size"_s, u"100"_s);
    m_client.poll(m_key, request, this, [this](const Result<QJsonObject>& answer) {
        if (answer)
            take(*answer);
        else if (m_known)
            clear(); // not served here, or not for this user: no number is better than an old one
    });
}

void AlertWatch::take(const QJsonObject& answer)
{
    QList<QJsonObject> rows;
    for (const QJsonValue row : answer.value(u"items"_s).toArray())
        rows.append(row.toObject());
    const QJsonObject counts = answer.value(u"firing"_s).toObject();
    const int open = counts.value(u"unacknowledged"_s).toInt();
    const int critical = counts.value(u"critical"_s).toInt();
    if (m_known && rows == m_firing && open == m_open && critical == m_critical)
        return;
    m_known = true;
    m_firing = rows;
    m_open = open;
    m_critical = critical;
    Q_EMIT changed();
}

} // namespace gatehouse::console
