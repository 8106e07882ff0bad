// SPDX-License-Identifier: GPL-3.0-or-later
// Usage over time, by API, user and endpoint (platform-routes section 18).
#include "common/model/api.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/query_reader.h"
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

/// start_ts and end_ts, else the range that ends now. Faults go to the reader.
Range rangeOf(const Services& services, const Request& request, QueryReader& query)
{
    constexpr int most = 100;
    Range range;
    const auto from = query.moment(u"start_ts"_s);
    const auto to = query.moment(u"end_ts"_s);
    const auto span = observe::rangeSeconds(request.value(u"range"_s, u"24h"_s));
    range.limit = query.number(u"limit"_s, 1, most, range.limit);
    if (!span)
        query.fault(u"range"_s, u"enum"_s, u"must be 1h, 24h, 7d or 30d"_s);
    if (from.has_value() != to.has_value())
        query.fault(from ? u"end_ts"_s : u"start_ts"_s, u"required"_s, u"both or neither are needed"_s);
    if (from && to && *to <= *from)
        query.fault(u"end_ts"_s, u"range"_s, u"must be later than start_ts"_s);
    range.to = to.value_or(services.nowSeconds());
    range.from = from.value_or(range.to - span.value_or(0));
    return range;
}

Result<Range> rangeOf(const Services& services, const Request& request)
{
    QueryReader query(request);
    const Range range = rangeOf(services, request, query);
    return query.isGood() ? Result<Range>(range) : Result<Range>(query.error());
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
    QueryReader query(*call);
    const Range range = rangeOf(services, *call, query);
    const QString granularity =
        query.word(u"granularity"_s, {u"auto"_s, u"minute"_s, u"5minute"_s, u"hour"_s, u"day"_s}, u"auto"_s);
    const QString metric = query.word(u"metric_type"_s,
                                      {u"request_count"_s, u"error_rate"_s, u"latency"_s, u"bandwidth"_s,
                                       u"latency_bands"_s, u"top_apis"_s},
                                      QString());
    if (!query.isGood())
        return done(Reply::from(query.error()));
    done(Reply::object(200, storeOf(services).analyticsSeries(range.from, range.to, granularity, metric)));
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
    QueryReader query(*call);
    const Range range = rangeOf(services, *call, query);
    const QString sort = query.word(u"sort_by"_s, {u"count"_s, u"avg_ms"_s, u"error_rate"_s}, u"count"_s);
    if (!query.isGood())
        return done(Reply::from(query.error()));
    done(Reply::object(200, storeOf(services).analyticsTopEndpoints(range.from, range.to, sort, range.limit,
                                                                    tenantOf(*call))));
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
