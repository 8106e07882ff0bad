// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/net/proxy_protocol.h"
#include "gateway/proxy/exchange.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::proxy {

/// The client's side of one exchange, whatever the protocol on the wire. Calls never lead back into the
/// driver: what goes wrong meanwhile is told from the event loop.
class ClientStream {
public:
    /// From now on (or not any more) the request's body goes to the driver. What has arrived already is given
    /// within the call; sends 100 Continue when the client waits for it.
    virtual void readBody(bool on) = 0;
    /// Drops what has arrived of a body nobody wants. True when the request is complete.
    virtual bool discardBody() = 0;
    virtual bool bodyComplete() const = 0;

    /// Gathers the answer's head. `length` empty: unknown. Bodies that HTTP forbids are left out by the
    /// stream.
    virtual void startAnswer(Exchange& exchange, std::optional<std::uint64_t> length) = 0;
    virtual void sendBody(std::string_view data) = 0;
    virtual void endAnswer(const http::Trailers& trailers) = 0;
    /// Hands what was gathered to the kernel.
    virtual void flush() = 0;
    /// Bytes the kernel has not taken yet.
    virtual std::size_t pending() const = 0;
    /// Like pending(); with the bytes that the other side has not acknowledged (a system call) where the
    /// connection carries nothing else.
    virtual std::size_t undelivered() const { return pending(); }
    /// So much waits that the upstream should pause until onClientDrained().
    virtual bool congested() const = 0;
    /// How much of an answer to give at once: less for a slow line, which is served after the others.
    virtual std::size_t takesAtOnce() const { return SIZE_MAX; }
    /// The client is gone though nobody was told yet; output goes nowhere.
    virtual bool broken() const = 0;
    /// Ends an answer that cannot be completed so that the client notices.
    virtual void abortAnswer() = 0;
    /// Both directions become plain bytes (after 101): readBody() gives what the client sends, sendBody()
    /// goes out as it is, and the connection ends with the exchange. `bytes` of sendBody() stay valid until
    /// flush().
    virtual void becomeTunnel() = 0;
    /// The exchange is over; the stream may start the next one.
    virtual void exchangeDone() = 0;
    /// Both ends of the client's connection; null when they are not known.
    virtual net::ProxyAddresses addresses() const { return {}; }

protected:
    ~ClientStream() = default;
};

} // namespace gatehouse::proxy
