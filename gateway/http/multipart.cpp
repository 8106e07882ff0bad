// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/multipart.h"

#include "gateway/http/header_table.h"
#include "gateway/http/syntax.h"

#include <algorithm>

namespace gatehouse::http {

namespace {

constexpr std::size_t mostParts = 32;
constexpr std::size_t mostHeadBytes = 8 * 1024;
constexpr std::string_view lineEnd = "\r\n";

/// Takes the next "; name=value" off the text; the value unquoted (RFC 9110 section 5.6.6).
bool takeParameter(std::string_view& text, std::string_view& name, std::string& value)
{
    text = trimmed(text);
    if (text.empty() || text.front() != ';')
        return false;
    text = trimmed(text.substr(1));
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return false;
    name = trimmed(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    value.clear();
    if (text.empty() || text.front() != '"') {
        const std::size_t end = std::min(text.find(';'), text.size());
        value = trimmed(text.substr(0, end));
        text.remove_prefix(end);
        return true;
    }
    std::size_t at = 1;
    for (; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size())
            ++at;
        value += text[at];
    }
    const bool closed = at < text.size();
    text.remove_prefix(std::min(at + 1, text.size()));
    return closed;
}

std::string boundaryOf(std::string_view contentType)
{
    constexpr std::size_t longest = 70; // RFC 2046 section 5.1.1
    const std::size_t end = std::min(contentType.find(';'), contentType.size());
    if (!equalsIgnoreCase(trimmed(contentType.substr(0, end)), "multipart/form-data"))
        return {};
    std::string_view rest = contentType.substr(end);
    std::string_view name;
    std::string value;
    while (takeParameter(rest, name, value)) {
        if (equalsIgnoreCase(name, "boundary"))
            return value.size() <= longest ? value : std::string();
    }
    return {};
}

bool readDisposition(std::string_view value, FormPart& part)
{
    const std::size_t end = std::min(value.find(';'), value.size());
    if (!equalsIgnoreCase(trimmed(value.substr(0, end)), "form-data"))
        return false;
    std::string_view rest = value.substr(end);
    std::string_view name;
    std::string text;
    bool named = false;
    while (takeParameter(rest, name, text)) {
        if (equalsIgnoreCase(name, "name")) {
            part.name = text;
            named = true;
        } else if (equalsIgnoreCase(name, "filename")) {
            part.fileName = text;
            part.isFile = true;
        }
    }
    return named && trimmed(rest).empty();
}

/// The fields of a part, up to the empty line; takes them off `rest`.
bool readHead(std::string_view& rest, FormPart& part)
{
    bool disposed = false;
    for (std::size_t used = 0;;) {
        const std::size_t end = rest.substr(0, mostHeadBytes).find(lineEnd);
        used += end;
        if (end == std::string_view::npos || used > mostHeadBytes)
            return false;
        const std::string_view line = rest.substr(0, end);
        rest.remove_prefix(end + lineEnd.size());
        if (line.empty())
            return disposed;
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            return false;
        if (equalsIgnoreCase(line.substr(0, colon), "Content-Disposition")) {
            if (disposed || !readDisposition(line.substr(colon + 1), part))
                return false;
            disposed = true;
        }
    }
}

} // namespace

std::optional<std::vector<FormPart>> parseForm(std::string_view contentType, std::string_view body,
                                               std::string& why)
{
    const auto fail = [&why](const char* text) {
        why = text;
        return std::nullopt;
    };
    const std::string boundary = boundaryOf(contentType);
    if (boundary.empty())
        return fail("the body is not multipart/form-data with a boundary");
    const std::string first = "--" + boundary;
    const std::string delimiter = "\r\n" + first;
    if (!body.starts_with(first))
        return fail("the body does not start with its boundary");
    body.remove_prefix(first.size());
    std::vector<FormPart> parts;
    while (!body.starts_with("--")) {
        if (!body.starts_with(lineEnd))
            return fail("a boundary is followed by something else");
        if (parts.size() == mostParts)
            return fail("the body has too many parts");
        body.remove_prefix(lineEnd.size());
        FormPart part;
        if (!readHead(body, part))
            return fail("a part has no proper head with its name");
        // An empty part may have its boundary right behind the empty line.
        const bool empty = body.starts_with(first);
        const std::size_t end = empty ? 0 : body.find(delimiter);
        if (end == std::string_view::npos)
            return fail("the last part does not end");
        part.content = body.substr(0, end);
        body.remove_prefix(end + (empty ? first.size() : delimiter.size()));
        parts.push_back(std::move(part));
    }
    return parts;
}

} // namespace gatehouse::http
