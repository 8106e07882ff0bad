// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"

#include <QByteArray>
#include <QHash>
#include <QString>

namespace gatehouse::admin {

/// The CSRF value that each user got last, for clients that send it in the header and keep no cookies (auth
/// section 4). Each holds for half an hour; at most as many as there are users. Control thread.
class CsrfValues {
public:
    explicit CsrfValues(const Clock& clock)
        : m_clock(clock)
    {
    }

    void issued(const QString& username, const QByteArray& value);
    /// In constant time.
    bool holds(const QString& username, const QByteArray& value) const;

private:
    struct Issued {
        QByteArray value;
        qint64 endsNs = 0; ///< monotonic
    };

    const Clock& m_clock;
    QHash<QString, Issued> m_values;
};

} // namespace gatehouse::admin
