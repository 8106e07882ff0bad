// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/admin_server.h"
#include "gateway/alerts/alert_center.h"
#include "gateway/app/autosave.h"
#include "gateway/app/certificates.h"
#include "gateway/app/gateway.h"
#include "gateway/app/service_manager.h"
#include "gateway/app/upgrade.h"
#include "gateway/app/usage_pipe.h"
#include "gateway/control/compiler.h"
#include "gateway/control/control_plane.h"
#include "gateway/control/introspector.h"
#include "gateway/control/key_sets.h"
#include "gateway/control/record_keeper.h"
#include "gateway/control/upstream_tokens.h"
#include "gateway/control/vault.h"
#include "gateway/filters/answer_store.h"
#include "gateway/filters/error_body.h"
#include "gateway/filters/token_verifier.h"
#include "gateway/net/resolver.h"
#include "gateway/observe/audit.h"
#include "gateway/observe/denial_trail.h"
#include "gateway/observe/health.h"
#include "gateway/observe/log_system.h"
#include "gateway/observe/telemetry.h"
#include "gateway/proxy/data_plane.h"
#include "gateway/proxy/upstream_states.h"
#include "gateway/shared_state/counter_growth.h"
#include "gateway/shared_state/local_state.h"
#include "gateway/store/memory_store.h"

#include <QTimer>

namespace gatehouse::app {

/// Where the built-in storage keeps its records, in the data directory.
inline const QString recordsFolder = QStringLiteral("records");

/// Everything the gateway is made of, in the order in which it is made.
class Gateway::Parts {
public:
    Parts(const config::Settings& settings, const Clock& clock, crypto::KeySet keys,
          std::unique_ptr<observe::LogSystem> log, Gateway* gateway);

    const Clock& clock;
    crypto::KeySet keys;
    std::unique_ptr<observe::LogSystem> log;
    observe::QtLogRouter logRouter;
    observe::Telemetry telemetry;
    observe::AuditTrail audit;
    observe::DenialTrail denials;
    observe::HealthRegistry health;
    Certificates certificates;

    std::shared_ptr<shared_state::LocalState> state;
    std::shared_ptr<filters::TokenVerifier> tokens;
    std::shared_ptr<control::CreditLedger> credits;
    std::shared_ptr<control::KeyUse> keyUse;
    crypto::StoredSecrets secrets;
    control::KeySets keySets;
    control::Introspector introspector;
    control::UpstreamTokens upstreamTokens;
    control::Vault vault;
    control::Reflections reflections;
    std::shared_ptr<filters::AnswerStore> answers;
    std::shared_ptr<control::RecordKeeper> records;
    store::MemoryStore store;
    proxy::SnapshotHub hub;
    control::Compiler compiler;
    control::ControlPlane control;
    alerts::AlertCenter alerts;
    Autosave autosave;
    control::SeedOptions seed;
    std::unique_ptr<admin::AdminServer> admin;

    proxy::UpstreamStates upstreamStates;
    net::Resolver resolver;
    filters::SurfaceErrorRenderer errors;
    std::unique_ptr<proxy::DataPlane> dataPlane;
    ServiceManager service;
    UpgradeParent upgrade;
    shared_state::CounterGrowth growth;         ///< of quotas, since the store was given away
    std::unique_ptr<UsageSender> successor;     ///< once another process serves, while it takes usage
    std::unique_ptr<UsageReceiver> predecessor; ///< of the upgrade that this process came with
    bool memoryShort = false;
    bool reloadGood = true; ///< the last one, or none so far
    QTimer seconds;
    qint64 ticks = 0;
    int recordsSilentSeconds = 0; ///< since the storage was asked how it is
    qint64 countersDueNs = 0;     ///< monotonic; when quotas may be written next
};

} // namespace gatehouse::app
