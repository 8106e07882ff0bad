// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "gateway/control/credit_ledger.h"
#include "gateway/control/key_use.h"
#include "gateway/shared_state/limiter_cells.h"

#include <QByteArrayList>

#include <vector>

namespace gatehouse::app {

/// What a process counts between giving its store away and its end; the new process adds it to its own.
struct UsageReport {
    control::CreditLedger::Amounts credits;                  ///< spent
    std::vector<shared_state::LimiterCells::Saved> counters; ///< the count of each is its growth
    control::KeyUse::Saved keys;
};

/// The report in parts, each complete JSON of far less than a mebibyte; none when there is nothing to tell.
QByteArrayList toMessages(const UsageReport& report);
/// Corrupt unless all of it is understood.
Result<UsageReport> usageReport(const QByteArray& message);

} // namespace gatehouse::app
