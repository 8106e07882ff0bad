// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace gatehouse::control {

/// The documents under one key of an index; their order means nothing. Most hold exactly one, which needs no
/// memory of its own. Control thread only.
class Bucket {
public:
    Bucket() = default;
    Bucket(const Bucket&) = delete;
    Bucket(Bucket&& other) noexcept
        : m_value(std::exchange(other.m_value, nullptr))
    {
    }
    Bucket& operator=(Bucket&& other) noexcept
    {
        std::swap(m_value, other.m_value);
        return *this;
    }
    ~Bucket();

    void add(const void* entity);
    void remove(const void* entity);
    bool isEmpty() const { return !m_value; }
    std::span<const void* const> all() const;

private:
    struct Many {
        std::uint32_t size;
        std::uint32_t capacity;
        const void** items() { return reinterpret_cast<const void**>(this + 1); }
    };

    /// Null when there is one entity or none.
    Many* many() const;
    void hold(Many* many);
    static Many* make(std::uint32_t capacity);

    const void* m_value = nullptr; ///< the entity; with the lowest bit set: a Many
};

} // namespace gatehouse::control
