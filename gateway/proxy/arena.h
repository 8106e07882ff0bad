// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

/// Text that lives as long as one exchange. The first block is kept between exchanges, so the usual request
/// makes no allocation.
class Arena {
public:
    std::string_view copy(std::string_view text)
    {
        char* out = allocate(text.size());
        if (!text.empty())
            std::memcpy(out, text.data(), text.size());
        return {out, text.size()};
    }
    std::string_view concat(std::initializer_list<std::string_view> parts)
    {
        std::size_t size = 0;
        for (const std::string_view part : parts)
            size += part.size();
        char* const out = allocate(size);
        char* next = out;
        for (const std::string_view part : parts) {
            if (part.empty())
                continue;
            std::memcpy(next, part.data(), part.size());
            next += part.size();
        }
        return {out, size};
    }
    std::string_view number(std::int64_t value);

    /// Uninitialised bytes, not aligned.
    char* allocate(std::size_t size)
    {
        if (size > m_left)
            return grow(size);
        char* const out = m_next;
        m_next += size;
        m_left -= size;
        return out;
    }

    /// Forgets everything; keeps the first block.
    void reset() noexcept
    {
        if (m_blocks.size() > 1)
            m_blocks.resize(1);
        m_next = m_blocks.empty() ? nullptr : m_blocks.front().get();
        m_left = m_blocks.empty() ? 0 : BlockSize;
    }
    /// Gives all memory back; for connections that go idle.
    void release() noexcept
    {
        m_blocks.clear();
        m_next = nullptr;
        m_left = 0;
    }

private:
    static constexpr std::size_t BlockSize = 2048;
    char* grow(std::size_t size);

    std::vector<std::unique_ptr<char[]>> m_blocks;
    char* m_next = nullptr;
    std::size_t m_left = 0;
};

} // namespace gatehouse::proxy
