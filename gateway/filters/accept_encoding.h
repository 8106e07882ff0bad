// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"

#include <cstdint>
#include <string_view>

namespace gatehouse::filters {

enum class Coding : std::uint8_t { Identity, Gzip, Brotli };
/// The word for Content-Encoding.
std::string_view nameOf(Coding coding);

/// The coding that a client likes best of those the gateway has (RFC 9110 section 12.5.3). Of equal quality,
/// brotli comes before gzip, and both before sending as it is. Without the field, or when nothing fits:
/// Identity.
Coding preferredCoding(const http::HeaderTable& fields);

/// Whether a client takes gzip, by its Accept-Encoding; without the field it does not.
bool takesGzip(std::string_view acceptEncoding);

} // namespace gatehouse::filters
