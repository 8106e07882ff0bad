// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/date.h"

#include "gateway/http/ascii.h"

#include <array>
#include <chrono>
#include <cstring>

namespace gatehouse::http {

namespace {

constexpr std::string_view days = "SunMonTueWedThuFriSat";
constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
constexpr std::string_view shape = "Sun, 06 Nov 1994 08:49:37 GMT";

void put(char* out, unsigned value, int digits)
{
    for (int i = digits - 1; i >= 0; --i, value /= 10)
        out[i] = static_cast<char>('0' + value % 10);
}

// -1 when one of the characters is no digit.
int number(std::string_view text, std::size_t at, std::size_t digits)
{
    int value = 0;
    for (char c : text.substr(at, digits)) {
        if (!isDigit(c))
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

} // namespace

void writeHttpDate(std::int64_t unixSeconds, char* out)
{
    using namespace std::chrono;
    const sys_seconds time{seconds(unixSeconds)};
    const auto day = floor<std::chrono::days>(time);
    const year_month_day date{day};
    const auto clock = static_cast<unsigned>((time - day).count());
    std::memcpy(out, shape.data(), shape.size());
    std::memcpy(out, http::days.data() + weekday(day).c_encoding() * 3, 3);
    put(out + 5, unsigned(date.day()), 2);
    std::memcpy(out + 8, http::months.data() + (unsigned(date.month()) - 1) * 3, 3);
    put(out + 12, static_cast<unsigned>(int(date.year())), 4);
    put(out + 17, clock / 3600, 2);
    put(out + 20, clock / 60 % 60, 2);
    put(out + 23, clock % 60, 2);
}

std::optional<std::int64_t> parseHttpDate(std::string_view text)
{
    using namespace std::chrono;
    if (text.size() != shape.size())
        return std::nullopt;
    const std::size_t month = http::months.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0)
        return std::nullopt;
    const int day = number(text, 5, 2);
    const int year = number(text, 12, 4);
    const int hour = number(text, 17, 2);
    const int minute = number(text, 20, 2);
    const int second = number(text, 23, 2);
    if (day < 1 || year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
        second > 60)
        return std::nullopt;
    const year_month_day date{std::chrono::year(year),
                              std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok())
        return std::nullopt;
    const std::int64_t seconds =
        sys_seconds(sys_days(date)).time_since_epoch().count() + hour * 3600 + minute * 60 + second;
    // Everything that is not a number (names, commas, colons, GMT) must be what we would write ourselves.
    std::array<char, shape.size()> again{};
    writeHttpDate(seconds, again.data());
    if (second < 60 && text != std::string_view(again.data(), again.size()))
        return std::nullopt;
    return seconds;
}

std::string_view DateCache::text(std::int64_t wallMs)
{
    const std::int64_t second = wallMs / 1000;
    if (second != m_second) {
        m_second = second;
        writeHttpDate(second, m_text.data());
    }
    return {m_text.data(), m_text.size()};
}

} // namespace gatehouse::http
