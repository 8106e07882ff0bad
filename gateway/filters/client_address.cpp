// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/client_address.h"

#include "gateway/proxy/client_address.h"
#include "gateway/shared_state/counter_key.h"

#include <array>

namespace gatehouse::filters {

using http::HeaderId;

void applyTrust(proxy::Exchange& exchange, const proxy::TrustSettings& trust)
{
    const auto named = proxy::forwardedClient(trust, exchange.peer(), exchange.head().headers);
    if (named)
        exchange.setClient(named->address, named->text);
    else
        exchange.setClient(exchange.peer(), exchange.peerText());
}

bool isLocalAddress(const net::IpAddress& address, bool inDocker)
{
    static const std::array dockerHosts{net::IpAddress::v4(0xc0a84101), net::IpAddress::v4(0xac110001)};
    return address.isLoopback() || (inDocker && (address == dockerHosts[0] || address == dockerHosts[1]));
}

bool isDirectLocalCall(const proxy::Exchange& exchange, bool inDocker)
{
    if (!isLocalAddress(exchange.peer(), inDocker))
        return false;
    const http::HeaderTable& headers = exchange.head().headers;
    return !headers.has(HeaderId::XForwardedFor) && !headers.has(HeaderId::XRealIp) &&
           !headers.has(HeaderId::CfConnectingIp) && !headers.has(HeaderId::Forwarded);
}

std::uint64_t addressSubject(const net::IpAddress& address)
{
    if (address.isV6())
        return shared_state::combine(address.high(), 6);
    return shared_state::combine(address.low(), 4);
}

std::uint64_t callerSubject(const proxy::Exchange& exchange)
{
    const proxy::Identity* const identity = exchange.identity();
    // The counters of a consumer's limits may be those of one subscription, which has a plan of its own.
    if (identity && identity->kind == proxy::PrincipalKind::Consumer)
        return shared_state::stableHash(identity->id);
    if (identity)
        return identity->counterKey;
    return addressSubject(exchange.client());
}

} // namespace gatehouse::filters
