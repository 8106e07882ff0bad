// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/filters/inflater.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::filters {

/// How the body of a request is coded, by its head.
BodyCoding bodyCodingOf(proxy::Exchange& exchange);

/// A collected request body as filters read it: without its content coding. What goes to the upstream stays
/// as it came.
struct BodyText {
    std::string_view text;             ///< lives as long as the exchange, or until the body is changed
    std::optional<Refusal> fault = {}; ///< why it cannot be read; its texts live as long as the exchange
};
/// Unpacks at most as much as the body of the API may have; once for all filters. Without a coding it costs a
/// look at the head.
BodyText bodyTextOf(proxy::Exchange& exchange);

/// For filters that change the body or take it in: Exchange::body() becomes its text, and the upstream is
/// told of no coding. False: the exchange has been failed with the fault.
bool unpackBody(proxy::Exchange& exchange);

/// Why a coding cannot be read: 415, with those that can (RFC 9110 section 15.5.16).
Refusal unknownCoding(proxy::Exchange& exchange);
/// Fails the exchange, whoever asked.
void failBody(proxy::Exchange& exchange, const Refusal& fault);

} // namespace gatehouse::filters
