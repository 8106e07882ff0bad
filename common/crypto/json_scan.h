// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::crypto {

/// Reads the members of one JSON object (RFC 8259) in place, so that a token can be checked on a worker
/// without building a document. Strict: the grammar of nested values is checked too, nesting is limited
/// to 32.
class JsonScan {
public:
    enum class Kind { String, Number, Object, Array, True, False, Null };
    struct Value {
        Kind kind = Kind::Null;
        std::string_view raw; ///< a string without its quotes, anything else as written
    };
    enum class Step { Member, End, Malformed };

    /// `text` must be one object with nothing but white space around it, and outlive the scan.
    static JsonScan object(std::string_view text) { return JsonScan(text, '{', '}'); }
    static JsonScan array(std::string_view text) { return JsonScan(text, '[', ']'); }

    /// The next member, or element when it is an array (then `key` stays empty). `key` is unescaped.
    Step next(std::string& key, Value& value);

    /// The text of a string with its escapes resolved, as UTF-8. Nothing for another kind or a lone
    /// surrogate.
    static std::optional<std::string> text(const Value& value);
    /// A number rounded down to whole; nothing for another kind or beyond 2^53.
    static std::optional<std::int64_t> wholeNumber(const Value& value);

private:
    JsonScan(std::string_view text, char open, char close);
    bool skipValue(int depth, Value& value);
    bool skipContainer(int depth, char close);
    bool skipString(std::string_view& inside);
    bool skipNumber();
    bool skipWord(std::string_view word);
    bool digits();
    void space();
    bool take(char c);

    std::string_view m_text;
    std::size_t m_at = 0;
    char m_close;
    bool m_first = true;
    bool m_good;
};

} // namespace gatehouse::crypto
