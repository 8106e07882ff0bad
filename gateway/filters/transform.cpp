// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/transform.h"

#include "gateway/filters/body_text.h"
#include "gateway/filters/validate.h"
#include "gateway/http/uri.h"
#include "gateway/proxy/forward_answer.h"
#include "gateway/proxy/forward_request.h"

#include <algorithm>

namespace gatehouse::filters {

namespace {

using proxy::Verdict;

std::string nameOf(std::string_view pair)
{
    const std::string_view name = pair.substr(0, pair.find('='));
    return http::percentDecode(name, true).value_or(std::string(name));
}

/// The field as it would be sent: an edit, else what passes of the message; null when there is none.
const std::string_view* sentField(const proxy::HeaderEdits& edits, const http::HeaderTable& headers,
                                  std::string_view name, auto passes, std::string_view& room)
{
    if (const std::string_view* const edited = edits.find(name))
        return edited;
    const http::Header* const field = edits.hides(name) ? nullptr : headers.find(name);
    if (!field || !passes(*field))
        return nullptr;
    room = field->value;
    return &room;
}

void changeHeaders(const NameRules& rules, proxy::HeaderEdits& edits, const http::HeaderTable& headers,
                   proxy::Arena& arena, auto passes)
{
    for (const std::string& name : rules.remove)
        edits.remove(name);
    for (const auto& [from, to] : rules.rename) {
        std::string_view room;
        const std::string_view* const sent = sentField(edits, headers, from, passes, room);
        if (!sent)
            continue;
        const std::string_view value = proxy::cleanHeaderValue(*sent, arena);
        edits.remove(from);
        edits.set(to, value);
    }
    for (const auto& [name, value] : rules.add)
        edits.set(name, value);
}

/// Whether the whole answer has to be seen, and can be.
bool wantsBody(const proxy::Exchange& exchange)
{
    const proxy::AnswerHead& head = exchange.answer();
    const int status = head.status;
    const bool hasBody =
        exchange.head().methodId != http::Method::Head && status != 204 && status != 304 && status >= 200;
    const std::string_view encoding = head.headers.value(http::HeaderId::ContentEncoding);
    const bool readable = encoding.empty() || http::equalsIgnoreCase(encoding, "identity");
    return hasBody && readable && saysJson(head.headers.value(http::HeaderId::ContentType));
}

} // namespace

std::optional<std::string> transformed(const BodyRules& rules, std::string_view body)
{
    std::optional<Json> json = Json::parse(body);
    if (!json)
        return std::nullopt;
    if (!rules.wrap.empty()) {
        Json outer = Json::object();
        outer.set(rules.wrap, std::move(*json));
        json = std::move(outer);
    }
    if (json->kind() == Json::Kind::Object) {
        for (const JsonPath& path : rules.remove)
            path.take(*json);
        for (const auto& [from, to] : rules.rename) {
            if (std::optional<Json> value = from.take(*json))
                to.set(*json, std::move(*value));
        }
        for (const auto& [path, value] : rules.set)
            path.set(*json, value);
    }
    std::string text;
    json->write(text);
    return text;
}

std::string transformedPath(const PathRule& rule, std::string_view path)
{
    QString text = QString::fromLatin1(path.data(), qsizetype(path.size()));
    text.replace(rule.pattern, rule.replacement);
    std::string result;
    result.reserve(std::size_t(text.size()) + 1);
    if (!text.startsWith(u'/'))
        result += '/';
    return result += text.toLatin1().toStdString();
}

std::string transformedQuery(const NameRules& rules, std::string_view query)
{
    const auto isIn = [](const auto& list, const std::string& name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    std::string result;
    const auto append = [&result](std::string_view pair) {
        result.append(result.empty() ? "" : "&").append(pair);
    };
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::string name = nameOf(pair);
        if (pair.empty() || isIn(rules.remove, name))
            continue;
        const auto rename = std::find_if(rules.rename.begin(), rules.rename.end(),
                                         [&](const auto& rule) { return rule.first == name; });
        const std::string& now = rename == rules.rename.end() ? name : rename->second;
        if (std::any_of(rules.add.begin(), rules.add.end(),
                        [&](const auto& rule) { return rule.first == now; }))
            continue; // gets its value below
        if (rename == rules.rename.end())
            append(pair);
        else
            append(http::percentEncode(now) +
                   std::string(pair.substr(std::min(pair.find('='), pair.size()))));
    }
    for (const auto& [name, value] : rules.add)
        append(http::percentEncode(name) + "=" + http::percentEncode(value));
    return result;
}

TransformFilter::TransformFilter(TransformConfig config)
    : TableFilter(FilterId::Transform)
    , m_config(std::move(config))
{
    if (m_config.enforcement.dryRun) {
        m_hooks = proxy::HookRequest;
        return;
    }
    if (!m_config.request.empty() || !m_config.answer.body.empty())
        m_hooks |= proxy::HookRequest;
    if (!m_config.request.body.empty())
        m_hooks |= proxy::HookRequestBody;
    if (!m_config.answer.empty())
        m_hooks |= proxy::HookAnswer;
    if (!m_config.answer.body.empty())
        m_hooks |= proxy::HookAnswerBody;
}

Verdict TransformFilter::request(proxy::Exchange& exchange) const
{
    if (m_config.enforcement.dryRun) {
        noteDryRun(exchange, name(), m_config.enforcement.policy);
        return Verdict::Continue;
    }
    const TransformConfig::Request& rules = m_config.request;
    const http::HeaderTable& headers = exchange.head().headers;
    changeHeaders(rules.headers, exchange.upstreamEdits(), headers, exchange.arena(),
                  [&](const http::Header& field) { return proxy::passesToUpstream(exchange, field); });
    if (rules.path)
        exchange.setUpstreamPath(
            transformedPath(*rules.path, proxy::upstreamPathOf(exchange, exchange.arena())));
    if (!rules.query.empty())
        exchange.setUpstreamQuery(transformedQuery(rules.query, exchange.upstreamQuery()));
    if (!m_config.answer.body.empty()) // a body that is compressed cannot be changed
        exchange.upstreamEdits().remove("Accept-Encoding");
    return Verdict::Continue;
}

Verdict TransformFilter::requestBody(proxy::Exchange& exchange) const
{
    if (exchange.body().empty() || !saysJson(exchange.header(http::HeaderId::ContentType)))
        return Verdict::Continue;
    if (!unpackBody(exchange))
        return Verdict::Respond;
    if (std::optional<std::string> body = transformed(m_config.request.body, exchange.body()))
        exchange.body() = std::move(*body);
    return Verdict::Continue;
}

void TransformFilter::answer(proxy::Exchange& exchange) const
{
    proxy::AnswerHead& head = exchange.answer();
    if (head.local)
        return;
    const proxy::ApiRuntime* const api = exchange.api();
    changeHeaders(m_config.answer.headers, exchange.answerEdits(), head.headers, exchange.arena(),
                  [&](const http::Header& field) { return proxy::passesToClient(api, field, head.headers); });
    if (!m_config.answer.body.empty() && wantsBody(exchange))
        exchange.bufferAnswer(m_config.maxAnswer);
    for (const auto& [from, to] : m_config.answer.statusMap) {
        if (head.status != from)
            continue;
        head.status = to;
        head.reason = {}; // the phrase that belongs to the status
        break;
    }
}

void TransformFilter::answerBody(proxy::Exchange& exchange) const
{
    const proxy::AnswerHead& head = exchange.answer();
    if (head.local || !saysJson(head.headers.value(http::HeaderId::ContentType)))
        return;
    if (std::optional<std::string> body = transformed(m_config.answer.body, exchange.answerBody()))
        exchange.answerBody() = std::move(*body);
}

} // namespace gatehouse::filters
