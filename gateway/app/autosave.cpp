// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/autosave.h"

#include "common/model/security_settings.h"
#include "gateway/admin/memory_dump.h"

#include <QLoggingCategory>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(autosaveLog, "gateway.autosave", QtInfoMsg)

namespace gatehouse::app {

namespace {
constexpr int leastIntervalSeconds = 60;
}

Autosave::Autosave(control::ControlPlane& control, control::RecordKeeper& records,
                   const config::Settings& settings, const Clock& clock, QObject* parent)
    : QObject(parent)
    , m_control(control)
    , m_records(records)
    , m_settings(settings)
    , m_clock(clock)
{
    connect(&m_timer, &QTimer::timeout, this, [this] { dump(u"autosave"_s); });
}

void Autosave::refresh()
{
    bool enabled = m_settings.flag(config::Setting::AutoSave);
    int interval = int(m_settings.duration(config::Setting::AutoSaveInterval).count() / 1000);
    m_hint = m_settings.path(config::Setting::DumpPath);
    m_control.documents().of<SecuritySettings>().forEach([&](const SecuritySettings& stored) {
        enabled = stored.enableAutoSave;
        interval = stored.autoSaveFrequencySeconds;
        if (!stored.dumpPath.isEmpty())
            m_hint = stored.dumpPath;
    });
    const int intervalMs = std::max(interval, leastIntervalSeconds) * 1000;
    if (!enabled || !m_settings.isMemoryMode())
        m_timer.stop();
    else if (!m_timer.isActive() || m_timer.interval() != intervalMs)
        m_timer.start(intervalMs);
}

void Autosave::dump(const QString& occasion, std::function<void()> then)
{
    if (!m_settings.isMemoryMode() || m_settings.secret(config::Setting::MemEncryptionKey).isEmpty()) {
        qCInfo(autosaveLog).noquote()
            << u"no memory dump (%1): memory mode and MEM_ENCRYPTION_KEY are needed"_s.arg(occasion);
        return then();
    }
    const auto told = [occasion, then = std::move(then)](const Result<QString>& path) {
        if (path)
            qCInfo(autosaveLog).noquote() << u"memory dump written (%1): %2"_s.arg(occasion, *path);
        else
            qCWarning(autosaveLog).noquote()
                << u"memory dump failed (%1): %2"_s.arg(occasion, path.error().text());
        then();
    };
    admin::writeMemoryDump(m_control, m_records, m_settings, m_clock, m_hint, told);
}

} // namespace gatehouse::app
