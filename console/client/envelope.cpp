// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/envelope.h"

#include "common/api/error_codes.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

Fault faultFrom(const QJsonObject& object)
{
    return {object.value(u"field"_s).toString(), object.value(u"rule"_s).toString(),
            object.value(u"message"_s).toString()};
}

/// {"loc": ["body", "limits", "burst"], "msg": ..., "type": ...}: the place as a path of its own document.
Fault placedFault(const QJsonObject& object)
{
    QStringList steps;
    const QJsonArray place = object.value(u"loc"_s).toArray();
    for (const QJsonValue& step : place)
        steps.append(step.toVariant().toString());
    if (steps.size() > 1 && steps.first() == u"body"_s)
        steps.removeFirst();
    return {steps.join(u'.'), object.value(u"type"_s).toString(), object.value(u"msg"_s).toString()};
}

Faults faultsFrom(const QJsonObject& body)
{
    Faults faults;
    const QJsonArray placed = body.value(u"detail"_s).toArray();
    for (const QJsonValue& value : placed)
        faults.append(placedFault(value.toObject()));
    for (const QString& key : {u"faults"_s, u"errors"_s}) {
        const QJsonArray array = body.value(key).toArray();
        for (const QJsonValue& value : array) {
            const Fault fault = faultFrom(value.toObject());
            if (!fault.field.isEmpty() || !fault.message.isEmpty())
                faults.append(fault);
        }
    }
    return faults;
}

QString firstText(const QJsonObject& body, std::initializer_list<QString> keys)
{
    for (const QString& key : keys) {
        const QString text = body.value(key).toString();
        if (!text.isEmpty())
            return text;
    }
    return {};
}

Error errorFrom(int status, const QJsonObject& outer)
{
    // Problem details and nested error objects carry the same words one level down.
    QJsonObject body = outer;
    if (outer.value(u"error"_s).isObject())
        body = outer.value(u"error"_s).toObject();
    Error error;
    error.type = errorTypeOf(status);
    error.code = firstText(body, {u"error_code"_s, u"code"_s});
    error.message = firstText(body, {u"error_message"_s, u"detail"_s, u"message"_s, u"error_description"_s,
                                     u"title"_s, u"error"_s});
    error.faults = faultsFrom(body);
    if (error.message.isEmpty() && !error.faults.isEmpty())
        error.message = error.faults.first().field + u": "_s + error.faults.first().message;
    if (error.message.isEmpty())
        error.message =
            QCoreApplication::translate("Envelope", "The gateway answered with status %1.").arg(status);
    error.source = status < 500 ? ErrorSource::Client : ErrorSource::Gateway;
    error.retryable = status == 429 || status >= 500;
    return error;
}

QJsonObject payloadOf(const QJsonObject& body)
{
    if (!body.contains(u"status_code"_s))
        return body;
    if (body.value(u"response"_s).isObject())
        return body.value(u"response"_s).toObject();
    if (body.value(u"response"_s).isArray())
        return {{u"items"_s, body.value(u"response"_s)}};
    QJsonObject rest = body;
    rest.remove(u"status_code"_s);
    return rest;
}

} // namespace

Failure failureOf(const Error& error)
{
    if (error.code == QLatin1StringView(netError))
        return Failure::Network;
    if (error.code == QLatin1StringView(tlsError))
        return Failure::Tls;
    if (error.code == QLatin1StringView(timeoutError))
        return Failure::Timeout;
    return error.code == QLatin1StringView(bodyError) ? Failure::Body : Failure::Api;
}

Result<QJsonObject> unwrap(int httpStatus, const QByteArray& contentType, const QByteArray& body)
{
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(body, &parse);
    const bool json = parse.error == QJsonParseError::NoError;
    if (!json && httpStatus < 400) {
        if (body.isEmpty())
            return QJsonObject();
        if (!contentType.contains("json"))
            return QJsonObject{{u"text"_s, QString::fromUtf8(body)}};
        Error error = Error::internal(
            QCoreApplication::translate("Envelope", "The gateway's answer is not valid JSON: %1")
                .arg(parse.errorString()));
        error.code = QLatin1StringView(bodyError);
        return error;
    }
    const QJsonObject object = document.object();
    if (httpStatus >= 400)
        return errorFrom(httpStatus, object);
    if (document.isArray())
        return QJsonObject{{u"items"_s, document.array()}};
    const int inner = object.value(u"status_code"_s).toInt();
    if (inner >= 400)
        return errorFrom(inner, object);
    return payloadOf(object);
}

} // namespace gatehouse::console
