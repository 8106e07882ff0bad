// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/arena.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::proxy {

char* Arena::grow(std::size_t size)
{
    if (m_blocks.empty() && size <= BlockSize) {
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(BlockSize));
    } else {
        if (m_blocks.empty()) // the first block has the standard size, because reset() keeps it
            m_blocks.push_back(std::make_unique_for_overwrite<char[]>(BlockSize));
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(std::max(size, BlockSize)));
    }
    m_next = m_blocks.back().get() + size;
    m_left = std::max(size, BlockSize) - size;
    return m_blocks.back().get();
}

std::string_view Arena::number(std::int64_t value)
{
    char text[24];
    const auto end = std::to_chars(text, text + sizeof text, value).ptr;
    return copy({text, static_cast<std::size_t>(end - text)});
}

} // namespace gatehouse::proxy
