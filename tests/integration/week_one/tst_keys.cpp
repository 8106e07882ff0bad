// SPDX-License-Identifier: GPL-3.0-or-later
// When keys were used, what is used of quotas, and plans per tenant: through the real gateway and over
// restarts.
#include "tests/integration/week_one/world.h"

#include <QDateTime>
#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void lastUseIsShown();
    void rotatedKeysHaveTheirOwnUse();
    void oldKeysEndAlone();
    void endedKeysAreToldApart();
    void endedKeysAreForgotten();
    void theOldTestKeyIsToldApart();
    void deletesHeedTheRevision();
    void lastUseSurvivesARestart();
    void lastUseSurvivesAKill();
    void quotasAreToldAndEnforced();
    void quotaStatsTellWhoIsNearTheEnd();
    void quotaAlertsNameTheQuota();
    void quotasSurviveAKill();
    void resetStartsAnew();
    void subscriptionsCountApart();
    void slugsBelongToTenants();
    void pathsBelongToAll();
    void prefixesFindKeys();

private:
    QJsonObject read(const QByteArray& path)
    {
        const HttpReply reply = m_world.admin.call("GET", path);
        if (reply.status != 200)
            qWarning() << path << reply.status << reply.body;
        return reply.json();
    }
    /// The only key of the subscription that is not rotated out.
    QJsonObject keyOf(const QString& subscription, bool previous = false)
    {
        const QJsonArray keys =
            read("/v1/keys/default?subscription_id=" + subscription.toLatin1()).value(u"items"_s).toArray();
        for (const QJsonValue key : keys) {
            if (key[u"previous"_s].toBool() == previous)
                return key.toObject();
        }
        return {};
    }
    int call(const World::Key& key) { return m_world.caller.get("/one/v1/x", key.line()).status; }
    QString codeOf(const World::Key& key)
    {
        return m_world.caller.get("/one/v1/x", key.line()).json().value(u"code"_s).toString();
    }
    /// The key that a rotation gives.
    World::Key rotated(const World::Key& key, int graceHours)
    {
        const HttpReply reply =
            m_world.admin.call("POST", "/v1/subscriptions/" + key.subscription.toLatin1() + "/rotate-key",
                               {{u"grace_period_hours"_s, graceHours}});
        return {key.subscription, reply.json().value(u"api_key"_s).toString().toLatin1()};
    }
    QJsonObject dayOf(const QString& subscription)
    {
        return read("/v1/subscriptions/" + subscription.toLatin1() + "/quota")
            .value(u"quotas"_s)[0]
            .toObject();
    }

    World m_world;
    QString m_api, m_consumer;
    World::Key m_key;
};

void TestKeys::initTestCase()
{
    QVERIFY(m_world.start());
    m_api = m_world.contract(u"one"_s);
    m_consumer = m_world.consumer(u"acme"_s);
    m_key = m_world.subscribe(m_consumer, m_api);
    QVERIFY(!m_key.key.isEmpty());
}

void TestKeys::lastUseIsShown()
{
    QVERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).isNull());
    const qint64 before = QDateTime::currentSecsSinceEpoch();
    QCOMPARE(call(m_key), 200);
    const qint64 after = QDateTime::currentSecsSinceEpoch();
    // A use is noted when the answer is out: a client may be faster than that.
    QTRY_VERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).isString());
    const QString told = keyOf(m_key.subscription).value(u"last_used_at"_s).toString();
    const qint64 used = QDateTime::fromString(told, Qt::ISODate).toSecsSinceEpoch();
    QVERIFY2(used >= before - 1 && used <= after, qPrintable(told));
    const QJsonObject lookup =
        m_world.admin
            .call("POST", "/v1/subscriptions/validate-key", {{u"api_key"_s, QString::fromLatin1(m_key.key)}})
            .json();
    QCOMPARE(lookup.value(u"last_used_at"_s).toString(), told);
    QCOMPARE(read("/v1/subscriptions/" + m_key.subscription.toLatin1()).value(u"last_used_at"_s).toString(),
             told);
    const QJsonObject listed = read("/v1/consumers/default?external_id=acme").value(u"items"_s)[0].toObject();
    QCOMPARE(listed.value(u"subscriptions"_s)[0][u"last_used_at"_s].toString(), told);
}

