// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/parts.h"
#include "gateway/net/tls_client.h"
#include "gateway/proxy/route.h"

#include <optional>

namespace gatehouse::control {

/// Gives the targets that are reached by TLS what they need for it. `rules` unset: verified by the
/// authorities of the system. `clients` null: such targets refuse to connect. Targets with rules of their own
/// get keys of their own, so that nobody's connections are used under somebody else's rules.
void secure(proxy::UpstreamGroup& group, const std::optional<UpstreamTls>& rules, net::TlsClients* clients);

} // namespace gatehouse::control
