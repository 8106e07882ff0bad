// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/route.h"

#include <QString>

#include <optional>

namespace gatehouse::control {

/// A number that is the same for the same text in every snapshot: key of health, breaker and positions.
std::uint64_t stableKey(std::string_view text);

/// Target of a server address such as "http://10.0.0.7:8080/base", "grpc://host" or "host:8080". Nothing when
/// it is none.
std::optional<proxy::UpstreamTarget> targetOf(const QString& url);

} // namespace gatehouse::control