void TestKeys::rotatedKeysHaveTheirOwnUse()
{
    const QString before = keyOf(m_key.subscription).value(u"last_used_at"_s).toString();
    const HttpReply rotated =
        m_world.admin.call("POST", "/v1/subscriptions/" + m_key.subscription.toLatin1() + "/rotate-key");
    QCOMPARE(rotated.status, 200);
    QVERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).isNull());
    QCOMPARE(keyOf(m_key.subscription, true).value(u"last_used_at"_s).toString(), before);
    m_key.key = rotated.json().value(u"api_key"_s).toString().toLatin1();
    QCOMPARE(call(m_key), 200);
    QTRY_VERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).isString());
}

/// A key in its grace period is ended at once, and the present one goes on; that one cannot be taken alone.
void TestKeys::oldKeysEndAlone()
{
    const QString consumer = m_world.consumer(u"rotator"_s);
    const QByteArray credentials = "/v1/consumers/default/" + consumer.toLatin1() + "/credentials/";
    World::Key old = m_world.subscribe(consumer, m_api);
    const HttpReply rotated =
        m_world.admin.call("POST", "/v1/subscriptions/" + old.subscription.toLatin1() + "/rotate-key",
                           {{u"grace_period_hours"_s, 24}});
    const World::Key fresh{old.subscription, rotated.json().value(u"api_key"_s).toString().toLatin1()};
    QCOMPARE(call(old), 200);
    QCOMPARE(call(fresh), 200);
    const auto idOf = [&](bool previous) {
        return keyOf(old.subscription, previous).value(u"id"_s).toString().toLatin1();
    };
    const HttpReply present = m_world.admin.call("DELETE", credentials + idOf(false));
    QCOMPARE(present.status, 400);
    QVERIFY2(present.body.contains("revoke"), present.body);
    // Of another consumer it is not known.
    QCOMPARE(
        m_world.admin
            .call("DELETE", "/v1/consumers/default/" + m_consumer.toLatin1() + "/credentials/" + idOf(true))
            .status,
        404);
    QCOMPARE(m_world.admin.call("DELETE", credentials + idOf(true)).status, 204);
    QCOMPARE(call(old), 401);
    QCOMPARE(call(fresh), 200);
    QVERIFY(keyOf(old.subscription, true).isEmpty());
}

/// A key that a rotation has ended is refused by a code of its own: at once, after a restart, and out of a
/// dump.
void TestKeys::endedKeysAreToldApart()
{
    const World::Key first = m_world.subscribe(m_world.consumer(u"replacer"_s), m_api);
    const World::Key second = rotated(first, 24);
    QCOMPARE(call(first), 200); // in its grace period
    const World::Key third = rotated(second, 0);
    const auto check = [&](HttpClient& caller) {
        for (const World::Key& old : {first, second}) {
            const HttpReply reply = caller.get("/one/v1/x", old.line());
            QCOMPARE(reply.status, 401);
            QCOMPARE(reply.json().value(u"code"_s).toString(), u"api_key_rotated_out"_s);
            QVERIFY(reply.header("www-authenticate").startsWith("ApiKey"));
        }
        QCOMPARE(caller.get("/one/v1/x", third.line()).status, 200);
    };
    check(m_world.caller);
    const QJsonObject told =
        m_world.admin
            .call("POST", "/v1/subscriptions/validate-key", {{u"api_key"_s, QString::fromLatin1(second.key)}})
            .json();
    QCOMPARE(told.value(u"valid"_s), QJsonValue(false));
    QCOMPARE(told.value(u"reason"_s).toString(), u"key was rotated out"_s);
    QCOMPARE(told.value(u"consumer"_s).toString(), u"replacer"_s);
    QCOMPARE(m_world.gateway.stop(), 0);
    QVERIFY(m_world.gateway.start() && m_world.connect());
    check(m_world.caller);

    const QJsonObject dumped = m_world.admin.call("POST", "/platform/memory/dump").json();
    const HttpReply wiped = m_world.admin.call(
        "DELETE",
        "/v1/consumers/default/" + keyOf(first.subscription).value(u"consumer_id"_s).toString().toLatin1());
    QCOMPARE(wiped.status, 204);
    QCOMPARE(codeOf(second), u"api_key_unknown"_s);
    const HttpReply restored = m_world.admin.call(
        "POST", "/platform/memory/restore", {{u"path"_s, dumped.value(u"response"_s)[u"path"_s].toString()}});
    QVERIFY2(restored.status == 200, restored.body);
    QVERIFY(m_world.connect());
    check(m_world.caller);
}

