// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/cache_control.h"

#include <array>
#include <charconv>

namespace gatehouse::filters {

namespace {

constexpr std::int64_t farAway = CacheDirectives::farAway;

std::int64_t secondsOf(std::string_view text)
{
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
        text = text.substr(1, text.size() - 2);
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        return farAway;
    const bool whole = error == std::errc() && stop == text.data() + text.size();
    return whole && value >= 0 ? std::min(value, farAway) : 0;
}

struct Flag {
    std::string_view name;
    bool CacheDirectives::*member;
};
constexpr std::array<Flag, 8> flags{{{"no-store", &CacheDirectives::noStore},
                                     {"no-cache", &CacheDirectives::noCache},
                                     {"private", &CacheDirectives::isPrivate},
                                     {"public", &CacheDirectives::isPublic},
                                     {"must-revalidate", &CacheDirectives::mustRevalidate},
                                     {"proxy-revalidate", &CacheDirectives::proxyRevalidate},
                                     {"no-transform", &CacheDirectives::noTransform},
                                     {"only-if-cached", &CacheDirectives::onlyIfCached}}};

struct Age {
    std::string_view name;
    std::optional<std::int64_t> CacheDirectives::*member;
};
constexpr std::array<Age, 6> ages{{{"max-age", &CacheDirectives::maxAge},
                                   {"s-maxage", &CacheDirectives::sharedMaxAge},
                                   {"min-fresh", &CacheDirectives::minFresh},
                                   {"max-stale", &CacheDirectives::maxStale},
                                   {"stale-while-revalidate", &CacheDirectives::staleWhileRevalidate},
                                   {"stale-if-error", &CacheDirectives::staleIfError}}};

void apply(CacheDirectives& directives, std::string_view directive)
{
    const std::size_t equals = directive.find('=');
    const std::string_view name = directive.substr(0, equals);
    const bool valued = equals != std::string_view::npos;
    for (const Flag& flag : flags) {
        if (http::equalsIgnoreCase(name, flag.name))
            directives.*flag.member = true;
    }
    for (const Age& age : ages) {
        if (!http::equalsIgnoreCase(name, age.name))
            continue;
        // "max-stale" alone takes any age.
        const std::int64_t bare = age.member == &CacheDirectives::maxStale ? farAway : 0;
        const std::int64_t seconds = valued ? secondsOf(directive.substr(equals + 1)) : bare;
        // Said twice, the stricter one counts.
        std::optional<std::int64_t>& slot = directives.*age.member;
        slot = slot ? std::min(*slot, seconds) : seconds;
    }
}

std::string_view opaque(std::string_view tag)
{
    return tag.starts_with("W/") ? tag.substr(2) : tag;
}

} // namespace

CacheDirectives CacheDirectives::of(const http::HeaderTable& fields)
{
    CacheDirectives directives;
    bool told = false;
    for (const http::Header* field = fields.find("Cache-Control"); field; field = fields.next(*field)) {
        told = true;
        http::forEachToken(field->value, [&](std::string_view one) { apply(directives, one); });
    }
    if (!told && fields.value("Pragma").find("no-cache") != std::string_view::npos)
        directives.noCache = true; // section 5.4: HTTP/1.0 clients
    return directives;
}

bool matchesEntityTag(std::string_view list, std::string_view tag)
{
    if (tag.empty())
        return false;
    bool found = false;
    http::forEachToken(
        list, [&](std::string_view one) { found = found || one == "*" || opaque(one) == opaque(tag); });
    return found;
}

} // namespace gatehouse::filters
