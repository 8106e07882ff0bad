// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/filters/foreign_tokens.h"

namespace gatehouse::filters {

struct JwtConfig : CallerConfig {
    std::shared_ptr<ForeignTokens> tokens; ///< null: there are no rules, so nothing is accepted
    std::string header = "Authorization";  ///< carries the token; with or without "Bearer"
    /// False: the token is demanded besides the API's own way to authenticate, which names the caller.
    bool identifies = true;
};

/// Bearer tokens of another issuer (RFC 6750): whoever they name is the caller. Keys that are not known yet
/// are waited for; everything else is decided on the spot.
class JwtFilter final : public CallerFilter {
public:
    explicit JwtFilter(JwtConfig config);
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    /// A token that expires meanwhile ends no open stream; a consumer that is suspended does.
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

private:
    using Answer = ForeignTokens::Answer;

    std::string_view presented(const proxy::Exchange& exchange) const;
    proxy::Verdict decide(proxy::Exchange& exchange, const Answer& answer) const;
    proxy::Verdict accept(proxy::Exchange& exchange, const Answer& answer) const;
    proxy::Verdict identify(proxy::Exchange& exchange, const ForeignToken& token) const;
    bool waitForKeys(proxy::Exchange& exchange) const;
    proxy::Verdict refuseToken(proxy::Exchange& exchange, std::string_view why) const;
    void writeClaims(proxy::Exchange& exchange, const ForeignToken& token) const;

    JwtConfig m_config;
    bool m_inAuthorization;
    std::string m_scopes; ///< for the challenge of a token with too few
};

} // namespace gatehouse::filters
