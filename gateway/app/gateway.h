// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"
#include "gateway/config/settings.h"

#include <QObject>

#include <memory>

namespace gatehouse::app {

/// The composition root: makes every object of the gateway, hands it to those who need it, starts them in
/// order and ends them in reverse. Lives on the control thread.
class Gateway : public QObject {
    Q_OBJECT

public:
    explicit Gateway(config::Settings settings, QObject* parent = nullptr);
    ~Gateway() override;

    /// Documents, snapshot, listeners. On an error nothing is left running.
    Result<void> start();
    /// Instead of start(): puts the documents of a dump into the store as a new revision, which it gives
    /// back.
    Result<quint64> restore(const QString& file);
    /// Stops accepting, lets requests end, keeps what there is to keep; finished() follows.
    void drain();
    void reopenLogs();
    void reloadCertificates();
    void dump();

    class Parts;

Q_SIGNALS:
    void finished(bool clean);

private:
    Result<void> makeParts();
    Result<void> loadDocuments();
    Result<void> seed();
    Result<void> restoreFirstDump();
    Result<void> listen();
    void applyProxySettings();
    void serve();
    void tick();
    void startDrain();
    void end(bool clean);
    Result<void> writePorts() const;

    config::Settings m_settings;
    SystemClock m_clock;
    std::unique_ptr<Parts> m_parts;
    bool m_draining = false;
};

} // namespace gatehouse::app
