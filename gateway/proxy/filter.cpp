// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/filter.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace gatehouse::proxy {

FilterChain::FilterChain(std::vector<std::shared_ptr<const Filter>> filters)
    : m_filters(std::move(filters))
{
    std::stable_sort(m_filters.begin(), m_filters.end(), [](const auto& a, const auto& b) {
        return std::pair(a->phase(), a->order()) < std::pair(b->phase(), b->order());
    });
    for (const auto& filter : m_filters) {
        for (std::size_t bit = 0; bit < m_byHook.size(); ++bit) {
            if (filter->hooks() & (1U << bit))
                m_byHook[bit].push_back(filter.get());
        }
    }
}

const std::vector<const Filter*>& FilterChain::with(Hook hook) const
{
    return m_byHook[static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(hook)))];
}

} // namespace gatehouse::proxy
