// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/client/connection_profile.h"

#include <QList>
#include <QSslCertificate>
#include <QSslError>

namespace gatehouse::console {

/// What a certificate means for a profile, and what the user is asked about it.
struct TlsDecision {
    enum class Verdict {
        Trusted, ///< valid for the system's or the profile's authorities, or pinned by the user
        Unknown, ///< not valid, and nothing is pinned: ask, default is to refuse
        Changed  ///< another certificate than the pinned one: refuse and show both fingerprints
    };
    Verdict verdict = Verdict::Unknown;
    QByteArray sha256;       ///< of the certificate shown now
    QByteArray pinnedSha256; ///< of the profile
    QStringList reasons;     ///< why it is not valid, one sentence each
    QSslCertificate certificate;
};

/// Decides from the handshake. A pin is stricter than authorities: with a pin only that certificate passes.
TlsDecision decideTrust(const ConnectionProfile& profile, const QSslCertificate& peer,
                        const QList<QSslError>& errors);
/// Why a certificate is not valid for the gateway of a profile, as a sentence that says what can be done.
QString certificateReason(const ConnectionProfile& profile, const QSslError& error);
/// What the gateway holds against the client certificate of a profile, from the text of a failed connection;
/// empty: nothing of that kind.
QString alertReason(const ConnectionProfile& profile, const QString& errorText);
/// "AB:CD:…", the form people compare by eye.
QString fingerprintText(const QByteArray& sha256);

} // namespace gatehouse::console
