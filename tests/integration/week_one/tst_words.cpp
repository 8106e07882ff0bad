// SPDX-License-Identifier: GPL-3.0-or-later
// What the runbook's calls say, word by word: names of fields, codes, headers, and filters that never mean
// "everybody".
#include "tests/integration/week_one/world.h"

#include <QTest>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void readinessHasTwoVocabularies();
    void probesAreNotLogged();
    void upstreamFaultsHaveAReason();
    void whatIsSwitchedOffSaysSo();
    void otherNamesOfALimitAreTakenEverywhere();
    void oneRateReplacesTheOther();
    void aPlansBurstIsABucket();
    void aQuotaIsNoBurst();
    void pagesMayReadEveryLimitHeader();
    void filtersNeverMeanEverybody_data();
    void filtersNeverMeanEverybody();
    void reasonsAreKept();
    void stoppedCallersAreToldApart();
    void refusalsNameTheState();
    void startAndWorkersAreProbed();
    void callersListTheirOwn();
    void consumersHaveTheirFields();
    void publishingTellsTheBindings();
    void importsNeedNoSummary();
    void otherMethodsAreTold();
    void importsKeepWhatIsChecked();
    void longTextsAreKept();

private:
    HttpReply call(const World::Key& key, const QByteArray& lines = {})
    {
        return m_world.caller.get("/one/v1/x", key.line() + lines);
    }
    /// "403 code: message".
    QString refusalOf(const World::Key& key)
    {
        const HttpReply reply = call(key);
        return u"%1 %2: %3"_s.arg(reply.status)
            .arg(reply.json().value(u"code"_s).toString(), reply.json().value(u"message"_s).toString());
    }
    QByteArray consumerPath(const QByteArray& externalId)
    {
        const HttpReply found = m_world.admin.call("GET", "/v1/consumers/default?external_id=" + externalId);
        return "/v1/consumers/default/" + found.json().value(u"items"_s)[0][u"id"_s].toString().toLatin1();
    }
    World::Key keyWithPlan(const QString& name, const QJsonObject& numbers)
    {
        QJsonObject plan = numbers;
        plan.insert(u"slug"_s, name);
        plan.insert(u"name"_s, name);
        m_world.make("/v1/plans/default", plan);
        return m_world.subscribe(m_world.consumer(name), m_api, {{u"plan_id"_s, name}});
    }
    /// The settings that a change of the policy leaves, or the status of its refusal.
    QString configAfter(const char* method, const QString& id, const QJsonObject& config)
    {
        const HttpReply reply =
            m_world.admin.call(method, "/v1/admin/policies/" + id.toLatin1(), {{u"config"_s, config}});
        const QJsonObject now = reply.json().value(u"config"_s).toObject();
        const auto number = [&now](const QString& name) {
            return now.value(name).isNull() ? u"-"_s : QString::number(now.value(name).toInt());
        };
        return reply.status != 200 ? QString::number(reply.status)
                                   : number(u"requests_per_minute"_s) + u'/' +
                                         number(u"requests_per_second"_s) + u'/' + number(u"burst"_s);
    }

    World m_world;
    QString m_api;
    World::Key m_key;
};

void TestWords::initTestCase()
{
    QVERIFY(m_world.start());
    m_api = m_world.contract(u"one"_s);
    m_key = m_world.subscribe(m_world.consumer(u"acme"_s), m_api);
    QCOMPARE(call(m_key).status, 200);
}

/// The runbook asks its token endpoint for UP; probes of machines ask /ready.
void TestWords::readinessHasTwoVocabularies()
{
    QCOMPARE(m_world.admin.get("/health/ready").json().value(u"status"_s).toString(), u"UP"_s);
    QVERIFY(m_world.admin.get("/health/ready").json().value(u"checks"_s).toObject().contains(u"store"_s));
    QCOMPARE(m_world.admin.get("/ready").json().value(u"status"_s).toString(), u"ok"_s);
    QCOMPARE(m_world.admin.send("HEAD", "/health/ready").status, 200);
}

