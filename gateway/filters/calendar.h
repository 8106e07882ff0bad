// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace gatehouse::filters {

/// A calendar month, in UTC so that all gateways that count together agree: nanoseconds since 1970.
struct MonthWindow {
    std::int64_t startNs = 0;
    std::int64_t lengthNs = 0;
    std::int64_t endNs() const { return startNs + lengthNs; }
};

/// The month that holds the moment. Plain arithmetic on the civil calendar.
MonthWindow monthOf(std::int64_t wallMs);

} // namespace gatehouse::filters