/// The next rotation forgets what ended before it, and so does taking the key away.
void TestKeys::endedKeysAreForgotten()
{
    const World::Key first = m_world.subscribe(m_world.consumer(u"forgetful"_s), m_api);
    const World::Key second = rotated(first, 0);
    QCOMPARE(codeOf(first), u"api_key_rotated_out"_s);
    const World::Key third = rotated(second, 0);
    QCOMPARE(codeOf(first), u"api_key_unknown"_s);
    QCOMPARE(codeOf(second), u"api_key_rotated_out"_s);
    const QJsonObject ended = keyOf(first.subscription, true);
    QCOMPARE(ended.value(u"status"_s).toString(), u"revoked"_s);
    const QByteArray credentials = "/v1/consumers/default/" +
                                   ended.value(u"consumer_id"_s).toString().toLatin1() + "/credentials/" +
                                   ended.value(u"id"_s).toString().toLatin1();
    QCOMPARE(m_world.admin.call("DELETE", credentials).status, 204);
    QCOMPARE(codeOf(second), u"api_key_unknown"_s);
    QCOMPARE(call(third), 200);
}

void TestKeys::theOldTestKeyIsToldApart()
{
    const auto renew = [this]() -> World::Key {
        const HttpReply made = m_world.admin.call("POST", "/v1/tenants/default/test-key");
        return {{}, made.json().value(u"api_key"_s).toString().toLatin1()};
    };
    const World::Key first = renew();
    QCOMPARE(call(first), 200);
    const World::Key second = renew();
    QCOMPARE(call(second), 200);
    QCOMPARE(codeOf(first), u"api_key_rotated_out"_s);
    const World::Key third = renew();
    QCOMPARE(call(third), 200);
    QCOMPARE(codeOf(second), u"api_key_rotated_out"_s);
    QCOMPARE(codeOf(first), u"api_key_unknown"_s); // forgotten, as by any rotation
}

/// Lists tell the revision of each row; under an old one nothing is deleted.
void TestKeys::deletesHeedTheRevision()
{
    const QString consumer = m_world.consumer(u"twice-seen"_s);
    const QByteArray path = "/v1/consumers/default/" + consumer.toLatin1();
    const QJsonObject row =
        read("/v1/consumers/default?external_id=twice-seen").value(u"items"_s)[0].toObject();
    const auto under = [](const QJsonObject& document) {
        return "If-Match: \"" + QByteArray::number(document.value(u"revision"_s).toInteger()) + "\"\r\n";
    };
    QVERIFY(row.value(u"revision"_s).toInteger() > 0);
    QCOMPARE(m_world.admin.call("POST", path + "/suspend").status, 200);
    QCOMPARE(m_world.admin.send("DELETE", path, {}, m_world.admin.bearer() + under(row)).status, 409);
    QCOMPARE(read(path).value(u"status"_s).toString(), u"suspended"_s);
    QCOMPARE(m_world.admin.send("DELETE", path, {}, m_world.admin.bearer() + under(read(path))).status, 204);
}