/// One a second would bury what people did.
void TestWords::probesAreNotLogged()
{
    for (HttpClient* client : {&m_world.caller, &m_world.admin}) {
        for (const char* path : {"/health", "/health/live", "/health/ready", "/ready", "/metrics"})
            QCOMPARE(client->get(path, "X-Request-ID: a-probe\r\n").status, 200);
        // The same connection is the same worker, whose lines come in order.
        const QByteArray last = client == &m_world.caller ? "last-of-caller" : "last-of-admin";
        QVERIFY(client->get("/v1/nowhere", "X-Request-ID: " + last + "\r\n").status >= 400);
        QVERIFY(!m_world.gateway.accessLine(last).isEmpty());
    }
    QFile log(m_world.gateway.logsDir() + u"/access.log"_s);
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY(!log.readAll().contains("a-probe"));
}

void TestWords::upstreamFaultsHaveAReason()
{
    ScriptedUpstream gone(ScriptedUpstream::always({}));
    const QString dead = serverAt(gone.port());
    gone.stopListening();
    const QString api = m_world.contract(u"dead"_s, {{u"endpoint"_s, QJsonObject{{u"url"_s, dead}}}});
    const World::Key key = m_world.subscribe(m_world.consumer(u"mourner"_s), api);
    const HttpReply reply = m_world.caller.get("/dead/v1/x", key.line());
    QCOMPARE(reply.status, 502);
    const QJsonObject body = reply.json();
    QCOMPARE(body.value(u"reason"_s).toString(), u"connect_refused"_s);
    QCOMPARE(body.value(u"request_id"_s).toString().toLatin1(), reply.header("x-request-id"));
    QVERIFY(!body.value(u"error"_s).toString().isEmpty() && !body.value(u"message"_s).toString().isEmpty());
}

/// A contract as the runbook has it (503), an API of the platform as its own clients know it (403).
void TestWords::whatIsSwitchedOffSaysSo()
{
    const QJsonObject open{{u"auth"_s, QJsonObject{{u"type"_s, u"none"_s}}}};
    const QByteArray id = m_world.contract(u"off"_s, open).toLatin1();
    QCOMPARE(m_world.caller.get("/off/v1/x").status, 200);
    QCOMPARE(m_world.patch("/v1/contracts/" + id, {{u"active"_s, false}}), 200);
    for (const char* path : {"/off/v1/x", "/apis/default/off/x"}) {
        const HttpReply reply = m_world.caller.get(path);
        QCOMPARE(reply.status, 503);
        QVERIFY(reply.header("content-type").startsWith("application/json"));
        const QJsonObject body = reply.json();
        QCOMPARE(body.value(u"error"_s).toString(), u"api_disabled"_s);
        QCOMPARE(body.value(u"code"_s).toString(), u"GTW012"_s);
        QCOMPARE(body.value(u"message"_s).toString(), u"API is disabled"_s);
        QCOMPARE(body.value(u"request_id"_s).toString().toLatin1(), reply.header("x-request-id"));
    }
    QCOMPARE(m_world.patch("/v1/contracts/" + id, {{u"active"_s, true}}), 200);
    QCOMPARE(m_world.caller.get("/off/v1/x").status, 200);
    QCOMPARE(publish(m_world.admin, u"asleep"_s, {m_world.server()}, {u"GET /x"_s},
                     {{u"api_public"_s, true}, {u"active"_s, false}}),
             QString());
    QCOMPARE(m_world.caller.get("/api/rest/asleep/v1/x").line(), u"403 GTW012 API is disabled"_s);
}

