// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/observe/denial.h"

#include <optional>

namespace gatehouse::observe {

class AuditTrail;

/// Writes denials into the audit trail, so many in a minute that a flood of them neither fills it nor costs
/// anything; how many it left out is in the next row ("unwritten"). The access log has them all.
class DenialTrail {
public:
    static constexpr int MostPerMinute = 30;

    DenialTrail(AuditTrail& audit, const Clock& clock)
        : m_audit(audit)
        , m_clock(clock)
    {
    }
    void add(const Denials& denials);

private:
    void write(const Denial& denial);

    AuditTrail& m_audit;
    const Clock& m_clock;
    std::optional<std::int64_t> m_minuteNs; ///< where the minute began
    int m_written = 0;                      ///< in it
    std::uint64_t m_unwritten = 0;
};

} // namespace gatehouse::observe
