// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/cookies.h"

#include "gateway/http/syntax.h"

namespace gatehouse::http {

namespace {

std::string_view unquoted(std::string_view value)
{
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
        return value.substr(1, value.size() - 2);
    return value;
}

} // namespace

std::string_view cookieValue(std::string_view field, std::string_view name)
{
    while (!field.empty()) {
        const std::size_t end = field.find(';');
        const std::string_view pair = trimmed(field.substr(0, end));
        field = end == std::string_view::npos ? std::string_view() : field.substr(end + 1);
        if (pair.size() > name.size() && pair[name.size()] == '=' && pair.starts_with(name))
            return unquoted(pair.substr(name.size() + 1));
    }
    return {};
}

std::string_view cookieValue(const HeaderTable& headers, std::string_view name)
{
    for (const Header* field = headers.find(HeaderId::Cookie); field; field = headers.next(*field)) {
        if (const std::string_view value = cookieValue(field->value, name); !value.empty())
            return value;
    }
    return {};
}

} // namespace gatehouse::http
