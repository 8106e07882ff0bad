// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_fields.h"

#include "gateway/http/header_table.h"
#include "gateway/http/http2_request.h"

#include <charconv>

namespace gatehouse::http {

namespace {

std::uint8_t* bytesOf(const char* text)
{
    // libnghttp2 only reads them.
    return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text));
}

/// The lengths tell nearly every other name apart.
bool isLeftOut(std::string_view name, std::string_view value)
{
    switch (name.size()) {
    case 4: // Host, for which :authority stands
        return equalsIgnoreCase(name, "host");
    case 2:  // TE
    case 7:  // Upgrade
    case 10: // Connection, Keep-Alive
    case 16: // Proxy-Connection
    case 17: // Transfer-Encoding
        return isConnectionField(headerIdOf(name), value);
    default:
        return false;
    }
}

} // namespace

void Http2Fields::clear()
{
    m_fields.clear();
    m_text.clear();
    m_kept.clear();
}

void Http2Fields::add(std::string_view name, std::string_view value, std::uint8_t flags)
{
    m_fields.push_back({bytesOf(name.data()), bytesOf(value.data()), name.size(), value.size(), flags});
}

void Http2Fields::kept(std::string_view name, std::string_view first, std::string_view second)
{
    m_kept.push_back({m_fields.size(), m_text.size()});
    add(name, {first.data(), first.size() + second.size()}, NGHTTP2_NV_FLAG_NONE);
    m_text.append(first).append(second);
}

void Http2Fields::status(int status)
{
    char digits[12];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, status);
    kept(":status", {digits, static_cast<std::size_t>(end - digits)});
}

void Http2Fields::header(std::string_view name, std::string_view value)
{
    if (!isLeftOut(name, value))
        add(name, value, NGHTTP2_NV_FLAG_NONE);
}

void Http2Fields::header(std::string_view name, std::uint64_t value)
{
    char digits[20];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
    kept(name, {digits, static_cast<std::size_t>(end - digits)});
}

void Http2Fields::header(std::string_view name, std::string_view first, std::string_view second)
{
    if (!isLeftOut(name, first))
        kept(name, first, second);
}

void Http2Fields::fixedHeader(const FixedName& name, std::string_view value)
{
    add(name.lower, value, NGHTTP2_NV_FLAG_NO_COPY_NAME);
}

void Http2Fields::singleHeader(const FixedName& name, std::string_view value)
{
    add(name.lower, value, NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_INDEX);
}

void Http2Fields::introduceNames()
{
    for (nghttp2_nv& field : m_fields)
        field.flags &= std::uint8_t(~NGHTTP2_NV_FLAG_NO_INDEX);
}

const nghttp2_nv* Http2Fields::data()
{
    for (const Kept& kept : m_kept)
        m_fields[kept.field].value = bytesOf(m_text.data() + kept.offset);
    return m_fields.data();
}

} // namespace gatehouse::http
