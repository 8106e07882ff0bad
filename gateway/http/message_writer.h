// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/field_writer.h"
#include "gateway/http/syntax.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::http {

/// Writes a head into memory of fixed size, without printf. Too little room is remembered, never written
/// over: check overflowed() once at the end. The caller vouches for clean names and values (see
/// isCleanValue).
class MessageWriter final : public FieldWriter {
public:
    MessageWriter(char* begin, std::size_t room)
        : m_begin(begin)
        , m_at(begin)
        , m_end(begin + room)
    {
    }

    void requestLine(std::string_view method, std::string_view target);
    /// Adds the usual reason phrase when `reason` is empty.
    void statusLine(int status, std::string_view reason = {});
    void header(std::string_view name, std::string_view value) override;
    void header(std::string_view name, std::uint64_t value) override;
    void header(std::string_view name, std::string_view first, std::string_view second) override;
    void endHead() { raw("\r\n"); }
    void raw(std::string_view bytes);
    void number(std::uint64_t value);

    std::string_view view() const { return {m_begin, static_cast<std::size_t>(m_at - m_begin)}; }
    std::size_t size() const { return static_cast<std::size_t>(m_at - m_begin); }
    bool overflowed() const { return m_overflow; }

private:
    char* m_begin;
    char* m_at;
    char* m_end;
    bool m_overflow = false;
};

} // namespace gatehouse::http
