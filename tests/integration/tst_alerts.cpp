// SPDX-License-Identifier: GPL-3.0-or-later
// Alerts from the request to the receiver of the notification: rules, states, channels, silences, roles.
#include "common/crypto/hmac.h"
#include "tests/integration/week_one/world.h"

#include <QTest>

#include <atomic>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Receives webhooks.
struct Receiver {
    std::atomic<int> status{200};
    ScriptedUpstream server{[this](RawSocket& socket, int) {
        while (server.record(socket).complete &&
               socket.send(answer("{}", {}, status == 200 ? "200 OK" : "404 Not Found"))) {
        }
    }};

    QString url() const { return serverAt(server.port()) + u"/hooks/secret-path"_s; }
    QJsonObject message(std::size_t place) const
    {
        return QJsonDocument::fromJson(QByteArray::fromStdString(server.requests().at(place).body)).object();
    }
};

/// An upstream that fails while it is told to.
struct Backend {
    std::atomic<bool> broken{false};
    ScriptedUpstream server{[this](RawSocket& socket, int) {
        while (server.record(socket).complete &&
               socket.send(answer("x", {}, broken ? "500 Internal Server Error" : "200 OK"))) {
        }
    }};
};

QJsonObject errorRule(const QString& name, const QJsonObject& more = {})
{
    QJsonObject rule{{u"name"_s, name},        {u"signal"_s, u"error_rate"_s}, {u"threshold"_s, 5},
                     {u"window_seconds"_s, 2}, {u"for_seconds"_s, 0},          {u"recover_seconds"_s, 0},
                     {u"min_requests"_s, 1},   {u"severity"_s, u"critical"_s}};
    for (auto at = more.begin(); at != more.end(); ++at)
        rule.insert(at.key(), at.value());
    return rule;
}

} // namespace

class TestAlerts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<World>();
        m_world->gateway.set(u"ALERT_GROUP_WAIT"_s, u"0"_s);
        m_world->gateway.set(u"ALERT_GROUP_INTERVAL"_s, u"0"_s);
        m_backend = std::make_unique<Backend>();
        m_receiver = std::make_unique<Receiver>();
    }

    void firesAndRecoversOverAWebhook();
    void presetsAreThere();
    void oneApiFailsAlone();
    void acknowledgedAndKeptOverARestart();
    void silencedOnesTellNothing();
    void faultsComeTogether();
    void testsAreMeasuredAndShownInTheChecklist();
    void secretsAreNeverShown();
    void mailGoesOverSmtp();
    void rolesDecide();
    void metricsCount();
    void subscriptionsAreTold();

private:
    bool start()
    {
        return m_world->start() && freeAdminLimits(m_world->admin) &&
               publish(m_world->admin, u"orders"_s, {serverAt(m_backend->server.port())}, {u"GET /x"_s},
                       {{u"api_public"_s, true}})
                   .isEmpty();
    }
    QString channel(const QJsonObject& more = {})
    {
        QJsonObject body{{u"name"_s, u"hook"_s},
                         {u"type"_s, u"webhook"_s},
                         {u"url"_s, m_receiver->url()},
                         {u"secret"_s, u"a-secret-of-24-characters"_s}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        return m_world->make("/v1/alert-channels", body).value(u"id"_s).toString();
    }
    QString rule(const QJsonObject& body)
    {
        return m_world->make("/v1/alert-rules", body).value(u"id"_s).toString();
    }
    void fail()
    {
        m_backend->broken = true;
        QCOMPARE(m_world->caller.get("/api/rest/orders/v1/x").status, 500);
    }
    void recover() { m_backend->broken = false; }
    QJsonObject get(const QByteArray& path) { return m_world->admin.call("GET", path).json(); }
    /// Asks until the list has that many rows; each answer comes after the gateway has done something.
    bool waitForRows(const QByteArray& path, qsizetype count)
    {
        return QTest::qWaitFor([&] { return get(path).value(u"total"_s).toInteger() == count; }, PatienceMs);
    }

    std::unique_ptr<World> m_world;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<Receiver> m_receiver;
};

