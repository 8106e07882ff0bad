// SPDX-License-Identifier: GPL-3.0-or-later
// The go-live checklist, evaluated live (week-one runbook section 13, day 7).
#include "common/core/ids.h"
#include "common/crypto/password.h"
#include "common/model/alerting.h"
#include "common/model/plan.h"
#include "common/model/policy.h"
#include "common/model/principal.h"
#include "common/model/subscription.h"
#include "gateway/admin/v1/v1.h"
#include "gateway/control/first_run.h"
#include "gateway/net/address.h"
#include "gateway/observe/health.h"
#include "gateway/store/dump.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

namespace gatehouse::admin::v1 {

namespace {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 dayMs = 86'400'000;

enum class State { Green, Yellow, Red };

struct Item {
    QString id;
    QString title;
    State state = State::Red;
    QString evidence;
    QString action; ///< what to do; empty when green
};

bool isLoopback(const QString& host)
{
    const auto address = net::IpAddress::parse(host == u"localhost"_s ? "127.0.0.1" : host.toStdString());
    return address && address->isLoopback();
}

Item tls(const Services& services)
{
    const QString certificate = services.settings.path(Setting::TlsCertificate);
    if (!certificate.isEmpty())
        return {u"tls"_s,
                u"TLS on the public listener"_s,
                State::Green,
                u"certificate %1"_s.arg(certificate),
                {}};
    const bool local = isLoopback(services.settings.text(Setting::Host));
    return {u"tls"_s, u"TLS on the public listener"_s, local ? State::Yellow : State::Red,
            local ? u"clear text, on loopback only"_s : u"clear text on a public address"_s,
            u"Set TLS_CERTIFICATE and TLS_PRIVATE_KEY."_s};
}

Item adminPrivate(const Services& services)
{
    const QString host = services.settings.text(Setting::AdminHost);
    const bool onPublic = services.settings.flag(Setting::PlatformOnPublic);
    const bool publicLocal = isLoopback(services.settings.text(Setting::Host));
    const bool good = isLoopback(host) && (!onPublic || publicLocal);
    return {u"admin_private"_s, u"Admin API not reachable from outside"_s, good ? State::Green : State::Red,
            u"admin listener on %1; /platform on the public listener: %2"_s.arg(host, onPublic ? u"yes"_s
                                                                                               : u"no"_s),
            good ? QString() : u"Bind ADMIN_HOST to loopback and set PLATFORM_ON_PUBLIC=false."_s};
}

Item credentials(const Services& services)
{
    const QString secrets = QDir(services.settings.path(Setting::DataDir)).filePath(u"first-run-secrets"_s);
    const bool left = QFileInfo::exists(secrets);
    const auto key = services.settings.secret(Setting::JwtSecret).size();
    const bool weak = key > 0 && key < 32;
    return {u"default_credentials"_s, u"Default credentials changed"_s,
            weak   ? State::Red
            : left ? State::Yellow
                   : State::Green,
            weak   ? u"JWT_SECRET_KEY is shorter than 32 bytes"_s
            : left ? u"%1 still holds the secrets of the first start"_s.arg(secrets)
                   : u"no password or key is built in; the secrets of the first start are gone"_s,
            weak   ? u"Set a JWT_SECRET_KEY of at least 32 bytes."_s
            : left ? u"Note the secrets and delete the file."_s
                   : QString()};
}

Item testKey(const Services& services)
{
    bool active = false;
    services.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
        active = active || (consumer.externalId == control::testConsumerName() &&
                            consumer.status == ConsumerStatus::Active);
    });
    return {u"test_key"_s, u"Test key switched off"_s, active ? State::Red : State::Green,
            active ? u"consumer %1 is active and may call every contract"_s.arg(control::testConsumerName())
                   : u"no active test consumer"_s,
            active ? u"Suspend the consumer %1."_s.arg(control::testConsumerName()) : QString()};
}

Item keysUnique(const Services& services)
{
    QSet<QByteArray> hashes;
    qsizetype total = 0;
    services.documents().of<Credential>().forEach([&](const Credential& key) {
        if (key.type != CredentialKind::ApiKey)
            return;
        ++total;
        hashes.insert(key.hash);
    });
    const bool good = hashes.size() == total;
    return {u"keys_unique"_s, u"API keys are unique"_s, good ? State::Green : State::Red,
            u"%1 keys, %2 different; only hashes are kept"_s.arg(total).arg(hashes.size()),
            good ? QString() : u"Rotate the keys that share a hash."_s};
}

Item durable(const Services& services)
{
    const bool ready = services.health.isReady();
    return {u"restart"_s, u"Survives a restart"_s, ready ? State::Green : State::Red,
            u"every change up to revision %1 is on disk"_s.arg(services.control.revision()),
            ready ? QString() : u"Look at /health/ready: the store does not take changes."_s};
}

Item limits(const Services& services)
{
    int policies = 0, plans = 0;
    services.documents().of<Policy>().forEach([&](const Policy& policy) {
        policies += policy.type == PolicyType::RateLimit && policy.enabled && !policy.dryRun ? 1 : 0;
    });
    services.documents().of<Plan>().forEach([&](const Plan& plan) { plans += plan.enabled ? 1 : 0; });
    const bool good = policies + plans > 0;
    return {u"rate_limiting"_s, u"Rate limiting works"_s, good ? State::Green : State::Red,
            u"%1 rate policies and %2 plans are enforced"_s.arg(policies).arg(plans),
            good ? QString() : u"Create a rate_limit policy, for the whole tenant or for one API."_s};
}

