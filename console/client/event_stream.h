// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/backoff.h"
#include "console/client/sse_parser.h"

#include <QJsonObject>
#include <QObject>
#include <QPointer>
#include <QTimer>

class QNetworkReply;

namespace gatehouse::console {

class ApiClient;

/// Live news of the gateway: GET /platform/events as server-sent events. Comes back by itself with the last
/// event id. When the gateway (or a proxy before it) cannot stream, it asks GET /platform/changes?since=
/// every few seconds.
class EventStream : public QObject {
    Q_OBJECT
public:
    enum class Mode { Off, Starting, Live, Polling };
    explicit EventStream(ApiClient& client, QObject* parent = nullptr);
    ~EventStream() override;

    void start();
    void stop();
    Mode mode() const { return m_mode; }
    /// Revision of the newest change seen; 0 = none yet.
    qint64 revision() const { return m_revision; }
    void setPollInterval(int ms) { m_poll.setInterval(ms); }

Q_SIGNALS:
    /// As it came: "hello" {version, revision}, "tick" (the numbers of one second), "revision" {revision,
    /// changes}.
    void event(const QString& type, const QJsonObject& data);
    /// A document was changed: {revision, kind, id, removed}. Read by revision id, so none is missed after a
    /// gap.
    void changed(const QJsonObject& data);
    /// The gateway no longer knows every change since we looked: load everything anew.
    void resyncNeeded();
    void revisionChanged(qint64 revision);
    void modeChanged(gatehouse::console::EventStream::Mode mode);

private:
    void open();
    void readSome();
    void ended();
    void closeReply();
    void readChanges();
    void setRevision(qint64 revision);
    void take(const QString& type, const QJsonObject& data);
    void setMode(Mode mode);
    ApiClient& m_client;
    SseParser m_parser;
    Backoff m_backoff;
    QPointer<QNetworkReply> m_reply;
    QTimer m_reopen;
    QTimer m_silence;
    QTimer m_poll;
    Mode m_mode = Mode::Off;
    qint64 m_revision = 0;
};

} // namespace gatehouse::console
