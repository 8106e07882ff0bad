// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"
#include "gateway/net/address.h"
#include "gateway/proxy/settings.h"

#include <optional>
#include <string_view>

namespace gatehouse::proxy {

/// Whether this peer may speak for other addresses.
bool isTrustedPeer(const TrustSettings& trust, const net::IpAddress& peer);

/// The address a trusted peer speaks for: of X-Forwarded-For the rightmost hop that is not a trusted proxy
/// itself (the first element when every peer is trusted), else X-Real-IP, else CF-Connecting-IP (data-plane
/// 17). Nothing when the peer is not trusted or names nobody.
struct ForwardedClient {
    net::IpAddress address;
    std::string_view text; ///< view into the header
};
std::optional<ForwardedClient> forwardedClient(const TrustSettings& trust, const net::IpAddress& peer,
                                               const http::HeaderTable& headers);

} // namespace gatehouse::proxy
