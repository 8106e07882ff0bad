// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/api_slots.h"

namespace gatehouse::observe {

ApiSlots::ApiSlots()
{
    m_labels.push_back({"", "unknown", "", ApiKind::Rest});
    m_labels.push_back({"", "other", "", ApiKind::Other});
}

std::string ApiSlots::keyOf(const ApiLabels& labels)
{
    // Lengths keep ("a", "bc") and ("ab", "c") apart whatever bytes the names hold.
    return std::to_string(labels.tenant.size()) + ':' + labels.tenant + std::to_string(labels.api.size()) +
           ':' + labels.api + labels.version + '#' + std::to_string(static_cast<int>(labels.kind));
}

std::uint32_t ApiSlots::slotFor(const ApiLabels& labels)
{
    std::string key = keyOf(labels);
    std::lock_guard lock(m_mutex);
    if (const auto known = m_slots.find(key); known != m_slots.end())
        return known->second;
    if (m_labels.size() >= Capacity)
        return Other;
    const auto slot = static_cast<std::uint32_t>(m_labels.size());
    m_labels.push_back(labels);
    m_slots.emplace(std::move(key), slot);
    return slot;
}

ApiLabels ApiSlots::labels(std::uint32_t slot) const
{
    std::lock_guard lock(m_mutex);
    return m_labels[slot < m_labels.size() ? slot : Unmatched];
}

std::vector<ApiLabels> ApiSlots::all() const
{
    std::lock_guard lock(m_mutex);
    return m_labels;
}

} // namespace gatehouse::observe
