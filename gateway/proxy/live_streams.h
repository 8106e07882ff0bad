// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/net/timer_wheel.h"
#include "gateway/proxy/snapshot.h"

#include <cstdint>
#include <vector>

namespace gatehouse::proxy {

/// An exchange whose answer stays open: a WebSocket or an event stream.
class LiveStream {
public:
    /// Once a second. `recheck`: something was published, or it is time to look again whether the caller is
    /// still welcome. May end this stream, and no other.
    virtual void onTick(bool recheck) = 0;
    std::size_t liveIndex = 0; ///< place in the list

protected:
    ~LiveStream() = default;
};

/// The live streams of one worker and the one timer they share; without streams there is no timer. So an
/// open stream costs a call per second, and a change of the configuration reaches it within a second.
class LiveStreams {
public:
    LiveStreams(net::Poller& poller, net::TimerWheel& wheel, const SnapshotReader& snapshots)
        : m_poller(poller)
        , m_wheel(wheel)
        , m_snapshots(snapshots)
    {
    }
    void add(LiveStream& stream);
    void remove(LiveStream& stream);
    std::size_t size() const { return m_streams.size(); }

private:
    static constexpr std::int64_t TickMs = 1000;
    /// Credentials expire, and other gateways revoke, without a publication here.
    static constexpr std::uint64_t TicksPerRecheck = 5;

    void onTimeout();

    net::Poller& m_poller;
    net::TimerWheel& m_wheel;
    const SnapshotReader& m_snapshots;
    std::vector<LiveStream*> m_streams;
    std::uint64_t m_version = 0;
    std::uint64_t m_ticks = 0;
    net::CallbackTimer<LiveStreams, &LiveStreams::onTimeout> m_timer{this};
};

} // namespace gatehouse::proxy
