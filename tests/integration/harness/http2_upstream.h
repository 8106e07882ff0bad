// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/http2_client.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"

#include <atomic>

namespace gatehouse::harness {

/// A gateway whose one API, /api, speaks HTTP/2 to the script.
struct Http2UpstreamSetup {
    explicit Http2UpstreamSetup(ScriptedUpstream::Script script);

    ScriptedUpstream upstream;
    TestGateway gateway;
    proxy::ApiRuntime& api;
};

/// Answers every stream in the order of their numbers with its method, path and body, until the connection
/// ends.
void serveHttp2(Http2Client& peer, std::atomic<int>* requests = nullptr);
ScriptedUpstream::Script servingHttp2(std::atomic<int>* requests = nullptr);

/// The value of the first such field; empty when there is none.
std::string field(const Fields& fields, std::string_view name);

} // namespace gatehouse::harness
