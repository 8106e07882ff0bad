// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/record_keeper.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace gatehouse::app {

/// Memory dumps without an administrator: at intervals when the security settings say so, on SIGUSR1, and at
/// the end (memory-dump section 3). Changes are durable without it; a dump is the backup and the exchange
/// format.
class Autosave : public QObject {
    Q_OBJECT

public:
    Autosave(control::ControlPlane& control, control::RecordKeeper& records, const config::Settings& settings,
             const Clock& clock, QObject* parent = nullptr);

    /// Reads enable_auto_save and the interval from the documents; call at start and after each revision.
    void refresh();
    /// Writes a dump to the path of the settings; a failure is logged and ignored. `then` runs afterwards in
    /// either case.
    void dump(
        const QString& occasion, std::function<void()> then = [] {});

private:
    control::ControlPlane& m_control;
    control::RecordKeeper& m_records;
    const config::Settings& m_settings;
    const Clock& m_clock;
    QTimer m_timer;
    QString m_hint;
};

} // namespace gatehouse::app
