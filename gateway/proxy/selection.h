// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/request_id.h"
#include "gateway/proxy/upstream_states.h"

#include <bitset>
#include <cstdint>

namespace gatehouse::proxy {

/// Targets that an exchange has tried; those behind the last bit are not remembered.
using TriedTargets = std::bitset<128>;

/// What choosing a target depends on besides the group.
struct Choice {
    std::int64_t nowNs = 0;
    std::uint64_t hash = 0;              ///< of the request, for BalancingKind::Hash and sticky headers
    int preferred = -1;                  ///< the target a sticky cookie names
    const TriedTargets* tried = nullptr; ///< given for another attempt: those are left out, no turn is taken
    int last = -1;                       ///< the target tried before
};

/// The place of the target that takes the request; below 0: none can. Takes a turn of the group when nothing
/// was tried before. Targets that are drained, down, ejected, of weight 0 or tried are left out; backups only
/// serve when no other target can. No allocation, no lock.
int chooseTarget(const UpstreamGroup& group, const GroupView& view, const Choice& choice, Random& random);

/// Takes the target out if the rules allow one more to be out.
bool ejectTarget(const UpstreamGroup& group, const GroupView& view, std::size_t index, std::int64_t nowNs);

} // namespace gatehouse::proxy
