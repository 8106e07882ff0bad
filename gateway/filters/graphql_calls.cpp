// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/graphql_calls.h"

#include "common/crypto/json_names.h"
#include "gateway/filters/graphql_query.h"
#include "gateway/http/header_table.h"
#include "gateway/http/uri.h"

#include <array>

namespace gatehouse::filters {

namespace {

constexpr std::array<std::string_view, 3> requestNames{"query", "operationName", "variables"};

/// The member of that name, in whatever case, because some upstreams do not mind; `fault` when there are two.
const Json* onlyMember(const Json& request, std::string_view name, std::string& fault)
{
    const Json* found = nullptr;
    for (const Json::Member& member : request.members()) {
        if (!http::equalsIgnoreCase(member.name, name))
            continue;
        if (found)
            fault = "Field " + std::string(name) + " is there twice";
        found = &member.value;
    }
    return found;
}

} // namespace

bool isGraphQlText(std::string_view contentType)
{
    return http::equalsIgnoreCase(contentType.substr(0, contentType.find_first_of("; \t")),
                                  "application/graphql");
}

GraphQlCall graphQlCallOf(const Json& request)
{
    GraphQlCall call;
    const Json* const query = onlyMember(request, requestNames[0], call.fault);
    const Json* const wanted = onlyMember(request, requestNames[1], call.fault);
    const Json* const variables = onlyMember(request, requestNames[2], call.fault);
    if (variables && variables->kind() == Json::Kind::Object)
        call.variables = *variables;
    std::string text;
    call.variables.write(text);
    if (const auto twice = crypto::repeatedJsonNames(text, 1); !twice.empty())
        call.fault = "Field " + twice[0].name + " is there twice";
    if (wanted && wanted->kind() == Json::Kind::String && !wanted->text().empty())
        call.operations.push_back(wanted->text());
    else if (query && query->kind() == Json::Kind::String)
        for (const std::string_view name : operationsOfGraphQl(query->text())) {
            if (!name.empty())
                call.operations.emplace_back(name);
        }
    return call;
}

Json graphQlRequestOf(std::string_view urlQuery)
{
    Json request;
    for (const auto& [name, value] : http::parseForm(urlQuery)) {
        for (const std::string_view known : requestNames) {
            if (name != known)
                continue;
            if (request.isNull())
                request = Json::object();
            Json member = Json::string(value);
            if (known == requestNames[2])
                member = Json::parse(value).value_or(Json());
            request.members().push_back({std::string(known), std::move(member)});
        }
    }
    return request;
}

Json withUrl(Json request, const Json& url)
{
    for (const Json::Member& member : url.members())
        request.set(member.name, member.value);
    return request;
}

} // namespace gatehouse::filters
