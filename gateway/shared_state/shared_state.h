// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/counter_key.h"
#include "gateway/shared_state/limit.h"

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::shared_state {

/// One question of the data path: may `cost` more pass for this key?
struct Take {
    CounterKey key;
    LimitRule rule;
    std::uint64_t cost = 1;
    /// A quota: counted with the usage, so that it is neither cleared with the limits nor lost by a restart.
    bool lasting = false;
};

/// State that several gateways may share: counters and revocations. The data path knows only this; behind it
/// is the memory of this process (LocalState) or a server. A server cannot answer on the spot, so the
/// questions of the data path come in two steps: ask for the answer at hand, and only when there is none,
/// wait for it. Thread-safe.
class SharedState {
public:
    using OnOutcomes = std::function<void(const std::vector<LimitOutcome>&)>;

    virtual ~SharedState() = default;

    /// Counts all of `takes` when every rule allows it, and none of them otherwise. Fills `outcomes`, as long
    /// as `takes`, in order up to and including the first refusal. False: the answer takes time, call
    /// takeLater().
    virtual bool take(std::span<const Take> takes, std::span<LimitOutcome> outcomes) = 0;
    /// Calls `done` exactly once, from any thread, also when the server is gone (then by the stated policy).
    virtual void takeLater(std::vector<Take> takes, OnOutcomes done) = 0;
    /// What is known here and now, without counting.
    virtual LimitOutcome peek(const CounterKey& key, const LimitRule& rule, std::uint64_t cost) = 0;
    /// Takes back what take() counted in the window that still runs.
    virtual void giveBack(const CounterKey& key, const LimitRule& rule, std::uint64_t amount) = 0;

    /// Usage is apart from the limits: it is counted afterwards and is not cleared with them
    /// (data-plane 5.3). Quotas (Take::lasting) count here too.
    virtual void addUsage(const CounterKey& key, const LimitRule& window, std::uint64_t amount) = 0;
    virtual LimitOutcome usage(const CounterKey& key, const LimitRule& window, std::uint64_t more) = 0;

    virtual bool isRevoked(std::string_view user, std::string_view jti) = 0;

    /// One counter, or all but usage, start anew (DELETE /api/caches).
    virtual void forget(const CounterKey& key) = 0;
    virtual void clearLimits() = 0;
};

} // namespace gatehouse::shared_state
