// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/exchange.h"

#include <string_view>

namespace gatehouse::filters {

/// Under what an answer is kept. Views live as long as the exchange.
struct CacheKey {
    /// API, host, path and query as the client said them: what a purge and a write mean by an address.
    std::string_view target;
    /// What the gateway tells the upstream, or chooses for it, without being asked: server, scheme, port of
    /// the host, address after transforms. An answer may depend on it and cannot say so with Vary.
    std::string_view place;
    /// The identified caller, with the credentials of its own that the upstream sees; "-": nobody.
    std::string_view caller;
    /// The upstream sees Authorization or Cookie of the client.
    bool ownCredentials = false;
};

/// `scope`: id of the API. `version`: changes when the API does.
CacheKey cacheKeyOf(proxy::Exchange& exchange, std::string_view scope, std::string_view version);

/// A request field as the upstream gets it, lines joined; empty when it gets none.
std::string_view sentField(proxy::Exchange& exchange, std::string_view name);

/// Whether answers can be told apart by this field: the gateway makes some anew for each request.
bool canVaryBy(std::string_view name);

} // namespace gatehouse::filters
