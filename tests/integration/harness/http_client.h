// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/raw_socket.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QJsonObject>
#include <QString>

namespace gatehouse::harness {

/// An answer of the gateway; status 0 when there was none.
struct HttpReply {
    int status = 0;
    QByteArray body;
    Message wire;

    QJsonObject json() const;
    QByteArray header(const char* lowerName) const;
    /// All values of a header, as sent.
    QByteArrayList all(const char* lowerName) const;
    /// Status and text in one line, for comparing: "403 USR006 Can only update your own information",
    /// "201 User created successfully", "404 Not Found"; of other bodies the status alone.
    QString line() const;
};

/// A JSON object written in a test.
QJsonObject object(const char* text);

/// Requests one after the other over one kept connection to loopback; blocking.
class HttpClient {
public:
    HttpClient() = default;
    explicit HttpClient(quint16 port)
        : m_port(port)
    {
    }

    /// `lines`: further header lines, each with CRLF. Content-Length is added for bodies and for POST, PUT,
    /// PATCH.
    HttpReply send(const QByteArray& method, const QByteArray& target, const QByteArray& body = {},
                   const QByteArray& lines = {});
    HttpReply get(const QByteArray& target, const QByteArray& lines = {})
    {
        return send("GET", target, {}, lines);
    }
    /// Sends JSON with the token that login() got.
    HttpReply call(const QByteArray& method, const QByteArray& target, const QJsonObject& body = {});

    /// True when the gateway gave a token; it is used by call().
    bool login(const QString& user, const QString& password);
    const QByteArray& token() const { return m_token; }
    void setToken(const QByteArray& token) { m_token = token; }
    /// The Authorization line of the token.
    QByteArray bearer() const { return "Authorization: Bearer " + m_token + "\r\n"; }
    QByteArray cookie() const { return "Cookie: access_token_cookie=" + m_token + "\r\n"; }
    void close() { m_socket.close(); }

private:
    quint16 m_port = 0;
    QByteArray m_token;
    RawSocket m_socket;
};

} // namespace gatehouse::harness
