// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/crypto/password.h"
#include "common/model/security_settings.h"
#include "gateway/control/config_exchange.h"
#include "gateway/control/dump_collections.h"
#include "gateway/control/housekeeping.h"
#include "gateway/control/seed.h"
#include "tests/gateway/control/plane_fixture.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::control {

class TestExchange : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seeding();
    void seedsSecuritySettingsFromTheFile();
    void brokenSettingsFile();
    void adminIsAppliedAgain();
    void exportAndImportRoundTrip();
    void importIsAnUpsert();
    void importNamesEveryFault();
    void importSkipsWhatHasNoKey();
    void dumpRoundTrip();
    void readsADumpOfTheOriginal();
    void restoreAppliesTheAdministrator();
    void expiry();
    void endedKeysStayEnded();

private:
    static SeedOptions options()
    {
        SeedOptions options;
        options.adminPassword = Secret(QByteArray("Correct-Horse-1!"));
        return options;
    }
    static QJsonObject stored(const PlaneFixture& f)
    {
        QJsonObject all;
        for (const Kind kind : allKinds()) {
            const AnyTable& table = f.documents().table(kind);
            QJsonObject kindObject;
            table.forEach([&](const AnyDocument& document) {
                QJsonObject body = writeTable(table.schema(), document.get(), View::Stored);
                body.remove(u"_meta"_s);
                kindObject.insert(table.idOf(document.get()), body);
            });
            all.insert(toString(kind), kindObject);
        }
        return all;
    }
};

void TestExchange::seeding()
{
    PlaneFixture f;
    QVERIFY(f.plane.start());
    const auto seeds = seedChanges(f.documents(), options());
    QVERIFY(seeds.ok());
    QVERIFY(f.ok(*seeds));
    const User* admin = f.documents().user(u"admin"_s);
    QVERIFY(admin);
    QCOMPARE(admin->email, u"admin@doorman.dev"_s);
    QCOMPARE(admin->groups, (QStringList{u"ALL"_s, u"admin"_s}));
    QCOMPARE(admin->rateLimit, 1);
    QVERIFY(crypto::verifyPassword(u"Correct-Horse-1!"_s, admin->passwordHash));
    const Role* role = f.documents().of<Role>().first(By::NaturalKey, u"admin"_s);
    QVERIFY(role);
    for (const PermissionInfo& each : permissions())
        QVERIFY2(role->hasFlag(each.permission), each.name);
    QVERIFY(f.documents().of<Role>().first(By::NaturalKey, u"viewer"_s));
    QVERIFY(f.documents().of<Group>().first(By::NaturalKey, u"ALL"_s));
    QVERIFY(f.documents().of<Tenant>().first(By::NaturalKey, u"default"_s));
    QCOMPARE(f.documents().of<SecuritySettings>().size(), 1);

    const auto snapshot = f.hub.current();
    const auto* identity = snapshot->users.find("admin");
    QVERIFY(identity && (*identity)->admin);
    QCOMPARE((*identity)->limits->rateCount, 1U);
    QVERIFY((*identity)->limits->rateUnit == proxy::WindowUnit::Second);
    QCOMPARE((*identity)->limits->throttleQueue, 1U);
    QVERIFY(seedChanges(f.documents(), options())->isEmpty());
}

void TestExchange::seedsSecuritySettingsFromTheFile()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"settings.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(R"({"ip_blacklist":["10.0.0.0/8"],"trust_x_forwarded_for":true})");
    file.close();
    PlaneFixture f;
    QVERIFY(f.plane.start());
    SeedOptions seed = options();
    seed.securitySettingsFile = file.fileName();
    seed.securityDefaults = {{u"auto_save_frequency_seconds"_s, 1200}, {u"trust_x_forwarded_for"_s, false}};
    QVERIFY(f.ok(*seedChanges(f.documents(), seed)));
    f.documents().of<SecuritySettings>().forEach([](const SecuritySettings& settings) {
        QCOMPARE(settings.ipBlacklist, QStringList{u"10.0.0.0/8"_s});
        QVERIFY(settings.trustXForwardedFor);
        QCOMPARE(settings.autoSaveFrequencySeconds, 1200);
    });
    QCOMPARE(f.documents().of<SecuritySettings>().size(), 1);
}

