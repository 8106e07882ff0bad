// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/gateway.h"

#include "gateway/app/alert_feed.h"
#include "gateway/app/counter_file.h"
#include "gateway/app/demo.h"
#include "gateway/app/first_run.h"
#include "gateway/app/key_use_file.h"
#include "gateway/app/metric_feed.h"
#include "gateway/app/parts.h"
#include "gateway/app/process_file.h"
#include "gateway/app/proxy_settings.h"
#include "gateway/app/security_mirror.h"
#include "gateway/app/start_dump.h"
#include "gateway/app/tls_settings.h"
#include "gateway/app/upstream_log.h"
#include "gateway/config/guards.h"
#include "gateway/control/housekeeping.h"
#include "gateway/observe/process_stats.h"

#include <QDir>
#include <QJsonDocument>
#include <QLoggingCategory>

#include <algorithm>
#include <utility>

#include <malloc.h>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

Q_LOGGING_CATEGORY(appLog, "gateway", QtInfoMsg)

namespace gatehouse::app {

namespace {

const control::Actor& system()
{
    static const control::Actor actor{u"system"_s, u"api"_s};
    return actor;
}

Result<net::SocketAddress> addressOf(const config::Settings& settings, Setting host, Setting port)
{
    const QString text = settings.text(host);
    const auto ip = listenAddress(text);
    if (!ip)
        return Error::invalid(QString::fromLatin1(config::row(host).name), u"type"_s,
                              u"must be an IPv4 or IPv6 address, not '%1'"_s.arg(text));
    return net::SocketAddress{*ip, std::uint16_t(settings.port(port))};
}

/// Public, admin and, when it is wanted, the one that sends clear text to HTTPS; in this order.
std::vector<proxy::ListenerSpec> listeners(const config::Settings& settings, const net::TlsServer& tls,
                                           const net::SocketAddress& publicAddress,
                                           const net::SocketAddress& adminAddress)
{
    const auto secure = [&tls](net::ClientCertificates wanted) -> proxy::ClientTransportFactory {
        return [&tls, wanted](net::Fd fd) { return tls.accept(std::move(fd), wanted); };
    };
    const auto onPublic = std::uint8_t(proxy::RoleTraffic | proxy::RoleMetrics |
                                       (settings.flag(Setting::PlatformOnPublic) ? proxy::RolePlatform : 0));
    const auto onAdmin = std::uint8_t(proxy::RolePlatform | proxy::RoleV1 | proxy::RoleMetrics);
    constexpr auto direct = proxy::ProxyMode::Off; // until setProxyProtocol() says otherwise
    std::vector<proxy::ListenerSpec> specs{{publicAddress, onPublic, {}, direct, {}},
                                           {adminAddress, onAdmin, {}, direct, {}}};
    if (!servesTls(settings))
        return specs;
    specs[0].transport = secure(publicClientCertificates(settings));
    const QString adminTls = settings.text(Setting::AdminTls);
    if (adminTls != u"off"_s)
        specs[1].transport = secure(adminTls == u"mutual"_s ? net::ClientCertificates::Required
                                                            : net::ClientCertificates::Off);
    if (settings.isSet(Setting::RedirectPort)) {
        const net::SocketAddress plain{publicAddress.ip, std::uint16_t(settings.port(Setting::RedirectPort))};
        specs.push_back({plain, std::uint8_t(proxy::RoleHttpsOnly | proxy::RoleRedirect), {}, direct, {}});
    }
    return specs;
}

/// People of a tenant hear of changes of what is theirs.
void tellRevision(Gateway::Parts& parts, quint64 revision, const QList<control::DocumentDiff>& changes)
{
    const auto event = [revision](qsizetype count) {
        return QJsonObject{{u"revision"_s, qint64(revision)}, {u"changes"_s, count}};
    };
    const auto forTenant = [&](const QString& tenant) -> std::optional<QJsonObject> {
        const auto count =
            std::count_if(changes.begin(), changes.end(),
                          [&](const control::DocumentDiff& change) { return change.isFor(tenant); });
        return count > 0 ? std::optional(event(count)) : std::nullopt;
    };
    parts.admin->events().publish("revision", event(changes.size()), forTenant);
}

} // namespace

Gateway::Gateway(config::Settings settings, Origin origin, QObject* parent)
    : QObject(parent)
    , m_settings(std::move(settings))
    , m_origin(std::move(origin))
{
}

Gateway::~Gateway() = default;

Result<void> Gateway::makeParts()
{
    QStringList notes = m_origin.warnings;
    Result<crypto::KeySet> keys =
        crypto::KeySet::fromSettings(QString::fromUtf8(m_settings.secret(Setting::JwtKeys).reveal()),
                                     m_settings.secret(Setting::JwtSecret), nullptr);
    if (!keys)
        return keys.error();
    auto log = observe::LogSystem::open(logOptions(m_settings), &notes);
    m_parts = std::make_unique<Parts>(m_settings, m_clock, std::move(*keys), std::move(log), this);
    for (const QString& note : notes)
        qCWarning(appLog).noquote() << note;
    return {};
}

Result<void> Gateway::start()
{
    for (const auto step :
         {&Gateway::makeParts, &Gateway::takeStore, &Gateway::loadDocuments, &Gateway::loadRecords,
          &Gateway::restoreFirstDump, &Gateway::seed, &Gateway::checkStored, &Gateway::readRunningNumbers,
          &Gateway::seedDemo, &Gateway::giveBackMemory, &Gateway::listen}) {
        if (const Result<void> done = (this->*step)(); !done)
            return done;
    }
    serve();
    return becomeReady();
}

Result<void> Gateway::takeStore()
{
    return m_origin.upgrade ? m_origin.upgrade->takeStore() : Result<void>();
}

/// What can fail comes before the first connection is taken.
Result<void> Gateway::becomeReady()
{
    if (const Result<void> written = writeRunFiles(); !written)
        return written;
    m_parts->dataPlane->accept();
    m_parts->service.ready(u"serving"_s, [this] { return workersAnswer(); });
    if (m_origin.upgrade)
        hearPredecessor(m_origin.upgrade->tellReady());
    m_origin.upgrade.reset();
    return {};
}

Result<void> Gateway::loadDocuments()
{
    const Result<QStringList> started = m_parts->control.start();
    if (!started)
        return withWayOut(started.error(), m_settings, u"store"_s);
    for (const QString& note : *started)
        qCWarning(appLog).noquote() << note;
    return {};
}

Result<void> Gateway::restoreFirstDump()
{
    if (m_parts->control.revision() != 0)
        return {};
    const Result<QString> path = restoreNewestDump(m_parts->control, *m_parts->records, m_settings);
    if (!path)
        return path.error();
    if (!path->isEmpty())
        qCInfo(appLog).noquote() << "restored the dump" << *path;
    return {};
}

Result<void> Gateway::loadRecords()
{
    applyRecordLimits();
    const Result<QStringList> started = m_parts->records->start();
    if (!started)
        return withWayOut(started.error(), m_settings, recordsFolder);
    for (const QString& note : *started)
        qCWarning(appLog).noquote() << "built-in storage:" << note;
    return {};
}

void Gateway::applyRecordLimits()
{
    m_parts->records->setLimits({m_settings.bytes(Setting::CrudMaxRecordBytes),
                                 m_settings.integer(Setting::CrudMaxRecords),
                                 m_settings.bytes(Setting::CrudMaxBytes)});
}

Result<quint64> Gateway::restore(const QString& file)
{
    if (const Result<void> made = makeParts(); !made)
        return made.error();
    if (const Result<void> loaded = loadDocuments(); !loaded)
        return loaded.error();
    if (const Result<void> loaded = loadRecords(); !loaded)
        return loaded.error();
    const Result<quint64> restored =
        restoreNamedDump(m_parts->control, *m_parts->records, m_settings, m_parts->seed, file);
    m_parts->control.flush();
    m_parts->records->stop();
    return restored;
}

Result<void> Gateway::seed()
{
    m_fresh = m_parts->control.revision() == 0;
    for (const auto make : {&control::seedChanges, &control::adminChanges}) {
        const Result<control::ChangeSet> changes = make(m_parts->control.documents(), m_parts->seed);
        if (!changes)
            return changes.error();
        if (changes->isEmpty())
            continue;
        const Result<control::Applied> applied = m_parts->control.applyNow(*changes, system());
        if (!applied)
            return applied.error();
    }
    return makeFirstRun(m_parts->control, m_settings, m_fresh);
}

Result<void> Gateway::seedDemo()
{
    if (!m_fresh || !m_settings.flag(Setting::DemoSeed))
        return {};
    return makeDemo(m_parts->control, m_settings, m_clock, m_parts->telemetry, *m_parts->log);
}

/// A production gateway that believes everybody's X-Forwarded-For does not start.
Result<void> Gateway::checkStored()
{
    const config::GuardResult result =
        config::checkStoredTrust(m_settings, trustsEverybody(m_settings, m_parts->control.documents()));
    for (const config::Issue& issue : result.warnings)
        qCWarning(appLog).noquote() << issue.text();
    if (result.errors.isEmpty())
        return {};
    const config::Issue& issue = result.errors.first();
    return Error::invalid(issue.setting, issue.rule, issue.message);
}

void Gateway::applyProxySettings()
{
    m_parts->dataPlane->setSettings(proxySettings(m_settings, m_parts->control.documents(),
                                                  m_parts->dataPlane->addresses().at(0).port,
                                                  m_parts->memoryShort));
}

/// What the process before this one, or systemd, has bound already; the rest is closed with a note.
std::map<std::size_t, std::vector<net::Fd>>
Gateway::inheritedSockets(const std::vector<proxy::ListenerSpec>& listeners)
{
    std::map<std::size_t, std::vector<net::Fd>> sockets;
    for (std::size_t i = 0; i < listeners.size(); ++i)
        sockets[i] = m_origin.sockets.of(ListenerName(i), listeners[i].address);
    for (const QString& note : m_origin.sockets.closeRest())
        qCWarning(appLog).noquote() << note;
    return sockets;
}

Result<void> Gateway::listen()
{
    if (m_origin.upgrade)
        m_parts->certificates.takeOwnTicketKeys(m_origin.upgrade->ticketKeys());
    if (const Result<void> loaded = m_parts->certificates.load(); !loaded)
        return loaded;
    const Result<net::SocketAddress> publicAddress = addressOf(m_settings, Setting::Host, Setting::Port);
    const Result<net::SocketAddress> adminAddress =
        addressOf(m_settings, Setting::AdminHost, Setting::AdminPort);
    if (!publicAddress)
        return publicAddress.error();
    if (!adminAddress)
        return adminAddress.error();

    proxy::ProxyServices services;
    services.snapshots = &m_parts->hub;
    services.states = &m_parts->upstreamStates;
    services.resolver = &m_parts->resolver;
    services.errors = &m_parts->errors;
    services.handlers = {m_parts->admin.get()};
    services.onUpstreamEvent = logUpstreamEvent;
    proxy::DataPlaneOptions options;
    options.workers = int(m_settings.integer(Setting::Threads));
    options.listeners = listeners(m_settings, m_parts->certificates.server(), *publicAddress, *adminAddress);
    options.sockets = inheritedSockets(options.listeners);
    options.settings = proxySettings(m_settings, m_parts->control.documents(), publicAddress->port);
    for (std::size_t i = 0; i < options.listeners.size(); ++i)
        setProxyProtocol(options.listeners[i], m_settings,
                         i == 1 ? Setting::AdminProxyProtocol : Setting::ProxyProtocol);
    options.sinkFor = [this](int) -> observe::ExchangeSink* {
        return &m_parts->telemetry.addWorker(recorderOptions(m_settings));
    };
    m_parts->dataPlane = std::make_unique<proxy::DataPlane>(services, std::move(options));
    const Result<void> started = m_parts->dataPlane->start();
    // PORT may be 0, and a .socket unit has its own.
    if (started && m_parts->dataPlane->addresses().front().port != publicAddress->port)
        applyProxySettings();
    return started;
}

void Gateway::serve()
{
    Parts& parts = *m_parts;
    const Result<void> restored =
        parts.telemetry.monitor().restore(parts.log->directory(), m_clock.wallMs() / 1000);
    if (!restored)
        qCWarning(appLog).noquote() << "metrics of the last run were not read:" << restored.error().text();
    connect(&parts.control, &control::ControlPlane::published, this,
            [this](quint64 revision, const QList<control::DocumentDiff>& changes) {
                m_parts->credits->settle(m_parts->control.documents(), changes);
                m_parts->autosave.refresh();
                applyProxySettings();
                const auto isSecurity = [](const control::DocumentDiff& one) {
                    return one.kind == Kind::SecuritySettings;
                };
                if (std::any_of(changes.begin(), changes.end(), isSecurity))
                    mirrorSettings();
                tellRevision(*m_parts, revision, changes);
            });
    connect(&parts.control, &control::ControlPlane::refused, this, [this](const QString& why) {
        m_parts->health.report(u"store"_s, observe::HealthState::Down, why);
    });
    connect(&parts.upgrade, &UpgradeParent::storeWanted, this, &Gateway::giveStoreAway);
    connect(&parts.upgrade, &UpgradeParent::ready, this, &Gateway::upgradeDone);
    connect(&parts.upgrade, &UpgradeParent::failed, this, &Gateway::upgradeFailed);
    feedMetrics(parts);
    feedAlerts(parts, m_settings);
    parts.health.add(u"store"_s, observe::HealthNeed::Required);
    parts.health.add(u"workers"_s, observe::HealthNeed::Required);
    parts.health.add(u"records"_s, observe::HealthNeed::Optional);
    parts.autosave.refresh();
    mirrorSettings();
    connect(&parts.seconds, &QTimer::timeout, this, &Gateway::tick);
    parts.seconds.start(1000);
    tick();
    const auto& addresses = parts.dataPlane->addresses();
    qCInfo(appLog).noquote() << "Gatehouse" << GATEHOUSE_VERSION << "listens on"
                             << QString::fromStdString(addresses.at(0).text()) << "and for administration on"
                             << QString::fromStdString(addresses.at(1).text()) << "at revision"
                             << parts.control.revision();
}

void Gateway::mirrorSettings()
{
    const Result<void> mirrored = mirrorSecuritySettings(m_settings, m_parts->control.documents());
    if (!mirrored)
        qCWarning(appLog).noquote() << "the security settings were not mirrored:" << mirrored.error().text();
}

/// How they are; nothing waits for the answer, and one that does not come is told as well.
void Gateway::askRecords()
{
    constexpr int patienceSeconds = 5;
    Parts& parts = *m_parts;
    if (++parts.recordsSilentSeconds > patienceSeconds)
        parts.health.report(u"records"_s, observe::HealthState::Down, u"the storage does not answer"_s);
    if (parts.recordsSilentSeconds > 1)
        return; // it has been asked
    parts.records->health(this, [this](const store::StoreHealth& health) {
        m_parts->recordsSilentSeconds = 0;
        m_parts->health.report(u"records"_s,
                               health.state == store::StoreHealth::State::Good ? observe::HealthState::Ok
                                                                               : observe::HealthState::Down,
                               health.message);
    });
}

bool Gateway::workersAnswer() const
{
    constexpr int patienceSeconds = 5;
    return m_workersSilentSeconds <= patienceSeconds;
}

/// One that hangs serves nobody, whatever the others do.
void Gateway::askWorkers()
{
    m_workersSilentSeconds = m_parts->dataPlane->workersTurn() ? 0 : m_workersSilentSeconds + 1;
    m_parts->health.report(u"workers"_s,
                           workersAnswer() ? observe::HealthState::Ok : observe::HealthState::Down,
                           workersAnswer() ? QString() : u"a worker does not answer"_s);
}

void Gateway::tick()
{
    Parts& parts = *m_parts;
    askWorkers();
    if (!parts.control.isSuspended()) {
        const store::StoreHealth health = parts.store.health();
        parts.health.report(u"store"_s,
                            health.state == store::StoreHealth::State::Good ? observe::HealthState::Ok
                                                                            : observe::HealthState::Down,
                            health.message);
        askRecords();
    }
    watchMemory();
    parts.telemetry.tick(std::int64_t(parts.dataPlane->counts().connections));
    const auto points = parts.telemetry.live().since(m_clock.wallMs() / 1000 - 2);
    if (!points.empty())
        parts.admin->events().publish("tick", points.back().toJson());
    parts.admin->events().keepAlive();
    constexpr qint64 usageSeconds = 5;
    constexpr qint64 maintenanceSeconds = 60;
    ++parts.ticks;
    if (m_handedOver && parts.ticks % usageSeconds == 0)
        handUsageOn(0);
    if (parts.control.isSuspended())
        return;
    parts.alerts.tick();
    if (parts.ticks % usageSeconds == 0) {
        writeCredits();
        if (m_clock.monotonicNs() >= parts.countersDueNs)
            writeCounters();
        if (m_clock.monotonicNs() >= m_keyUseDueNs)
            writeKeyUse();
    }
    if (parts.ticks % maintenanceSeconds == 0) {
        parts.state->maintain();
        parts.certificates.tick(m_clock.wallMs() / 1000);
        const control::ChangeSet expired =
            control::expireChanges(parts.control.documents(), m_clock.wallMs());
        if (!expired.isEmpty())
            parts.control.apply(expired, system(), [](const Result<control::Applied>&) {});
        saveMonitor();
    }
}

/// Freed memory goes back to the system only when asked, so an excess would never end by itself.
void Gateway::watchMemory()
{
    Parts& parts = *m_parts;
    const qint64 limit = m_settings.bytes(Setting::MemoryLimit);
    const double resident = limit > 0 ? observe::ProcessStats::residentBytes() : 0;
    if (parts.memoryShort)
        ::malloc_trim(0);
    constexpr double enough = 0.95; // so that it does not flap
    const bool isShort = limit > 0 && resident > double(limit) * (parts.memoryShort ? enough : 1.0);
    if (isShort == std::exchange(parts.memoryShort, isShort))
        return;
    applyProxySettings();
    if (isShort)
        qCWarning(appLog).noquote()
            << "memory is short:" << qint64(resident)
            << "bytes are above MEMORY_LIMIT_BYTES; traffic gets 503 until that has ended";
    else
        qCInfo(appLog) << "memory is no longer short";
}

/// What was spent since the last time goes into the documents.
void Gateway::writeCredits()
{
    const control::ChangeSet spent = m_parts->credits->spentChanges(m_parts->control.documents());
    if (spent.isEmpty())
        return;
    m_parts->control.apply(spent, system(), [this](const Result<control::Applied>& applied) {
        m_parts->credits->written(applied.ok());
    });
}

/// What is lost with these files is a few seconds' counting; that keeps nobody from starting.
Result<void> Gateway::readRunningNumbers()
{
    if (const Result<void> use = restoreKeyUse(keyUseFile(m_settings), *m_parts->keyUse); !use)
        qCWarning(appLog).noquote() << "when keys were used last was not read:" << use.error().text();
    if (const Result<void> alerts = restoreAlerts(*m_parts, m_settings); !alerts)
        qCWarning(appLog).noquote() << "alerts of the last run were not read:" << alerts.error().text();
    const Result<void> read = restoreCounters(counterFile(m_settings), m_parts->state->usageCells());
    if (!read)
        qCWarning(appLog).noquote() << "quotas of the last run were not read:" << read.error().text();
    return {};
}

/// Reading tens of thousands of documents takes several times the memory that they need afterwards.
Result<void> Gateway::giveBackMemory()
{
    ::malloc_trim(0);
    return {};
}

qint64 Gateway::nextTurn(qint64 startNs) const
{
    constexpr qint64 share = 20; // of this thread's time, at most a twentieth
    const qint64 nowNs = m_clock.monotonicNs();
    return nowNs + (nowNs - startNs) * share;
}

void Gateway::writeKeyUse()
{
    const qint64 startNs = m_clock.monotonicNs();
    const Result<quint64> saved = saveKeyUse(keyUseFile(m_settings), *m_parts->keyUse, m_keyUseWritten);
    if (saved)
        m_keyUseWritten = *saved;
    else
        qCWarning(appLog).noquote() << "when keys were used last was not saved:" << saved.error().text();
    m_keyUseDueNs = nextTurn(startNs);
}

/// Gives back what was to be written.
std::vector<shared_state::LimiterCells::Saved> Gateway::writeCounters()
{
    const qint64 startNs = m_clock.monotonicNs();
    std::vector<shared_state::LimiterCells::Saved> counters = m_parts->state->usageCells().save();
    const Result<void> saved = saveCounters(counterFile(m_settings), counters);
    if (!saved)
        qCWarning(appLog).noquote() << "quotas were not saved:" << saved.error().text();
    m_parts->countersDueNs = nextTurn(startNs);
    return counters;
}

/// The ports and the process id; neither replaces that of the process before as long as the other may fail.
Result<void> Gateway::writeRunFiles() const
{
    const auto& addresses = m_parts->dataPlane->addresses();
    QJsonObject ports{{u"public"_s, addresses.at(0).port}, {u"admin"_s, addresses.at(1).port}};
    if (addresses.size() > 2)
        ports.insert(u"redirect"_s, addresses.at(2).port);
    Result<ReadyFile> portsFile =
        ReadyFile::make(QDir(m_settings.path(Setting::DataDir)).filePath(u"run/ports.json"_s),
                        QJsonDocument(ports).toJson(QJsonDocument::Compact));
    if (!portsFile)
        return portsFile.error();
    Result<ReadyFile> processFile = makeProcessFile(m_settings.path(Setting::PidFile));
    if (!processFile)
        return processFile.error();
    const Result<void> put = processFile->put(); // first: only its name can turn out wrong
    return put ? portsFile->put() : put;
}

void Gateway::dump()
{
    m_parts->autosave.dump(u"SIGUSR1"_s);
}

} // namespace gatehouse::app
