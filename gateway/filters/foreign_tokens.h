// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/filters/key_source.h"
#include "gateway/filters/token_cache.h"
#include "gateway/filters/token_claims.h"

#include <memory>
#include <string_view>

namespace gatehouse::filters {

/// Verifies signed tokens of one issuer under one set of rules and remembers the good ones. Thread-safe.
class ForeignTokens {
public:
    ForeignTokens(const Clock& clock, TokenRules rules, std::shared_ptr<KeySource> keys,
                  std::size_t maxTokens = 65'536);

    TokenAnswer verify(std::string_view token);

    KeySource& keys() { return *m_keys; }
    const TokenRules& rules() const { return m_rules; }

private:
    const Clock& m_clock;
    TokenRules m_rules;
    std::shared_ptr<KeySource> m_keys;
    TokenCache<ForeignToken> m_cache;
};

} // namespace gatehouse::filters
