// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/protocols/crud_query.h"

#include "gateway/http/uri.h"

#include <algorithm>
#include <charconv>

namespace gatehouse::protocols {

namespace {

using filters::Json;
using filters::JsonPath;

/// A number from 1 to `most`, else a fault.
std::size_t numberOf(const std::string& name, const std::string& text, std::size_t most, CrudFaults& faults)
{
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= 1 && number <= most)
        return number;
    faults.add(name, "must be a whole number from 1 to " + std::to_string(most));
    return 1;
}

std::optional<double> numberOf(std::string_view text)
{
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole ? std::optional(number) : std::nullopt;
}

bool equals(const Json& value, const std::string& text)
{
    switch (value.kind()) {
    case Json::Kind::Null:
        return text == "null";
    case Json::Kind::False:
        return text == "false";
    case Json::Kind::True:
        return text == "true";
    case Json::Kind::String:
        return value.text() == text;
    case Json::Kind::Number:
        return value.text() == text || numberOf(text) == std::optional(value.number());
    case Json::Kind::Array:
        return std::any_of(value.items().begin(), value.items().end(),
                           [&text](const Json& item) { return equals(item, text); });
    case Json::Kind::Object:
        break;
    }
    return false;
}

int rankOf(const Json* value)
{
    return value ? static_cast<int>(value->kind()) : static_cast<int>(Json::Kind::Null);
}

int compare(const Json* a, const Json* b)
{
    if (const int rank = rankOf(a) - rankOf(b); rank != 0)
        return rank;
    if (a && a->kind() == Json::Kind::Number)
        return a->number() < b->number() ? -1 : (b->number() < a->number() ? 1 : 0);
    return a && a->kind() == Json::Kind::String ? a->text().compare(b->text()) : 0;
}

} // namespace

CrudQuery CrudQuery::parse(std::string_view query, CrudFaults& faults)
{
    constexpr std::size_t mostFilters = 16;
    constexpr std::size_t lastPage = 10'000'000;
    CrudQuery made;
    for (const auto& [name, value] : http::parseForm(query)) {
        if (name == "page") {
            made.page = numberOf(name, value, lastPage, faults);
        } else if (name == "page_size") {
            made.pageSize = numberOf(name, value, maxPageSize, faults);
        } else if (name == "sort") {
            made.descending = value.starts_with('-');
            made.sort = JsonPath::parse(std::string_view(value).substr(made.descending ? 1 : 0));
            if (!made.sort || made.sort->isRoot())
                faults.add(name, "must be the path of a field, such as address.city");
        } else if (auto path = JsonPath::parse(name); !path || path->isRoot()) {
            faults.add(name.empty() ? "query" : name, "is not the path of a field");
        } else if (made.filters.size() == mostFilters) {
            faults.add(name, "there may be at most " + std::to_string(mostFilters) + " filters");
        } else {
            made.filters.push_back({std::move(*path), value});
        }
    }
    return made;
}

bool CrudQuery::matches(const Json& record) const
{
    return std::all_of(filters.begin(), filters.end(), [&record](const Filter& filter) {
        const Json* const value = filter.path.find(record);
        return value && equals(*value, filter.value);
    });
}

bool CrudQuery::before(const Json& a, const Json& b) const
{
    const int order = compare(sort->find(a), sort->find(b));
    return descending ? order > 0 : order < 0;
}

} // namespace gatehouse::protocols
