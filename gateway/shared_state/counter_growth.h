// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/limiter_cells.h"

#include <unordered_map>

namespace gatehouse::shared_state {

/// What counters of windows grow by after they were written down, so that the process that goes on from there
/// can add it to its own (LimiterCells::merge). One thread.
class CounterGrowth {
public:
    /// From here on; `saved` is what the other process begins with.
    void begin(const std::vector<LimiterCells::Saved>& saved);
    /// What has come since the last time: the count of each is its growth. Each is told once.
    std::vector<LimiterCells::Saved> collect(const LimiterCells& cells);

private:
    struct Told {
        std::int64_t stampNs = 0;
        std::uint64_t count = 0;
    };
    struct Hash {
        std::size_t operator()(const CounterKey& key) const { return combine(key.scope, key.subject); }
    };
    std::unordered_map<CounterKey, Told, Hash> m_told;
};

} // namespace gatehouse::shared_state
