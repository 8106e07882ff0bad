// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/certificates.h"

#include "gateway/app/tls_settings.h"
#include "gateway/net/file_stamp.h"

#include <QDateTime>
#include <QFileInfo>
#include <QHash>
#include <QLoggingCategory>

#include <algorithm>
#include <utility>

#include <string.h>

using namespace Qt::Literals::StringLiterals;

Q_LOGGING_CATEGORY(tlsLog, "tls", QtInfoMsg)

namespace gatehouse::app {

namespace {

constexpr qint64 daySeconds = 86'400;
constexpr auto checkName = "certificates"_L1;

void warn(const config::Issues& issues)
{
    for (const config::Issue& issue : issues)
        qCWarning(tlsLog).noquote() << issue.text();
}

QString fileOf(const net::CertificateStatus& status)
{
    return QString::fromStdString(status.file);
}

} // namespace

Certificates::Certificates(const config::Settings& settings, observe::HealthRegistry& health)
    : m_settings(settings)
    , m_health(health)
{
}

Secret Certificates::ownTicketKeys() const
{
    std::string bytes = m_server.ownTicketKeys();
    Secret keys(QByteArray(bytes.data(), qsizetype(bytes.size())));
    explicit_bzero(bytes.data(), bytes.size());
    return keys;
}

void Certificates::takeOwnTicketKeys(const Secret& keys)
{
    const QByteArray& bytes = keys.reveal();
    m_server.takeOwnTicketKeys({bytes.constData(), std::size_t(bytes.size())});
}

Result<void> Certificates::load()
{
    if (!servesTls(m_settings))
        return {};
    m_fileState = fileState();
    const TlsIssues issues = tlsIssues(m_settings, m_server.load(tlsServerOptions(m_settings)));
    warn(issues.warnings);
    if (!issues.errors.isEmpty()) {
        QStringList texts;
        for (const config::Issue& issue : issues.errors)
            texts.append(issue.text());
        return Error::unavailable(texts.join(u"; "_s));
    }
    m_readMs = QDateTime::currentMSecsSinceEpoch();
    reportExpiry(QDateTime::currentSecsSinceEpoch());
    return {};
}

bool Certificates::reload()
{
    const bool server = reloadServer();
    const bool clients = reloadClients();
    reportExpiry(QDateTime::currentSecsSinceEpoch());
    return server && clients;
}

bool Certificates::reloadClients()
{
    m_clientFaults.clear();
    m_readMs = QDateTime::currentMSecsSinceEpoch();
    for (const std::string& failed : m_clients.reload()) {
        m_clientFaults.append(u"TLS towards upstreams stays as it was: "_s + QString::fromStdString(failed));
        qCCritical(tlsLog).noquote() << m_clientFaults.last();
    }
    return m_clientFaults.isEmpty();
}

bool Certificates::reload(const config::Settings& settings)
{
    m_settings = settings;
    return reload();
}

bool Certificates::reloadServer()
{
    m_serverFaults.clear();
    m_readMs = QDateTime::currentMSecsSinceEpoch();
    if (!servesTls(m_settings))
        return true;
    m_fileState = fileState();
    net::TlsServerOptions options = tlsServerOptions(m_settings);
    options.refuseExpired = true;
    const TlsIssues issues = tlsIssues(m_settings, m_server.load(options));
    warn(issues.warnings);
    for (const config::Issue& issue : issues.errors) {
        m_serverFaults.append(u"certificates stay as they were: "_s + issue.text());
        qCCritical(tlsLog).noquote() << m_serverFaults.last();
    }
    if (!issues.errors.isEmpty())
        return false;
    qCInfo(tlsLog) << "certificates are in use as read now";
    m_warnedSeconds = 0;
    return true;
}

QStringList Certificates::revocationFaults() const
{
    QStringList texts;
    for (const net::RevocationFault& fault : m_server.revocationFaults())
        texts.append(QString::fromStdString(fault.file + ' ' + fault.message));
    return texts;
}

QStringList Certificates::faults() const
{
    return m_serverFaults + m_clientFaults + revocationFaults();
}

std::vector<net::UsedCertificate> Certificates::inUse() const
{
    std::vector<net::UsedCertificate> all;
    for (net::CertificateStatus& status : m_server.certificates())
        all.push_back({net::CertificateUse::Server, std::move(status)});
    for (net::CertificateStatus& status : m_server.clientAuthorities())
        all.push_back({net::CertificateUse::ClientAuthority, std::move(status)});
    for (net::UsedCertificate& used : m_clients.certificates()) {
        const bool known = std::any_of(all.begin(), all.end(), [&used](const net::UsedCertificate& other) {
            return other.use == used.use && other.status.sha256 == used.status.sha256 &&
                   other.status.file == used.status.file;
        });
        if (!known)
            all.push_back(std::move(used));
    }
    return all;
}

std::vector<OwnCertificate> Certificates::own() const
{
    std::vector<OwnCertificate> all;
    QHash<QString, std::size_t> known; // by path
    QHash<QString, int> namesakes;
    for (net::UsedCertificate& used : inUse()) {
        if (used.use != net::CertificateUse::Server && used.use != net::CertificateUse::UpstreamClient)
            continue;
        const QString file = fileOf(used.status);
        const auto at = known.constFind(file);
        if (at == known.cend()) {
            const QString name = QFileInfo(file).fileName();
            ++namesakes[name];
            known.insert(file, all.size());
            all.push_back({name, std::move(used.status)});
        } else if (used.status.notAfter < all[*at].status.notAfter) {
            all[*at].status = std::move(used.status);
        }
    }
    for (OwnCertificate& certificate : all) {
        if (namesakes.value(certificate.name) > 1)
            certificate.name = fileOf(certificate.status);
    }
    return all;
}

std::string Certificates::fileState() const
{
    const net::TlsServerOptions options = tlsServerOptions(m_settings);
    std::string state;
    for (const net::CertificateFiles& files : options.certificates)
        state +=
            net::fileStamp(files.chain) + net::fileStamp(files.key) + net::fileStamp(files.chain + ".ocsp");
    state += net::fileStamp(options.clientCa) + net::fileStamp(options.clientCrl) +
             net::fileStamp(options.ticketKeys);
    for (const net::TlsProblem& problem : options.problems)
        state += problem.file + ' ' + problem.message + '\n';
    return state;
}

void Certificates::tick(qint64 nowSeconds)
{
    if (servesTls(m_settings) && fileState() != m_fileState)
        reloadServer();
    if (m_clients.filesChanged() && reloadClients())
        qCInfo(tlsLog) << "certificates and authorities for upstreams are in use as read now";
    reportExpiry(nowSeconds);
}

void Certificates::reportExpiry(qint64 nowSeconds)
{
    QStringList ending = revocationFaults();
    const std::vector<OwnCertificate> all = own();
    if (!(all.empty() && ending.isEmpty()) && !std::exchange(m_checked, true))
        m_health.add(checkName, observe::HealthNeed::Optional);
    for (const OwnCertificate& certificate : all) {
        const qint64 left = certificate.status.notAfter - nowSeconds;
        if (left >= net::certificateSoonDays * daySeconds)
            continue;
        const QString file = fileOf(certificate.status);
        ending.append(left <= 0 ? u"%1 has expired"_s.arg(file)
                                : u"%1 expires in %2 days"_s.arg(file).arg(left / daySeconds));
    }
    m_health.report(checkName, ending.isEmpty() ? observe::HealthState::Ok : observe::HealthState::Degraded,
                    ending.join(u"; "_s));
    if (ending.isEmpty() || nowSeconds - m_warnedSeconds < daySeconds)
        return;
    m_warnedSeconds = nowSeconds;
    for (const QString& text : ending)
        qCWarning(tlsLog).noquote() << text;
}

} // namespace gatehouse::app
