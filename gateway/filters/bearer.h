// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/caller_filter.h"
#include "gateway/filters/token_claims.h"

namespace gatehouse::filters {

struct BearerConfig : CallerConfig {
    std::string header = "Authorization"; ///< carries the token; with or without "Bearer"
    /// False: the token is demanded besides the API's own way to authenticate, which names the caller.
    bool identifies = true;
};

/// Bearer tokens of another issuer (RFC 6750): whoever they name is the caller. What a token is worth is
/// found out by the kinds of this filter.
class BearerFilter : public CallerFilter {
public:
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRecheck; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    /// A token that expires meanwhile ends no open stream; a consumer that is suspended does.
    proxy::Verdict recheck(proxy::Exchange& exchange) const override;

protected:
    /// `rules` may be null: then there are none, and nothing is accepted.
    BearerFilter(const BearerConfig& config, std::shared_ptr<const TokenRules> rules);

    /// Finds out what the token is worth and leaves it to decide(), now or when the exchange is resumed.
    virtual proxy::Verdict judge(proxy::Exchange& exchange, std::string_view token) const = 0;
    proxy::Verdict decide(proxy::Exchange& exchange, const TokenAnswer& answer) const;
    std::string_view presented(const proxy::Exchange& exchange) const;
    proxy::Verdict refuseToken(proxy::Exchange& exchange, std::string_view why) const;

private:
    proxy::Verdict accept(proxy::Exchange& exchange, const ForeignToken& token) const;
    proxy::Verdict identify(proxy::Exchange& exchange, const ForeignToken& token) const;
    void writeClaims(proxy::Exchange& exchange, const ForeignToken& token) const;

    std::shared_ptr<const TokenRules> m_rules;
    std::string m_header;
    bool m_identifies;
    bool m_inAuthorization;
    std::string m_scopes; ///< for the challenge of a token with too few
};

} // namespace gatehouse::filters