void TestExchange::brokenSettingsFile()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"settings.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{broken");
    file.close();
    Documents documents;
    SeedOptions seed = options();
    seed.securitySettingsFile = file.fileName();
    const auto changes = seedChanges(documents, seed);
    QVERIFY(!changes);
    QVERIFY(changes.error().text().contains(file.fileName()));
}

void TestExchange::adminIsAppliedAgain()
{
    PlaneFixture f;
    QVERIFY(f.plane.start());
    QVERIFY(f.ok(*seedChanges(f.documents(), options())));
    QVERIFY(adminChanges(f.documents(), options())->isEmpty());
    const QString id = f.documents().user(u"admin"_s)->id;
    QVERIFY(f.ok(change().patch(Kind::User, id, {{u"email"_s, u"boss@x.org"_s}, {u"ui_access"_s, false}})));

    SeedOptions again = options();
    again.adminPassword = Secret(QByteArray("Another-Horse-2!"));
    QVERIFY(f.ok(*adminChanges(f.documents(), again)));
    const User* admin = f.documents().user(u"admin"_s);
    QCOMPARE(admin->email, u"boss@x.org"_s); // the variable was not set
    QVERIFY(admin->uiAccess);
    QVERIFY(crypto::verifyPassword(u"Another-Horse-2!"_s, admin->passwordHash));
    again.adminEmailGiven = true;
    again.adminEmail = u"env@x.org"_s;
    QVERIFY(f.ok(*adminChanges(f.documents(), again)));
    QCOMPARE(f.documents().user(u"admin"_s)->email, u"env@x.org"_s);
}

void TestExchange::exportAndImportRoundTrip()
{
    PlaneFixture from;
    QVERIFY(from.start());
    const Api api = platformApi(u"orders"_s);
    Role role;
    role.name = u"support"_s;
    role.permissions = bit(Permission::ManageApis);
    QVERIFY(from.ok(change()
                        .put(api)
                        .put(operation(api, u"GET"_s, u"/items/{id}"_s))
                        .put(operation(api, u"POST"_s, u"/items"_s))
                        .put(role)));
    const QJsonObject bundle = exportAll(from.documents());
    QCOMPARE(bundle.keys(), (QStringList{u"apis"_s, u"endpoints"_s, u"groups"_s, u"roles"_s, u"routings"_s}));

    PlaneFixture to;
    QVERIFY(to.start());
    const auto import = importChanges(to.documents(), bundle);
    QVERIFY(import.ok());
    QCOMPARE(import->counts.endpoints, 2);
    QVERIFY(to.ok(import->changes));
    QCOMPARE(exportAll(to.documents()), bundle);
    QVERIFY(to.hub.current()->routes.find({}, "/api/rest/orders/v1/items/1"));
    // Once more changes nothing.
    const quint64 revision = to.plane.revision();
    QVERIFY(to.ok(importChanges(to.documents(), bundle)->changes));
    QCOMPARE(to.plane.revision(), revision);
}

