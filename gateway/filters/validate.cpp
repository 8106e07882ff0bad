// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/validate.h"

#include "gateway/filters/soap_envelope.h"

#include <algorithm>
#include <utility>

namespace gatehouse::filters {

namespace {

/// `word`: lower case.
bool says(std::string_view contentType, std::string_view word)
{
    const auto same = [](char a, char b) { return (a | 0x20) == b; };
    return std::search(contentType.begin(), contentType.end(), word.begin(), word.end(), same) !=
           contentType.end();
}

enum class Form : std::uint8_t { Other, Json, Soap };

Form formOf(const proxy::Exchange& exchange)
{
    if (exchange.api() && exchange.api()->protocol == proxy::Protocol::Soap)
        return Form::Soap;
    const std::string_view type = exchange.header(http::HeaderId::ContentType);
    if (saysJson(type))
        return Form::Json;
    return saysXml(type) ? Form::Soap : Form::Other;
}

std::string badPath(const ValidateConfig::Field& field)
{
    return "Invalid field path: " + field.pathText;
}

} // namespace

bool saysJson(std::string_view contentType)
{
    return says(contentType, "json");
}

bool saysXml(std::string_view contentType)
{
    return says(contentType, "xml");
}

ValidateFilter::ValidateFilter(ValidateConfig config)
    : EnforcingFilter(FilterId::Validate, config.enforcement)
    , m_config(std::move(config))
{
}

proxy::Verdict ValidateFilter::request(proxy::Exchange& exchange) const
{
    if (!enabled())
        return proxy::Verdict::Continue;
    const std::string_view type = exchange.header(http::HeaderId::ContentType);
    if (usesSchema(exchange) && !type.empty() && !saysJson(type))
        return invalid(exchange, "Content-Type must be JSON");
    if (usesSchema(exchange) || formOf(exchange) != Form::Other)
        exchange.bufferBody();
    return proxy::Verdict::Continue;
}

proxy::Verdict ValidateFilter::requestBody(proxy::Exchange& exchange) const
{
    if (!enabled())
        return proxy::Verdict::Continue;
    const bool schema = usesSchema(exchange);
    const Form form = formOf(exchange);
    std::optional<Json> body;
    if (schema || form == Form::Json)
        body = Json::parse(exchange.body());
    if (schema) {
        if (const std::string faults = schemaFaults(body); !faults.empty())
            return invalid(exchange, faults, std::string_view::npos);
    }
    if (form == Form::Other)
        return proxy::Verdict::Continue;
    const std::optional<std::string> fault =
        form == Form::Json ? jsonFault(body) : soapFault(exchange.body());
    return fault ? invalid(exchange, *fault) : proxy::Verdict::Continue;
}

bool ValidateFilter::usesSchema(const proxy::Exchange& exchange) const
{
    return m_config.schema && (!exchange.api() || exchange.api()->protocol == proxy::Protocol::Rest);
}

std::string ValidateFilter::schemaFaults(const std::optional<Json>& body) const
{
    FaultText faults;
    if (body)
        checkBody(*m_config.schema, *body, faults);
    else
        faults.add({}, "Invalid JSON in request body");
    return faults.text();
}

std::optional<std::string> ValidateFilter::jsonFault(const std::optional<Json>& body) const
{
    if (!body)
        return "Invalid JSON in request body";
    for (const ValidateConfig::Field& field : m_config.fields) {
        if (!field.path)
            return badPath(field);
        if (auto fault = faultOf(field.rule, field.path->find(*body)))
            return fault;
    }
    return std::nullopt;
}

/// A path starts below the entry of the body, or with its name.
std::optional<std::string> ValidateFilter::soapFault(std::string_view text) const
{
    SoapContent content = soapContentOf(text);
    if (content.fault)
        return std::move(content.fault);
    Json whole = Json::object();
    whole.set(content.name, std::move(content.value));
    const Json& below = whole.members().front().value;
    for (const ValidateConfig::Field& field : m_config.fields) {
        if (!field.path)
            return badPath(field);
        const Json* const found = field.path->find(below);
        if (auto fault = faultOf(field.rule, found ? found : field.path->find(whole)))
            return fault;
    }
    return std::nullopt;
}

proxy::Verdict ValidateFilter::invalid(proxy::Exchange& exchange, std::string_view text,
                                       std::size_t longest) const
{
    std::string_view told = exchange.arena().concat({"400: ", text});
    return refuse(exchange, {.reason = proxy::Reason::Invalid, .text = told.substr(0, longest)});
}

} // namespace gatehouse::filters
