// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <span>

namespace gatehouse {

/// One name per code, status and text, for example ErrorId::Usr002UserNotFound. None is "no error".
enum class ErrorId : std::uint16_t {
    None,
#define ERROR(id, code, status, text, when) id,
#include "common/api/errors.inc"
#undef ERROR
};

struct ErrorInfo {
    ErrorId id;
    const char* name; ///< of the enumerator
    const char* code; ///< on the wire; may be empty
    int status;       ///< HTTP status
    const char* text; ///< with %1.. for inserted texts
    const char* when; ///< what it means, for documentation and help
};

/// All errors, without None.
std::span<const ErrorInfo> errorTable();
/// Asserts on None.
const ErrorInfo& info(ErrorId id);

/// An Error that the edge answers with the code, status and text of the table. `texts` fill %1, %2 and so on.
Error makeError(ErrorId id, const QStringList& texts = {});

/// The HTTP status of errors of that type that say no more about themselves.
int statusOf(ErrorType type);
/// The HTTP status of an error: that of its code in the table, else what its type says.
int httpStatus(const Error& error);
/// The type that belongs to an HTTP status.
ErrorType errorTypeOf(int httpStatus);

/// Texts of the envelope are 1 to 255 characters long; longer ones are cut.
QString envelopeText(const QString& text);

} // namespace gatehouse
