// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/error_codes.h"

#include <QStringList>

#include <array>

namespace gatehouse {

namespace {

constexpr std::array kErrors{
#define ERROR(id, code, status, text, when) ErrorInfo{ErrorId::id, #id, code, status, text, when},
#include "common/api/errors.inc"
#undef ERROR
};

} // namespace

std::span<const ErrorInfo> errorTable()
{
    return kErrors;
}

const ErrorInfo& info(ErrorId id)
{
    assert(id != ErrorId::None);
    return kErrors[static_cast<std::size_t>(id) - 1];
}

Error makeError(ErrorId id, const QStringList& texts)
{
    const ErrorInfo& row = info(id);
    QString message = QString::fromUtf8(row.text);
    // Placed one by one: an inserted text may itself contain "%1".
    for (qsizetype i = texts.size(); i-- > 0;)
        message.replace(u'%' + QString::number(i + 1), texts.at(i));
    Error error;
    error.type = errorTypeOf(row.status);
    error.code = QString::fromLatin1(row.code);
    error.message = envelopeText(message);
    error.source = row.status >= 500 ? ErrorSource::Gateway : ErrorSource::Client;
    error.retryable = row.status == 429 || row.status == 503 || row.status == 504;
    return error;
}

int statusOf(ErrorType type)
{
    switch (type) {
    case ErrorType::Invalid:
        return 400;
    case ErrorType::NotFound:
        return 404;
    case ErrorType::Conflict:
        return 409;
    case ErrorType::Unauthorized:
        return 401;
    case ErrorType::Forbidden:
        return 403;
    case ErrorType::Limited:
        return 429;
    case ErrorType::Unavailable:
        return 503;
    case ErrorType::Timeout:
        return 504;
    case ErrorType::Unsupported:
        return 501;
    case ErrorType::Corrupt:
    case ErrorType::Internal:
        break;
    }
    return 500;
}

int httpStatus(const Error& error)
{
    int first = 0;
    for (const ErrorInfo& row : kErrors) {
        if (error.code.isEmpty() || error.code != QLatin1StringView(row.code))
            continue;
        if (errorTypeOf(row.status) == error.type)
            return row.status;
        if (first == 0)
            first = row.status;
    }
    if (first != 0)
        return first;
    // A document that breaks rules is 422; other bad input is 400.
    return error.type == ErrorType::Invalid && !error.faults.isEmpty() ? 422 : statusOf(error.type);
}

ErrorType errorTypeOf(int httpStatus)
{
    switch (httpStatus) {
    case 401:
        return ErrorType::Unauthorized;
    case 403:
        return ErrorType::Forbidden;
    case 404:
    case 410:
        return ErrorType::NotFound;
    case 409:
    case 412:
        return ErrorType::Conflict;
    case 429:
        return ErrorType::Limited;
    case 501:
        return ErrorType::Unsupported;
    case 502:
    case 503:
        return ErrorType::Unavailable;
    case 504:
        return ErrorType::Timeout;
    default:
        return httpStatus >= 500 ? ErrorType::Internal : ErrorType::Invalid;
    }
}

QString envelopeText(const QString& text)
{
    return text.left(255);
}

} // namespace gatehouse
