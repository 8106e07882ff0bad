// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/request_tester.h"

#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

QJsonValue optional(const std::string& value)
{
    return value.empty() ? QJsonValue() : QJsonValue(text(value));
}

QJsonValue optional(proxy::Reason reason)
{
    return reason == proxy::Reason::None ? QJsonValue() : QJsonValue(text(proxy::nameOf(reason)));
}

qint64 us(std::int64_t ns)
{
    return ns / 1'000;
}

QString wordOf(proxy::Hook hook)
{
    switch (hook) {
    case proxy::HookRequest:
        return u"request"_s;
    case proxy::HookRequestBody:
        return u"request_body"_s;
    case proxy::HookAnswer:
        return u"answer"_s;
    case proxy::HookAnswerBody:
        return u"answer_body"_s;
    case proxy::HookUpgrade:
        return u"upgrade"_s;
    case proxy::HookRecheck:
        return u"recheck"_s;
    case proxy::HookUpstreamAnswer:
        return u"upstream_answer"_s;
    case proxy::HookFinish:
        break;
    }
    return u"finish"_s;
}

QString wordOf(proxy::Verdict verdict)
{
    switch (verdict) {
    case proxy::Verdict::Continue:
        break;
    case proxy::Verdict::Respond:
        return u"respond"_s;
    case proxy::Verdict::Wait:
        return u"wait"_s;
    }
    return u"continue"_s;
}

QString wordOf(proxy::Source source)
{
    switch (source) {
    case proxy::Source::None:
        break;
    case proxy::Source::Client:
        return u"client"_s;
    case proxy::Source::Gateway:
        return u"gateway"_s;
    case proxy::Source::Upstream:
        return u"upstream"_s;
    }
    return u"none"_s;
}

QJsonValue routeOf(const proxy::Trace::Match& match)
{
    if (match.apiId.empty())
        return QJsonValue::Null;
    QJsonValue operation;
    if (!match.operationId.empty())
        operation = QJsonObject{{u"id"_s, text(match.operationId)},
                                {u"method"_s, text(match.operationMethod)},
                                {u"uri"_s, text(match.operationTemplate)}};
    return QJsonObject{{u"api_id"_s, text(match.apiId)},        {u"api_name"_s, text(match.api)},
                       {u"api_version"_s, text(match.version)}, {u"prefix"_s, text(match.prefix)},
                       {u"protocol"_s, text(match.protocol)},   {u"operation"_s, operation}};
}

QJsonArray stepsOf(const proxy::Trace& trace)
{
    QJsonArray steps;
    for (const proxy::Trace::Step& step : trace.steps)
        steps.append(QJsonObject{{u"phase"_s, text(proxy::nameOf(step.phase))},
                                 {u"filter"_s, text(step.filter)},
                                 {u"hook"_s, wordOf(step.hook)},
                                 {u"decision"_s, wordOf(step.verdict)},
                                 {u"would_refuse"_s, optional(step.dryRun)},
                                 {u"at_us"_s, us(step.atNs)},
                                 {u"took_us"_s, us(step.tookNs)},
                                 {u"waited_us"_s, us(step.waitedNs)}});
    return steps;
}

QJsonArray attemptsOf(const proxy::Trace& trace)
{
    QJsonArray attempts;
    for (const proxy::Trace::Attempt& attempt : trace.attempts) {
        QJsonArray headers;
        for (const std::string& name : attempt.headers)
            headers.append(text(name));
        attempts.append(QJsonObject{{u"target"_s, text(attempt.target)},
                                    {u"request"_s, text(attempt.line)},
                                    {u"headers"_s, headers},
                                    {u"status"_s, attempt.status == 0 ? QJsonValue() : attempt.status},
                                    {u"reason"_s, optional(attempt.reason)},
                                    {u"detail"_s, optional(attempt.detail)},
                                    {u"at_us"_s, us(attempt.atNs)},
                                    {u"took_us"_s, us(attempt.tookNs)}});
    }
    return attempts;
}

} // namespace

QJsonObject traceToJson(const proxy::Trace& trace)
{
    QJsonValue caller;
    if (!trace.caller.empty())
        caller = QJsonObject{{u"name"_s, text(trace.caller)}, {u"kind"_s, text(trace.callerKind)}};
    const std::int64_t own = trace.totalNs - trace.upstreamNs - trace.waitedNs;
    return {{u"request_id"_s, text(trace.requestId)},
            {u"client"_s, text(trace.clientAddress)},
            {u"route"_s, routeOf(trace.match)},
            {u"caller"_s, caller},
            {u"phases"_s, stepsOf(trace)},
            {u"upstream"_s, attemptsOf(trace)},
            {u"outcome"_s, QJsonObject{{u"reason"_s, optional(trace.reason)},
                                       {u"source"_s, wordOf(proxy::row(trace.reason).source)},
                                       {u"policy"_s, optional(trace.policy)},
                                       {u"detail"_s, optional(trace.detail)}}},
            {u"timing"_s, QJsonObject{{u"total_us"_s, us(trace.totalNs)},
                                      {u"gateway_us"_s, us(std::max<std::int64_t>(own, 0))},
                                      {u"upstream_us"_s, us(trace.upstreamNs)},
                                      {u"waited_us"_s, us(trace.waitedNs)}}}};
}

} // namespace gatehouse::admin
