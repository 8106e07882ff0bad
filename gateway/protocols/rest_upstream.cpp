// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/rest_upstream.h"

#include "gateway/http/uri.h"
#include "gateway/proxy/exchange.h"

#include <string>

namespace gatehouse::protocols {

namespace {

bool isPlain(std::string_view path)
{
    return path.find("//") == std::string_view::npos && (path.size() < 2 || path.back() != '/');
}

std::string plainPath(std::string_view path)
{
    std::string plain;
    http::SegmentIterator segments(path);
    for (std::string_view segment; segments.next(segment);)
        plain.append(1, '/').append(segment);
    return plain.empty() ? "/" : plain;
}

void routeByClientKey(proxy::Exchange& exchange)
{
    const auto& routings = exchange.snapshot().clientRoutings;
    if (routings.size() == 0)
        return; // nobody uses them: no search for the field
    const std::string_view key = exchange.header("client-key");
    if (key.empty())
        return;
    const proxy::ClientRouting* const routing = routings.find(key);
    if (routing && routing->upstream && !routing->upstream->targets.empty())
        exchange.setUpstream(routing->upstream.get());
}

} // namespace

proxy::Verdict SelectUpstreamFilter::request(proxy::Exchange& exchange) const
{
    routeByClientKey(exchange);
    const proxy::Operation* const operation = exchange.operation();
    const bool mapped = operation && !operation->upstreamTemplate.empty();
    const bool platform = exchange.api() && exchange.api()->surface == proxy::Surface::Platform;
    if (platform && !mapped && exchange.route()->stripPrefix && !isPlain(exchange.subPath()))
        exchange.setUpstreamPath(plainPath(exchange.subPath()));
    return proxy::Verdict::Continue;
}

} // namespace gatehouse::protocols
