// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/methods.h"

#include <cstdint>

namespace gatehouse::proxy {

/// How long an exchange waits before it is tried again (data-plane 16).
struct RetrySettings {
    std::uint16_t count = 0;                 ///< further attempts after the first
    std::int64_t baseDelayNs = 250'000'000;  ///< HTTP_RETRY_BASE_DELAY
    std::int64_t maxDelayNs = 2'000'000'000; ///< HTTP_RETRY_MAX_DELAY
};

/// What made an attempt fail; a set.
enum RetryCondition : std::uint16_t {
    RetryConnect = 1, ///< no connection: nothing was sent
    RetryReset = 2,   ///< broken off, or garbage
    RetryTimeout = 4,
    Retry429 = 8,
    Retry500 = 16,
    Retry502 = 32,
    Retry503 = 64,
    Retry504 = 128
};

/// What is tried again. The default is the platform's: everything that failed, whatever the method, at the
/// same server.
struct RetryRules {
    bool given = false;     ///< somebody wrote them down: an API's win over its group's
    bool elsewhere = false; ///< at another target when there is one
    std::uint16_t conditions =
        RetryConnect | RetryReset | RetryTimeout | Retry500 | Retry502 | Retry503 | Retry504;
    std::uint16_t methods = 0xffff; ///< bit n: http::Method n
    std::int64_t baseDelayNs = -1;  ///< below 0: the setting
    std::int64_t maxDelayNs = -1;
    std::uint32_t budgetPercent = 100; ///< of the requests of the last seconds; 100: no budget
    std::uint32_t budgetPerSecond = 0; ///< always allowed

    bool hasBudget() const noexcept { return budgetPercent < 100; }
    bool covers(RetryCondition condition, http::Method method) const noexcept
    {
        return (conditions & condition) != 0 && (methods >> static_cast<unsigned>(method) & 1) != 0;
    }
};

/// The condition a status stands for; 0 when it is no failure.
constexpr RetryCondition conditionOf(int status) noexcept
{
    switch (status) {
    case 429:
        return Retry429;
    case 500:
        return Retry500;
    case 502:
        return Retry502;
    case 503:
        return Retry503;
    case 504:
        return Retry504;
    default:
        return RetryCondition{};
    }
}

/// Answers that count as a failed attempt for the breaker, and by default for retries.
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
