// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/upstream.h"

#include "common/model/table_builder.h"

namespace gatehouse {

using namespace Qt::Literals::StringLiterals;

namespace {

EntityTable targetTable()
{
    using T = UpstreamTarget;
    TableBuilder<T> t(u"target"_s);
    t.field(u"url"_s, &T::url, u"Address"_s, u"Where calls are sent."_s)
        .required()
        .length(1, 2048)
        .format(TextFormat::UpstreamUrl);
    t.field(u"weight"_s, &T::weight, u"Weight"_s, u"Share of the calls; 0: none."_s).range(0, 1000);
    t.field(u"drain"_s, &T::drain, u"Drain"_s, u"No new calls; running ones end."_s);
    t.field(u"backup"_s, &T::backup, u"Backup"_s, u"Used only when no other target is healthy."_s);
    return t.build();
}

EntityTable healthTable()
{
    using H = HealthCheck;
    TableBuilder<H> t(u"health check"_s);
    t.field(u"enabled"_s, &H::enabled, u"Active checks"_s, u"Ask every target in turn."_s);
    t.field(u"path"_s, &H::path, u"Path"_s, u"What is asked for."_s).length(1, 255).format(TextFormat::Path);
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

EntityTable upstreamTable()
{
    using U = Upstream;
    TableBuilder<U> t(u"upstream"_s, u"upstreams"_s, u"Upstream group"_s, u"Upstream groups"_s,
                      {u"tenant_id"_s, u"name"_s});
    t.group(u"Upstream"_s);
    t.field(u"id"_s, &U::id, u"Id"_s, u"Made by the gateway."_s).generated();
    t.field(u"name"_s, &U::name, u"Name"_s, u"Unique in the tenant."_s)
        .required()
        .length(1, 64)
        .format(TextFormat::Segment);
    t.field(u"tenant_id"_s, &U::tenant, u"Tenant"_s, u"The tenant the group belongs to."_s)
        .length(1, 255)
        .immutable()
        .refersTo(Kind::Tenant);
    t.field(u"targets"_s, &U::targets, u"Targets"_s, u"Addresses with weight and state."_s)
        .required()
        .items(1, 100);
    t.field(u"balancing"_s, &U::balancing, u"Balancing"_s, u"How a target is chosen."_s);
    t.field(u"hash_key"_s, &U::hashKey, u"Hash key"_s,
            u"What keeps a caller on one target, for consistent_hash."_s)
        .length(1, 128)
        .pattern(u"consumer|ip|path|header:[A-Za-z0-9-]+|cookie:[A-Za-z0-9_-]+"_s);
    t.field(u"health"_s, &U::health, u"Health"_s, u"How healthy targets are told from others."_s);
    t.field(u"breaker"_s, &U::breaker, u"Circuit breaker"_s, u"Unset: the gateway's rules."_s);
    t.field(u"tls"_s, &U::tls, u"TLS"_s, u"Unset: system certificates."_s);
    t.field(u"keep_alive"_s, &U::keepAlive, u"Idle connections"_s, u"Kept open per target and worker."_s)
        .range(0, 10000);
    t.field(u"max_connections"_s, &U::maxConnections, u"Connections"_s,
            u"Most per target and worker; 0: no bound."_s)
        .range(0, 100000);
    return t.build();
}

EntityTable routingTable()
{
    using R = Routing;
    TableBuilder<R> t(u"routing"_s, u"routings"_s, u"Routing"_s, u"Routings"_s, {u"client_key"_s});
    t.group(u"Routing"_s);
    t.field(u"routing_name"_s, &R::name, u"Name"_s, u"Name shown to people."_s).required().length(1, 50);
    t.field(u"routing_servers"_s, &R::servers, u"Servers"_s, u"Used for callers with this key, in turn."_s)
        .required()
        .items(1, 100)
        .length(1, 2048)
        .format(TextFormat::UpstreamUrl);
    t.field(u"routing_description"_s, &R::description, u"Description"_s, u"Who is routed here."_s)
        .nullable()
        .length(0, 255);
    t.field(u"client_key"_s, &R::clientKey, u"Client key"_s,
            u"Value of the client-key header. Unset: made by the gateway."_s)
        .nullable()
        .length(1, 50)
        .immutable();
    t.field(u"server_index"_s, &R::serverIndex, u"First server"_s, u"Where round robin begins."_s)
        .nullable()
        .range(0, 1000000);
    return t.build();
}

} // namespace

template <>
const EntityTable& tableOf<UpstreamTarget>()
{
    static const EntityTable table = targetTable();
    return table;
}

template <>
const EntityTable& tableOf<HealthCheck>()
{
    static const EntityTable table = healthTable();
    return table;
}

template <>
const EntityTable& tableOf<Upstream>()
{
    static const EntityTable table = upstreamTable();
    return table;
}

template <>
const EntityTable& tableOf<Routing>()
{
    static const EntityTable table = routingTable();
    return table;
}

} // namespace gatehouse
