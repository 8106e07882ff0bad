// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/tls_trust.h"

#include <QCryptographicHash>

namespace gatehouse::console {

TlsDecision decideTrust(const ConnectionProfile& profile, const QSslCertificate& peer,
                        const QList<QSslError>& errors)
{
    TlsDecision decision;
    decision.certificate = peer;
    decision.sha256 = peer.digest(QCryptographicHash::Sha256);
    decision.pinnedSha256 = profile.pinnedSha256;
    for (const QSslError& error : errors)
        decision.reasons.append(error.errorString());
    if (!profile.pinnedSha256.isEmpty()) {
        const bool same = !peer.isNull() && decision.sha256 == profile.pinnedSha256;
        decision.verdict = same ? TlsDecision::Verdict::Trusted : TlsDecision::Verdict::Changed;
    } else if (errors.isEmpty()) {
        decision.verdict = TlsDecision::Verdict::Trusted;
    }
    return decision;
}

QString fingerprintText(const QByteArray& sha256)
{
    return QString::fromLatin1(sha256.toHex(':')).toUpper();
}

} // namespace gatehouse::console
