// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/body_limit.h"

namespace gatehouse::filters {

namespace {

bool isBelow(std::string_view path, std::string_view prefix)
{
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

bool isExcluded(const BodyLimitConfig& config, std::string_view path)
{
    for (const std::string_view rule : config.excludedPaths) {
        if (rule.ends_with('*') ? path.starts_with(rule.substr(0, rule.size() - 1)) : path == rule)
            return true;
    }
    return false;
}

} // namespace

std::uint64_t bodyLimitFor(const BodyLimitConfig& config, std::string_view path)
{
    if (!config.enabled || isExcluded(config, path) || isBelow(path, "/api/grpc-web") ||
        isBelow(path, "/grpc-web") || isBelow(path, "/metrics"))
        return 0;
    const auto own = [&](std::uint64_t limit) { return limit != 0 ? limit : config.global; };
    if (isBelow(path, "/api/rest"))
        return own(config.rest);
    if (isBelow(path, "/api/soap"))
        return own(config.soap);
    if (isBelow(path, "/api/graphql"))
        return own(config.graphql);
    if (isBelow(path, "/api/grpc"))
        return own(config.grpc);
    return config.global;
}

} // namespace gatehouse::filters
