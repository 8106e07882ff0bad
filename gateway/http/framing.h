// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"

namespace gatehouse::http {

/// What the headers say about the body (RFC 9112 sections 6.1 and 6.2), read in the one strict way that
/// leaves no room for a second opinion. `framing` is None, Length or Chunked.
struct Framing {
    HeadError error = HeadError::None;
    BodyFraming framing = BodyFraming::None;
    std::uint64_t length = 0;
};
Framing framingOf(const HeaderTable& headers, int minorVersion);

/// Whether the connection lives on after this message (RFC 9112 section 9.3).
bool keepsAlive(const HeaderTable& headers, int minorVersion);

/// True when Connection names other fields, which then concern this connection only (RFC 9110 section 7.6.1).
bool connectionNamesFields(const HeaderTable& headers);

} // namespace gatehouse::http
