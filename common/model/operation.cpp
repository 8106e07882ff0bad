// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/operation.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable operationTable()
{
    TableBuilder<Operation> t(u"operation"_s, u"endpoints"_s, u"Operation"_s, u"Operations"_s,
                              {u"endpoint_method"_s, u"api_name"_s, u"api_version"_s, u"endpoint_uri"_s});
    t.group(u"Operation"_s);
    t.field(u"api_name"_s, &Operation::apiName, u"API"_s, u"Name of the API."_s)
        .required()
        .length(1, 320) // "tenant:name" in requests
        .immutable()
        .refersTo(Kind::Api);
    t.field(u"api_version"_s, &Operation::apiVersion, u"Version"_s, u"Version of the API."_s)
        .required()
        .length(1, 10)
        .immutable();
    t.field(u"endpoint_method"_s, &Operation::method, u"Method"_s, u"HTTP method, upper case."_s)
        .required()
        .length(1, 10)
        .immutable();
    t.field(u"endpoint_uri"_s, &Operation::uri, u"URI"_s,
            u"Path after the version; `{name}` stands for one segment."_s)
        .required()
        .length(1, 255)
        .format(TextFormat::Path)
        .immutable();
    t.field(u"endpoint_description"_s, &Operation::description, u"Description"_s,
            u"What the operation does."_s)
        .required()
        .length(1, 255);
    t.field(u"client_uri"_s, &Operation::clientUri, u"Client URI"_s,
            u"Public path, if it is not the URI; the URI is then the upstream's path."_s)
        .nullable()
        .length(1, 255)
        .format(TextFormat::Path);
    t.field(u"api_id"_s, &Operation::apiId, u"API id"_s, u"Id of the API."_s).nullable().generated();
    t.field(u"endpoint_id"_s, &Operation::id, u"Id"_s, u"Made by the gateway; validations refer to it."_s)
        .nullable()
        .generated();
    t.field(u"endpoint_active"_s, &Operation::active, u"Active"_s, u"Off: the endpoint is not reachable."_s);
    t.group(u"Upstream"_s);
    t.field(u"endpoint_servers"_s, &Operation::servers, u"Servers"_s,
            u"Used instead of the servers of the API."_s)
        .items(0, 100)
        .length(1, 2048)
        .format(TextFormat::UpstreamUrl);
    t.field(u"endpoint_upstream_id"_s, &Operation::upstreamId, u"Upstream group"_s,
            u"Used instead of the servers."_s)
        .nullable()
        .length(0, 64)
        .refersTo(Kind::Upstream);
    t.field(u"endpoint_total_timeout"_s, &Operation::totalTimeout, u"Total timeout"_s,
            u"Whole call. Unset: that of the API."_s)
        .range(0.001, 86400)
        .unit(u"s"_s);
    t.group(u"Documentation"_s);
    t.field(u"endpoint_tags"_s, &Operation::tags, u"Tags"_s, u"Words to group by."_s)
        .items(0, 50)
        .length(1, 64);
    t.field(u"endpoint_operation_id"_s, &Operation::operationId, u"Operation id"_s,
            u"Name in the OpenAPI document."_s)
        .nullable()
        .length(0, 255);
    t.field(u"endpoint_request_schema"_s, &Operation::requestSchema, u"Request schema"_s,
            u"JSON schema of the request body, as in OpenAPI. For reading, unless requests are checked."_s);
    t.field(u"endpoint_validate_request"_s, &Operation::validateRequest, u"Check requests"_s,
            u"On: bodies that are not JSON, or do not fit the request schema, get 400."_s);
    t.field(u"endpoint_response_schema"_s, &Operation::responseSchema, u"Response schema"_s,
            u"JSON schema of the answer, for documentation."_s);
    return t.build();
}

EntityTable validationRuleTable()
{
    using R = ValidationRule;
    TableBuilder<R> t(u"validation rule"_s);
    t.field(u"required"_s, &R::required, u"Required"_s, u"The value must be there."_s).required();
    t.field(u"type"_s, &R::type, u"Type"_s, u"string, number, boolean, array or object."_s)
        .required()
        .length(1, 32);
    t.field(u"min"_s, &R::min, u"Least"_s, u"Length of a text, value of a number or items of a list."_s);
    t.field(u"max"_s, &R::max, u"Most"_s, u"Length of a text, value of a number or items of a list."_s);
    t.field(u"pattern"_s, &R::pattern, u"Pattern"_s, u"Regular expression the text must begin with."_s)
        .nullable()
        .length(0, 1024)
        .format(TextFormat::Regex);
    t.field(u"enum"_s, &R::oneOf, u"Values"_s, u"The value must be one of these."_s).items(0, 1000);
    t.field(u"format"_s, &R::format, u"Format"_s, u"email, url, date, datetime or uuid."_s)
        .nullable()
        .length(0, 32);
    t.field(u"custom_validator"_s, &R::customValidator, u"Validator"_s,
            u"Kept for compatibility; none are known."_s)
        .nullable()
        .length(0, 255);
    t.field(u"nested_schema"_s, &R::nested, u"Nested rules"_s, u"Rules for the keys of an object."_s)
        .nullable();
    t.field(u"array_items"_s, &R::arrayItems, u"Item rule"_s, u"Rule for every element of a list."_s);
    t.check([](const R& rule, const QString& prefix, Faults& faults) {
        if (rule.min && rule.max && *rule.min > *rule.max)
            faults.append({keyedPath(prefix, u"min"_s), u"range"_s, u"must not be greater than max"_s});
        if (rule.arrayItems.isNull() || rule.arrayItems.isUndefined())
            return;
        const QString path = keyedPath(prefix, u"array_items"_s);
        if (!rule.arrayItems.isObject()) {
            faults.append({path, u"type"_s, u"must be an object"_s});
            return;
        }
        ReadContext context{ReadOptions::platformCreate(), {}};
        R item;
        readTable(tableOf<R>(), &item, rule.arrayItems.toObject(), context, path);
        faults += context.faults;
    });
    return t.build();
}

EntityTable validationTable()
{
    using V = EndpointValidation;
    TableBuilder<V> t(u"endpoint_validation"_s, u"endpoint_validations"_s, u"Operation validation"_s,
                      u"Operation validations"_s, {u"endpoint_id"_s});
    t.group(u"Validation"_s);
    t.field(u"endpoint_id"_s, &V::endpointId, u"Operation"_s, u"The operation whose requests are checked."_s)
        .required()
        .length(1, 64)
        .immutable()
        .refersTo(Kind::Operation);
    t.field(u"validation_enabled"_s, &V::enabled, u"Enabled"_s, u"Off: requests are not checked."_s)
        .required();
    t.field(u"validation_schema"_s, &V::schema, u"Rules"_s, u"Field path -> rule, in order."_s).required();
    return t.build();
}

EntityTable validationSchemaTable()
{
    TableBuilder<ValidationSchema> t(u"validation schema"_s);
    t.field(u"validation_schema"_s, &ValidationSchema::rules, u"Rules"_s, u"Field path -> rule."_s)
        .required()
        .items(0, 1000);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<Operation>()
{
    static const EntityTable table = operationTable();
    return table;
}

template <>
const EntityTable& tableOf<ValidationRule>()
{
    static const EntityTable table = validationRuleTable();
    return table;
}

template <>
const EntityTable& tableOf<ValidationSchema>()
{
    static const EntityTable table = validationSchemaTable();
    return table;
}

template <>
const EntityTable& tableOf<EndpointValidation>()
{
    static const EntityTable table = validationTable();
    return table;
}

} // namespace gatehouse
