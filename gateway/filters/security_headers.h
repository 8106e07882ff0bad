// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

#include <string>
#include <vector>

namespace gatehouse::filters {

struct SecurityHeader {
    enum class Mode : std::uint8_t { Set, SetIfAbsent, Remove };
    std::string name;
    std::string value;
    Mode mode = Mode::Set;
    bool onlyHttps = false; ///< only when the client really speaks https, as for Strict-Transport-Security
};

/// What an administrator changes about the headers that the engine puts on every answer (platform-routes
/// 0.2): more of them, other values, or without some (operations C). Empty: no such filter is needed.
struct SecurityHeadersConfig {
    std::vector<SecurityHeader> headers;
};

class SecurityHeadersFilter final : public TableFilter {
public:
    explicit SecurityHeadersFilter(SecurityHeadersConfig config);
    std::uint8_t hooks() const override { return proxy::HookAnswer; }
    void answer(proxy::Exchange& exchange) const override;

private:
    SecurityHeadersConfig m_config;
};

} // namespace gatehouse::filters
