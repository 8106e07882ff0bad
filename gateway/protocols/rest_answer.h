// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::protocols {

/// How REST answers of the upstream reach the client when they do not pass unchanged (data-plane 11). Both
/// are compatibility switches; a route with neither has no such filter.
struct RestAnswerConfig {
    bool wrap = false;   ///< non-JSON as JSON text, 404 as GTW005, other errors without their body
    bool strict = false; ///< STRICT_RESPONSE_ENVELOPE: HTTP 200 {"status_code":s,"response":value}
    std::size_t maxBody =
        16 * 1024 * 1024; ///< larger upstream bodies are refused, as they must be held whole
};

struct RestAnswer {
    std::uint16_t status = 200;
    std::string body;
};

/// The answer for the client; pure. `contentType` and `body` are the upstream's.
RestAnswer convertRestAnswer(const RestAnswerConfig& config, std::uint16_t status,
                             std::string_view contentType, std::string_view body);

class RestAnswerFilter final : public filters::TableFilter {
public:
    explicit RestAnswerFilter(RestAnswerConfig config);
    std::uint8_t hooks() const override
    {
        return proxy::HookRequest | proxy::HookAnswer | proxy::HookAnswerBody;
    }
    /// Asks the upstream for a body that can be read: no compression.
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;
    void answerBody(proxy::Exchange& exchange) const override;

private:
    RestAnswerConfig m_config;
};

} // namespace gatehouse::protocols
