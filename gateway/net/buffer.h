// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include <sys/uio.h>

namespace gatehouse::net {

/// A piece of memory of one of the pool's sizes; the bytes in [begin, end) are filled.
struct Slab {
    Slab* next = nullptr;
    std::uint32_t capacity = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    char* data() { return reinterpret_cast<char*>(this + 1); }
    const char* data() const { return reinterpret_cast<const char*>(this + 1); }
    std::uint32_t room() const { return capacity - end; }
    std::uint32_t size() const { return end - begin; }
};

/// Free lists of 4, 16 and 64 KiB slabs, plus the worker's one receive area. One per worker, one thread.
class BufferPool {
public:
    static constexpr std::size_t receiveSize = 64 * 1024;
    static constexpr std::size_t largestSlab = 64 * 1024;

    /// Keeps at most `keepBytes` of free slabs; more goes back to the system.
    explicit BufferPool(std::size_t keepBytes = 4 * 1024 * 1024);
    ~BufferPool();
    BufferPool(const BufferPool&) = delete;
    BufferPool& operator=(const BufferPool&) = delete;

    /// A slab of the smallest size that holds `bytes`; larger than 64 KiB gets its own size.
    Slab* acquire(std::size_t bytes);
    void release(Slab* slab);

    /// Shared by all connections of the worker: valid until the next read of any connection.
    char* receiveArea() { return m_receive.get(); }
    /// Scratch for heads that are written out in the same call.
    char* scratch() { return m_scratch.get(); }
    static constexpr std::size_t scratchSize = 64 * 1024;

    std::size_t usedBytes() const { return m_used; }
    std::size_t freeBytes() const { return m_free; }

private:
    std::array<Slab*, 3> m_lists{};
    std::size_t m_keep;
    std::size_t m_used = 0;
    std::size_t m_free = 0;
    std::unique_ptr<char[]> m_receive;
    std::unique_ptr<char[]> m_scratch;
};

/// Back-pressure marks in bytes: stop reading the other side at `high`, go on at `low`.
struct WaterMarks {
    std::size_t high = 256 * 1024;
    std::size_t low = 64 * 1024;
};

/// A queue of bytes in pooled slabs: output that the kernel did not take yet. Empty ones hold no memory.
class Buffer {
public:
    explicit Buffer(BufferPool& pool)
        : m_pool(&pool)
    {
    }
    ~Buffer() { clear(); }
    Buffer(Buffer&& other) noexcept;
    Buffer& operator=(Buffer&& other) noexcept;

    void append(std::string_view bytes);
    /// Drops `bytes` (at most size()) from the front.
    void consume(std::size_t bytes);
    void clear();
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    /// The first contiguous piece.
    std::string_view front() const;
    /// Fills up to `count` entries with the first `most` bytes; returns how many.
    int fill(iovec* vectors, int count, std::size_t most = SIZE_MAX) const;
    bool above(const WaterMarks& marks) const { return m_size >= marks.high; }
    bool below(const WaterMarks& marks) const { return m_size <= marks.low; }

private:
    BufferPool* m_pool;
    Slab* m_head = nullptr;
    Slab* m_tail = nullptr;
    std::size_t m_size = 0;
};

/// Contiguous bytes that wait for more: a head that has not arrived completely. Views into it are invalid
/// after append(). Empty ones hold no memory.
class Stash {
public:
    explicit Stash(BufferPool& pool)
        : m_pool(&pool)
    {
    }
    ~Stash() { clear(); }
    Stash(Stash&& other) noexcept;
    Stash& operator=(Stash&& other) noexcept;

    void append(std::string_view bytes);
    void consume(std::size_t bytes);
    void clear();
    std::string_view view() const;
    std::size_t size() const { return m_slab ? m_slab->size() : 0; }
    bool empty() const { return size() == 0; }

private:
    BufferPool* m_pool;
    Slab* m_slab = nullptr;
};

} // namespace gatehouse::net
