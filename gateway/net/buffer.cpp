// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/buffer.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace gatehouse::net {

namespace {

// With the header they fill 4, 16 and 64 KiB blocks of the allocator exactly.
constexpr std::array<std::uint32_t, 3> classBytes{4 * 1024, 16 * 1024, 64 * 1024};

int classOf(std::size_t bytes)
{
    for (std::size_t i = 0; i < classBytes.size(); ++i) {
        if (bytes + sizeof(Slab) <= classBytes[i])
            return static_cast<int>(i);
    }
    return -1;
}

Slab* make(std::size_t capacity)
{
    auto* slab = new (::operator new(sizeof(Slab) + capacity)) Slab;
    slab->capacity = static_cast<std::uint32_t>(capacity);
    return slab;
}

} // namespace

BufferPool::BufferPool(std::size_t keepBytes)
    : m_keep(keepBytes)
    , m_receive(new char[receiveSize])
    , m_scratch(new char[scratchSize])
{
}

BufferPool::~BufferPool()
{
    for (Slab* slab : m_lists) {
        while (slab)
            ::operator delete(std::exchange(slab, slab->next));
    }
}

Slab* BufferPool::acquire(std::size_t bytes)
{
    const int index = classOf(bytes);
    if (index < 0) {
        Slab* slab = make(bytes);
        m_used += slab->capacity;
        return slab;
    }
    Slab*& list = m_lists[static_cast<std::size_t>(index)];
    Slab* slab = list;
    if (slab) {
        list = slab->next;
        m_free -= slab->capacity;
        slab->next = nullptr;
        slab->begin = slab->end = 0;
    } else {
        slab = make(classBytes[static_cast<std::size_t>(index)] - sizeof(Slab));
    }
    m_used += slab->capacity;
    return slab;
}

void BufferPool::release(Slab* slab)
{
    m_used -= slab->capacity;
    const int index = classOf(slab->capacity);
    if (index < 0 || m_free + slab->capacity > m_keep) {
        ::operator delete(slab);
        return;
    }
    m_free += slab->capacity;
    slab->next = m_lists[static_cast<std::size_t>(index)];
    m_lists[static_cast<std::size_t>(index)] = slab;
}

Buffer::Buffer(Buffer&& other) noexcept
    : m_pool(other.m_pool)
    , m_head(std::exchange(other.m_head, nullptr))
    , m_tail(std::exchange(other.m_tail, nullptr))
    , m_size(std::exchange(other.m_size, 0))
{
}

Buffer& Buffer::operator=(Buffer&& other) noexcept
{
    if (this != &other) {
        clear();
        m_pool = other.m_pool;
        m_head = std::exchange(other.m_head, nullptr);
        m_tail = std::exchange(other.m_tail, nullptr);
        m_size = std::exchange(other.m_size, 0);
    }
    return *this;
}

void Buffer::append(std::string_view bytes)
{
    m_size += bytes.size();
    while (!bytes.empty()) {
        if (!m_tail || m_tail->room() == 0) {
            // What is left decides the size class, in pieces of at most 16 KiB to keep the free lists useful.
            Slab* slab = m_pool->acquire(std::min(bytes.size(), std::size_t(classBytes[1] - sizeof(Slab))));
            (m_tail ? m_tail->next : m_head) = slab;
            m_tail = slab;
        }
        const std::size_t take = std::min<std::size_t>(bytes.size(), m_tail->room());
        std::memcpy(m_tail->data() + m_tail->end, bytes.data(), take);
        m_tail->end += static_cast<std::uint32_t>(take);
        bytes.remove_prefix(take);
    }
}

void Buffer::consume(std::size_t bytes)
{
    bytes = std::min(bytes, m_size);
    m_size -= bytes;
    while (m_head && bytes >= m_head->size()) {
        bytes -= m_head->size();
        Slab* empty = std::exchange(m_head, m_head->next);
        m_pool->release(empty);
    }
    if (m_head)
        m_head->begin += static_cast<std::uint32_t>(bytes);
    else
        m_tail = nullptr;
}

void Buffer::clear()
{
    while (m_head)
        m_pool->release(std::exchange(m_head, m_head->next));
    m_tail = nullptr;
    m_size = 0;
}

std::string_view Buffer::front() const
{
    return m_head ? std::string_view(m_head->data() + m_head->begin, m_head->size()) : std::string_view();
}

int Buffer::fill(iovec* vectors, int count, std::size_t most) const
{
    int used = 0;
    for (Slab* slab = m_head; slab && used < count && most > 0; slab = slab->next) {
        const std::size_t size = std::min<std::size_t>(slab->size(), most);
        vectors[used++] = {slab->data() + slab->begin, size};
        most -= size;
    }
    return used;
}

Stash::Stash(Stash&& other) noexcept
    : m_pool(other.m_pool)
    , m_slab(std::exchange(other.m_slab, nullptr))
{
}

Stash& Stash::operator=(Stash&& other) noexcept
{
    if (this != &other) {
        clear();
        m_pool = other.m_pool;
        m_slab = std::exchange(other.m_slab, nullptr);
    }
    return *this;
}

void Stash::append(std::string_view bytes)
{
    if (bytes.empty())
        return;
    if (!m_slab) {
        m_slab = m_pool->acquire(bytes.size());
    } else if (m_slab->room() < bytes.size()) {
        // Twice what is there, so that many small pieces cost linear time.
        Slab* larger =
            m_pool->acquire(std::max(m_slab->size() + bytes.size(), std::size_t(m_slab->size()) * 2));
        larger->end = m_slab->size();
        std::memcpy(larger->data(), m_slab->data() + m_slab->begin, m_slab->size());
        m_pool->release(std::exchange(m_slab, larger));
    }
    std::memcpy(m_slab->data() + m_slab->end, bytes.data(), bytes.size());
    m_slab->end += static_cast<std::uint32_t>(bytes.size());
}

void Stash::consume(std::size_t bytes)
{
    if (!m_slab)
        return;
    if (bytes >= m_slab->size()) {
        clear();
        return;
    }
    m_slab->begin += static_cast<std::uint32_t>(bytes);
}

void Stash::clear()
{
    if (m_slab)
        m_pool->release(std::exchange(m_slab, nullptr));
}

std::string_view Stash::view() const
{
    return m_slab ? std::string_view(m_slab->data() + m_slab->begin, m_slab->size()) : std::string_view();
}

} // namespace gatehouse::net
