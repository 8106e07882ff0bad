// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/cors.h"

#include "gateway/proxy/exchange.h"
#include "gateway/proxy/forward_answer.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

using http::HeaderId;
using proxy::Verdict;

constexpr std::string_view limitFields =
    "X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Burst, Retry-After";

std::string join(const std::vector<std::string>& parts)
{
    std::string list;
    for (const std::string& part : parts)
        list.append(list.empty() ? "" : ", ").append(part);
    return list;
}

bool holds(const std::vector<std::string>& list, std::string_view name)
{
    return std::any_of(list.begin(), list.end(),
                       [name](const std::string& entry) { return http::equalsIgnoreCase(entry, name); });
}

bool hasOperation(const proxy::Exchange& exchange)
{
    const proxy::ApiRuntime* const api = exchange.api();
    if (!api || !api->registeredOnly)
        return true;
    constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
    return std::any_of(std::begin(methods), std::end(methods), [&](std::string_view method) {
        return proxy::matchOperation(*api, method, exchange.subPath()) != nullptr;
    });
}

/// The upstream's own, when the header rules of the API let it through.
bool showsVaryByOrigin(const proxy::Exchange& exchange)
{
    const proxy::AnswerHead& answer = exchange.answer();
    if (!answer.headers.hasToken(HeaderId::Vary, "Origin"))
        return false;
    return answer.local ||
           proxy::passesToClient(exchange.api(), *answer.headers.find(HeaderId::Vary), answer.headers);
}

} // namespace

CorsFilter::CorsFilter(CorsConfig config)
    : TableFilter(FilterId::Cors)
    , m_config(std::move(config))
{
    for (const std::string& origin : m_config.origins) {
        const std::size_t star = origin.find("://*.");
        if (origin == "*")
            m_anyOrigin = true;
        else if (star != std::string::npos)
            m_suffixes.push_back({origin.substr(0, star + 3), origin.substr(star + 4)});
        else
            m_exact.push_back(origin);
    }
    if (!holds(m_config.methods, "OPTIONS"))
        m_config.methods.emplace_back("OPTIONS");
    m_anyHeader = holds(m_config.headers, "*");
    m_methodList = join(m_config.methods);
    m_headerList = join(m_config.headers);
    m_exposeList = join(m_config.expose);
    if (m_config.exposeLimits)
        m_exposeList.append(m_exposeList.empty() ? "" : ", ").append(limitFields);
    if (m_config.maxAgeSec)
        m_maxAge = std::to_string(*m_config.maxAgeSec);
}

bool CorsFilter::allowsOrigin(std::string_view origin) const
{
    if (origin.empty())
        return false;
    // "null" is what every sandboxed page sends: it must be listed, unless nothing is at stake.
    if (m_anyOrigin && (origin != "null" || !m_config.credentials))
        return true;
    return namesOrigin(origin);
}

bool CorsFilter::namesOrigin(std::string_view origin) const
{
    if (std::find(m_exact.begin(), m_exact.end(), origin) != m_exact.end())
        return true;
    return std::any_of(m_suffixes.begin(), m_suffixes.end(), [origin](const Suffix& suffix) {
        return origin.size() > suffix.scheme.size() + suffix.domain.size() &&
               origin.starts_with(suffix.scheme) && origin.ends_with(suffix.domain) &&
               origin[suffix.scheme.size()] != '.';
    });
}

bool CorsFilter::allowsMethod(std::string_view method) const
{
    return std::find(m_config.methods.begin(), m_config.methods.end(), method) != m_config.methods.end();
}

bool CorsFilter::allowsHeaders(std::string_view list) const
{
    bool all = true;
    http::forEachToken(list, [&](std::string_view name) { all = all && holds(m_config.headers, name); });
    return m_anyHeader || all;
}

