// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/bucket.h"

#include <algorithm>
#include <new>

namespace gatehouse::control {

namespace {

constexpr std::uintptr_t manyBit = 1; // no entity and no block of memory has an odd address

} // namespace

Bucket::~Bucket()
{
    ::operator delete(many());
}

Bucket::Many* Bucket::many() const
{
    const auto value = reinterpret_cast<std::uintptr_t>(m_value);
    return (value & manyBit) != 0 ? reinterpret_cast<Many*>(value & ~manyBit) : nullptr;
}

void Bucket::hold(Many* many)
{
    m_value = reinterpret_cast<const void*>(reinterpret_cast<std::uintptr_t>(many) | manyBit);
}

Bucket::Many* Bucket::make(std::uint32_t capacity)
{
    return new (::operator new(sizeof(Many) + capacity * sizeof(const void*))) Many{0, capacity};
}

std::span<const void* const> Bucket::all() const
{
    if (Many* const list = many())
        return {list->items(), list->size};
    return {&m_value, m_value ? 1U : 0U};
}

void Bucket::add(const void* entity)
{
    if (isEmpty()) {
        m_value = entity;
        return;
    }
    Many* const old = many();
    Many* list = old;
    if (!old || old->size == old->capacity) {
        const std::span<const void* const> before = all();
        const auto size = static_cast<std::uint32_t>(before.size());
        list = make(size + std::max(1U, size / 4));
        std::copy(before.begin(), before.end(), list->items());
        list->size = size;
        ::operator delete(old);
        hold(list);
    }
    list->items()[list->size++] = entity;
}

void Bucket::remove(const void* entity)
{
    Many* const list = many();
    if (!list) {
        if (m_value == entity)
            m_value = nullptr;
        return;
    }
    // The last one takes the place.
    const void** const end = list->items() + list->size;
    const void** const found = std::find(list->items(), end, entity);
    if (found == end)
        return;
    *found = *(end - 1);
    if (--list->size > 1)
        return;
    m_value = list->size == 1 ? list->items()[0] : nullptr;
    ::operator delete(list);
}

} // namespace gatehouse::control
