// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// Builds one flat JSON object: JsonObjectText().add("a", 1).add("b", "x").take().
class JsonObjectText {
public:
    JsonObjectText& add(std::string_view key, std::string_view value);
    JsonObjectText& add(std::string_view key, std::int64_t value);
    /// `json` is JSON already.
    JsonObjectText& addRaw(std::string_view key, std::string_view json);
    std::string take();

private:
    void key(std::string_view name);
    std::string m_text = "{";
};

} // namespace gatehouse::filters
