// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/message_writer.h"
#include "gateway/proxy/exchange.h"
#include "gateway/proxy/settings.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

/// How the answer is framed on an HTTP/1 connection.
struct AnswerPlan {
    enum class Framing : std::uint8_t {
        None,   ///< no body and no length (1xx, 204)
        Length, ///< Content-Length; for HEAD and 304 without a body behind it
        Chunked,
        Close ///< ends with the connection
    };
    Framing framing = Framing::None;
    std::uint64_t length = 0;
    bool keepAlive = true;
    bool sayKeepAlive = false; ///< HTTP/1.0 clients are told
};

/// Writes the fields of the answer: the upstream's fields by the route's policy (data-plane 7) or the
/// gateway's own, the filters' edits, X-Request-ID, times, security headers (platform-routes 0.2) and Date.
void writeAnswerFields(const Exchange& exchange, const AnswerSettings& settings, std::string_view date,
                       http::FieldWriter& writer);
/// Writes a complete HTTP/1 head: the status line, writeAnswerFields() and the framing.
void writeAnswerHead(const Exchange& exchange, const AnswerPlan& plan, const AnswerSettings& settings,
                     std::string_view date, http::MessageWriter& writer);

/// Writes what the answer to a WebSocket handshake says of it on every version of HTTP: the subprotocol
/// (RFC 6455 section 4.2.2), or with 426 the version that is spoken here (section 4.4).
void writeWebSocketFields(const AnswerHead& answer, http::FieldWriter& writer);

/// Whether a field of the upstream's answer passes, edits not considered. `api` may be null.
bool passesToClient(const ApiRuntime* api, const http::Header& field, const http::HeaderTable& all);

} // namespace gatehouse::proxy
