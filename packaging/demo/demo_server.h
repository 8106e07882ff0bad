// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>

QT_BEGIN_NAMESPACE
class QTcpServer;
class QTcpSocket;
QT_END_NAMESPACE

namespace gatehouse::demo {

/// A small order service to try the gateway against: real enough to show methods, ids, errors, slow answers
/// and echoed headers. Loopback only; not made for load.
///
///   GET /health                 {"status":"ok"}
///   GET /orders                 ten orders
///   GET /orders/{id}            one of them, or 404
///   POST /orders                201 with the order sent
///   GET /slow/{ms}              answers after that time (at most 60,000)
///   GET /status/{code}          answers with that status (200..599)
///   any /echo                   what arrived: method, target, headers, body
class DemoServer : public QObject {
    Q_OBJECT

public:
    explicit DemoServer(QObject* parent = nullptr);

    /// The port listened on (0 asks for a free one), or 0 when that failed; errorText() tells why.
    quint16 listen(quint16 port);
    QString errorText() const;

private:
    struct Request {
        QByteArray method;
        QByteArray target;
        QList<QPair<QByteArray, QByteArray>> headers;
        QByteArray body;
    };
    struct Answer {
        int status = 200;
        QByteArray body;
        int delayMs = 0;
    };

    void accept();
    void readFrom(QTcpSocket* socket);
    bool takeRequest(QByteArray& pending, Request& request) const;
    static Answer answerTo(const Request& request);
    static void send(QTcpSocket* socket, const Answer& answer, bool withoutBody);

    QTcpServer* m_server;
    QHash<QTcpSocket*, QByteArray> m_pending;
};

} // namespace gatehouse::demo
