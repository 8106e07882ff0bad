// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/net/address.h"
#include "gateway/net/poller.h"

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::net {

/// What a lookup gave: addresses, or a text such as "cannot resolve \"db.internal\": name or service not
/// known".
struct Resolved {
    std::vector<IpAddress> addresses;
    std::string error;
    std::int64_t ttlMs = 0; ///< how long it holds; 0: not known
    bool ok() const { return !addresses.empty(); }
};

/// Looks names up on its own few threads, so that no worker ever blocks in the C library. Results are cached;
/// when a refresh fails the last good answer is kept. Names whose lookups fail, perhaps after many seconds,
/// get half of the threads, and those that have never answered all but one: they keep no other name from
/// being looked up. Thread-safe; shared by all workers.
class Resolver {
public:
    using Callback = std::function<void(const Resolved&)>;
    /// Blocking lookup; replaced in tests.
    using Lookup = std::function<Resolved(const std::string& host)>;

    struct Options {
        int threads = 8;
        std::int64_t ttlMs = 30'000;        ///< of answers that tell none (getaddrinfo)
        std::int64_t negativeTtlMs = 1'000; ///< failures are asked again after this,
                                            ///< behind twice as late each time, up to ttlMs
        std::int64_t unusedMs = 300'000;    ///< watched names that nobody used for so long are left alone
        std::size_t maxEntries = 4096;
        const Clock* clock = nullptr; ///< the system's when null
    };

    /// Cancels the callback when destroyed. Belongs to the thread that asked.
    class Request {
    public:
        Request() = default;
        ~Request() { cancel(); }
        Request(Request&&) = default;
        Request& operator=(Request&& other) noexcept;
        void cancel();
        bool pending() const;
        /// Somebody still needs the watched name.
        void use();

    private:
        friend class Resolver;
        struct State;
        std::shared_ptr<State> m_state;
    };

    explicit Resolver(Options options, Lookup lookup = {});
    Resolver()
        : Resolver(Options{})
    {
    }
    ~Resolver();

    /// Calls `done` on `poller`'s thread: at once for address literals and cached names, else when the lookup
    /// ends. A cached answer past its time is given at once and refreshed behind,
    /// unless the name was watched and has been left alone meanwhile.
    [[nodiscard]] Request resolve(std::string_view host, Poller& poller, Callback done);
    /// Keeps the name fresh without being asked while it is used, and calls `changed` on `poller`'s thread
    /// each time it has got other addresses, until the request is cancelled. Failures change nothing. Nothing
    /// to do for address literals.
    [[nodiscard]] Request watch(std::string_view host, Poller& poller, Callback changed);

private:
    struct Shared;
    struct Watcher;
    static void run(std::shared_ptr<Shared> shared, std::size_t index);

    std::shared_ptr<Shared> m_shared;
    std::vector<std::thread> m_threads;
};

} // namespace gatehouse::net
