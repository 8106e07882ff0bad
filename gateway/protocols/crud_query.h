// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"
#include "gateway/protocols/crud_schema.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::protocols {

/// Which records a list shows: `page`, `page_size`, `sort` (a field, with "-" in front downwards); every
/// other parameter is a filter, the path of a field and the value it must have.
struct CrudQuery {
    static constexpr std::size_t maxPageSize = 1000;

    std::size_t page = 1;
    std::size_t pageSize = maxPageSize;
    struct Filter {
        filters::JsonPath path;
        std::string value;
    };
    std::vector<Filter> filters; ///< all must hold
    std::optional<filters::JsonPath> sort;
    bool descending = false;

    /// `query`: as in the request target, without the question mark.
    static CrudQuery parse(std::string_view query, CrudFaults& faults);

    /// Whether records must be read to answer, and not only counted.
    bool looksInside() const { return !filters.empty() || sort.has_value(); }
    bool matches(const filters::Json& record) const;
    /// Whether `a` comes before `b`. Missing values and null come first, then false, true, numbers, texts.
    bool before(const filters::Json& a, const filters::Json& b) const;
};

} // namespace gatehouse::protocols
