// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::proxy {

/// The life of a request, in order. An exchange only moves forward through these; Finish runs exactly once
/// for every exchange that had a head, whatever happened before. The table below is the only place that
/// states the order.
enum class Phase : std::uint8_t {
    Accept,
    Head,
    Identify,
    Guard,
    Route,
    Preflight,
    Authenticate,
    Authorise,
    Limit,
    Prepare,
    Upstream,
    Answer,
    Finish
};

struct PhaseRow {
    Phase phase;
    std::string_view name;
    std::string_view does;
    bool takesFilters; ///< whether a Filter may belong to this phase
};

inline constexpr std::array<PhaseRow, 13> phaseTable{{
    {Phase::Accept, "accept", "connection limits, TLS", false},
    {Phase::Head, "head", "parse and check the request head", false},
    {Phase::Identify, "identify", "request id, client address, trace", false},
    {Phase::Guard, "guard", "global IP policy, brakes, declared size", true},
    {Phase::Route, "route", "find API and operation, disabled, API IP policy", true},
    {Phase::Preflight, "preflight", "answer CORS preflight without credentials", true},
    {Phase::Authenticate, "authenticate", "who is calling", true},
    {Phase::Authorise, "authorise", "subscription, group, role", true},
    {Phase::Limit, "limit", "tier, rate, throttle, bandwidth, quota, credit", true},
    {Phase::Prepare, "prepare", "validate, transform, headers, upstream credential", true},
    {Phase::Upstream, "upstream", "select, connect, send, retry, breaker", false},
    {Phase::Answer, "answer", "transform, CORS, headers, cache", true},
    {Phase::Finish, "finish", "access log, metrics, analytics", true},
}};

constexpr std::string_view nameOf(Phase phase)
{
    return phaseTable[static_cast<std::size_t>(phase)].name;
}

} // namespace gatehouse::proxy
