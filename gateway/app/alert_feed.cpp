// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/alert_feed.h"

#include "gateway/admin/v1/quota_use.h"
#include "gateway/app/parts.h"
#include "gateway/app/state_file.h"
#include "gateway/proxy/live_groups.h"

#include <QDir>
#include <QLoggingCategory>
#include <QSysInfo>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

Q_DECLARE_LOGGING_CATEGORY(appLog)

namespace gatehouse::app {

namespace {

using observe::AlertReading;
using Readings = std::vector<AlertReading>;

QString alertFile(const config::Settings& settings)
{
    return QDir(settings.path(Setting::DataDir)).filePath(u"state/alerts.json"_s);
}

Readings gatewayState(const Gateway::Parts& parts)
{
    return {{{}, parts.health.isReady() ? 0.0 : 1.0, {}}};
}

Readings targetStates(Gateway::Parts& parts)
{
    Readings readings;
    const std::int64_t now = parts.clock.monotonicNs();
    for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
        std::set<std::uint64_t> told; // an address may be listed twice
        for (const proxy::UpstreamTarget& target : live.group->targets) {
            if (!told.insert(target.stateKey).second)
                continue;
            const bool down = !target.draining && !parts.upstreamStates.target(target.stateKey).usable(now);
            readings.push_back({u"%1 %2"_s.arg(QString::fromStdString(live.group->label),
                                               QString::fromStdString(target.url)),
                                down ? 1.0 : 0.0,
                                {}});
        }
    }
    return readings;
}

Readings breakerStates(Gateway::Parts& parts)
{
    Readings readings;
    const std::int64_t now = parts.clock.monotonicNs();
    for (const auto& [key, live] : proxy::liveGroups(*parts.hub.current())) {
        const bool open = std::any_of(live.breakers.begin(), live.breakers.end(), [&](std::uint64_t breaker) {
            return parts.upstreamStates.breaker(breaker).state(now) == proxy::Breaker::State::Open;
        });
        readings.push_back({QString::fromStdString(live.group->label), open ? 1.0 : 0.0, {}});
    }
    return readings;
}

Readings certificateDays(Gateway::Parts& parts)
{
    constexpr double secondsOfDay = 86'400;
    Readings readings;
    const double now = double(parts.clock.wallMs()) / 1000;
    for (const OwnCertificate& certificate : parts.certificates.own())
        readings.push_back(
            {certificate.name, (double(certificate.status.notAfter) - now) / secondsOfDay, {}});
    return readings;
}

/// Alerts of a tenant's rules are also for its own people.
void tellAlert(Gateway::Parts& parts, const QJsonObject& event)
{
    const QString ruleId = event[u"alert"_s][u"rule_id"_s].toString();
    const auto rule = parts.control.documents().of<AlertRule>().find(ruleId);
    parts.admin->events().publish("alert", event, [&](const QString& tenant) -> std::optional<QJsonObject> {
        return rule && rule->tenant == tenant ? std::optional(event) : std::nullopt;
    });
}

void feedAlertMetrics(Gateway::Parts& parts)
{
    using observe::Metric;
    using observe::SampleSink;
    parts.telemetry.setCollector(Metric::AlertsFiring, [&parts](const SampleSink& sink) {
        for (const Severity severity : {Severity::Info, Severity::Warning, Severity::Critical}) {
            const std::string label = toWire(severity).toStdString();
            sink({&label, 1}, double(parts.alerts.firing(toWire(severity))));
        }
    });
    parts.telemetry.setCollector(Metric::AlertsPending, [&parts](const SampleSink& sink) {
        const auto current = parts.alerts.engine().current();
        sink({}, double(std::count_if(current.begin(), current.end(),
                                      [](const observe::Alert* alert) { return !alert->isFiring(); })));
    });
    parts.telemetry.setCollector(Metric::AlertNotifications, [&parts](const SampleSink& sink) {
        for (const ChannelType type :
             {ChannelType::Email, ChannelType::Slack, ChannelType::Webhook, ChannelType::Desktop}) {
            std::array<std::string, 2> labels{toWire(type).toStdString(), "sent"};
            sink(labels, double(parts.alerts.notifier().sent(type)));
            labels[1] = "failed";
            sink(labels, double(parts.alerts.notifier().failed(type)));
        }
    });
    parts.telemetry.setCollector(Metric::AlertNotificationsDropped, [&parts](const SampleSink& sink) {
        sink({}, double(parts.alerts.notifier().dropped()));
    });
}

} // namespace

void applyAlertSettings(Gateway::Parts& parts, const config::Settings& settings)
{
    alerts::NotifierOptions options;
    options.groupWaitMs = settings.duration(Setting::AlertGroupWait).count();
    options.groupIntervalMs = settings.duration(Setting::AlertGroupInterval).count();
    options.gateway = QSysInfo::machineHostName();
    alerts::MailServer mail;
    mail.url = settings.text(Setting::AlertSmtpUrl);
    mail.user = settings.text(Setting::AlertSmtpUser);
    mail.password = settings.secret(Setting::AlertSmtpPassword);
    mail.from = settings.text(Setting::AlertSmtpFrom);
    mail.requireTls = settings.text(Setting::AlertSmtpTls) == u"required"_s;
    parts.alerts.setOptions(options, mail);
}

void feedAlerts(Gateway::Parts& parts, const config::Settings& settings)
{
    applyAlertSettings(parts, settings);
    alerts::SignalSources sources;
    sources.gateway = [&parts] { return gatewayState(parts); };
    sources.upstreams = [&parts] { return targetStates(parts); };
    sources.breakers = [&parts] { return breakerStates(parts); };
    sources.certificates = [&parts] { return certificateDays(parts); };
    sources.quotas = [&parts] { return admin::v1::quotaUse(parts.admin->services()); };
    parts.alerts.setSources(std::move(sources));
    parts.alerts.setSaver([path = alertFile(settings)](const QJsonObject& state) {
        if (const Result<void> saved = writeState(path, u"state"_s, state); !saved)
            qCWarning(appLog).noquote() << "the state of alerts was not saved:" << saved.error().text();
    });
    parts.alerts.setDesktop([&parts](const QJsonObject& message) {
        parts.admin->events().publish("notification", message);
        return parts.admin->events().listeners();
    });
    QObject::connect(&parts.alerts, &alerts::AlertCenter::happened, parts.admin.get(),
                     [&parts](const QJsonObject& event) { tellAlert(parts, event); });
    feedAlertMetrics(parts);
}

Result<void> restoreAlerts(Gateway::Parts& parts, const config::Settings& settings)
{
    const Result<QJsonValue> read = readState(alertFile(settings), u"state"_s);
    if (!read)
        return read.error();
    parts.alerts.restore(read->toObject());
    return {};
}

} // namespace gatehouse::app
