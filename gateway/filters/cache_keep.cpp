// SPDX-License-Identifier: GPL-3.0-or-later
// The cache behind the upstream: what of its answers is kept, for whom, and for how long.
#include "common/core/clock.h"
#include "gateway/filters/cache.h"
#include "gateway/http/ascii.h"
#include "gateway/http/date.h"
#include "gateway/http/event_stream.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::filters {

using http::HeaderId;

namespace {

/// Collects the body beside its way to the client and stores the answer when it is complete.
class Collector final : public proxy::AnswerTap {
public:
    Collector(std::shared_ptr<AnswerStore> store, std::string_view target, const AnswerStore::Mark& mark,
              std::shared_ptr<StoredAnswer> answer, std::size_t maxBytes, RefreshTurn* turn)
        : m_store(std::move(store))
        , m_target(target)
        , m_mark(mark)
        , m_answer(std::move(answer))
        , m_maxBytes(maxBytes)
        , m_turn(turn)
    {
    }
    ~Collector() override { giveUp(); }
    Collector(const Collector&) = delete;
    Collector& operator=(const Collector&) = delete;

    void take(std::string_view piece) override
    {
        if (!m_answer)
            return;
        if (m_answer->body.size() + piece.size() > m_maxBytes || !m_store->reserve(piece.size()))
            return giveUp();
        m_reserved += piece.size();
        m_answer->body.append(piece);
    }
    void end() override
    {
        if (!m_answer)
            return;
        m_answer->body.shrink_to_fit();
        m_store->put(m_target, m_mark, std::move(m_answer));
        if (m_turn)
            m_turn->settle();
        giveUp();
    }

private:
    void giveUp()
    {
        m_answer.reset();
        m_store->release(std::exchange(m_reserved, 0));
    }

    std::shared_ptr<AnswerStore> m_store;
    std::string m_target;
    AnswerStore::Mark m_mark;
    std::shared_ptr<StoredAnswer> m_answer; ///< null: too large, or stored
    std::size_t m_maxBytes;
    std::size_t m_reserved = 0;
    RefreshTurn* m_turn; ///< of the same exchange; null: none
};

/// Without a word of the upstream only these are kept (RFC 9110 section 15.1, the usual ones).
bool keepsByDefault(int status)
{
    return status == 200 || status == 203 || status == 300 || status == 301 || status == 308;
}

bool keepsWhenTold(int status)
{
    return keepsByDefault(status) || status == 302 || status == 307 || status == 404 || status == 410;
}

/// Of a body that ends with the connection nobody knows whether it is complete (RFC 9111 section 3.3).
bool hasEnd(const proxy::AnswerHead& head)
{
    return head.framing != http::BodyFraming::UntilClose &&
           !http::isEventStream(head.headers.value(HeaderId::ContentType));
}

/// Section 3.1. What is not forwarded to this API's clients is left out when the answer is sent.
StoredAnswer::Fields fieldsOf(const http::HeaderTable& all)
{
    StoredAnswer::Fields kept;
    for (const http::Header& field : all) {
        if (http::isHopByHop(field.id) || field.id == HeaderId::ContentLength ||
            all.hasToken(HeaderId::Connection, field.name) || http::equalsIgnoreCase(field.name, "Age") ||
            field.id == HeaderId::XRequestId || field.id == HeaderId::SetCookie)
            continue;
        kept.emplace_back(field.name, field.value);
    }
    return kept;
}

http::HeaderTable tableOf(const StoredAnswer::Fields& fields)
{
    http::HeaderTable table;
    for (const auto& [name, value] : fields)
        table.add(name, value);
    return table;
}

/// Section 3.2: all but what describes the body, which 304 does not bring.
void update(StoredAnswer::Fields& fields, const StoredAnswer::Fields& news)
{
    const auto isKept = [](std::string_view name) {
        return http::equalsIgnoreCase(name, "Content-Encoding") ||
               http::equalsIgnoreCase(name, "Content-Type") || http::equalsIgnoreCase(name, "Content-Range");
    };
    for (const auto& field : news) {
        if (!isKept(field.first))
            std::erase_if(fields,
                          [&](const auto& old) { return http::equalsIgnoreCase(old.first, field.first); });
    }
    for (const auto& field : news) {
        if (!isKept(field.first))
            fields.push_back(field);
    }
}

/// Section 4.2.3: its age when it came, in milliseconds, with the time it took.
std::int64_t ageOf(const proxy::Exchange& exchange)
{
    constexpr std::int64_t nsPerMs = 1'000'000;
    const std::string_view text = exchange.answer().headers.value("Age");
    std::int64_t age = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), age);
    if (result.ec == std::errc::result_out_of_range)
        age = CacheDirectives::farAway;
    const std::int64_t sentNs = exchange.times().upstreamSentNs;
    const std::int64_t delay = sentNs ? (exchange.nowNs() - sentNs) / nsPerMs : 0;
    return std::clamp<std::int64_t>(age, 0, CacheDirectives::farAway) * msPerSecond +
           std::max<std::int64_t>(delay, 0);
}

/// Section 4.2.1; nothing when the upstream says nothing.
std::optional<std::int64_t> lifeOf(const http::HeaderTable& fields, const CacheDirectives& said,
                                   std::int64_t nowSeconds)
{
    if (said.sharedMaxAge)
        return said.sharedMaxAge;
    if (said.maxAge || !fields.find("Expires"))
        return said.maxAge;
    const auto until = http::parseHttpDate(fields.value("Expires"));
    const auto from = http::parseHttpDate(fields.value(HeaderId::Date));
    return until ? std::clamp<std::int64_t>(*until - from.value_or(nowSeconds), 0, CacheDirectives::farAway)
                 : 0;
}

} // namespace