void TestKeys::lastUseSurvivesARestart()
{
    const QString told = keyOf(m_key.subscription).value(u"last_used_at"_s).toString();
    QCOMPARE(m_world.gateway.stop(), 0);
    QVERIFY(m_world.gateway.start() && m_world.connect());
    QCOMPARE(keyOf(m_key.subscription).value(u"last_used_at"_s).toString(), told);
    QCOMPARE(call(m_key), 200);
    QVERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).toString() >= told);
}

/// It is on the disk long before the minute is over, without a stop.
void TestKeys::lastUseSurvivesAKill()
{
    QTRY_VERIFY(keyOf(m_key.subscription).value(u"last_used_at"_s).isString());
    const QString told = keyOf(m_key.subscription).value(u"last_used_at"_s).toString();
    const qint64 seconds = QDateTime::fromString(told, Qt::ISODate).toSecsSinceEpoch();
    const QString directory = m_world.gateway.dataDir() + u"/state"_s;
    QVERIFY(waitForFiles(directory, 0, [&] {
        QFile file(directory + u"/key-use.json"_s);
        if (!file.open(QIODevice::ReadOnly))
            return false;
        const QJsonObject used = QJsonDocument::fromJson(file.readAll()).object().value(u"used"_s).toObject();
        return std::any_of(used.begin(), used.end(),
                           [seconds](const QJsonValue& each) { return each.toInteger() == seconds; });
    }));
    m_world.gateway.kill();
    QVERIFY(m_world.gateway.start() && m_world.connect());
    QCOMPARE(keyOf(m_key.subscription).value(u"last_used_at"_s).toString(), told);
}

void TestKeys::quotasAreToldAndEnforced()
{
    const QString plan = m_world
                             .make("/v1/plans/default", {{u"slug"_s, u"small"_s},
                                                         {u"name"_s, u"Small"_s},
                                                         {u"daily_request_limit"_s, 7},
                                                         {u"monthly_request_limit"_s, 100}})
                             .value(u"id"_s)
                             .toString();
    QCOMPARE(m_world.patch("/v1/subscriptions/" + m_key.subscription.toLatin1(), {{u"plan_id"_s, plan}}),
             200);
    QCOMPARE(dayOf(m_key.subscription).value(u"used"_s).toInt(-1), 0);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(call(m_key), 200);
    const QJsonObject quota = dayOf(m_key.subscription);
    QCOMPARE(quota.value(u"used"_s).toInt(), 5);
    QCOMPARE(quota.value(u"limit"_s).toInt(), 7);
    QCOMPARE(quota.value(u"remaining"_s).toInt(), 2);
    const QDateTime resets = QDateTime::fromString(quota.value(u"resets_at"_s).toString(), Qt::ISODate);
    QVERIFY(resets > QDateTime::currentDateTimeUtc());
    QCOMPARE(resets.time(), QTime(0, 0));
    const QJsonObject ofConsumer = read("/v1/consumers/default/" + m_consumer.toLatin1() + "/quota");
    QCOMPARE(ofConsumer.value(u"subscriptions"_s)[0][u"quotas"_s][0][u"used"_s].toInt(), 5);
    const QJsonArray listed = read("/v1/admin/quotas/default").value(u"items"_s).toArray();
    QVERIFY(std::any_of(listed.begin(), listed.end(), [&](const QJsonValue& each) {
        return each[u"consumer_id"_s].toString() == m_consumer &&
               !each[u"subscriptions"_s].toArray().isEmpty();
    }));
    const auto total = [this](const QByteArray& filter) {
        return read("/v1/admin/quotas/default?" + filter).value(u"total"_s).toInt(-1);
    };
    QCOMPARE(total("search=" + listed.first()[u"external_id"_s].toString().toLatin1()), 1);
    QCOMPARE(total("search=nobody-of-this-name"), 0);
    QCOMPARE(total("state=nearly"), 0); // 5 of 7
    QCOMPARE(m_world.admin.call("GET", "/v1/admin/quotas/default?state=full").status, 422);
    QCOMPARE(call(m_key), 200);
    QCOMPARE(total("state=nearly"), 1);
    QCOMPARE(total("state=exhausted"), 0);
    QCOMPARE(call(m_key), 200);
    QCOMPARE(total("state=exhausted"), 1);
    QCOMPARE(
        m_world.admin.call("POST", "/v1/admin/quotas/default/" + m_consumer.toLatin1() + "/reset").status,
        200);
    QCOMPARE(total("state=nearly"), 0);
    for (int i = 0; i < 5; ++i)
        QCOMPARE(call(m_key), 200);
}

