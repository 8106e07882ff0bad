// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/parts.h"

#include "common/core/later.h"
#include "gateway/app/proxy_settings.h"
#include "gateway/app/reload.h"
#include "gateway/app/tls_settings.h"

#include <QDir>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::app {

namespace {

store::MemoryStoreOptions storeOptions(const config::Settings& settings)
{
    store::MemoryStoreOptions options;
    options.directory = QDir(settings.path(Setting::DataDir)).filePath(u"store"_s);
    options.key = settings.secret(Setting::MemEncryptionKey);
    return options;
}

/// They have a store of their own: a change of a record is no revision.
store::MemoryStoreOptions recordOptions(const config::Settings& settings)
{
    store::MemoryStoreOptions options;
    options.directory = QDir(settings.path(Setting::DataDir)).filePath(recordsFolder);
    options.key = settings.secret(Setting::MemEncryptionKey);
    options.historyCommits = 1;
    options.historyBytes = 0;
    return options;
}

control::SeedOptions seedOptions(const config::Settings& settings)
{
    control::SeedOptions options;
    options.adminEmail = settings.text(Setting::AdminEmail);
    options.adminEmailGiven = settings.isSet(Setting::AdminEmail);
    options.adminPassword = settings.secret(Setting::AdminPassword);
    options.securitySettingsFile = settings.path(Setting::SecuritySettingsFile);
    options.securityDefaults = {{u"enable_auto_save"_s, settings.flag(Setting::AutoSave)},
                                {u"auto_save_frequency_seconds"_s,
                                 qint64(settings.duration(Setting::AutoSaveInterval).count() / 1000)},
                                {u"dump_path"_s, settings.path(Setting::DumpPath)},
                                {u"allow_localhost_bypass"_s, settings.isSet(Setting::LocalBypass)
                                                                  ? settings.flag(Setting::LocalBypass)
                                                                  : true}};
    return options;
}

crypto::StoredSecrets storedSecrets(const config::Settings& settings)
{
    const Secret& own = settings.secret(Setting::TokenEncryptionKey);
    return crypto::StoredSecrets(own.isEmpty() ? settings.secret(Setting::MemEncryptionKey) : own);
}

} // namespace

Gateway::Parts::Parts(const config::Settings& settings, const Clock& theClock, crypto::KeySet keySet,
                      std::unique_ptr<observe::LogSystem> logSystem, Gateway* gateway)
    : clock(theClock)
    , keys(std::move(keySet))
    , log(std::move(logSystem))
    , logRouter(*log)
    , telemetry(log->writer(), clock, GATEHOUSE_VERSION)
    , audit(*log, clock)
    , denials(audit, clock)
    , certificates(settings, health)
    , state(std::make_shared<shared_state::LocalState>(clock))
    , tokens(std::make_shared<filters::TokenVerifier>(clock, keys))
    , credits(std::make_shared<control::CreditLedger>())
    , keyUse(std::make_shared<control::KeyUse>())
    , secrets(storedSecrets(settings))
    , keySets(clock)
    , upstreamTokens(clock)
    , vault(settings.secret(Setting::VaultKey))
    , reflections(clock)
    , answers(
          std::make_shared<filters::AnswerStore>(std::size_t(settings.bytes(Setting::ResponseCacheBytes))))
    , records(std::make_shared<control::RecordKeeper>(
          [&settings](store::Poster poster) {
              return std::make_unique<store::MemoryStore>(recordOptions(settings), std::move(poster));
          },
          clock))
    , store(storeOptions(settings), [gateway](std::function<void()> run) { later(gateway, std::move(run)); })
    , compiler(compilerOptions(settings),
               {state, tokens, &certificates.clients(), credits, secrets, keyUse, &keySets, &clock, answers,
                &reflections, records, &introspector, &upstreamTokens, &vault},
               telemetry.apiSlots())
    , control(store, hub, compiler, clock)
    , alerts(control, telemetry, clock)
    , autosave(control, *records, settings, clock)
    , seed(seedOptions(settings))
    , resolver(net::Resolver::Options(), net::dnsLookup(dnsOptions(settings)))
{
    errors.setStrict(settings.flag(Setting::StrictEnvelope));
    telemetry.setDenialWatcher([this](const observe::Denials& told) { denials.add(told); });
    telemetry.setAliases(settings.flag(Setting::MetricsStoaNames));
    telemetry.setApiLimit(std::uint32_t(settings.integer(Setting::MetricsApiLimit)) +
                          observe::ApiSlots::Other + 1);
    admin = std::make_unique<admin::AdminServer>(admin::Services{
        .control = control,
        .hub = hub,
        .settings = settings,
        .keys = keys,
        .clock = clock,
        .counters = *state,
        .credits = *credits,
        .keyUse = *keyUse,
        .secrets = secrets,
        .answers = *answers,
        .records = *records,
        .audit = audit,
        .logs = *log,
        .telemetry = telemetry,
        .health = health,
        .upstreams = upstreamStates,
        .alerts = alerts,
        .seed = seed,
        .version = QStringLiteral(GATEHOUSE_VERSION),
        .startedMs = clock.wallMs(),
        .activeConnections = [this] { return dataPlane ? int(dataPlane->counts().connections) : 0; },
        .openInside = [this](const net::SocketAddress& peer,
                             std::shared_ptr<proxy::Trace> trace) -> Result<net::Fd> {
            if (!dataPlane)
                return Error::unavailable(u"The data plane is not running"_s);
            return dataPlane->openInside(peer, proxy::RoleTraffic, std::move(trace));
        },
        .reflectionOf =
            [this, &settings](const Api& api) {
                return reflections.source(control.documents(), api, compilerOptions(settings).reflection);
            },
        .reloadSettings = [gateway]() -> Result<admin::SettingsChange> {
            const Result<ReloadPlan> plan = gateway->reload();
            if (!plan)
                return plan.error();
            return admin::SettingsChange{plan->hot, plan->restart, plan->warnings};
        },
        .scheduleRestart = [gateway]() -> Result<void> {
            const Result<void> possible = UpgradeParent::canHandOver();
            if (possible)
                later(gateway, [gateway] { Q_EMIT gateway->restartWanted(); });
            return possible;
        },
        .certificates =
            [this] {
                return admin::CertificateReport{certificates.inUse(), certificates.readMs(),
                                                certificates.faults()};
            },
        .ports =
            [this, &settings] {
                const auto& addresses = dataPlane->addresses();
                return admin::ListenerPorts{addresses.at(0).port, servesTls(settings), addresses.at(1).port};
            }});
}

} // namespace gatehouse::app
