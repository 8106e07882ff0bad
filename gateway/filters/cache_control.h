// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::filters {

/// What Cache-Control of a message says to a shared cache (RFC 9111 section 5.2, RFC 5861). Seconds. A
/// directive with a list of fields counts as the one without, which forbids more.
struct CacheDirectives {
    static constexpr std::int64_t farAway = 2'147'483'647; ///< what is larger counts as this

    bool noStore = false;
    bool noCache = false;
    bool isPrivate = false;
    bool isPublic = false;
    bool mustRevalidate = false;
    bool proxyRevalidate = false;
    bool noTransform = false;
    bool onlyIfCached = false;
    std::optional<std::int64_t> maxAge, sharedMaxAge, minFresh, maxStale;
    std::optional<std::int64_t> staleWhileRevalidate, staleIfError;

    /// What cannot be read is the safe side: an unreadable age is zero (section 4.2.1).
    static CacheDirectives of(const http::HeaderTable& fields);
};

/// Whether a list such as that of If-None-Match holds the entity tag; weak comparison (RFC 9110 section
/// 8.8.3.2). "*" holds every tag.
bool matchesEntityTag(std::string_view list, std::string_view tag);

} // namespace gatehouse::filters
