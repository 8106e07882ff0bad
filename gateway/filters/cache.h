// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/answer_store.h"
#include "gateway/filters/cache_control.h"
#include "gateway/filters/cache_key.h"
#include "gateway/filters/enforcement.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::filters {

struct CacheConfig {
    Enforcement enforcement = {};
    std::string scope;            ///< id of the API
    std::string version;          ///< changes when the API or the rules do: older answers are not served
    std::int64_t ttlSeconds = 60; ///< for answers that say nothing themselves
    bool respectUpstream = true;  ///< what the upstream says about ages wins over ttlSeconds
    bool perCaller = true;        ///< identified callers have answers of their own, unless they say "public"
    bool get = true, head = true;
    std::vector<std::string> vary; ///< request fields that make another answer, besides those of Vary
    std::size_t maxBodyBytes = 1 << 20;
    std::int64_t staleWhileRevalidateSeconds = 0; ///< unless the upstream says another number
    std::int64_t staleIfErrorSeconds = 0;
    std::shared_ptr<AnswerStore> store;
};

/// A shared HTTP cache (RFC 9111, RFC 5861): serves fresh answers, validates stale ones, and may serve those
/// while the next one is fetched beside or when the upstream fails. Comes after everything that may refuse
/// the request, so a hit is counted by the limits and needs the same credential as a miss; keeps what the
/// upstream said, so all hooks of the answer treat a hit as they treat a miss.
class CacheFilter final : public TableFilter {
public:
    explicit CacheFilter(CacheConfig config);
    std::uint8_t hooks() const override;
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    void upstreamAnswer(proxy::Exchange& exchange) const override;

private:
    struct Attempt;
    enum class Word : std::uint8_t { Hit, Stale, Revalidated, Miss };

    // serving (cache.cpp)
    bool concerns(const proxy::Exchange& exchange) const;
    AnswerStore::Pointer find(proxy::Exchange& exchange, const CacheKey& key) const;
    static bool mayServe(const proxy::Exchange& exchange, const CacheDirectives& wish,
                         const StoredAnswer& answer, Word& word);
    void refreshBeside(const proxy::Exchange& exchange, const CacheKey& key, const AnswerStore::Mark& mark,
                       const AnswerStore::Pointer& stale) const;
    static Attempt& attach(proxy::Exchange& exchange, const CacheKey& key, const AnswerStore::Mark& mark,
                           const AnswerStore::Pointer& found);
    static void serve(proxy::Exchange& exchange, const AnswerStore::Pointer& answer, Word word);
    static void tell(proxy::Exchange& exchange, Word word);
    static void validate(proxy::Exchange& exchange, const StoredAnswer& answer);

    // keeping (cache_keep.cpp)
    void keep(proxy::Exchange& exchange, Attempt& attempt) const;
    std::shared_ptr<StoredAnswer> storable(proxy::Exchange& exchange, const CacheKey& key) const;
    bool setCaller(const proxy::Exchange& exchange, const CacheKey& key, const CacheDirectives& said,
                   StoredAnswer& answer) const;
    bool setAges(const proxy::Exchange& exchange, StoredAnswer& answer) const;
    bool setVariation(proxy::Exchange& exchange, StoredAnswer& answer) const;
    void refresh(proxy::Exchange& exchange, Attempt& attempt) const;

    CacheConfig m_config;
};

/// Of a call beside: the lease on the stale answer. Whoever does not get so far as to settle() has failed.
class RefreshTurn {
public:
    RefreshTurn(std::shared_ptr<AnswerStore> store, AnswerStore::Pointer stale, std::int64_t beganMs)
        : m_store(std::move(store))
        , m_stale(std::move(stale))
        , m_beganMs(beganMs)
    {
    }
    ~RefreshTurn();
    RefreshTurn(const RefreshTurn&) = delete;
    RefreshTurn& operator=(const RefreshTurn&) = delete;

    /// The upstream has said what is to be served now.
    void settle() { m_settled = true; }

private:
    std::shared_ptr<AnswerStore> m_store;
    AnswerStore::Pointer m_stale;
    std::int64_t m_beganMs;
    bool m_settled = false;
};

/// What the request hook leaves for the answer.
struct CacheFilter::Attempt final : proxy::FilterState {
    CacheKey key;
    AnswerStore::Mark mark;
    AnswerStore::Pointer stale;          ///< null: nothing was there
    bool validates = false;              ///< the upstream was asked with the stale one's validators
    std::unique_ptr<RefreshTurn> beside; ///< null: a client waits for the answer

    void settle()
    {
        if (beside)
            beside->settle();
    }
};

} // namespace gatehouse::filters