void TestExchange::importIsAnUpsert()
{
    PlaneFixture f;
    QVERIFY(f.start());
    QVERIFY(f.ok(change().put(platformApi(u"orders"_s))));
    const QJsonObject bundle{
        {u"apis"_s,
         QJsonArray{
             QJsonObject{{u"api_name"_s, u"orders"_s},
                         {u"api_version"_s, u"v1"_s},
                         {u"api_id"_s, u"stranger"_s},
                         {u"api_connect_timeout"_s, 2.5},
                         {u"x_own"_s, true}},
             QJsonObject{{u"api_name"_s, u"new"_s}, {u"api_version"_s, u"v1"_s}},
             QJsonObject{{u"api_name"_s, u"new"_s}, {u"api_version"_s, u"v1"_s}, {u"active"_s, false}}}}};
    QVERIFY(f.ok(importChanges(f.documents(), bundle)->changes));
    const Api* orders = f.documents().api(u"orders"_s, u"v1"_s);
    QCOMPARE(orders->id, u"api-orders-v1"_s);
    QCOMPARE(orders->connectTimeout, 2.5);
    QCOMPARE(orders->servers.size(), 1);
    QCOMPARE(orders->extra.value(u"x_own"_s).toBool(), true);
    QCOMPARE(f.hub.current()->routes.find({}, "/api/rest/orders/v1")->api->timeouts.connectMs, 2500U);
    QVERIFY(!f.documents().api(u"new"_s, u"v1"_s)->active);
    QVERIFY(!f.documents().api(u"new"_s, u"v1"_s)->id.isEmpty());
}

void TestExchange::importNamesEveryFault()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const QJsonObject bundle{
        {u"apis"_s, QJsonArray{QJsonObject{
                        {u"api_name"_s, u"a"_s}, {u"api_version"_s, u"v1"_s}, {u"api_servers"_s, 7}}}},
        {u"endpoints"_s, QJsonArray{QJsonObject{{u"endpoint_method"_s, u"GET"_s},
                                                {u"endpoint_uri"_s, u"/x"_s},
                                                {u"api_name"_s, u"none"_s},
                                                {u"api_version"_s, u"v1"_s}}}}};
    const Result<Applied> applied = f.apply(importChanges(f.documents(), bundle)->changes);
    QVERIFY(!applied);
    QStringList fields;
    for (const Fault& fault : applied.error().faults)
        fields.append(fault.field);
    QVERIFY2(fields.contains(u"apis[0].api_servers"), qPrintable(fields.join(u' ')));
    QVERIFY(fields.filter(u"endpoints[0]"_s).size() == 1); // the missing description
    const auto shape = importChanges(f.documents(), {{u"roles"_s, 1}, {u"groups"_s, QJsonArray{1}}});
    QVERIFY(!shape);
    QCOMPARE(shape.error().faults.size(), 2);
}

void TestExchange::importSkipsWhatHasNoKey()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const auto import = importChanges(
        f.documents(), {{u"groups"_s, QJsonArray{QJsonObject{{u"group_description"_s, u"x"_s}}}}});
    QVERIFY(import.ok());
    QCOMPARE(import->counts.groups, 1);
    QVERIFY(import->changes.isEmpty());
}

void TestExchange::dumpRoundTrip()
{
    PlaneFixture from;
    QVERIFY(from.start());
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    const Subscription sub = subscription(anna, api);
    Subscription own;
    own.principal = u"berta"_s;
    own.api = api.key();
    QVERIFY(from.ok(change()
                        .put(api)
                        .put(anna)
                        .put(sub)
                        .put(key(sub, 'a'))
                        .put(user(u"berta"_s))
                        .put(own)
                        .put(ratePolicy(u"p"_s, 60))));
    const store::Dump dump = makeDump(from.documents());
    QCOMPARE(dump.collections.value(u"subscriptions"_s).at(0)[u"apis"_s].toArray().at(0).toString(),
             u"pay/v1"_s);
    QCOMPARE(dump.collections.value(u"users"_s).at(0)[u"password"_s][u"__type__"_s].toString(), u"bytes"_s);

    const Secret secret(QByteArray("long enough key"));
    const auto bytes = store::encodeDump(dump, secret);
    QVERIFY(bytes.ok());
    const auto decoded = store::decodeDump(*bytes, secret, u"dump"_s);
    QVERIFY(decoded.ok());
    PlaneFixture to;
    QVERIFY(to.start());
    QVERIFY(to.ok(change().put(platformApi(u"old"_s)).put(user(u"old"_s))));
    const auto restore = restoreChanges(to.documents(), *decoded);
    QVERIFY(restore.ok());
    const quint64 before = to.plane.revision();
    QVERIFY(to.ok(*restore));
    QCOMPARE(to.plane.revision(), before + 1);
    QCOMPARE(stored(to), stored(from));
    QVERIFY(to.hub.current()->credentials.find(rawKey('a')));
    QVERIFY(!to.hub.current()->routes.find({}, "/api/rest/old/v1"));
}

