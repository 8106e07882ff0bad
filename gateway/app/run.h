// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace gatehouse::app {

/// The whole program: reads the command line and either answers a question (--check-config, --print-config,
/// --health-check, --help, --version) or runs the gateway until a signal ends it. Exit status: 0 fine, 1 a
/// fault at run time or a failed check, 2 a fault in the command line or the configuration.
int run(int argc, char* argv[]);

} // namespace gatehouse::app
