// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/error_renderer.h"

#include "gateway/proxy/exchange.h"

#include <string>

namespace gatehouse::proxy {

namespace {

bool continues(std::string_view text, std::size_t at)
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// Length of the UTF-8 sequence at `at`; zero when it is none (RFC 3629, so no surrogates and no long forms).
std::size_t sequenceLength(std::string_view text, std::size_t at)
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const auto second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0U;
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return continues(text, at + 1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const bool longForm = lead == 0xE0 && second < 0xA0;
        const bool surrogate = lead == 0xED && second >= 0xA0;
        return !longForm && !surrogate && continues(text, at + 1) && continues(text, at + 2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const bool outside = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90);
        return !outside && continues(text, at + 1) && continues(text, at + 2) && continues(text, at + 3) ? 4
                                                                                                         : 0;
    }
    return 0;
}

void appendControl(std::string& out, unsigned char byte)
{
    constexpr std::string_view digits = "0123456789abcdef";
    switch (byte) {
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    out += "\\u00";
    out += digits[byte >> 4U];
    out += digits[byte & 0xFU];
}

} // namespace

void appendJsonString(std::string& out, std::string_view text)
{
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '"' || byte == '\\') {
            out += '\\';
            out += text[at++];
        } else if (byte < 0x20 || byte == 0x7F) {
            appendControl(out, byte);
            ++at;
        } else if (const std::size_t length = sequenceLength(text, at); length > 0) {
            out += text.substr(at, length);
            at += length;
        } else {
            out += "\xEF\xBF\xBD";
            ++at;
        }
    }
    out += '"';
}

void JsonErrorRenderer::render(Exchange& exchange) const
{
    std::string body = "{";
    if (m_strict)
        body += "\"status_code\":" + std::to_string(exchange.errorStatus()) + ',';
    body += "\"error_code\":";
    appendJsonString(body, exchange.errorCode().empty() ? exchange.errorText() : exchange.errorCode());
    body += ",\"error_message\":";
    appendJsonString(body, exchange.errorText());
    body += '}';
    exchange.respond(m_strict ? 200 : exchange.errorStatus(), "application/json", body);
}

} // namespace gatehouse::proxy
