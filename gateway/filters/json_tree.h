// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

/// A JSON value (RFC 8259) of a body on its way: searched, changed and written again without losing what it
/// does not understand. Numbers keep the digits they came with, members their order. Bounded: nesting to
/// maxDepth, maxValues values in all.
class Json {
public:
    static constexpr int maxDepth = 64;
    static constexpr std::size_t maxValues = 200'000;

    enum class Kind : std::uint8_t { Null, False, True, Number, String, Array, Object };
    struct Member;

    /// Nothing when the text is not exactly one JSON value in UTF-8, or beyond the bounds.
    static std::optional<Json> parse(std::string_view text);
    static Json string(std::string_view text);
    static Json object();
    static Json array();

    Json() = default;
    explicit Json(Kind kind);

    Kind kind() const { return m_kind; }
    bool isNull() const { return m_kind == Kind::Null; }
    bool isBool() const { return m_kind == Kind::True || m_kind == Kind::False; }
    /// Of a string, unescaped UTF-8; of a number, as written.
    const std::string& text() const { return m_text; }
    /// Of a number; infinite when it is too large for a double.
    double number() const;
    /// A number without fraction and exponent.
    bool isWhole() const;
    const std::vector<Json>& items() const { return m_items; }
    std::vector<Json>& items() { return m_items; }
    const std::vector<Member>& members() const { return m_members; }
    std::vector<Member>& members() { return m_members; }

    /// Of an object: the member of that name (the last, when it is there twice); null when there is none.
    const Json* find(std::string_view name) const;
    Json* find(std::string_view name);
    /// Adds or replaces.
    void set(std::string_view name, Json value);
    void remove(std::string_view name);

    void write(std::string& out) const;
    friend bool operator==(const Json& a, const Json& b);

private:
    friend class JsonReader;

    Kind m_kind = Kind::Null;
    std::string m_text;
    std::vector<Json> m_items;
    std::vector<Member> m_members;
};

struct Json::Member {
    std::string name;
    Json value;
};

// What makes a value may have to end one, which takes a complete Member.
inline Json::Json(Kind kind)
    : m_kind(kind)
{
}

inline Json Json::object()
{
    return Json(Kind::Object);
}

inline Json Json::array()
{
    return Json(Kind::Array);
}

/// A place in a JSON value: "a.b[0].c", "[2].x"; a leading "$" or "$." means the root and changes nothing.
class JsonPath {
public:
    /// Nothing when the text is no path.
    static std::optional<JsonPath> parse(std::string_view text);

    /// Null when there is nothing at that place.
    const Json* find(const Json& root) const;
    /// Puts the value there; objects on the way are made, lists are filled with null. False when something
    /// else stands in the way.
    bool set(Json& root, Json value) const;
    /// Takes the value out; nothing when there is none.
    std::optional<Json> take(Json& root) const;
    bool isRoot() const { return m_steps.empty(); }
    /// The member that it starts with; empty when it starts with an index.
    std::string_view first() const { return m_steps.empty() ? std::string_view() : m_steps.front().name; }

private:
    struct Step {
        std::string name;      ///< of a member, when it is no index
        std::size_t index = 0; ///< of an item
        bool isIndex = false;
    };
    static constexpr std::size_t maxIndex = 9'999; ///< so that a short path cannot make a huge list
    static bool parseStep(std::string_view& rest, std::vector<Step>& steps);
    const Json* walk(const Json& root, std::size_t steps) const;

    std::vector<Step> m_steps;
};

} // namespace gatehouse::filters