void TestKeys::quotaStatsTellWhoIsNearTheEnd()
{
    const QJsonObject stats = read("/v1/admin/quotas/default/stats");
    QCOMPARE(stats.value(u"tenant_id"_s).toString(), u"default"_s);
    QCOMPARE(stats.value(u"consumers_with_quota"_s).toInt(), 1);
    QCOMPARE(stats.value(u"quotas"_s).toInt(), 2); // a day's and a month's
    QCOMPARE(stats.value(u"exhausted"_s).toInt(-1), 0);
    QCOMPARE(stats.value(u"nearly_exhausted"_s).toInt(-1), 0); // 5 of 7
    const QJsonObject highest = stats.value(u"highest"_s)[0].toObject();
    QCOMPARE(highest.value(u"subscription_id"_s).toString(), m_key.subscription);
    QCOMPARE(highest.value(u"period"_s).toString(), u"day"_s);
    QCOMPARE(int(highest.value(u"percent"_s).toDouble()), 71);
    QCOMPARE(m_world.admin.call("GET", "/v1/admin/quotas/nowhere/stats").status, 404);
}

void TestKeys::quotaAlertsNameTheQuota()
{
    m_world.make("/v1/alert-rules", {{u"name"_s, u"Half of a quota"_s},
                                     {u"signal"_s, u"quota_used"_s},
                                     {u"severity"_s, u"warning"_s},
                                     {u"threshold"_s, 50},
                                     {u"for_seconds"_s, 0}});
    const auto alerts = [this] { return read("/v1/alerts").value(u"items"_s).toArray(); };
    QTRY_COMPARE_WITH_TIMEOUT(alerts().size(), qsizetype(1), PatienceMs); // the month is far from its end
    const QJsonObject alert = alerts().first().toObject();
    const QString subject = alert.value(u"subject"_s).toString();
    QVERIFY2(subject.contains(u" on "_s) && subject.endsWith(u", day, requests, plan small"_s),
             qPrintable(subject));
    QCOMPARE(int(alert.value(u"value"_s).toDouble()), 71);
}

void TestKeys::quotasSurviveAKill()
{
    QVERIFY(m_world.counterIsWritten(5));
    m_world.gateway.kill();
    QVERIFY(m_world.gateway.start() && m_world.connect());
    QCOMPARE(dayOf(m_key.subscription).value(u"used"_s).toInt(), 5);
    QCOMPARE(call(m_key), 200);
    QCOMPARE(call(m_key), 200);
    QCOMPARE(call(m_key), 429);
}

void TestKeys::resetStartsAnew()
{
    const QByteArray path = "/v1/admin/quotas/default/" + m_consumer.toLatin1();
    const HttpReply reset = m_world.admin.call("POST", path + "/reset");
    QCOMPARE(reset.status, 200);
    QCOMPARE(reset.json().value(u"subscriptions"_s)[0][u"quotas"_s][0][u"used"_s].toInt(-1), 0);
    QCOMPARE(call(m_key), 200);
    QCOMPARE(dayOf(m_key.subscription).value(u"used"_s).toInt(), 1);
    QCOMPARE(m_world.admin.call("GET", "/v1/admin/quotas/default/nobody").status, 404);
}

