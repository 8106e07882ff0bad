// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse {

/// A random UUID (version 4), lower case, without braces.
QString newId();

/// RFC 3339 in UTC with milliseconds and Z. `ms` since 1970.
QString isoTime(qint64 ms);

} // namespace gatehouse