void TestWords::otherNamesOfALimitAreTakenEverywhere()
{
    const QString id = m_world.policy(u"rate_limit"_s, {{u"maxRequests"_s, 500}, {u"intervalSeconds"_s, 30}});
    QCOMPARE(configAfter("PATCH", id, {{u"max_requests"_s, 600}, {u"window_seconds"_s, 60}}), u"600/-/-"_s);
    QCOMPARE(configAfter("PATCH", id, {{u"rpm"_s, 700}, {u"burst_limit"_s, 70}}), u"700/-/70"_s);
    QCOMPARE(configAfter("PUT", id, {{u"maxRequests"_s, 800}, {u"intervalSeconds"_s, 60}}), u"800/-/-"_s);
    m_world.admin.call("DELETE", "/v1/admin/policies/" + id.toLatin1());
}

void TestWords::oneRateReplacesTheOther()
{
    const QString id = m_world.policy(u"rate_limit"_s, {{u"requests_per_second"_s, 50}, {u"burst"_s, 100}});
    QCOMPARE(configAfter("PATCH", id, {{u"requests_per_minute"_s, 1000}}), u"1000/-/100"_s);
    QCOMPARE(configAfter("PATCH", id, {{u"requests_per_second"_s, 60}}), u"-/60/100"_s);
    QCOMPARE(configAfter("PATCH", id, {{u"rpm"_s, 900}, {u"requests_per_second"_s, QJsonValue()}}),
             u"900/-/100"_s);
    QCOMPARE(configAfter("PATCH", id, {{u"rpm"_s, 900}, {u"requests_per_second"_s, 1}}), u"422"_s);
    m_world.admin.call("DELETE", "/v1/admin/policies/" + id.toLatin1());
}

/// As a limit of a policy: what may come at once is the burst, not the minute and the burst.
void TestWords::aPlansBurstIsABucket()
{
    const World::Key key = keyWithPlan(u"bucket"_s, {{u"rate_limit_per_minute"_s, 1}, {u"burst_limit"_s, 3}});
    for (const char* left : {"2", "1", "0"}) {
        const HttpReply passed = call(key);
        QCOMPARE(passed.status, 200);
        QCOMPARE(passed.header("x-ratelimit-limit"), "1");
        QCOMPARE(passed.header("x-ratelimit-remaining"), left);
        QCOMPARE(passed.header("x-ratelimit-burst"), "3");
    }
    const HttpReply refused = call(key);
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.header("retry-after").toInt() > 0);
    QCOMPARE(refused.header("x-ratelimit-remaining"), "0");
    QVERIFY(refused.header("x-ratelimit-reset").toLongLong() > 0);
    QCOMPARE(refused.json().value(u"error"_s).toString(), u"rate_limit_exceeded"_s);
    QCOMPARE(refused.json().value(u"policy"_s).toString(), u"plan"_s);
    QVERIFY(refused.json().value(u"retry_after"_s).toInt() > 0);
}

/// The headers of a used-up quota are about it alone.
void TestWords::aQuotaIsNoBurst()
{
    const QString policy =
        m_world.policy(u"rate_limit"_s, {{u"requests_per_minute"_s, 60000}, {u"burst"_s, 1000}});
    const World::Key key = keyWithPlan(u"daily"_s, {{u"daily_request_limit"_s, 1}});
    QCOMPARE(call(key).header("x-ratelimit-limit"), "1");
    const HttpReply refused = call(key);
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("x-ratelimit-limit"), "1");
    QVERIFY(refused.header("x-ratelimit-burst").isEmpty());
    QVERIFY(refused.header("retry-after").toInt() > 0);
    QCOMPARE(refused.json().value(u"retry_after"_s).toInt(), refused.header("retry-after").toInt());
    m_world.admin.call("DELETE", "/v1/admin/policies/" + policy.toLatin1());
}

void TestWords::pagesMayReadEveryLimitHeader()
{
    const QString policy = m_world.policy(u"cors"_s, {{u"origins"_s, QJsonArray{u"https://app.example"_s}}});
    const QByteArray exposed =
        call(m_key, "Origin: https://app.example\r\n").header("access-control-expose-headers");
    for (const char* name : {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset",
                             "X-RateLimit-Burst", "Retry-After"})
        QVERIFY2(exposed.split(',').contains(name) || exposed.contains(QByteArray(" ") + name),
                 exposed.constData());
    m_world.admin.call("DELETE", "/v1/admin/policies/" + policy.toLatin1());
}

