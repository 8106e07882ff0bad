// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/harness/http2_tunnel.h"

#include <algorithm>

#include <unistd.h>

namespace gatehouse::harness {

Http2Tunnel& Http2Tunnel::start(RawSocket& socket)
{
    RawSocket same(net::Fd(::dup(socket.fd())));
    auto layer = std::make_unique<Http2Tunnel>(std::move(same));
    Http2Tunnel& tunnel = *layer;
    socket.use(std::move(layer));
    return tunnel;
}

Fields Http2Tunnel::request(std::string_view path, const Fields& more, std::string_view protocol)
{
    Fields fields{{":method", "CONNECT"},       {":protocol", std::string(protocol)},
                  {":scheme", "http"},          {":authority", "api.test"},
                  {":path", std::string(path)}, {"sec-websocket-version", "13"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

Message Http2Tunnel::open(const Fields& request)
{
    Message message;
    m_client.request(stream, request, false);
    m_client.until([this] { return answer().status != 0 || answer().over(); });
    if (answer().status != 200)
        m_client.until([this] { return answer().over(); });
    message.status = answer().status;
    message.complete = message.status != 0;
    message.fields = answer().fields;
    for (const auto& [name, value] : message.fields)
        message.headers[name] = value;
    if (answer().over())
        message.body = answer().body;
    return message;
}

bool Http2Tunnel::pending() const
{
    return m_client.holdsFrame() || m_taken < answer().body.size() || answer().over() || m_client.closed;
}

long Http2Tunnel::read(char* into, std::size_t room)
{
    m_client.until([this] { return m_taken < answer().body.size() || answer().over(); });
    const std::size_t bytes = std::min(room, answer().body.size() - m_taken);
    answer().body.copy(into, bytes, m_taken);
    m_taken += bytes;
    return static_cast<long>(bytes);
}

bool Http2Tunnel::waitForRoom()
{
    const auto now = [this] {
        m_room = std::min(m_client.initialWindow + m_client.windows[stream], 65'535 + m_client.windows[0]) -
                 m_sent;
        return m_room > 0;
    };
    return m_client.until([&] { return now() || answer().over(); }) && !answer().over();
}

long Http2Tunnel::write(const char* data, std::size_t size)
{
    if (m_room <= 0 && !waitForRoom())
        return 0;
    const std::size_t bytes = std::min(size, static_cast<std::size_t>(m_room));
    if (!m_client.data(stream, {data, bytes}))
        return 0;
    m_sent += static_cast<std::int64_t>(bytes);
    m_room -= static_cast<std::int64_t>(bytes);
    return static_cast<long>(bytes);
}

void Http2Tunnel::shutdownWrite()
{
    m_client.data(stream, {}, true);
}

bool Http2Tunnel::endedOrderly() const
{
    return answer().ended && answer().reset <= 0;
}

bool Http2Tunnel::reset()
{
    constexpr std::uint32_t Cancel = 8;
    return m_client.send(http2Frame(Http2Type::Reset, 0, stream, bigEndian(Cancel)));
}

} // namespace gatehouse::harness
