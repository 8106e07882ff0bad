// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"

namespace gatehouse::filters {

/// Takes one credit of the caller's account in a group before the call goes out; it is never given back
/// (data-plane 7). Callers without account are refused. Only for APIs that know their callers.
class CreditFilter final : public EnforcingFilter {
public:
    CreditFilter(Enforcement enforcement, proxy::Symbol group)
        : EnforcingFilter(FilterId::Credit, std::move(enforcement))
        , m_group(group)
    {
    }
    std::uint8_t hooks() const override { return proxy::HookRequest; }
    proxy::Verdict request(proxy::Exchange& exchange) const override;

private:
    proxy::Symbol m_group;
};

} // namespace gatehouse::filters
