// SPDX-License-Identifier: GPL-3.0-or-later
// Usage over time, by API, user and endpoint (platform-routes section 18).
#include "common/model/api.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/observe/monitor_store.h"
#include "gateway/observe/telemetry.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace analytics_calls {

struct Range {
    qint64 from = 0, to = 0; ///< seconds since 1970
    int limit = 10;
};

std::optional<qint64> whole(const Request& request, const QString& name, Faults& faults)
{
    if (!request.query.hasQueryItem(name))
        return std::nullopt;
    bool fine = false;
    const qint64 value = request.value(name).toLongLong(&fine);
    if (!fine)
        faults.append({name, u"type"_s, u"must be a whole number"_s});
    return value;
}

/// start_ts and end_ts, else the range that ends now.
Result<Range> rangeOf(const Services& services, const Request& request)
{
    constexpr qint64 most = 100;
    Faults faults;
    Range range;
    const auto from = whole(request, u"start_ts"_s, faults);
    const auto to = whole(request, u"end_ts"_s, faults);
    const auto span = observe::rangeSeconds(request.value(u"range"_s, u"24h"_s));
    const auto limit = whole(request, u"limit"_s, faults).value_or(range.limit);
    if (!span)
        faults.append({u"range"_s, u"enum"_s, u"must be 1h, 24h, 7d or 30d"_s});
    if (from.has_value() != to.has_value())
        faults.append({from ? u"end_ts"_s : u"start_ts"_s, u"required"_s, u"both or neither are needed"_s});
    if (from && to && *to <= *from)
        faults.append({u"end_ts"_s, u"range"_s, u"must be later than start_ts"_s});
    if (limit < 1 || limit > most)
        faults.append({u"limit"_s, u"range"_s, u"must be a whole number from 1 to %1"_s.arg(most)});
    if (!faults.isEmpty())
        return Error::invalid(faults);
    range.to = to.value_or(services.nowSeconds());
    range.from = from.value_or(range.to - *span);
    range.limit = int(limit);
    return range;
}

/// A word of the query, or a fault.
Result<QString> wordOf(const Request& request, const QString& name, const QStringList& words,
                       const QString& usual)
{
    const QString word = request.value(name, usual);
    if (words.contains(word))
        return word;
    return Error::invalid(name, u"enum"_s, u"must be one of "_s + words.join(u", "_s));
}

const observe::MonitorStore& storeOf(Services& services)
{
    return services.telemetry.monitor();
}

void overview(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    done(range ? Reply::object(200, storeOf(services).analyticsOverview(range->from, range->to))
               : Reply::from(range.error()));
}

void series(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    const auto granularity = wordOf(*call, u"granularity"_s,
                                    {u"auto"_s, u"minute"_s, u"5minute"_s, u"hour"_s, u"day"_s}, u"auto"_s);
    const auto metric = wordOf(*call, u"metric_type"_s,
                               {QString(), u"request_count"_s, u"error_rate"_s, u"latency"_s, u"bandwidth"_s,
                                u"latency_bands"_s, u"top_apis"_s},
                               QString());
    Faults faults;
    for (const Error* error : {range ? nullptr : &range.error(), granularity ? nullptr : &granularity.error(),
                               metric ? nullptr : &metric.error()}) {
        if (error)
            faults += error->faults;
    }
    if (!faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    done(
        Reply::object(200, storeOf(services).analyticsSeries(range->from, range->to, *granularity, *metric)));
}

void topApis(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    done(range ? Reply::object(200, storeOf(services).analyticsTopApis(range->from, range->to, range->limit,
                                                                       tenantOf(*call)))
               : Reply::from(range.error()));
}

void topUsers(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    done(range ? Reply::object(200, storeOf(services).analyticsTopUsers(range->from, range->to, range->limit))
               : Reply::from(range.error()));
}

void topEndpoints(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    const auto sort = wordOf(*call, u"sort_by"_s, {u"count"_s, u"avg_ms"_s, u"error_rate"_s}, u"count"_s);
    if (!range || !sort)
        return done(Reply::from(range ? sort.error() : range.error()));
    done(Reply::object(200, storeOf(services).analyticsTopEndpoints(range->from, range->to, *sort,
                                                                    range->limit, tenantOf(*call))));
}

/// The name under which calls of the API are counted (observe::Tally): with its tenant unless it is the
/// usual.
QString countedAs(const Services& services, const QString& name, const QString& version)
{
    const Api* api = services.documents().api(name, version);
    if (!api)
        return name; // it may be gone, its calls are not
    const bool usual = observe::tenantPrefix(api->tenant.toStdString()).empty();
    return usual ? api->name : api->tenant + u':' + api->name;
}

void ofApi(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    if (!range)
        return done(Reply::from(range.error()));
    const QString name = call->param(u"api_name"_s);
    const QString version = call->param(u"version"_s);
    const auto found =
        storeOf(services).analyticsApi(countedAs(services, name, version), version, range->from, range->to);
    done(found ? Reply::object(200, *found)
               : Reply::error(404, u"ANALYTICS404"_s, u"No data found for API: %1/%2"_s.arg(name, version)));
}

void ofUser(Services& services, const Call& call, const Done& done)
{
    const Result<Range> range = rangeOf(services, *call);
    if (!range)
        return done(Reply::from(range.error()));
    const QString name = call->param(u"username"_s);
    const auto found = storeOf(services).analyticsUser(name, range->from, range->to);
    done(found ? Reply::object(200, *found)
               : Reply::error(404, u"ANALYTICS404"_s, u"No data found for user: "_s + name));
}

} // namespace analytics_calls
} // namespace

void registerAnalytics(Registry& registry, Services& services)
{
    using namespace analytics_calls;
    on(registry, services, CallId::AnalyticsOverview, overview);
    on(registry, services, CallId::AnalyticsTimeseries, series);
    on(registry, services, CallId::AnalyticsTopApis, topApis);
    on(registry, services, CallId::AnalyticsTopUsers, topUsers);
    on(registry, services, CallId::AnalyticsTopEndpoints, topEndpoints);
    on(registry, services, CallId::AnalyticsApi, ofApi);
    on(registry, services, CallId::AnalyticsUser, ofUser);
}

} // namespace gatehouse::admin
