// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/address_brake.h"

#include "common/core/clock.h"

#include <algorithm>

namespace gatehouse::proxy {

namespace {
constexpr std::int64_t sweepEveryNs = nsPerSecond;
} // namespace

std::size_t AddressBrake::Hash::operator()(const net::IpAddress& address) const
{
    // Addresses are chosen by strangers: mix them well (splitmix64).
    std::uint64_t mixed = address.high() * 0x9e3779b97f4a7c15ULL + address.low() + 0x9e3779b97f4a7c15ULL;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    return mixed ^ (mixed >> 31);
}

bool AddressBrake::makeRoom(Shard& shard, std::int64_t nowNs)
{
    if (shard.fullAtNs.size() < maxPerShard && nowNs - shard.sweptNs < sweepEveryNs)
        return true;
    if (nowNs - shard.sweptNs >= sweepEveryNs) {
        shard.sweptNs = nowNs;
        std::erase_if(shard.fullAtNs, [nowNs](const auto& entry) { return entry.second <= nowNs; });
    }
    return shard.fullAtNs.size() < maxPerShard;
}

std::int64_t AddressBrake::take(const net::IpAddress& address, const Rule& rule, std::int64_t nowNs)
{
    if (rule.perSecond == 0)
        return 0;
    const std::int64_t drip = nsPerSecond / rule.perSecond;
    const std::int64_t depth = drip * (rule.burst == 0 ? rule.perSecond : rule.burst);
    const net::IpAddress network = address.network();
    Shard& shard = m_shards[Hash()(network) % m_shards.size()];
    const std::scoped_lock lock(shard.mutex);
    auto at = shard.fullAtNs.find(network);
    if (at == shard.fullAtNs.end()) {
        if (!makeRoom(shard, nowNs))
            return 0;
        at = shard.fullAtNs.emplace(network, nowNs).first;
    }
    const std::int64_t fullAt = std::max(at->second, nowNs) + drip;
    if (fullAt - nowNs > depth)
        return fullAt - nowNs - depth;
    at->second = fullAt;
    return 0;
}

std::size_t AddressBrake::addresses() const
{
    std::size_t count = 0;
    for (const Shard& shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        count += shard.fullAtNs.size();
    }
    return count;
}

} // namespace gatehouse::proxy
