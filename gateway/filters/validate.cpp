// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/validate.h"

#include "common/crypto/json_names.h"
#include "gateway/filters/body_text.h"
#include "gateway/filters/graphql_calls.h"
#include "gateway/filters/soap_envelope.h"
#include "gateway/http/header_table.h"

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

enum class Form : std::uint8_t { Other, Json, Soap, GraphQl, Grpc };

Form formOf(const proxy::Exchange& exchange)
{
    using proxy::Protocol;
    const Protocol protocol = exchange.api() ? exchange.api()->protocol : Protocol::Rest;
    if (protocol == Protocol::Soap)
        return Form::Soap;
    if (protocol == Protocol::GraphQl)
        return exchange.wantsWebSocket() ? Form::Other : Form::GraphQl;
    if (protocol == Protocol::GrpcBridge)
        return Form::Grpc;
    if (proxy::isGrpc(protocol))
        return Form::Other;
    const std::string_view type = exchange.header(http::HeaderId::ContentType);
    if (saysJson(type))
        return Form::Json;
    return saysXml(type) ? Form::Soap : Form::Other;
}

std::string badPath(const ValidateConfig::Field& field)
{
    return "Invalid field path: " + field.pathText;
}

/// What valid JSON says twice; nothing: all is clear.
std::optional<std::string> saidTwice(std::string_view json)
{
    const auto twice = crypto::repeatedJsonNames(json, 1);
    return twice.empty() ? std::nullopt : std::optional("Field " + twice[0].name + " is there twice");
}

/// The JSON requests of a body of GraphQL, which may be a batch.
std::vector<Json> graphQlRequestsOf(const proxy::Exchange& exchange, std::string_view text)
{
    if (isGraphQlText(exchange.header(http::HeaderId::ContentType))) {
        Json request = Json::object();
        request.set("query", Json::string(std::string(text)));
        return {std::move(request)};
    }
    std::optional<Json> body = Json::parse(text);
    if (!body)
        return {}; // the upstream never sees it: another filter says why
    return body->kind() == Json::Kind::Array ? std::move(body->items()) : std::vector<Json>{*std::move(body)};
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
    if (!schema && form == Form::Other)
        return proxy::Verdict::Continue;
    const BodyText whole = bodyTextOf(exchange);
    if (whole.fault)
        return refuse(exchange, *whole.fault);
    std::optional<Json> body;
    if (schema || form == Form::Json)
        body = Json::parse(whole.text);
    if (schema) {
        if (const std::string faults = schemaFaults(whole.text, body); !faults.empty())
            return invalid(exchange, faults, std::string_view::npos);
    }
    std::optional<std::string> fault;
    switch (form) {
    case Form::Json:
        fault = jsonFault(whole.text, body);
        break;
    case Form::Soap:
        fault = soapFault(whole.text);
        break;
    case Form::GraphQl:
        fault = graphQlFault(exchange, whole.text);
        break;
    case Form::Grpc:
        fault = grpcFault(whole.text);
        break;
    case Form::Other:
        break;
    }
    return fault ? invalid(exchange, *fault) : proxy::Verdict::Continue;
}

bool ValidateFilter::usesSchema(const proxy::Exchange& exchange) const
{
    return m_config.schema && (!exchange.api() || exchange.api()->protocol == proxy::Protocol::Rest);
}

std::string ValidateFilter::schemaFaults(std::string_view text, const std::optional<Json>& body) const
{
    FaultText faults;
    if (const auto twice = body ? saidTwice(text) : std::nullopt)
        faults.add({}, *twice);
    else if (body)
        checkBody(*m_config.schema, *body, faults);
    else
        faults.add({}, "Invalid JSON in request body");
    return faults.text();
}

std::optional<std::string> ValidateFilter::jsonFault(std::string_view text,
                                                     const std::optional<Json>& body) const
{
    if (!body)
        return "Invalid JSON in request body";
    if (auto twice = saidTwice(text))
        return twice;
    return valueFault(*body);
}

std::optional<std::string> ValidateFilter::valueFault(const Json& value) const
{
    for (const ValidateConfig::Field& field : m_config.fields) {
        if (!field.path)
            return badPath(field);
        if (auto fault = faultOf(field.rule, field.path->find(value)))
            return fault;
    }
    return std::nullopt;
}

/// The message of a call, or each of several. A body that is no call is told so by the bridge.
std::optional<std::string> ValidateFilter::grpcFault(std::string_view text) const
{
    const std::optional<Json> body = Json::parse(text);
    if (!body || body->kind() != Json::Kind::Object)
        return std::nullopt;
    if (auto twice = saidTwice(text))
        return twice;
    const Json* const message = body->find("message");
    const Json* const several = body->find("messages");
    if (several && several->kind() == Json::Kind::Array) {
        for (const Json& one : several->items()) {
            if (auto fault = valueFault(one))
                return fault;
        }
        if (!message && !several->items().empty())
            return std::nullopt;
    }
    return valueFault(message ? *message : Json());
}

/// Rules whose path begins with the name of the operation, on its variables. The text of the original begins
/// with "400: 400: ".
std::optional<std::string> ValidateFilter::graphQlFault(const proxy::Exchange& exchange,
                                                        std::string_view text) const
{
    const Json url = graphQlRequestOf(exchange.head().query);
    std::vector<Json> requests;
    if (exchange.head().hasBody())
        requests = graphQlRequestsOf(exchange, text);
    if (!url.isNull() && requests.size() > 1)
        return "400: Query is both in the URL and in a batch";
    if (!url.isNull()) {
        if (!requests.empty())
            requests.push_back(withUrl(requests.front(), url));
        requests.push_back(url);
    }
    for (const Json& request : requests) {
        const GraphQlCall call = graphQlCallOf(request);
        if (!call.fault.empty())
            return "400: " + call.fault;
        for (const std::string& operation : call.operations) {
            if (auto fault = operationFault(operation, call.variables))
                return "400: " + *fault;
        }
    }
    return std::nullopt;
}

std::optional<std::string> ValidateFilter::operationFault(const std::string& name,
                                                          const Json& variables) const
{
    Json whole = Json::object();
    whole.set(name, variables);
    for (const ValidateConfig::Field& field : m_config.fields) {
        if (!field.path)
            return badPath(field);
        if (field.path->first() != name)
            continue;
        if (auto fault = faultOf(field.rule, field.path->find(whole)))
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
