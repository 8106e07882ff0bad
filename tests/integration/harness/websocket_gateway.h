// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_gateway.h"
#include "tests/integration/harness/websocket_peer.h"

#include <functional>
#include <string>

namespace gatehouse::harness {

/// An upstream that accepts every handshake, with `lines` or else the first subprotocol that is offered, and
/// then does what `then` says.
struct SocketUpstream {
    using Then = std::function<void(WebSocketPeer&)>;
    explicit SocketUpstream(Then then, std::string lines = {});
    static Then echoing();

    std::uint16_t port() const { return upstream.port(); }
    ScriptedUpstream upstream;
};

/// A gateway with one API of WebSockets at /ws. Change what you need, then start().
struct SocketGateway {
    explicit SocketGateway(std::uint16_t port, int workers = 1);

    TestGateway gateway;
    proxy::ApiRuntime& api;

    proxy::WebSocketSettings& limits() { return gateway.settings().webSocket; }
    /// The client's end of a new connection, on which nothing has been said.
    WebSocketPeer connect(bool http2) const;
    /// An open WebSocket; without a valid socket when it was refused.
    WebSocketPeer open(bool http2) const;
    /// Waits for the only exchange's record, which comes after the last byte.
    Finished record();
    std::int64_t count(observe::Metric metric) { return gateway.sink().metrics()->plain(metric); }
};

/// Data of all tests of a class: once by HTTP/1.1 and once by HTTP/2 ("http2").
void bothVersions();

} // namespace gatehouse::harness
