// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/output_watch.h"
#include "gateway/proxy/settings.h"

#include <algorithm>
#include <cstdint>

namespace gatehouse::proxy {

/// `movedMs`: when the last byte did. The earlier of "no progress at all" and "slower than the minimum rate
/// on average".
inline std::int64_t progressDeadline(const ClientSettings& settings, std::int64_t movedMs,
                                     std::int64_t timeoutMs, std::int64_t startMs, std::uint64_t bytes)
{
    if (settings.minBytesPerSecond == 0)
        return movedMs + timeoutMs;
    const auto earned = static_cast<std::int64_t>(bytes * 1000 / settings.minBytesPerSecond);
    return std::min(movedMs + timeoutMs, startMs + settings.rateGraceMs + earned);
}

/// Until when a client must have taken more of what waits for it.
inline std::int64_t outputDeadline(const ClientSettings& settings, const OutputWatch& watch)
{
    return progressDeadline(settings, watch.movedMs(), settings.writeTimeoutMs, watch.startMs(),
                            watch.taken());
}

} // namespace gatehouse::proxy