void TestWords::filtersNeverMeanEverybody_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("wrong");
    QTest::addColumn<QByteArray>("elsewhere");
    QTest::newRow("consumers") << QByteArray("/v1/consumers/default?") << QByteArray("status=gone")
                               << QByteArray("environment=moon");
    QTest::newRow("subscriptions") << QByteArray("/v1/subscriptions/tenant/default?")
                                   << QByteArray("status=gone") << QByteArray("environment=moon");
    QTest::newRow("policies") << QByteArray("/v1/admin/policies?") << QByteArray("policy_type=magic")
                              << QByteArray("environment=moon");
    QTest::newRow("contracts") << QByteArray("/v1/contracts?") << QByteArray("status=gone")
                               << QByteArray("name=moon");
    QTest::newRow("plans") << QByteArray("/v1/plans/default?") << QByteArray("status=gone")
                           << QByteArray("search=moon");
}

void TestWords::filtersNeverMeanEverybody()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, wrong);
    QFETCH(QByteArray, elsewhere);
    m_world.policy(u"logging"_s, {{u"log_request"_s, true}});
    const auto count = [this](const QByteArray& target) {
        const HttpReply reply = m_world.admin.call("GET", target);
        const QJsonDocument document = QJsonDocument::fromJson(reply.body);
        return document.isArray() ? document.array().size() : document[u"items"_s].toArray().size();
    };
    QVERIFY(count(path) > 0);
    QCOMPARE(count(path + elsewhere), 0);
    const HttpReply refused = m_world.admin.call("GET", path + wrong);
    QCOMPARE(refused.status, 422);
    QCOMPARE(refused.json().value(u"detail"_s)[0][u"loc"_s][0].toString(), u"query"_s);
    QVERIFY2(refused.body.contains("must be one of"), refused.body);
    QCOMPARE(m_world.admin.call("GET", path + "filter=x").status, 422);
}

void TestWords::reasonsAreKept()
{
    const QByteArray path = "/v1/subscriptions/" + m_key.subscription.toLatin1();
    const HttpReply suspended =
        m_world.admin.call("POST", path + "/suspend", {{u"status_reason"_s, u"unpaid"_s}});
    QCOMPARE(suspended.status, 200);
    QCOMPARE(suspended.json().value(u"status_reason"_s).toString(), u"unpaid"_s);
    QCOMPARE(m_world.admin.call("POST", path + "/reactivate").status, 200);
}

void TestWords::stoppedCallersAreToldApart()
{
    const auto refusal = [this] { return refusalOf(m_key); };
    const QByteArray subscription = "/v1/subscriptions/" + m_key.subscription.toLatin1();
    QCOMPARE(m_world.admin.call("POST", subscription + "/suspend").status, 200);
    QCOMPARE(refusal(), u"403 subscription_suspended: Subscription is suspended"_s);
    QCOMPARE(m_world.admin.call("POST", subscription + "/reactivate").status, 200);
    const QByteArray consumer = consumerPath("acme");
    QCOMPARE(m_world.admin.call("POST", consumer + "/suspend").status, 200);
    QCOMPARE(refusal(), u"403 consumer_suspended: Consumer is suspended"_s);
    QCOMPARE(m_world.admin.call("POST", consumer + "/activate").status, 200);
    QCOMPARE(call(m_key).status, 200);
}

