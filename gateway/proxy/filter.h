// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/phase.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace gatehouse::proxy {

class Exchange;

/// What a filter decided.
///  Continue: go on with the next filter.
///  Respond:  the filter has set an answer on the exchange (Exchange::respond or fail); no later filter of
///  the request
///            side runs, but answer and finish hooks do.
///  Wait:     the filter took a resumer from the exchange and will call it, from any thread, exactly once.
enum class Verdict : std::uint8_t { Continue, Respond, Wait };

/// Which hooks a filter uses; the chain keeps one list per hook, so that an unused hook costs nothing.
enum Hook : std::uint8_t {
    HookRequest = 1,
    HookRequestBody = 2,
    HookAnswer = 4,
    HookAnswerBody = 8,
    HookFinish = 16,
    HookUpgrade = 32,        ///< WebSocket handshakes, after all request hooks
    HookRecheck = 64,        ///< open WebSockets and event streams, when something was published
    HookUpstreamAnswer = 128 ///< before all other hooks of the answer
};

/// One concern of a route with its immutable configuration. Shared by all workers: every hook is const, keeps
/// no state of its own, never blocks and never throws. Per-request state lives in the exchange; counters live
/// in shared_state, keyed by stable ids, and survive a new snapshot.
class Filter {
public:
    virtual ~Filter() = default;

    virtual std::string_view name() const = 0;
    virtual Phase phase() const = 0;
    /// Place within the phase, from the one order table of the filters.
    virtual std::uint8_t order() const = 0;
    virtual std::uint8_t hooks() const = 0;

    /// The head is complete and the phases before this one have passed.
    virtual Verdict request(Exchange&) const { return Verdict::Continue; }
    /// Of a filter with HookRequestBody: whether every request is collected for it. When not, its hook sees a
    /// body only if somebody has asked for it with Exchange::bufferBody(), else an empty one.
    virtual bool needsBody() const { return true; }
    /// The whole request body is in Exchange::bufferedBody().
    virtual Verdict requestBody(Exchange&) const { return Verdict::Continue; }
    /// The request is a well-formed WebSocket handshake that everybody else has let through.
    virtual Verdict upgrade(Exchange&) const { return Verdict::Continue; }
    /// Would what was let through be let through now? Respond, with a reason on the exchange: no, and the
    /// stream ends. Counts nothing, never waits.
    virtual Verdict recheck(Exchange&) const { return Verdict::Continue; }
    /// The upstream has answered or failed (then there is a reason on the exchange), and nobody else has seen
    /// it. May watch the body (Exchange::tapAnswer), or put another answer in its place (Exchange::replay).
    /// Also called when the gateway itself refuses the request.
    virtual void upstreamAnswer(Exchange&) const {}
    /// The answer head is known (whoever made it) and not yet sent.
    virtual void answer(Exchange&) const {}
    /// The whole answer body is buffered and may be replaced.
    virtual void answerBody(Exchange&) const {}
    /// The exchange is over; runs exactly once.
    virtual void finish(Exchange&) const {}
};

/// The filters of a route in their one order.
class FilterChain {
public:
    FilterChain() = default;
    explicit FilterChain(std::vector<std::shared_ptr<const Filter>> filters);

    std::span<const Filter* const> with(Hook hook) const;
    const std::vector<std::shared_ptr<const Filter>>& all() const { return m_filters; }

private:
    static constexpr std::size_t hookCount = 8;

    std::vector<std::shared_ptr<const Filter>> m_filters; ///< sorted by (phase, order)
    std::vector<const Filter*> m_byHook;                  ///< those of the first hook, then of the next
    std::array<std::uint16_t, hookCount + 1> m_starts{};  ///< of each hook in that list, and its end
};

/// Where the chain of an API or of an operation stands in the table of a snapshot (chain_table.h). Zero: it
/// has none.
using ChainSlot = std::uint32_t;

} // namespace gatehouse::proxy
