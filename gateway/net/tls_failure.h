// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/transport.h"

#include <string>

struct ssl_st;

namespace gatehouse::net {

/// Why a connection failed, in a class for programs and words for people.
struct TlsFailure {
    TlsFault fault = TlsFault::None;
    std::string text;
};

/// The reason of the calling thread's last OpenSSL failure; empties its error queue.
TlsFailure takeTlsFailure(const ssl_st* ssl);
/// The text of the oldest error in the queue; empties it. `fallback` when there is none.
std::string takeTlsError(const char* fallback);

} // namespace gatehouse::net
