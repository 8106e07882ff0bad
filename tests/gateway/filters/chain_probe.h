// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/order.h"
#include "gateway/proxy/exchange.h"
#include "gateway/proxy/filter.h"

#include <initializer_list>
#include <memory>
#include <string>

namespace gatehouse::filters {

/// Takes the place of any filter and does nothing.
class ProbeFilter final : public TableFilter {
public:
    explicit ProbeFilter(FilterId id)
        : TableFilter(id)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
};

/// Runs the request hooks of a chain as the engine does: up to the first that does not continue.
inline proxy::Verdict runRequest(proxy::Exchange& exchange, const proxy::FilterChain& chain)
{
    for (const proxy::Filter* filter : chain.with(proxy::HookRequest)) {
        const proxy::Verdict verdict = filter->request(exchange);
        if (verdict != proxy::Verdict::Continue)
            return verdict;
    }
    return proxy::Verdict::Continue;
}

/// The edited value of an answer field; "-" when no edit sets one.
inline std::string answerField(proxy::Exchange& exchange, std::string_view name)
{
    const std::string_view* const value = exchange.answerEdits().find(name);
    return value ? std::string(*value) : std::string("-");
}

/// The edited value of a field on its way to the upstream; "-" when no edit sets one.
inline std::string upstreamField(proxy::Exchange& exchange, std::string_view name)
{
    const std::string_view* const value = exchange.upstreamEdits().find(name);
    return value ? std::string(*value) : std::string("-");
}

} // namespace gatehouse::filters
