// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/filters/token_cache.h"
#include "gateway/filters/token_claims.h"

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gatehouse::filters {

/// What the issuer says about tokens that only it understands (OAuth 2.0 Token Introspection, RFC 7662),
/// under one set of rules. Somebody else asks, off the data path. Equal questions are asked once; what was
/// said is kept for a short while, by the digest of the token. Bounded in questions, waiting requests and
/// memory. Thread-safe.
class Introspection : public std::enable_shared_from_this<Introspection> {
public:
    struct Limits {
        std::int64_t goodSeconds = 60;   ///< an answer for a token is kept, never past its exp
        std::int64_t refusedSeconds = 5; ///< and one against it
        std::size_t good = 65'536;       ///< tokens kept
        std::size_t refused = 4'096;
        std::size_t questions = 1'024; ///< asked at the same time
        std::size_t waiters = 4'096;
    };
    struct Outcome {
        std::shared_ptr<const ForeignToken> token; ///< null: refused
        TokenFault fault = TokenFault::None;
        std::string why;
        std::int64_t expiresSec = 0; ///< kept so long
    };
    using Known = std::shared_ptr<const Outcome>;
    using Done = std::function<void(const Known&)>;

    /// What came back: the body of an answer with 200, or else the fault.
    struct Reply {
        std::string body;
        std::string fault;
    };
    using Replied = std::function<void(Reply)>;
    /// Begins to ask, from any thread; ends with `replied`, once, from any thread, also when nobody answers.
    using Ask = std::function<void(const std::string& token, Replied replied)>;

    Introspection(const Clock& clock, TokenRules rules, Ask ask, Limits limits);

    /// What is kept; null when the issuer must be asked.
    Known known(std::string_view token);
    /// Asks; what `makeDone` returns is called once, from any thread. False when too many are being asked:
    /// `makeDone` is not called.
    bool ask(std::string_view token, const std::function<Done()>& makeDone);

    const TokenRules& rules() const { return m_rules; }

private:
    using Key = std::string; ///< digest of a token
    Known judged(const Reply& reply) const;
    Known ofClaims(const Json& claims) const;
    Known refused(std::string why) const;
    void finish(const Key& key, const Reply& reply);

    const Clock& m_clock;
    TokenRules m_rules;
    Ask m_ask;
    Limits m_limits;
    TokenCache<Outcome> m_good;
    TokenCache<Outcome> m_refused;
    std::mutex m_mutex;
    std::unordered_map<Key, std::vector<Done>> m_asked;
    std::size_t m_waiters = 0;
};

} // namespace gatehouse::filters
