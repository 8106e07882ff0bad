// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::proxy {

class ConnectionKeeper;
class Exchange;
struct WorkerContext;

/// Requests that the gateway makes beside those of clients, to the same upstreams and by the same rules; see
/// ExchangeOwner::askBeside(). Bounded in number and time. One worker.
class BesideCalls {
public:
    static constexpr std::size_t mostAtATime = 64;
    static constexpr std::int64_t patienceMs = 30'000; ///< for the whole answer

    /// `keeper` has the drivers.
    BesideCalls(WorkerContext& context, ConnectionKeeper& keeper);
    ~BesideCalls();
    BesideCalls(const BesideCalls&) = delete;
    BesideCalls& operator=(const BesideCalls&) = delete;

    /// See ExchangeOwner::askBeside().
    bool start(const Exchange& exchange, const std::function<void(Exchange&)>& prepare);
    /// Ends all that are under way.
    void clear();

private:
    class Call;
    void forget(Call& call);

    WorkerContext& m_context;
    ConnectionKeeper& m_keeper;
    std::vector<std::unique_ptr<Call>> m_calls;
};

} // namespace gatehouse::proxy
