// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_filter.h"

#include "gateway/filters/body_text.h"
#include "gateway/filters/json_text.h"
#include "gateway/protocols/crud_graphql_run.h"
#include "gateway/protocols/crud_rest.h"
#include "gateway/protocols/crud_soap.h"

#include <memory>
#include <utility>

namespace gatehouse::protocols {

namespace {

using proxy::Exchange;
using proxy::Reason;
using proxy::Verdict;

constexpr std::string_view jsonType = "application/json";

/// For log and metrics; the wire has its own code.
Reason reasonOf(std::uint16_t status)
{
    if (status == 413)
        return Reason::BodyTooLarge;
    if (status == 405)
        return Reason::MethodNotAllowed;
    return status >= 500 ? Reason::Overloaded : Reason::Invalid;
}

std::string listJson(const CrudQuery& query, const CrudOutcome& outcome)
{
    return filters::JsonObjectText()
        .addRaw("items", outcome.json)
        .add("page", std::int64_t(query.page))
        .add("page_size", std::int64_t(query.pageSize))
        .add("total", std::int64_t(outcome.total))
        .take();
}

} // namespace

Verdict CrudFilter::requestBody(Exchange& exchange) const
{
    if (!filters::unpackBody(exchange))
        return Verdict::Respond;
    switch (exchange.api()->protocol) {
    case proxy::Protocol::Rest:
        return rest(exchange);
    case proxy::Protocol::GraphQl:
        return graphQl(exchange);
    case proxy::Protocol::Soap:
        return soap(exchange);
    case proxy::Protocol::Grpc:
    case proxy::Protocol::GrpcWeb:
    case proxy::Protocol::GrpcBridge:
        break;
    }
    return grpc(exchange);
}

Verdict CrudFilter::ask(Exchange& exchange, CrudCall call, Then then) const
{
    const bool taken = m_config.keeper->submit(std::move(call), [&]() -> CrudKeeper::Done {
        auto resumer = std::make_shared<proxy::Resumer>(exchange.resumer());
        return [resumer, then = std::move(then)](CrudOutcome outcome) {
            // Runs only while the exchange lives, and with it this filter.
            resumer->resume(
                [then, outcome = std::make_shared<CrudOutcome>(std::move(outcome))](Exchange& waiting) {
                    then(waiting, *outcome);
                    return Verdict::Respond;
                });
        };
    });
    return taken ? Verdict::Wait : overloaded(exchange);
}

Verdict CrudFilter::overloaded(Exchange& exchange) const
{
    exchange.answerEdits().set("Retry-After", "1");
    exchange.failAs(Reason::Overloaded, 503, "CRUD503",
                    "Storage is not available: too many calls wait for it");
    return Verdict::Respond;
}

Verdict CrudFilter::refuseCall(Exchange& exchange, std::uint16_t status, std::string_view code,
                               std::string_view text) const
{
    exchange.failAs(reasonOf(status), status, code, text);
    return Verdict::Respond;
}

// --- other protocols

Verdict CrudFilter::graphQl(Exchange& exchange) const
{
    if (exchange.head().methodId != http::Method::Post)
        return refuseCall(exchange, 405, "CRUD405", "Method not allowed");
    CrudFaults faults;
    const std::optional<filters::Json> request = readRecord(exchange.body(), faults);
    if (!request)
        return refuseCall(exchange, 400, "CRUD400", "Validation failed: " + faults.text());
    auto operation = readCrudGraphQl(*request);
    if (const std::string* const fault = std::get_if<std::string>(&operation)) {
        const std::string error = filters::JsonObjectText().add("message", *fault).take();
        answerValue(exchange, 200, "{\"errors\":[" + error + "]}");
        return Verdict::Respond;
    }
    std::make_shared<CrudGraphQlRun>(
        m_config, std::move(std::get<CrudGraphQlOperation>(operation)), exchange.resumer(),
        [this](Exchange& waiting, const std::string& json) { answerValue(waiting, 200, json); })
        ->start();
    return Verdict::Wait;
}

Verdict CrudFilter::soap(Exchange& exchange) const
{
    const http::Method method = exchange.head().methodId;
    if (method == http::Method::Get && http::equalsIgnoreCase(exchange.head().query, "wsdl")) {
        const std::string_view host = exchange.header(http::HeaderId::Host);
        const std::string_view address =
            exchange.arena().concat({exchange.scheme(), "://", host, exchange.head().path});
        exchange.respond(200, "text/xml; charset=utf-8", crudWsdl(m_config, address));
        return Verdict::Respond;
    }
    if (method != http::Method::Post)
        return refuseCall(exchange, 405, "CRUD405", "Method not allowed");
    CrudSoapCall read = readCrudSoap(exchange.body(), m_config);
    if (!read.call)
        return refuseCall(exchange, 400, "CRUD400", read.text);
    const CrudCall::Op op = read.call->op;
    return ask(exchange, std::move(*read.call),
               [this, op, version = read.version](Exchange& waiting, const CrudOutcome& outcome) {
                   if (outcome.status != CrudOutcome::Status::Done) {
                       const CrudError error = errorOf(outcome);
                       return waiting.failAs(Reason::Invalid, error.status, error.code, error.text);
                   }
                   waiting.respond(200, soapMediaType(version), crudSoapAnswer(version, op, outcome.json));
               });
}

/// The storage describes itself to those who generate code, no more (data-plane 15).
Verdict CrudFilter::grpc(Exchange& exchange) const
{
    const bool get = exchange.head().methodId == http::Method::Get;
    if (get && exchange.head().query == "proto") {
        exchange.respond(200, "text/plain; charset=utf-8", crudProto(m_config));
        return Verdict::Respond;
    }
    if (get)
        return refuseCall(exchange, 400, "GTW011", "GET asks for the description: ?proto");
    exchange.failAs(Reason::CallDenied, 501, "CRUD999",
                    "gRPC Execution Not Implemented Yet (Requires HTTP/2 Server)");
    return Verdict::Respond;
}

// --- REST

Verdict CrudFilter::rest(Exchange& exchange) const
{
    CrudRequest request = restRequest(exchange, m_config);
    if (!request.call)
        return refuseCall(exchange, request.status, request.code, request.text);
    const CrudCall::Op op = request.call->op;
    const CrudQuery query = request.call->query;
    return ask(exchange, std::move(*request.call),
               [this, op, query](Exchange& waiting, const CrudOutcome& outcome) {
                   answerRest(waiting, op, query, outcome);
               });
}

void CrudFilter::answerRest(Exchange& exchange, CrudCall::Op op, const CrudQuery& query,
                            const CrudOutcome& outcome) const
{
    if (outcome.status != CrudOutcome::Status::Done)
        return answerError(exchange, errorOf(outcome));
    if (op == CrudCall::Op::List)
        return answerValue(exchange, 200, listJson(query, outcome));
    if (op != CrudCall::Op::Remove)
        return answerValue(exchange, op == CrudCall::Op::Create ? 201 : 200, outcome.json);
    filters::JsonObjectText body;
    if (m_config.strict)
        body.add("status_code", std::int64_t{200});
    exchange.respond(200, jsonType, body.add("message", "Resource deleted successfully").take());
}

void CrudFilter::answerValue(Exchange& exchange, std::uint16_t status, std::string_view json) const
{
    if (!m_config.strict)
        return exchange.respond(status, jsonType, json);
    exchange.respond(
        200, jsonType,
        filters::JsonObjectText().add("status_code", std::int64_t{status}).addRaw("response", json).take());
}

/// What the storage does not have is an answer like any other; what it cannot do is a failure.
void CrudFilter::answerError(Exchange& exchange, const CrudError& error) const
{
    if (error.status != 404 && error.status != 409) {
        if (error.status == 503)
            exchange.answerEdits().set("Retry-After", "1");
        return exchange.failAs(reasonOf(error.status), error.status, error.code, error.text);
    }
    filters::ErrorFacts facts;
    facts.surface = exchange.api()->surface;
    facts.strict = m_config.strict;
    facts.status = error.status;
    facts.reason = error.status == 404 ? "not_found" : "conflict";
    facts.code = error.code;
    facts.text = error.text;
    facts.requestId = exchange.requestId();
    const filters::ErrorBody body = filters::makeErrorBody(facts);
    exchange.respond(body.status, jsonType, body.json);
}

} // namespace gatehouse::protocols
