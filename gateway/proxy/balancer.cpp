// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/balancer.h"

#include <algorithm>
#include <numeric>

namespace gatehouse::proxy {

static std::vector<std::int64_t> scaled(std::span<const std::uint32_t> weights)
{
    constexpr std::int64_t MaxTurns = 1000;
    std::uint32_t divisor = 0;
    std::int64_t total = 0;
    for (const std::uint32_t weight : weights) {
        divisor = std::gcd(divisor, weight);
        total += weight;
    }
    std::vector<std::int64_t> result;
    result.reserve(weights.size());
    if (divisor == 0)
        return result;
    total /= divisor;
    for (const std::uint32_t weight : weights) {
        std::int64_t turns = weight / divisor;
        if (total > MaxTurns && turns > 0)
            turns = std::max<std::int64_t>(1, turns * MaxTurns / total);
        result.push_back(turns);
    }
    return result;
}

std::vector<std::uint16_t> makeSchedule(std::span<const std::uint32_t> weights)
{
    const std::vector<std::int64_t> turns = scaled(weights);
    const std::int64_t total = std::accumulate(turns.begin(), turns.end(), std::int64_t{0});
    std::vector<std::int64_t> credit(turns.size(), 0);
    std::vector<std::uint16_t> schedule;
    schedule.reserve(static_cast<std::size_t>(total));
    for (std::int64_t turn = 0; turn < total; ++turn) {
        std::size_t best = 0;
        for (std::size_t i = 0; i < turns.size(); ++i) {
            credit[i] += turns[i];
            if (credit[i] > credit[best])
                best = i;
        }
        credit[best] -= total;
        schedule.push_back(static_cast<std::uint16_t>(best));
    }
    return schedule;
}

} // namespace gatehouse::proxy
