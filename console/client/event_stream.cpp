// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/event_stream.h"

#include "console/client/api_client.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkReply>
#include <QRandomGenerator>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int silenceMs = 10'000; ///< the gateway sends an event every second
constexpr int pollMs = 3'000;
} // namespace

EventStream::EventStream(ApiClient& client, QObject* parent)
    : QObject(parent)
    , m_client(client)
    , m_backoff(500, 30'000, [] { return QRandomGenerator::global()->generateDouble(); })
{
    m_reopen.setSingleShot(true);
    m_silence.setSingleShot(true);
    m_silence.setInterval(silenceMs);
    m_poll.setInterval(pollMs);
    connect(&m_reopen, &QTimer::timeout, this, &EventStream::open);
    connect(&m_silence, &QTimer::timeout, this, &EventStream::ended);
    connect(&m_poll, &QTimer::timeout, this, &EventStream::readChanges);
}

EventStream::~EventStream()
{
    closeReply();
}

void EventStream::start()
{
    stop();
    m_backoff.reset();
    setMode(Mode::Starting);
    open();
}

void EventStream::stop()
{
    m_reopen.stop();
    m_silence.stop();
    m_poll.stop();
    closeReply();
    m_revision = 0;
    setMode(Mode::Off);
}

void EventStream::closeReply()
{
    if (!m_reply)
        return;
    QNetworkReply* reply = std::exchange(m_reply, nullptr);
    disconnect(reply, nullptr, this, nullptr);
    reply->abort();
    reply->deleteLater();
}

void EventStream::open()
{
    closeReply();
    m_parser.reset();
    m_reply = m_client.openStream(buildPath(CallId::Events), {}, m_parser.lastId());
    connect(m_reply, &QNetworkReply::readyRead, this, &EventStream::readSome);
    connect(m_reply, &QNetworkReply::finished, this, &EventStream::ended);
    m_silence.start();
}

void EventStream::readSome()
{
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString type = m_reply->header(QNetworkRequest::ContentTypeHeader).toString();
    if (status != 200 || !type.startsWith(u"text/event-stream"_s))
        return; // ended() decides
    m_silence.start();
    if (m_mode != Mode::Live) {
        m_backoff.reset();
        m_poll.stop();
        setMode(Mode::Live);
    }
    const QList<StreamEvent> events = m_parser.feed(m_reply->readAll());
    for (const StreamEvent& event : events)
        take(event.type, QJsonDocument::fromJson(event.data).object());
}

void EventStream::ended()
{
    const int status = m_reply ? m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() : 0;
    closeReply();
    m_silence.stop();
    if (m_mode == Mode::Off)
        return;
    // Answered, but not with a stream: the news come by polling from now on, and the stream is tried again
    // rarely.
    if (status != 0 && m_mode != Mode::Live && !m_poll.isActive()) {
        m_poll.start();
        setMode(Mode::Polling);
        readChanges();
    } else if (m_mode == Mode::Live) {
        setMode(Mode::Starting);
    }
    m_reopen.start(m_backoff.nextMs());
}

void EventStream::readChanges()
{
    ApiRequest request = ApiClient::requestFor(CallId::Changes);
    request.query.addQueryItem(u"since"_s, QString::number(m_revision));
    m_client.poll(u"changes"_s, request, this, [this](const Result<QJsonObject>& answer) {
        if (!answer || m_mode == Mode::Off)
            return;
        const qint64 before = m_revision;
        setRevision(answer->value(u"revision"_s).toInteger());
        if (before == 0)
            return; // the first look: pages load by themselves
        const QJsonArray items = answer->value(u"items"_s).toArray();
        for (const QJsonValue& item : items)
            Q_EMIT changed(item.toObject());
        if (!answer->value(u"complete"_s).toBool(true))
            Q_EMIT resyncNeeded();
    });
}

void EventStream::take(const QString& type, const QJsonObject& data)
{
    const qint64 revision = data.value(u"revision"_s).toInteger();
    if (m_revision == 0)
        setRevision(revision);
    else if (revision > m_revision)
        readChanges();
    Q_EMIT event(type, data);
}

void EventStream::setRevision(qint64 revision)
{
    if (revision <= m_revision)
        return;
    m_revision = revision;
    Q_EMIT revisionChanged(revision);
}

void EventStream::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    Q_EMIT modeChanged(mode);
}

} // namespace gatehouse::console
