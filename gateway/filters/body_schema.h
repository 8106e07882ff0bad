// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/fault_text.h"
#include "gateway/filters/validation_rule.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::filters {

/// A JSON Schema of a body (JSON Schema validation 2020-12, OpenAPI 3.0 section 4.7.24), ready to be applied;
/// made by control::bodySchemaOf(). What a rule says of a text, a number or a list is checked by faultOf(),
/// as it is for endpoint validations. A keyword holds for values of its kind only. Immutable; any thread.
struct BodySchema {
    using Shared = std::shared_ptr<const BodySchema>;
    struct Member {
        std::string name;
        Shared schema;
    };

    std::uint8_t kinds = anyKind; ///< bits of kindBit()
    bool whole = false;           ///< numbers have no fraction
    std::string kindText;         ///< "string or null"
    std::optional<ValidationRule> text, number, list;
    std::optional<double> above, below, step; ///< of a number: limits that do not count, and multipleOf
    bool distinct = false;                    ///< items of a list
    Shared items;
    std::vector<Member> members;
    std::vector<std::string> required;
    bool closed = false;                ///< members that are not named are refused,
    Shared others;                      ///< or follow this; null: are free
    std::optional<double> fewest, most; ///< members of an object
    std::vector<Json> oneOf;
    std::string oneOfText;
    std::vector<Shared> all, any, one;
    Shared none;

    static constexpr std::uint8_t anyKind = 0xFF;
    static constexpr std::uint8_t kindBit(Json::Kind kind) { return std::uint8_t(1U << unsigned(kind)); }
};

/// Adds whatever does not fit to `faults`, with its place: "a.b[0]".
void checkBody(const BodySchema& schema, const Json& body, FaultText& faults);

} // namespace gatehouse::filters
