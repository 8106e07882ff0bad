// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/header_table.h"
#include "gateway/proxy/arena.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

/// Values longer than this are cut (data-plane 7).
inline constexpr std::size_t maxForwardedValue = 8192;

/// Credentials of the client, which no upstream ever gets, whatever is allowed (data-plane 7).
bool isNeverForwarded(std::string_view name);
/// soapaction, content-type, accept, user-agent, accept-encoding: what REST and SOAP always forward.
bool isAlwaysForwarded(http::HeaderId id);
/// Whether the value changes when it is cleaned.
bool needsCleaning(std::string_view value);
/// CR, LF, NUL and "<...>" removed, cut at maxForwardedValue plus "...[TRUNCATED]".
std::string_view cleanHeaderValue(std::string_view value, proxy::Arena& arena);

/// A sorted list of lower-case names.
class NameSet {
public:
    NameSet() = default;
    explicit NameSet(const std::vector<std::string>& names);
    bool contains(std::string_view name) const; ///< `name` in any case
    bool empty() const { return m_names.empty(); }

private:
    std::vector<std::string> m_names;
};

} // namespace gatehouse::filters
