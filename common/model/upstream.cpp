// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/model/upstream.h"

#include "common/model/balancing_fields.h"

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
    addLoadBalancing(t);
    t.field(u"retry"_s, &U::retry, u"Retry rules"_s, u"What is tried again, at another target if any."_s);
    t.field(u"retry_count"_s, &U::retryCount, u"Retries"_s,
            u"Extra attempts for APIs that name no number of their own."_s)
        .range(0, 20);
    t.field(u"breaker"_s, &U::breaker, u"Circuit breaker"_s, u"Unset: the gateway's rules."_s);
    t.field(u"tls"_s, &U::tls, u"TLS"_s, u"Unset: system certificates."_s);
    t.check([](const U& upstream, const QString& prefix, Faults& faults) {
        checkLoadBalancing(upstream, prefix, faults);
    });
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
