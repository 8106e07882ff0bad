// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/head_parser.h"

#include <cstddef>
#include <string_view>

namespace gatehouse::http {

/// Builds an answer's head from the fields of an HTTP/2 header block (RFC 9113 section 8.3.2), as strictly as
/// Http2RequestReader does for requests.
class Http2ResponseReader {
public:
    void begin(ResponseHead& head, const HeadLimits& limits);
    /// The views must live as long as the head. After the first refusal the rest is ignored.
    void field(std::string_view name, std::string_view value);
    /// For whoever knows already what headerIdOf() says of it; Unknown for a pseudo-header.
    void field(HeaderId id, std::string_view name, std::string_view value);
    bool wants() const { return m_error == HeadError::None; }
    /// The block is complete. `endStream`: no body follows. An interim head (1xx) is marked as one; 101 is
    /// refused.
    HeadError finish(bool endStream, Method requestMethod);

private:
    HeadError take(HeaderId id, std::string_view name, std::string_view value);
    HeadError takeStatus(std::string_view name, std::string_view value);

    ResponseHead* m_head = nullptr;
    HeadLimits m_limits;
    HeadError m_error = HeadError::None;
    std::size_t m_bytes = 0;
    bool m_regular = false;
};

} // namespace gatehouse::http
