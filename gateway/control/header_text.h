// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <string>

namespace gatehouse::control {

/// The text as a header value: without the characters that could end the line (RFC 9110 section 5.5).
inline std::string headerText(const QString& text)
{
    std::string clean;
    for (const char c : text.trimmed().toUtf8()) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte != 0x7F)
            clean += c;
    }
    return clean;
}

} // namespace gatehouse::control
