// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/filters/enforcement.h"

namespace gatehouse::filters {

struct LoggingConfig {
    Enforcement enforcement;
    bool logRequest = true;                    ///< false: only errors get an access line
    bool logAnswer = true;                     ///< false: without what the upstream did
    std::uint32_t linesPerMillion = 1'000'000; ///< of the calls that go well
};

/// What a logging policy says about the access line of a call (runbook 6.3). Errors are always logged.
class LoggingFilter final : public TableFilter {
public:
    explicit LoggingFilter(LoggingConfig config);
    std::uint8_t hooks() const override { return proxy::HookFinish; }
    void finish(proxy::Exchange& exchange) const override;

private:
    bool leavesOut(const proxy::Exchange& exchange) const;

    LoggingConfig m_config;
};

} // namespace gatehouse::filters
