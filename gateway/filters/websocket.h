// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/limit_filter.h"

#include <memory>
#include <string_view>

namespace gatehouse::filters {

/// Handshakes of WebSocket, after everybody else has let them through (operations A1, B1, B5).
struct WebSocketConfig {
    Enforcement enforcement{.enabled = true, .dryRun = false, .policy = "websocket_connect"};
    std::shared_ptr<shared_state::SharedState> state;
    bool checkOrigin = true;      ///< against the origins of the API's CORS rules
    shared_state::LimitRule rule; ///< per caller and over all APIs; limit 0: none
    bool acceptThenClose = false; ///< over the limit: 101 and a close frame with 1008 instead of 429
};

class WebSocketFilter final : public LimitFilter {
public:
    explicit WebSocketFilter(WebSocketConfig config);
    std::uint8_t hooks() const override { return proxy::HookUpgrade; }
    proxy::Verdict upgrade(proxy::Exchange& exchange) const override;

protected:
    proxy::Verdict decide(proxy::Exchange& exchange,
                          std::span<const shared_state::LimitOutcome> outcomes) const override;

private:
    static bool originAllowed(proxy::Exchange& exchange, std::string_view origin);

    WebSocketConfig m_config;
};

} // namespace gatehouse::filters
