// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/http2_limits.h"

#include <array>

#include <nghttp2/nghttp2.h>

namespace gatehouse::http {

namespace {

struct FaultRow {
    std::string_view word;
    std::uint32_t code;
};

// In the order of Http2Fault.
constexpr std::array<FaultRow, static_cast<std::size_t>(Http2Fault::Internal) + 1> faultRows{{
    {"none", NGHTTP2_NO_ERROR},
    {"protocol", NGHTTP2_PROTOCOL_ERROR},
    {"reset_flood", NGHTTP2_ENHANCE_YOUR_CALM},
    {"control_flood", NGHTTP2_ENHANCE_YOUR_CALM},
    {"continuation_flood", NGHTTP2_ENHANCE_YOUR_CALM},
    {"header_bomb", NGHTTP2_ENHANCE_YOUR_CALM},
    {"slow_head", NGHTTP2_ENHANCE_YOUR_CALM},
    {"slow_reader", NGHTTP2_ENHANCE_YOUR_CALM},
    {"internal", NGHTTP2_INTERNAL_ERROR},
}};

} // namespace

std::string_view wordOf(Http2Fault fault)
{
    return faultRows[static_cast<std::size_t>(fault)].word;
}

std::uint32_t errorCodeOf(Http2Fault fault)
{
    return faultRows[static_cast<std::size_t>(fault)].code;
}

} // namespace gatehouse::http
