// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <memory>

namespace gatehouse {

enum class ErrorType {
    Invalid,      ///< input breaks a rule; `faults` names every field and rule
    NotFound,
    Conflict,     ///< exists already, or was changed by somebody else
    Unauthorized, ///< nobody has been identified
    Forbidden,    ///< identified, but not allowed
    Limited,      ///< a limit has been reached
    Unavailable,  ///< a dependency does not answer; trying again may help
    Timeout,
    Corrupt,      ///< stored bytes are damaged; `message` names file and place
    Unsupported,
    Internal
};

/// Who caused the error; decides between 4xx, 5xx and 502..504.
enum class ErrorSource { Client, Gateway, Upstream };

/// One broken rule of one field. `field` is a dotted path ("api_servers[1]"); `rule` is a stable word for programs
/// ("required", "length", "range", "type", "enum", "pattern", "unique", "reference", "unknown").
struct Fault {
    QString field;
    QString rule;
    QString message;
};
using Faults = QList<Fault>;

struct Error {
    ErrorType type = ErrorType::Internal;
    QString message;
    QString code; ///< wire code such as "API003"; empty when the edge chooses one
    ErrorSource source = ErrorSource::Gateway;
    bool retryable = false;
    Faults faults;
    std::shared_ptr<const Error> cause;

    static Error invalid(Faults faults);
    static Error invalid(const QString& field, const QString& rule, const QString& message);
    static Error notFound(const QString& message, const QString& code = {});
    static Error conflict(const QString& message, const QString& code = {});
    static Error forbidden(const QString& message, const QString& code = {});
    static Error corrupt(const QString& message);
    static Error unavailable(const QString& message);
    static Error internal(const QString& message);

    Error because(Error inner) &&;

    /// The message with all faults and causes, for logs and the command line.
    QString text() const;
};

QString nameOf(ErrorType type);

} // namespace gatehouse
