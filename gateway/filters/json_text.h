// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// Appends `text` as a JSON string with its quotes. Bytes that are no valid UTF-8 become U+FFFD, so that the
/// result is JSON whatever came in.
void appendJsonString(std::string& out, std::string_view text);

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
