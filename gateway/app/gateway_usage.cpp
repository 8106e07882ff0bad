// SPDX-License-Identifier: GPL-3.0-or-later
// What calls use up: written down, and in an upgrade handed on to the process that has the store.
#include "gateway/app/gateway.h"
#include "gateway/app/parts.h"
#include "gateway/app/usage_report.h"

#include <QLoggingCategory>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

Q_DECLARE_LOGGING_CATEGORY(appLog)

namespace gatehouse::app {

/// Gives back the counters as they are on disk now.
std::vector<shared_state::LimiterCells::Saved> Gateway::saveUsage()
{
    if (m_parts->predecessor)
        m_parts->predecessor->read();
    writeCredits();
    m_parts->control.flush();
    std::vector<shared_state::LimiterCells::Saved> counters = writeCounters();
    writeKeyUse();
    return counters;
}

/// Sends what has been used since the last time to the process that serves now.
void Gateway::handUsageOn(int patienceMs)
{
    Parts& parts = *m_parts;
    if (!parts.successor)
        return;
    UsageReport report;
    report.credits = parts.credits->collectSpent();
    report.counters = parts.growth.collect(parts.state->usageCells());
    const qint64 nowS = m_clock.wallMs() / 1000;
    for (auto& use : parts.keyUse->save()) {
        if (use.second >= m_keyUseToldS)
            report.keys.push_back(std::move(use));
    }
    m_keyUseToldS = nowS;
    for (const QByteArray& message : toMessages(report))
        parts.successor->add(message);
    const Result<void> sent = parts.successor->flush(patienceMs);
    if (sent && (patienceMs == 0 || parts.successor->isEmpty()))
        return;
    qCWarning(appLog).noquote() << "the new process does not take what is used here any more; from here on "
                                   "credits and quotas of this process are not written down:"
                                << (sent ? u"it did not take it in time"_s : sent.error().text());
    parts.successor.reset();
}

/// What the process before this one has let pass counts here as well.
void Gateway::takeUsage(const QByteArray& message)
{
    const Result<UsageReport> report = usageReport(message);
    if (!report) {
        qCWarning(appLog).noquote() << "usage of the process before this one:" << report.error().text();
        return;
    }
    m_parts->credits->spend(report->credits);
    m_parts->state->usageCells().merge(report->counters);
    for (const auto& [credential, seconds] : report->keys)
        m_parts->keyUse->mark(credential)->touch(seconds);
}

void Gateway::hearPredecessor(net::Fd socket)
{
    m_parts->predecessor = std::make_unique<UsageReceiver>(std::move(socket));
    UsageReceiver* const predecessor = m_parts->predecessor.get();
    connect(predecessor, &UsageReceiver::received, this, &Gateway::takeUsage);
    connect(predecessor, &UsageReceiver::ended, this, [](const QString& fault) {
        if (!fault.isEmpty())
            qCWarning(appLog).noquote()
                << "nothing more is heard of what the process before this one lets pass:" << fault;
    });
}

/// One that hands over itself stays until the one before it has ended, so that what that one counts reaches
/// the process that writes it down.
void Gateway::awaitPredecessor(bool clean)
{
    const UsageReceiver* const predecessor = m_parts->predecessor.get();
    if (!m_handedOver || !predecessor || !predecessor->isOpen())
        return end(clean);
    connect(
        predecessor, &UsageReceiver::ended, this, [this, clean] { end(clean); }, Qt::QueuedConnection);
    // Its own drain ends before that.
    QTimer::singleShot(m_settings.duration(Setting::DrainTimeout), this, [this, clean] { end(clean); });
}

void Gateway::cutShort()
{
    constexpr int patienceMs = 500;
    handUsageOn(patienceMs);
}

} // namespace gatehouse::app
