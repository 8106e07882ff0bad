// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/control/upstream_tls.h"

#include "gateway/control/urls.h"

namespace gatehouse::control {

namespace {

net::TlsClientOptions optionsOf(const UpstreamTls& rules)
{
    net::TlsClientOptions options;
    options.verify = rules.verify;
    options.caFile = rules.caFile.toStdString();
    options.chainFile = rules.clientCertFile.toStdString();
    options.keyFile = rules.clientKeyFile.toStdString();
    return options;
}

std::uint64_t keyOf(std::uint64_t target, const UpstreamTls& rules)
{
    const QStringList parts{rules.verify ? QStringLiteral("verify") : QStringLiteral("any"), rules.serverName,
                            rules.caFile, rules.clientCertFile, rules.clientKeyFile};
    return stableKey(std::to_string(target) + '\n' + parts.join(u'\n').toStdString());
}

bool usesTls(const proxy::UpstreamTarget& target)
{
    return target.scheme == "https" || target.scheme == "grpcs" || target.scheme == "wss";
}

} // namespace

void secure(proxy::UpstreamGroup& group, const std::optional<UpstreamTls>& rules, net::TlsClients* clients)
{
    if (!clients)
        return;
    std::shared_ptr<const net::TlsClient> client;
    for (proxy::UpstreamTarget& target : group.targets) {
        if (!usesTls(target))
            continue;
        if (!client)
            client = clients->get(rules ? optionsOf(*rules) : net::TlsClientOptions());
        target.tls = client;
        target.tlsName =
            rules && !rules->serverName.isEmpty() ? rules->serverName.toStdString() : target.host;
        if (rules)
            target.key = keyOf(target.key, *rules);
    }
}

} // namespace gatehouse::control
