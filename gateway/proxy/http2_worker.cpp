// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/http2_worker.h"

#include "gateway/proxy/worker_context.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcHttp2, "gateway.http2", QtInfoMsg)

namespace gatehouse::proxy {

Http2Stream* Http2Worker::takeStream()
{
    if (m_free.empty()) {
        m_streams.push_back(std::make_unique<Http2Stream>(m_context));
        return m_streams.back().get();
    }
    Http2Stream* const stream = m_free.back();
    m_free.pop_back();
    return stream;
}

void Http2Worker::onFault(http::Http2Fault fault, const net::SocketAddress& peer)
{
    m_faults[static_cast<std::size_t>(fault)].fetch_add(1, std::memory_order_relaxed);
    if (!http::isAbuse(fault))
        return;
    constexpr std::int64_t QuietMs = 1000; // else a thousand attackers would write a thousand lines
    const std::int64_t now = m_context.poller.nowMs();
    if (m_loggedMs != 0 && now - m_loggedMs < QuietMs) {
        ++m_unlogged;
        return;
    }
    m_loggedMs = now;
    const std::string_view word = http::wordOf(fault);
    qCWarning(lcHttp2, "HTTP/2 connection of %s ended: %.*s (%llu more since the last line)",
              peer.text().c_str(), static_cast<int>(word.size()), word.data(),
              static_cast<unsigned long long>(m_unlogged));
    m_unlogged = 0;
}

} // namespace gatehouse::proxy
