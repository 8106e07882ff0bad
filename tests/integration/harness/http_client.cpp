// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/http_client.h"

#include "tests/integration/harness/file_watch.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::harness {

QJsonObject HttpReply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray HttpReply::header(const char* lowerName) const
{
    return QByteArray::fromStdString(wire.header(lowerName));
}

QByteArrayList HttpReply::all(const char* lowerName) const
{
    QByteArrayList values;
    for (const auto& [name, value] : wire.fields) {
        if (QByteArray::fromStdString(name).toLower() == lowerName)
            values.append(QByteArray::fromStdString(value));
    }
    return values;
}

QString HttpReply::line() const
{
    const QJsonObject object = json();
    QStringList words{QString::number(status)};
    for (const QString& key : {u"error_code"_s, u"error_message"_s, u"message"_s, u"detail"_s}) {
        if (object.value(key).isString())
            words.append(object.value(key).toString());
    }
    return words.join(u' ');
}

QJsonObject object(const char* text)
{
    QJsonParseError fault;
    const QJsonDocument document = QJsonDocument::fromJson(text, &fault);
    if (fault.error != QJsonParseError::NoError || !document.isObject())
        qFatal("not a JSON object: %s", text);
    return document.object();
}

HttpReply HttpClient::send(const QByteArray& method, const QByteArray& target, const QByteArray& body,
                           const QByteArray& lines)
{
    if (!m_socket.valid())
        m_socket = RawSocket::connectTo({*net::IpAddress::parse("127.0.0.1"), m_port});
    QByteArray request = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + lines;
    if (!body.isEmpty() || method == "POST" || method == "PUT" || method == "PATCH")
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    request += "\r\n" + body;
    HttpReply reply;
    if (m_socket.send({request.constData(), std::size_t(request.size())}))
        reply.wire = m_socket.read(true, method == "HEAD", ProgramPatienceMs);
    if (reply.wire.complete) {
        reply.status = reply.wire.status;
        reply.body = QByteArray::fromStdString(reply.wire.body);
    }
    if (!reply.wire.complete || reply.wire.header("connection") == "close")
        m_socket.close();
    return reply;
}

HttpReply HttpClient::call(const QByteArray& method, const QByteArray& target, const QJsonObject& body)
{
    const QByteArray text =
        body.isEmpty() ? QByteArray() : QJsonDocument(body).toJson(QJsonDocument::Compact);
    QByteArray lines = m_token.isEmpty() ? QByteArray() : bearer();
    if (!text.isEmpty())
        lines += "Content-Type: application/json\r\n";
    return send(method, target, text, lines);
}

bool HttpClient::login(const QString& user, const QString& password)
{
    m_token.clear();
    const HttpReply reply =
        call("POST", "/platform/authorization", {{u"email"_s, user}, {u"password"_s, password}});
    QJsonObject body = reply.json();
    if (body.contains(u"response"_s))
        body = body.value(u"response"_s).toObject();
    m_token = body.value(u"access_token"_s).toString().toLatin1();
    return !m_token.isEmpty();
}

} // namespace gatehouse::harness
