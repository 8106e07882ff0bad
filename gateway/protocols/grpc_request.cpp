// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/grpc_request.h"

#include "common/crypto/json_names.h"
#include "common/crypto/json_scan.h"
#include "gateway/http/utf8.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::protocols {

namespace {

using crypto::JsonScan;

constexpr std::string_view badJson = "Invalid JSON in request body";
constexpr std::string_view badFormat = "Invalid request body format";
constexpr std::string_view noMethod = "Missing method in request body";
constexpr std::string_view badMethod =
    "Invalid gRPC method. Use Service.Method with alphanumerics/underscore.";
constexpr std::string_view badPackage = "Invalid gRPC package. Use letters, digits, underscore only.";
constexpr std::string_view badItems = "Invalid max_items. Use a whole number from 1 to 10000.";
constexpr std::string_view badMessages = "Invalid messages. Use a list of objects.";

bool isIdentifier(std::string_view text)
{
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
    return !text.empty() && letter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

/// Names separated by dots.
bool isPackage(std::string_view text)
{
    for (;;) {
        const std::size_t dot = text.find('.');
        if (!isIdentifier(text.substr(0, dot)))
            return false;
        if (dot == std::string_view::npos)
            return true;
        text.remove_prefix(dot + 1);
    }
}

/// The members of the object that matter; one that is not there, or null, is of kind Null.
struct Members {
    JsonScan::Value method, package, message, messages, maxItems, idempotent;
};

constexpr std::array<std::pair<std::string_view, JsonScan::Value Members::*>, 6> knownMembers{
    {{"method", &Members::method},
     {"package", &Members::package},
     {"message", &Members::message},
     {"messages", &Members::messages},
     {"max_items", &Members::maxItems},
     {"idempotent", &Members::idempotent}}};

bool isThere(const JsonScan::Value& value)
{
    return value.kind != JsonScan::Kind::Null;
}

std::string_view scan(std::string_view body, Members& members)
{
    const std::size_t first = body.find_first_not_of(" \t\r\n");
    JsonScan json = JsonScan::object(body);
    std::string key;
    JsonScan::Value value;
    for (;;) {
        switch (json.next(key, value)) {
        case JsonScan::Step::Malformed:
            return first != std::string_view::npos && body[first] == '[' ? badFormat : badJson;
        case JsonScan::Step::End:
            return {};
        case JsonScan::Step::Member:
            break;
        }
        for (const auto& [name, member] : knownMembers) {
            if (key == name)
                members.*member = value;
        }
    }
}

std::string_view readMethod(const Members& members, GrpcRequest& into)
{
    if (!isThere(members.method))
        return noMethod;
    const auto text = JsonScan::text(members.method);
    const std::size_t dot = text ? text->find('.') : std::string::npos;
    if (dot == std::string::npos)
        return badMethod;
    into.service = text->substr(0, dot);
    into.method = text->substr(dot + 1);
    return isIdentifier(into.service) && isIdentifier(into.method) ? std::string_view() : badMethod;
}

std::string_view readMessages(const Members& members, GrpcRequest& into)
{
    if (isThere(members.message)) {
        if (members.message.kind != JsonScan::Kind::Object)
            return badFormat;
        into.messages.push_back(members.message.raw);
    }
    if (!isThere(members.messages))
        return {};
    if (members.messages.kind != JsonScan::Kind::Array)
        return badMessages;
    into.messages.clear(); // the list is the whole stream
    JsonScan list = JsonScan::array(members.messages.raw);
    std::string key;
    JsonScan::Value value;
    while (list.next(key, value) == JsonScan::Step::Member) {
        if (value.kind != JsonScan::Kind::Object)
            return badMessages;
        into.messages.push_back(value.raw);
    }
    return {};
}

std::string_view readOptions(const Members& members, GrpcRequest& into)
{
    constexpr std::int64_t mostItems = 10'000;
    if (isThere(members.maxItems)) {
        const auto items = JsonScan::wholeNumber(members.maxItems);
        if (!items || *items < 1 || *items > mostItems)
            return badItems;
        into.maxItems = static_cast<std::uint32_t>(*items);
    }
    into.idempotentGiven =
        members.idempotent.kind == JsonScan::Kind::True || members.idempotent.kind == JsonScan::Kind::False;
    into.idempotent = members.idempotent.kind != JsonScan::Kind::False;
    return {};
}

} // namespace

std::string GrpcRequest::read(std::string_view body, GrpcRequest& into)
{
    if (!http::isUtf8(body))
        return std::string(badJson);
    Members members;
    if (const std::string_view fault = scan(body, members); !fault.empty())
        return std::string(fault);
    if (const auto twice = crypto::repeatedJsonNames(body, 1); !twice.empty())
        return "Request body says " + twice[0].place + " twice";
    if (const std::string_view fault = readMethod(members, into); !fault.empty())
        return std::string(fault);
    if (isThere(members.package)) {
        const auto text = JsonScan::text(members.package);
        if (!text || !isPackage(*text))
            return std::string(badPackage);
        into.package = *text;
    }
    if (const std::string_view fault = readOptions(members, into); !fault.empty())
        return std::string(fault);
    return std::string(readMessages(members, into));
}

} // namespace gatehouse::protocols
