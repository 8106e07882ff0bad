// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/error.h"

#include <QStringList>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse {

namespace {
Error make(ErrorType type, const QString& message, const QString& code = {})
{
    Error error;
    error.type = type;
    error.message = message;
    error.code = code;
    return error;
}
} // namespace

Error Error::invalid(Faults faults)
{
    Error error = make(ErrorType::Invalid, u"Validation Error"_s);
    error.source = ErrorSource::Client;
    error.faults = std::move(faults);
    return error;
}

Error Error::invalid(const QString& field, const QString& rule, const QString& message)
{
    return invalid(Faults{{field, rule, message}});
}

Error Error::notFound(const QString& message, const QString& code)
{
    Error error = make(ErrorType::NotFound, message, code);
    error.source = ErrorSource::Client;
    return error;
}

Error Error::conflict(const QString& message, const QString& code)
{
    Error error = make(ErrorType::Conflict, message, code);
    error.source = ErrorSource::Client;
    return error;
}

Error Error::forbidden(const QString& message, const QString& code)
{
    Error error = make(ErrorType::Forbidden, message, code);
    error.source = ErrorSource::Client;
    return error;
}

Error Error::corrupt(const QString& message)
{
    return make(ErrorType::Corrupt, message);
}

Error Error::unavailable(const QString& message)
{
    Error error = make(ErrorType::Unavailable, message);
    error.retryable = true;
    return error;
}

Error Error::internal(const QString& message)
{
    return make(ErrorType::Internal, message);
}

Error Error::because(Error inner) &&
{
    cause = std::make_shared<const Error>(std::move(inner));
    return std::move(*this);
}

QString Error::text() const
{
    QString out = message;
    QStringList lines;
    for (const Fault& fault : faults)
        lines.append(fault.field.isEmpty() ? fault.message : fault.field + u": "_s + fault.message);
    if (!lines.isEmpty())
        out += (out.isEmpty() ? QString() : u": "_s) + lines.join(u"; "_s);
    if (cause)
        out += u" ("_s + cause->text() + u')';
    return out;
}

QString nameOf(ErrorType type)
{
    switch (type) {
    case ErrorType::Invalid: return u"invalid"_s;
    case ErrorType::NotFound: return u"not_found"_s;
    case ErrorType::Conflict: return u"conflict"_s;
    case ErrorType::Unauthorized: return u"unauthorized"_s;
    case ErrorType::Forbidden: return u"forbidden"_s;
    case ErrorType::Limited: return u"limited"_s;
    case ErrorType::Unavailable: return u"unavailable"_s;
    case ErrorType::Timeout: return u"timeout"_s;
    case ErrorType::Corrupt: return u"corrupt"_s;
    case ErrorType::Unsupported: return u"unsupported"_s;
    case ErrorType::Internal: return u"internal"_s;
    }
    return u"internal"_s;
}

} // namespace gatehouse
