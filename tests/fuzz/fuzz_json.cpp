// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that filters look into: JSON values, places in them, transforms of them, queries. The input is
// "path\nvalue".
#include "gateway/filters/transform.h"
#include "tests/fuzz/check.h"

#include <string>

using namespace gatehouse::filters;
using gatehouse::fuzz::check;

namespace {

std::string written(const Json& json)
{
    std::string text;
    json.write(text);
    return text;
}

void checkPath(std::string_view text, Json json)
{
    const std::optional<JsonPath> path = JsonPath::parse(text);
    if (!path || path->isRoot())
        return;
    if (path->set(json, Json::string("put"))) {
        const Json* const found = path->find(json);
        check(found && *found == Json::string("put"), "what is put somewhere is found there");
        const std::optional<Json> taken = path->take(json);
        check(taken && *taken == Json::string("put"), "and can be taken");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const std::size_t line = std::min(input.find('\n'), input.size());
    const std::string path = input.substr(0, line);
    const std::string value = input.substr(std::min(line + 1, input.size()));

    if (const std::optional<Json> json = Json::parse(value)) {
        const std::string text = written(*json);
        const std::optional<Json> again = Json::parse(text);
        check(again.has_value(), "what is written can be read");
        check(written(*again) == text, "and is written alike");
        checkPath(path, *json);
    }
    BodyRules rules;
    rules.wrap = "w";
    if (auto where = JsonPath::parse(path); where && !where->isRoot())
        rules.remove.push_back(*where);
    if (const auto changed = transformed(rules, value))
        check(Json::parse(*changed).has_value(), "a transformed body is JSON");

    NameRules names;
    names.remove = {"a"};
    names.rename = {{"b", "c"}};
    names.add = {{"d", "e f"}};
    const std::string query = transformedQuery(names, value);
    check(query.ends_with("d=e%20f"), "what is added stands at the end");
    return 0;
}
