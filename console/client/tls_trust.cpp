// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/tls_trust.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct TlsTrustText {
    Q_DECLARE_TR_FUNCTIONS(TlsTrust)
};

QString shownTime(const QDateTime& time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString wrongName(const ConnectionProfile& profile, const QSslCertificate& certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names.append(certificate.subjectDisplayName());
    return TlsTrustText::tr(
               "It is for %1, not for %2: use that name in the address, or have one made for this one.")
        .arg(names.join(u", "_s), profile.url.host());
}

QString unknownIssuer(const ConnectionProfile& profile, const QSslCertificate& certificate)
{
    return profile.caFile.isEmpty()
               ? TlsTrustText::tr(
                     "Its issuer %1 is unknown to this computer: give the connection the issuer's "
                     "certificate as CA file.")
                     .arg(certificate.issuerDisplayName())
               : TlsTrustText::tr("Its issuer %1 is not in the CA file of this connection.")
                     .arg(certificate.issuerDisplayName());
}

} // namespace

QString certificateReason(const ConnectionProfile& profile, const QSslError& error)
{
    const QSslCertificate certificate = error.certificate();
    switch (error.error()) {
    case QSslError::HostNameMismatch:
        return wrongName(profile, certificate);
    case QSslError::CertificateExpired:
        return TlsTrustText::tr("It expired on %1.").arg(shownTime(certificate.expiryDate()));
    case QSslError::CertificateNotYetValid:
        return TlsTrustText::tr("It is valid from %1 only; look at the clocks.")
            .arg(shownTime(certificate.effectiveDate()));
    case QSslError::CertificateRevoked:
        return TlsTrustText::tr("It has been revoked.");
    case QSslError::SelfSignedCertificate:
        return TlsTrustText::tr("It vouches for itself: no authority has signed it.");
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return unknownIssuer(profile, certificate);
    default:
        return error.errorString();
    }
}

/// OpenSSL tells the alert of the other side in English words.
QString alertReason(const ConnectionProfile& profile, const QString& errorText)
{
    const bool alert = errorText.contains(u"alert"_s);
    if (!alert || profile.url.scheme() != u"https"_s)
        return {};
    if (errorText.contains(u"certificate required"_s) ||
        (errorText.contains(u"handshake failure"_s) && profile.clientCertFile.isEmpty()))
        return TlsTrustText::tr("The gateway demands a client certificate: name one in the connection.");
    if (errorText.contains(u"unknown ca"_s))
        return TlsTrustText::tr("The gateway does not know the issuer of the client certificate.");
    if (errorText.contains(u"certificate expired"_s))
        return TlsTrustText::tr("The gateway says that the client certificate has expired.");
    if (errorText.contains(u"certificate revoked"_s))
        return TlsTrustText::tr("The gateway says that the client certificate has been revoked.");
    return errorText.contains(u"certificate"_s)
               ? TlsTrustText::tr("The gateway does not accept the client certificate: %1").arg(errorText)
               : QString();
}

TlsDecision decideTrust(const ConnectionProfile& profile, const QSslCertificate& peer,
                        const QList<QSslError>& errors)
{
    TlsDecision decision;
    decision.certificate = peer;
    decision.sha256 = peer.digest(QCryptographicHash::Sha256);
    decision.pinnedSha256 = profile.pinnedSha256;
    for (const QSslError& error : errors)
        decision.reasons.append(certificateReason(profile, error));
    decision.reasons.removeDuplicates();
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
