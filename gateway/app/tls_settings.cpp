// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/tls_settings.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

std::string pathOf(const config::Settings& settings, Setting setting)
{
    return settings.path(setting).toStdString();
}

std::int64_t secondsOf(const config::Settings& settings, Setting setting)
{
    return std::max<std::int64_t>(settings.duration(setting).count() / 1000, 1);
}

/// What is there but cannot be looked at counts: the loader says why, and nothing is left out unseen.
bool isCertificate(const QFileInfo& file)
{
    return (file.isFile() || (!file.exists() && !file.isSymLink())) && !file.isHidden() &&
           (file.suffix().compare("crt"_L1, Qt::CaseInsensitive) == 0 ||
            file.suffix().compare("pem"_L1, Qt::CaseInsensitive) == 0);
}

/// The pairs of TLS_CERTIFICATE_DIR by name; a key that is missing is found out when it is read. Not by
/// QDir, for which a directory that cannot be read is an empty one.
void addDirectory(const QString& path, net::TlsServerOptions& options)
{
    std::error_code why;
    QStringList names;
    for (std::filesystem::directory_iterator at(QFile::encodeName(path).toStdString(), why), end;
         !why && at != end; at.increment(why))
        names.append(QFile::decodeName(at->path().filename().c_str()));
    if (why) {
        options.problems.push_back(
            {net::TlsItem::Directory, true, path.toStdString(), "cannot be read: " + why.message()});
        return;
    }
    names.sort();
    const QDir directory(path);
    for (const QString& name : names) {
        const QFileInfo certificate(directory.filePath(name));
        if (!isCertificate(certificate))
            continue;
        const QString key = directory.filePath(certificate.completeBaseName() + u".key"_s);
        options.certificates.push_back({certificate.filePath().toStdString(), key.toStdString()});
    }
}

Setting settingOf(net::TlsItem item, bool fromDirectory)
{
    switch (item) {
    case net::TlsItem::Certificate:
    case net::TlsItem::Ocsp:
        return fromDirectory ? Setting::TlsCertificateDir : Setting::TlsCertificate;
    case net::TlsItem::PrivateKey:
        return fromDirectory ? Setting::TlsCertificateDir : Setting::TlsPrivateKey;
    case net::TlsItem::Directory:
        return Setting::TlsCertificateDir;
    case net::TlsItem::ClientCa:
        return Setting::TlsClientCa;
    case net::TlsItem::ClientCrl:
        return Setting::TlsClientCrl;
    case net::TlsItem::TicketKeys:
        return Setting::TlsTicketKeys;
    case net::TlsItem::Ciphers:
        return Setting::TlsCiphers;
    case net::TlsItem::Groups:
        return Setting::TlsGroups;
    }
    return Setting::TlsCertificate;
}

} // namespace

bool servesTls(const config::Settings& settings)
{
    return !settings.path(Setting::TlsCertificate).isEmpty();
}

const std::vector<Setting>& listenerTlsSettings()
{
    static const std::vector<Setting> all{
        Setting::TlsCertificate,    Setting::TlsPrivateKey, Setting::TlsCertificateDir,
        Setting::TlsMinVersion,     Setting::TlsCiphers,    Setting::TlsGroups,
        Setting::TlsClientCa,       Setting::TlsClientCrl,  Setting::TlsTicketKeys,
        Setting::TlsTicketRotation, Setting::TlsSessionLife};
    return all;
}

net::ClientCertificates publicClientCertificates(const config::Settings& settings)
{
    const QString mode = settings.text(Setting::TlsClientCertificates);
    return mode == u"required"_s   ? net::ClientCertificates::Required
           : mode == u"optional"_s ? net::ClientCertificates::Optional
                                   : net::ClientCertificates::Off;
}

net::TlsServerOptions tlsServerOptions(const config::Settings& settings)
{
    net::TlsServerOptions options;
    options.certificates.push_back(
        {pathOf(settings, Setting::TlsCertificate), pathOf(settings, Setting::TlsPrivateKey)});
    if (const QString directory = settings.path(Setting::TlsCertificateDir); !directory.isEmpty())
        addDirectory(directory, options);
    options.onlyTls13 = settings.text(Setting::TlsMinVersion) == u"1.3"_s;
    options.ciphers = settings.text(Setting::TlsCiphers).toStdString();
    options.groups = settings.text(Setting::TlsGroups).toStdString();
    options.clientCa = pathOf(settings, Setting::TlsClientCa);
    options.clientCrl = pathOf(settings, Setting::TlsClientCrl);
    options.ticketKeys = pathOf(settings, Setting::TlsTicketKeys);
    options.ticketRotationSeconds = secondsOf(settings, Setting::TlsTicketRotation);
    options.sessionSeconds = secondsOf(settings, Setting::TlsSessionLife);
    if (settings.flag(Setting::Http2))
        options.protocols.insert(options.protocols.begin(), "h2");
    return options;
}

TlsIssues tlsIssues(const config::Settings& settings, const std::vector<net::TlsProblem>& problems)
{
    const QString directory = settings.path(Setting::TlsCertificateDir);
    TlsIssues issues;
    for (const net::TlsProblem& problem : problems) {
        const QString file = QString::fromStdString(problem.file);
        const bool fromDirectory = !directory.isEmpty() && QFileInfo(file).path() == QDir(directory).path() &&
                                   file != settings.path(Setting::TlsCertificate) &&
                                   file != settings.path(Setting::TlsPrivateKey);
        const Setting setting = settingOf(problem.item, fromDirectory);
        const QString message = QString::fromStdString(problem.message);
        config::Issue issue{config::row(setting).nameText(), u"certificate"_s,
                            file.isEmpty() ? message : file + u' ' + message, settings.origin(setting)};
        (problem.fatal ? issues.errors : issues.warnings).append(issue);
    }
    return issues;
}

TlsIssues checkTls(const config::Settings& settings)
{
    if (!servesTls(settings) || settings.path(Setting::TlsPrivateKey).isEmpty())
        return {}; // the guard says what is missing
    return tlsIssues(settings, net::TlsServer::check(tlsServerOptions(settings)));
}

} // namespace gatehouse::app
