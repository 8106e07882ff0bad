// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/http2_link.h"
#include "gateway/proxy/http2_worker.h"
#include "gateway/proxy/served_connection.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace gatehouse::proxy {

struct WorkerContext;

/// One HTTP/2 connection of a client: many exchanges at a time, each a Http2Stream.
class Http2Connection final : public ServedConnection, public Http2Link {
public:
    Http2Connection(WorkerContext& context, ConnectionKeeper& keeper, Http2Worker& shared,
                    std::unique_ptr<net::Transport> transport, const ClientEnd& end);
    ~Http2Connection() override;

    /// `first`: what has been read already.
    void open(std::string_view first);
    void drain() override;
    bool isIdle() const override
    {
        return state() == State::Open && streams().empty() && m_fieldsSinceMs == 0;
    }
    void closeIdle() override;
    void kill() override;
    const net::IpAddress& peer() const override { return m_end.peer().ip; }
    std::uint8_t roles() const override { return m_end.roles(); }

    // --- for the streams ------------------------------------------------------------------------
    http::Http2Fields& fields() { return m_shared.fields; }
    ConnectionKeeper& keeper() { return m_keeper; }
    ExchangeDriver::Origin origin(ClientStream& stream, std::int64_t startNs) const
    {
        return m_end.origin(stream, transport(), startNs);
    }
    net::ProxyAddresses addresses() const { return {m_end.peer(), net::localAddress(transport().fd())}; }
    void onSlowReader(Http2Stream& stream);
    void onTookData();

private:
    http::Http2StreamUser* onPeerStream(std::int32_t id) override;
    void onMalformed() override;
    void onGoaway(std::int32_t, std::uint32_t) override {}
    void onPingAnswered() override;

    std::uint64_t leastRate() const override;
    void onReceived() override;
    void onFault(http::Http2Fault fault) override;
    void onLost(const net::IoResult& result) override;
    void onReleased(Http2Noted& stream) override;
    void onTurn() override;

    void onTimeout();
    void updateTimer();
    void allGone(Reason reason);
    void close();

    WorkerContext& m_context;
    ConnectionKeeper& m_keeper;
    Http2Worker& m_shared;
    ClientEnd m_end;
    std::uint32_t m_requests = 0;
    std::int64_t m_idleSinceMs = 0;
    std::int64_t m_fieldsSinceMs = 0;         ///< an incomplete header block; 0: none
    std::int64_t m_tookDataMs = 0;            ///< the client took a piece of an answer
    std::int64_t m_drainMs = 0;               ///< when new streams are refused at the latest; 0: not draining
    bool m_refusing = false;                  ///< new streams
    Reason m_lostReason = Reason::ClientGone; ///< what streams are told when a fault ends the session
    net::CallbackTimer<Http2Connection, &Http2Connection::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
