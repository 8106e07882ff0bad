// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/message_writer.h"

#include "common/core/byte_block.h"
#include "gateway/http/status.h"

#include <array>
#include <charconv>

namespace gatehouse::http {

void MessageWriter::raw(std::string_view bytes)
{
    if (bytes.size() > static_cast<std::size_t>(m_end - m_at))
        return leaveOut(bytes.size());
    m_at = copyShort(m_at, bytes);
}

void MessageWriter::number(std::uint64_t value)
{
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

void MessageWriter::requestLine(std::string_view method, std::string_view target)
{
    raw(method);
    raw(" ");
    raw(target);
    raw(" HTTP/1.1\r\n");
}

void MessageWriter::statusLine(int status, std::string_view reason)
{
    raw("HTTP/1.1 ");
    number(static_cast<std::uint64_t>(status));
    raw(" ");
    raw(reason.empty() ? statusText(status) : reason);
    raw("\r\n");
}

void MessageWriter::header(std::string_view name, std::string_view value)
{
    // One check for the whole line: this is the hottest function of the file.
    const std::size_t length = name.size() + value.size() + 4;
    if (length > static_cast<std::size_t>(m_end - m_at))
        return leaveOut(length);
    char* at = copyShort(m_at, name);
    *at++ = ':';
    *at++ = ' ';
    at = copyShort(at, value);
    *at++ = '\r';
    *at++ = '\n';
    m_at = at;
}

void MessageWriter::header(std::string_view name, std::uint64_t value)
{
    raw(name);
    raw(": ");
    number(value);
    raw("\r\n");
}

void MessageWriter::header(std::string_view name, std::string_view first, std::string_view second)
{
    raw(name);
    raw(": ");
    raw(first);
    raw(second);
    raw("\r\n");
}

} // namespace gatehouse::http
