// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace gatehouse::filters {

/// What an API says of itself at the moment. Empty or zero: nothing.
struct ApiTerms {
    std::string maintenance;    ///< every call gets 503 with this text
    std::int64_t timeoutNs = 0; ///< of the whole call, all attempts together
    std::string deprecation;    ///< of the Deprecation field (RFC 9745 section 2.1)
    std::string sunset;         ///< of the Sunset field (RFC 8594 section 3)
};

/// Keeps to the terms of an API; only in the chains of APIs and operations that have any. After the
/// preflight, so that a browser may read why.
class ApiTermsFilter final : public EnforcingFilter {
public:
    explicit ApiTermsFilter(ApiTerms terms)
        : EnforcingFilter(FilterId::ApiTerms, {})
        , m_terms(std::move(terms))
    {
    }
    std::uint8_t hooks() const override;
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void answer(proxy::Exchange& exchange) const override;

private:
    ApiTerms m_terms;
};

/// How many calls of an API are under way, over all workers and snapshots.
using CallCount = std::atomic<std::int64_t>;

/// Lets so many calls of an API through at a time; more get 503. A call that stays open (WebSocket, event
/// stream) counts until it ends.
class ConcurrencyFilter final : public EnforcingFilter {
public:
    ConcurrencyFilter(std::int64_t most, std::shared_ptr<CallCount> count)
        : EnforcingFilter(FilterId::Concurrency, {})
        , m_most(most)
        , m_count(std::move(count))
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;

private:
    std::int64_t m_most;
    std::shared_ptr<CallCount> m_count;
};

} // namespace gatehouse::filters
