// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/json_tree.h"

#include "common/crypto/json_scan.h"
#include "gateway/http/utf8.h"
#include "gateway/proxy/error_renderer.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace gatehouse::filters {

/// Recursive descent, strict, bounded by Json::maxDepth and Json::maxValues.
class JsonReader {
public:
    explicit JsonReader(std::string_view text)
        : m_text(text)
    {
    }

    bool document(Json& into) { return value(into, 0) && (space(), m_at == m_text.size()); }

private:
    void space()
    {
        while (m_at < m_text.size() &&
               (m_text[m_at] == ' ' || m_text[m_at] == '\t' || m_text[m_at] == '\n' || m_text[m_at] == '\r'))
            ++m_at;
    }
    bool take(char c)
    {
        space();
        if (m_at >= m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }
    bool word(std::string_view text, Json& into, Json::Kind kind)
    {
        if (m_text.substr(m_at, text.size()) != text)
            return false;
        m_at += text.size();
        into.m_kind = kind;
        return true;
    }
    bool digits()
    {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9')
            ++m_at;
        return m_at > start;
    }
    /// Stands on the last character of the escape afterwards.
    bool escape()
    {
        const std::string_view rest = m_text.substr(std::min(m_at + 1, m_text.size()));
        if (rest.empty() || std::string_view("\"\\/bfnrtu").find(rest[0]) == std::string_view::npos)
            return false;
        const std::size_t digits = rest[0] == 'u' ? 4 : 0;
        const std::string_view code = rest.substr(1, digits);
        if (code.size() < digits ||
            code.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return false;
        m_at += 1 + digits;
        return true;
    }
    bool value(Json& into, int depth);
    bool number(Json& into);
    bool string(std::string& into);
    bool array(Json& into, int depth);
    bool object(Json& into, int depth);

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_values = 0;
};

bool JsonReader::value(Json& into, int depth)
{
    if (depth > Json::maxDepth || ++m_values > Json::maxValues)
        return false;
    space();
    switch (m_at < m_text.size() ? m_text[m_at] : '\0') {
    case '{':
        return object(into, depth);
    case '[':
        return array(into, depth);
    case '"':
        into.m_kind = Json::Kind::String;
        return string(into.m_text);
    case 't':
        return word("true", into, Json::Kind::True);
    case 'f':
        return word("false", into, Json::Kind::False);
    case 'n':
        return word("null", into, Json::Kind::Null);
    default:
        return number(into);
    }
}

bool JsonReader::number(Json& into)
{
    const std::size_t start = m_at;
    if (m_at < m_text.size() && m_text[m_at] == '-')
        ++m_at;
    const std::size_t whole = m_at;
    if (!digits() || (m_text[whole] == '0' && m_at - whole > 1))
        return false;
    if (m_at < m_text.size() && m_text[m_at] == '.') {
        ++m_at;
        if (!digits())
            return false;
    }
    if (m_at < m_text.size() && (m_text[m_at] == 'e' || m_text[m_at] == 'E')) {
        ++m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '+' || m_text[m_at] == '-'))
            ++m_at;
        if (!digits())
            return false;
    }
    into.m_kind = Json::Kind::Number;
    into.m_text = m_text.substr(start, m_at - start);
    return true;
}

bool JsonReader::string(std::string& into)
{
    const std::size_t start = ++m_at;
    for (; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
        if (static_cast<unsigned char>(m_text[m_at]) < 0x20)
            return false;
        if (m_text[m_at] == '\\' && !escape())
            return false;
    }
    if (m_at >= m_text.size())
        return false;
    const auto text =
        crypto::JsonScan::text({crypto::JsonScan::Kind::String, m_text.substr(start, m_at - start)});
    ++m_at;
    if (!text)
        return false;
    into = *text;
    return true;
}

bool JsonReader::array(Json& into, int depth)
{
    into.m_kind = Json::Kind::Array;
    ++m_at;
    if (take(']'))
        return true;
    do {
        if (!value(into.m_items.emplace_back(), depth + 1))
            return false;
    } while (take(','));
    return take(']');
}

bool JsonReader::object(Json& into, int depth)
{
    into.m_kind = Json::Kind::Object;
    ++m_at;
    if (take('}'))
        return true;
    do {
        space();
        Json::Member& member = into.m_members.emplace_back();
        if (m_at >= m_text.size() || m_text[m_at] != '"' || !string(member.name) || !take(':') ||
            !value(member.value, depth + 1))
            return false;
    } while (take(','));
    return take('}');
}

std::optional<Json> Json::parse(std::string_view text)
{
    Json root;
    if (!http::isUtf8(text) || !JsonReader(text).document(root))
        return std::nullopt;
    return root;
}

Json Json::string(std::string_view text)
{
    Json value(Kind::String);
    value.m_text = text;
    return value;
}

double Json::number() const
{
    double value = 0;
    const auto [end, fault] = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
    if (fault == std::errc::result_out_of_range)
        return m_text.starts_with('-') ? -std::numeric_limits<double>::infinity()
                                       : std::numeric_limits<double>::infinity();
    return value;
}

bool Json::isWhole() const
{
    return m_kind == Kind::Number && m_text.find_first_of(".eE") == std::string::npos;
}

