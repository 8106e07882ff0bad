// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::filters {

/// What a GraphQL request may run, and with which variables: what validation rules speak of (data-plane 9).
struct GraphQlCall {
    std::vector<std::string> operations; ///< by name; those without one are not spoken of
    Json variables = Json::object();
    std::string fault; ///< why nobody can say what it runs; empty when it can be said
};

GraphQlCall graphQlCallOf(const Json& request);

/// Whether a body of this type is the query itself (application/graphql) and not JSON.
bool isGraphQlText(std::string_view contentType);

/// The request that a query of a URL makes ("query", "variables", "operationName"); null when it makes none.
Json graphQlRequestOf(std::string_view urlQuery);

/// `request` with what the URL says in its place: which of the two counts depends on the upstream.
Json withUrl(Json request, const Json& url);

} // namespace gatehouse::filters
