// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/graphql.h"

#include "gateway/filters/body_text.h"
#include "gateway/filters/graphql_calls.h"
#include "gateway/filters/graphql_query.h"
#include "gateway/http/uri.h"
#include "gateway/http/utf8.h"

#include <algorithm>

namespace gatehouse::filters {

using proxy::Reason;
using proxy::Verdict;

Verdict GraphQlFilter::request(proxy::Exchange& exchange) const
{
    if (exchange.wantsWebSocket())
        return Verdict::Continue;
    if (exchange.head().hasQuery) {
        for (const auto& [name, query] : http::parseForm(exchange.head().query)) {
            if (name != "query")
                continue;
            const Verdict verdict = checkQuery(exchange, query);
            if (verdict != Verdict::Continue)
                return verdict;
        }
    }
    if (exchange.head().hasBody())
        exchange.bufferBody();
    if (!m_config.path.empty() && exchange.subPath() == "/")
        exchange.setUpstreamPath(m_config.path);
    return Verdict::Continue;
}

Verdict GraphQlFilter::requestBody(proxy::Exchange& exchange) const
{
    if (!exchange.head().hasBody())
        return Verdict::Continue;
    const BodyText whole = bodyTextOf(exchange);
    if (whole.fault)
        return refuse(exchange, *whole.fault);
    if (isGraphQlText(exchange.header(http::HeaderId::ContentType)))
        return checkQuery(exchange, whole.text);
    const std::optional<Json> body = Json::parse(whole.text);
    if (!body)
        return invalid(exchange, "Invalid JSON in request body");
    if (body->kind() != Json::Kind::Array)
        return checkOne(exchange, *body);
    if (m_config.maxBatch != 0 && body->items().size() > m_config.maxBatch)
        return tooMuch(exchange, "batch", body->items().size(), m_config.maxBatch);
    for (const Json& one : body->items()) {
        const Verdict verdict = checkOne(exchange, one);
        if (verdict != Verdict::Continue)
            return verdict;
    }
    return Verdict::Continue;
}

/// What is not here cannot be measured: a stored query by its hash is refused like one without a query.
Verdict GraphQlFilter::checkOne(proxy::Exchange& exchange, const Json& request) const
{
    bool found = false;
    for (const Json::Member& member : request.members()) {
        // Which of two counts, and whether case does, depends on the upstream's parser: all must be good.
        if (!http::equalsIgnoreCase(member.name, "query"))
            continue;
        if (member.value.kind() != Json::Kind::String)
            return invalid(exchange, "Query in request body is no string");
        found = true;
        const Verdict verdict = checkQuery(exchange, member.value.text());
        if (verdict != Verdict::Continue)
            return verdict;
    }
    return found ? Verdict::Continue : invalid(exchange, "Missing query in request body");
}

Verdict GraphQlFilter::checkQuery(proxy::Exchange& exchange, std::string_view query) const
{
    if (!http::isUtf8(query))
        return invalid(exchange, textOf(GraphQlMeasure::Fault::Syntax));
    const GraphQlMeasure measure = measureGraphQl(query);
    if (measure.fault != GraphQlMeasure::Fault::None)
        return invalid(exchange, textOf(measure.fault));
    if (m_config.maxDepth != 0 && measure.depth > m_config.maxDepth)
        return tooMuch(exchange, "depth", measure.depth, m_config.maxDepth);
    if (m_config.maxAliases != 0 && measure.aliases > m_config.maxAliases)
        return tooMuch(exchange, "aliases", measure.aliases, m_config.maxAliases);
    if (m_config.maxFields != 0 && measure.fields > m_config.maxFields)
        return tooMuch(exchange, "fields", measure.fields, m_config.maxFields);
    if (measure.introspects && !m_config.introspection)
        return refuse(exchange, {.reason = Reason::QueryRefused, .text = "Introspection is switched off"});
    return Verdict::Continue;
}

/// "Query depth 12 exceeds maximum allowed depth of 10" is the text of data-plane 13.
Verdict GraphQlFilter::tooMuch(proxy::Exchange& exchange, std::string_view what, std::uint64_t found,
                               std::uint64_t most) const
{
    const auto number = [&](std::uint64_t value) {
        return exchange.arena().number(std::int64_t(std::min<std::uint64_t>(value, 1'000'000'000'000)));
    };
    const std::string_view text = exchange.arena().concat(
        {"Query ", what, " ", number(found), " exceeds maximum allowed ", what, " of ", number(most)});
    return refuse(exchange, {.reason = Reason::QueryRefused, .text = text, .detail = text});
}

Verdict GraphQlFilter::invalid(proxy::Exchange& exchange, std::string_view text) const
{
    return refuse(exchange, {.reason = Reason::Invalid, .text = text, .detail = text});
}

} // namespace gatehouse::filters
