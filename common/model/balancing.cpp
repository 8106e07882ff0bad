// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/balancing.h"

#include "common/model/balancing_fields.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable stickyTable()
{
    using S = Stickiness;
    TableBuilder<S> t(u"stickiness"_s);
    t.field(u"by"_s, &S::by, u"By"_s,
            u"`header`: calls with the same value go together. `cookie`: the gateway sets one."_s);
    t.field(u"name"_s, &S::name, u"Name"_s, u"Name of the header or cookie."_s)
        .length(1, 64)
        .format(TextFormat::HeaderName);
    t.field(u"path"_s, &S::path, u"Path"_s, u"Path of the cookie."_s).length(1, 255).format(TextFormat::Path);
    t.field(u"domain"_s, &S::domain, u"Domain"_s, u"Domain of the cookie. Empty: the host called."_s)
        .length(0, 253)
        .format(TextFormat::Host);
    t.field(u"max_age_seconds"_s, &S::maxAgeSeconds, u"Life"_s,
            u"Life of the cookie; 0: until the browser closes."_s)
        .range(0, 31536000)
        .unit(u"s"_s);
    t.field(u"same_site"_s, &S::sameSite, u"SameSite"_s, u"Whether other sites' pages send it."_s);
    t.field(u"http_only"_s, &S::httpOnly, u"HttpOnly"_s, u"Scripts of pages cannot read it."_s);
    t.field(u"secure"_s, &S::secure, u"Secure"_s, u"`auto`: when the client came over https."_s);
    t.check([](const S& s, const QString& prefix, Faults& faults) {
        if (s.sameSite == SameSite::None && s.secure == CookieSecure::Never)
            faults.append({keyedPath(prefix, u"secure"_s), u"conflict"_s,
                           u"browsers refuse same_site none without Secure"_s});
    });
    return t.build();
}

void addCheckTimes(TableBuilder<HealthCheck>& t)
{
    using H = HealthCheck;
    t.field(u"interval_seconds"_s, &H::intervalSeconds, u"Every"_s, u"Time between two checks of a target."_s)
        .range(0.1, 3600)
        .unit(u"s"_s);
    t.field(u"timeout_seconds"_s, &H::timeoutSeconds, u"Timeout"_s, u"A later answer is a failure."_s)
        .range(0.05, 60)
        .unit(u"s"_s);
    t.field(u"healthy_after"_s, &H::healthyAfter, u"Healthy after"_s, u"So many good answers in a row."_s)
        .range(1, 100);
    t.field(u"unhealthy_after"_s, &H::unhealthyAfter, u"Unhealthy after"_s, u"So many failures in a row."_s)
        .range(1, 100);
}

EntityTable healthTable()
{
    using H = HealthCheck;
    TableBuilder<H> t(u"health check"_s);
    t.field(u"enabled"_s, &H::enabled, u"Active checks"_s, u"Ask every target in turn."_s);
    t.field(u"kind"_s, &H::kind, u"Kind"_s, u"`tcp`: a connection is answer enough."_s);
    t.field(u"method"_s, &H::method, u"Method"_s, u"Of the request that asks."_s);
    t.field(u"path"_s, &H::path, u"Path"_s, u"What is asked for, from the root of the target."_s)
        .length(1, 255)
        .format(TextFormat::Path);
    t.field(u"host"_s, &H::host, u"Host"_s, u"Host asked for. Empty: the target's."_s)
        .length(0, 255)
        .format(TextFormat::Host);
    t.field(u"port"_s, &H::port, u"Port"_s, u"Port that answers checks; 0: the target's."_s).range(0, 65535);
    addCheckTimes(t);
    t.field(u"status_from"_s, &H::statusFrom, u"Good status from"_s, u"Lowest status that counts as good."_s)
        .range(100, 599);
    t.field(u"status_to"_s, &H::statusTo, u"Good status to"_s, u"Highest status that counts as good."_s)
        .range(100, 599);
    t.field(u"passive"_s, &H::passive, u"Passive checks"_s, u"Failures of real calls count too."_s);
    t.check([](const H& h, const QString& prefix, Faults& faults) {
        if (h.statusFrom > h.statusTo)
            faults.append(
                {keyedPath(prefix, u"status_from"_s), u"range"_s, u"must not be greater than status_to"_s});
    });
    return t.build();
}

EntityTable ejectionTable()
{
    using E = EjectionSettings;
    TableBuilder<E> t(u"ejection"_s);
    t.field(u"failures"_s, &E::failures, u"Failures"_s, u"So many in a row take a target out."_s)
        .range(1, 1000);
    t.field(u"eject_seconds"_s, &E::ejectSeconds, u"Out for"_s,
            u"The first time; doubles each further time."_s)
        .range(0.1, 3600)
        .unit(u"s"_s);
    t.field(u"max_eject_seconds"_s, &E::maxEjectSeconds, u"Out for at most"_s, u"Bound of the doubling."_s)
        .range(0.1, 86400)
        .unit(u"s"_s);
    t.field(u"max_percent"_s, &E::maxPercent, u"Out at most"_s,
            u"Share of the targets that may be out at the same time."_s)
        .range(0, 100)
        .unit(u"%"_s);
    t.field(u"count_statuses"_s, &E::countStatuses, u"Count 502, 503, 504"_s,
            u"These answers are failures, too."_s);
    t.check([](const E& e, const QString& prefix, Faults& faults) {
        if (e.ejectSeconds > e.maxEjectSeconds)
            faults.append({keyedPath(prefix, u"eject_seconds"_s), u"range"_s,
                           u"must not be greater than max_eject_seconds"_s});
    });
    return t.build();
}

EntityTable loadBalancingTable()
{
    TableBuilder<LoadBalancing> t(u"load balancing"_s);
    addLoadBalancing(t);
    t.check(checkLoadBalancing);
    return t.build();
}

EntityTable serverTable()
{
    using S = ServerOptions;
    TableBuilder<S> t(u"server options"_s);
    t.field(u"weight"_s, &S::weight, u"Weight"_s, u"Share of the calls; 0: none."_s).range(0, 1000);
    t.field(u"drain"_s, &S::drain, u"Drain"_s, u"No new calls; running ones end."_s);
    t.field(u"backup"_s, &S::backup, u"Backup"_s, u"Used only when no other server can be."_s);
    return t.build();
}

} // namespace

void checkLoadBalancing(const LoadBalancing& rules, const QString& prefix, Faults& faults)
{
    if (rules.health.enabled && rules.health.timeoutSeconds > rules.health.intervalSeconds)
        faults.append({keyedPath(prefix, u"health.timeout_seconds"_s), u"range"_s,
                       u"must not be greater than interval_seconds"_s});
    if (rules.ejection && !rules.health.passive)
        faults.append({keyedPath(prefix, u"ejection"_s), u"conflict"_s, u"needs health.passive"_s});
}

template <>
const EntityTable& tableOf<Stickiness>()
{
    static const EntityTable table = stickyTable();
    return table;
}

template <>
const EntityTable& tableOf<HealthCheck>()
{
    static const EntityTable table = healthTable();
    return table;
}

template <>
const EntityTable& tableOf<EjectionSettings>()
{
    static const EntityTable table = ejectionTable();
    return table;
}

template <>
const EntityTable& tableOf<LoadBalancing>()
{
    static const EntityTable table = loadBalancingTable();
    return table;
}

template <>
const EntityTable& tableOf<ServerOptions>()
{
    static const EntityTable table = serverTable();
    return table;
}

} // namespace gatehouse
