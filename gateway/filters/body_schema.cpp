// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/filters/body_schema.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>

namespace gatehouse::filters {

namespace {

using BodyKind = Json::Kind;

void checkValue(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults);

bool fits(const BodySchema& schema, const Json& value)
{
    FaultText faults;
    checkValue(schema, value, {}, faults);
    return faults.isEmpty();
}

/// Names come from the client and may be of any length.
std::string memberPlace(const std::string& place, std::string_view name)
{
    constexpr std::size_t longest = 120;
    std::string made = place.empty() ? std::string() : place + '.';
    if (name.size() <= longest)
        return made.append(name);
    std::size_t end = longest;
    while ((static_cast<unsigned char>(name[end]) & 0xC0) == 0x80)
        --end;
    return made.append(name.substr(0, end)).append("...");
}

std::string amount(double number)
{
    return QString::number(number, 'g', 15).toStdString();
}

/// The same text for equal values, however they are written.
void writeCanonical(const Json& value, std::string& out)
{
    switch (value.kind()) {
    case BodyKind::Number:
        out.append(std::isfinite(value.number()) ? QString::number(value.number(), 'g', 17).toStdString()
                                                 : value.text());
        return;
    case BodyKind::Array:
        out.append(1, '[');
        for (const Json& item : value.items()) {
            writeCanonical(item, out);
            out.append(1, ',');
        }
        out.append(1, ']');
        return;
    case BodyKind::Object: {
        std::vector<std::string> members;
        for (const Json::Member& member : value.members()) {
            Json::string(member.name).write(members.emplace_back());
            members.back().append(1, ':');
            writeCanonical(member.value, members.back());
        }
        std::sort(members.begin(), members.end());
        out.append(1, '{');
        for (const std::string& member : members)
            out.append(member).append(1, ',');
        out.append(1, '}');
        return;
    }
    default:
        value.write(out);
    }
}

bool areDistinct(const std::vector<Json>& items)
{
    std::unordered_set<std::string> seen;
    return std::all_of(items.begin(), items.end(), [&seen](const Json& item) {
        std::string text;
        writeCanonical(item, text);
        return seen.insert(std::move(text)).second;
    });
}

void checkRule(const std::optional<ValidationRule>& rule, const Json& value, const std::string& place,
               FaultText& faults)
{
    if (!rule)
        return;
    if (const auto fault = faultOf(*rule, &value))
        faults.add(place, *fault);
}

void checkNumber(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    const double number = value.number();
    checkRule(schema.number, value, place, faults);
    if (schema.above && !(number > *schema.above))
        faults.add(place, "Value must be more than " + amount(*schema.above));
    if (schema.below && !(number < *schema.below))
        faults.add(place, "Value must be less than " + amount(*schema.below));
    if (!schema.step)
        return;
    // Decimal fractions have no exact double: 0.3 is a multiple of 0.1.
    const double times = number / *schema.step;
    if (!(std::abs(times - std::round(times)) <= 1e-9 * std::max(1.0, std::abs(times))))
        faults.add(place, "Value must be a multiple of " + amount(*schema.step));
}

void checkList(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    checkRule(schema.list, value, place, faults);
    if (schema.distinct && !areDistinct(value.items()))
        faults.add(place, "Items must be unique");
    if (!schema.items)
        return;
    for (std::size_t i = 0; i < value.items().size(); ++i)
        checkValue(*schema.items, value.items()[i], place + '[' + std::to_string(i) + ']', faults);
}

void checkOthers(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    if (!schema.closed && !schema.others)
        return;
    for (const Json::Member& member : value.members()) {
        const auto known = std::lower_bound(
            schema.members.begin(), schema.members.end(), member.name,
            [](const BodySchema::Member& one, const std::string& name) { return one.name < name; });
        if (known != schema.members.end() && known->name == member.name)
            continue;
        if (schema.closed)
            faults.add(memberPlace(place, member.name), "Field is not allowed");
        else
            checkValue(*schema.others, member.value, memberPlace(place, member.name), faults);
    }
}

void checkObject(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    for (const std::string& name : schema.required) {
        if (!value.find(name))
            faults.add(memberPlace(place, name), "Field is required");
    }
    for (const BodySchema::Member& member : schema.members) {
        if (const Json* const found = value.find(member.name))
            checkValue(*member.schema, *found, memberPlace(place, member.name), faults);
    }
    checkOthers(schema, value, place, faults);
    const auto count = double(value.members().size());
    if (schema.fewest && count < *schema.fewest)
        faults.add(place, "Object must have at least " + amount(*schema.fewest) + " fields");
    if (schema.most && count > *schema.most)
        faults.add(place, "Object must have at most " + amount(*schema.most) + " fields");
}

void checkCombined(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    const auto holds = [&value](const BodySchema::Shared& one) { return fits(*one, value); };
    for (const BodySchema::Shared& part : schema.all)
        checkValue(*part, value, place, faults);
    if (!schema.any.empty() && std::none_of(schema.any.begin(), schema.any.end(), holds))
        faults.add(place,
                   "Value fits none of " + std::to_string(schema.any.size()) + " alternatives (anyOf)");
    if (!schema.one.empty()) {
        const auto count = std::count_if(schema.one.begin(), schema.one.end(), holds);
        if (count != 1)
            faults.add(place, "Value fits " + std::to_string(count) + " of " +
                                  std::to_string(schema.one.size()) + " alternatives, must fit one (oneOf)");
    }
    if (schema.none && holds(schema.none))
        faults.add(place, "Value is one that is not allowed (not)");
}

bool hasKind(const BodySchema& schema, const Json& value)
{
    if (!(schema.kinds & BodySchema::kindBit(value.kind())))
        return false;
    // 1.0 is an integer (JSON Schema core, 4.2.3).
    return !schema.whole || value.kind() != BodyKind::Number || value.isWhole() ||
           value.number() == std::floor(value.number());
}

void checkValue(const BodySchema& schema, const Json& value, const std::string& place, FaultText& faults)
{
    if (!hasKind(schema, value))
        return faults.add(place, "Expected " + schema.kindText + ", got " + std::string(typeNameOf(value)));
    if (!schema.oneOf.empty() &&
        std::find(schema.oneOf.begin(), schema.oneOf.end(), value) == schema.oneOf.end())
        faults.add(place, "Value must be one of " + schema.oneOfText);
    if (value.kind() == BodyKind::String)
        checkRule(schema.text, value, place, faults);
    else if (value.kind() == BodyKind::Number)
        checkNumber(schema, value, place, faults);
    else if (value.kind() == BodyKind::Array)
        checkList(schema, value, place, faults);
    else if (value.kind() == BodyKind::Object)
        checkObject(schema, value, place, faults);
    checkCombined(schema, value, place, faults);
}

} // namespace

void checkBody(const BodySchema& schema, const Json& body, FaultText& faults)
{
    checkValue(schema, body, {}, faults);
}

} // namespace gatehouse::filters
