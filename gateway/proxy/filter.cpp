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
    std::size_t uses = 0;
    for (const auto& filter : m_filters)
        uses += static_cast<std::size_t>(std::popcount(filter->hooks()));
    m_byHook.reserve(uses);
    for (std::size_t bit = 0; bit < hookCount; ++bit) {
        for (const auto& filter : m_filters) {
            if (filter->hooks() & (1U << bit))
                m_byHook.push_back(filter.get());
        }
        m_starts[bit + 1] = static_cast<std::uint16_t>(m_byHook.size());
    }
}

std::span<const Filter* const> FilterChain::with(Hook hook) const
{
    const auto bit = static_cast<std::size_t>(std::countr_zero(static_cast<unsigned>(hook)));
    return {m_byHook.data() + m_starts[bit], m_byHook.data() + m_starts[bit + 1]};
}

} // namespace gatehouse::proxy
