// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/reply.h"
#include "gateway/admin/request.h"
#include "gateway/config/settings.h"

namespace gatehouse::admin {

/// Whether a page of that origin may call the platform.
bool platformOriginAllowed(const config::Settings& settings, const QString& origin);
/// Names of headers such a page may send.
QStringList platformAllowedHeaders(const config::Settings& settings);

/// The answer to an OPTIONS request on the platform (platform-routes section 0.6).
Reply platformPreflight(const config::Settings& settings, const Request& request);
/// The CORS headers of every other platform answer, and `Vary: Origin`.
QList<Reply::Header> platformCorsHeaders(const config::Settings& settings, const Request& request);

} // namespace gatehouse::admin
