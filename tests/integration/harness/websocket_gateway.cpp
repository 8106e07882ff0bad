// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

namespace gatehouse::harness {

SocketUpstream::SocketUpstream(Then then, std::string lines)
    : upstream([this, then = std::move(then), lines = std::move(lines)](RawSocket& socket, int) {
        const Message request = upstream.record(socket);
        if (!request.complete)
            return;
        const std::string offered = request.header("sec-websocket-protocol");
        const std::string chosen = offered.substr(0, offered.find(','));
        const bool chooses = lines.empty() && !chosen.empty();
        WebSocketPeer peer = WebSocketPeer::accept(
            socket, request, chooses ? "Sec-WebSocket-Protocol: " + chosen + "\r\n" : lines);
        then(peer);
    })
{
}

SocketUpstream::Then SocketUpstream::echoing()
{
    return [](WebSocketPeer& peer) { peer.echo(); };
}

SocketGateway::SocketGateway(std::uint16_t port, int workers)
    : gateway(workers)
    , api(gateway.addApi("/ws", {port}))
{
    api.allowUpgrade = true;
}

WebSocketPeer SocketGateway::connect(bool http2) const
{
    return http2 ? WebSocketPeer::overHttp2(gateway.connect()) : WebSocketPeer(gateway.connect());
}

WebSocketPeer SocketGateway::open(bool http2) const
{
    WebSocketPeer client = connect(http2);
    return client.open("/ws/x").status == client.accepted() ? std::move(client) : WebSocketPeer();
}

Finished SocketGateway::record()
{
    return gateway.sink().waitFor(1) ? gateway.sink().all().front() : Finished{};
}

void bothVersions()
{
    QTest::addColumn<bool>("http2");
    QTest::newRow("HTTP/1.1") << false;
    QTest::newRow("HTTP/2") << true;
}

} // namespace gatehouse::harness