bool CorsFilter::isPreflight(const proxy::Exchange& exchange) const
{
    if (exchange.head().methodId != http::Method::Options)
        return false;
    if (m_config.surface == proxy::Surface::Platform)
        return true;
    const http::HeaderTable& headers = exchange.head().headers;
    return headers.has(HeaderId::Origin) && headers.has(HeaderId::AccessControlRequestMethod);
}

Verdict CorsFilter::request(proxy::Exchange& exchange) const
{
    if (m_config.enforcement.dryRun) {
        const std::string_view origin = exchange.header(HeaderId::Origin);
        if (!origin.empty() && !allowsOrigin(origin))
            noteDryRun(exchange, name(), m_config.enforcement.policy);
        return Verdict::Continue;
    }
    if (!isPreflight(exchange))
        return Verdict::Continue;
    if (m_config.strictOptions405 && !hasOperation(exchange)) {
        exchange.fail(proxy::Reason::MethodNotAllowed);
        return Verdict::Respond;
    }
    exchange.respond(204, {}, {});
    slot(exchange, Slot::PreflightAnswered) = 1;
    answerPreflight(exchange);
    return Verdict::Respond;
}

/// With credentials "*" is a name and no wildcard (Fetch standard), so the wish is repeated; on the platform
/// surface behind the "*" that its callers know.
std::string_view CorsFilter::headersFor(std::string_view wanted, proxy::Exchange& exchange) const
{
    if (!m_anyHeader || !m_config.credentials)
        return m_headerList;
    if (m_config.surface == proxy::Surface::Contract)
        return wanted;
    return exchange.arena().concat({m_headerList, ", ", wanted});
}

void CorsFilter::answerPreflight(proxy::Exchange& exchange) const
{
    const std::string_view origin = exchange.header(HeaderId::Origin);
    const std::string_view method = exchange.header(HeaderId::AccessControlRequestMethod);
    const std::string_view wanted = exchange.header(HeaderId::AccessControlRequestHeaders);
    proxy::HeaderEdits& edits = exchange.answerEdits();
    const bool contract = m_config.surface == proxy::Surface::Contract;
    const bool whole = !m_config.wholePreflight || (allowsMethod(method) && allowsHeaders(wanted));
    edits.add("Vary", "Origin");
    if (allowsOrigin(origin) && whole)
        edits.set("Access-Control-Allow-Origin", origin);
    else if (contract)
        return; // a 204 that allows nothing: browsers then say clearly what is wrong
    if (!method.empty())
        edits.set("Access-Control-Allow-Methods", m_methodList);
    // Browsers ask for what they send; whoever tries it by hand sees the whole policy.
    const std::string_view headers = headersFor(wanted, exchange);
    if (!wanted.empty() || (contract && !headers.empty()))
        edits.set("Access-Control-Allow-Headers", headers);
    if (m_config.credentials)
        edits.set("Access-Control-Allow-Credentials", "true");
    if (!m_exposeList.empty() && !contract)
        edits.set("Access-Control-Expose-Headers", m_exposeList);
    if (!m_maxAge.empty())
        edits.set("Access-Control-Max-Age", m_maxAge);
}

void CorsFilter::answer(proxy::Exchange& exchange) const
{
    if (slot(exchange, Slot::PreflightAnswered) != 0)
        return;
    const std::string_view origin = exchange.header(HeaderId::Origin);
    proxy::HeaderEdits& edits = exchange.answerEdits();
    edits.remove("Access-Control-Allow-Origin");
    edits.remove("Access-Control-Allow-Credentials");
    if (!showsVaryByOrigin(exchange))
        edits.add("Vary", "Origin");
    if (allowsOrigin(origin))
        edits.set("Access-Control-Allow-Origin", origin);
    if (m_config.credentials)
        edits.set("Access-Control-Allow-Credentials", "true");
    if (!m_exposeList.empty())
        edits.set("Access-Control-Expose-Headers", m_exposeList);
}

} // namespace gatehouse::filters
