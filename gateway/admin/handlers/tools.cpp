// SPDX-License-Identifier: GPL-3.0-or-later
// Tools for operators (platform-routes section 22).
#include "common/api/requests.h"
#include "gateway/admin/chaos.h"
#include "gateway/admin/handlers/document_calls.h"
#include "gateway/admin/platform_cors.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {
namespace tools_calls {

/// What the settings say, as the checker shows it.
QJsonObject configOf(const config::Settings& settings)
{
    const QStringList origins = settings.list(Setting::AllowedOrigins);
    const bool credentials = settings.flag(Setting::AllowCredentials);
    const bool strict = settings.flag(Setting::CorsStrict);
    QStringList effective = origins.isEmpty() ? QStringList{u"*"_s} : origins;
    if (effective.contains(u"*"_s) && strict && credentials)
        effective = {u"http://localhost"_s, u"https://localhost"_s, u"http://127.0.0.1"_s,
                     u"https://127.0.0.1"_s};
    return {{u"allowed_origins"_s, QJsonArray::fromStringList(origins)},
            {u"effective_allowed_origins"_s, QJsonArray::fromStringList(effective)},
            {u"allow_credentials"_s, credentials},
            {u"allow_methods"_s, QJsonArray::fromStringList(settings.list(Setting::AllowMethods))},
            {u"allow_headers"_s, QJsonArray::fromStringList(platformAllowedHeaders(settings))},
            {u"cors_strict"_s, strict}};
}

struct Verdict {
    bool origin = false;
    bool method = false;
    QStringList notAllowed;
};

Verdict judge(const config::Settings& settings, const CorsCheckRequest& wanted)
{
    Verdict verdict;
    verdict.origin = platformOriginAllowed(settings, wanted.origin);
    const QString method = wanted.method.toUpper();
    verdict.method = method == u"OPTIONS"_s || settings.list(Setting::AllowMethods).contains(method);
    for (const QString& header : wanted.requestHeaders) {
        if (!platformAllowedHeaders(settings).contains(header.trimmed(), Qt::CaseInsensitive))
            verdict.notAllowed.append(header);
    }
    return verdict;
}

QJsonObject responseHeaders(const config::Settings& settings, const CorsCheckRequest& wanted, bool preflight)
{
    const bool allowed = platformOriginAllowed(settings, wanted.origin);
    QJsonObject headers{
        {u"Access-Control-Allow-Origin"_s, allowed ? QJsonValue(wanted.origin) : QJsonValue()},
        {u"Access-Control-Allow-Credentials"_s,
         settings.flag(Setting::AllowCredentials) ? u"true"_s : u"false"_s},
        {u"Vary"_s, u"Origin"_s}};
    if (preflight) {
        headers.insert(u"Access-Control-Allow-Methods"_s, settings.list(Setting::AllowMethods).join(u", "_s));
        headers.insert(u"Access-Control-Allow-Headers"_s, platformAllowedHeaders(settings).join(u", "_s));
    }
    return headers;
}

QJsonArray notesOf(const config::Settings& settings, const CorsCheckRequest& wanted, const Verdict& verdict)
{
    QJsonArray notes;
    if (!verdict.origin)
        notes.append(u"The origin is not in ALLOWED_ORIGINS."_s);
    if (!verdict.method)
        notes.append(u"The method is not in ALLOW_METHODS."_s);
    if (!verdict.notAllowed.isEmpty())
        notes.append(u"Not in ALLOW_HEADERS: "_s + verdict.notAllowed.join(u", "_s) + u'.');
    if (wanted.withCredentials && !settings.flag(Setting::AllowCredentials))
        notes.append(u"Credentials are not allowed (ALLOW_CREDENTIALS)."_s);
    return notes;
}

void cors(Services& services, const Call& call, const Done& done)
{
    const auto wanted = documentOf<CorsCheckRequest>(*call);
    if (!wanted)
        return done(Reply::from(wanted.error()));
    const config::Settings& settings = services.settings;
    const Verdict verdict = judge(settings, *wanted);
    const bool credentials = !wanted->withCredentials || settings.flag(Setting::AllowCredentials);
    QStringList normalized;
    for (const QString& header : wanted->requestHeaders)
        normalized.append(header.trimmed().toLower());
    const QJsonObject input{{u"origin"_s, wanted->origin},
                            {u"method"_s, wanted->method},
                            {u"request_headers"_s, QJsonArray::fromStringList(wanted->requestHeaders)},
                            {u"request_headers_normalized"_s, QJsonArray::fromStringList(normalized)},
                            {u"with_credentials"_s, wanted->withCredentials}};
    const QJsonObject preflight{
        {u"allowed"_s, verdict.origin && verdict.method && verdict.notAllowed.isEmpty() && credentials},
        {u"allow_origin"_s, verdict.origin ? QJsonValue(wanted->origin) : QJsonValue()},
        {u"method_allowed"_s, verdict.method},
        {u"headers_allowed"_s, verdict.notAllowed.isEmpty()},
        {u"not_allowed_headers"_s, QJsonArray::fromStringList(verdict.notAllowed)},
        {u"response_headers"_s, responseHeaders(settings, *wanted, true)}};
    done(Reply::object(
        200, {{u"config"_s, configOf(settings)},
              {u"input"_s, input},
              {u"preflight"_s, preflight},
              {u"actual"_s, QJsonObject{{u"allowed"_s, verdict.origin && credentials},
                                        {u"response_headers"_s, responseHeaders(settings, *wanted, false)}}},
              {u"notes"_s, notesOf(settings, *wanted, verdict)}}));
}

/// A wrong backend has a code of its own; what else is wrong is named beside it.
Reply chaosRefusal(Error error)
{
    const bool backend = std::any_of(error.faults.begin(), error.faults.end(),
                                     [](const Fault& fault) { return fault.field == u"backend"_s; });
    if (!backend)
        return Reply::from(error);
    error.code = u"TLS002"_s;
    error.message = u"backend must be redis or mongo"_s;
    return Reply::from(error, 400);
}

void toggleChaos(ChaosSwitch& chaos, const Call& call, const Done& done)
{
    const Result<ChaosRequest> wanted = documentOf<ChaosRequest>(*call);
    if (!wanted)
        return done(chaosRefusal(wanted.error()));
    const QString backend = wanted->backend.toLower();
    call->audit->target = backend;
    const auto which = backend == u"redis"_s ? ChaosSwitch::Backend::Redis : ChaosSwitch::Backend::Mongo;
    if (wanted->enabled && wanted->durationMs.value_or(0) > 0)
        chaos.outage(which, *wanted->durationMs);
    else
        chaos.set(which, wanted->enabled);
    done(Reply::object(200, {{u"backend"_s, backend}, {u"enabled"_s, chaos.isAway(which)}}));
}

} // namespace tools_calls
} // namespace

void registerTools(Registry& registry, Services& services, ChaosSwitch& chaos)
{
    using namespace tools_calls;
    on(registry, services, CallId::ToolCors, cors);
    registry.on(CallId::ToolChaos,
                [&chaos](const Call& call, const Done& done) { toggleChaos(chaos, call, done); });
    registry.on(CallId::ToolChaosStats, [&chaos](const Call&, const Done& done) {
        done(Reply::object(200, {{u"redis_outage"_s, chaos.isAway(ChaosSwitch::Backend::Redis)},
                                 {u"mongo_outage"_s, chaos.isAway(ChaosSwitch::Backend::Mongo)},
                                 {u"error_budget_burn"_s, chaos.refused()}}));
    });
}

} // namespace gatehouse::admin
