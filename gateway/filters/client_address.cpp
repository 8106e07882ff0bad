// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/client_address.h"

#include "gateway/shared_state/counter_key.h"

#include <optional>

namespace gatehouse::filters {

namespace {

using http::HeaderId;

/// The last element of a comma-separated list; shortens `list` by it.
std::string_view takeLast(std::string_view& list)
{
    const std::size_t comma = list.rfind(',');
    std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
    const std::size_t first = last.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return last.substr(first, last.find_last_not_of(" \t") - first + 1);
}

std::optional<EffectiveAddress> readable(std::string_view text)
{
    const auto address = net::IpAddress::parse(text);
    if (!address)
        return std::nullopt;
    return EffectiveAddress{*address, text};
}

/// All fields of one name, from the last element to the first. Stops where visit() says so.
template <typename Visit>
void forEachHopBackwards(const http::HeaderTable& headers, Visit visit)
{
    for (std::size_t i = headers.size(); i-- > 0;) {
        if (headers[i].id != HeaderId::XForwardedFor)
            continue;
        for (std::string_view list = headers[i].value; !list.empty();) {
            if (!visit(takeLast(list)))
                return;
        }
    }
}

/// Right-most hop that is no trusted proxy, else the left-most; nothing when a hop cannot be read.
std::optional<EffectiveAddress> fromForwardedFor(const http::HeaderTable& headers, const TrustSettings& trust)
{
    std::optional<EffectiveAddress> found;
    forEachHopBackwards(headers, [&](std::string_view hop) {
        found = readable(hop);
        return found && (trust.proxies.empty() || trust.proxies.contains(found->address));
    });
    return found;
}

} // namespace

EffectiveAddress effectiveAddress(const proxy::Exchange& exchange, const TrustSettings& trust)
{
    const EffectiveAddress peer{exchange.peer(), exchange.peerText()};
    if (!trust.trustForwarded || (!trust.proxies.empty() && !trust.proxies.contains(peer.address)))
        return peer;
    const http::HeaderTable& headers = exchange.head().headers;
    if (headers.has(HeaderId::XForwardedFor))
        return fromForwardedFor(headers, trust).value_or(peer);
    for (const HeaderId id : {HeaderId::XRealIp, HeaderId::CfConnectingIp}) {
        if (headers.has(id))
            return readable(headers.value(id)).value_or(peer);
    }
    return peer;
}

bool isDirectLocalCall(const proxy::Exchange& exchange)
{
    if (!exchange.peer().isLoopback())
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
    if (const proxy::Identity* identity = exchange.identity())
        return identity->counterKey;
    return addressSubject(exchange.client());
}

} // namespace gatehouse::filters