const Json* Json::find(std::string_view name) const
{
    for (auto at = m_members.rbegin(); at != m_members.rend(); ++at) {
        if (at->name == name)
            return &at->value;
    }
    return nullptr;
}

Json* Json::find(std::string_view name)
{
    return const_cast<Json*>(static_cast<const Json*>(this)->find(name));
}

void Json::set(std::string_view name, Json value)
{
    if (Json* const known = find(name))
        *known = std::move(value);
    else
        m_members.push_back({std::string(name), std::move(value)});
}

void Json::remove(std::string_view name)
{
    std::erase_if(m_members, [name](const Member& member) { return member.name == name; });
}

void Json::write(std::string& out) const
{
    switch (m_kind) {
    case Kind::Null:
        out += "null";
        break;
    case Kind::False:
        out += "false";
        break;
    case Kind::True:
        out += "true";
        break;
    case Kind::Number:
        out += m_text;
        break;
    case Kind::String:
        proxy::appendJsonString(out, m_text);
        break;
    case Kind::Array:
        out += '[';
        for (const Json& item : m_items) {
            if (&item != &m_items.front())
                out += ',';
            item.write(out);
        }
        out += ']';
        break;
    case Kind::Object:
        out += '{';
        for (const Member& member : m_members) {
            if (&member != &m_members.front())
                out += ',';
            proxy::appendJsonString(out, member.name);
            out += ':';
            member.value.write(out);
        }
        out += '}';
        break;
    }
}

bool operator==(const Json& a, const Json& b)
{
    if (a.m_kind != b.m_kind)
        return false;
    if (a.m_kind == Json::Kind::Number)
        return a.m_text == b.m_text || a.number() == b.number();
    if (a.m_text != b.m_text || a.m_items != b.m_items || a.m_members.size() != b.m_members.size())
        return false;
    return std::all_of(a.m_members.begin(), a.m_members.end(), [&b](const Json::Member& member) {
        const Json* const other = b.find(member.name);
        return other && *other == member.value;
    });
}

// --- paths

bool JsonPath::parseStep(std::string_view& rest, std::vector<Step>& steps)
{
    Step step;
    if (rest.front() == '[') {
        const std::size_t end = rest.find(']');
        if (end == std::string_view::npos)
            return false;
        const char* const first = rest.data() + 1;
        const char* const last = rest.data() + end;
        const auto [stop, fault] = std::from_chars(first, last, step.index);
        if (fault != std::errc() || stop != last || step.index > maxIndex)
            return false;
        step.isIndex = true;
        rest.remove_prefix(end + 1);
        if (rest.starts_with('.') && rest.size() > 1)
            rest.remove_prefix(1);
    } else {
        const std::size_t end = rest.find_first_of(".[");
        step.name = rest.substr(0, end);
        if (step.name.empty())
            return false;
        rest.remove_prefix(step.name.size());
        if (rest.starts_with('.')) {
            rest.remove_prefix(1);
            if (rest.empty() || rest.front() == '[')
                return false;
        }
    }
    steps.push_back(std::move(step));
    return true;
}

std::optional<JsonPath> JsonPath::parse(std::string_view text)
{
    JsonPath path;
    if (text.empty())
        return std::nullopt;
    if (text.starts_with('$') && (text.size() == 1 || text[1] == '.' || text[1] == '['))
        text.remove_prefix(text.size() > 1 && text[1] == '.' ? 2 : 1);
    while (!text.empty()) {
        if (!parseStep(text, path.m_steps))
            return std::nullopt;
    }
    return path;
}

const Json* JsonPath::walk(const Json& root, std::size_t steps) const
{
    const Json* at = &root;
    for (std::size_t i = 0; i < steps && at; ++i) {
        const Step& step = m_steps[i];
        if (step.isIndex) {
            const bool there = at->kind() == Json::Kind::Array && step.index < at->items().size();
            at = there ? &at->items()[step.index] : nullptr;
        } else {
            at = at->find(step.name);
        }
    }
    return at;
}

const Json* JsonPath::find(const Json& root) const
{
    return walk(root, m_steps.size());
}

bool JsonPath::set(Json& root, Json value) const
{
    Json* at = &root;
    for (const Step& step : m_steps) {
        if (at->isNull())
            *at = step.isIndex ? Json::array() : Json::object();
        if (at->kind() != (step.isIndex ? Json::Kind::Array : Json::Kind::Object))
            return false;
        if (step.isIndex) {
            if (at->items().size() <= step.index)
                at->items().resize(step.index + 1);
            at = &at->items()[step.index];
            continue;
        }
        if (!at->find(step.name))
            at->set(step.name, Json());
        at = at->find(step.name);
    }
    *at = std::move(value);
    return true;
}

std::optional<Json> JsonPath::take(Json& root) const
{
    if (m_steps.empty())
        return std::nullopt;
    auto* const parent = const_cast<Json*>(walk(root, m_steps.size() - 1));
    const Step& last = m_steps.back();
    const Json* const found = parent ? find(root) : nullptr;
    if (!found)
        return std::nullopt;
    Json value = *found;
    if (last.isIndex)
        parent->items().erase(parent->items().begin() + static_cast<std::ptrdiff_t>(last.index));
    else
        parent->remove(last.name);
    return value;
}

} // namespace gatehouse::filters
