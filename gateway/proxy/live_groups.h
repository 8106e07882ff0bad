// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/snapshot.h"

#include <map>
#include <memory>
#include <set>

namespace gatehouse::proxy {

/// A group of targets and the breakers of the APIs that call it.
struct LiveGroup {
    std::shared_ptr<const UpstreamGroup> group;
    std::set<std::uint64_t> breakers;
};

/// Every group that the snapshot can send requests to, by its key. Costs time with the number of routes; off
/// the data path.
std::map<std::uint64_t, LiveGroup> liveGroups(const RuntimeSnapshot& snapshot);

} // namespace gatehouse::proxy
