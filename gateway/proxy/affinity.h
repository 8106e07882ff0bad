// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/exchange.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

/// Number of what binds the request to a target: the sticky header, else the hash key of the group. A request
/// without that header, cookie or consumer counts by its client's address. 0: nothing binds it.
std::uint64_t affinityHash(const Exchange& exchange, const UpstreamGroup& group);

/// The place of the target that the request's sticky cookie names; below 0: none.
int stickyTarget(const Exchange& exchange, const UpstreamGroup& group);

/// Value of Set-Cookie that binds further requests to that target; lives as long as the exchange.
std::string_view stickyCookie(Exchange& exchange, const UpstreamGroup& group, std::size_t target);

} // namespace gatehouse::proxy
