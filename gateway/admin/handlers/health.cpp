// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/health.h"

#include "common/core/ids.h"
#include "gateway/admin/handlers/common.h"
#include "gateway/admin/platform_cors.h"
#include "gateway/filters/answer_store.h"
#include "gateway/filters/client_address.h"
#include "gateway/net/address.h"
#include "gateway/observe/process_stats.h"
#include "gateway/observe/prometheus.h"
#include "gateway/observe/scrape_access.h"
#include "gateway/observe/telemetry.h"
#include "gateway/shared_state/local_state.h"

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin {

namespace {
namespace health_calls {

/// "2d 3h 4m", "3h 4m" or "3m 4s".
QString uptimeText(qint64 seconds)
{
    const qint64 days = seconds / 86'400, hours = seconds / 3'600 % 24, minutes = seconds / 60 % 60;
    if (days > 0)
        return u"%1d %2h %3m"_s.arg(days).arg(hours).arg(minutes);
    if (hours > 0)
        return u"%1h %2m"_s.arg(hours).arg(minutes);
    return u"%1m %2s"_s.arg(minutes).arg(seconds % 60);
}

/// Resident memory as a share of the machine's, "1.2%"; empty when it cannot be read.
QString memoryUsage()
{
    const auto resident = observe::ProcessStats::read().value(observe::Metric::ResidentBytes);
    const double total = double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGESIZE));
    return resident && total > 0 ? QString::number(*resident * 100 / total, 'f', 1) + u'%' : QString();
}

void status(Services& services, const Call& call, const Done& done)
{
    if (!call->caller.known())
        return done(Reply::error(401, u"GTW401"_s, u"Unauthorized"_s));
    if (!call->caller.may(Permission::ManageGateway))
        return done(Reply::error(403, u"GTW013"_s, u"Forbidden"_s));
    const bool external = !services.settings.isMemoryMode();
    done(Reply::object(200,
                       {{u"status"_s, u"online"_s},
                        {u"mongodb"_s, external},
                        {u"redis"_s, external},
                        {u"memory_usage"_s, memoryUsage()},
                        {u"active_connections"_s, services.activeConnections()},
                        {u"uptime"_s, uptimeText((services.clock.wallMs() - services.startedMs) / 1000)}}));
}

/// Counters of limits and kept answers; configuration is compiled and needs no clearing.
void clearCaches(Services& services, const Call& call, const Done& done)
{
    if (!call->caller.may(Permission::ManageGateway))
        return done(Reply::error(403, u"GTW008"_s, u"You do not have permission to clear caches"_s));
    call->audit->target = u"all"_s;
    services.counters.clearLimits();
    services.answers.purge([](std::string_view) { return true; });
    Reply reply = Reply::message(200, u"All caches cleared"_s);
    const QByteArray origin = call->header("origin");
    if (!origin.isEmpty()) {
        reply.addHeader("Access-Control-Allow-Origin", origin);
        reply.addHeader("Access-Control-Allow-Credentials", "true");
    }
    done(std::move(reply));
}

void readiness(Services& services, const Call& call, const Done& done)
{
    const bool privileged = call->caller.may(Permission::ManageGateway);
    const bool memory = services.settings.isMemoryMode();
    QJsonObject object{{u"status"_s, services.health.isReady() ? u"ready"_s : u"degraded"_s},
                       {u"mongodb"_s, QJsonValue()},
                       {u"redis"_s, QJsonValue()},
                       {u"mode"_s, QJsonValue()},
                       {u"cache_backend"_s, QJsonValue()}};
    if (privileged) {
        object.insert(u"mongodb"_s, !memory);
        object.insert(u"redis"_s, !memory);
        object.insert(u"mode"_s, memory ? u"memory"_s : u"mongodb"_s);
        object.insert(u"cache_backend"_s, memory ? u"memory"_s : u"redis"_s);
    }
    done(Reply::raw(200, object));
}

/// /health: the process answers. Touches nothing.
void live(Services& services, const Call&, const Done& done)
{
    done(Reply::raw(200, {{u"status"_s, u"ok"_s},
                          {u"version"_s, services.version},
                          {u"timestamp"_s, isoTime(services.clock.wallMs())}}));
}

/// Every dependency by name, under a status in the words of the path; 503 when a required one is down or
/// while draining.
void tellReadiness(Services& services, const Call& call, const Done& done, const QString& status)
{
    QJsonObject object = services.health.toJson(call->caller.may(Permission::ManageGateway));
    object.insert(u"timestamp"_s, isoTime(services.clock.wallMs()));
    if (!status.isEmpty())
        object.insert(u"status"_s, status);
    done(Reply::raw(services.health.isReady() ? 200 : 503, object));
}

void ready(Services& services, const Call& call, const Done& done)
{
    tellReadiness(services, call, done, {});
}

/// The runbook's check of the token endpoint.
void authReady(Services& services, const Call& call, const Done& done)
{
    tellReadiness(services, call, done, services.health.isReady() ? u"UP"_s : u"DOWN"_s);
}

/// The answer to probes that ask for less than readiness, with what the checks say.
void tellProbe(const Services& services, const Done& done, int status, bool healthy, QJsonObject object)
{
    object.insert(u"status"_s, healthy ? u"healthy"_s : u"degraded"_s);
    object.insert(u"version"_s, services.version);
    object.insert(u"timestamp"_s, isoTime(services.clock.wallMs()));
    done(Reply::raw(status, object));
}

/// Nothing listens before the documents are compiled and every worker accepts, so whoever is answered may go
/// on to ask for readiness. A later fault is no reason to start again: it is told and stays 200.
void startup(Services& services, const Call& call, const Done& done)
{
    tellProbe(services, done, 200, services.health.status() == u"ok"_s,
              services.health.toJson(call->caller.may(Permission::ManageGateway)));
}

/// The threads that carry traffic alone: 503 when one of them hangs, but not while draining.
void workers(Services& services, const Call& call, const Done& done)
{
    const QJsonObject all =
        services.health.toJson(call->caller.may(Permission::ManageGateway)).value(u"checks"_s).toObject();
    const QJsonObject check = all.value(u"workers"_s).toObject();
    const bool turn = check.value(u"status"_s).toString() == u"ok"_s;
    tellProbe(services, done, turn ? 200 : 503, turn, {{u"checks"_s, QJsonObject{{u"workers"_s, check}}}});
}

bool onAllowlist(const net::IpAddress& address, const QStringList& allowlist)
{
    net::CidrSet set;
    for (const QString& entry : allowlist)
        set.add(entry.toStdString());
    set.compile();
    return set.contains(address);
}

/// Null when what it says of itself is no address: that is on no list.
net::IpAddress scraperOf(const config::Settings& settings, const Request& request)
{
    const QByteArray forwarded = request.header("x-forwarded-for").split(',').first().trimmed();
    const bool believed = settings.flag(Setting::PrometheusTrustXff) && !forwarded.isEmpty();
    const std::string text = believed ? forwarded.toStdString() : request.clientIp.toStdString();
    return net::IpAddress::parse(text).value_or(net::IpAddress());
}

void metrics(Services& services, const Call& call, const Done& done)
{
    const config::Settings& settings = services.settings;
    const QByteArray token = settings.secret(Setting::PrometheusToken).reveal();
    QByteArray presented = call->header("x-prometheus-token");
    if (presented.isEmpty() && call->header("authorization").startsWith("Bearer "))
        presented = call->header("authorization").mid(7);
    const QStringList allowlist = settings.list(Setting::PrometheusAllow);
    const net::IpAddress client = scraperOf(settings, *call);
    const observe::ScrapeAccess access{
        .enabled = settings.flag(Setting::Prometheus),
        .isPublic = settings.flag(Setting::PrometheusPublic),
        .configuredToken = {token.constData(), std::size_t(token.size())},
        .presentedToken = {presented.constData(), std::size_t(presented.size())},
        .allowlistConfigured = !allowlist.isEmpty(),
        .addressOnAllowlist = onAllowlist(client, allowlist),
        .addressIsLoopback = filters::isLocalAddress(client, settings.flag(Setting::InDocker)),
    };
    const observe::ScrapeDecision decision = observe::decideScrape(access);
    if (decision.status != 200)
        return done(Reply::bytes(decision.status, "text/plain; charset=utf-8",
                                 QByteArray::fromStdString(std::string(decision.body))));
    services.lastScrapeMs = services.clock.wallMs();
    done(Reply::bytes(200, QByteArray::fromStdString(std::string(observe::PrometheusContentType)),
                      QByteArray::fromStdString(services.telemetry.scrape())));
}

/// What a console asks first: who is there, and where traffic goes in.
void version(Services& services, const Call&, const Done& done)
{
    const ListenerPorts ports = services.ports();
    done(Reply::object(200,
                       {{u"product"_s, u"Gatehouse"_s},
                        {u"version"_s, services.version},
                        {u"api"_s, 1},
                        {u"revision"_s, qint64(services.control.revision())},
                        {u"environment"_s, services.settings.text(Setting::Env)},
                        {u"started_at"_s, isoTime(services.startedMs)},
                        {u"admin_port"_s, ports.admin},
                        {u"traffic"_s, QJsonObject{{u"scheme"_s, ports.trafficTls ? u"https"_s : u"http"_s},
                                                   {u"port"_s, ports.traffic}}}}));
}

} // namespace health_calls
} // namespace

void registerHealth(Registry& registry, Services& services)
{
    using namespace health_calls;
    registry.on(CallId::Health, [](const Call&, const Done& done) {
        done(Reply::raw(200, {{u"status"_s, u"online"_s}}));
    });
    registry.on(CallId::Status, services, status);
    registry.on(CallId::CachesClear, services, clearCaches);
    registry.on(CallId::CachesPreflight, [&services](const Call& call, Done done) {
        done(platformPreflight(services.settings, *call));
    });
    registry.on(CallId::MonitorLiveness, [](const Call&, const Done& done) {
        done(Reply::raw(200, {{u"status"_s, u"alive"_s}}));
    });
    registry.on(CallId::MonitorReadiness, services, readiness);
    registry.on(CallId::HealthLive, services, live);
    registry.on(CallId::HealthReady, services, authReady);
    registry.on(CallId::HealthReadyShort, services, ready);
    registry.on(CallId::HealthStartup, services, startup);
    registry.on(CallId::HealthWorkers, services, workers);
    registry.on(CallId::Metrics, services, metrics);
    registry.on(CallId::Version, services, version);
}

} // namespace gatehouse::admin
