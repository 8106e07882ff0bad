// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/integration/harness/http2_client.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::harness {

/// One stream of an HTTP/2 connection as a layer of a RawSocket: what the test writes becomes DATA, and DATA
/// becomes what it reads (RFC 8441). One thread reads; another one may write as long as no more than
/// 64 KiB leave in all.
class Http2Tunnel final : public RawSocket::Layer {
public:
    static constexpr std::uint32_t stream = 1;

    /// Speaks HTTP/2 on the socket from now on; further streams are those of client().
    static Http2Tunnel& start(RawSocket& socket);
    explicit Http2Tunnel(RawSocket socket)
        : m_client(std::move(socket))
    {
    }

    /// An extended CONNECT with further fields.
    static Fields request(std::string_view path, const Fields& more = {},
                          std::string_view protocol = "websocket");
    /// Sends it and waits for the answer's head; the body as well when the answer is over.
    Message open(const Fields& request);
    Http2Client& client() { return m_client; }

    long read(char* into, std::size_t room) override;
    long write(const char* data, std::size_t size) override;
    bool pending() const override;
    /// END_STREAM.
    void shutdownWrite() override;
    bool endedOrderly() const override;
    /// RST_STREAM; the connection stays.
    bool reset() override;

private:
    const Http2Answer& answer() const { return m_client.seen(stream); }
    bool waitForRoom();

    mutable Http2Client m_client;
    std::size_t m_taken = 0; ///< of the answer's body
    std::int64_t m_sent = 0;
    std::int64_t m_room = 65'535; ///< that both windows have at least
};

} // namespace gatehouse::harness
