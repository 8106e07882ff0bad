// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

struct HeaderEdit {
    enum class Op : std::uint8_t {
        Set,    ///< replaces all fields of that name
        Add,    ///< one more field
        Remove, ///< drops all fields of that name
        Default ///< only when the message has no such field
    };
    Op op;
    std::string_view name;
    std::string_view value;
};

/// Changes to the fields of a forwarded message, recorded by filters and applied once, while the head is
/// written. Views: they must live until the exchange is finished (snapshot text, literals, or
/// Exchange::arena()). Names and values must be valid field text: callers clean what a client may choose (see
/// cleanHeaderValue()).
class HeaderEdits {
public:
    void set(std::string_view name, std::string_view value)
    {
        drop(name);
        m_edits.push_back({HeaderEdit::Op::Set, name, value});
    }
    void add(std::string_view name, std::string_view value)
    {
        m_edits.push_back({HeaderEdit::Op::Add, name, value});
    }
    void remove(std::string_view name)
    {
        drop(name);
        m_edits.push_back({HeaderEdit::Op::Remove, name, {}});
    }
    void setDefault(std::string_view name, std::string_view value)
    {
        m_edits.push_back({HeaderEdit::Op::Default, name, value});
    }

    /// One that was recorded elsewhere.
    void repeat(const HeaderEdit& edit) { m_edits.push_back(edit); }

    /// Whether fields of this name in the original message are dropped (Set or Remove).
    bool hides(std::string_view name) const noexcept;
    /// Whether any edit is about fields of this name.
    bool names(std::string_view name) const noexcept;
    /// The value a later step would see; nullptr when no edit gives one.
    const std::string_view* find(std::string_view name) const noexcept;
    std::span<const HeaderEdit> all() const noexcept { return m_edits; }
    bool empty() const noexcept { return m_edits.empty(); }
    void clear() noexcept { m_edits.clear(); }

private:
    void drop(std::string_view name);

    std::vector<HeaderEdit> m_edits;
};

} // namespace gatehouse::proxy
