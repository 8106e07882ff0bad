// SPDX-License-Identifier: GPL-3.0-or-later
// The cache before the upstream: what is there, and may it be served? Keeping answers is in cache_keep.cpp.
#include "gateway/filters/cache.h"

#include "common/core/clock.h"
#include "gateway/filters/scratch.h"
#include "gateway/http/date.h"

#include <algorithm>
#include <array>

namespace gatehouse::filters {

using http::HeaderId;
using proxy::Verdict;

namespace {

constexpr std::int64_t leaseMs = 30'000; ///< as long as a call beside may take
constexpr std::int64_t pauseMs = 5'000;  ///< between two that fail

/// RFC 9110 section 9.2.1.
bool isUnsafe(http::Method method)
{
    return method != http::Method::Get && method != http::Method::Head && method != http::Method::Options &&
           method != http::Method::Trace;
}

/// Ranges and conditions that only the origin can judge, and fields by which frameworks take a request for
/// another one than its head says: an answer to that must not be kept for this address.
bool isOrdinary(const http::HeaderTable& fields)
{
    constexpr std::array<std::string_view, 9> others{
        "Range",         "If-Range",       "If-Match",      "If-Unmodified-Since", "X-HTTP-Method-Override",
        "X-HTTP-Method", "X-Original-URL", "X-Rewrite-URL", "X-Method-Override"};
    return std::none_of(others.begin(), others.end(),
                        [&](std::string_view name) { return fields.find(name) != nullptr; });
}

/// RFC 9110 section 13.2.2: If-None-Match decides alone when it is there.
bool hasCurrent(const proxy::Exchange& exchange, const StoredAnswer& stored)
{
    const http::HeaderTable& fields = exchange.head().headers;
    if (fields.find(HeaderId::IfNoneMatch)) {
        bool found = false;
        for (auto* field = fields.find(HeaderId::IfNoneMatch); field; field = fields.next(*field))
            found = found || matchesEntityTag(field->value, stored.entityTag);
        return found;
    }
    const auto since = http::parseHttpDate(fields.value("If-Modified-Since"));
    const auto modified = http::parseHttpDate(stored.lastModified);
    return since && modified && *modified <= *since;
}

/// Section 15.4.5: 304 carries what a cache needs, not what describes the body.
bool belongsTo304(std::string_view name)
{
    constexpr std::string_view start = "Content-";
    return name.size() < start.size() || !http::equalsIgnoreCase(name.substr(0, start.size()), start) ||
           http::equalsIgnoreCase(name, "Content-Location");
}

} // namespace

RefreshTurn::~RefreshTurn()
{
    if (m_settled)
        return;
    m_store->countFailedRefresh();
    m_stale->refresh.giveBack(m_beganMs + pauseMs);
}

CacheFilter::CacheFilter(CacheConfig config)
    : TableFilter(FilterId::Cache)
    , m_config(std::move(config))
{
}

std::uint8_t CacheFilter::hooks() const
{
    const int answers = m_config.enforcement.dryRun ? 0 : int(proxy::HookUpstreamAnswer);
    return std::uint8_t(proxy::HookRequest | answers);
}

bool CacheFilter::concerns(const proxy::Exchange& exchange) const
{
    const http::RequestHead& head = exchange.head();
    const bool method = (head.methodId == http::Method::Get && m_config.get) ||
                        (head.methodId == http::Method::Head && m_config.head);
    return method && head.framing == http::BodyFraming::None && !exchange.wantsWebSocket() &&
           exchange.upstreamMethod() == head.method && isOrdinary(head.headers);
}

AnswerStore::Pointer CacheFilter::find(proxy::Exchange& exchange, const CacheKey& key) const
{
    return m_config.store->find(key.target, key.caller, [&](const StoredAnswer& answer) {
        return answer.place == key.place &&
               std::all_of(answer.varies.begin(), answer.varies.end(), [&](const auto& field) {
                   return sentField(exchange, field.first) == field.second;
               });
    });
}

Verdict CacheFilter::request(proxy::Exchange& exchange) const
{
    if (!concerns(exchange))
        return Verdict::Continue;
    if (m_config.enforcement.dryRun) {
        noteDryRun(exchange, name(), m_config.enforcement.policy);
        return Verdict::Continue;
    }
    const CacheDirectives wish = CacheDirectives::of(exchange.head().headers);
    if (wish.noStore)
        return Verdict::Continue;
    const CacheKey key = cacheKeyOf(exchange, m_config.scope, m_config.version);
    const AnswerStore::Mark mark = m_config.store->mark(key.target);
    const AnswerStore::Pointer found = find(exchange, key);
    Word word = Word::Hit;
    if (found && mayServe(exchange, wish, *found, word)) {
        if (word == Word::Stale)
            refreshBeside(exchange, key, mark, found);
        serve(exchange, found, word);
        return Verdict::Respond;
    }
    if (wish.onlyIfCached) {
        exchange.fail(proxy::Reason::NotCached, "the client wanted an answer of the cache only");
        return Verdict::Respond;
    }
    attach(exchange, key, mark, found);
    return Verdict::Continue;
}

CacheFilter::Attempt& CacheFilter::attach(proxy::Exchange& exchange, const CacheKey& key,
                                          const AnswerStore::Mark& mark, const AnswerStore::Pointer& found)
{
    auto owned = std::make_unique<Attempt>();
    Attempt& attempt = *owned;
    attempt.key = key;
    attempt.mark = mark;
    attempt.stale = found;
    attempt.validates = found && (!found->entityTag.empty() || !found->lastModified.empty());
    if (attempt.validates)
        validate(exchange, *found);
    slot(exchange, Slot::CacheAttempt) = reinterpret_cast<std::uintptr_t>(owned.get());
    exchange.keep(std::move(owned));
    return attempt;
}

/// RFC 9111 section 4.2.4, RFC 5861 section 3.
bool CacheFilter::mayServe(const proxy::Exchange& exchange, const CacheDirectives& wish,
                           const StoredAnswer& answer, Word& word)
{
    const std::int64_t now = exchange.wallMs();
    if (wish.noCache || (wish.maxAge && now - answer.bornMs >= *wish.maxAge * msPerSecond))
        return false;
    const std::int64_t left = answer.freshUntilMs - now;
    if (left > 0)
        return left >= wish.minFresh.value_or(0) * msPerSecond;
    if (answer.mustRevalidate || wish.minFresh)
        return false;
    word = Word::Stale;
    return -left < answer.whileRevalidateMs || (wish.maxStale && -left <= *wish.maxStale * msPerSecond);
}

/// One at a time for each answer. The client's conditions are its own: they are judged by what it is served.
void CacheFilter::refreshBeside(const proxy::Exchange& exchange, const CacheKey& key,
                                const AnswerStore::Mark& mark, const AnswerStore::Pointer& stale) const
{
    const std::int64_t now = exchange.wallMs();
    if (now - stale->freshUntilMs >= stale->whileRevalidateMs || !stale->refresh.take(now, leaseMs))
        return;
    const bool goes = exchange.owner().askBeside(exchange, [&](proxy::Exchange& call) {
        for (const char* name : {"If-None-Match", "If-Modified-Since"})
            call.upstreamEdits().remove(name);
        proxy::Arena& arena = call.arena();
        const CacheKey own{arena.copy(key.target), arena.copy(key.place), arena.copy(key.caller),
                           key.ownCredentials};
        attach(call, own, mark, stale).beside = std::make_unique<RefreshTurn>(m_config.store, stale, now);
    });
    if (goes)
        m_config.store->countRefresh();
    else
        stale->refresh.giveBack(now);
}

void CacheFilter::tell(proxy::Exchange& exchange, Word word)
{
    constexpr std::array<std::string_view, 4> shown{"HIT", "STALE", "REVALIDATED", "MISS"};
    constexpr std::array<std::string_view, 4> logged{"hit", "stale", "revalidated", "miss"};
    const auto place = static_cast<std::size_t>(word);
    exchange.answerEdits().set("X-Cache", shown[place]);
    exchange.setCacheWord(logged[place], word != Word::Miss);
}

void CacheFilter::serve(proxy::Exchange& exchange, const AnswerStore::Pointer& answer, Word word)
{
    const StoredAnswer& stored = *answer;
    const bool unchanged = stored.status == 200 && hasCurrent(exchange, stored);
    exchange.replay(unchanged ? 304 : stored.status, unchanged ? std::string_view() : stored.body, answer);
    http::HeaderTable& fields = exchange.answer().headers;
    for (const auto& [name, value] : stored.fields) {
        if (!unchanged || belongsTo304(name))
            fields.add(name, value);
    }
    if (!unchanged) // told to HEAD
        fields.add(HeaderId::ContentLength, "Content-Length",
                   exchange.arena().number(std::int64_t(stored.body.size())));
    tell(exchange, word);
    const std::int64_t age = std::max<std::int64_t>(exchange.wallMs() - stored.bornMs, 0) / msPerSecond;
    exchange.answerEdits().set("Age", exchange.arena().number(age));
}

/// The client's own conditions are answered from what comes back.
void CacheFilter::validate(proxy::Exchange& exchange, const StoredAnswer& answer)
{
    proxy::HeaderEdits& edits = exchange.upstreamEdits();
    edits.remove("If-None-Match");
    edits.remove("If-Modified-Since");
    if (!answer.entityTag.empty())
        edits.set("If-None-Match", exchange.arena().copy(answer.entityTag));
    else
        edits.set("If-Modified-Since", exchange.arena().copy(answer.lastModified));
}

void CacheFilter::upstreamAnswer(proxy::Exchange& exchange) const
{
    const int status = exchange.answer().status;
    const bool failed = exchange.reason() != proxy::Reason::None;
    if (isUnsafe(exchange.head().methodId)) {
        if (!failed && status >= 200 && status < 400) // RFC 9111 section 4.4
            m_config.store->remove(cacheKeyOf(exchange, m_config.scope, m_config.version).target);
        return;
    }
    auto* const attempt = reinterpret_cast<Attempt*>(std::uintptr_t(slot(exchange, Slot::CacheAttempt)));
    if (!attempt)
        return;
    const bool upstreamFault = failed ? proxy::row(exchange.reason()).source == proxy::Source::Upstream
                                      : status == 500 || (status >= 502 && status <= 504);
    const AnswerStore::Pointer& stale = attempt->stale;
    if (attempt->beside && (upstreamFault || status == 429))
        return; // somebody else may try again later
    if (stale && upstreamFault && !stale->mustRevalidate &&
        exchange.wallMs() - stale->freshUntilMs < stale->ifErrorMs)
        return serve(exchange, stale, Word::Stale); // RFC 5861 section 4
    if (failed)
        return;
    if (status == 304 && attempt->validates)
        return refresh(exchange, *attempt);
    tell(exchange, Word::Miss);
    keep(exchange, *attempt);
}

} // namespace gatehouse::filters
