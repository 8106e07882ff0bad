// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/observe/metrics_table.h"

#include <map>
#include <optional>

namespace gatehouse::observe {

/// Numbers of this process from /proc/self; what cannot be read (a hardened service) is left out.
class ProcessStats {
public:
    static ProcessStats read();
    /// Only this one, for a look every second; 0 when it cannot be read.
    static double residentBytes();
    std::optional<double> value(Metric metric) const;

private:
    std::map<Metric, double> m_values;
};

} // namespace gatehouse::observe