/// Every state that a subscription can have, by the calls that lead to it, and after a restart.
void TestWords::refusalsNameTheState()
{
    m_world.make("/v1/plans/default",
                 {{u"slug"_s, u"asked"_s}, {u"name"_s, u"Asked"_s}, {u"requires_approval"_s, true}});
    const auto subscribe = [this](const QString& name, const QJsonObject& more) {
        return m_world.subscribe(m_world.consumer(name), m_api, more);
    };
    const World::Key waiting = subscribe(u"waiting"_s, {{u"plan_id"_s, u"asked"_s}});
    const World::Key rejected = subscribe(u"rejected"_s, {{u"plan_id"_s, u"asked"_s}});
    const World::Key revoked = subscribe(u"revoked"_s, {});
    const World::Key blocked = subscribe(u"blocked"_s, {});
    const auto post = [this](const QByteArray& path) {
        return m_world.admin.call("POST", path, {{u"reason"_s, u"asked for"_s}}).status;
    };
    QCOMPARE(post("/v1/subscriptions/" + rejected.subscription.toLatin1() + "/reject"), 200);
    QCOMPARE(post("/v1/subscriptions/" + revoked.subscription.toLatin1() + "/revoke"), 200);
    QCOMPARE(m_world.admin.call("POST", consumerPath("blocked") + "/block").status, 200);
    for (const bool again : {false, true}) {
        if (again) {
            QCOMPARE(m_world.gateway.stop(), 0);
            QVERIFY(m_world.gateway.start() && m_world.connect());
        }
        QCOMPARE(refusalOf(waiting), u"403 subscription_pending: Subscription is pending"_s);
        QCOMPARE(refusalOf(rejected), u"403 subscription_rejected: Subscription is rejected"_s);
        QCOMPARE(refusalOf(revoked), u"403 subscription_revoked: Subscription is revoked"_s);
        QCOMPARE(refusalOf(blocked), u"403 consumer_blocked: Consumer is blocked"_s);
    }
    QCOMPARE(m_world.admin.call("POST", "/v1/subscriptions/" + waiting.subscription.toLatin1() + "/approve")
                 .status,
             200);
    QCOMPARE(call(waiting).status, 200);
}

void TestWords::startAndWorkersAreProbed()
{
    HttpClient nobody(m_world.gateway.adminPort());
    for (const QByteArray path : {"/health/startup", "/health/workers"}) {
        const HttpReply told = nobody.get(path);
        QCOMPARE(told.status, 200);
        const QJsonObject answer = told.json();
        QCOMPARE(answer.value(u"status"_s).toString(), u"healthy"_s);
        QVERIFY(!answer.value(u"version"_s).toString().isEmpty());
        QVERIFY(!answer.value(u"timestamp"_s).toString().isEmpty());
        const QJsonObject check = answer.value(u"checks"_s)[u"workers"_s].toObject();
        QCOMPARE(check.value(u"status"_s).toString(), u"ok"_s);
        QVERIFY(!check.contains(u"text"_s)); // for operators only
        QVERIFY(m_world.admin.call("GET", path)
                    .json()
                    .value(u"checks"_s)[u"workers"_s]
                    .toObject()
                    .contains(u"text"_s));
    }
    QVERIFY(nobody.get("/health/startup").json().value(u"checks"_s).toObject().contains(u"store"_s));
    QCOMPARE(nobody.get("/health/workers").json().value(u"checks"_s).toObject().size(), 1);
}

