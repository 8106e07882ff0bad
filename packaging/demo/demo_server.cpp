// SPDX-License-Identifier: GPL-3.0-or-later
#include "packaging/demo/demo_server.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::demo {

namespace {

constexpr qsizetype maxHead = 64 * 1024;
constexpr qsizetype maxBody = 16 * 1024 * 1024;
constexpr int orderCount = 10;

QJsonObject order(int id)
{
    static const QStringList goods{u"anvil"_s, u"rope"_s, u"lantern"_s, u"compass"_s, u"tent"_s};
    return {{u"id"_s, id},
            {u"item"_s, goods.at(id % goods.size())},
            {u"quantity"_s, 1 + id % 4},
            {u"state"_s, id % 3 == 0 ? u"shipped"_s : u"open"_s}};
}

QByteArray toJson(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QByteArray errorBody(const QString& text)
{
    return toJson({{u"error"_s, text}});
}

QByteArray valueOf(const QList<QPair<QByteArray, QByteArray>>& headers, const QByteArray& name)
{
    const auto at = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
    return at == headers.end() ? QByteArray() : at->second;
}

} // namespace

DemoServer::DemoServer(QObject* parent)
    : QObject(parent)
    , m_server(new QTcpServer(this))
{
    connect(m_server, &QTcpServer::newConnection, this, &DemoServer::accept);
}

quint16 DemoServer::listen(quint16 port)
{
    return m_server->listen(QHostAddress::LocalHost, port) ? m_server->serverPort() : 0;
}

QString DemoServer::errorText() const
{
    return m_server->errorString();
}

void DemoServer::accept()
{
    while (QTcpSocket* socket = m_server->nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { readFrom(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_pending.remove(socket);
            socket->deleteLater();
        });
    }
}

void DemoServer::readFrom(QTcpSocket* socket)
{
    QByteArray& pending = m_pending[socket];
    pending += socket->readAll();
    Request request;
    while (takeRequest(pending, request)) {
        const Answer answer = answerTo(request);
        const bool withoutBody = request.method == "HEAD";
        QTimer::singleShot(answer.delayMs, socket,
                           [socket, answer, withoutBody] { send(socket, answer, withoutBody); });
        if (answer.delayMs > 0)
            break; // one at a time, so that answers stay in order
    }
    if (pending.size() > maxHead + maxBody)
        socket->abort();
}

bool DemoServer::takeRequest(QByteArray& pending, Request& request) const
{
    const qsizetype headEnd = pending.indexOf("\r\n\r\n");
    if (headEnd < 0)
        return false;
    const QList<QByteArray> lines = pending.left(headEnd).split('\n');
    const QList<QByteArray> first = lines.first().trimmed().split(' ');
    request = {first.value(0), first.value(1), {}, {}};
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines[i].indexOf(':');
        if (colon > 0)
            request.headers.append({lines[i].left(colon), lines[i].mid(colon + 1).trimmed()});
    }
    const qsizetype length =
        std::clamp<qsizetype>(valueOf(request.headers, "Content-Length").toLongLong(), 0, maxBody);
    if (pending.size() < headEnd + 4 + length)
        return false;
    request.body = pending.mid(headEnd + 4, length);
    pending.remove(0, headEnd + 4 + length);
    return true;
}

DemoServer::Answer DemoServer::answerTo(const Request& request)
{
    const QByteArray path = request.target.split('?').first();
    const QByteArray tail = path.mid(path.lastIndexOf('/') + 1);
    if (path == "/health")
        return {200, toJson({{u"status"_s, u"ok"_s}})};
    if (path == "/orders" && request.method == "POST") {
        const QJsonDocument sent = QJsonDocument::fromJson(request.body);
        return sent.isObject() ? Answer{201, sent.toJson(QJsonDocument::Compact)}
                               : Answer{400, errorBody(u"the body must be a JSON object"_s)};
    }
    if (path == "/orders") {
        QJsonArray all;
        for (int id = 1; id <= orderCount; ++id)
            all.append(order(id));
        return {200, toJson({{u"orders"_s, all}})};
    }
    if (path.startsWith("/orders/")) {
        const int id = tail.toInt();
        return id >= 1 && id <= orderCount ? Answer{200, toJson(order(id))}
                                           : Answer{404, errorBody(u"no such order"_s)};
    }
    if (path.startsWith("/slow/"))
        return {200, toJson({{u"waited_ms"_s, tail.toInt()}}), std::clamp(tail.toInt(), 0, 60'000)};
    if (path.startsWith("/status/"))
        return {std::clamp(tail.toInt(), 200, 599), toJson({{u"status"_s, tail.toInt()}})};
    if (path == "/echo") {
        QJsonObject headers;
        for (const auto& [name, value] : request.headers)
            headers.insert(QString::fromLatin1(name), QString::fromLatin1(value));
        return {200, toJson({{u"method"_s, QString::fromLatin1(request.method)},
                             {u"target"_s, QString::fromLatin1(request.target)},
                             {u"headers"_s, headers},
                             {u"body"_s, QString::fromUtf8(request.body)}})};
    }
    return {404, errorBody(u"unknown path"_s)};
}

void DemoServer::send(QTcpSocket* socket, const Answer& answer, bool withoutBody)
{
    socket->write("HTTP/1.1 " + QByteArray::number(answer.status) +
                  " Demo\r\nContent-Type: application/json\r\n");
    socket->write("Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n\r\n");
    if (!withoutBody)
        socket->write(answer.body);
}

} // namespace gatehouse::demo