Item logs(const Services& services)
{
    const qint64 size = services.settings.bytes(Setting::LogMaxSize);
    const qint64 files = services.settings.integer(Setting::LogMaxFiles);
    return {u"log_rotation"_s,
            u"Logs rotate"_s,
            State::Green,
            u"max-size %1 bytes, max-file %2 (LOG_MAX_SIZE, LOG_MAX_FILES)"_s.arg(size).arg(files),
            {}};
}

Item monitoring(const Services& services)
{
    const qint64 age = services.clock.wallMs() - services.lastScrapeMs;
    const bool seen = services.lastScrapeMs != 0;
    const bool good = seen && age < 10 * minuteMs;
    return {u"monitoring"_s, u"Monitoring is active"_s, good ? State::Green : State::Yellow,
            seen ? u"/metrics was read last at %1"_s.arg(isoTime(services.lastScrapeMs))
                 : u"/metrics was never read since the start"_s,
            good ? QString() : u"Point Prometheus at /metrics, or watch the console's dashboard."_s};
}

Item alerting(const Services& services)
{
    const QString title = u"Alerts reach somebody"_s;
    constexpr qint64 longestMs = 5 * minuteMs;
    qsizetype enabled = 0;
    std::shared_ptr<const Channel> tested; // last
    const auto channels = services.documents().of<Channel>();
    channels.forEach([&](const Channel& channel) {
        enabled += channel.enabled ? 1 : 0;
        if (channel.enabled && channel.lastTestAt.isSet() &&
            (!tested || tested->lastTestAt < channel.lastTestAt))
            tested = channels.find(channel.id);
    });
    if (!tested)
        return {u"alerting"_s, title, State::Red,
                u"%1 channels are switched on; no test alert was delivered"_s.arg(enabled),
                enabled > 0 ? u"Send a test alert over a channel."_s
                            : u"Create a channel and send a test alert."_s};
    const qint64 ageMs = services.clock.wallMs() - tested->lastTestAt.ms;
    const QString evidence = u"test alert delivered over %1 in %2 ms at %3"_s.arg(tested->name)
                                 .arg(tested->lastTestMs.value_or(0))
                                 .arg(isoTime(tested->lastTestAt.ms));
    if (!tested->lastTestError.isEmpty())
        return {u"alerting"_s, title, State::Yellow,
                u"%1; the last test failed: %2"_s.arg(evidence, tested->lastTestError),
                u"Repair the channel and test it again."_s};
    const bool good = ageMs < 30 * dayMs && tested->lastTestMs.value_or(0) < longestMs;
    return {u"alerting"_s, title, good ? State::Green : State::Yellow, evidence,
            good ? QString() : u"Send a test alert again; it should arrive within 5 minutes."_s};
}

Item backup(const Services& services)
{
    const QString hint = services.settings.path(Setting::DumpPath);
    const QString path = store::newestDump(hint, hint, services.settings.path(Setting::DataDir));
    if (path.isEmpty())
        return {u"backup"_s, u"Backup exists"_s, State::Red, u"no dump was found"_s,
                u"POST /platform/memory/dump, or set MEM_AUTO_SAVE_ENABLED."_s};
    const qint64 age = services.clock.wallMs() - QFileInfo(path).lastModified().toMSecsSinceEpoch();
    const bool good = age < 7 * dayMs;
    return {u"backup"_s, u"Backup exists"_s, good ? State::Green : State::Yellow,
            u"%1, %2 hours old; it holds consumers, key hashes and policies"_s.arg(path).arg(age / 3'600'000),
            good ? QString() : u"Make a newer dump."_s};
}

Item runbook()
{
    return {u"incident_runbook"_s,
            u"Incident runbook exists"_s,
            State::Green,
            u"three flows: 5xx, consumer locked out, limit too tight (docs/week-one.md)"_s,
            {}};
}

QString word(State state)
{
    return state == State::Green ? u"green"_s : state == State::Yellow ? u"yellow"_s : u"red"_s;
}

void checklist(Services& services, const Call&, const Done& done)
{
    const QList<Item> items{tls(services),      adminPrivate(services), credentials(services),
                            testKey(services),  keysUnique(services),   durable(services),
                            limits(services),   logs(services),         monitoring(services),
                            alerting(services), backup(services),       runbook()};
    QJsonArray rows;
    int green = 0;
    bool red = false;
    for (const Item& item : items) {
        green += item.state == State::Green ? 1 : 0;
        red = red || item.state == State::Red;
        rows.append(QJsonObject{{u"id"_s, item.id},
                                {u"title"_s, item.title},
                                {u"state"_s, word(item.state)},
                                {u"evidence"_s, item.evidence},
                                {u"action"_s, textJson(item.action)}});
    }
    done(Reply::raw(200, {{u"ready"_s, !red},
                          {u"green"_s, green},
                          {u"total"_s, items.size()},
                          {u"checked_at"_s, isoTime(services.clock.wallMs())},
                          {u"items"_s, rows}}));
}

} // namespace

void registerChecklist(Registry& registry, Services& services)
{
    onAll(registry, services, {CallId::V1Checklist}, checklist);
}

} // namespace gatehouse::admin::v1
