// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/api/queries.h"

#include <QHash>
#include <QJsonArray>

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

struct QueryRow {
    CallId id;
    const char* parameters;
};

constexpr QueryRow queryRows[] = {
#define QUERY(id, parameters) {CallId::id, parameters},
#include "common/api/queries.inc"
#undef QUERY
};

struct QueryMeaning {
    const char* name;
    const char* type;
    const char* about;
};

constexpr QueryMeaning queryMeanings[] = {
    {"page", "int=1..1000000", "Which page, from 1."},
    {"page_size", "int=1..200", "Rows of a page; MAX_PAGE_SIZE at most."},
    {"search", "text", "Rows that hold this text somewhere, without regard to case."},
    {"sort", "text", "Field to sort by."},
    {"order", "asc|desc", "Which end comes first."},
    {"meta", "bool", "With _id and _meta: revision, who made and changed it, and when."},
    {"skip", "int=0..1000000000", "Rows to leave out at the start."},
    {"limit", "int=1..1000", "Rows at most."},
    {"offset", "int=0..2147483647", "Rows to leave out at the start."},
    {"enabled_only", "bool", "Leave out what is switched off."},
    {"rule_type", "per_user|per_api|per_endpoint|per_ip|per_user_api|per_user_endpoint|global",
     "Rules of this type."},
    {"q", "text", "Part of the id, the description or the target, without regard to case."},
    {"user_id", "text", "Another user than the caller, for whoever may manage plans."},
    {"format", "json|csv", "Form of the text."},
    {"start_date", "text", "First day, YYYY-MM-DD (UTC)."},
    {"end_date", "text", "Last day, YYYY-MM-DD (UTC)."},
    {"start_time", "text", "HH:MM of the first day."},
    {"end_time", "text", "HH:MM of the last day."},
    {"user", "text", "Part of the user name."},
    {"api", "text", "Part of the name of the API."},
    {"endpoint", "text", "Part of the path."},
    {"request_id", "text", "Id of one request."},
    {"method", "text", "HTTP method."},
    {"ip_address", "text", "Part of the address of the client."},
    {"min_response_time", "number", "Milliseconds at least."},
    {"max_response_time", "number", "Milliseconds at most."},
    {"level", "text", "DEBUG, INFO, WARNING, ERROR."},
    {"type", "text", "Of this type: gateway, auth or platform for log lines."},
    {"exclude_type", "text", "Leave out lines of this type."},
    {"actor", "text", "Who made the call."},
    {"action", "text", "What was done, such as api.update."},
    {"target", "text", "What it was done to."},
    {"status", "text",
     "In this state; of audit rows the status of the answer, of log lines also 5xx and the like."},
    {"ip", "text", "Address of the caller."},
    {"range", "1h|24h|7d|30d", "The time that ends now."},
    {"start_ts", "time", "Start, seconds since 1970; with end_ts, in place of range."},
    {"end_ts", "time", "End, seconds since 1970."},
    {"group", "minute|day", "What one row stands for."},
    {"start", "text", "YYYY-MM-DD or YYYY-MM-DDTHH:MM (UTC)."},
    {"end", "text", "YYYY-MM-DD or YYYY-MM-DDTHH:MM (UTC); a day is meant as a whole."},
    {"after", "time", "Points later than this, seconds since 1970."},
    {"granularity", "auto|minute|5minute|hour|day", "What one point stands for."},
    {"metric_type", "request_count|error_rate|latency|bandwidth|latency_bands|top_apis",
     "What is told of each point; all of the usual numbers when not given."},
    {"sort_by", "count|avg_ms|error_rate", "What decides the rank."},
    {"api_name", "text", "Name of one API; with api_version."},
    {"api_version", "text", "Version of one API."},
    {"role_name", "text", "One role alone."},
    {"group_name", "text", "One group alone."},
    {"client_key", "text", "One routing alone."},
    {"users", "int=0..5000", "Users to make."},
    {"apis", "int=0..1000", "APIs to make."},
    {"endpoints", "int=0..50", "Endpoints of each API."},
    {"groups", "int=0..500", "Groups to make."},
    {"protos", "int=0..1000", "APIs that get a proto file."},
    {"logs", "int=0..20000", "Lines of the access log to make."},
    {"seed", "int=0..4294967295", "The same seed makes the same examples."},
    {"api_id", "text", "Id of one API."},
    {"path", "text", "Start of a path."},
    {"since", "int=0..9007199254740991", "Revision that the caller knows."},
    {"below", "int=0..9007199254740991", "Revisions before this one; 0: the newest."},
    {"with", "int=0..9007199254740991", "The other revision; the newest when not given."},
    {"operation", "text", "Id of an endpoint whose own rules count as well."},
    {"name", "text", "This name."},
    {"tenant_id", "text", "Of this tenant."},
    {"policy_type", "text", "Of this type."},
    {"environment", "text", "Of this environment; another one than ours has none."},
    {"enabled", "bool", "Switched on, or off."},
    {"email", "text", "This e-mail address."},
    {"external_id", "text", "This external id."},
    {"consumer_id", "text", "Id of one consumer."},
    {"subscription_id", "text", "Id of one subscription."},
    {"prefix", "text", "Start of a key, up to 12 characters."},
    {"state", "text", "In this state."},
    {"severity", "critical|warning|info", "Of this severity."},
    {"rule_id", "text", "Of this rule."},
    {"acknowledged", "bool", "Acknowledged, or not."},
    {"signal", "text", "Of this signal."},
    {"channel_id", "text", "By this channel."},
    {"delivered", "bool", "Delivered, or not."},
};

