// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/live_groups.h"

namespace gatehouse::proxy {

std::map<std::uint64_t, LiveGroup> liveGroups(const RuntimeSnapshot& snapshot)
{
    std::map<std::uint64_t, LiveGroup> found;
    const auto add = [&found](const std::shared_ptr<const UpstreamGroup>& group, std::uint64_t breaker) {
        if (!group)
            return;
        LiveGroup& entry = found[group->key];
        entry.group = group;
        if (breaker != 0)
            entry.breakers.insert(breaker);
    };
    snapshot.routes.forEach([&add](const Route& route) {
        add(route.api->upstream, route.api->breakerKey);
        for (const Operation& operation : route.api->operations)
            add(operation.upstream, route.api->breakerKey);
    });
    snapshot.clientRoutings.forEach(
        [&add](std::string_view, const ClientRouting& routing) { add(routing.upstream, 0); });
    return found;
}

} // namespace gatehouse::proxy