void TestAlerts::firesAndRecoversOverAWebhook()
{
    QVERIFY(start());
    const QString id = channel();
    rule(errorRule(u"Errors"_s));
    fail();
    QVERIFY(m_receiver->server.waitForRequests(1));
    const QJsonObject fired = m_receiver->message(0);
    QCOMPARE(fired.value(u"event"_s).toString(), u"alert.fired"_s);
    QCOMPARE(fired.value(u"severity"_s).toString(), u"critical"_s);
    const QJsonObject alert = fired.value(u"alerts"_s).toArray().at(0).toObject();
    QCOMPARE(alert.value(u"rule"_s).toString(), u"Errors"_s);
    QCOMPARE(alert.value(u"value"_s).toDouble(), 100.0);
    QVERIFY2(fired.value(u"title"_s).toString().contains(u"100 %, threshold above 5 %"_s),
             qPrintable(fired.value(u"title"_s).toString()));

    const Message first = m_receiver->server.requests().front();
    const gatehouse::crypto::HmacSha256 key("a-secret-of-24-characters");
    const auto code = key.sign(QByteArray::fromStdString(first.body));
    const QByteArray hex = QByteArray(reinterpret_cast<const char*>(code.data()), 32).toHex();
    QCOMPARE(QByteArray::fromStdString(first.header("x-webhook-signature")), "sha256=" + hex);
    QCOMPARE(first.header("x-webhook-event"), std::string("alert.fired"));

    recover();
    QVERIFY(m_receiver->server.waitForRequests(2));
    QCOMPARE(m_receiver->message(1).value(u"event"_s).toString(), u"alert.resolved"_s);
    QVERIFY(waitForRows("/v1/alerts", 0));
    const QJsonObject ended = get("/v1/alerts/history").value(u"items"_s).toArray().at(0).toObject();
    QCOMPARE(ended.value(u"id"_s), alert.value(u"id"_s));
    QCOMPARE(ended.value(u"state"_s).toString(), u"resolved"_s);
    // What comes after both is the test: nothing else was sent.
    QCOMPARE(m_world->admin.call("POST", "/v1/alert-channels/" + id.toLatin1() + "/test").status, 200);
    QCOMPARE(m_receiver->server.requests().size(), std::size_t(3));
    QVERIFY(waitForRows("/v1/alert-channels/deliveries?delivered=true", 3));
}

void TestAlerts::presetsAreThere()
{
    QVERIFY(start());
    QStringList names;
    for (const QJsonValue each : get("/v1/alert-rules?sort=name").value(u"items"_s).toArray())
        names.append(each[u"name"_s].toString() + u": "_s + each[u"summary"_s].toString());
    QCOMPARE(
        names,
        (QStringList{
            u"Gateway down: gateway not ready, for 120 s"_s,
            u"High error rate: share of 5xx answers above 5 % over 300 s, for 300 s, with at least 20 requests"_s,
            u"Rate-limit storm: share of 429 answers above 50 % over 600 s, for 600 s, with at least 20 requests"_s}));
}

void TestAlerts::oneApiFailsAlone()
{
    QVERIFY(start());
    Backend good;
    QCOMPARE(publish(m_world->admin, u"billing"_s, {serverAt(good.server.port())}, {u"GET /x"_s},
                     {{u"api_public"_s, true}}),
             QString());
    rule(errorRule(u"Each"_s, {{u"each_api"_s, true}, {u"window_seconds"_s, 600}}));
    rule(errorRule(u"Billing"_s, {{u"api"_s, u"billing/v1"_s}, {u"window_seconds"_s, 600}}));
    QCOMPARE(m_world->caller.get("/api/rest/billing/v1/x").status, 200);
    fail();
    QVERIFY(waitForRows("/v1/alerts", 1));
    const QJsonObject alert = get("/v1/alerts").value(u"items"_s).toArray().at(0).toObject();
    QCOMPARE(alert.value(u"subject"_s).toString(), u"orders/v1"_s);
    QCOMPARE(alert.value(u"rule"_s).toString(), u"Each"_s);
}

