// SPDX-License-Identifier: GPL-3.0-or-later
// A name, a line feed, a field value: read as parameters of Authorization.
#include "gateway/filters/authorization_field.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::filters;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = std::min(input.find('\n'), input.size());
    const std::string_view name = std::string_view(input).substr(0, end);
    const std::string_view value = std::string_view(input).substr(std::min(end + 1, input.size()));
    if (const auto parameter = authParameter(value, name)) {
        check(parameter->empty() || (parameter->data() >= value.data() &&
                                     parameter->data() + parameter->size() <= value.data() + value.size()),
              "a value is a part of the field");
        check(parameter->find('"') == std::string_view::npos || parameter->front() != '"',
              "without its quotes");
        check(!authParameter(std::string(value) + ", " + std::string(name) + "=x", name) || name.empty(),
              "said twice it is refused");
    }
    if (const auto rest = afterScheme(value, "HMAC-SHA256"))
        check(rest->size() + 11 < value.size() + 1, "what follows the scheme is shorter");
    return 0;
}
