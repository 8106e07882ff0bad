// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"
#include "gateway/filters/json_tree.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::filters {

/// Limits on what one GraphQL request may ask for. Zero: no limit.
struct GraphQlConfig {
    std::uint64_t maxDepth = 10;
    std::uint64_t maxAliases = 0;
    std::uint64_t maxFields = 0;
    std::uint64_t maxBatch = 1; ///< requests in one body
    bool introspection = true;
    std::string path; ///< of the endpoint at the upstream, for requests to the API itself; empty: as it came
};

/// Measures queries (GraphQL over HTTP: JSON bodies, batches, `application/graphql`, `?query=`) and refuses
/// what is too large before it reaches the upstream. The body goes on as it came.
class GraphQlFilter final : public EnforcingFilter {
public:
    explicit GraphQlFilter(GraphQlConfig config)
        : EnforcingFilter(FilterId::GraphQl, {})
        , m_config(std::move(config))
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest | proxy::HookRequestBody; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;
    proxy::Verdict requestBody(proxy::Exchange& exchange) const override;

private:
    proxy::Verdict checkOne(proxy::Exchange& exchange, const Json& request) const;
    proxy::Verdict checkQuery(proxy::Exchange& exchange, std::string_view query) const;
    proxy::Verdict tooMuch(proxy::Exchange& exchange, std::string_view what, std::uint64_t found,
                           std::uint64_t most) const;
    proxy::Verdict invalid(proxy::Exchange& exchange, std::string_view text) const;

    GraphQlConfig m_config;
};

} // namespace gatehouse::filters