void TestAlerts::acknowledgedAndKeptOverARestart()
{
    QVERIFY(start());
    channel();
    rule(errorRule(u"Errors"_s, {{u"window_seconds"_s, 600}}));
    fail();
    QVERIFY(m_receiver->server.waitForRequests(1));
    // A kill before the gateway has noted the delivery would have it sent again: at least once is the
    // promise.
    QVERIFY(waitForRows("/v1/alert-channels/deliveries?delivered=true", 1));
    const QJsonObject list = get("/v1/alerts");
    QCOMPARE(list.value(u"firing"_s).toObject().value(u"unacknowledged"_s).toInt(), 1);
    const QByteArray path =
        "/v1/alerts/" + list.value(u"items"_s).toArray().at(0)[u"id"_s].toString().toLatin1();
    const HttpReply done =
        m_world->admin.call("POST", path + "/acknowledge", {{u"comment"_s, u"we roll back"_s}});
    QCOMPARE(done.status, 200);
    QCOMPARE(done.json().value(u"acknowledged_by"_s).toString(), u"admin"_s);

    m_world->gateway.kill();
    QVERIFY(m_world->gateway.start() && m_world->connect());
    const QJsonObject after = get(path);
    QCOMPARE(after.value(u"state"_s).toString(), u"firing"_s);
    QCOMPARE(after.value(u"comment"_s).toString(), u"we roll back"_s);
    QCOMPARE(get("/v1/alerts").value(u"firing"_s).toObject().value(u"unacknowledged"_s).toInt(), 0);

    // Ended by its rule; told once more, and only that.
    const QByteArray ruleId = after.value(u"rule_id"_s).toString().toLatin1();
    QCOMPARE(m_world->admin.call("DELETE", "/v1/alert-rules/" + ruleId).status, 204);
    QVERIFY(m_receiver->server.waitForRequests(2));
    QCOMPARE(m_receiver->message(1).value(u"event"_s).toString(), u"alert.resolved"_s);
    QCOMPARE(m_world->admin.call("POST", path + "/acknowledge").status, 400);
}

void TestAlerts::silencedOnesTellNothing()
{
    QVERIFY(start());
    channel();
    const QString id = rule(errorRule(u"Errors"_s, {{u"window_seconds"_s, 600}}));
    const QJsonObject silence = m_world->make(
        "/v1/silences",
        {{u"rule_id"_s, id}, {u"ends_at"_s, u"2099-01-01T00:00:00Z"_s}, {u"reason"_s, u"maintenance"_s}});
    QCOMPARE(silence.value(u"state"_s).toString(), u"active"_s);
    fail();
    QVERIFY(waitForRows("/v1/alerts?state=firing", 1));
    const QJsonObject alert = get("/v1/alerts").value(u"items"_s).toArray().at(0).toObject();
    QCOMPARE(alert.value(u"silenced_by"_s), silence.value(u"id"_s));
    QCOMPARE(m_receiver->server.requests().size(), std::size_t(0));
    const QByteArray path = "/v1/silences/" + silence.value(u"id"_s).toString().toLatin1();
    QCOMPARE(m_world->admin.call("DELETE", path).status, 204);
    QVERIFY(m_receiver->server.waitForRequests(1)); // it still fires: now it is told
    QCOMPARE(m_receiver->message(0).value(u"event"_s).toString(), u"alert.fired"_s);
}

