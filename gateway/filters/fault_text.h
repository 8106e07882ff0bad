// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// What is wrong with a body, all of it, for one line of text.
class FaultText {
public:
    /// `place` empty: the body as a whole.
    void add(std::string_view place, std::string_view text);
    bool isEmpty() const { return m_count == 0; }
    /// "name: Field is required; age: Value must be at least 0"; what is more than a screenful is counted.
    std::string text() const;

private:
    std::string m_text;
    std::size_t m_count = 0, m_left = 0;
};

} // namespace gatehouse::filters
