// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gatehouse::proxy {

/// Position of one round-robin sequence. Shared by all workers, so that the sequence is exact whatever
/// connection a request comes on; touched only where there is more than one target. Survives every apply
/// (keyed by a stable id in UpstreamStates).
class RoundRobin {
public:
    std::uint32_t next() noexcept { return m_position.fetch_add(1, std::memory_order_relaxed); }
    /// Only for the first use: routing documents start at their server_index.
    void startAt(std::uint32_t position) noexcept
    {
        std::uint32_t fresh = 0;
        m_position.compare_exchange_strong(fresh, position, std::memory_order_relaxed);
    }

private:
    std::atomic<std::uint32_t> m_position{0};
};

/// Order in which weighted targets take their turns: smooth weighted round robin, one full cycle, made once
/// when compiling. Weights 0 take no turn. Equal weights give 0, 1, 2, ... Weights are scaled down so that a
/// cycle has at most 1,000 turns.
std::vector<std::uint16_t> makeSchedule(std::span<const std::uint32_t> weights);

} // namespace gatehouse::proxy
