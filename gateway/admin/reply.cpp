// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/reply.h"

#include "common/api/envelope.h"
#include "common/api/error_codes.h"

#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

/// Texts of rules that the original knows have a code, and 400.
int statusOf(const Error& error)
{
    const bool hasCode = !error.code.isEmpty();
    if (error.type == ErrorType::Invalid)
        return hasCode ? 400 : 422;
    if (error.type == ErrorType::Conflict && hasCode)
        return 400;
    return gatehouse::statusOf(error.type);
}

QString codeOf(const Error& error)
{
    if (!error.code.isEmpty())
        return error.code;
    switch (error.type) {
    case ErrorType::Invalid:
        return u"VAL001"_s;
    case ErrorType::Conflict:
        return u"CNF409"_s;
    case ErrorType::Unsupported:
        return u"GTW501"_s;
    case ErrorType::Unavailable:
        return u"GTW503"_s;
    case ErrorType::NotFound:
        return u"GTW404"_s;
    default:
        return u"GTW999"_s;
    }
}

} // namespace

Reply Reply::message(int status, const QString& text)
{
    Reply reply(Shape::Message, status);
    reply.m_text = text;
    return reply;
}

Reply Reply::object(int status, const QJsonObject& object)
{
    Reply reply(Shape::Object, status);
    reply.m_object = object;
    return reply;
}

Reply Reply::error(int status, const QString& code, const QString& text)
{
    Reply reply(Shape::Error, status);
    reply.m_code = code;
    reply.m_text = text;
    return reply;
}

Reply Reply::raw(int status, const QJsonObject& object)
{
    Reply reply(Shape::Raw, status);
    reply.m_object = object;
    return reply;
}

Reply Reply::rawList(int status, const QJsonArray& list)
{
    Reply reply(Shape::Raw, status);
    reply.m_list = list;
    reply.m_isList = true;
    return reply;
}

Reply Reply::list(int status, const QJsonArray& list)
{
    Reply reply(Shape::Object, status);
    reply.m_list = list;
    reply.m_isList = !list.isEmpty();
    return reply;
}

Reply Reply::detail(int status, const QString& text)
{
    return raw(status, {{u"detail"_s, text}});
}

Reply Reply::bytes(int status, const QByteArray& contentType, const QByteArray& body)
{
    Reply reply(Shape::Bytes, status);
    reply.m_contentType = contentType;
    reply.m_bytes = body;
    return reply;
}

Reply Reply::noContent()
{
    return bytes(204, {}, {});
}

Reply Reply::from(const Error& error, int status)
{
    Reply reply(Shape::Error, status ? status : statusOf(error));
    reply.m_code = codeOf(error);
    reply.m_text = error.message;
    reply.m_faults = error.faults;
    if (reply.m_status == 503 && error.retryable)
        reply.addHeader("Retry-After", "1");
    return reply;
}

Reply Reply::with(const QByteArray& name, const QByteArray& value) &&
{
    addHeader(name, value);
    return std::move(*this);
}

Reply::Wire Reply::renderV1() const
{
    if (m_shape != Shape::Error)
        return render(false);
    QJsonArray faults;
    for (const Fault& fault : m_faults) {
        QJsonArray place;
        if (!fault.field.startsWith(u"query."_s) && !fault.field.startsWith(u"body"_s))
            place.append(u"body"_s);
        for (const QString& step : fault.field.split(u'.'))
            place.append(step);
        faults.append(QJsonObject{{u"loc"_s, place}, {u"msg"_s, fault.message}, {u"type"_s, fault.rule}});
    }
    const QJsonValue detail = faults.isEmpty() ? QJsonValue(m_text) : QJsonValue(faults);
    return raw(m_status, {{u"detail"_s, detail}, {u"code"_s, m_code}}).render(false);
}

Reply::Wire Reply::render(bool strictEnvelope) const
{
    if (m_shape == Shape::Bytes)
        return {m_status, m_contentType, m_bytes};
    Answer answer;
    switch (m_shape) {
    case Shape::Raw:
        answer = Answer::raw(m_status, m_isList ? QJsonValue(m_list) : QJsonValue(m_object));
        break;
    case Shape::Message:
        answer = Answer::message(m_status, m_text);
        break;
    case Shape::Object:
        answer = Answer::object(m_status, m_object);
        if (m_isList)
            answer.body = m_list;
        break;
    case Shape::Error:
        answer = Answer::error(m_status, m_code, m_text);
        break;
    case Shape::Bytes:
        break;
    }
    answer.faults = m_faults;
    const WireAnswer wire = toWire(answer, strictEnvelope);
    const QJsonDocument document =
        wire.body.isArray() ? QJsonDocument(wire.body.toArray()) : QJsonDocument(wire.body.toObject());
    return {wire.httpStatus, "application/json", document.toJson(QJsonDocument::Compact)};
}

} // namespace gatehouse::admin
