// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/rest_answer.h"

#include "common/crypto/json_scan.h"
#include "gateway/filters/error_body.h"
#include "gateway/filters/json_text.h"
#include "gateway/proxy/error_renderer.h"
#include "gateway/proxy/exchange.h"

#include <optional>

namespace gatehouse::protocols {

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool isJsonType(std::string_view contentType)
{
    const std::string_view type = trimmed(contentType.substr(0, contentType.find(';')));
    const std::size_t plus = type.rfind('+');
    return http::equalsIgnoreCase(type, "application/json") || http::equalsIgnoreCase(type, "text/json") ||
           (plus != std::string_view::npos && http::equalsIgnoreCase(type.substr(plus), "+json"));
}

bool isJsonValue(std::string_view text)
{
    // One element in a list is what one value on its own is.
    std::string list;
    list.reserve(text.size() + 2);
    list.append(1, '[').append(text).append(1, ']');
    crypto::JsonScan scan = crypto::JsonScan::array(list);
    std::string key;
    crypto::JsonScan::Value value;
    return scan.next(key, value) == crypto::JsonScan::Step::Member &&
           scan.next(key, value) == crypto::JsonScan::Step::End;
}

bool isNothing(std::string_view json)
{
    return json.empty() || json == "null" || json == "[]" || json == "\"\"";
}

/// The body as a JSON value; nothing when it says that it is JSON and is not.
std::optional<std::string> asJson(std::string_view contentType, std::string_view body)
{
    if (isJsonType(contentType)) {
        const std::string_view json = trimmed(body);
        if (isNothing(json))
            return "{}";
        return isJsonValue(json) ? std::optional<std::string>(json) : std::nullopt;
    }
    if (body.empty())
        return "{}";
    std::string text;
    proxy::appendJsonString(text, body);
    return text;
}

RestAnswer error(bool strict, std::uint16_t status, std::string_view code, std::string_view text)
{
    filters::ErrorFacts facts;
    facts.strict = strict;
    facts.status = status;
    facts.code = code;
    facts.text = text;
    filters::ErrorBody body = filters::makeErrorBody(facts);
    return {body.status, std::move(body.json)};
}

RestAnswer value(bool strict, std::uint16_t status, std::string json)
{
    if (!strict)
        return {status, std::move(json)};
    return {
        200,
        filters::JsonObjectText().add("status_code", std::int64_t{status}).addRaw("response", json).take()};
}

/// An upstream error without its body.
RestAnswer failed(bool strict, std::uint16_t status)
{
    filters::JsonObjectText body;
    if (strict)
        body.add("status_code", std::int64_t{status});
    return {strict ? std::uint16_t{200} : status, body.add("error_message", "Request failed").take()};
}

} // namespace

RestAnswer convertRestAnswer(const RestAnswerConfig& config, std::uint16_t status,
                             std::string_view contentType, std::string_view body)
{
    const bool good = status >= 200 && status < 300;
    if (config.wrap && status == 404)
        return error(config.strict, 404, "GTW005", "Endpoint does not exist in backend service");
    if (config.wrap && !good)
        return failed(config.strict, status);
    std::optional<std::string> json = asJson(contentType, body);
    if (!json)
        return error(config.strict, 500, "GTW006", "Malformed JSON from upstream");
    return value(config.strict, status, std::move(*json));
}

RestAnswerFilter::RestAnswerFilter(RestAnswerConfig config)
    : TableFilter(filters::FilterId::ProtocolAnswer)
    , m_config(config)
{
}

proxy::Verdict RestAnswerFilter::request(proxy::Exchange& exchange) const
{
    exchange.upstreamEdits().remove("Accept-Encoding");
    return proxy::Verdict::Continue;
}

void RestAnswerFilter::answer(proxy::Exchange& exchange) const
{
    const std::uint16_t status = exchange.answer().status;
    const bool hasBody =
        exchange.head().methodId != http::Method::Head && status != 204 && status != 304 && status >= 200;
    const std::string_view encoding = exchange.answer().headers.value(http::HeaderId::ContentEncoding);
    const bool readable = encoding.empty() || http::equalsIgnoreCase(encoding, "identity");
    if (!exchange.answer().local && hasBody && readable)
        exchange.bufferAnswer(m_config.maxBody);
}

void RestAnswerFilter::answerBody(proxy::Exchange& exchange) const
{
    if (exchange.answer().local)
        return;
    RestAnswer converted = convertRestAnswer(m_config, exchange.answer().status,
                                             exchange.answerHeader("Content-Type"), exchange.answerBody());
    if (exchange.answer().status != converted.status) {
        exchange.answer().status = converted.status;
        exchange.answer().reason = {}; // the phrase of the status it had
    }
    exchange.answerBody() = std::move(converted.body);
    exchange.answerEdits().set("Content-Type", "application/json");
}

} // namespace gatehouse::protocols
