// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/shared_state/local_state.h"

namespace gatehouse::shared_state {

bool LocalState::take(std::span<const Take> takes, std::span<LimitOutcome> outcomes)
{
    for (std::size_t i = 0; i < takes.size(); ++i) {
        outcomes[i] = cellsFor(takes[i]).take(takes[i].key, takes[i].rule, takes[i].cost);
        if (outcomes[i].allowed)
            continue;
        for (std::size_t taken = i; taken-- > 0;)
            cellsFor(takes[taken]).giveBack(takes[taken].key, takes[taken].rule, takes[taken].cost);
        break;
    }
    return true;
}

void LocalState::takeLater(std::vector<Take> takes, OnOutcomes done)
{
    std::vector<LimitOutcome> outcomes(takes.size());
    take(takes, outcomes);
    done(outcomes);
}

} // namespace gatehouse::shared_state
