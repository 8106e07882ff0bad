// SPDX-License-Identifier: GPL-3.0-or-later
// Lines are Cache-Control, Accept-Encoding and If-None-Match by turns.
#include "gateway/filters/accept_encoding.h"
#include "gateway/filters/cache_control.h"
#include "tests/fuzz/check.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse::filters;
using gatehouse::http::HeaderTable;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    constexpr std::array<std::string_view, 3> names{"Cache-Control", "Accept-Encoding", "If-None-Match"};
    HeaderTable fields;
    std::string_view rest = input;
    for (std::size_t line = 0; !rest.empty() && line < 60; ++line) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        fields.add(names[line % names.size()], rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const CacheDirectives said = CacheDirectives::of(fields);
    for (const auto& age : {said.maxAge, said.sharedMaxAge, said.minFresh, said.maxStale,
                            said.staleWhileRevalidate, said.staleIfError})
        check(!age || (*age >= 0 && *age <= 2'147'483'647), "ages are bounded");
    const Coding coding = preferredCoding(fields);
    if (!fields.find("Accept-Encoding"))
        check(coding == Coding::Identity, "without a wish nothing is encoded");
    const std::string_view tags = fields.value("If-None-Match");
    if (matchesEntityTag(tags, "\"a\""))
        check(matchesEntityTag(tags, "W/\"a\""), "comparison is weak");
    check(!matchesEntityTag(tags, ""), "no tag matches nothing");
    return 0;
}
