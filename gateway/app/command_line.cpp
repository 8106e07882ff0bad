// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/command_line.h"

#include <algorithm>
#include <iterator>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::app {

namespace {

struct ActionWord {
    QStringView word;
    Action action;
};
constexpr ActionWord actionWords[]{
    {u"run", Action::Run},
    {u"--check-config", Action::CheckConfig},
    {u"--print-config", Action::PrintConfig},
    {u"--health-check", Action::HealthCheck},
    {u"--help", Action::Help},
    {u"-h", Action::Help},
    {u"--version", Action::Version},
};

} // namespace

Result<CommandLine> parseCommandLine(const QStringList& arguments)
{
    CommandLine line;
    Faults faults;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString& word = arguments[i];
        const auto known = std::find_if(std::begin(actionWords), std::end(actionWords),
                                        [&](const ActionWord& row) { return row.word == word; });
        if (known != std::end(actionWords)) {
            line.action = known->action;
        } else if (word == u"--json"_s) {
            line.json = true;
        } else if (word == u"--restore"_s) {
            line.action = Action::Restore;
            line.file = arguments.value(++i);
            if (line.file.isEmpty())
                faults.append({word, u"required"_s, u"needs the name of a dump file"_s});
        } else {
            faults.append({word, u"unknown"_s, u"is not an option"_s});
        }
    }
    if (!faults.isEmpty())
        return Error::invalid(faults);
    return line;
}

QString helpText()
{
    return u"Usage: gatehouse-gateway [run]\n"
           "       gatehouse-gateway --check-config | --print-config [--json] | --health-check |\n"
           "                         --restore FILE | --version | --help\n\n"
           "  run              Serve until SIGTERM or SIGINT (the default)\n"
           "  --check-config   Read and check all settings, print every fault, change nothing\n"
           "  --print-config   Print all settings with where they come from; secrets are masked\n"
           "  --health-check   Ask a running gateway whether it is ready; exit status 0 when it is\n"
           "  --restore FILE   Put the documents of a memory dump into the data directory of a gateway that "
           "is\n"
           "                   not running, as a new revision, and end\n\n"
           "Settings are environment variables, a .env file, or NAME_FILE for secrets; see --print-config.\n"
           "Signals: SIGTERM, SIGINT end after the requests under way (a second one ends at once), SIGHUP "
           "reads the\n"
           "settings and opens the log files again, SIGUSR1 writes a memory dump, SIGUSR2 starts the program "
           "anew and\n"
           "hands everything over without losing a request.\n"_s;
}

} // namespace gatehouse::app
