// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/request_record.h"

namespace gatehouse::observe {

/// A good request as the proxy would fill it.
inline RequestRecord sampleRecord()
{
    RequestRecord r;
    r.requestId = "4f6c0c3e-1111-4222-8333-123456789abc";
    r.clientAddress = "203.0.113.9";
    r.method = "GET";
    r.path = "/api/rest/orders/v1/items/17";
    r.userAgent = "curl/7.88.1";
    r.httpVersion = "1.1";
    r.tenant = "default";
    r.api = "orders";
    r.apiVersion = "v1";
    r.operation = "/items/{id}";
    r.principal = "ann";
    r.upstream = "10.0.0.7:8080";
    r.startWallMs = 1'767'323'045'678; // 2026-01-02T03:04:05.678Z
    r.totalNs = 12'345'678;
    r.upstreamNs = 10'000'000;
    r.bytesIn = 100;
    r.bytesOut = 2000;
    r.apiSlot = 2;
    r.status = 200;
    r.upstreamStatus = 200;
    return r;
}

} // namespace gatehouse::observe