/// What the caller has subscribed itself to or others; what somebody else made is not in it.
void TestWords::callersListTheirOwn()
{
    const auto mine = [](HttpClient& who, const QByteArray& filter = {}) {
        QStringList ids;
        for (const QJsonValue each : who.call("GET", "/v1/subscriptions/my?page_size=100" + filter)
                                         .json()
                                         .value(u"items"_s)
                                         .toArray())
            ids.append(each[u"subscription_id"_s].toString());
        return ids;
    };
    QVERIFY(mine(m_world.admin).contains(m_key.subscription));
    QVERIFY(mine(m_world.admin, "&status=active").contains(m_key.subscription));
    QVERIFY(!mine(m_world.admin, "&status=revoked").contains(m_key.subscription));
    QCOMPARE(m_world.admin.call("GET", "/v1/subscriptions/my?state=active").status, 422);
    QCOMPARE(HttpClient(m_world.gateway.adminPort()).get("/v1/subscriptions/my").status, 401);

    const QJsonObject user{{u"username"_s, u"reader"_s},
                           {u"email"_s, u"reader@acme.example"_s},
                           {u"password"_s, u"Long-Enough-Passw0rd!"_s},
                           {u"groups"_s, QJsonArray{u"ALL"_s}},
                           {u"role"_s, u"admin"_s}};
    QCOMPARE(m_world.admin.call("POST", "/platform/user", user).status, 201);
    HttpClient reader(m_world.gateway.adminPort());
    QVERIFY(reader.login(u"reader@acme.example"_s, u"Long-Enough-Passw0rd!"_s));
    QVERIFY(mine(reader).isEmpty());
    const HttpReply made = reader.call("POST", "/v1/subscriptions",
                                       {{u"consumer_id"_s, m_world.consumer(u"theirs"_s)},
                                        {u"api_id"_s, m_api},
                                        {u"tenant_id"_s, u"default"_s}});
    QCOMPARE(made.status, 201);
    QCOMPARE(mine(reader), QStringList{made.json().value(u"id"_s).toString()});
    QVERIFY(!mine(m_world.admin).contains(made.json().value(u"id"_s).toString()));
    const QJsonObject shared{{u"api_name"_s, u"shared"_s},
                             {u"api_version"_s, u"v1"_s},
                             {u"api_allowed_groups"_s, QJsonArray{u"ALL"_s}}};
    QCOMPARE(m_world.admin.call("POST", "/platform/api", shared).status, 201);
    const QJsonObject wish{
        {u"username"_s, u"reader"_s}, {u"api_name"_s, u"shared"_s}, {u"api_version"_s, u"v1"_s}};
    const HttpReply subscribed = reader.call("POST", "/platform/subscription/subscribe", wish);
    QVERIFY2(subscribed.status == 200 || subscribed.status == 201, subscribed.body);
    QCOMPARE(mine(reader).size(), 2);
}

void TestWords::consumersHaveTheirFields()
{
    const QJsonObject made = m_world.make(
        "/v1/consumers/default",
        {{u"external_id"_s, u"fields"_s}, {u"name"_s, u"Fields"_s}, {u"email"_s, u"f@acme.example"_s}});
    for (const QString& name : {u"id"_s,
                                u"external_id"_s,
                                u"name"_s,
                                u"email"_s,
                                u"company"_s,
                                u"description"_s,
                                u"tenant_id"_s,
                                u"keycloak_user_id"_s,
                                u"keycloak_client_id"_s,
                                u"status"_s,
                                u"consumer_metadata"_s,
                                u"certificate_fingerprint"_s,
                                u"certificate_status"_s,
                                u"certificate_subject_dn"_s,
                                u"certificate_not_before"_s,
                                u"certificate_not_after"_s,
                                u"last_rotated_at"_s,
                                u"rotation_count"_s,
                                u"created_at"_s,
                                u"updated_at"_s,
                                u"created_by"_s})
        QVERIFY2(made.contains(name), qPrintable(name));
    const World::Key key = m_world.subscribe(made.value(u"id"_s).toString(), m_api);
    QCOMPARE(
        m_world.admin.call("POST", "/v1/subscriptions/" + key.subscription.toLatin1() + "/rotate-key").status,
        200);
    const QJsonObject now =
        m_world.admin.call("GET", "/v1/consumers/default/" + made.value(u"id"_s).toString().toLatin1())
            .json();
    QCOMPARE(now.value(u"rotation_count"_s).toInt(), 1);
    QVERIFY(now.value(u"last_rotated_at"_s).isString());
}

