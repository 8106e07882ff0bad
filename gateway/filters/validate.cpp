// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/validate.h"

#include <algorithm>

namespace gatehouse::filters {

bool saysJson(std::string_view contentType)
{
    constexpr std::string_view word = "json";
    const auto same = [](char a, char b) { return (a | 0x20) == b; };
    return std::search(contentType.begin(), contentType.end(), word.begin(), word.end(), same) !=
           contentType.end();
}

ValidateFilter::ValidateFilter(ValidateConfig config)
    : EnforcingFilter(FilterId::Validate, config.enforcement)
    , m_config(std::move(config))
{
}

proxy::Verdict ValidateFilter::request(proxy::Exchange& exchange) const
{
    if (enabled() && saysJson(exchange.header(http::HeaderId::ContentType)))
        exchange.bufferBody();
    return proxy::Verdict::Continue;
}

proxy::Verdict ValidateFilter::requestBody(proxy::Exchange& exchange) const
{
    if (!enabled() || !saysJson(exchange.header(http::HeaderId::ContentType)))
        return proxy::Verdict::Continue;
    const std::optional<Json> body = Json::parse(exchange.body());
    if (!body)
        return invalid(exchange, "Invalid JSON in request body");
    for (const ValidateConfig::Field& field : m_config.fields) {
        if (!field.path)
            return invalid(exchange, "Invalid field path: " + field.pathText);
        if (const auto fault = faultOf(field.rule, field.path->find(*body)))
            return invalid(exchange, *fault);
    }
    return proxy::Verdict::Continue;
}

proxy::Verdict ValidateFilter::invalid(proxy::Exchange& exchange, std::string_view text) const
{
    constexpr std::size_t longest = 255; // of a text in the envelope
    std::string_view told = exchange.arena().concat({"400: ", text});
    return refuse(exchange, {.reason = proxy::Reason::Invalid, .text = told.substr(0, longest)});
}

} // namespace gatehouse::filters
