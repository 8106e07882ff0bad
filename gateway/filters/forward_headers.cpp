// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/forward_headers.h"

#include "gateway/filters/scratch.h"
#include "gateway/proxy/forward_request.h"

namespace gatehouse::filters {

namespace {

bool isBlankText(std::string_view text)
{
    return text.find_first_not_of(" \t") == std::string_view::npos;
}

void swapAuthorization(proxy::Exchange& exchange, const proxy::ApiRuntime& api)
{
    const http::HeaderTable& headers = exchange.head().headers;
    const http::Header* const source = headers.find(api.authorizationSwap);
    if (source && proxy::passesToUpstream(exchange, *source) && !isBlankText(source->value)) {
        exchange.upstreamEdits().set("Authorization",
                                     proxy::cleanHeaderValue(source->value, exchange.arena()));
        return;
    }
    // The caller's own Authorization goes on, unless it is what opened this gateway: that one is never given
    // away.
    const auto used = static_cast<CredentialSource>(slot(exchange, Slot::CredentialSource));
    const std::string_view own = exchange.header(http::HeaderId::Authorization);
    if (!own.empty() && used != CredentialSource::Authorization)
        exchange.upstreamEdits().set("Authorization", proxy::cleanHeaderValue(own, exchange.arena()));
}

} // namespace

proxy::Verdict ForwardHeadersFilter::request(proxy::Exchange& exchange) const
{
    const proxy::ApiRuntime* const api = exchange.api();
    if (!api)
        return proxy::Verdict::Continue;
    if (!api->authorizationSwap.empty())
        swapAuthorization(exchange, *api);
    const proxy::Identity* const identity = exchange.identity();
    if (identity && api->addIdentityHeaders) {
        exchange.upstreamEdits().set("X-User-Email", identity->name);
        exchange.upstreamEdits().set("X-Doorman-User", identity->name);
    }
    return proxy::Verdict::Continue;
}

} // namespace gatehouse::filters
