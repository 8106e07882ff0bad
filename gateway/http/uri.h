// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

/// Nothing here changes the bytes of a path: a path is either refused or forwarded as it came, so that the
/// gateway and the upstream never disagree on what was asked for.

struct SplitTarget {
    std::string_view path;
    std::string_view query; ///< without '?'
    bool hasQuery = false;
};
SplitTarget splitTarget(std::string_view target);

enum class PathFault : std::uint8_t {
    None,
    NotAbsolute,  ///< does not start with '/'
    BadPercent,   ///< '%' without two hexadecimal digits
    Control,      ///< NUL, other control characters or DEL, plain or encoded
    DotSegment,   ///< "." or ".." as a segment, also as %2e
    EncodedSlash, ///< %2F, where the policy refuses it
    Backslash,    ///< '\' or %5C
    EmptySegment  ///< "//"
};
std::string_view textOf(PathFault fault);

/// What to refuse on top of broken escapes and control characters. An encoded slash is a character of its
/// segment (RFC 3986 section 2.2): it matches one template parameter and arrives encoded; only the check for
/// dot segments looks through it, because an upstream may.
struct PathPolicy {
    bool refuseDotSegments = true;
    bool refuseEncodedSlash = false;
    bool refuseBackslash = true;
    bool refuseEmptySegments = false;
};
PathFault checkPath(std::string_view path, const PathPolicy& policy = {});

/// Walks the segments of a path as they came. Empty segments are left out when `skipEmpty`.
///     SegmentIterator segments(path);
///     for (std::string_view s; segments.next(s);) ...
class SegmentIterator {
public:
    explicit SegmentIterator(std::string_view path, bool skipEmpty = true);
    bool next(std::string_view& segment);
    /// What has not been visited, starting with '/' (or empty).
    std::string_view rest() const { return m_rest; }

private:
    std::string_view m_rest;
    bool m_skipEmpty;
};

/// True when two segments mean the same: equal but for how characters other than '/' are escaped (RFC 3986
/// section 6.2.2). Neither is decoded as a whole.
bool sameSegment(std::string_view one, std::string_view other);

/// True when every '%' has two hexadecimal digits behind it.
bool validPercent(std::string_view text);
/// Decoded text, or nothing when an escape is broken. `plusIsSpace` for queries and forms.
std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace = false);
/// Encodes everything but unreserved characters (RFC 3986 section 2.3).
std::string percentEncode(std::string_view text);

/// Pairs of a query or an application/x-www-form-urlencoded body, decoded, in order. Broken escapes stay as
/// they came.
using FormPairs = std::vector<std::pair<std::string, std::string>>;
FormPairs parseForm(std::string_view text);
/// First value of `name` in a raw query, decoded; for single look-ups without building all pairs.
std::optional<std::string> queryValue(std::string_view query, std::string_view name);

} // namespace gatehouse::http
