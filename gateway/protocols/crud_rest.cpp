// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_rest.h"

#include "gateway/http/uri.h"

namespace gatehouse::protocols {

namespace {

using filters::Json;
using http::Method;
using Op = CrudCall::Op;

CrudRequest refused(std::string text)
{
    CrudRequest request;
    request.text = std::move(text);
    return request;
}

CrudRequest invalid(const CrudFaults& faults)
{
    return refused("Validation failed: " + faults.text());
}

/// The last of two or more segments, decoded; empty when there is none.
std::string idOf(std::string_view path, CrudFaults& faults)
{
    http::SegmentIterator segments(path);
    std::string_view segment, last;
    int count = 0;
    for (; segments.next(segment); ++count)
        last = segment;
    if (count < 2)
        return {};
    const std::optional<std::string> id = http::percentDecode(last);
    if (id && isRecordId(*id))
        return *id;
    faults.add("id", "must be a text of 1 to 128 bytes without control characters");
    return {};
}

bool wantsReplacement(const proxy::Exchange& exchange)
{
    return exchange.head().methodId == Method::Put &&
           http::queryValue(exchange.head().query, "replace") == "true";
}

std::optional<Op> operationOf(Method method, bool hasId)
{
    switch (method) {
    case Method::Get:
    case Method::Head:
        return hasId ? Op::Get : Op::List;
    case Method::Post:
        return hasId ? std::nullopt : std::optional(Op::Create);
    case Method::Put:
    case Method::Patch:
        return Op::Update;
    case Method::Delete:
        return Op::Remove;
    default:
        return std::nullopt;
    }
}

} // namespace

CrudRequest restRequest(const proxy::Exchange& exchange, const CrudConfig& config)
{
    CrudFaults faults;
    CrudCall call;
    call.collection = config.collection;
    call.id = idOf(exchange.subPath(), faults);
    const std::optional<Op> op = operationOf(exchange.head().methodId, !call.id.empty() || !faults.isEmpty());
    if (!op)
        return {std::nullopt, 405, "CRUD405", "Method not allowed"};
    call.op = *op == Op::Update && wantsReplacement(exchange) ? Op::Replace : *op;
    if (call.id.empty() && faults.isEmpty()) {
        if (*op == Op::Update)
            return refused("Resource ID required for update");
        if (*op == Op::Remove)
            return refused("Resource ID required for deletion");
    }
    if (call.op == Op::List)
        call.query = CrudQuery::parse(exchange.head().query, faults);
    if (call.op == Op::Create || *op == Op::Update)
        takeRecord(exchange.body(), config, "path", call, faults);
    if (!faults.isEmpty())
        return invalid(faults);
    CrudRequest request;
    request.call = std::move(call);
    return request;
}

} // namespace gatehouse::protocols
