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
/// Sets `expects` when the client waits for 100 (RFC 9110 section 10.1.1). HTTP/1.0 clients never do.
HeadError expectationOf(const HeaderTable& headers, int minorVersion, bool& expects);

} // namespace gatehouse::http
