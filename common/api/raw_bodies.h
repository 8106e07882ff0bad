// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/calls.h"

#include <QJsonObject>

#include <optional>

namespace gatehouse {

/// The body of a call that is no document of ours: a form, a CSV file, a description in a standard of its
/// own.
struct RawBody {
    QString mediaType;
    QString about;      ///< one line, for people
    QJsonObject schema; ///< JSON schema (2020-12); of a form: of its fields
};

/// Not set: the call has no body, or one of CallInfo::request.
std::optional<RawBody> rawBodyOf(CallId id);

} // namespace gatehouse
