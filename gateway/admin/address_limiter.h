// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QHash>
#include <QString>

namespace gatehouse::admin {

/// Counts calls per client address in fixed windows aligned to the epoch; for login and registration (auth
/// sections 5 and 9). Control thread.
class AddressLimiter {
public:
    explicit AddressLimiter(const Clock& clock)
        : m_clock(clock)
    {
    }

    struct Verdict {
        bool allowed = true;
        int limit = 0;
        int remaining = 0;
        qint64 resetSeconds = 0; ///< wall clock, seconds since 1970
        qint64 waitSeconds = 0;  ///< until the window ends
    };
    /// Counts this call. A limit below 1 refuses everything.
    Verdict take(const QString& address, int limit, int windowSeconds);

private:
    const Clock& m_clock;
    qint64 m_window = -1;
    int m_windowSeconds = 0;
    QHash<QString, int> m_counts;
};

} // namespace gatehouse::admin
