// SPDX-License-Identifier: GPL-3.0-or-later
// What callers send to the built-in storage: records, list queries, GraphQL and SOAP calls.
#include "gateway/protocols/crud_graphql.h"
#include "gateway/protocols/crud_soap.h"
#include "tests/fuzz/check.h"

#include <QJsonDocument>

#include <cstdint>
#include <string_view>

using gatehouse::fuzz::check;
using namespace gatehouse;
using namespace gatehouse::protocols;
using filters::Json;

namespace {

CrudConfig config()
{
    const QByteArray text = R"({"title":{"type":"string","required":true,"max_length":5},
        "n":{"type":"integer","min_value":0},"o":{"type":"object","properties":{"x":{"type":"array"}}}})";
    Faults faults;
    CrudConfig made;
    made.schema = std::make_shared<const CrudSchema>(
        CrudSchema::compile(QJsonDocument::fromJson(text).object(), QStringLiteral("schema"), faults));
    check(faults.isEmpty(), "the schema is good");
    return made;
}

void record(std::string_view text)
{
    CrudFaults faults;
    std::optional<Json> read = readRecord(text, faults);
    check(read.has_value() == faults.isEmpty(), "a record, or a fault");
    if (!read)
        return;
    const std::string id = takeId(*read, faults);
    check(!read->find("_id"), "the id is out");
    if (faults.isEmpty() && !id.empty()) {
        const QByteArray kept = recordText(id, *read);
        CrudFaults again;
        std::optional<Json> same =
            readRecord({kept.constData(), static_cast<std::size_t>(kept.size())}, again);
        check(same.has_value(), "what is kept can be read");
        check(takeId(*same, again) == id && *same == *read, "and says the same");
    }
    config().schema->check(*read, false, faults);
}

void query(std::string_view text)
{
    CrudFaults faults;
    const CrudQuery made = CrudQuery::parse(text, faults);
    check(made.page >= 1 && made.pageSize >= 1 && made.pageSize <= CrudQuery::maxPageSize, "bounds hold");
    const auto one = Json::parse(R"({"a":1,"b":[true,null,{"c":"x"}]})");
    (void)made.matches(*one);
    if (faults.isEmpty() && made.sort)
        check(!made.before(*one, *one), "nothing comes before itself");
}

void graphQl(std::string_view text)
{
    Json request = Json::object();
    request.set("query", Json::string(text));
    const auto read = readCrudGraphQl(request);
    if (const auto* operation = std::get_if<CrudGraphQlOperation>(&read)) {
        check(!operation->fields.empty(), "an operation asks for something");
        std::string out;
        writeSelected(*Json::parse(R"([{"_id":"1","a":{"b":[1]}}])"),
                      operation->fields.front().selection.fields, out);
        check(Json::parse(out).has_value(), "what is selected is JSON");
    } else {
        check(!std::get<std::string>(read).empty(), "a fault has words");
    }
}

void soap(std::string_view text)
{
    const CrudSoapCall read = readCrudSoap(text, config());
    check(read.call.has_value() == read.text.empty(), "a call, or what is wrong");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0]) {
    case 'r':
        record(text);
        break;
    case 'q':
        query(text);
        break;
    case 'g':
        graphQl(text);
        break;
    default:
        soap(text);
    }
    return 0;
}
