// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>
#include <utility>

namespace gatehouse::proxy {

class UseMarkPointer;

/// When a key was used last, in seconds since 1970; zero: never. Shared by all entries that the key ever has
/// in snapshots, and holds the id of its document, so that nobody needs to beside it. Thread-safe.
class UseMark {
public:
    static UseMarkPointer make(std::string_view id);
    UseMark(const UseMark&) = delete;
    UseMark& operator=(const UseMark&) = delete;

    std::string_view id() const { return {reinterpret_cast<const char*>(this + 1), m_idSize}; }
    std::int64_t seconds() const { return m_seconds.load(std::memory_order_relaxed); }
    /// Reads for each call, and writes once a second at most, so that workers do not fight for the line.
    void touch(std::int64_t seconds)
    {
        if (m_seconds.load(std::memory_order_relaxed) < seconds)
            m_seconds.store(seconds, std::memory_order_relaxed);
    }

private:
    friend class UseMarkPointer;
    explicit UseMark(std::uint32_t idSize)
        : m_idSize(idSize)
    {
    }

    std::atomic<std::int64_t> m_seconds{0};
    std::atomic<std::uint32_t> m_users{0};
    const std::uint32_t m_idSize; ///< of the characters behind this object
};

/// One of several owners of a mark; half the memory of a std::shared_ptr. Null: nobody wants to know.
class UseMarkPointer {
public:
    UseMarkPointer() = default;
    explicit UseMarkPointer(UseMark* mark)
        : m_mark(mark)
    {
        if (m_mark)
            m_mark->m_users.fetch_add(1, std::memory_order_relaxed);
    }
    UseMarkPointer(const UseMarkPointer& other)
        : UseMarkPointer(other.m_mark)
    {
    }
    UseMarkPointer(UseMarkPointer&& other) noexcept
        : m_mark(std::exchange(other.m_mark, nullptr))
    {
    }
    UseMarkPointer& operator=(UseMarkPointer other) noexcept
    {
        std::swap(m_mark, other.m_mark);
        return *this;
    }
    ~UseMarkPointer()
    {
        if (m_mark && m_mark->m_users.fetch_sub(1, std::memory_order_acq_rel) == 1)
            destroy(m_mark);
    }

    explicit operator bool() const { return m_mark != nullptr; }
    UseMark* operator->() const { return m_mark; }
    UseMark& operator*() const { return *m_mark; }
    bool operator==(const UseMarkPointer& other) const = default;
    /// Nobody else holds the mark.
    bool isLast() const { return m_mark && m_mark->m_users.load(std::memory_order_acquire) == 1; }

private:
    static void destroy(UseMark* mark);

    UseMark* m_mark = nullptr;
};

} // namespace gatehouse::proxy
