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
    bool required = true;
    int refusal = 422;     ///< status of the answer to a bad one
    QJsonObject json = {}; ///< schema of the same as application/json; empty: only as `mediaType`
};

/// Not set: the call has no body, or one of CallInfo::request.
std::optional<RawBody> rawBodyOf(CallId id);

/// The status of the answer that names every fault of the body or the query; 0: neither is read.
int badInputStatus(const CallInfo& call);

} // namespace gatehouse
