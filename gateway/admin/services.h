// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "common/core/clock.h"
#include "common/crypto/jwt_key.h"
#include "gateway/admin/request_tester.h"
#include "gateway/config/settings.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/seed.h"
#include "gateway/net/tls_types.h"

#include <functional>
#include <memory>
#include <vector>

namespace gatehouse::alerts {
class AlertCenter;
}

namespace gatehouse::control {
class RecordKeeper;
}

namespace gatehouse::observe {
class AuditTrail;
class HealthRegistry;
class LogSystem;
class Telemetry;
} // namespace gatehouse::observe

namespace gatehouse {
struct Api;
struct Role;
struct User;
} // namespace gatehouse

namespace gatehouse::protocols {
class ProtoSchema;
}

namespace gatehouse::proxy {
class UpstreamStates;
}

namespace gatehouse::shared_state {
class LocalState;
}

namespace gatehouse::filters {
class AnswerStore;
template <typename T>
class Fetched;
} // namespace gatehouse::filters

namespace gatehouse::admin {

class CsrfValues;

/// What reading the settings again has changed.
struct SettingsChange {
    QStringList changed; ///< names
    QStringList waiting; ///< differ, but need a restart
    QStringList warnings;
};

/// Certificates in use. Times in milliseconds since 1970.
struct CertificateReport {
    std::vector<net::UsedCertificate> certificates;
    qint64 readMs = 0;  ///< when the files were read last; 0: there are none
    QStringList faults; ///< why files of the last reading were refused
};

/// Where the gateway listens.
struct ListenerPorts {
    quint16 traffic = 0;
    bool trafficTls = false;
    quint16 admin = 0;
};

/// What the admin handlers work with. The composition root fills it; all of it outlives the handlers. Control
/// thread.
struct Services {
    control::ControlPlane& control;
    const proxy::SnapshotHub& hub;
    const config::Settings& settings;
    const crypto::KeySet& keys;
    const Clock& clock;
    shared_state::LocalState& counters;
    control::CreditLedger& credits;
    const control::KeyUse& keyUse;
    const crypto::StoredSecrets& secrets; ///< seals keys that documents keep for others
    filters::AnswerStore& answers;        ///< of the response cache
    control::RecordKeeper& records;       ///< of the built-in storage
    observe::AuditTrail& audit;
    observe::LogSystem& logs;
    observe::Telemetry& telemetry;
    observe::HealthRegistry& health;
    proxy::UpstreamStates& upstreams;
    alerts::AlertCenter& alerts;
    control::SeedOptions seed;
    QString version;
    qint64 startedMs = 0;                   ///< wall clock
    qint64 lastScrapeMs = 0;                ///< wall clock of the last answer of /metrics; 0: never
    std::function<int()> activeConnections; ///< of the data plane
    OpenInside openInside;                  ///< into the data plane, for the request tester
    /// The types of a gRPC API as its server tells them; null when they come from elsewhere.
    std::function<std::shared_ptr<filters::Fetched<protocols::ProtoSchema>>(const Api&)> reflectionOf;
    /// Reads the settings again and takes over the hot ones; on any fault the old ones stay.
    std::function<Result<SettingsChange>()> reloadSettings;
    /// Restarts once the call has been answered; Conflict where that is not possible.
    std::function<Result<void>()> scheduleRestart;
    std::function<CertificateReport()> certificates;
    std::function<ListenerPorts()> ports;
    std::shared_ptr<CsrfValues> csrf = {}; ///< of this admin server

    const control::Documents& documents() const { return control.documents(); }
    std::shared_ptr<const Role> roleOf(const QString& name) const;
    /// By its name or by its document: only administrators see, make or change those who have it.
    bool isAdminRole(const QString& name) const;
    bool isAdminUser(const User& user) const;
    qint64 nowSeconds() const { return clock.wallMs() / 1000; }
};

} // namespace gatehouse::admin
