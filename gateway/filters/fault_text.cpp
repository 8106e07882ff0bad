// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/fault_text.h"

namespace gatehouse::filters {

void FaultText::add(std::string_view place, std::string_view text)
{
    constexpr std::size_t most = 4000;
    ++m_count;
    if (m_text.size() + place.size() + text.size() > most) {
        ++m_left;
        return;
    }
    if (!m_text.empty())
        m_text.append("; ");
    m_text.append(place).append(place.empty() ? "" : ": ").append(text);
}

std::string FaultText::text() const
{
    return m_left == 0 ? m_text : m_text + "; and " + std::to_string(m_left) + " more";
}

} // namespace gatehouse::filters
