// SPDX-License-Identifier: GPL-3.0-or-later
// What a GraphQL server answers to the question for its schema.
#include "gateway/control/graphql_schema.h"
#include "tests/fuzz/check.h"

#include <cstdint>

using gatehouse::fuzz::check;
using namespace gatehouse;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto schema =
        control::readGraphQlAnswer(QByteArray(reinterpret_cast<const char*>(data), qsizetype(size)));
    if (!schema) {
        check(!schema.error().text().isEmpty(), "a refusal says why");
        return 0;
    }
    check(schema->operationTypes().value(QStringLiteral("query")).isString(), "there is a query type");
    check(schema->types().size() <= schema->schema.value(QStringLiteral("types")).toArray().size(),
          "no type is invented");
    check(bool(control::readGraphQlSchema(schema->schema)), "what was read can be kept");
    return 0;
}
