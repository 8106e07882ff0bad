// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/tls_files.h"

#include "console/client/connection_profile.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QLocale>
#include <QSslCertificate>
#include <QSslKey>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

struct TlsFilesText {
    Q_DECLARE_TR_FUNCTIONS(TlsFiles)
};

/// The content; else a fault of `field`.
QByteArray contentOf(const QString& path, const QString& field, Faults& faults)
{
    QFile file(path);
    if (file.open(QIODevice::ReadOnly))
        return file.readAll();
    faults.append({field, u"reference"_s, TlsFilesText::tr("cannot be read: %1").arg(file.errorString())});
    return {};
}

QList<QSslCertificate> certificatesOf(const QString& path, const QString& field, Faults& faults)
{
    const qsizetype before = faults.size();
    const QByteArray content = contentOf(path, field, faults);
    const QList<QSslCertificate> found = QSslCertificate::fromData(content, QSsl::Pem);
    if (found.isEmpty() && faults.size() == before)
        faults.append({field, u"format"_s, TlsFilesText::tr("holds no certificate in PEM form")});
    return found;
}

void checkDates(const QSslCertificate& certificate, Faults& faults)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto day = [](const QDateTime& time) {
        return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
    };
    if (certificate.expiryDate() < now)
        faults.append(
            {u"client_cert_file"_s, u"expired"_s,
             TlsFilesText::tr("the client certificate expired on %1").arg(day(certificate.expiryDate()))});
    else if (certificate.effectiveDate() > now)
        faults.append({u"client_cert_file"_s, u"expired"_s,
                       TlsFilesText::tr("the client certificate is valid from %1 only")
                           .arg(day(certificate.effectiveDate()))});
}

QSslKey keyOf(const QString& path, Faults& faults)
{
    const QString field = u"client_key_file"_s;
    const qsizetype before = faults.size();
    const QByteArray content = contentOf(path, field, faults);
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(content, algorithm);
        if (!key.isNull())
            return key;
    }
    if (faults.size() == before)
        faults.append({field, u"format"_s,
                       content.contains("ENCRYPTED")
                           ? TlsFilesText::tr("is locked with a pass phrase; use a key without one")
                           : TlsFilesText::tr("holds no private key (RSA or EC) in PEM form")});
    return {};
}

void addIdentity(const ConnectionProfile& profile, TlsFiles& files)
{
    if (profile.clientCertFile.isEmpty() && profile.clientKeyFile.isEmpty())
        return;
    if (profile.clientKeyFile.isEmpty()) {
        files.faults.append({u"client_key_file"_s, u"required"_s,
                             TlsFilesText::tr("a client certificate needs its private key")});
        return;
    }
    if (profile.clientCertFile.isEmpty()) {
        files.faults.append({u"client_cert_file"_s, u"required"_s,
                             TlsFilesText::tr("a private key needs its client certificate")});
        return;
    }
    const QList<QSslCertificate> chain =
        certificatesOf(profile.clientCertFile, u"client_cert_file"_s, files.faults);
    const QSslKey key = keyOf(profile.clientKeyFile, files.faults);
    if (chain.isEmpty() || key.isNull())
        return;
    checkDates(chain.first(), files.faults);
    if (chain.first().publicKey().algorithm() != key.algorithm()) {
        files.faults.append({u"client_key_file"_s, u"mismatch"_s,
                             TlsFilesText::tr("does not belong to the client certificate")});
        return;
    }
    files.configuration.setLocalCertificateChain(chain);
    files.configuration.setPrivateKey(key);
}

} // namespace

TlsFiles readTlsFiles(const ConnectionProfile& profile)
{
    TlsFiles files{QSslConfiguration::defaultConfiguration(), {}};
    files.configuration.setProtocol(QSsl::TlsV1_2OrLater);
    if (!profile.caFile.isEmpty())
        files.configuration.setCaCertificates(certificatesOf(profile.caFile, u"ca_file"_s, files.faults));
    addIdentity(profile, files);
    return files;
}

} // namespace gatehouse::console
