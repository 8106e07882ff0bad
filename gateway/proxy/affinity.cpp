// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/affinity.h"

#include "gateway/http/cookies.h"

namespace gatehouse::proxy {

namespace {

std::uint64_t addressHash(const net::IpAddress& address)
{
    return mixed(address.high(), address.low());
}

std::string_view keyText(const Exchange& exchange, const HashKey& key)
{
    switch (key.source) {
    case HashSource::Address:
        break;
    case HashSource::Header:
        return exchange.header(key.name);
    case HashSource::Cookie:
        return http::cookieValue(exchange.head().headers, key.name);
    case HashSource::Path:
        return exchange.subPath();
    case HashSource::Consumer:
        return exchange.identity() ? std::string_view(exchange.identity()->id) : std::string_view();
    }
    return {};
}

} // namespace

std::uint64_t affinityHash(const Exchange& exchange, const UpstreamGroup& group)
{
    if (group.sticky.kind == StickyKind::Header) {
        if (const std::string_view value = exchange.header(group.sticky.name); !value.empty())
            return hashOfText(value) | 1;
    }
    if (group.balancing != BalancingKind::Hash)
        return 0;
    const std::string_view text = keyText(exchange, group.hash);
    return (text.empty() ? addressHash(exchange.client()) : hashOfText(text)) | 1;
}

int stickyTarget(const Exchange& exchange, const UpstreamGroup& group)
{
    if (group.sticky.kind != StickyKind::Cookie)
        return -1;
    const std::string_view value = http::cookieValue(exchange.head().headers, group.sticky.name);
    for (std::size_t i = 0; i < group.targets.size() && !value.empty(); ++i) {
        if (value == group.targets[i].stickyId)
            return static_cast<int>(i);
    }
    return -1;
}

std::string_view stickyCookie(Exchange& exchange, const UpstreamGroup& group, std::size_t target)
{
    const bool secure = group.sticky.secureWhenTls && exchange.scheme() == "https";
    return exchange.arena().concat({group.sticky.name, "=", group.targets[target].stickyId,
                                    group.sticky.attributes,
                                    secure ? std::string_view("; Secure") : std::string_view()});
}

} // namespace gatehouse::proxy
