// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/api/error_codes.h"
#include "common/model/field.h"
#include "common/model/permissions.h"

#include <optional>
#include <span>

namespace gatehouse {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options };
const char* toText(Method method);
std::optional<Method> methodFromText(QByteArrayView text);

/// platform: /platform and what belongs to it. v1: contracts and policies. data: traffic.
enum class Surface : std::uint8_t { Platform, V1, Data };

/// How a caller is identified, and what is said when that fails (platform routes 0.4).
enum class AuthClass : std::uint8_t {
    Open,     ///< nobody is identified
    Optional, ///< identified if possible; the answer then says more
    U1,       ///< 401 {"detail": ...}, never in an envelope
    U2,       ///< 401 with code GTW998; the original answered 500
    U3,       ///< 401 with the code of the call
    U4,       ///< as U2
    Bearer,   ///< /v1: 401 {"detail", "code"}
    OfTheApi, ///< traffic: as the API says
    Scrape,   ///< metrics: by address or token
};

/// Who may make the call once identified.
struct Access {
    enum class Rule : std::uint8_t { Anyone, AnyUser, Has, SelfOr, Admin };
    Rule rule = Rule::Anyone;
    std::optional<Permission> permission; ///< for Has and SelfOr
};

/// How the answer is built (platform routes 0.1).
enum class ReplyKind : std::uint8_t {
    Message, ///< {"message": ...}
    Object,  ///< an object, in the envelope when strict
    Raw,     ///< JSON that is never in an envelope
    File,    ///< text or bytes with their own content type
    Stream,  ///< server-sent events
    Empty,   ///< no body
    Proxied, ///< the upstream's answer
};

/// The body of a request: a table to check it with, whole or as a partial update.
struct RequestBody {
    const EntityTable& (*table)() = nullptr; ///< null: no JSON body, or one without a table
    bool patch = false;
};

enum class CallId : std::uint16_t {
#define CALL(id, ...) id,
#include "common/api/calls.inc"
#undef CALL
};

/// One call of the admin API. The gateway routes, checks and audits by it; console and CLI call by it.
struct CallInfo {
    CallId id;
    const char* name; ///< of the enumerator
    Surface surface;
    Method method;
    const char* path; ///< "/platform/api/{api_name}/{api_version}"; "{uri:path}" takes the rest
    AuthClass auth;
    ErrorId notIdentified; ///< for U2, U3 and U4
    Access access;
    ErrorId notAllowed;
    RequestBody request;
    ReplyKind reply;
    int status;
    const char* shape; ///< keys of the answer, for documentation
    const char* audit; ///< action in the audit log; empty: not audited
    const char* summary;
};

/// All calls, in the order of CallId.
std::span<const CallInfo> callTable();
const CallInfo& info(CallId id);

/// The address of a call with its parameters in order, percent-encoded: buildPath(CallId::ApiGet,
/// {"customers", "v1"}).
QString buildPath(CallId id, const QStringList& parameters = {});

/// Names of the parameters of a path template, in order.
QStringList parameterNames(const char* path);

} // namespace gatehouse
