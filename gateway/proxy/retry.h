// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace gatehouse::proxy {

/// How often an exchange is tried again, and how long it waits in between (data-plane 16).
struct RetrySettings {
    std::uint16_t count = 0;                 ///< further attempts after the first
    std::int64_t baseDelayNs = 250'000'000;  ///< HTTP_RETRY_BASE_DELAY
    std::int64_t maxDelayNs = 2'000'000'000; ///< HTTP_RETRY_MAX_DELAY
};

/// Answers that count as a failed attempt, for retries and for the breaker alike.
constexpr bool isRetryableStatus(int status) noexcept
{
    return status == 500 || status == 502 || status == 503 || status == 504;
}

/// Upper bound of the delay before attempt `attempt` (2 = first retry): min(max, base x 2^(attempt-1)).
constexpr std::int64_t retryDelayBoundNs(const RetrySettings& settings, unsigned attempt) noexcept
{
    const unsigned shift = attempt < 1 ? 0 : attempt - 1;
    if (shift >= 62 || settings.baseDelayNs > (settings.maxDelayNs >> shift))
        return settings.maxDelayNs;
    return settings.baseDelayNs << shift;
}

/// The delay itself: uniform in [0, bound], so that clients that failed together do not come back together.
constexpr std::int64_t retryDelayNs(const RetrySettings& settings, unsigned attempt,
                                    std::uint64_t random) noexcept
{
    const std::int64_t bound = retryDelayBoundNs(settings, attempt);
    return bound <= 0 ? 0 : static_cast<std::int64_t>(random % (static_cast<std::uint64_t>(bound) + 1));
}

} // namespace gatehouse::proxy
