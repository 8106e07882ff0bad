// SPDX-License-Identifier: GPL-3.0-or-later
// A Content-Type, a line feed, a multipart body.
#include "gateway/http/multipart.h"
#include "tests/fuzz/check.h"

#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t end = input.find('\n');
    const std::string_view type = input.substr(0, end);
    const std::string_view body = end == std::string_view::npos ? std::string_view() : input.substr(end + 1);
    std::string why;
    const auto parts = gatehouse::http::parseForm(type, body, why);
    check(parts.has_value() == why.empty(), "a refusal says why");
    if (!parts)
        return 0;
    const char* at = body.data();
    for (const auto& part : *parts) {
        check(part.content.data() >= at, "parts stand one after the other");
        at = part.content.data() + part.content.size();
        check(at <= body.data() + body.size(), "and inside the body");
    }
    return 0;
}
