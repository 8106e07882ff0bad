// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/http2_fields.h"
#include "gateway/http/http2_limits.h"
#include "gateway/net/address.h"
#include "gateway/proxy/http2_stream.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

struct WorkerContext;

/// What the HTTP/2 connections of one worker share.
class Http2Worker {
public:
    static constexpr std::size_t faultCount = static_cast<std::size_t>(http::Http2Fault::Internal) + 1;

    explicit Http2Worker(WorkerContext& context)
        : m_context(context)
    {
    }

    Http2Stream* takeStream();
    void giveStream(Http2Stream* stream) { m_free.push_back(stream); }

    /// Counts a connection that ended before its time; abuse gets a line in the log, one a second at most.
    void onFault(http::Http2Fault fault, const net::SocketAddress& peer);
    void onMalformed() { m_malformed.fetch_add(1, std::memory_order_relaxed); }

    // Any thread.
    std::uint64_t faults(http::Http2Fault fault) const
    {
        return m_faults[static_cast<std::size_t>(fault)].load(std::memory_order_relaxed);
    }
    std::uint64_t malformed() const { return m_malformed.load(std::memory_order_relaxed); }

    http::Http2Fields fields; ///< of the head being written

private:
    WorkerContext& m_context;
    std::vector<std::unique_ptr<Http2Stream>> m_streams; ///< all, for ever
    std::vector<Http2Stream*> m_free;
    std::array<std::atomic<std::uint64_t>, faultCount> m_faults{};
    std::atomic<std::uint64_t> m_malformed{0};
    std::int64_t m_loggedMs = 0;
    std::uint64_t m_unlogged = 0;
};

} // namespace gatehouse::proxy
