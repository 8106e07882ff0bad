// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::protocols {

/// What of a value is wanted; empty: all of it.
struct CrudSelection {
    struct Field {
        std::string key; ///< in the answer: alias or name
        std::string name;
        std::vector<Field> below;
    };
    std::vector<Field> fields;
};

/// One field of the operation, with its arguments worked out.
struct CrudGraphQlField {
    std::string key;
    std::string name; ///< listItems, getItem, createItem, updateItem, deleteItem, __typename
    filters::Json arguments = filters::Json::object();
    CrudSelection selection;
};

struct CrudGraphQlOperation {
    bool mutation = false;
    std::vector<CrudGraphQlField> fields;
};

/// The operation of a request {query, variables, operationName} that is to run (GraphQL October 2021, section
/// 6.1), or a text that says why there is none. Fragments, directives and introspection are not served.
std::variant<CrudGraphQlOperation, std::string> readCrudGraphQl(const filters::Json& request);

/// The wanted part of a record or of a list of records, as JSON.
void writeSelected(const filters::Json& value, const std::vector<CrudSelection::Field>& fields,
                   std::string& out);

} // namespace gatehouse::protocols
