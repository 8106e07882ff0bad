// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/counter_key.h"
#include "gateway/shared_state/limit.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

namespace gatehouse::shared_state {

/// State that several gateways may share: counters and revocations. The data path knows only this; behind it
/// is the memory of this process (LocalState) or a server. A server cannot answer on the spot, so the
/// questions of the data path come in two steps: ask for the answer at hand, and only when there is none,
/// wait for it. Thread-safe.
class SharedState {
public:
    using OnOutcome = std::function<void(const LimitOutcome&)>;

    virtual ~SharedState() = default;

    /// Counts `cost` when the rule allows it; what is refused is not counted. Nothing: the answer takes time,
    /// call takeLater().
    virtual std::optional<LimitOutcome> take(const CounterKey& key, const LimitRule& rule,
                                             std::uint64_t cost) = 0;
    /// Calls `done` exactly once, from any thread, also when the server is gone (then by the stated policy).
    virtual void takeLater(const CounterKey& key, const LimitRule& rule, std::uint64_t cost,
                           OnOutcome done) = 0;
    /// What is known here and now, without counting.
    virtual LimitOutcome peek(const CounterKey& key, const LimitRule& rule, std::uint64_t cost) = 0;
    /// Takes back what take() counted in the window that still runs.
    virtual void giveBack(const CounterKey& key, const LimitRule& rule, std::uint64_t amount) = 0;

    /// Usage is apart from the limits: it is counted afterwards and is not cleared with them
    /// (data-plane 5.3).
    virtual void addUsage(const CounterKey& key, const LimitRule& window, std::uint64_t amount) = 0;
    virtual LimitOutcome usage(const CounterKey& key, const LimitRule& window, std::uint64_t more) = 0;

    virtual bool isRevoked(std::string_view user, std::string_view jti) = 0;

    /// One counter, or all but usage, start anew (DELETE /api/caches).
    virtual void forget(const CounterKey& key) = 0;
    virtual void clearLimits() = 0;
};

} // namespace gatehouse::shared_state
