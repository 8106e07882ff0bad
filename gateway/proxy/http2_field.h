// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"
#include "gateway/proxy/arena.h"

#include <string_view>

namespace gatehouse::proxy {

/// Gives a received field to the reader of its head, kept in the arena for as long as the head is. Of names
/// with a meaning of their own the reader keeps no view.
template <typename Reader>
void readField(Reader& reader, Arena& arena, std::string_view name, std::string_view value)
{
    const bool pseudo = name.starts_with(':');
    const http::HeaderId id = pseudo ? http::HeaderId::Unknown : http::headerIdOf(name);
    const bool known = pseudo || id != http::HeaderId::Unknown;
    reader.field(id, known ? name : arena.copy(name), arena.copy(value));
}

} // namespace gatehouse::proxy
