// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/core/result.h"
#include "gateway/app/inherited_sockets.h"
#include "gateway/app/upgrade.h"
#include "gateway/config/settings.h"
#include "gateway/proxy/data_plane.h"
#include "gateway/shared_state/limiter_cells.h"

#include <QObject>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace gatehouse::app {

struct ReloadPlan;

/// The composition root: makes every object of the gateway, hands it to those who need it, starts them in
/// order and ends them in reverse. Lives on the control thread.
class Gateway : public QObject {
    Q_OBJECT

public:
    /// What the process before this one left to it, if it was started for an upgrade or by a socket, and what
    /// the settings gave rise to.
    struct Origin {
        InheritedSockets sockets;
        std::optional<UpgradeChild> upgrade;
        QStringList warnings; ///< of the settings, for the log
    };
    explicit Gateway(config::Settings settings, Origin origin = {}, QObject* parent = nullptr);
    ~Gateway() override;

    /// Documents, snapshot, listeners. On an error nothing is left running.
    Result<void> start();
    /// Instead of start(): puts the documents of a dump into the store as a new revision, which it gives
    /// back.
    Result<quint64> restore(const QString& file);
    /// Stops accepting, lets requests end, keeps what there is to keep; finished() follows.
    void drain();
    /// Opens the log files again and takes over hot settings; on any fault the old ones stay.
    Result<ReloadPlan> reload();
    /// Starts `program` with the listening sockets; it takes over when it is ready, then this process drains
    /// and ends. Until then, and when it fails, everything goes on here.
    void upgrade(const QString& program, const QStringList& arguments);
    void dump();
    /// The process ends now: keeps what can be kept in a moment.
    void cutShort();

    class Parts;

Q_SIGNALS:
    void finished(bool clean);
    /// An administrator wants a new process in the place of this one.
    void restartWanted();

private:
    Result<void> makeParts();
    Result<void> loadDocuments();
    Result<void> loadRecords();
    void applyRecordLimits();
    Result<void> seed();
    Result<void> seedDemo();
    Result<void> checkStored();
    Result<void> restoreFirstDump();
    Result<void> listen();
    void applyProxySettings();
    std::map<std::size_t, std::vector<net::Fd>>
    inheritedSockets(const std::vector<proxy::ListenerSpec>& listeners);
    void serve();
    void mirrorSettings();
    void tick();
    void askRecords();
    void askWorkers();
    bool workersAnswer() const;
    void watchMemory();
    Result<void> takeStore();
    Result<void> becomeReady();
    void applySettings();
    void giveStoreAway();
    void takeStoreBack();
    void upgradeDone(qint64 process);
    void upgradeFailed(const QString& why);
    void saveMonitor();
    void handUsageOn(int patienceMs);
    void takeUsage(const QByteArray& message);
    void hearPredecessor(net::Fd socket);
    void awaitPredecessor(bool clean);
    std::vector<shared_state::LimiterCells::Saved> saveUsage();
    Result<void> readRunningNumbers();
    void writeCredits();
    std::vector<shared_state::LimiterCells::Saved> writeCounters();
    Result<void> giveBackMemory();
    /// When something may be done again that began at `startNs`, so that it takes little of this thread.
    qint64 nextTurn(qint64 startNs) const;
    void writeKeyUse();
    void startDrain();
    void finishCalls();
    void end(bool clean);
    Result<void> writeRunFiles() const;

    config::Settings m_settings;
    Origin m_origin;
    SystemClock m_clock;
    std::unique_ptr<Parts> m_parts;
    qint64 m_keyUseDueNs = 0;       ///< monotonic
    int m_workersSilentSeconds = 0; ///< since all of them have last turned their loops
    quint64 m_keyUseWritten = 0;    ///< checksum of what was written last
    bool m_fresh = false;           ///< nothing had been kept before this start
    bool m_draining = false;
    bool m_handedOver = false; ///< another process serves now
    bool m_ended = false;
    qint64 m_keyUseToldS = 0; ///< since 1970; what was used before is known to the process that serves now
};

} // namespace gatehouse::app
