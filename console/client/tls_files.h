// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/error.h"

#include <QSslConfiguration>

namespace gatehouse::console {

struct ConnectionProfile;

/// The files that a profile names for its secure connection, as read now.
struct TlsFiles {
    QSslConfiguration configuration; ///< TLS 1.2 or later; what a file cannot give is left out
    Faults faults;                   ///< of ca_file, client_cert_file and client_key_file, all at once
};

/// Reads PEM files: certificate authorities (instead of the system's), a client certificate with its chain,
/// and its private key (RSA or EC, without a pass phrase). Blocks for as long as small files take.
TlsFiles readTlsFiles(const ConnectionProfile& profile);

} // namespace gatehouse::console
