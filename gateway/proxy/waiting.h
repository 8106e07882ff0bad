// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <vector>

namespace gatehouse::proxy {

/// Takes out of a pool's queue those whose `deadlineMs` has come.
template <typename Waiter>
std::vector<Waiter> takeLate(std::deque<Waiter>& waiting, std::int64_t nowMs)
{
    std::vector<Waiter> late;
    std::erase_if(waiting, [&](const Waiter& waiter) {
        if (waiter.deadlineMs > nowMs)
            return false;
        late.push_back(waiter);
        return true;
    });
    return late;
}

/// The earliest `deadlineMs` of a queue that is not empty.
template <typename Waiter>
std::int64_t firstDeadline(const std::deque<Waiter>& waiting)
{
    const auto earlier = [](const Waiter& a, const Waiter& b) { return a.deadlineMs < b.deadlineMs; };
    return std::min_element(waiting.begin(), waiting.end(), earlier)->deadlineMs;
}

} // namespace gatehouse::proxy
