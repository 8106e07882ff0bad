// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace gatehouse::console {

/// A small HTTP/1.1 server on a free loopback port that answers as the test says. One request at a time per
/// connection; requires Content-Length for bodies.
class FakeGateway {
public:
    struct Request {
        QByteArray method;
        QByteArray path;                       ///< with query
        QHash<QByteArray, QByteArray> headers; ///< names in lower case
        QByteArray body;
    };
    struct Reply {
        int status = 200;
        QByteArray body = "{}";
        QByteArray contentType = "application/json";
        QList<QByteArray> headers;
        int delayMs = 0;
        bool keepOpen = false; ///< no length: the body is the beginning of a stream
    };
    using Handler = std::function<Reply(const Request&)>;

    explicit FakeGateway(Handler handler)
        : m_handler(std::move(handler))
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
        listen();
    }
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    bool listen()
    {
        const bool ok = m_server.listen(QHostAddress::LocalHost, m_port);
        m_port = m_server.serverPort();
        return ok;
    }
    /// As if the process had been killed.
    void stop()
    {
        m_server.close();
        for (const QPointer<QTcpSocket>& socket : std::as_const(m_sockets)) {
            if (socket)
                socket->abort();
        }
        m_sockets.clear();
    }
    /// More bytes for every open stream.
    void push(const QByteArray& bytes)
    {
        for (const QPointer<QTcpSocket>& socket : std::as_const(m_streams)) {
            if (socket)
                socket->write(bytes);
        }
    }
    QList<Request> seen;
    int count(const QByteArray& path) const
    {
        int hits = 0;
        for (const Request& request : seen)
            hits += request.path.startsWith(path) ? 1 : 0;
        return hits;
    }

    static QByteArray json(const QJsonObject& object)
    {
        return QJsonDocument(object).toJson(QJsonDocument::Compact);
    }

private:
    void accept()
    {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            m_sockets.append(socket);
            auto buffer = std::make_shared<QByteArray>();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, buffer] {
                buffer->append(socket->readAll());
                take(socket, *buffer);
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        }
    }
    void take(QTcpSocket* socket, QByteArray& buffer)
    {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        Request request;
        const QList<QByteArray> lines = buffer.left(end).split('\n');
        const QList<QByteArray> first = lines.first().split(' ');
        request.method = first.value(0);
        request.path = first.value(1);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines.at(i).indexOf(':');
            request.headers.insert(lines.at(i).left(colon).toLower().trimmed(),
                                   lines.at(i).mid(colon + 1).trimmed());
        }
        const qsizetype length = request.headers.value("content-length").toLongLong();
        if (buffer.size() < end + 4 + length)
            return;
        request.body = buffer.mid(end + 4, length);
        buffer.remove(0, end + 4 + length);
        seen.append(request);
        const Reply reply = m_handler(request);
        QTimer::singleShot(reply.delayMs, socket, [this, socket, reply] { answer(socket, reply); });
    }
    void answer(QTcpSocket* socket, const Reply& reply)
    {
        QByteArray head =
            "HTTP/1.1 " + QByteArray::number(reply.status) + " X\r\nContent-Type: " + reply.contentType;
        if (reply.keepOpen)
            m_streams.append(socket);
        else
            head += "\r\nContent-Length: " + QByteArray::number(reply.body.size());
        for (const QByteArray& header : reply.headers)
            head += "\r\n" + header;
        socket->write(head + "\r\n\r\n" + reply.body);
    }
    QTcpServer m_server;
    quint16 m_port = 0;
    Handler m_handler;
    QList<QPointer<QTcpSocket>> m_sockets;
    QList<QPointer<QTcpSocket>> m_streams;
};

} // namespace gatehouse::console
