// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/envelope.h"

#include "common/api/error_codes.h"

#include <QJsonArray>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonArray toJson(const Faults& faults)
{
    QJsonArray list;
    for (const Fault& fault : faults)
        list.append(
            QJsonObject{{u"field"_s, fault.field}, {u"rule"_s, fault.rule}, {u"message"_s, fault.message}});
    return list;
}

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

QJsonObject errorBody(const Answer& answer)
{
    QJsonObject body;
    if (!answer.code.isEmpty())
        body.insert(u"error_code"_s, envelopeText(answer.code));
    if (!answer.text.isEmpty())
        body.insert(u"error_message"_s, envelopeText(answer.text));
    if (body.isEmpty())
        body.insert(u"error_message"_s, u"Request failed"_s);
    if (!answer.faults.isEmpty())
        body.insert(u"faults"_s, toJson(answer.faults));
    return body;
}

/// The original's envelope turns an empty list into an empty object.
QJsonValue payload(const QJsonValue& body)
{
    const bool emptyList = body.isArray() && body.toArray().isEmpty();
    return emptyList || body.isNull() || body.isUndefined() ? QJsonValue(QJsonObject()) : body;
}

WireAnswer strictForm(const Answer& answer, QJsonObject body)
{
    body.insert(u"status_code"_s, answer.status);
    return {200, body};
}

} // namespace

Answer Answer::message(int status, const QString& text)
{
    return {Kind::Message, status, text, {}, {}, {}};
}

Answer Answer::object(int status, const QJsonObject& body)
{
    return {Kind::Object, status, {}, {}, body, {}};
}

Answer Answer::raw(int status, const QJsonValue& body)
{
    return {Kind::Raw, status, {}, {}, body, {}};
}

Answer Answer::error(int status, const QString& code, const QString& text)
{
    return {Kind::Error, status, text, code, {}, {}};
}

Answer Answer::error(const Error& error)
{
    Answer answer = Answer::error(gatehouse::httpStatus(error), error.code, error.message);
    answer.faults = error.faults;
    if (answer.code.isEmpty() && answer.status == 422)
        answer.code = u"VAL001"_s;
    return answer;
}

Answer Answer::detail(int status, const QString& text)
{
    return raw(status, QJsonObject{{u"detail"_s, text}});
}

WireAnswer toWire(const Answer& answer, bool strict)
{
    if (answer.kind == Answer::Kind::Raw)
        return {answer.status, answer.body};
    if (answer.kind == Answer::Kind::Error || !isSuccess(answer.status))
        return strict ? strictForm(answer, errorBody(answer)) : WireAnswer{answer.status, errorBody(answer)};
    if (answer.kind == Answer::Kind::Message) {
        const QJsonObject body =
            answer.text.isEmpty() ? QJsonObject() : QJsonObject{{u"message"_s, envelopeText(answer.text)}};
        return strict ? strictForm(answer, body) : WireAnswer{answer.status, body};
    }
    const QJsonValue body = payload(answer.body);
    if (!strict)
        return {answer.status, body};
    QJsonObject outer{{u"response"_s, body}};
    for (const QString& key : {u"access_token"_s, u"refresh_token"_s}) {
        if (body.toObject().contains(key))
            outer.insert(key, body.toObject().value(key));
    }
    return strictForm(answer, outer);
}

} // namespace gatehouse
