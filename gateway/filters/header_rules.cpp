// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/header_rules.h"

#include <algorithm>
#include <array>

namespace gatehouse::filters {

namespace {

constexpr std::string_view cutMark = "...[TRUNCATED]";

constexpr std::array<std::string_view, 9> credentialNames{
    "authorization", "proxy-authorization", "www-authenticate", "x-api-key", "api-key",
    "cookie",        "set-cookie",          "x-csrf-token",     "csrf-token"};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool lessIgnoreCase(std::string_view a, std::string_view b)
{
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [](char x, char y) { return lower(x) < lower(y); });
}

bool isControl(char c)
{
    return c == '\r' || c == '\n' || c == '\0';
}

} // namespace

bool isNeverForwarded(std::string_view name)
{
    return std::any_of(credentialNames.begin(), credentialNames.end(),
                       [name](std::string_view never) { return http::equalsIgnoreCase(name, never); });
}

bool isAlwaysForwarded(http::HeaderId id)
{
    using enum http::HeaderId;
    return id == SoapAction || id == ContentType || id == Accept || id == UserAgent || id == AcceptEncoding;
}

bool needsCleaning(std::string_view value)
{
    return value.size() > maxForwardedValue ||
           std::any_of(value.begin(), value.end(), [](char c) { return c == '<' || isControl(c); });
}

std::string_view cleanHeaderValue(std::string_view value, proxy::Arena& arena)
{
    char* const out = arena.allocate(std::min(value.size(), maxForwardedValue) + cutMark.size());
    std::size_t length = 0;
    bool cut = false;
    for (std::size_t at = 0; at < value.size(); ++at) {
        if (value[at] == '<') {
            const std::size_t end = value.find('>', at);
            if (end != std::string_view::npos && end > at + 1) {
                at = end;
                continue;
            }
        }
        if (isControl(value[at]))
            continue;
        if (length == maxForwardedValue) {
            cut = true;
            break;
        }
        out[length++] = value[at];
    }
    if (cut)
        length += cutMark.copy(out + length, cutMark.size());
    return {out, length};
}

NameSet::NameSet(const std::vector<std::string>& names)
    : m_names(names)
{
    for (std::string& name : m_names)
        std::transform(name.begin(), name.end(), name.begin(), lower);
    std::sort(m_names.begin(), m_names.end());
    m_names.erase(std::unique(m_names.begin(), m_names.end()), m_names.end());
}

bool NameSet::contains(std::string_view name) const
{
    const auto at = std::lower_bound(m_names.begin(), m_names.end(), name, lessIgnoreCase);
    return at != m_names.end() && http::equalsIgnoreCase(*at, name);
}

} // namespace gatehouse::filters
