// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/authorization_field.h"

#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

/// Takes one `name=value` off `rest`; false when there is none.
bool nextParameter(std::string_view& rest, std::string_view& name, std::string_view& value)
{
    const std::size_t equals = rest.find('=');
    if (equals == std::string_view::npos)
        return false;
    name = http::trimmed(rest.substr(0, equals));
    rest = http::trimmed(rest.substr(equals + 1));
    const bool quoted = rest.starts_with('"');
    const std::size_t end = quoted ? rest.find('"', 1) : std::min(rest.find(','), rest.size());
    if (end == std::string_view::npos)
        return false;
    value = quoted ? rest.substr(1, end - 1) : http::trimmed(rest.substr(0, end));
    rest = http::trimmed(rest.substr(end + (quoted ? 1 : 0)));
    if (value.find('\\') != std::string_view::npos || (!rest.empty() && rest.front() != ','))
        return false;
    rest = rest.empty() ? rest : http::trimmed(rest.substr(1));
    return http::isToken(name); // so that no comma too many hides a name from the look-up below
}

} // namespace

std::optional<std::string_view> afterScheme(std::string_view field, std::string_view scheme)
{
    const std::string_view value = http::trimmed(field);
    if (value.size() <= scheme.size() || !http::equalsIgnoreCase(value.substr(0, scheme.size()), scheme) ||
        (value[scheme.size()] != ' ' && value[scheme.size()] != '\t'))
        return std::nullopt;
    return http::trimmed(value.substr(scheme.size()));
}

std::optional<std::string_view> authParameter(std::string_view parameters, std::string_view name)
{
    std::optional<std::string_view> found;
    std::string_view key, value;
    while (!parameters.empty()) {
        if (!nextParameter(parameters, key, value))
            return std::nullopt;
        if (!http::equalsIgnoreCase(key, name))
            continue;
        if (found)
            return std::nullopt;
        found = value;
    }
    return found;
}

} // namespace gatehouse::filters
