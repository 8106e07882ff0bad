// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_graphql_run.h"

#include "gateway/filters/json_text.h"
#include "gateway/proxy/error_renderer.h"

#include <array>

namespace gatehouse::protocols {

namespace {

using filters::Json;
using Op = CrudCall::Op;

constexpr std::size_t mostBytes = 16 * 1024 * 1024; // of one answer

struct FieldRow {
    std::string_view name;
    Op op;
    bool mutation;
};
constexpr std::array<FieldRow, 5> fieldRows{{{"listItems", Op::List, false},
                                             {"getItem", Op::Get, false},
                                             {"createItem", Op::Create, true},
                                             {"updateItem", Op::Update, true},
                                             {"deleteItem", Op::Remove, true}}};

const FieldRow* rowOf(std::string_view name)
{
    for (const FieldRow& row : fieldRows) {
        if (row.name == name)
            return &row;
    }
    return nullptr;
}

void readId(const Json& arguments, CrudCall& call, CrudFaults& faults)
{
    const Json* const id = arguments.find("id");
    if (!id || id->kind() != Json::Kind::String || !isRecordId(id->text()))
        faults.add("id", "must be a text of 1 to 128 bytes without control characters");
    else
        call.id = id->text();
}

void readInput(const Json& arguments, const CrudConfig& config, CrudCall& call, CrudFaults& faults)
{
    const Json* const input = arguments.find("input");
    if (!input || input->kind() != Json::Kind::Object)
        return faults.add("input", "must be an object");
    std::string text; // once more, for what a record may not be
    input->write(text);
    takeRecord(text, config, "argument", call, faults);
}

void readPage(const Json& arguments, std::string_view name, std::size_t& into, std::size_t most,
              CrudFaults& faults)
{
    const Json* const number = arguments.find(name);
    if (!number || number->isNull())
        return;
    const bool good = number->kind() == Json::Kind::Number && number->isWhole() && number->number() >= 1 &&
                      number->number() <= double(most);
    if (good)
        into = std::size_t(number->number());
    else
        faults.add(name, "must be a whole number from 1 to " + std::to_string(most));
}

} // namespace

std::optional<CrudCall> CrudGraphQlRun::callOf(const CrudGraphQlField& field, CrudFaults& faults) const
{
    const FieldRow* const row = rowOf(field.name);
    if (!row) {
        faults.add(field.name, "is no field of the built-in storage; there are listItems, getItem, "
                               "createItem, updateItem and deleteItem");
        return std::nullopt;
    }
    if (row->mutation != m_operation.mutation)
        faults.add(field.name, row->mutation ? "belongs into a mutation" : "belongs into a query");
    CrudCall call;
    call.op = row->op;
    call.collection = m_config.collection;
    if (call.op == Op::List) {
        readPage(field.arguments, "page", call.query.page, 10'000'000, faults);
        readPage(field.arguments, "page_size", call.query.pageSize, CrudQuery::maxPageSize, faults);
    } else if (call.op != Op::Create) {
        readId(field.arguments, call, faults);
    }
    if (call.op == Op::Create || call.op == Op::Update)
        readInput(field.arguments, m_config, call, faults);
    return faults.isEmpty() ? std::optional(std::move(call)) : std::nullopt;
}

void CrudGraphQlRun::next()
{
    while (m_place < m_operation.fields.size()) {
        const CrudGraphQlField& field = m_operation.fields[m_place++];
        if (field.name == "__typename") {
            add(field, m_operation.mutation ? "\"Mutation\"" : "\"Query\"");
            continue;
        }
        CrudFaults faults;
        std::optional<CrudCall> call = callOf(field, faults);
        if (!call) {
            fail(field, "CRUD400", "Validation failed: " + faults.text());
            continue;
        }
        const Op op = call->op;
        const bool taken = m_config.keeper->submit(
            std::move(*call), [self = shared_from_this(), &field, op]() -> CrudKeeper::Done {
                return [self, &field, op](const CrudOutcome& outcome) { self->ended(field, op, outcome); };
            });
        if (taken)
            return;
        fail(field, "CRUD503", "Storage is not available: too many calls wait for it");
    }
    finish();
}

void CrudGraphQlRun::ended(const CrudGraphQlField& field, Op op, const CrudOutcome& outcome)
{
    if (outcome.status != CrudOutcome::Status::Done) {
        const CrudError error = errorOf(outcome);
        fail(field, error.code, error.text);
    } else if (op == Op::Remove) {
        add(field, "true");
    } else {
        const std::optional<Json> value = Json::parse(outcome.json);
        std::string json;
        if (value)
            writeSelected(*value, field.selection.fields, json);
        if (value && m_data.size() + json.size() <= mostBytes)
            add(field, json);
        else
            fail(field, "CRUD413", "The answer is too large: ask for fewer with page_size");
    }
    next();
}

void CrudGraphQlRun::add(const CrudGraphQlField& field, std::string_view json)
{
    if (!m_data.empty())
        m_data.push_back(',');
    proxy::appendJsonString(m_data, field.key);
    m_data.append(1, ':').append(json);
}

void CrudGraphQlRun::fail(const CrudGraphQlField& field, std::string_view code, std::string_view text)
{
    add(field, "null");
    std::string path = "[";
    proxy::appendJsonString(path, field.key);
    path.push_back(']');
    if (!m_errors.empty())
        m_errors.push_back(',');
    m_errors.append(filters::JsonObjectText()
                        .add("message", text)
                        .addRaw("path", path)
                        .addRaw("extensions", filters::JsonObjectText().add("code", code).take())
                        .take());
}

void CrudGraphQlRun::finish()
{
    std::string body = "{\"data\":{" + m_data + '}';
    if (!m_errors.empty())
        body.append(",\"errors\":[").append(m_errors).append(1, ']');
    body.push_back('}');
    m_resumer.resume([answer = m_answer,
                      body = std::make_shared<std::string>(std::move(body))](proxy::Exchange& exchange) {
        answer(exchange, *body);
        return proxy::Verdict::Respond;
    });
}

} // namespace gatehouse::protocols
