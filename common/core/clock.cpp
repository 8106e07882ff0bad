// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"

#include <time.h>

namespace gatehouse {

namespace {
std::int64_t readNs(clockid_t clock)
{
    timespec now{};
    clock_gettime(clock, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}
} // namespace

std::int64_t SystemClock::monotonicNs() const
{
    return readNs(CLOCK_MONOTONIC);
}

std::int64_t SystemClock::wallMs() const
{
    return readNs(CLOCK_REALTIME) / 1'000'000;
}

} // namespace gatehouse
