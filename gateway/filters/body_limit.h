// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

/// Body limits by protocol (data-plane 18). The declared size is refused before anything is read; bodies
/// without a length are counted while they are read, with the same limit (ApiRuntime::bodyLimit). Zero is
/// unlimited.
struct BodyLimitConfig {
    bool enabled = true; ///< DISABLE_BODY_SIZE_LIMIT turns it off
    std::uint64_t global = 1'048'576;
    std::uint64_t rest = 0, soap = 0, graphql = 0, grpc = 0; ///< zero: the global one
    std::vector<std::string> excludedPaths;                  ///< exact, or with a trailing '*'
};

/// Limit in bytes for a path; zero: none. /api/grpc-web and /metrics have none.
std::uint64_t bodyLimitFor(const BodyLimitConfig& config, std::string_view path);
} // namespace gatehouse::filters
