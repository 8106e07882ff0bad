// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/validation_rules.h"

#include "common/model/codec.h"
#include "gateway/control/json_values.h"

#include <algorithm>

namespace gatehouse::control {

using namespace Qt::Literals::StringLiterals;

namespace {

using Target = filters::ValidationRule;

template <typename Word>
Word wordOf(const QList<QPair<QString, Word>>& words, const QString& text, Word other)
{
    for (const auto& [name, word] : words) {
        if (name == text)
            return word;
    }
    return other; // other words switch the check off (models 7)
}

Target::Type typeOf(const QString& text)
{
    return wordOf<Target::Type>({{u"string"_s, Target::Type::String},
                                 {u"number"_s, Target::Type::Number},
                                 {u"boolean"_s, Target::Type::Boolean},
                                 {u"array"_s, Target::Type::Array},
                                 {u"object"_s, Target::Type::Object}},
                                text, Target::Type::Any);
}

Target::Format formatOf(const QString& text)
{
    return wordOf<Target::Format>({{u"email"_s, Target::Format::Email},
                                   {u"url"_s, Target::Format::Url},
                                   {u"date"_s, Target::Format::Date},
                                   {u"datetime"_s, Target::Format::DateTime},
                                   {u"uuid"_s, Target::Format::Uuid}},
                                  text, Target::Format::None);
}

Target ruleOf(const ValidationRule& stored, const QString& path, int depth, Faults& faults);

void addItems(Target& rule, const ValidationRule& stored, const QString& path, int depth, Faults& faults)
{
    if (stored.arrayItems.isNull() || stored.arrayItems.isUndefined())
        return;
    const QString here = keyedPath(path, u"array_items"_s);
    if (!stored.arrayItems.isObject()) {
        faults.append({here, u"type"_s, u"must be a rule"_s});
        return;
    }
    const Result<ValidationRule> items = fromJson<ValidationRule>(stored.arrayItems.toObject());
    if (items) {
        rule.items = std::make_shared<const Target>(ruleOf(*items, here, depth + 1, faults));
        return;
    }
    for (const Fault& fault : items.error().faults)
        faults.append({keyedPath(here, fault.field), fault.rule, fault.message});
}

Target ruleOf(const ValidationRule& stored, const QString& path, int depth, Faults& faults)
{
    constexpr int deepest = 32;
    Target rule;
    if (depth > deepest) {
        faults.append({path, u"range"_s, u"rules are nested deeper than %1"_s.arg(deepest)});
        return rule;
    }
    rule.required = stored.required;
    rule.type = typeOf(stored.type);
    rule.format = formatOf(stored.format);
    rule.min = stored.min;
    rule.max = stored.max;
    if (!stored.pattern.isEmpty()) {
        rule.patternText = stored.pattern.toStdString();
        rule.pattern = filters::boundedPattern(rule.patternText);
        if (!rule.pattern)
            faults.append({keyedPath(path, u"pattern"_s), u"format"_s, u"is not a regular expression"_s});
    }
    if (stored.oneOf && !stored.oneOf->isEmpty()) {
        for (const QJsonValue value : *stored.oneOf)
            rule.oneOf.push_back(jsonOf(value));
        filters::Json list = filters::Json::array();
        list.items() = rule.oneOf;
        list.write(rule.oneOfText);
    }
    for (auto at = stored.nested.cbegin(); at != stored.nested.cend(); ++at)
        rule.members.push_back(
            {at.key().toStdString(), ruleOf(at.value(), keyedPath(path, at.key()), depth + 1, faults)});
    addItems(rule, stored, path, depth, faults);
    return rule;
}

} // namespace

filters::ValidateConfig validateConfigOf(const EndpointValidation& validation, Faults& faults)
{
    filters::ValidateConfig config;
    config.enforcement.policy = "endpoint validation";
    for (auto at = validation.schema.rules.cbegin(); at != validation.schema.rules.cend(); ++at) {
        const QString path = u"validation_schema.validation_schema."_s + at.key();
        filters::ValidateConfig::Field field;
        field.pathText = at.key().toStdString();
        field.path = filters::JsonPath::parse(field.pathText);
        if (!field.path)
            faults.append({path, u"format"_s, u"Invalid field path: "_s + at.key()});
        field.rule = ruleOf(at.value(), path, 0, faults);
        config.fields.push_back(std::move(field));
    }
    return config;
}

} // namespace gatehouse::control
