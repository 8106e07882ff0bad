// SPDX-License-Identifier: GPL-3.0-or-later
// Request targets and forms. The first byte chooses the path policy; the rest is the input.
#include "gateway/http/uri.h"
#include "tests/fuzz/check.h"

#include <string>

using namespace gatehouse::http;
using gatehouse::fuzz::check;

namespace {

// How a careless upstream would see the path: decoded, with '\' as '/'.
void checkDecoded(std::string_view path, const PathPolicy& policy)
{
    auto decoded = percentDecode(path);
    check(decoded.has_value(), "an accepted path can be decoded");
    check(decoded->find('\0') == std::string::npos && decoded->find('\n') == std::string::npos,
          "and holds no controls");
    if (policy.refuseBackslash)
        check(decoded->find('\\') == std::string::npos, "and no backslash");
    for (char& c : *decoded) {
        if (c == '\\')
            c = '/';
    }
    if (!policy.refuseDotSegments)
        return;
    SegmentIterator segments(*decoded);
    for (std::string_view segment; segments.next(segment);)
        check(segment != "." && segment != "..", "and no dot segment, however written");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string input(reinterpret_cast<const char*>(data + 1), size - 1);
    PathPolicy policy;
    policy.refuseDotSegments = !(data[0] & 1);
    policy.refuseEncodedSlash = !(data[0] & 2);
    policy.refuseBackslash = !(data[0] & 4);
    policy.refuseEmptySegments = data[0] & 8;

    const SplitTarget split = splitTarget(input);
    std::string joined(split.path);
    if (split.hasQuery)
        joined.append("?").append(split.query);
    check(joined == input, "splitting loses nothing");
    if (checkPath(split.path, policy) == PathFault::None)
        checkDecoded(split.path, policy);

    SegmentIterator segments(split.path, false);
    std::string path;
    for (std::string_view segment; segments.next(segment);)
        path.append("/").append(segment);
    check(split.path.empty() || split.path.front() != '/' || path == split.path, "segments make up the path");

    check(percentDecode(percentEncode(input)) == input, "encoding is undone by decoding");
    check(validPercent(input) == percentDecode(input).has_value(), "both tests of escapes agree");
    for (const auto& [name, value] : parseForm(split.query)) {
        const auto first = queryValue(split.query, name);
        check(first.has_value(), "every pair of a form is found by its name");
    }
    return 0;
}
