// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/balancing.h"
#include "common/model/table_builder.h"

namespace gatehouse {

/// The fields of LoadBalancing, for its own table and for that of whatever is one.
template <typename E>
void addLoadBalancing(TableBuilder<E>& t)
{
    using namespace Qt::Literals::StringLiterals;
    using L = LoadBalancing;
    t.field(u"balancing"_s, &L::balancing, u"Balancing"_s,
            u"How a target is chosen. Weights count in all of them."_s);
    t.field(u"hash_key"_s, &L::hashKey, u"Hash key"_s,
            u"What keeps a caller on one target, for consistent_hash. Callers without it count by address."_s)
        .length(1, 128)
        .pattern(u"consumer|ip|path|header:[A-Za-z0-9-]+|cookie:[A-Za-z0-9_-]+"_s);
    t.field(u"sticky"_s, &L::sticky, u"Sticky sessions"_s, u"Calls of one session go to one target."_s);
    t.field(u"health"_s, &L::health, u"Health"_s, u"How healthy targets are told from others."_s);
    t.field(u"ejection"_s, &L::ejection, u"Ejection"_s,
            u"When failures of real calls take a target out. Unset: the defaults."_s);
    t.field(u"slow_start_seconds"_s, &L::slowStartSeconds, u"Slow start"_s,
            u"Time in which a target that is back or new comes to its full share; 0: at once."_s)
        .range(0, 3600)
        .unit(u"s"_s);
    t.field(u"panic"_s, &L::panic, u"Panic mode"_s,
            u"With no usable target, try all that are not drained instead of answering 503."_s);
    t.field(u"keep_alive"_s, &L::keepAlive, u"Idle connections"_s, u"Kept open per target."_s)
        .range(0, 10000);
    t.field(u"max_connections"_s, &L::maxConnections, u"Connections"_s,
            u"Most per target; more calls wait. 0: the gateway's setting."_s)
        .range(0, 100000);
    t.field(u"proxy_protocol"_s, &L::proxyProtocol, u"PROXY protocol"_s,
            u"Tell targets the caller's address before the first byte of a connection."_s);
}

void checkLoadBalancing(const LoadBalancing& rules, const QString& prefix, Faults& faults);

} // namespace gatehouse
