// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_ring.h"

#include <string_view>

namespace gatehouse::observe {

namespace {

/// From line feed to line feed with memchr(); std::count() looks at every byte by itself.
std::size_t countLines(std::string_view text)
{
    std::size_t lines = 0;
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1))
        ++lines;
    return lines;
}

} // namespace

void LogRing::add(std::string text)
{
    const std::size_t lines = countLines(text);
    if (lines == 0)
        return;
    if (text.capacity() - text.size() > text.size() / 8) // else moving it costs more than it saves
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