void TestWords::publishingTellsTheBindings()
{
    const QByteArray path = "/v1/contracts/" + m_api.toLatin1();
    QCOMPARE(m_world.patch(path, {{u"status"_s, u"draft"_s}}), 200);
    QCOMPARE(call(m_key).status, 404);
    const HttpReply published = m_world.admin.call("POST", path + "/publish");
    QCOMPARE(published.status, 200);
    const QJsonArray bindings = published.json().value(u"bindings_generated"_s).toArray();
    QCOMPARE(bindings.size(), 1);
    QCOMPARE(bindings[0][u"protocol"_s].toString(), u"rest"_s);
    QCOMPARE(bindings[0][u"endpoint"_s].toString(), u"/one/v1"_s);
    QCOMPARE(call(m_key).status, 200);
}

/// OpenAPI asks for no text; what is too long for an endpoint is cut.
void TestWords::importsNeedNoSummary()
{
    const QJsonObject document{
        {u"openapi"_s, u"3.0.3"_s},
        {u"paths"_s, object(R"({"/a": {"get": {}}, "/b": {"get": {"operationId": "getB"}},
                    "/c": {"get": {"description": "Long\ntext"}}, "/d": {"get": {"summary": "Short"}}})")}};
    const QByteArray path = "/v1/contracts/" + m_world.contract(u"described"_s).toLatin1();
    const HttpReply taken = m_world.admin.call("PUT", path + "/openapi", document);
    QVERIFY2(taken.status == 200, taken.body);
    QCOMPARE(taken.json().value(u"added"_s).toInt(), 4);
    QStringList texts;
    for (const QJsonValue operation :
         QJsonDocument::fromJson(m_world.admin.call("GET", path + "/operations").body).array())
        texts.append(operation[u"endpoint_description"_s].toString());
    texts.sort();
    QCOMPARE(texts, (QStringList{u"GET /a"_s, u"Long text"_s, u"Short"_s, u"getB"_s}));
    QJsonObject longer = document;
    longer.insert(
        u"paths"_s,
        QJsonObject{{u"/a"_s, QJsonObject{{u"get"_s, QJsonObject{{u"summary"_s, QString(500, u's')}}}}}});
    QCOMPARE(m_world.admin.call("PUT", path + "/openapi", longer).status, 200);
}

void TestWords::otherMethodsAreTold()
{
    const QByteArray id =
        m_world.contract(u"methods"_s, {{u"auth"_s, QJsonObject{{u"type"_s, u"none"_s}}}}).toLatin1();
    const QJsonObject document{
        {u"openapi"_s, u"3.0.3"_s},
        {u"paths"_s, object(R"({"/pets/{id}": {"get": {}, "delete": {}}, "/pets": {"post": {}}})")}};
    QCOMPARE(m_world.admin.call("PUT", "/v1/contracts/" + id + "/openapi", document).status, 200);
    QCOMPARE(
        m_world.admin.call("PUT", "/platform/api/methods/v1", {{u"api_match"_s, u"registered"_s}}).status,
        200);
    const auto call = [this](const QByteArray& method, const QByteArray& path) {
        const HttpReply reply = m_world.caller.send(method, "/methods/v1" + path, {}, {});
        return QByteArray::number(reply.status) + ' ' + reply.json().value(u"error"_s).toString().toLatin1() +
               ' ' + reply.header("allow");
    };
    QCOMPARE(call("GET", "/pets/7"), QByteArray("200  "));
    QCOMPARE(call("PATCH", "/pets/7"), QByteArray("405 method_not_allowed DELETE, GET, HEAD"));
    QCOMPARE(call("PATCH", "/pets/7/"), QByteArray("405 method_not_allowed DELETE, GET, HEAD"));
    QCOMPARE(call("GET", "/pets"), QByteArray("405 method_not_allowed POST"));
    QCOMPARE(call("GET", "/cats"), QByteArray("404 no_operation "));
}

/// Requests that are checked stay checked, or the import says what stands in its way.
void TestWords::importsKeepWhatIsChecked()
{
    const auto document = [](const char* schema) {
        const QJsonObject content{{u"application/json"_s, QJsonObject{{u"schema"_s, object(schema)}}}};
        const QJsonObject post{{u"requestBody"_s, QJsonObject{{u"content"_s, content}}}};
        return QJsonObject{{u"openapi"_s, u"3.0.3"_s},
                           {u"paths"_s, QJsonObject{{u"/a"_s, QJsonObject{{u"post"_s, post}}}}}};
    };
    const QByteArray path = "/v1/contracts/" + m_world.contract(u"kept"_s).toLatin1();
    const auto import = [&](const char* schema) {
        return m_world.admin.call("PUT", path + "/openapi", document(schema));
    };
    const auto operation = [&] {
        return QJsonDocument::fromJson(m_world.admin.call("GET", path + "/operations").body)[0].toObject();
    };
    QCOMPARE(import(R"({"type":"object","if":{}})").status, 200);
    const QJsonObject made = operation();
    QCOMPARE(made.value(u"endpoint_validate_request"_s), QJsonValue(false));
    const QByteArray place = "/platform/endpoint/POST/" + made[u"api_name"_s].toString().toLatin1() + '/' +
                             made[u"api_version"_s].toString().toLatin1() + "/a";
    const QJsonObject on{{u"endpoint_validate_request"_s, true}};
    QVERIFY(m_world.admin.call("PUT", place, on).body.contains("endpoint_request_schema.if"));
    QCOMPARE(import(R"({"type":"object"})").status, 200);
    const HttpReply switched = m_world.admin.call("PUT", place, on);
    QVERIFY2(switched.status == 200, switched.body);
    QCOMPARE(import(R"({"type":"array"})").status, 200);
    QCOMPARE(operation().value(u"endpoint_validate_request"_s), QJsonValue(true));
    const HttpReply refused = import(R"({"type":"object","if":{}})");
    QCOMPARE(refused.status / 100, 4);
    QVERIFY2(refused.body.contains(R"("paths","/a","post","endpoint_request_schema","if")"), refused.body);
    QCOMPARE(operation().value(u"endpoint_request_schema"_s)[u"type"_s].toString(), u"array"_s);
}

/// Contracts may say more than the calls of the platform take, and these leave it as it is.
void TestWords::longTextsAreKept()
{
    const QString name(255, u'n');
    const QString description(1000, u'd');
    const QString api = m_world.contract(name, {{u"description"_s, description}});
    const World::Key key = m_world.subscribe(m_world.consumer(u"reader"_s), api);
    QCOMPARE(m_world.caller.get("/" + name.toLatin1() + "/v1/x", key.line()).status, 200);
    const QByteArray path = "/platform/api/" + name.toLatin1() + "/v1";
    QCOMPARE(m_world.admin.call("PUT", path, {{u"api_description"_s, QString(128, u'e')}}).status, 422);
    QCOMPARE(
        m_world.admin.call("PUT", path, {{u"api_name"_s, name}, {u"api_description"_s, description}}).status,
        200);
    const QJsonObject exported = m_world.admin.call("GET", "/platform/config/export/apis").json();
    QVERIFY(exported[u"apis"_s].toArray().size() > 1);
    QCOMPARE(m_world.admin.call("POST", "/platform/config/import", exported).status, 200);
    const QJsonObject now = m_world.admin.call("GET", "/v1/contracts/" + api.toLatin1()).json();
    QCOMPARE(now.value(u"apiName"_s).toString(), name);
    QCOMPARE(now.value(u"description"_s).toString(), description);
    const QJsonObject longer{{u"apiName"_s, name + u'n'},
                             {u"description"_s, QString(4001, u'd')},
                             {u"endpoint"_s, QJsonObject{{u"url"_s, u"http://127.0.0.1:1"_s}}}};
    const QByteArray refused = m_world.admin.call("POST", "/v1/contracts", longer).body;
    QVERIFY2(refused.contains("apiName") && refused.contains("description"), refused.constData());
}

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
