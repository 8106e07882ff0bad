// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/filters/key_fault.h"
#include "gateway/filters/token_verifier.h"

#include <string>

namespace gatehouse::filters {

/// Who may call an API. Public APIs get no such filter at all: a token they are sent is ignored (data-plane
/// 4).
struct AuthenticateConfig : CallerConfig {
    std::shared_ptr<TokenVerifier> tokens; ///< tokens of users are accepted; null: they are not
    bool apiKeys = false;                  ///< keys of subscriptions are accepted
    std::string apiKeyHeader = "X-API-Key";
    std::string apiKeyQuery; ///< name of a query parameter; empty: none
};

class AuthenticateFilter final : public CallerFilter {
public:
    explicit AuthenticateFilter(AuthenticateConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    /// A token that expires meanwhile ends no open stream; one that is revoked does, and so does a key that
    /// expires or a user who is switched off.
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

private:
    proxy::Verdict byKey(proxy::Exchange& exchange, std::string_view key) const;
    proxy::Verdict byToken(proxy::Exchange& exchange, const PresentedToken& presented) const;
    proxy::Verdict refuseToken(proxy::Exchange& exchange, std::string_view detail) const;
    proxy::Verdict refuseKey(proxy::Exchange& exchange, KeyFault fault) const;
    std::string_view keyOf(proxy::Exchange& exchange) const;
    proxy::Verdict withdraw(proxy::Exchange& exchange, std::string_view detail) const;
    proxy::Verdict recheckKey(proxy::Exchange& exchange) const;
    proxy::Verdict recheckUser(proxy::Exchange& exchange, const proxy::Identity& user) const;

    AuthenticateConfig m_config;
    std::string m_challenge; ///< WWW-Authenticate
};

/// The user a token stands for, when the token is not revoked and the user is active; else null and `detail`
/// says why.
const proxy::Identity* userOf(const proxy::Exchange& exchange, const VerifiedToken& token,
                              shared_state::SharedState* state, std::string_view& detail);

} // namespace gatehouse::filters
