// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/json_text.h"

#include "gateway/proxy/error_renderer.h"

namespace gatehouse::filters {

void JsonObjectText::key(std::string_view name)
{
    if (m_text.size() > 1)
        m_text += ',';
    proxy::appendJsonString(m_text, name);
    m_text += ':';
}

JsonObjectText& JsonObjectText::add(std::string_view name, std::string_view value)
{
    key(name);
    proxy::appendJsonString(m_text, value);
    return *this;
}

JsonObjectText& JsonObjectText::add(std::string_view name, std::int64_t value)
{
    key(name);
    m_text += std::to_string(value);
    return *this;
}

JsonObjectText& JsonObjectText::addRaw(std::string_view name, std::string_view json)
{
    key(name);
    m_text += json;
    return *this;
}

std::string JsonObjectText::take()
{
    m_text += '}';
    return std::move(m_text);
}

} // namespace gatehouse::filters