void TestExchange::readsADumpOfTheOriginal()
{
    const QByteArray json = R"({
      "users":[{"_id":"u1","username":"anna","email":"anna@x.org","password":{"__type__":"bytes","data":"JDJiJDEyJGFiYw=="},
                "role":"developer","groups":["ALL"],"active":true,"rate_limit_duration":5,"rate_limit_duration_type":"minutes"}],
      "apis":[{"_id":"m1","api_name":"orders","api_version":"v1","api_id":"the-api","api_servers":["http://10.0.0.1:80"],
               "api_allowed_groups":["ALL"],"api_path":"/orders/v1","api_note_of_later":1}],
      "endpoints":[{"_id":"m2","api_name":"orders","api_version":"v1","endpoint_method":"GET","endpoint_uri":"/x",
                    "endpoint_description":"d","api_id":"the-api","endpoint_id":"the-endpoint"},
                   {"_id":"m3","api_name":"gone","api_version":"v1","endpoint_method":"GET","endpoint_uri":"/y",
                    "endpoint_description":"d","api_id":"lost","endpoint_id":"orphan"}],
      "groups":[{"_id":"g","group_name":"ALL","group_description":null,"api_access":[]}],
      "roles":[{"_id":"r","role_name":"developer","manage_apis":true}],
      "subscriptions":[{"_id":"s","username":"anna","apis":["orders/v1","gone/v1"]}],
      "revocations":[{"_id":"v","type":"jti","username":"anna","jti":"j1","expires_at":1900000000}],
      "settings":[{"_id":"t","type":"security_settings","ip_blacklist":["192.0.2.1"]}]})";
    store::Dump dump;
    const QJsonObject data = QJsonDocument::fromJson(json).object();
    QVERIFY(!data.isEmpty());
    for (auto collection = data.begin(); collection != data.end(); ++collection)
        dump.collections.insert(collection.key(), collection.value().toArray());

    PlaneFixture f;
    QVERIFY(f.start());
    const auto restore = restoreChanges(f.documents(), dump);
    QVERIFY(restore.ok());
    QVERIFY(f.ok(*restore));
    QCOMPARE(f.documents().user(u"anna"_s)->passwordHash, QByteArray("$2b$12$abc"));
    QCOMPARE(f.documents().api(u"orders"_s, u"v1"_s)->id, u"the-api"_s);
    QCOMPARE(f.documents().api(u"orders"_s, u"v1"_s)->extra.value(u"api_note_of_later"_s).toInt(), 1);
    QCOMPARE(f.documents().of<Operation>().size(), 2); // nothing is lost
    QCOMPARE(f.documents().of<Subscription>().size(), 2);
    QVERIFY(f.documents().of<Tenant>().first(By::NaturalKey, u"default"_s)); // ours, not in the dump

    const auto snapshot = f.hub.current();
    const proxy::Route* route = snapshot->routes.find({}, "/api/rest/orders/v1/x");
    QVERIFY(route);
    QCOMPARE(route->api->operations.at(0).id, std::string("the-endpoint"));
    const auto* anna = snapshot->users.find("anna");
    QVERIFY(anna);
    QCOMPARE((*anna)->subscriptions, std::vector<proxy::Symbol>{route->api->symbol});
    QCOMPARE((*anna)->limits->rateCount, 5U);
    using namespace std::string_literals;
    const auto* revoked = snapshot->revokedTokens.find("anna\0j1"s);
    QVERIFY(revoked);
    QCOMPARE(*revoked, 1'900'000'000);
}

