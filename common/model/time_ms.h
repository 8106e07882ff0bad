// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <compare>

namespace gatehouse {

/// A point in time, milliseconds since 1970-01-01 UTC. Zero means "never" or "not set".
struct TimeMs {
    qint64 ms = 0;

    bool isSet() const { return ms != 0; }
    auto operator<=>(const TimeMs&) const = default;
};

} // namespace gatehouse
