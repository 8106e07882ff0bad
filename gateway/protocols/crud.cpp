// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud.h"

#include "common/crypto/json_names.h"
#include "gateway/http/utf8.h"

#include <algorithm>

namespace gatehouse::protocols {

using filters::Json;

CrudError errorOf(const CrudOutcome& outcome)
{
    using Status = CrudOutcome::Status;
    switch (outcome.status) {
    case Status::NotFound:
        return {404, "CRUD404", "Resource not found"};
    case Status::Exists:
        return {409, "CRUD409", "Resource already exists"};
    case Status::TooLarge:
        return {413, "CRUD413", outcome.text};
    case Status::Full:
        return {507, "CRUD507", outcome.text};
    case Status::Unavailable:
    case Status::Done:
        break;
    }
    return {503, "CRUD503", outcome.text};
}

std::optional<Json> readRecord(std::string_view text, CrudFaults& faults)
{
    if (!http::isUtf8(text)) {
        faults.add("body", "is not UTF-8");
        return std::nullopt;
    }
    std::optional<Json> record = Json::parse(text);
    if (!record || record->kind() != Json::Kind::Object) {
        faults.add("body", record ? "must be a JSON object"
                                  : "is no JSON, or nested deeper than " + std::to_string(Json::maxDepth) +
                                        " levels");
        return std::nullopt;
    }
    if (const auto twice = crypto::repeatedJsonNames(text, 1); !twice.empty()) {
        faults.add(twice[0].name.empty() ? "body" : twice[0].name, "is there twice");
        return std::nullopt;
    }
    return record;
}

bool isRecordId(std::string_view id)
{
    constexpr std::size_t longest = 128;
    return !id.empty() && id.size() <= longest && http::isUtf8(id) &&
           std::none_of(id.begin(), id.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

std::string takeId(Json& record, CrudFaults& faults)
{
    const Json* const found = record.find("_id");
    if (!found)
        return {};
    std::string id = found->text();
    if (found->kind() != Json::Kind::String || !isRecordId(id))
        faults.add("_id", "must be a text of 1 to 128 bytes without control characters");
    record.remove("_id");
    return id;
}

void takeRecord(std::string_view text, const CrudConfig& config, std::string_view place, CrudCall& call,
                CrudFaults& faults)
{
    std::optional<Json> record = readRecord(text, faults);
    if (!record)
        return;
    const std::string id = takeId(*record, faults);
    if (call.op == CrudCall::Op::Create)
        call.id = id;
    else if (!id.empty() && id != call.id)
        faults.add("_id", "must be the one of the " + std::string(place) + ", or missing");
    if (config.schema)
        config.schema->check(*record, call.op == CrudCall::Op::Update, faults);
    call.body = std::move(*record);
    call.bytes = text.size();
}

QByteArray recordText(const std::string& id, const Json& fields)
{
    Json record = Json::object();
    record.members().reserve(fields.members().size() + 1);
    record.set("_id", Json::string(id));
    for (const Json::Member& member : fields.members()) {
        if (member.name != "_id")
            record.members().push_back(member);
    }
    std::string text;
    record.write(text);
    return QByteArray::fromStdString(text);
}

} // namespace gatehouse::protocols