/// A plan of a subscription counts for it alone.
void TestKeys::subscriptionsCountApart()
{
    const QString second = m_world.contract(u"two"_s);
    const World::Key other = m_world.subscribe(m_consumer, second, {{u"plan_id"_s, u"small"_s}});
    QCOMPARE(m_world.caller.get("/two/v1/x", other.line()).status, 200);
    QCOMPARE(dayOf(other.subscription).value(u"used"_s).toInt(), 1);
    QCOMPARE(dayOf(m_key.subscription).value(u"used"_s).toInt(), 1);
}

/// Two tenants cannot publish one path; the refusal says whose it is to those who may know.
void TestKeys::pathsBelongToAll()
{
    const QJsonObject contract{{u"apiName"_s, u"one"_s},
                               {u"tenant"_s, u"north"_s},
                               {u"endpoint"_s, QJsonObject{{u"url"_s, m_world.server()}}}};
    const HttpReply theirs = m_world.admin.call("POST", "/v1/contracts", contract);
    QCOMPARE(theirs.status, 409);
    QVERIFY2(theirs.body.contains("path_taken") && theirs.body.contains("tenant default publishes /one/v1"),
             theirs.body);
    QJsonObject own = contract;
    own.insert(u"tenant"_s, u"default"_s);
    const HttpReply again = m_world.admin.call("POST", "/v1/contracts", own);
    QCOMPARE(again.status, 409);
    QVERIFY2(again.body.contains("unique") && again.body.contains("one/v1 exists already"), again.body);
    QJsonObject next = contract;
    next.insert(u"apiVersion"_s, u"2.0.0"_s);
    QCOMPARE(m_world.admin.call("POST", "/v1/contracts", next).status, 201);
}

/// By the shown characters, by fewer of them, and by a whole key that somebody pasted.
void TestKeys::prefixesFindKeys()
{
    const auto found = [this](const QByteArray& prefix) {
        QStringList ids;
        for (const QJsonValue key :
             read("/v1/keys/default?page_size=100&prefix=" + prefix).value(u"items"_s).toArray())
            ids.append(key[u"subscription_id"_s].toString());
        return ids;
    };
    QVERIFY(found(m_key.key.first(12)).contains(m_key.subscription));
    QVERIFY(found(m_key.key.first(11)).contains(m_key.subscription));
    QVERIFY(found(m_key.key).contains(m_key.subscription));
    QVERIFY(found("stoa_sk_").size() > found(m_key.key.first(12)).size());
    QVERIFY(found("stoa_sk_zzzz").isEmpty());
}

void TestKeys::slugsBelongToTenants()
{
    QVERIFY(m_world.make("/v1/tenants", {{u"slug"_s, u"north"_s}, {u"display_name"_s, u"North"_s}})
                .contains(u"id"_s));
    const QJsonObject plan{{u"slug"_s, u"small"_s}, {u"name"_s, u"Small"_s}, {u"daily_request_limit"_s, 1}};
    QCOMPARE(m_world.admin.call("POST", "/v1/plans/north", plan).status, 201);
    QCOMPARE(m_world.admin.call("POST", "/v1/plans/north", plan).status, 409);
    const QJsonObject own = read("/v1/plans/north/by-slug/small");
    QCOMPARE(own.value(u"daily_request_limit"_s).toInt(), 1);
    QCOMPARE(read("/v1/plans/default/by-slug/small").value(u"daily_request_limit"_s).toInt(), 7);
    // Neither by slug nor by id does one tenant reach another's.
    QCOMPARE(
        m_world.admin.call("GET", "/v1/plans/default/" + own.value(u"id"_s).toString().toLatin1()).status,
        404);
    QCOMPARE(m_world.patch("/v1/subscriptions/" + m_key.subscription.toLatin1(),
                           {{u"plan_id"_s, own.value(u"id"_s)}}),
             404);
    QCOMPARE(
        m_world.admin.call("DELETE", "/v1/plans/north/" + own.value(u"id"_s).toString().toLatin1()).status,
        204);
    QCOMPARE(m_world.admin.call("DELETE", "/v1/plans/default/small").status, 409); // in use
}

QTEST_GUILESS_MAIN(TestKeys)
#include "tst_keys.moc"
