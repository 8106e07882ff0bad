// SPDX-License-Identifier: GPL-3.0-or-later
// The go-live checklist, evaluated live (week-one runbook section 13, day 7).
#include "common/api/checklist.h"

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
namespace checklist_calls {

constexpr qint64 minuteMs = 60'000;
constexpr qint64 dayMs = 86'400'000;

enum class State { Green, Yellow, Red };

/// A sentence of common/api/checklist.h with its values.
struct Says {
    const char* code = nullptr; ///< null: nothing to say
    QJsonArray values = {};
};

struct Item {
    QString id;
    QString title;
    State state = State::Red;
    Says evidence;
    Says action = {}; ///< what to do; nothing when green
};

Says unless(bool good, const char* code)
{
    return {good ? nullptr : code};
}

bool isLoopback(const QString& host)
{
    const auto address = net::IpAddress::parse(host == u"localhost"_s ? "127.0.0.1" : host.toStdString());
    return address && address->isLoopback();
}

Item tls(const Services& services)
{
    Item item{u"tls"_s, u"TLS on the public listener"_s, State::Green, {}};
    const QString certificate = services.settings.path(Setting::TlsCertificate);
    if (!certificate.isEmpty()) {
        item.evidence = {"tls.certificate", {certificate}};
        return item;
    }
    const bool local = isLoopback(services.settings.text(Setting::Host));
    item.state = local ? State::Yellow : State::Red;
    item.evidence = {local ? "tls.loopback" : "tls.public"};
    item.action = {"tls.set"};
    return item;
}

Item adminPrivate(const Services& services)
{
    const QString host = services.settings.text(Setting::AdminHost);
    const bool onPublic = services.settings.flag(Setting::PlatformOnPublic);
    const bool publicLocal = isLoopback(services.settings.text(Setting::Host));
    const bool good = isLoopback(host) && (!onPublic || publicLocal);
    return {u"admin_private"_s,
            u"Admin API not reachable from outside"_s,
            good ? State::Green : State::Red,
            {onPublic ? "admin_private.both" : "admin_private.alone", {host}},
            unless(good, "admin_private.bind")};
}

Item credentials(const Services& services)
{
    Item item{u"default_credentials"_s, u"Default credentials changed"_s, State::Green, {}};
    const auto key = services.settings.secret(Setting::JwtSecret).size();
    if (key > 0 && key < 32) {
        item.state = State::Red;
        item.evidence = {"default_credentials.weak"};
        item.action = {"default_credentials.longer"};
        return item;
    }
    const QString secrets = QDir(services.settings.path(Setting::DataDir)).filePath(u"first-run-secrets"_s);
    if (!QFileInfo::exists(secrets)) {
        item.evidence = {"default_credentials.gone"};
        return item;
    }
    item.state = State::Yellow;
    item.evidence = {"default_credentials.left", {secrets}};
    item.action = {"default_credentials.note"};
    return item;
}

Item testKey(const Services& services)
{
    bool active = false;
    services.documents().of<Consumer>().forEach([&](const Consumer& consumer) {
        active = active || (consumer.externalId == control::testConsumerName() &&
                            consumer.status == ConsumerStatus::Active);
    });
    Item item{u"test_key"_s, u"Test key switched off"_s, State::Green, {"test_key.none"}};
    if (active) {
        item.state = State::Red;
        item.evidence = {"test_key.active", {control::testConsumerName()}};
        item.action = {"test_key.suspend", {control::testConsumerName()}};
    }
    return item;
}

Item keysUnique(const Services& services)
{
    QSet<QByteArray> hashes;
    qsizetype total = 0;
    services.documents().of<Credential>().forEach([&](const Credential& key) {
        if (key.type != CredentialKind::ApiKey)
            return;
        ++total;
        hashes.insert(key.hash.toUtf8());
    });
    const bool good = hashes.size() == total;
    return {u"keys_unique"_s,
            u"API keys are unique"_s,
            good ? State::Green : State::Red,
            {"keys_unique.counted", {qint64(total), qint64(hashes.size())}},
            unless(good, "keys_unique.rotate")};
}

Item durable(const Services& services)
{
    const bool ready = services.health.isReady();
    return {u"restart"_s,
            u"Survives a restart"_s,
            ready ? State::Green : State::Red,
            {"restart.on_disk", {qint64(services.control.revision())}},
            unless(ready, "restart.store")};
}

Item limits(const Services& services)
{
    int policies = 0, plans = 0;
    services.documents().of<Policy>().forEach([&](const Policy& policy) {
        policies += policy.type == PolicyType::RateLimit && policy.enabled && !policy.dryRun ? 1 : 0;
    });
    services.documents().of<Plan>().forEach([&](const Plan& plan) { plans += plan.enabled ? 1 : 0; });
    const bool good = policies + plans > 0;
    return {u"rate_limiting"_s,
            u"Rate limiting works"_s,
            good ? State::Green : State::Red,
            {"rate_limiting.enforced", {policies, plans}},
            unless(good, "rate_limiting.create")};
}

Item logs(const Services& services)
{
    return {
        u"log_rotation"_s,
        u"Logs rotate"_s,
        State::Green,
        {"log_rotation.limits",
         {services.settings.bytes(Setting::LogMaxSize), services.settings.integer(Setting::LogMaxFiles)}}};
}

Item monitoring(const Services& services)
{
    const qint64 age = services.clock.wallMs() - services.lastScrapeMs;
    const bool seen = services.lastScrapeMs != 0;
    const bool good = seen && age < 10 * minuteMs;
    return {u"monitoring"_s, u"Monitoring is active"_s, good ? State::Green : State::Yellow,
            seen ? Says{"monitoring.read", {isoTime(services.lastScrapeMs)}} : Says{"monitoring.never"},
            unless(good, "monitoring.watch")};
}

/// The channel that was tested last and is switched on; counts those that are.
std::shared_ptr<const Channel> lastTested(const Services& services, qsizetype& enabled)
{
    std::shared_ptr<const Channel> tested;
    const auto channels = services.documents().of<Channel>();
    channels.forEach([&](const Channel& channel) {
        enabled += channel.enabled ? 1 : 0;
        if (channel.enabled && channel.lastTestAt.isSet() &&
            (!tested || tested->lastTestAt < channel.lastTestAt))
            tested = channels.find(channel.id);
    });
    return tested;
}

Item alerting(const Services& services)
{
    constexpr qint64 longestMs = 5 * minuteMs;
    Item item{u"alerting"_s, u"Alerts reach somebody"_s, State::Red, {}};
    qsizetype enabled = 0;
    const auto tested = lastTested(services, enabled);
    if (!tested) {
        item.evidence = {"alerting.untested", {qint64(enabled)}};
        item.action = {enabled > 0 ? "alerting.test" : "alerting.create"};
        return item;
    }
    const qint64 tookMs = tested->lastTestMs.value_or(0);
    QJsonArray values{tested->name, tookMs, isoTime(tested->lastTestAt.ms)};
    if (!tested->lastTestError.isEmpty()) {
        values.append(tested->lastTestError);
        item.state = State::Yellow;
        item.evidence = {"alerting.failed", values};
        item.action = {"alerting.repair"};
        return item;
    }
    const bool good = services.clock.wallMs() - tested->lastTestAt.ms < 30 * dayMs && tookMs < longestMs;
    item.state = good ? State::Green : State::Yellow;
    item.evidence = {"alerting.delivered", values};
    item.action = unless(good, "alerting.again");
    return item;
}

Item backup(const Services& services)
{
    Item item{u"backup"_s, u"Backup exists"_s, State::Red, {"backup.none"}, {"backup.make"}};
    const QString hint = services.settings.path(Setting::DumpPath);
    const QString path = store::newestDump(hint, hint, services.settings.path(Setting::DataDir));
    if (path.isEmpty())
        return item;
    const qint64 age = services.clock.wallMs() - QFileInfo(path).lastModified().toMSecsSinceEpoch();
    const bool good = age < 7 * dayMs;
    item.state = good ? State::Green : State::Yellow;
    item.evidence = {"backup.age", {path, age / 3'600'000}};
    item.action = unless(good, "backup.newer");
    return item;
}

Item runbook()
{
    return {u"incident_runbook"_s, u"Incident runbook exists"_s, State::Green, {"incident_runbook.flows"}};
}

/// Under `key` as a text, under `key`_code and `key`_values for those who say it in another language.
void insert(QJsonObject& row, const QString& key, const Says& says)
{
    const QString code = QString::fromLatin1(says.code);
    QStringList values;
    for (const QJsonValue& value : says.values)
        values.append(value.toVariant().toString());
    row.insert(key, textJson(fillIn(checklistText(code), values)));
    row.insert(key + u"_code"_s, textJson(code));
    row.insert(key + u"_values"_s, says.values);
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
        QJsonObject row{{u"id"_s, item.id}, {u"title"_s, item.title}, {u"state"_s, word(item.state)}};
        insert(row, u"evidence"_s, item.evidence);
        insert(row, u"action"_s, item.action);
        rows.append(row);
    }
    done(Reply::raw(200, {{u"ready"_s, !red},
                          {u"green"_s, green},
                          {u"total"_s, items.size()},
                          {u"checked_at"_s, isoTime(services.clock.wallMs())},
                          {u"items"_s, rows}}));
}

} // namespace checklist_calls
} // namespace

void registerChecklist(Registry& registry, Services& services)
{
    using namespace checklist_calls;
    onAll(registry, services, {CallId::V1Checklist}, checklist);
}

} // namespace gatehouse::admin::v1
