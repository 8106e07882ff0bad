// SPDX-License-Identifier: GPL-3.0-or-later
// The gateway after its start: reload, upgrade, drain, end.
#include "common/core/later.h"
#include "gateway/app/alert_feed.h"
#include "gateway/app/gateway.h"
#include "gateway/app/parts.h"
#include "gateway/app/process_file.h"
#include "gateway/app/proxy_settings.h"
#include "gateway/app/reload.h"

#include <QLoggingCategory>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

Q_DECLARE_LOGGING_CATEGORY(appLog)

namespace gatehouse::app {

namespace {

constexpr int usageEndPatienceMs = 2'000;

} // namespace

// --- reload

Result<ReloadPlan> Gateway::reload()
{
    m_parts->service.reloading();
    m_parts->log->writer().reopen();
    Result<ReloadPlan> plan = planReload(m_settings, config::LoadInput::fromProcess());
    m_parts->reloadGood = bool(plan);
    if (!plan) {
        m_parts->control.noteRefusedSettings();
        qCWarning(appLog).noquote()
            << "log files opened again; the new settings are refused and the old ones stay:"
            << plan.error().text();
        m_parts->certificates.reload(); // a renewed file must not wait for an unrelated fault
        m_parts->service.reloaded(u"new settings refused, see the log"_s);
        return plan;
    }
    for (const QString& warning : plan->warnings)
        qCWarning(appLog).noquote() << warning;
    m_settings = plan->settings;
    m_parts->keys = plan->keys;
    m_parts->tokens->setKeys(plan->keys);
    applySettings();
    plan->warnings += m_parts->certificates.faults();
    qCInfo(appLog).noquote() << "log files opened again;" << plan->text();
    m_parts->service.reloaded(plan->text());
    return plan;
}

/// Brings every part to the hot settings as they are now.
void Gateway::applySettings()
{
    Parts& parts = *m_parts;
    const observe::LogOptions log = logOptions(m_settings);
    parts.log->setLevel(log.level);
    parts.log->setFormat(log.format);
    const observe::RecorderOptions recorder = recorderOptions(m_settings);
    parts.telemetry.setAccessLog(recorder.mode, recorder.sampling);
    parts.telemetry.setAliases(m_settings.flag(Setting::MetricsStoaNames));
    parts.answers->setMaxBytes(std::size_t(m_settings.bytes(Setting::ResponseCacheBytes)));
    parts.errors.setStrict(m_settings.flag(Setting::StrictEnvelope));
    parts.compiler.setOptions(compilerOptions(m_settings));
    parts.control.recompile();
    applyProxySettings();
    parts.certificates.reload(m_settings);
    parts.autosave.refresh();
    applyRecordLimits();
    applyAlertSettings(parts, m_settings);
}

// --- upgrade

void Gateway::upgrade(const QString& program, const QStringList& arguments)
{
    if (m_draining)
        return;
    std::vector<NamedSocket> sockets;
    const std::vector<std::vector<int>>& listeners = m_parts->dataPlane->sockets();
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        for (const int fd : listeners[i])
            sockets.push_back({m_origin.sockets.nameFor(ListenerName(i)), fd});
    }
    const Result<void> started = m_parts->upgrade.start(program, arguments, sockets);
    if (!started) {
        qCWarning(appLog).noquote() << "no upgrade:" << started.error().text();
        return;
    }
    qCInfo(appLog).noquote() << "upgrade: process" << m_parts->upgrade.process() << "starts from" << program;
    m_parts->service.status(u"upgrade under way"_s);
}

void Gateway::giveStoreAway()
{
    m_keyUseToldS = m_clock.wallMs() / 1000;
    m_parts->growth.begin(saveUsage());
    m_parts->control.suspend(Error::unavailable(u"The gateway is being upgraded; try again in a moment"_s));
    m_parts->records->release();
    m_parts->telemetry.tick(0);
    saveMonitor();
    m_parts->upgrade.storeIsFree(m_parts->certificates.ownTicketKeys());
}

void Gateway::upgradeDone(qint64 process)
{
    qCInfo(appLog).noquote() << "upgrade: process" << process << "serves; this one finishes";
    m_parts->service.handOver(pid_t(process));
    m_handedOver = true;
    m_parts->successor = std::make_unique<UsageSender>(m_parts->upgrade.takeSocket());
    handUsageOn(0);
    drain();
}

void Gateway::upgradeFailed(const QString& why)
{
    // They are the other one's when it got that far.
    if (const Result<void> written = writeRunFiles(); !written)
        qCWarning(appLog).noquote() << written.error().text();
    m_parts->growth.begin({});
    takeStoreBack();
    qCWarning(appLog).noquote() << "upgrade failed, this process goes on:" << why;
    m_parts->service.status(u"serving; the last upgrade failed"_s);
}

void Gateway::takeStoreBack()
{
    if (!m_parts->control.isSuspended())
        return;
    Result<void> resumed = m_parts->control.resume();
    if (resumed)
        resumed = m_parts->records->resume();
    if (!resumed) {
        qCCritical(appLog).noquote()
            << "the store cannot be taken back; changes are refused until the gateway is "
               "started again:"
            << resumed.error().text();
        m_parts->health.report(u"store"_s, observe::HealthState::Down, resumed.error().text());
    }
}

// --- the end

void Gateway::drain()
{
    if (m_draining)
        return;
    m_draining = true;
    m_parts->upgrade.abandon();
    if (m_handedOver) // readiness is the new process's
        return startDrain();
    takeStoreBack();
    m_parts->health.setDraining(true);
    m_parts->service.stopping();
    qCInfo(appLog) << "shutting down";
    QTimer::singleShot(m_settings.duration(Setting::DrainDelay), this, &Gateway::startDrain);
}

void Gateway::startDrain()
{
    if (m_handedOver)
        return finishCalls();
    m_parts->autosave.dump(u"shutdown"_s, [this] { finishCalls(); });
}

void Gateway::finishCalls()
{
    m_parts->admin->events().close();
    m_parts->dataPlane->drain(m_settings.duration(Setting::DrainTimeout).count(), [this](bool clean) {
        later(this, [this, clean] { awaitPredecessor(clean); });
    });
}

void Gateway::saveMonitor()
{
    const Result<void> saved = m_parts->telemetry.monitor().save(m_parts->log->directory());
    if (!saved)
        qCWarning(appLog).noquote() << "metrics were not saved:" << saved.error().text();
}

void Gateway::end(bool clean)
{
    if (std::exchange(m_ended, true))
        return;
    m_parts->seconds.stop();
    m_parts->dataPlane->stop();
    m_parts->records->stop();
    m_parts->control.flush();
    if (m_handedOver) {
        handUsageOn(usageEndPatienceMs);
    } else {
        saveUsage();
        m_parts->telemetry.tick(0);
        saveMonitor();
        removeProcessFile(m_settings.path(Setting::PidFile));
    }
    qCInfo(appLog).noquote() << (clean ? "Shutdown complete" : "Shutdown complete; requests were cut off");
    m_parts->log->writer().flush();
    Q_EMIT finished(clean);
}

} // namespace gatehouse::app
