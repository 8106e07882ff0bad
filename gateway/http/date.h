// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (IMF-fixdate, RFC 9110 section 5.6.7); always 29 characters. `out` has
/// room for them.
void writeHttpDate(std::int64_t unixSeconds, char* out);
/// Reads an IMF-fixdate; the two obsolete forms are refused.
std::optional<std::int64_t> parseHttpDate(std::string_view text);

/// The Date header, rebuilt once per second. One per worker.
class DateCache {
public:
    /// Valid until the next call.
    std::string_view text(std::int64_t wallMs);

private:
    std::int64_t m_second = -1;
    std::array<char, 29> m_text{};
};

} // namespace gatehouse::http
