// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/address.h"
#include "gateway/observe/request_record.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::proxy {

/// A request that is handled inside the gateway (admin API, health, metrics), as a value that may cross
/// threads. The body is complete; admin bodies are small and bounded.
struct LocalRequest {
    std::string method;
    std::string path;  ///< percent-encoded, without query
    std::string query; ///< without the question mark
    std::vector<std::pair<std::string, std::string>>
        headers; ///< names in lower case, order and repeats as sent
    std::string body;
    std::string requestId;
    std::string host; ///< Host as sent
    net::IpAddress peer;
    net::IpAddress client; ///< after trusted proxies
    std::uint8_t listenerRoles = 0;
    bool tls = false;

    /// The first value of that lower-case name; empty when absent.
    std::string_view header(std::string_view lowerName) const;
};

/// The answer of a local handler. X-Request-ID, Date, Content-Length and the security headers are added
/// later, the latter unless the handler set its own.
struct LocalAnswer {
    std::uint16_t status = 200;
    std::string contentType; ///< empty: no Content-Type
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Answers one local request: once with send(), or as a stream with start(), write()..., end(). Copies share
/// the request. All members are thread-safe and return at once; after the client has left they do nothing.
/// When the last copy goes without an answer, the client gets 500.
class Responder {
public:
    class Channel; // the worker's side

    Responder() = default;
    explicit Responder(std::shared_ptr<Channel> channel)
        : m_channel(std::move(channel))
    {
    }

    void send(LocalAnswer answer) const;
    /// The head of a streamed answer (server-sent events); `head.body` is its first part and may be empty.
    void start(LocalAnswer head) const;
    /// False when the client has left, or when more than about 256 KiB wait for a slow reader: then nothing
    /// was taken, and the handler should drop the stream or try again from whenWritable().
    bool write(std::string chunk) const;
    void end() const;

    bool gone() const;
    /// Called once on the worker's thread when the client has left before the answer ended. Post to your own
    /// thread.
    void whenGone(std::function<void()> notify) const;
    /// Called on the worker's thread each time the waiting bytes have gone after a refused write().
    void whenWritable(std::function<void()> notify) const;

private:
    std::shared_ptr<Channel> m_channel;
};

/// Takes local requests off the workers. handle() runs on a worker's thread: it must hand the work to its own
/// thread (or answer at once from memory) and never block.
class LocalHandler {
public:
    virtual ~LocalHandler() = default;
    /// Whether this path is this handler's, on a listener of these roles. Any thread, no state, cheap.
    virtual bool handles(std::string_view method, std::string_view path,
                         std::uint8_t listenerRoles) const = 0;
    /// Largest accepted body in bytes for that path.
    virtual std::uint64_t bodyLimit(std::string_view path) const = 0;
    /// How such requests are recorded.
    virtual observe::Surface surface(std::string_view /*path*/) const { return observe::Surface::Admin; }
    virtual void handle(LocalRequest request, Responder responder) = 0;
};

} // namespace gatehouse::proxy
