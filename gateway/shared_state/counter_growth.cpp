// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/counter_growth.h"

namespace gatehouse::shared_state {

void CounterGrowth::begin(const std::vector<LimiterCells::Saved>& saved)
{
    m_told.clear();
    m_told.reserve(saved.size());
    for (const LimiterCells::Saved& counter : saved)
        m_told[counter.key] = {counter.state.stampNs, counter.state.count};
}

std::vector<LimiterCells::Saved> CounterGrowth::collect(const LimiterCells& cells)
{
    std::vector<LimiterCells::Saved> grown;
    for (LimiterCells::Saved counter : cells.save()) {
        Told& told = m_told[counter.key];
        const std::uint64_t before = told.stampNs == counter.state.stampNs ? told.count : 0;
        if (counter.state.count <= before)
            continue; // given back meanwhile; what comes first then has been told already
        told = {counter.state.stampNs, counter.state.count};
        counter.state.count -= before;
        grown.push_back(counter);
    }
    return grown;
}

} // namespace gatehouse::shared_state
