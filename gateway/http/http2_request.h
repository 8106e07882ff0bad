// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"

#include <cstddef>
#include <string_view>
#include <vector>

namespace gatehouse::http {

/// Builds a request head from the fields of an HTTP/2 header block, with the strictness that
/// RequestHeadParser has for HTTP/1: nothing passes here that could become another request when it is written
/// out as HTTP/1.1 (RFC 9113 sections 8.2, 8.3 and 10.3). libnghttp2 checks much of the same before; two
/// fences are better than one. One block at a time, so a worker needs one.
///
/// An extended CONNECT to WebSocket (RFC 8441) becomes what it would be on HTTP/1.1: a GET that asks for an
/// upgrade and has no body. Only Sec-WebSocket-Key is missing, which HTTP/2 does not have: whoever sends the
/// request on makes one.
class Http2RequestReader {
public:
    void begin(RequestHead& head, const HeadLimits& limits);
    /// The views must live as long as the head. After the first refusal the rest is only counted.
    void field(std::string_view name, std::string_view value);
    /// For whoever knows already what headerIdOf() says of it; Unknown for a pseudo-header.
    void field(HeaderId id, std::string_view name, std::string_view value);
    /// Whether field() would still look at it; else nothing needs to be kept.
    bool wants() const { return m_error == HeadError::None; }
    /// Bytes that finish() needs for Cookie crumbs (RFC 9113 section 8.2.3); 0 with fewer than two.
    std::size_t cookieBytes() const;
    /// The block is complete. `endStream`: no body follows. `cookieRoom` must live as long as the head.
    HeadError finish(bool endStream, char* cookieRoom);

private:
    HeadError take(HeaderId id, std::string_view name, std::string_view value);
    HeadError takePseudo(std::string_view name, std::string_view value);
    HeadError takeRegular(HeaderId id, std::string_view name, std::string_view value);
    HeadError checkMethod();
    HeadError becomeHandshake(bool endStream);
    HeadError checkTarget();
    HeadError checkHost();
    HeadError addCookies(char* room);

    RequestHead* m_head = nullptr;
    HeadLimits m_limits;
    HeadError m_error = HeadError::None;
    std::string_view m_scheme, m_authority, m_protocol;
    std::vector<std::string_view> m_crumbs;
    std::size_t m_bytes = 0;
    std::size_t m_fields = 0;
    bool m_regular = false; ///< a field that is no pseudo-header has come
};

/// Whether a field may not be in any HTTP/2 message (RFC 9113 section 8.2.2).
bool isConnectionField(HeaderId id, std::string_view value);
/// A field name as HTTP/2 has it: a token without capitals. `id` is what headerIdOf() says of it.
bool isHttp2Name(HeaderId id, std::string_view name);
/// A field value as HTTP/2 has it: clean, without white space around it.
bool isHttp2Value(std::string_view value);

} // namespace gatehouse::http
