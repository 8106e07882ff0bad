// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/command_line.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

Result<CommandLine> parseCommandLine(const QStringList& arguments)
{
    CommandLine line;
    Faults faults;
    for (const QString& word : arguments) {
        if (word == u"run"_s)
            line.action = Action::Run;
        else if (word == u"--check-config"_s)
            line.action = Action::CheckConfig;
        else if (word == u"--print-config"_s)
            line.action = Action::PrintConfig;
        else if (word == u"--health-check"_s)
            line.action = Action::HealthCheck;
        else if (word == u"--help"_s || word == u"-h"_s)
            line.action = Action::Help;
        else if (word == u"--version"_s)
            line.action = Action::Version;
        else if (word == u"--json"_s)
            line.json = true;
        else
            faults.append({word, u"unknown"_s, u"is not an option"_s});
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return line;
}

QString helpText()
{
    return u"Usage: gatehouse-gateway [run]\n"
           "       gatehouse-gateway --check-config | --print-config [--json] | --health-check | --version | "
           "--help\n\n"
           "  run              Serve until SIGTERM or SIGINT (the default)\n"
           "  --check-config   Read and check all settings, print every fault, change nothing\n"
           "  --print-config   Print all settings with where they come from; secrets are masked\n"
           "  --health-check   Ask a running gateway whether it is ready; exit status 0 when it is\n\n"
           "Settings are environment variables, a .env file, or NAME_FILE for secrets; see --print-config.\n"
           "Signals: SIGTERM, SIGINT end after the requests under way (a second one ends at once), SIGHUP "
           "opens the log\n"
           "files again, SIGUSR1 writes a memory dump.\n"_s;
}

} // namespace gatehouse::app
