// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/field_writer.h"
#include "gateway/http/syntax.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::http {

/// Writes a head into memory of fixed size, without printf. Too little room is remembered, never written
/// over: check overflowed() once at the end, or use writeWhole(). The caller vouches for clean names and
/// values (see isCleanValue).
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
    bool overflowed() const { return m_missing != 0; }
    /// How much room all of it takes.
    std::size_t wanted() const { return size() + m_missing; }

private:
    /// Nothing else fits behind a gap.
    void leaveOut(std::size_t bytes)
    {
        m_missing += bytes;
        m_end = m_at;
    }

    char* m_begin;
    char* m_at;
    char* m_end;
    std::size_t m_missing = 0;
};

/// What `write(MessageWriter&)` writes, in `memory`, which grows when it has to; then it is called again.
template <typename Write>
std::string_view writeWhole(std::string& memory, Write&& write)
{
    constexpr std::size_t slack = 256; // for times and dates that have grown longer meanwhile
    for (;;) {
        MessageWriter writer(memory.data(), memory.size());
        write(writer);
        if (!writer.overflowed())
            return writer.view();
        memory.resize(writer.wanted() + slack);
    }
}

} // namespace gatehouse::http
