// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/model/alerting.h"
#include "gateway/observe/alert_engine.h"
#include "gateway/observe/alert_traffic.h"

#include <functional>

namespace gatehouse::control {
class Documents;
}

namespace gatehouse::alerts {

/// Where the signals come from that are not taken from requests. Each gives one reading for every subject:
/// for states 1 when bad and 0 when good, for certificates the days left, for quotas the percent used. Empty
/// functions give no readings.
struct SignalSources {
    using Read = std::function<std::vector<observe::AlertReading>()>;
    Read gateway;      ///< not ready for traffic
    Read upstreams;    ///< targets that cannot be used
    Read breakers;     ///< groups of targets with an open circuit
    Read certificates; ///< own certificates
    Read quotas;       ///< of consumers; asked every 30 s only, because there may be many
};

/// The rule as the engine wants it.
observe::AlertSpec specOf(const AlertRule& rule);
/// What traffic the rule looks at; only for isOfTraffic().
observe::TrafficWatch watchOf(const AlertRule& rule, const control::Documents& documents);

/// Readings of the rule now. `traffic` has a watch for it.
std::vector<observe::AlertReading> readingsOf(const AlertRule& rule, const observe::AlertTraffic& traffic,
                                              const SignalSources& sources, qint64 nowSecond);

} // namespace gatehouse::alerts
