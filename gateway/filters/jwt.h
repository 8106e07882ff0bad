// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/bearer.h"
#include "gateway/filters/foreign_tokens.h"

namespace gatehouse::filters {

struct JwtConfig : BearerConfig {
    std::shared_ptr<ForeignTokens> tokens; ///< null: there are no rules, so nothing is accepted
};

/// Signed bearer tokens (RFC 7519). Keys that are not known yet are waited for; everything else is decided on
/// the spot.
class JwtFilter final : public BearerFilter {
public:
    explicit JwtFilter(JwtConfig config);

protected:
    proxy::Verdict judge(proxy::Exchange& exchange, std::string_view token) const override;

private:
    bool waitForKeys(proxy::Exchange& exchange) const;

    std::shared_ptr<ForeignTokens> m_tokens;
};

} // namespace gatehouse::filters
