// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/tone.h"

#include <QDateTime>
#include <QWidget>

class QLabel;

namespace gatehouse::console {

/// How much of a limit is used: name, bar, figures and the time when it begins anew. The colour follows the
/// share, and the words say the same.
class UsageBar : public QWidget {
    Q_OBJECT
public:
    struct Use {
        QString name;
        qint64 used = 0;
        qint64 limit = 0;        ///< 0: none
        QString unit = {};       ///< "bytes" is written with a fitting unit; anything else as it is
        QDateTime resetsAt = {}; ///< invalid: it does not say
    };
    explicit UsageBar(const Use& use, QWidget* parent = nullptr);
    const Use& use() const { return m_use; }

    /// Good below 80 %, warning below the limit, bad at it; off without a limit.
    static Tone tone(qint64 used, qint64 limit);
    /// 0 to 100; more than the limit is 100, and only what has reached it.
    static int percent(qint64 used, qint64 limit);
    /// "750 of 1,000 (75 %)".
    static QString text(const Use& use);
    /// When it begins anew: "in 3 hours"; empty when it does not say.
    static QString resetText(const QDateTime& resetsAt, const QDateTime& now);

private:
    Use m_use;
};

} // namespace gatehouse::console