const QueryMeaning* meaningOf(const QString& name)
{
    for (const QueryMeaning& meaning : queryMeanings) {
        if (name == QLatin1StringView(meaning.name))
            return &meaning;
    }
    return nullptr;
}

QJsonObject querySchema(const QString& type)
{
    if (type.startsWith(u"int"_s)) {
        QJsonObject schema{{u"type"_s, u"integer"_s}};
        const QString bounds = type.section(u'=', 1);
        if (!bounds.isEmpty()) {
            schema.insert(u"minimum"_s, bounds.section(u".."_s, 0, 0).toLongLong());
            schema.insert(u"maximum"_s, bounds.section(u".."_s, 1, 1).toLongLong());
        }
        return schema;
    }
    if (type == u"time")
        return querySchema(u"int=0..253402300799"_s);
    if (type == u"bool")
        return {{u"type"_s, u"boolean"_s}};
    if (type == u"number")
        return {{u"type"_s, u"number"_s}, {u"minimum"_s, 0}};
    QJsonObject schema{{u"type"_s, u"string"_s}};
    if (type.contains(u'|'))
        schema.insert(u"enum"_s, QJsonArray::fromStringList(type.split(u'|')));
    return schema;
}

/// "limit:int=1..1000", "q!"
QueryParameter parameterOf(const QString& text)
{
    QueryParameter parameter;
    parameter.name = text.section(u':', 0, 0);
    parameter.required = parameter.name.endsWith(u'!');
    parameter.name.remove(u'!');
    const QueryMeaning* meaning = meaningOf(parameter.name);
    const QString usual = meaning ? QString::fromLatin1(meaning->type) : QString();
    const QString type = text.section(u':', 1);
    parameter.schema = querySchema(type.isEmpty() ? usual : type);
    parameter.about = meaning ? QString::fromUtf8(meaning->about) : QString();
    return parameter;
}

} // namespace

QList<QueryParameter> queryOf(CallId id)
{
    QList<QueryParameter> parameters;
    for (const QueryRow& row : queryRows) {
        if (row.id != id)
            continue;
        for (const QString& text : QString::fromLatin1(row.parameters).split(u' ', Qt::SkipEmptyParts))
            parameters.append(parameterOf(text));
    }
    return parameters;
}

QStringList queryWords(const QString& name)
{
    const QueryMeaning* meaning = meaningOf(name);
    const QString type = meaning ? QString::fromLatin1(meaning->type) : QString();
    if (type == u"bool")
        return {u"true"_s, u"false"_s};
    return type.contains(u'|') ? type.split(u'|') : QStringList();
}

} // namespace gatehouse
