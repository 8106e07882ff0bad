// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/proto_json.h"

#include "gateway/filters/json_tree.h"

#include <algorithm>
#include <google/protobuf/descriptor.h>

namespace gatehouse::protocols {

namespace pb = google::protobuf;
using filters::Json;

namespace {

bool isWide(const pb::FieldDescriptor& field)
{
    return field.cpp_type() == pb::FieldDescriptor::CPPTYPE_INT64 ||
           field.cpp_type() == pb::FieldDescriptor::CPPTYPE_UINT64;
}

bool hasFormOfItsOwn(const pb::Descriptor& message)
{
    return message.well_known_type() != pb::Descriptor::WELLKNOWNTYPE_UNSPECIFIED;
}

const pb::FieldDescriptor* fieldOf(const pb::Descriptor& message, const std::string& jsonName)
{
    for (int i = 0; i < message.field_count(); ++i) {
        if (message.field(i)->json_name() == jsonName)
            return message.field(i);
    }
    return nullptr;
}

/// A text of digits, or a list of such, as numbers.
void makeNumber(Json& value)
{
    if (value.kind() == Json::Kind::Array) {
        for (Json& item : value.items())
            makeNumber(item);
    } else if (value.kind() == Json::Kind::String) {
        if (auto number = Json::parse(value.text()); number && number->kind() == Json::Kind::Number)
            value = std::move(*number);
    }
}

} // namespace

std::string withProtoNames(const pb::Descriptor& message, std::string json)
{
    if (hasFormOfItsOwn(message))
        return json;
    auto tree = Json::parse(json);
    if (!tree || tree->kind() != Json::Kind::Object)
        return json; // beyond the bounds of our reader: proto3 JSON is not wrong either
    bool changed = false;
    for (Json::Member& member : tree->members()) {
        const pb::FieldDescriptor* const field = fieldOf(message, member.name);
        if (!field)
            continue;
        if (member.name != field->name()) {
            member.name = field->name();
            changed = true;
        }
        if (isWide(*field) && !field->is_map()) {
            makeNumber(member.value);
            changed = true;
        }
    }
    if (!changed)
        return json;
    std::string written;
    tree->write(written);
    return written;
}

} // namespace gatehouse::protocols
