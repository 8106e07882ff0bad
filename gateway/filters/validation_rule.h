// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/json_tree.h"

#include <QRegularExpression>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::filters {

/// One rule of an endpoint validation, ready to be applied (models 7, data-plane 9).
struct ValidationRule {
    struct Member;
    enum class Type : std::uint8_t { Any, String, Number, Boolean, Array, Object };
    enum class Format : std::uint8_t { None, Email, Url, Date, DateTime, Uuid };

    bool required = false;
    Type type = Type::Any;
    Format format = Format::None;
    std::optional<double> min, max; ///< length, value or number of items
    std::string patternText;
    std::optional<QRegularExpression> pattern; ///< anchored at the start only
    std::vector<Json> oneOf;
    std::string oneOfText; ///< for the fault
    std::vector<Member> members;
    std::shared_ptr<const ValidationRule> items;
};

struct ValidationRule::Member {
    std::string name;
    ValidationRule rule;
};

/// Makes a pattern whose matching is bounded, so that no value of a client can hold a worker for long.
/// Nothing when it does not compile.
std::optional<QRegularExpression> boundedPattern(const std::string& pattern);

/// The name of a value's type that clients know from faults: "str", "int", "float", "bool", "list", "dict".
std::string_view typeNameOf(const Json& value);

/// What is wrong with the value, in the words of data-plane 9; nothing when it is fine. `value` null: absent.
std::optional<std::string> faultOf(const ValidationRule& rule, const Json* value);

} // namespace gatehouse::filters
