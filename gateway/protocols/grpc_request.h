// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// The JSON that asks the bridge for a call (data-plane 14):
/// {"method":"Service.Method", "message":{..}, "package"?, "stream"|"streaming"?: server, client or bidi,
///  "messages"?:[..], "max_items"?: 50, "idempotent"?: bool}.
/// Texts are views of the body, which must outlive it.
struct GrpcRequest {
    std::string service, method;
    std::string package;                    ///< empty: not given
    std::vector<std::string_view> messages; ///< JSON; none when the caller gave none
    std::uint32_t maxItems = 50;
    bool idempotent = true;
    bool idempotentGiven = false;

    /// Empty when `body` is such a request; else what GTW011 says. A missing message is no fault here: others
    /// are told first.
    static std::string read(std::string_view body, GrpcRequest& into);
};

} // namespace gatehouse::protocols
