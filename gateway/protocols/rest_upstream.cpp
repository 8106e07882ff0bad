// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/rest_upstream.h"

#include "gateway/http/uri.h"
#include "gateway/proxy/exchange.h"

namespace gatehouse::protocols {

namespace {

using proxy::UpstreamGroup;

bool isParameter(std::string_view segment)
{
    return segment.size() >= 2 && segment.front() == '{' && segment.back() == '}';
}

/// The segment of `path` that stands where `templatePath` has the parameter `wanted`.
std::string_view valueOf(std::string_view wanted, std::string_view templatePath, std::string_view path)
{
    http::SegmentIterator names(templatePath);
    http::SegmentIterator values(path);
    for (std::string_view name, value; names.next(name) && values.next(value);) {
        if (name == wanted)
            return value;
    }
    return wanted;
}

bool usable(const UpstreamGroup* group)
{
    return group && !group->targets.empty();
}

const UpstreamGroup* groupFor(const proxy::Exchange& exchange)
{
    const std::string_view clientKey = exchange.header("client-key");
    if (!clientKey.empty()) {
        const proxy::ClientRouting* const routing = exchange.snapshot().clientRoutings.find(clientKey);
        if (routing && usable(routing->upstream.get()))
            return routing->upstream.get();
    }
    const proxy::Operation* const operation = exchange.operation();
    if (operation && usable(operation->upstream.get()))
        return operation->upstream.get();
    return exchange.api() ? exchange.api()->upstream.get() : nullptr;
}

bool isPlain(std::string_view path)
{
    return path.find("//") == std::string_view::npos && (path.size() < 2 || path.back() != '/');
}

} // namespace

std::string upstreamPath(const proxy::Operation* operation, std::string_view subPath)
{
    const bool mapped = operation && !operation->upstreamTemplate.empty();
    http::SegmentIterator segments(mapped ? std::string_view(operation->upstreamTemplate) : subPath);
    std::string path;
    for (std::string_view segment; segments.next(segment);) {
        path += '/';
        path += mapped && isParameter(segment) ? valueOf(segment, operation->uriTemplate, subPath) : segment;
    }
    return path.empty() ? "/" : path;
}

proxy::Verdict SelectUpstreamFilter::request(proxy::Exchange& exchange) const
{
    const UpstreamGroup* const group = groupFor(exchange);
    if (!usable(group)) {
        exchange.fail(proxy::Reason::NoUpstream);
        return proxy::Verdict::Respond;
    }
    exchange.setUpstream(group);
    const proxy::Operation* const operation = exchange.operation();
    const bool mapped = operation && !operation->upstreamTemplate.empty();
    const bool platform = exchange.api() && exchange.api()->surface == proxy::Surface::Platform;
    if (mapped || (platform && !isPlain(exchange.subPath())))
        exchange.setUpstreamPath(upstreamPath(operation, exchange.subPath()));
    return proxy::Verdict::Continue;
}

} // namespace gatehouse::protocols
