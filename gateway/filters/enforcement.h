// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/error_body.h"
#include "gateway/filters/order.h"
#include "gateway/filters/scratch.h"

#include <string>
#include <string_view>

namespace gatehouse::filters {

/// What every filter that can refuse a request has in common.
struct Enforcement {
    bool enabled = true;
    bool dryRun = false;     ///< decides and records, but lets pass
    std::string policy = {}; ///< name of the policy or setting it comes from; for the log and for 429 bodies
};

/// How a request is refused. Empty or zero: as the row of the reason says.
struct Refusal {
    proxy::Reason reason;
    std::uint16_t status = 0;
    std::string_view code = {};
    std::string_view text = {};
    std::string_view detail = {};
    ErrorShape shape = ErrorShape::Surface;
};

/// Base of the enforcing filters.
class EnforcingFilter : public TableFilter {
public:
    EnforcingFilter(FilterId id, Enforcement enforcement)
        : TableFilter(id)
        , m_enforcement(std::move(enforcement))
    {
    }
    const Enforcement& enforcement() const { return m_enforcement; }

protected:
    /// Ends the exchange; in a dry run only notes what would have been.
    proxy::Verdict refuse(proxy::Exchange& exchange, const Refusal& refusal) const;
    bool enabled() const { return m_enforcement.enabled; }
    bool dryRun() const { return m_enforcement.dryRun; }

private:
    Enforcement m_enforcement;
};

/// Records what a policy in a dry run would have done, for the access line; the first one counts.
void noteDryRun(proxy::Exchange& exchange, std::string_view what, std::string_view policy);

/// The reason a dry-run filter would have refused with; None when all would have let it pass.
inline proxy::Reason dryRunReason(proxy::Exchange& exchange)
{
    return static_cast<proxy::Reason>(slot(exchange, Slot::DryRunReason));
}

} // namespace gatehouse::filters
