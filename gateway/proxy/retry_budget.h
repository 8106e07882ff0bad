// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

namespace gatehouse::proxy {

/// Keeps retries to a share of the requests of the last ten seconds, so that they cannot overload an upstream
/// that is already in trouble. Shared by all workers, lock-free, outside the snapshot. Counts may be off by
/// what happens at the turn of a second; the share is a protection, not an account.
class RetryBudget {
public:
    static constexpr std::int64_t WindowSeconds = 10;

    void request(std::int64_t nowNs) noexcept
    {
        bucket(nowNs).requests.fetch_add(1, std::memory_order_relaxed);
    }
    /// True when a retry may be made; it is counted then.
    bool withdraw(std::uint32_t percent, std::uint32_t perSecond, std::int64_t nowNs) noexcept;

private:
    struct Bucket {
        std::atomic<std::int64_t> second{-1};
        std::atomic<std::uint32_t> requests{0};
        std::atomic<std::uint32_t> retries{0};
    };

    Bucket& bucket(std::int64_t nowNs) noexcept;

    std::array<Bucket, WindowSeconds> m_buckets;
};

} // namespace gatehouse::proxy
