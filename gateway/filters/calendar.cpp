// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/calendar.h"

#include <chrono>

namespace gatehouse::filters {

MonthWindow monthOf(std::int64_t wallMs)
{
    using namespace std::chrono;
    const auto day = floor<days>(sys_time<milliseconds>(milliseconds(wallMs)));
    const year_month_day date(day);
    const year_month month = date.year() / date.month();
    const sys_days first = month / 1;
    const sys_days next = (month + months(1)) / 1;
    const auto ns = [](sys_days at) { return duration_cast<nanoseconds>(at.time_since_epoch()).count(); };
    return {ns(first), ns(next) - ns(first)};
}

} // namespace gatehouse::filters
