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
};

/// Headers on every answer, also on errors (operations C). Strict-Transport-Security only when the client
/// really speaks https.
struct SecurityHeadersConfig {
    std::vector<SecurityHeader> headers = defaults();
    std::string hsts;      ///< value; empty: none
    bool requestId = true; ///< request_id beside X-Request-ID (data-plane 1)

    static std::vector<SecurityHeader> defaults();
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
