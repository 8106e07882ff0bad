// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/jwt.h"

namespace gatehouse::filters {

namespace {

using proxy::Verdict;

} // namespace

JwtFilter::JwtFilter(JwtConfig config)
    : BearerFilter(config, config.tokens
                               ? std::shared_ptr<const TokenRules>(config.tokens, &config.tokens->rules())
                               : nullptr)
    , m_tokens(std::move(config.tokens))
{
}

Verdict JwtFilter::judge(proxy::Exchange& exchange, std::string_view token) const
{
    const TokenAnswer answer = m_tokens->verify(token);
    const bool mayCome = answer.fault == TokenFault::NoKeys || answer.fault == TokenFault::UnknownKey;
    return mayCome && waitForKeys(exchange) ? Verdict::Wait : decide(exchange, answer);
}

/// A key may be newer than the ones at hand: they are fetched again, but not for every guess (RFC 7517
/// section 4.5 leaves rotation to the issuer).
bool JwtFilter::waitForKeys(proxy::Exchange& exchange) const
{
    return m_tokens->keys().refresh([&]() -> KeySource::Waiter {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [this, resumer] {
            // Runs only while the exchange lives, and with it the snapshot that owns this filter.
            resumer->resume([this](proxy::Exchange& waiting) {
                return decide(waiting, m_tokens->verify(presented(waiting)));
            });
        };
    });
}

} // namespace gatehouse::filters
