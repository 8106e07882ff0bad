// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/upstream_group.h"

#include "gateway/proxy/balancer.h"

#include <algorithm>

namespace gatehouse::proxy {

std::uint64_t hashOfText(std::string_view text) noexcept
{
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a, 64 bit
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return mixed(hash, 0);
}

void UpstreamGroup::seal()
{
    std::vector<std::uint32_t> turns;
    even = true;
    shape = mixed(targets.size(), 1);
    for (UpstreamTarget& target : targets) {
        target.stateKey = mixed(key, target.key);
        target.place = target.host + ':' + std::to_string(target.port);
        shape = mixed(shape, target.stateKey);
        turns.push_back(target.draining || target.backup ? 0 : target.weight);
        even = even && turns.back() != 0 && turns.back() == turns.front();
    }
    schedule = even ? std::vector<std::uint16_t>() : makeSchedule(turns);
}

} // namespace gatehouse::proxy
