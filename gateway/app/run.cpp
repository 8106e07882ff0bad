// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/run.h"

#include "gateway/app/command_line.h"
#include "gateway/app/gateway.h"
#include "gateway/app/health_check.h"
#include "gateway/app/proxy_settings.h"
#include "gateway/app/signals.h"
#include "gateway/app/tls_settings.h"
#include "gateway/config/loader.h"
#include "gateway/config/report.h"

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

/// Faults of the settings, of the rules between them, and of what this build does not do; all at once.
config::GuardResult checked(const config::LoadResult& loaded)
{
    config::GuardResult guards = config::checkGuards(loaded.settings);
    guards.errors += unsupported(loaded.settings);
    const TlsIssues tls = checkTls(loaded.settings);
    guards.errors += tls.errors;
    guards.warnings += tls.warnings;
    return guards;
}

int serve(const config::LoadResult& loaded)
{
    const config::GuardResult guards = checked(loaded);
    if (!config::mayStart(loaded, guards)) {
        QTextStream(stderr) << config::checkReport(loaded, guards);
        return BadConfiguration;
    }
    Signals signalWatch;
    Gateway gateway(loaded.settings);
    const Result<void> started = gateway.start();
    if (!started) {
        QTextStream(stderr) << "error: " << started.error().text() << '\n';
        return Fault;
    }
    bool ending = false;
    QObject::connect(&signalWatch, &Signals::terminate, &gateway, [&] {
        if (std::exchange(ending, true))
            std::_Exit(Fault); // asked twice: at once
        gateway.drain();
    });
    QObject::connect(&signalWatch, &Signals::hangUp, &gateway, &Gateway::reopenLogs);
    QObject::connect(&signalWatch, &Signals::hangUp, &gateway, &Gateway::reloadCertificates);
    QObject::connect(&signalWatch, &Signals::user1, &gateway, &Gateway::dump);
    QObject::connect(&gateway, &Gateway::finished, qApp, [] { QCoreApplication::exit(Fine); });
    return QCoreApplication::exec();
}

int restore(const QString& file, const config::LoadResult& loaded)
{
    const config::GuardResult guards = checked(loaded);
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

int answer(const CommandLine& line, const config::LoadResult& loaded)
{
    switch (line.action) {
    case Action::CheckConfig: {
        const config::GuardResult guards = checked(loaded);
        print(config::checkReport(loaded, guards));
        return config::mayStart(loaded, guards) ? Fine : BadConfiguration;
    }
    case Action::PrintConfig:
        print(line.json ? QString::fromUtf8(QJsonDocument(config::printReportJson(loaded.settings)).toJson())
                        : config::printReport(loaded.settings));
        return Fine;
    case Action::HealthCheck: {
        QString why;
        const int status = healthCheck(loaded.settings, &why);
        print(status == 0 ? u"ready"_s : u"not ready: "_s + why);
        return status;
    }
    case Action::Restore:
        return restore(line.file, loaded);
    default:
        return serve(loaded);
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
    return answer(*line, config::load(config::LoadInput::fromProcess()));
}

} // namespace gatehouse::app
