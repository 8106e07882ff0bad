// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/api.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/query_reader.h"
#include "gateway/admin/tenant_view.h"
#include "gateway/observe/monitor_store.h"
#include "gateway/observe/telemetry.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::admin {

namespace {
namespace monitoring_calls {

constexpr qint64 monthSeconds = 30 * 86'400;

void metrics(Services& services, const Call& call, const Done& done)
{
    QueryReader query(*call);
    const auto range = observe::rangeSeconds(call->value(u"range"_s, u"24h"_s));
    if (!range)
        query.fault(u"range"_s, u"enum"_s, u"must be 1h, 24h, 7d or 30d"_s);
    const QString group = query.word(u"group"_s, {u"minute"_s, u"day"_s}, u"minute"_s);
    const QString sort = query.word(u"sort"_s, {u"asc"_s, u"desc"_s}, u"asc"_s);
    if (!query.isGood())
        return done(Reply::from(query.error()));
    done(Reply::object(200, services.telemetry.monitor().monitorMetrics(services.nowSeconds(), *range, group,
                                                                        sort == u"desc"_s)));
}

std::optional<QDateTime> timeOf(const QString& text)
{
    const QString format = text.contains(u'T') ? u"yyyy-MM-ddTHH:mm"_s : u"yyyy-MM-dd"_s;
    QDateTime time = QDateTime::fromString(text, format);
    time.setTimeSpec(Qt::UTC);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

void report(Services& services, const Call& call, const Done& done)
{
    const QString startText = call->value(u"start"_s);
    const QString endText = call->value(u"end"_s);
    Faults faults;
    for (const QString& name : {u"start"_s, u"end"_s}) {
        if (call->value(name).isEmpty())
            faults.append({name, u"required"_s, u"is missing"_s});
    }
    if (!faults.isEmpty())
        return done(Reply::from(Error::invalid(faults)));
    const auto start = timeOf(startText);
    auto end = timeOf(endText);
    if (!start || !end)
        return done(
            Reply::error(400, u"MON003"_s, u"Invalid date format. Use YYYY-MM-DD or YYYY-MM-DDTHH:MM"_s));
    // A day is meant as a whole, and so is a minute.
    end = endText.contains(u'T') ? end->addSecs(59) : end->addDays(1).addSecs(-1);
    if (*end <= *start)
        return done(Reply::error(400, u"MON003"_s, u"End date must be after start date"_s));
    const QString csv = services.telemetry.monitor().csvReport(start->toSecsSinceEpoch(),
                                                               end->toSecsSinceEpoch(), startText, endText);
    const QByteArray name = "doorman_report_" + startText.toLatin1() + "_to_" + endText.toLatin1() + ".csv";
    done(Reply::bytes(200, "text/csv", csv.toUtf8())
             .with("Content-Disposition", "attachment; filename=" + name));
}

QJsonArray topUsers(const Services& services, const Request& request)
{
    constexpr int most = 5;
    const auto own = ownOnly<User>(request);
    QJsonArray rows;
    const qint64 now = services.nowSeconds();
    for (const auto& [name, count] : services.telemetry.monitor().topUsers(
             now - monthSeconds, now, own ? observe::MonitorStore::Unlimited : most)) {
        if (rows.size() == most)
            break;
        const User* user = own ? services.documents().user(name) : nullptr;
        if (own && !(user && own(user)))
            continue;
        const qint64 subscriptions =
            services.documents().of<Subscription>().count(control::By::Principal, name);
        rows.append(QJsonObject{{u"username"_s, name},
                                {u"requests"_s, QLocale::c().toString(qlonglong(count))},
                                {u"subscribers"_s, subscriptions}});
    }
    return rows;
}

QJsonArray topApis(const Services& services, const QJsonArray& busiest)
{
    QHash<QString, qint64> subscribers;
    services.documents().of<Subscription>().forEach([&](const Subscription& one) {
        const Api* api = services.documents().of<Api>().at(one.apiId);
        const bool usual = !api || observe::tenantPrefix(api->tenant.toStdString()).empty();
        ++subscribers[(usual ? QString() : api->tenant + u':') + one.api.section(u'/', 0, 0)];
    });
    QJsonArray rows;
    for (const QJsonValue api : busiest) {
        const QString name = api[u"api"_s].toString();
        rows.append(QJsonObject{{u"name"_s, name},
                                {u"requests"_s, QLocale::c().toString(api[u"count"_s].toInteger())},
                                {u"subscribers"_s, subscribers.value(name.section(u':', 1))}});
    }
    return rows;
}

/// Of one tenant the calls of its APIs; what is counted without an API is nobody's.
void dashboard(Services& services, const Call& call, const Done& done)
{
    constexpr int shown = 10;
    const QString tenant = tenantOf(*call);
    const auto ownUser = ownOnly<User>(*call);
    const auto ownApi = ownOnly<Api>(*call);
    qint64 activeUsers = 0, apis = 0;
    services.documents().of<User>().forEach(
        [&](const User& user) { activeUsers += user.active && (!ownUser || ownUser(&user)) ? 1 : 0; });
    services.documents().of<Api>().forEach([&](const Api& api) { apis += !ownApi || ownApi(&api) ? 1 : 0; });
    const observe::MonitorStore& monitor = services.telemetry.monitor();
    const qint64 now = services.nowSeconds();
    const QJsonArray busiest = monitor
                                   .analyticsTopApis(now - monthSeconds, now,
                                                     observe::MonitorStore::Unlimited, tenant)[u"top_apis"_s]
                                   .toArray();
    qint64 total = 0;
    for (const QJsonValue api : busiest)
        total += api[u"count"_s].toInteger();
    QJsonArray first;
    for (qsizetype i = 0; i < std::min<qsizetype>(shown, busiest.size()); ++i)
        first.append(busiest[i]);
    done(Reply::object(200, {{u"totalRequests"_s, tenant.isEmpty() ? qint64(monitor.totalRequests()) : total},
                             {u"activeUsers"_s, activeUsers},
                             {u"newApis"_s, apis},
                             {u"monthlyUsage"_s, tenant.isEmpty() ? monitor.monthlyUsage() : QJsonObject()},
                             {u"activeUsersList"_s, topUsers(services, *call)},
                             {u"popularApis"_s, topApis(services, first)}}));
}

/// The last seconds of traffic for the console's charts: points newer than `after`.
void live(Services& services, const Call& call, const Done& done)
{
    QueryReader query(*call);
    const qint64 after = query.moment(u"after"_s).value_or(0);
    if (!query.isGood())
        return done(Reply::from(query.error()));
    done(Reply::object(200, {{u"now"_s, services.nowSeconds()},
                             {u"points"_s, services.telemetry.live().toJson(after)},
                             {u"active_connections"_s, services.activeConnections()}}));
}

} // namespace monitoring_calls
} // namespace

void registerMonitoring(Registry& registry, Services& services)
{
    using namespace monitoring_calls;
    registry.on(CallId::MonitorMetrics, services, metrics);
    registry.on(CallId::MonitorReport, services, report);
    registry.on(CallId::MonitorLive, services, live);
    registry.on(CallId::Dashboard, services, dashboard);
}

} // namespace gatehouse::admin
