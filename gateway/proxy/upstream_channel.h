// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/chunked.h"
#include "gateway/http/head_parser.h"
#include "gateway/net/proxy_protocol.h"
#include "gateway/net/tls_client.h"
#include "gateway/proxy/forward_request.h"
#include "gateway/proxy/reason.h"
#include "gateway/proxy/route.h"

#include <string_view>

namespace gatehouse::proxy {

class Arena;
class UpstreamUser;

/// The upstream's side of one exchange, whatever the protocol on the wire: one request out, one answer in.
/// What arrives is told to the UpstreamUser from the event loop.
class UpstreamChannel {
public:
    /// Starts a request; the answer's head goes to `answer`, its bytes to `arena`.
    virtual void begin(http::ResponseHead& answer, Arena& arena, http::Method method,
                       const UpstreamTimeouts& timeouts) = 0;
    /// Gathers the request's head.
    virtual void writeHead(Exchange& exchange, const UpstreamTarget& target, const RequestBodyPlan& body,
                           const TrustSettings& trust) = 0;
    /// Gathers a piece of the body, framed as the head said. `data` must stay valid until flush().
    virtual void sendBody(std::string_view data) = 0;
    virtual void endBody(const http::Trailers& trailers) = 0;
    /// Sends on what was gathered. `last`: the request is complete; the read time-out starts when it has
    /// left.
    virtual void flush(bool last) = 0;
    /// So much waits that the client should pause until onUpstreamDrained().
    virtual bool congested() const = 0;
    /// Bytes the kernel has not taken yet.
    virtual std::size_t pending() const = 0;
    /// Like pending(); with the bytes that the other side has not acknowledged (a system call) where the
    /// connection carries nothing else.
    virtual std::size_t undelivered() const { return pending(); }
    virtual void setReading(bool reading) = 0;
    /// After 101: sendBody() goes out as it is, and silence is no fault any more.
    virtual void becomeTunnel() = 0;
    /// The answer stays open by design: silence is a fault after `idleMs` (0: never), and a connection of its
    /// own takes no place of the pool's maximum until the answer ends.
    virtual void becomeStream(std::int64_t idleMs) = 0;
    /// The user leaves in the middle.
    virtual void abandon() = 0;

    /// The upstream takes no more input; its answer may still come.
    virtual bool writeFailed() const = 0;
    /// Its connection has served a request before.
    virtual bool reused() const = 0;
    virtual bool sawAnswer() const = 0;
    /// With the answer's head all of the answer has arrived.
    virtual bool wholeAtHand() const = 0;
    /// The upstream has said that it did nothing about the request: any request may be sent again.
    virtual bool unprocessed() const = 0;
    /// What failed is the connection: the upstream has said nothing about this request.
    virtual bool lostConnection() const { return true; }
    /// True when the peer has closed the connection meanwhile. For requests that cannot be repeated.
    virtual bool isStale() = 0;
    virtual std::string_view peerText() const = 0;

protected:
    ~UpstreamChannel() = default;
};

/// The exchange as its upstream sees it. Every call comes from the event loop, never from inside a call the
/// user makes; after onUpstreamFailed() and onUpstreamEnd() the channel is no longer the user's.
class UpstreamUser {
public:
    /// The channel is the user's: send the request.
    virtual void onUpstreamReady(UpstreamChannel& channel) = 0;
    /// The answer's head is complete, in what begin() was given.
    virtual void onUpstreamHead() = 0;
    virtual void onUpstreamBody(std::string_view data) = 0;
    virtual void onUpstreamEnd(const http::Trailers& trailers) = 0;
    /// All that arrived in this turn has been told: send on what was gathered.
    virtual void onUpstreamPause() = 0;
    /// Less than the low mark waits to be sent.
    virtual void onUpstreamDrained() = 0;
    virtual void onUpstreamFailed(Reason reason, std::string_view detail) = 0;
    /// Whom a target with PROXY protocol is told of. Null addresses: nobody, the gateway speaks for itself.
    virtual net::ProxyAddresses proxyAddresses() const { return {}; }
    /// What a connection that is opened for this user offers.
    virtual net::AlpnOffer alpnOffer() const { return net::AlpnOffer::Usual; }
    /// How much of an answer to read at once. Less than SIZE_MAX: after what others wait for.
    virtual std::size_t takesAtOnce() const { return SIZE_MAX; }

protected:
    ~UpstreamUser() = default;
};

/// Where channels to one target come from.
class UpstreamSource {
public:
    /// A channel at once, or null: then onUpstreamReady() or onUpstreamFailed() comes later. `fresh`: on a
    /// connection that nobody has used, or that is opened from now on.
    virtual UpstreamChannel* acquire(UpstreamUser& user, const UpstreamTimeouts& timeouts, bool fresh) = 0;
    /// A user that has no channel yet leaves.
    virtual void cancel(const UpstreamUser& user) = 0;

protected:
    ~UpstreamSource() = default;
};

} // namespace gatehouse::proxy
