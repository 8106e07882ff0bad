// SPDX-License-Identifier: GPL-3.0-or-later
// A name of cookie, a line feed, a Cookie field.
#include "gateway/http/cookies.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using gatehouse::http::cookieValue;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.find('\n');
    const std::string_view name = std::string_view(input).substr(0, end);
    const std::string_view field =
        end == std::string::npos ? std::string_view() : std::string_view(input).substr(end + 1);
    const std::string_view value = cookieValue(field, name);
    if (value.empty())
        return 0;
    check(value.data() >= field.data() && value.data() + value.size() <= field.data() + field.size(),
          "a value is a part of the field");
    check(value.find(';') == std::string_view::npos, "and of one pair");
    const std::string again = std::string(name) + "=" + std::string(value);
    if (value.front() != '"' && name.find(';') == std::string_view::npos && !name.empty() &&
        name.front() != ' ' && name.front() != '\t' && value.back() != ' ' && value.back() != '\t')
        check(cookieValue(again, name) == value, "a value that was found is found again");
    return 0;
}
