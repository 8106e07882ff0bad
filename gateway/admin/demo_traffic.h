// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/control/demo_seed.h"

namespace gatehouse::observe {
class LogSystem;
class Telemetry;
} // namespace gatehouse::observe

namespace gatehouse::admin {

/// Requests that never were, by the demo's users to the demo's APIs: 400 minutes of numbers, and lines of the
/// access log of today. Numbers are only made where there are none yet; they would be counted into real ones.
/// Control thread.
void makeDemoTraffic(const control::Documents& documents, const control::DemoOptions& options, qint64 nowMs,
                     observe::Telemetry& telemetry, observe::LogSystem& logs);

} // namespace gatehouse::admin