void CacheFilter::keep(proxy::Exchange& exchange, Attempt& attempt) const
{
    if (exchange.head().methodId != http::Method::Get)
        return;
    if (auto answer = storable(exchange, attempt.key)) {
        const std::size_t most = std::min(m_config.maxBodyBytes, m_config.store->mostBytes());
        exchange.tapAnswer(std::make_unique<Collector>(m_config.store, attempt.key.target, attempt.mark,
                                                       std::move(answer), most, attempt.beside.get()));
    } else if (attempt.stale && exchange.answer().status < 500) {
        m_config.store->remove(attempt.key.target); // it is no longer what the upstream says
        attempt.settle();
    }
}

std::shared_ptr<StoredAnswer> CacheFilter::storable(proxy::Exchange& exchange, const CacheKey& key) const
{
    const proxy::AnswerHead& head = exchange.answer();
    const CacheDirectives said = CacheDirectives::of(head.headers);
    if (said.noStore || said.isPrivate || !keepsWhenTold(head.status) ||
        head.headers.has(HeaderId::SetCookie) || !hasEnd(head) ||
        (head.framing == http::BodyFraming::Length && head.contentLength > m_config.maxBodyBytes))
        return nullptr;
    auto answer = std::make_shared<StoredAnswer>();
    answer->status = static_cast<std::uint16_t>(head.status);
    answer->place = key.place;
    answer->fields = fieldsOf(head.headers);
    answer->entityTag = head.headers.value("ETag");
    answer->lastModified = head.headers.value("Last-Modified");
    const bool good = setCaller(exchange, key, said, *answer) && setAges(exchange, *answer) &&
                      setVariation(exchange, *answer);
    return good ? answer : nullptr;
}

/// Section 3.5. What identified the caller here may be any field, so the rule is about callers, not about
/// Authorization alone: each has answers of its own unless the upstream lets them be shared, and so have all
/// whom nobody knows.
bool CacheFilter::setCaller(const proxy::Exchange& exchange, const CacheKey& key, const CacheDirectives& said,
                            StoredAnswer& answer) const
{
    if (said.isPublic || said.sharedMaxAge || said.mustRevalidate)
        return true;
    if (!exchange.identity() && key.ownCredentials)
        return false;
    if (m_config.perCaller || key.ownCredentials)
        answer.caller = key.caller;
    return true;
}

/// False when it would be stale at once and could not be validated either.
bool CacheFilter::setAges(const proxy::Exchange& exchange, StoredAnswer& answer) const
{
    const http::HeaderTable fields = tableOf(answer.fields);
    const CacheDirectives said = CacheDirectives::of(fields);
    const std::int64_t now = exchange.wallMs();
    std::optional<std::int64_t> life = lifeOf(fields, said, now / msPerSecond);
    if (!life && !keepsByDefault(answer.status))
        return false;
    if (!life || !m_config.respectUpstream)
        life = m_config.ttlSeconds;
    if (said.noCache && m_config.respectUpstream)
        life = 0;
    answer.bornMs = now - (m_config.respectUpstream ? ageOf(exchange) : 0);
    answer.freshUntilMs = answer.bornMs + *life * msPerSecond;
    // s-maxage forbids stale answers as proxy-revalidate does (section 5.2.2.10), unless the same answer
    // allows them by name.
    const bool allows = said.staleWhileRevalidate || said.staleIfError;
    answer.mustRevalidate =
        said.mustRevalidate || said.proxyRevalidate || said.noCache || (said.sharedMaxAge && !allows);
    answer.whileRevalidateMs =
        said.staleWhileRevalidate.value_or(m_config.staleWhileRevalidateSeconds) * msPerSecond;
    answer.ifErrorMs = said.staleIfError.value_or(m_config.staleIfErrorSeconds) * msPerSecond;
    return answer.freshUntilMs > now || !answer.entityTag.empty() || !answer.lastModified.empty();
}

/// Section 4.1.
bool CacheFilter::setVariation(proxy::Exchange& exchange, StoredAnswer& answer) const
{
    bool tellable = true;
    const auto add = [&](std::string_view name) {
        std::string lower(name);
        std::transform(lower.begin(), lower.end(), lower.begin(), http::toLower);
        answer.varies.emplace_back(std::move(lower), std::string(sentField(exchange, name)));
    };
    const http::HeaderTable& fields = exchange.answer().headers;
    for (const http::Header* field = fields.find(HeaderId::Vary); field; field = fields.next(*field))
        http::forEachToken(field->value, [&](std::string_view name) {
            tellable = tellable && canVaryBy(name);
            add(name);
        });
    for (const std::string& name : m_config.vary)
        add(name);
    if (fields.has(HeaderId::ContentEncoding)) // many forget to say so
        add("Accept-Encoding");
    std::sort(answer.varies.begin(), answer.varies.end());
    answer.varies.erase(std::unique(answer.varies.begin(), answer.varies.end()), answer.varies.end());
    return tellable;
}

/// Section 4.3.4.
void CacheFilter::refresh(proxy::Exchange& exchange, Attempt& attempt) const
{
    auto renewed = std::make_shared<StoredAnswer>(*attempt.stale);
    update(renewed->fields, fieldsOf(exchange.answer().headers));
    const CacheDirectives said = CacheDirectives::of(tableOf(renewed->fields));
    const bool keeps = !said.noStore && !said.isPrivate && setAges(exchange, *renewed);
    const AnswerStore::Pointer fresh = std::move(renewed);
    if (keeps)
        m_config.store->put(attempt.key.target, attempt.mark, fresh);
    else
        m_config.store->remove(attempt.key.target);
    attempt.settle();
    if (!attempt.beside)
        serve(exchange, fresh, Word::Revalidated);
}

} // namespace gatehouse::filters
