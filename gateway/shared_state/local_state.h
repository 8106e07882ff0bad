// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/shared_state/limiter_cells.h"
#include "gateway/shared_state/replay_set.h"
#include "gateway/shared_state/revocation_set.h"
#include "gateway/shared_state/shared_state.h"

namespace gatehouse::shared_state {

/// The shared state of one gateway alone: all of it in this process, every answer on the spot.
class LocalState final : public SharedState {
public:
    explicit LocalState(const Clock& clock, std::size_t maxCounters = 1'048'576)
        : m_limits(clock, maxCounters)
        , m_usage(clock, maxCounters)
        , m_revocations(clock)
        , m_replays(clock)
    {
    }

    bool take(std::span<const Take> takes, std::span<LimitOutcome> outcomes) override;
    void takeLater(std::vector<Take> takes, OnOutcomes done) override;
    LimitOutcome peek(const CounterKey& key, const LimitRule& rule, std::uint64_t cost) override
    {
        return m_limits.peek(key, rule, cost);
    }
    void giveBack(const CounterKey& key, const LimitRule& rule, std::uint64_t amount) override
    {
        m_limits.giveBack(key, rule, amount);
    }
    void addUsage(const CounterKey& key, const LimitRule& window, std::uint64_t amount) override
    {
        m_usage.add(key, window, amount);
    }
    LimitOutcome usage(const CounterKey& key, const LimitRule& window, std::uint64_t more) override
    {
        return m_usage.peek(key, window, more);
    }
    bool isRevoked(std::string_view user, std::string_view jti) override
    {
        return m_revocations.isRevoked(user, jti);
    }
    void forget(const CounterKey& key) override { m_limits.forget(key); }
    void clearLimits() override { m_limits.clear(); }

    LimiterCells& limits() { return m_limits; }
    LimiterCells& usageCells() { return m_usage; }
    RevocationSet& revocations() { return m_revocations; }
    ReplaySet& replays() { return m_replays; }
    /// Drops what has expired and follows the wall clock; called every minute by the owner.
    void maintain()
    {
        m_limits.realign();
        m_usage.realign();
        m_revocations.purge();
    }

private:
    LimiterCells& cellsFor(const Take& take) { return take.lasting ? m_usage : m_limits; }

    LimiterCells m_limits;
    LimiterCells m_usage;
    RevocationSet m_revocations;
    ReplaySet m_replays;
};

} // namespace gatehouse::shared_state
