// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QPair>

namespace gatehouse::admin {

/// What a handler answers, before it is put into the envelope (platform-routes section 0.1).
class Reply {
public:
    enum class Shape { Message, Object, Error, Raw, Bytes };
    using Header = QPair<QByteArray, QByteArray>;

    /// M(s,"text")
    static Reply message(int status, const QString& text);
    /// R(s,{object})
    static Reply object(int status, const QJsonObject& object);
    /// E(s,CODE,"text"); an empty code leaves the key out.
    static Reply error(int status, const QString& code, const QString& text);
    /// R(s,[list]); an empty one is {} on the wire, as clients of the original know it.
    static Reply list(int status, const QJsonArray& list);
    /// RAW(s,{...}): never enveloped.
    static Reply raw(int status, const QJsonObject& object);
    static Reply rawList(int status, const QJsonArray& list);
    /// RAW(s,{"detail":text})
    static Reply detail(int status, const QString& text);
    /// Something that is not JSON.
    static Reply bytes(int status, const QByteArray& contentType, const QByteArray& body);
    static Reply noContent();

    /// The wire form of an error from below: Invalid becomes 422 VAL001 with all faults (or 400 when it has a
    /// code of its own), Conflict 409, NotFound 404, Forbidden 403, Unavailable 503. `status` overrides when
    /// not zero.
    static Reply from(const Error& error, int status = 0);

    Reply with(const QByteArray& name, const QByteArray& value) &&;
    void addHeader(const QByteArray& name, const QByteArray& value) { m_headers.append({name, value}); }

    int status() const { return m_status; }
    Shape shape() const { return m_shape; }
    const QString& text() const { return m_text; }
    const QString& code() const { return m_code; }
    const QJsonObject& body() const { return m_object; }
    const QList<Header>& headers() const { return m_headers; }
    bool isError() const { return m_status >= 400; }

    /// Body, content type and HTTP status as sent.
    struct Wire {
        int status = 200;
        QByteArray contentType;
        QByteArray body;
    };
    Wire render(bool strictEnvelope) const;
    /// As /v1 says it: errors are {"detail", "code"}, with one {"loc", "msg", "type"} for each fault.
    Wire renderV1() const;

private:
    Reply(Shape shape, int status)
        : m_shape(shape)
        , m_status(status)
    {
    }

    Shape m_shape;
    int m_status;
    QString m_code;
    QString m_text;
    QJsonObject m_object;
    QJsonArray m_list;
    bool m_isList = false;
    QByteArray m_contentType;
    QByteArray m_bytes;
    Faults m_faults;
    QList<Header> m_headers;
};

} // namespace gatehouse::admin
