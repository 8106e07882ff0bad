// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_fields.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/http2_upstream.h"
#include "gateway/proxy/turn_callback.h"
#include "gateway/proxy/upstream_channel.h"
#include "gateway/proxy/upstream_counts.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

class UpstreamConnection;
class UpstreamPool;

/// The HTTP/2 connections of one worker to one target. They are opened by the target's UpstreamPool, which
/// knows how to connect; what it gives is taken over. Exchanges that find no room wait in order of arrival.
///
/// Over TLS the server chooses (ALPN). When it does not choose HTTP/2, the exchanges that came through
/// whereOffered() go over HTTP/1.1, from the UpstreamPool, and the server is asked again some minutes later;
/// the others fail.
class Http2UpstreamPool final : public UpstreamSource, private UpstreamUser {
public:
    Http2UpstreamPool(WorkerContext& context, UpstreamPool& connector);
    /// Closes everything; no exchange may be under way.
    ~Http2UpstreamPool();

    UpstreamChannel* acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh) override;
    void cancel(const UpstreamUser& user) override;
    /// The source for exchanges that HTTP/1.1 serves as well.
    UpstreamSource& whereOffered() { return m_whereOffered; }
    /// Another place stands behind the target: whether the old one spoke HTTP/2 does not matter.
    void forget() { m_olderUntilMs = 0; }
    /// Connections end after what they serve.
    void retireAll();
    /// Those to addresses that have vanished, in the same way.
    void retireGone();

    // For the connections.
    http::Http2Fields& fields() { return m_fields; }
    void onRoom();
    void onClosed(Http2Upstream& connection);
    PoolCounts& counts();

private:
    class WhereOffered final : public UpstreamSource {
    public:
        explicit WhereOffered(Http2UpstreamPool& pool)
            : m_pool(pool)
        {
        }
        UpstreamChannel* acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh) override;
        void cancel(const UpstreamUser& user) override { m_pool.cancel(user); }

    private:
        Http2UpstreamPool& m_pool;
    };
    struct Waiter {
        UpstreamUser* user;
        UpstreamTimeouts timeouts;
        std::int64_t deadlineMs;
        bool required;       ///< HTTP/1.1 will not do
        std::uint64_t after; ///< wants a connection with a higher number, or one that nobody has used; 0: any
    };

    void onUpstreamReady(UpstreamChannel& channel) override;
    void onUpstreamFailed(Reason reason, std::string_view detail) override;
    void onUpstreamHead() override {}
    void onUpstreamBody(std::string_view) override {}
    void onUpstreamEnd(const http::Trailers&) override {}
    void onUpstreamPause() override {}
    void onUpstreamDrained() override {}
    net::AlpnOffer alpnOffer() const override { return net::AlpnOffer::Http2OrOlder; }

    UpstreamChannel* acquireOrWait(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool required,
                                   bool fresh);
    void takeOver(UpstreamConnection& connection);
    void fallBack(UpstreamConnection& connection);
    Http2Upstream* withRoom(std::uint64_t after);
    bool mayConnect() const;
    void connect();
    Http2Upstream* takeServable(Waiter& waiter);
    void serveWaiters();
    void onTimeout();

    WorkerContext& m_context;
    UpstreamPool& m_connector;
    http::Http2Fields m_fields; ///< of the head being written
    std::vector<std::unique_ptr<Http2Upstream>> m_connections;
    std::deque<Waiter> m_waiting;
    WhereOffered m_whereOffered{*this};
    std::int64_t m_olderUntilMs = 0; ///< the server did not choose HTTP/2; asked again then
    std::uint64_t m_opened = 0;
    bool m_connecting = false;
    net::CallbackTimer<Http2UpstreamPool, &Http2UpstreamPool::onTimeout> m_timer{this};
    TurnCallback<Http2UpstreamPool, &Http2UpstreamPool::serveWaiters> m_serve{this};
};

} // namespace gatehouse::proxy
