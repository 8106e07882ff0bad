// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/error_renderer.h"

#include "gateway/proxy/exchange.h"

#include <string>

namespace gatehouse::proxy {

void appendJsonString(std::string& out, std::string_view text)
{
    static constexpr char Digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += Digits[byte >> 4];
            out += Digits[byte & 15];
        } else {
            out += c;
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
