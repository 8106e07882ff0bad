// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/servers.h"

#include "common/model/upstream.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

namespace gatehouse::control {

Servers serversOf(const Documents& documents, const Api& api)
{
    const auto upstream = documents.of<Upstream>().find(api.upstreamId);
    if (!upstream)
        return {api.servers, api.tls};
    Servers servers{{}, upstream->tls};
    for (const UpstreamTarget& target : upstream->targets)
        servers.addresses.append(target.url);
    return servers;
}

std::optional<QSslConfiguration> tlsConfigurationOf(const std::optional<UpstreamTls>& rules)
{
    if (!rules)
        return std::nullopt;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!rules->verify)
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    if (!rules->caFile.isEmpty())
        tls.setCaCertificates(QSslCertificate::fromPath(rules->caFile));
    if (!rules->clientCertFile.isEmpty())
        tls.setLocalCertificateChain(QSslCertificate::fromPath(rules->clientCertFile));
    QFile file(rules->clientKeyFile);
    if (!rules->clientKeyFile.isEmpty() && file.open(QIODevice::ReadOnly)) {
        const QByteArray text = file.readAll();
        QSslKey key(text, QSsl::Rsa);
        tls.setPrivateKey(key.isNull() ? QSslKey(text, QSsl::Ec) : key);
    }
    return tls;
}

} // namespace gatehouse::control
