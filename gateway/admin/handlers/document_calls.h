// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/handlers/common.h"

#include <algorithm>
#include <optional>

namespace gatehouse::admin {

// What the handlers that make, change and delete documents share.

/// What the body of a request tells, as its entity or request type; the fault of the body or of its fields.
template <typename E>
Result<E> documentOf(const Request& request)
{
    const Result<QJsonObject> body = request.json();
    return body ? fromJson<E>(*body) : Result<E>(body.error());
}

/// True when the patch gives the field that names the document another value.
inline bool renames(const QJsonObject& patch, const QString& field, const QString& current)
{
    const QString given = patch.value(field).toString();
    return !given.isEmpty() && given != current;
}

/// True when the field is a text of nothing but blanks; false when it is absent.
inline bool isBlankText(const QJsonObject& body, const QString& field)
{
    const QJsonValue value = body.value(field);
    return value.isString() && value.toString().trimmed().isEmpty();
}

/// The refusal when one of the fields is blank, which has a code of its own; it names what else is wrong as
/// well. None when they are absent or hold something.
inline std::optional<Reply> blankRefusal(const QJsonObject& body, const QStringList& fields,
                                         const QString& code, const QString& text, const Faults& others)
{
    Error error = Error::invalid(others);
    bool blank = false;
    for (const QString& field : fields) {
        if (!isBlankText(body, field))
            continue;
        blank = true;
        const bool told = std::any_of(others.begin(), others.end(),
                                      [&field](const Fault& fault) { return fault.field == field; });
        if (!told)
            error.faults.append({field, QStringLiteral("required"), QStringLiteral("must not be blank")});
    }
    error.code = code;
    error.message = text;
    return blank ? std::optional(Reply::from(error, 400)) : std::nullopt;
}

/// What is wrong with it; nothing when it is good.
template <typename T>
Faults faultsOf(const Result<T>& result)
{
    return result ? Faults() : result.error().faults;
}

/// With an answer that does not depend on what was applied.
inline void applyAndReply(Services& services, const Call& call, const control::ChangeSet& changes, Done done,
                          const Reply& reply)
{
    applyAndReply(services, call, changes, std::move(done),
                  [reply](const control::Applied&) { return reply; });
}

} // namespace gatehouse::admin
