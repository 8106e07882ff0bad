// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/result.h"
#include "common/core/secret.h"
#include "gateway/config/settings.h"
#include "gateway/net/tls_client.h"
#include "gateway/net/tls_server.h"
#include "gateway/observe/health.h"

#include <QStringList>

#include <vector>

namespace gatehouse::app {

/// A certificate that the gateway shows to others.
struct OwnCertificate {
    QString name; ///< of its file, with the path where others have the same; unlike all others
    net::CertificateStatus status;
};

/// The certificates of the process: reads them, reads them again when they have changed, and tells in time
/// when they end. Control thread; the members are used by workers as they say.
class Certificates {
public:
    Certificates(const config::Settings& settings, observe::HealthRegistry& health);

    net::TlsServer& server() { return m_server; }
    net::TlsClients& clients() { return m_clients; }

    /// For the process that follows in an upgrade; empty without own keys.
    Secret ownTicketKeys() const;
    /// Those of the process before, if there are any; before load().
    void takeOwnTicketKeys(const Secret& keys);

    /// Reads what the settings name; an error keeps the gateway from starting.
    Result<void> load();
    /// Reads all files again: certificates, ticket keys, OCSP responses, authorities of clients and of
    /// upstreams. New connections get them; after a fault everything stays as it was. False then, and the log
    /// says why.
    bool reload();
    /// The same with other settings.
    bool reload(const config::Settings& settings);
    /// What is in use now, each once: of the listeners first, the one for unknown names at the top.
    std::vector<net::UsedCertificate> inUse() const;
    /// Those of the listeners and those shown to upstreams, one for each file: the one that ends first.
    std::vector<OwnCertificate> own() const;
    /// When the files were read last; milliseconds since 1970.
    qint64 readMs() const { return m_readMs; }
    /// Why some files of the last reading were refused, and how revocation lists in use shut clients out now;
    /// empty when all are in use as they are on disk, and good.
    QStringList faults() const;
    /// Once a minute: reloads when files have changed, and reports certificates that end soon. Seconds since
    /// 1970.
    void tick(qint64 nowSeconds);

private:
    std::string fileState() const;
    bool reloadServer();
    bool reloadClients();
    QStringList revocationFaults() const;
    void reportExpiry(qint64 nowSeconds);

    config::Settings m_settings;
    observe::HealthRegistry& m_health;
    net::TlsServer m_server;
    net::TlsClients m_clients;
    std::string m_fileState;
    QStringList m_serverFaults;
    QStringList m_clientFaults;
    qint64 m_readMs = 0;
    qint64 m_warnedSeconds = 0;
    bool m_checked = false; ///< there is something that can expire, and so a health check
};

} // namespace gatehouse::app
