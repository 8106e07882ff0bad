// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <utility>

namespace gatehouse {

/// Bytes that never change, in the least memory: one pointer, and one block of 8 bytes and the bytes. Copies
/// share the block. For what is kept a hundred thousand times over. Null and empty are not the same. At most
/// 2 GiB. Any thread; one object in one thread at a time.
class SharedBytes {
public:
    SharedBytes() = default;
    /// Room for `size` bytes that `write(char*)` fills. `flag`: whatever the owner wants to know.
    template <typename Write>
    static SharedBytes make(std::size_t size, Write write, bool flag = false)
    {
        SharedBytes bytes;
        const auto sizeAndFlag = static_cast<std::uint32_t>(size << 1U) | (flag ? 1U : 0U);
        bytes.m_block = new (::operator new(sizeof(Block) + size)) Block{{1}, sizeAndFlag};
        write(bytes.m_block->bytes());
        return bytes;
    }
    explicit SharedBytes(std::string_view bytes)
        : SharedBytes(make(bytes.size(), [bytes](char* to) { bytes.copy(to, bytes.size()); }))
    {
    }
    SharedBytes(const SharedBytes& other)
        : m_block(other.m_block)
    {
        if (m_block)
            m_block->users.fetch_add(1, std::memory_order_relaxed);
    }
    SharedBytes(SharedBytes&& other) noexcept
        : m_block(std::exchange(other.m_block, nullptr))
    {
    }
    SharedBytes& operator=(SharedBytes other) noexcept
    {
        std::swap(m_block, other.m_block);
        return *this;
    }
    ~SharedBytes()
    {
        if (m_block && m_block->users.fetch_sub(1, std::memory_order_acq_rel) == 1)
            ::operator delete(m_block);
    }

    bool isNull() const { return !m_block; }
    std::size_t size() const { return m_block ? m_block->size() : 0; }
    bool flag() const { return m_block && (m_block->sizeAndFlag & 1U) != 0; }
    /// Valid as long as a copy of this lives.
    std::string_view view() const
    {
        return m_block ? std::string_view(m_block->bytes(), m_block->size()) : std::string_view();
    }

private:
    struct Block {
        std::atomic<std::uint32_t> users;
        std::uint32_t sizeAndFlag;
        std::size_t size() const { return sizeAndFlag >> 1U; }
        char* bytes() { return reinterpret_cast<char*>(this + 1); }
    };

    Block* m_block = nullptr;
};

} // namespace gatehouse
