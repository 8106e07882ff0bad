// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/net/poller.h"
#include "gateway/proxy/filter.h"

#include <cstdint>
#include <functional>
#include <optional>

namespace gatehouse::proxy {

class Exchange;

/// What leads an exchange through its phases, as the exchange and its resumers see it. Worker thread only.
class ExchangeOwner {
public:
    /// Time of the loop turn, read once per turn.
    virtual std::int64_t nowNs() const = 0;
    virtual std::int64_t wallMs() const = 0;
    /// The thread-safe way to this thread.
    virtual net::Remote remote() const = 0;
    /// Goes on with an exchange that waited.
    virtual void resume(Exchange& exchange, Verdict verdict) = 0;
    /// Asks the upstream of `exchange` once more for the same thing, by GET, without anybody waiting for the
    /// answer: an exchange of its own, which `prepare` is given before it goes, starts at the upstream phase
    /// with what the filters have set so far. Of all hooks only upstreamAnswer() is called for it. False: too
    /// many are under way, and nothing has happened.
    virtual bool askBeside(const Exchange& exchange, const std::function<void(Exchange&)>& prepare) = 0;

protected:
    ~ExchangeOwner() = default;
};

/// The way back into an exchange that waits. Move-only; call it exactly once, from any thread. If the
/// exchange is gone by then (the client left), nothing happens. Dropped without a call, the exchange fails
/// with Internal.
class Resumer {
public:
    /// Runs on the exchange's worker and decides how it goes on: Continue or Respond.
    using Then = std::function<Verdict(Exchange&)>;

    Resumer() = default;
    Resumer(net::Remote remote, Exchange* exchange, std::uint64_t generation)
        : m_remote(std::move(remote))
        , m_exchange(exchange)
        , m_generation(generation)
    {
    }
    Resumer(Resumer&& other) noexcept;
    Resumer& operator=(Resumer&& other) noexcept;
    ~Resumer();

    void resume(Then then);
    void resume(Verdict verdict);
    explicit operator bool() const { return m_exchange != nullptr; }

private:
    std::optional<net::Remote> m_remote;
    Exchange* m_exchange = nullptr;
    std::uint64_t m_generation = 0;
};

} // namespace gatehouse::proxy
