// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/client_address.h"

namespace gatehouse::proxy {

bool isTrustedPeer(const TrustSettings& trust, const net::IpAddress& peer)
{
    return trust.trustForwarded && (trust.proxies.empty() || trust.proxies.contains(peer));
}

static std::optional<ForwardedClient> parsed(std::string_view text)
{
    if (const std::optional<net::IpAddress> address = net::IpAddress::parse(text))
        return ForwardedClient{*address, text};
    return std::nullopt;
}

/// Later fields and later elements are nearer to us (RFC 9110 section 5.3 allows either form), so the walk
/// keeps the last element that is not ours; an element that is no address ends what can be believed.
static std::optional<ForwardedClient> fromForwardedFor(const TrustSettings& trust,
                                                       const http::HeaderTable& headers)
{
    std::optional<ForwardedClient> first;
    std::optional<ForwardedClient> untrusted;
    for (const http::Header* field = headers.find(http::HeaderId::XForwardedFor); field;
         field = headers.next(*field)) {
        http::forEachToken(field->value, [&](std::string_view token) {
            const std::optional<ForwardedClient> hop = parsed(token);
            if (!hop) {
                first.reset();
                untrusted.reset();
                return;
            }
            if (!first)
                first = hop;
            if (!trust.proxies.contains(hop->address))
                untrusted = hop;
        });
    }
    return trust.proxies.empty() || !untrusted ? first : untrusted;
}

std::optional<ForwardedClient> forwardedClient(const TrustSettings& trust, const net::IpAddress& peer,
                                               const http::HeaderTable& headers)
{
    if (!isTrustedPeer(trust, peer))
        return std::nullopt;
    if (headers.has(http::HeaderId::XForwardedFor)) {
        if (std::optional<ForwardedClient> client = fromForwardedFor(trust, headers))
            return client;
    }
    for (const http::HeaderId id : {http::HeaderId::XRealIp, http::HeaderId::CfConnectingIp}) {
        if (std::optional<ForwardedClient> client = parsed(headers.value(id)))
            return client;
    }
    return std::nullopt;
}

} // namespace gatehouse::proxy
