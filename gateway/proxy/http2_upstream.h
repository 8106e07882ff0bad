// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_fields.h"
#include "gateway/net/address.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/http2_link.h"
#include "gateway/proxy/http2_upstream_stream.h"

#include <memory>
#include <string>
#include <vector>

namespace gatehouse::proxy {

class Http2UpstreamPool;

/// One HTTP/2 connection to an upstream: as many requests at a time as the upstream allows. Owned by its
/// pool.
class Http2Upstream final : public Http2Link {
public:
    Http2Upstream(WorkerContext& context, Http2UpstreamPool& pool, std::unique_ptr<net::Transport> transport,
                  const net::SocketAddress& peer);
    ~Http2Upstream();

    /// False when the descriptor cannot be watched.
    bool open();
    /// Takes another request now.
    bool hasRoom() const;
    bool isIdle() const { return streams().empty(); }
    bool served() const { return m_served; }
    bool retired() const { return m_retired; }
    Http2UpstreamStream& take(UpstreamUser& user);
    /// Serves what runs, then closes.
    void retire();
    void close();

    /// A piece of an answer has arrived.
    void onAnswer();
    http::Http2Fields& fields();
    std::string_view scheme() const { return transport().isEncrypted() ? "https" : "http"; }
    const net::SocketAddress& peer() const { return m_peer; }
    const std::string& peerText() const { return m_peerText; }
    std::size_t index = 0;    ///< place in the pool's list
    std::uint64_t number = 0; ///< how many the pool had opened with it

private:
    http::Http2StreamUser* onPeerStream(std::int32_t) override { return nullptr; }
    void onMalformed() override {}
    void onGoaway(std::int32_t lastId, std::uint32_t errorCode) override;
    void onPingAnswered() override;

    void onReceived() override { m_received = true; }
    void onFault(http::Http2Fault fault) override;
    void onLost(const net::IoResult& result) override;
    void onReleased(Http2Noted& stream) override;
    void onTurn() override;

    void onTimeout();
    void updateTimer();
    std::int64_t nextPingMs() const;
    void countIdle(bool idle);
    void failAll(Reason reason, const std::string& detail);

    WorkerContext& m_context;
    Http2UpstreamPool& m_pool;
    net::SocketAddress m_peer;
    std::string m_peerText;
    std::vector<std::unique_ptr<Http2UpstreamStream>> m_all;
    std::vector<Http2UpstreamStream*> m_free;
    std::int64_t m_idleSinceMs = 0;
    std::int64_t m_pingedMs = 0;    ///< a PING waits for its answer since then; 0: none
    std::int64_t m_pingAgainMs = 0; ///< none before that, unless something of an answer arrives
    bool m_served = false;
    bool m_received = false; ///< the upstream has said something
    bool m_heardOut = false; ///< what it said before it took no more has been read
    bool m_retired = false;
    bool m_countedIdle = false;
    net::CallbackTimer<Http2Upstream, &Http2Upstream::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
