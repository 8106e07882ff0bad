// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_ring.h"

#include <algorithm>

namespace gatehouse::observe {

void LogRing::add(std::string text)
{
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (lines == 0)
        return;
    text.shrink_to_fit();
    const std::size_t bytes = text.size();
    auto piece = std::make_shared<const std::string>(std::move(text));
    std::vector<Piece> dropped; // freed outside the lock
    std::lock_guard lock(m_mutex);
    m_entries.push_back({std::move(piece), lines});
    m_lines += lines;
    m_bytes += bytes;
    while (m_entries.size() > 1 && (m_lines > MaxLines || m_bytes > MaxBytes)) {
        m_lines -= m_entries.front().lines;
        m_bytes -= m_entries.front().piece->size();
        dropped.push_back(std::move(m_entries.front().piece));
        m_entries.pop_front();
    }
}

std::vector<LogRing::Piece> LogRing::snapshot() const
{
    std::lock_guard lock(m_mutex);
    std::vector<Piece> pieces;
    pieces.reserve(m_entries.size());
    for (const Entry& entry : m_entries)
        pieces.push_back(entry.piece);
    return pieces;
}

std::size_t LogRing::lineCount() const
{
    std::lock_guard lock(m_mutex);
    return m_lines;
}

void LogRing::clear()
{
    std::lock_guard lock(m_mutex);
    m_entries.clear();
    m_lines = m_bytes = 0;
}

} // namespace gatehouse::observe