void TestExchange::restoreAppliesTheAdministrator()
{
    PlaneFixture f;
    QVERIFY(f.plane.start());
    QVERIFY(f.ok(*seedChanges(f.documents(), options())));
    const store::Dump dump = makeDump(f.documents());
    SeedOptions now = options();
    now.adminPassword = Secret(QByteArray("Another-Horse-2!"));
    const auto restore = restoreChanges(f.documents(), dump, &now);
    QVERIFY(f.ok(*restore));
    QVERIFY(crypto::verifyPassword(u"Another-Horse-2!"_s, f.documents().user(u"admin"_s)->passwordHash));

    const auto empty = restoreChanges(f.documents(), {}, &now);
    QVERIFY(f.ok(*empty));
    QCOMPARE(f.documents().of<User>().size(), 1);
    QVERIFY(f.documents().user(u"admin"_s));
    QCOMPARE(f.documents().of<Role>().size(), 0);
    QVERIFY((*f.hub.current()->users.find("admin"))->admin);
}

void TestExchange::expiry()
{
    PlaneFixture f;
    QVERIFY(f.start());
    const qint64 now = f.clock.wallMs();
    const Api api = contract(u"pay"_s);
    const Consumer anna = consumer(u"anna"_s);
    Subscription sub = subscription(anna, api);
    sub.expiresAt = {now + 1000};
    Credential old = key(sub, 'b');
    old.previous = true;
    old.expiresAt = {now + 500};
    Revocation revocation;
    revocation.username = u"anna"_s;
    revocation.jti = u"j"_s;
    revocation.expiresAt = now / 1000 + 1;
    QVERIFY(f.ok(change().put(api).put(anna).put(sub).put(key(sub, 'a')).put(old).put(revocation)));
    QVERIFY(expireChanges(f.documents(), now).isEmpty());
    QVERIFY(f.ok(expireChanges(f.documents(), now + 2000)));
    QVERIFY(f.documents().of<Subscription>().find(sub.id)->state == SubscriptionState::Expired);
    const auto ended = f.documents().of<Credential>().find(old.id);
    QVERIFY(ended && ended->state == CredentialState::Revoked);
    QCOMPARE(ended->expiresAt.ms, now + 500);
    QVERIFY(!f.hub.current()->credentials.find(rawKey('b'))->usable);
    QCOMPARE(f.documents().of<Revocation>().size(), 0);
    const auto* entry = f.hub.current()->credentials.find(rawKey('a'));
    QVERIFY(entry && !entry->usable);
    QVERIFY(expireChanges(f.documents(), now + 3000).isEmpty());
    QVERIFY(expireChanges(f.documents(), now + 499 + endedKeyKeptMs).isEmpty());
    QVERIFY(f.ok(expireChanges(f.documents(), now + 500 + endedKeyKeptMs)));
    QCOMPARE(f.documents().of<Credential>().size(), 1);
    QVERIFY(!f.hub.current()->credentials.find(rawKey('b')));
}

/// Whatever the clock says.
void TestExchange::endedKeysStayEnded()
{
    Credential fresh;
    const Credential now = endedKey(fresh, 5000);
    QVERIFY(now.previous && now.state == CredentialState::Revoked && !now.isUsable(0));
    QCOMPARE(now.expiresAt.ms, 5000);
    fresh.expiresAt = {4000};
    QCOMPARE(endedKey(fresh, 5000).expiresAt.ms, 4000);
    fresh.expiresAt = {6000};
    QCOMPARE(endedKey(fresh, 5000).expiresAt.ms, 5000);
}

} // namespace gatehouse::control

QTEST_GUILESS_MAIN(gatehouse::control::TestExchange)
#include "tst_exchange.moc"
