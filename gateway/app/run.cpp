// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/run.h"

#include "gateway/app/command_line.h"
#include "gateway/app/gateway.h"
#include "gateway/app/health_check.h"
#include "gateway/app/reload.h"
#include "gateway/app/signals.h"
#include "gateway/config/loader.h"
#include "gateway/config/report.h"
#include "gateway/net/socket.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QTextStream>

#include <cstdlib>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

enum ExitStatus { Fine = 0, Fault = 1, BadConfiguration = 2 };

void print(const QString& text)
{
    QTextStream(stdout) << text << (text.endsWith(u'\n') ? "" : "\n");
}

int serve(const config::LoadResult& loaded, std::optional<UpgradeChild> upgrade)
{
    const config::GuardResult guards = checkSettings(loaded);
    if (!config::mayStart(loaded, guards)) {
        QTextStream(stderr) << config::checkReport(loaded, guards);
        return BadConfiguration;
    }
    net::reserveDescriptors();
    Signals signalWatch;
    Gateway::Origin origin;
    origin.upgrade = std::move(upgrade);
    Result<InheritedSockets> sockets = InheritedSockets::take(origin.upgrade.has_value());
    if (!sockets) {
        QTextStream(stderr) << "error: " << sockets.error().text() << '\n';
        return Fault;
    }
    origin.sockets = std::move(sockets).value();
    for (const config::Issue& issue : loaded.warnings + guards.warnings)
        origin.warnings.append(issue.text());
    Gateway gateway(loaded.settings, std::move(origin));
    const Result<void> started = gateway.start();
    if (!started) {
        QTextStream(stderr) << "error: " << started.error().text() << '\n';
        return Fault;
    }
    bool ending = false;
    QObject::connect(&signalWatch, &Signals::terminate, &gateway, [&] {
        if (std::exchange(ending, true)) { // asked twice: at once
            gateway.cutShort();
            std::_Exit(Fault);
        }
        gateway.drain();
    });
    QObject::connect(&signalWatch, &Signals::hangUp, &gateway, &Gateway::reload);
    QObject::connect(&signalWatch, &Signals::user1, &gateway, &Gateway::dump);
    // Now, because a package upgrade may put another file in its place.
    const QString program = QCoreApplication::applicationFilePath();
    const auto replace = [&gateway, program] {
        gateway.upgrade(program, QCoreApplication::arguments().mid(1));
    };
    QObject::connect(&signalWatch, &Signals::user2, &gateway, replace);
    // A restart loses no request: the new process reads the settings and takes the sockets over.
    QObject::connect(&gateway, &Gateway::restartWanted, &gateway, replace);
    QObject::connect(&gateway, &Gateway::finished, qApp, [] { QCoreApplication::exit(Fine); });
    return QCoreApplication::exec();
}

int restore(const QString& file, const config::LoadResult& loaded)
{
    const config::GuardResult guards = checkSettings(loaded);
    if (!config::mayStart(loaded, guards)) {
        QTextStream(stderr) << config::checkReport(loaded, guards);
        return BadConfiguration;
    }
    const Result<quint64> revision = Gateway(loaded.settings).restore(file);
    if (!revision) {
        QTextStream(stderr) << "error: " << revision.error().text() << '\n';
        return Fault;
    }
    print(u"restored %1 as revision %2; start the gateway now"_s.arg(file).arg(*revision));
    return Fine;
}

int answer(const CommandLine& line, const config::LoadResult& loaded, std::optional<UpgradeChild> upgrade)
{
    switch (line.action) {
    case Action::CheckConfig: {
        const config::GuardResult guards = checkSettings(loaded);
        print(config::checkReport(loaded, guards));
        return config::mayStart(loaded, guards) ? Fine : BadConfiguration;
    }
    case Action::PrintConfig:
        print(line.json ? QString::fromUtf8(QJsonDocument(config::printReportJson(loaded.settings)).toJson())
                        : config::printReport(loaded.settings));
        if (loaded.errors.isEmpty())
            return Fine;
        // What cannot be read is shown with its default, which the gateway would not start with.
        QTextStream(stderr) << config::checkReport(loaded, {});
        return BadConfiguration;
    case Action::HealthCheck: {
        QString why;
        const int status = healthCheck(loaded.settings, &why);
        print(status == 0 ? u"ready"_s : u"not ready: "_s + why);
        return status;
    }
    case Action::Restore:
        return restore(line.file, loaded);
    default:
        return serve(loaded, std::move(upgrade));
    }
}

} // namespace

int run(int argc, char* argv[])
{
    // A gateway needs no GLib; Qt's plain dispatcher serves the control thread.
    qputenv("QT_NO_GLIB", "1");
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"gatehouse-gateway"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(GATEHOUSE_VERSION));
    const Result<CommandLine> line = parseCommandLine(QCoreApplication::arguments().mid(1));
    if (!line) {
        QTextStream(stderr) << "error: " << line.error().text() << "\n\n" << helpText();
        return BadConfiguration;
    }
    if (line->action == Action::Help || line->action == Action::Version) {
        print(line->action == Action::Help ? helpText()
                                           : u"gatehouse-gateway "_s + QStringLiteral(GATEHOUSE_VERSION));
        return Fine;
    }
    // First, because it is no setting: whoever loads the settings would warn of it.
    std::optional<UpgradeChild> upgrade = UpgradeChild::fromEnvironment();
    return answer(*line, config::load(config::LoadInput::fromProcess()), std::move(upgrade));
}

} // namespace gatehouse::app
