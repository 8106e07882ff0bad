// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/config/settings.h"
#include "gateway/net/tls_server.h"

namespace gatehouse::app {

/// Whether the public listener speaks TLS.
bool servesTls(const config::Settings& settings);
/// Hot settings that make up the TLS of the listeners: without it they are nothing, and it comes and goes
/// with them.
const std::vector<config::Setting>& listenerTlsSettings();
/// Files and rules of the settings; lists TLS_CERTIFICATE_DIR anew, and says among the problems when that
/// fails.
net::TlsServerOptions tlsServerOptions(const config::Settings& settings);
net::ClientCertificates publicClientCertificates(const config::Settings& settings);

struct TlsIssues {
    config::Issues errors;
    config::Issues warnings;
};
/// Problems of files, in the words of the settings.
TlsIssues tlsIssues(const config::Settings& settings, const std::vector<net::TlsProblem>& problems);
/// Everything that is wrong with the TLS settings and their files.
TlsIssues checkTls(const config::Settings& settings);

} // namespace gatehouse::app
