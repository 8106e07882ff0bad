// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/reply.h"
#include "gateway/admin/request.h"
#include "gateway/admin/services.h"

namespace gatehouse::admin {

enum class SessionStep { Login, Refresh };

/// A signed token of the user (auth section 2).
Result<QByteArray> issueToken(const Services& services, const User& user, SessionStep step);

/// The Set-Cookie values of a login or refresh, in the order of auth section 5. The CSRF value in them is the
/// user's from now on.
QList<QByteArray> sessionCookies(const Services& services, const Request& request, const User& user,
                                 const QByteArray& token, SessionStep step);
/// Those that end a session (auth section 7).
QList<QByteArray> endCookies(const Services& services, const Request& request);

} // namespace gatehouse::admin