void TestAlerts::faultsComeTogether()
{
    QVERIFY(start());
    const auto fieldsOf = [this](const QByteArray& method, const QByteArray& path, const QJsonObject& body) {
        const HttpReply reply = m_world->admin.call(method, path, body);
        QStringList fields;
        for (const QJsonValue fault : reply.json().value(u"detail"_s).toArray())
            fields.append(fault[u"loc"_s].toArray().last().toString());
        fields.sort();
        return QString::number(reply.status) + u' ' + fields.join(u',');
    };
    QCOMPARE(fieldsOf("POST", "/v1/alert-rules",
                      {{u"signal"_s, u"error_rate"_s}, {u"threshold"_s, -1}, {u"for_seconds"_s, 100'000}}),
             u"422 for_seconds,name,threshold"_s);
    QCOMPARE(fieldsOf("POST", "/v1/alert-rules",
                      {{u"name"_s, u"a"_s},
                       {u"signal"_s, u"certificate_expiry"_s},
                       {u"threshold"_s, 14},
                       {u"api"_s, u"orders/v1"_s}}),
             u"422 api,comparison"_s);
    QCOMPARE(fieldsOf("POST", "/v1/alert-rules",
                      errorRule(u"a"_s, {{u"api"_s, u"none/v1"_s}, {u"channels"_s, QJsonArray{u"none"_s}}})),
             u"422 api,channels[0]"_s);
    QCOMPARE(fieldsOf("POST", "/v1/alert-rules", errorRule(u"High error rate"_s)), u"409 name"_s);
    QCOMPARE(fieldsOf("POST", "/v1/alert-channels",
                      {{u"name"_s, u"a"_s}, {u"type"_s, u"webhook"_s}, {u"url"_s, u"file:///etc/passwd"_s}}),
             u"422 url"_s);
    QCOMPARE(fieldsOf("POST", "/v1/alert-channels",
                      {{u"name"_s, u"a"_s}, {u"type"_s, u"email"_s}, {u"secret"_s, u"short"_s}}),
             u"422 recipients,secret"_s);
    const QByteArray used = channel().toLatin1();
    rule(errorRule(u"Errors"_s, {{u"channels"_s, QJsonArray{QString::fromLatin1(used)}}}));
    QCOMPARE(m_world->admin.call("DELETE", "/v1/alert-channels/" + used).status, 422);
}

void TestAlerts::testsAreMeasuredAndShownInTheChecklist()
{
    QVERIFY(start());
    const auto row = [this] {
        for (const QJsonValue item : get("/v1/checklist").value(u"items"_s).toArray()) {
            if (item[u"id"_s].toString() == u"alerting"_s)
                return item.toObject();
        }
        return QJsonObject();
    };
    QCOMPARE(row().value(u"state"_s).toString(), u"red"_s);
    const QByteArray path = "/v1/alert-channels/" + channel().toLatin1();
    QCOMPARE(row().value(u"state"_s).toString(), u"red"_s);

    m_receiver->status = 404;
    const QJsonObject failed = m_world->admin.call("POST", path + "/test").json();
    QCOMPARE(failed.value(u"delivered"_s).toBool(), false);
    QCOMPARE(failed.value(u"status"_s).toInt(), 404);
    QCOMPARE(failed.value(u"error"_s).toString(), u"127.0.0.1 answered status 404"_s);
    QCOMPARE(row().value(u"state"_s).toString(), u"red"_s);

    m_receiver->status = 200;
    const QJsonObject good = m_world->admin.call("POST", path + "/test").json();
    QCOMPARE(good.value(u"delivered"_s).toBool(), true);
    QVERIFY(good.value(u"latency_ms"_s).toInteger() < 300'000);
    QCOMPARE(m_receiver->message(1).value(u"event"_s).toString(), u"test"_s);
    QCOMPARE(row().value(u"state"_s).toString(), u"green"_s);
    QVERIFY(row().value(u"evidence"_s).toString().contains(u"delivered over hook in "_s));
    QVERIFY(get(path).contains(u"last_test_ms"_s));

    // Another address has proved nothing.
    m_receiver->server.stopListening();
    QCOMPARE(m_world->patch(path, {{u"url"_s, u"http://127.0.0.1:9/"_s}}), 200);
    QCOMPARE(row().value(u"state"_s).toString(), u"red"_s);
    QVERIFY(!m_world->admin.call("POST", path + "/test").json().value(u"delivered"_s).toBool());
}

void TestAlerts::secretsAreNeverShown()
{
    QVERIFY(start());
    const QByteArray path = "/v1/alert-channels/" + channel().toLatin1();
    QCOMPARE(m_world->patch(path, {{u"name"_s, u"renamed"_s}}), 200);
    m_world->admin.call("POST", path + "/test");
    QByteArray shown;
    for (const QByteArray& each :
         {path, QByteArray("/v1/alert-channels"), QByteArray("/v1/alert-channels/deliveries"),
          QByteArray("/platform/revisions"), QByteArray("/platform/audit"),
          QByteArray("/platform/revisions/" +
                     QByteArray::number(get("/platform/changes?since=0").value(u"revision"_s).toInteger()))})
        shown += m_world->admin.call("GET", each).body;
    QVERIFY(shown.contains("renamed"));
    QVERIFY(shown.contains(serverAt(m_receiver->server.port()).toLatin1())); // where it leads is no secret
    QVERIFY(!shown.contains("secret-path"));
    QVERIFY(!shown.contains("a-secret-of-24"));
    // Renaming has not lost them.
    QVERIFY(!m_receiver->server.requests().back().header("x-webhook-signature").empty());
}

void TestAlerts::mailGoesOverSmtp()
{
    ScriptedUpstream mail([](RawSocket& socket, int) {
        socket.send("220 mail.test ESMTP\r\n");
        for (std::string got, all; !(got = socket.readSome()).empty();) {
            all += got;
            const bool inData =
                all.find("\r\nDATA\r\n") != std::string::npos || all.rfind("DATA\r\n", 0) == 0;
            if (inData && all.ends_with("\r\n.\r\n")) {
                const bool whole =
                    all.find("Subject: Test alert from Gatehouse\r\n") != std::string::npos &&
                    all.find("To: ops@example.org, lead@example.org\r\n") != std::string::npos &&
                    all.find("MAIL FROM:<gatehouse@example.org>") != std::string::npos;
                socket.send(whole ? "250 taken\r\n" : "554 not what was expected\r\n");
                all.clear();
            } else if (got.starts_with("EHLO")) {
                socket.send("250-mail.test\r\n250 8BITMIME\r\n");
            } else if (got.starts_with("DATA")) {
                socket.send("354 go on\r\n");
            } else if (got.starts_with("QUIT")) {
                socket.send("221 bye\r\n");
                return;
            } else if (!inData) {
                socket.send("250 fine\r\n");
            }
        }
    });
    m_world->gateway.set(u"ALERT_SMTP_URL"_s, u"smtp://127.0.0.1:%1"_s.arg(mail.port()));
    m_world->gateway.set(u"ALERT_SMTP_FROM"_s, u"gatehouse@example.org"_s);
    m_world->gateway.set(u"ALERT_SMTP_TLS"_s, u"optional"_s);
    QVERIFY(start());
    const QString id =
        m_world
            ->make("/v1/alert-channels",
                   {{u"name"_s, u"mail"_s},
                    {u"type"_s, u"email"_s},
                    {u"recipients"_s, QJsonArray{u"ops@example.org"_s, u"lead@example.org"_s}}})
            .value(u"id"_s)
            .toString();
    const QJsonObject sent =
        m_world->admin.call("POST", "/v1/alert-channels/" + id.toLatin1() + "/test").json();
    QVERIFY2(sent.value(u"delivered"_s).toBool(), qPrintable(sent.value(u"error"_s).toString()));

    // Clear text only where it was asked for.
    m_world->gateway.set(u"ALERT_SMTP_TLS"_s, QString());
    QCOMPARE(m_world->gateway.stop(), 0);
    QVERIFY(m_world->gateway.start() && m_world->connect());
    const QJsonObject refused =
        m_world->admin.call("POST", "/v1/alert-channels/" + id.toLatin1() + "/test").json();
    QVERIFY(!refused.value(u"delivered"_s).toBool());
    QVERIFY2(refused.value(u"error"_s).toString().contains(u"mail server 127.0.0.1"_s),
             qPrintable(refused.value(u"error"_s).toString()));
}

void TestAlerts::rolesDecide()
{
    QVERIFY(start());
    const QByteArray channelPath = "/v1/alert-channels/" + channel().toLatin1();
    const QByteArray rulePath =
        "/v1/alert-rules/" + rule(errorRule(u"Errors"_s, {{u"window_seconds"_s, 600}})).toLatin1();
    fail();
    QVERIFY(waitForRows("/v1/alerts?state=firing", 1));
    const QByteArray alertPath =
        "/v1/alerts/" + get("/v1/alerts").value(u"items"_s).toArray().at(0)[u"id"_s].toString().toLatin1();
    const QJsonObject silence{{u"ends_at"_s, u"2099-01-01T00:00:00Z"_s}};

    const auto statuses = [&](const QString& role) {
        if (!addUser(m_world->admin, u"a-"_s + role, {{u"role"_s, role}}).isEmpty())
            return QList<int>();
        HttpClient client(m_world->gateway.adminPort());
        if (!client.login(u"a-"_s + role, userPassword()))
            return QList<int>();
        return QList<int>{client.call("GET", "/v1/alerts").status,
                          client.call("GET", rulePath).status,
                          client.call("POST", alertPath + "/acknowledge", {{u"comment"_s, u"x"_s}}).status,
                          client.call("POST", "/v1/silences", silence).status,
                          client.call("PATCH", rulePath, {{u"threshold"_s, 7}}).status,
                          client.call("POST", channelPath + "/test").status};
    };
    QCOMPARE(statuses(u"viewer"_s), (QList<int>{200, 200, 403, 403, 403, 403}));
    QCOMPARE(statuses(u"operator"_s), (QList<int>{200, 200, 200, 201, 403, 403}));
    QCOMPARE(statuses(u"admin"_s), (QList<int>{200, 200, 200, 201, 200, 200}));
}

void TestAlerts::metricsCount()
{
    QVERIFY(start());
    channel();
    rule(errorRule(u"Errors"_s, {{u"window_seconds"_s, 600}}));
    fail();
    QVERIFY(m_receiver->server.waitForRequests(1));
    QVERIFY(waitForRows("/v1/alert-channels/deliveries", 1));
    const QByteArray metrics = m_world->admin.get("/metrics").body;
    QVERIFY(metrics.contains("gatehouse_alerts_firing{severity=\"critical\"} 1\n"));
    QVERIFY(metrics.contains("gatehouse_alert_notifications_total{type=\"webhook\",result=\"sent\"} 1\n"));
}

void TestAlerts::subscriptionsAreTold()
{
    QVERIFY(start());
    const QString api =
        m_world->contract(u"shop"_s); // subscribes the test consumer: not told, no channel yet
    channel({{u"events"_s, QJsonArray{u"subscription.created"_s, u"subscription.key_rotated"_s,
                                      u"subscription.revoked"_s}}});
    const World::Key key = m_world->subscribe(m_world->consumer(u"acme"_s), api);
    const QByteArray path = "/v1/subscriptions/" + key.subscription.toLatin1();
    QVERIFY(m_receiver->server.waitForRequests(1));
    QCOMPARE(m_world->admin.call("POST", path + "/suspend", {{u"reason"_s, u"x"_s}}).status, 200); // not told
    QCOMPARE(m_world->admin.call("POST", path + "/reactivate", {{u"reason"_s, u"x"_s}}).status, 200);
    QCOMPARE(m_world->admin.call("POST", path + "/rotate-key").status, 200);
    QCOMPARE(m_world->admin.call("POST", path + "/revoke", {{u"reason"_s, u"leaked"_s}}).status, 200);
    QVERIFY(m_receiver->server.waitForRequests(3));
    QStringList events;
    for (std::size_t i = 0; i < 3; ++i) {
        const QJsonObject message = m_receiver->message(i);
        events.append(message.value(u"event"_s).toString());
        QCOMPARE(message.value(u"subscription"_s)[u"consumer"_s].toString(), u"acme"_s);
        QVERIFY(!QJsonDocument(message).toJson().contains(key.key.left(16)));
    }
    QCOMPARE(events, (QStringList{u"subscription.created"_s, u"subscription.key_rotated"_s,
                                  u"subscription.revoked"_s}));
}

QTEST_GUILESS_MAIN(TestAlerts)
#include "tst_alerts.moc"
