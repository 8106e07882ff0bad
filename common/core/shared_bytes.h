// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>
#include <type_traits>
#include <utility>

namespace gatehouse {

struct NoHead {};

/// Bytes that never change, in the least memory: one pointer, and one block of 8 bytes, the head, if there is
/// one, and the bytes. Copies share the block. For what is kept a hundred thousand times over. Null and empty
/// are not the same. At most 2 GiB. Any thread; one object in one thread at a time, and the head as it says.
template <typename Head = NoHead>
class SharedBlock {
public:
    SharedBlock() = default;
    /// Room for `size` bytes that `write(char*)` fills. `flag`: whatever the owner wants to know.
    template <typename Write>
    static SharedBlock make(std::size_t size, Write write, bool flag = false)
    {
        SharedBlock made;
        const auto sizeAndFlag = static_cast<std::uint32_t>(size << 1U) | (flag ? 1U : 0U);
        made.m_block = new (::operator new(sizeof(Block) + size)) Block{{1}, sizeAndFlag, {}};
        write(made.m_block->bytes());
        return made;
    }
    explicit SharedBlock(std::string_view bytes)
        : SharedBlock(make(bytes.size(), [bytes](char* to) { bytes.copy(to, bytes.size()); }))
    {
    }
    SharedBlock(const SharedBlock& other)
        : m_block(other.m_block)
    {
        if (m_block)
            m_block->users.fetch_add(1, std::memory_order_relaxed);
    }
    SharedBlock(SharedBlock&& other) noexcept
        : m_block(std::exchange(other.m_block, nullptr))
    {
    }
    SharedBlock& operator=(SharedBlock other) noexcept
    {
        std::swap(m_block, other.m_block);
        return *this;
    }
    ~SharedBlock()
    {
        if (m_block && m_block->users.fetch_sub(1, std::memory_order_acq_rel) == 1)
            ::operator delete(m_block);
    }

    bool isNull() const { return !m_block; }
    /// Nobody else holds the block.
    bool isLast() const { return m_block && m_block->users.load(std::memory_order_acquire) == 1; }
    std::size_t size() const { return m_block ? m_block->size() : 0; }
    bool flag() const { return m_block && (m_block->sizeAndFlag & 1U) != 0; }
    /// Valid as long as a copy of this lives.
    std::string_view view() const
    {
        return m_block ? std::string_view(m_block->bytes(), m_block->size()) : std::string_view();
    }
    Head* operator->() const { return &m_block->head; }

private:
    static_assert(std::is_trivially_destructible_v<Head>);
    struct Block {
        std::atomic<std::uint32_t> users;
        std::uint32_t sizeAndFlag;
        [[no_unique_address]] Head head;
        std::size_t size() const { return sizeAndFlag >> 1U; }
        char* bytes() { return reinterpret_cast<char*>(this + 1); }
    };

    Block* m_block = nullptr;
};

using SharedBytes = SharedBlock<>;

} // namespace gatehouse
