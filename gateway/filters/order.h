// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/proxy/filter.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace gatehouse::filters {

/// Every concern of a route has one place. The order of the phases is proxy::phaseTable; this is the order
/// inside a phase, and the only place that states it (unified model, "One order of checks").
enum class FilterId : std::uint8_t {
    GlobalIp,
    SecurityHeaders,
    ApiIp,
    Cors,
    ApiTerms,
    Authenticate,
    TokenCheck,
    Authorise,
    Tier,
    UserRate,
    RatePolicy,
    Throttle,
    Bandwidth,
    Concurrency,
    Quota,
    SoapCall,
    Credit,
    Validate,
    GraphQl,
    Crud,
    SelectUpstream,
    ForwardHeaders,
    SoapHeaders,
    WsSecurity,
    UpstreamCredential,
    Transform,
    ProtocolAnswer,
    Cache,
    WebSocket,
    Compress,
    Logging,
    Count_
};

struct FilterRow {
    FilterId id;
    std::string_view name;
    proxy::Phase phase;
};

/// Place in the table = order() of the filter.
inline constexpr std::array<FilterRow, static_cast<std::size_t>(FilterId::Count_)> filterTable{{
    {FilterId::GlobalIp, "global_ip", proxy::Phase::Guard},
    {FilterId::SecurityHeaders, "security_headers", proxy::Phase::Guard},
    {FilterId::ApiIp, "ip", proxy::Phase::Route},
    {FilterId::Cors, "cors", proxy::Phase::Preflight},
    {FilterId::ApiTerms, "terms", proxy::Phase::Preflight},
    {FilterId::Authenticate, "authenticate", proxy::Phase::Authenticate},
    {FilterId::TokenCheck, "token_check", proxy::Phase::Authenticate},
    {FilterId::Authorise, "authorise", proxy::Phase::Authorise},
    {FilterId::Tier, "tier", proxy::Phase::Limit},
    {FilterId::UserRate, "user_rate", proxy::Phase::Limit},
    {FilterId::RatePolicy, "rate", proxy::Phase::Limit},
    {FilterId::Throttle, "throttle", proxy::Phase::Limit},
    {FilterId::Bandwidth, "bandwidth", proxy::Phase::Limit},
    {FilterId::Concurrency, "concurrency", proxy::Phase::Limit},
    {FilterId::Quota, "quota", proxy::Phase::Limit},
    {FilterId::SoapCall, "soap_call", proxy::Phase::Limit},
    {FilterId::Credit, "credit", proxy::Phase::Limit},
    {FilterId::Validate, "validate", proxy::Phase::Prepare},
    {FilterId::GraphQl, "graphql", proxy::Phase::Prepare},
    {FilterId::Crud, "crud", proxy::Phase::Prepare},
    {FilterId::SelectUpstream, "select_upstream", proxy::Phase::Prepare},
    {FilterId::ForwardHeaders, "forward_headers", proxy::Phase::Prepare},
    {FilterId::SoapHeaders, "soap_headers", proxy::Phase::Prepare},
    {FilterId::WsSecurity, "ws_security", proxy::Phase::Prepare},
    {FilterId::UpstreamCredential, "upstream_credential", proxy::Phase::Prepare},
    {FilterId::Transform, "transform", proxy::Phase::Prepare},
    {FilterId::ProtocolAnswer, "protocol_answer", proxy::Phase::Prepare},
    {FilterId::Cache, "cache", proxy::Phase::Prepare},
    {FilterId::WebSocket, "websocket", proxy::Phase::Prepare},
    {FilterId::Compress, "compress", proxy::Phase::Answer},
    {FilterId::Logging, "logging", proxy::Phase::Finish},
}};

constexpr const FilterRow& rowOf(FilterId id)
{
    return filterTable[static_cast<std::size_t>(id)];
}

/// A filter whose name, phase and order come from the table.
class TableFilter : public proxy::Filter {
public:
    explicit TableFilter(FilterId id)
        : m_id(id)
    {
    }
    std::string_view name() const final { return rowOf(m_id).name; }
    proxy::Phase phase() const final { return rowOf(m_id).phase; }
    std::uint8_t order() const final { return static_cast<std::uint8_t>(m_id); }
    FilterId id() const { return m_id; }

private:
    FilterId m_id;
};

} // namespace gatehouse::filters
