// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/websocket_gateway.h"

#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace gatehouse::harness {

/// Else the kernel holds back each second of several small pieces until the first one is acknowledged, up to
/// 40 ms.
static void sendAtOnce(RawSocket& socket)
{
    const int on = 1;
    ::setsockopt(socket.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

SocketUpstream::SocketUpstream(Then then, std::string lines)
    : upstream([this, then = std::move(then), lines = std::move(lines)](RawSocket& socket, int) {
        const Message request = upstream.record(socket);
        if (!request.complete)
            return;
        sendAtOnce(socket);
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
    RawSocket socket = gateway.connect();
    sendAtOnce(socket);
    return http2 ? WebSocketPeer::overHttp2(std::move(socket)) : WebSocketPeer(std::move(socket));
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
