// SPDX-License-Identifier: GPL-3.0-or-later
// Each signal of alert rules with the real program: what makes it fire happens, then what ends it. Shares of
// answers are in tst_alerts.cpp.
#include "tests/integration/harness/test_authority.h"
#include "tests/integration/week_one/world.h"

#include <QTest>

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestAlertSignals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_world = std::make_unique<World>();
        m_status = "200 OK";
        m_delayMs = 0;
    }
    void upstreamDown();
    void breakerOpen();
    void certificateExpiry();
    void quotaUsed();
    void latency();
    void burnEndsBeforeItsWindow();
    void burnRulesAreChecked();
    void valuesHaveSensibleDigits();

private:
    bool publish(const QJsonObject& more = {})
    {
        QJsonObject fields{{u"api_public"_s, true}};
        for (auto at = more.begin(); at != more.end(); ++at)
            fields.insert(at.key(), at.value());
        return freeAdminLimits(m_world->admin) &&
               gatehouse::harness::publish(m_world->admin, u"orders"_s, {serverAt(m_upstream.port())},
                                           {u"GET /x"_s}, fields)
                   .isEmpty();
    }
    void rule(const QString& signal, double threshold, const QJsonObject& more = {})
    {
        QJsonObject body{{u"name"_s, u"Watched"_s}, {u"signal"_s, signal},        {u"threshold"_s, threshold},
                         {u"window_seconds"_s, 2},  {u"for_seconds"_s, 0},        {u"recover_seconds"_s, 0},
                         {u"min_requests"_s, 1},    {u"severity"_s, u"warning"_s}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        QVERIFY(!m_world->make("/v1/alert-rules", body).value(u"id"_s).toString().isEmpty());
    }
    int call() { return m_world->caller.get("/api/rest/orders/v1/x").status; }
    /// The newest row of a list for the rule of this test; empty when there is none.
    QJsonObject row(const QByteArray& path)
    {
        for (const QJsonValue each : m_world->admin.call("GET", path).json().value(u"items"_s).toArray()) {
            if (each[u"rule"_s].toString() == u"Watched"_s)
                return each.toObject();
        }
        return {};
    }
    /// The alert when it fires; `meanwhile` is done before each look, for what must go on to be seen.
    QJsonObject fired(const std::function<void()>& meanwhile = [] {})
    {
        QJsonObject alert;
        const bool fires = QTest::qWaitFor(
            [&] {
                meanwhile();
                alert = row("/v1/alerts");
                return alert.value(u"state"_s).toString() == u"firing"_s;
            },
            ProgramPatienceMs);
        return fires ? alert : QJsonObject();
    }
    /// Whether that alert, and no other of the rule, has ended.
    bool ends(
        const QJsonObject& alert, const std::function<void()>& meanwhile = [] {})
    {
        return QTest::qWaitFor(
            [&] {
                meanwhile();
                return row("/v1/alerts").isEmpty() &&
                       row("/v1/alerts/history").value(u"id"_s) == alert.value(u"id"_s);
            },
            ProgramPatienceMs);
    }

    std::unique_ptr<World> m_world;
    std::atomic<const char*> m_status{"200 OK"};
    std::atomic<int> m_delayMs{0};
    ScriptedUpstream m_upstream{[this](RawSocket& socket, int) {
        while (socket.readRequest().complete) {
            std::this_thread::sleep_for(std::chrono::milliseconds(m_delayMs)); // a slow upstream
            if (!socket.send(answer("x", {}, m_status.load())))
                return;
        }
    }};
};

void TestAlertSignals::upstreamDown()
{
    QVERIFY(m_world->start());
    m_status = "500 Sick";
    const QJsonObject health{{u"enabled"_s, true},         {u"path"_s, u"/up"_s},
                             {u"interval_seconds"_s, 0.2}, {u"timeout_seconds"_s, 0.2},
                             {u"healthy_after"_s, 1},      {u"unhealthy_after"_s, 1}};
    QVERIFY(publish({{u"api_load_balancing"_s, QJsonObject{{u"health"_s, health}}}}));
    rule(u"upstream_down"_s, 0);
    const QJsonObject alert = fired();
    QCOMPARE(alert.value(u"subject"_s).toString(), u"orders/v1 "_s + serverAt(m_upstream.port()));
    QVERIFY(alert.value(u"summary"_s).toString().endsWith(u": down"_s));
    m_status = "200 OK";
    QVERIFY(ends(alert));
}

void TestAlertSignals::breakerOpen()
{
    m_world->gateway.set(u"CIRCUIT_BREAKER_THRESHOLD"_s, u"2"_s);
    m_world->gateway.set(u"CIRCUIT_BREAKER_TIMEOUT"_s, u"5"_s);
    QVERIFY(m_world->start() && publish());
    rule(u"breaker_open"_s, 0);
    QCOMPARE(call(), 200);
    QVERIFY(row("/v1/alerts").isEmpty());
    m_status = "503 Broken";
    const QJsonObject alert = fired([this] { call(); });
    QCOMPARE(alert.value(u"subject"_s).toString(), u"orders/v1"_s);
    m_status = "200 OK";
    QVERIFY(QTest::qWaitFor([this] { return call() == 200; }, ProgramPatienceMs));
    QVERIFY(ends(alert));
}

void TestAlertSignals::certificateExpiry()
{
    TestAuthority authority;
    const QString certificate = m_world->gateway.directory() + u"/tls.crt"_s;
    const QString key = m_world->gateway.directory() + u"/tls.key"_s;
    const auto store = [&](int days) {
        const TestPair pair = authority.issue({"gateway", {"localhost"}, -30, days});
        for (const auto& [name, content] :
             {std::pair(certificate, pair.certificate), std::pair(key, pair.key)}) {
            QFile file(name);
            QVERIFY(file.open(QIODevice::WriteOnly) &&
                    file.write(content.data(), qint64(content.size())) > 0);
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        }
    };
    store(3);
    m_world->gateway.set(u"TLS_CERTIFICATE"_s, certificate);
    m_world->gateway.set(u"TLS_PRIVATE_KEY"_s, key);
    QVERIFY(m_world->start());
    rule(u"certificate_expiry"_s, 14, {{u"comparison"_s, u"below"_s}});
    const QJsonObject alert = fired();
    QCOMPARE(alert.value(u"subject"_s).toString(), u"tls.crt"_s);
    const double days = alert.value(u"value"_s).toDouble();
    QVERIFY2(days > 2.9 && days <= 3, qPrintable(QString::number(days)));
    store(60);
    m_world->gateway.signal(SIGHUP);
    QVERIFY(ends(alert));
}

void TestAlertSignals::quotaUsed()
{
    QVERIFY(m_world->start());
    const QString plan =
        m_world
            ->make("/v1/plans/default",
                   {{u"slug"_s, u"small"_s}, {u"name"_s, u"Small"_s}, {u"daily_request_limit"_s, 4}})
            .value(u"id"_s)
            .toString();
    const QString consumer = m_world->consumer(u"acme"_s);
    const World::Key caller =
        m_world->subscribe(consumer, m_world->contract(u"one"_s), {{u"plan_id"_s, plan}});
    for (int i = 0; i < 3; ++i)
        QCOMPARE(m_world->caller.get("/one/v1/x", caller.line()).status, 200);
    rule(u"quota_used"_s, 70);
    const QJsonObject alert = fired();
    QCOMPARE(alert.value(u"value"_s).toDouble(), 75.0);
    QVERIFY(alert.value(u"subject"_s).toString().startsWith(u"acme"_s));
    QCOMPARE(m_world->admin.call("POST", "/v1/admin/quotas/default/" + consumer.toLatin1() + "/reset").status,
             200);
    QVERIFY(ends(alert));
}

void TestAlertSignals::latency()
{
    QVERIFY(m_world->start() && publish());
    rule(u"latency_p95"_s, 400);
    m_delayMs = 500;
    const QJsonObject alert = fired([this] { QCOMPARE(call(), 200); });
    QVERIFY(alert.value(u"value"_s).toDouble() > 400);
    QCOMPARE(alert.value(u"unit"_s).toString(), u"ms"_s);
    m_delayMs = 0;
    QVERIFY(ends(alert));
}

/// An error budget that burns fires over the whole window, and stops firing when its end is clean, although
/// the window as a whole is still far beyond.
void TestAlertSignals::burnEndsBeforeItsWindow()
{
    m_world->gateway.set(u"CIRCUIT_BREAKER_ENABLED"_s, u"false"_s);
    QVERIFY(m_world->start() && publish());
    constexpr int window = 120;
    rule(u"slo_burn"_s, 2, {{u"objective_percent"_s, 90}, {u"window_seconds"_s, window}});
    m_world->make("/v1/alert-rules", {{u"name"_s, u"Share"_s},
                                      {u"signal"_s, u"error_rate"_s},
                                      {u"threshold"_s, 20},
                                      {u"window_seconds"_s, window},
                                      {u"for_seconds"_s, 0}});
    m_status = "500 Broken";
    const QJsonObject alert = fired([this] { QCOMPARE(call(), 500); });
    const double burn = alert.value(u"value"_s).toDouble();
    QVERIFY2(burn > 2 && burn <= 10, qPrintable(QString::number(burn))); // ten: every answer is an error
    QVERIFY2(
        alert.value(u"summary"_s).toString().contains(u"times the allowed errors, threshold above 2 times"_s),
        qPrintable(alert.value(u"summary"_s).toString()));
    m_status = "200 OK";
    // Good answers outweigh the few bad ones of the last 10 s, or those are older than that by then.
    QVERIFY(ends(alert, [this] {
        for (int i = 0; i < 20; ++i)
            call();
    }));
}

void TestAlertSignals::burnRulesAreChecked()
{
    QVERIFY(m_world->start());
    const auto faults = [this](const QJsonObject& more) {
        QJsonObject body{{u"name"_s, u"Burn"_s}, {u"signal"_s, u"slo_burn"_s}, {u"threshold"_s, 14.4}};
        for (auto at = more.begin(); at != more.end(); ++at)
            body.insert(at.key(), at.value());
        const HttpReply reply = m_world->admin.call("POST", "/v1/alert-rules", body);
        return QString::number(reply.status) + u' ' + QString::fromUtf8(reply.body);
    };
    QVERIFY(faults({}).contains(u"objective_percent"_s));
    QVERIFY2(faults({{u"objective_percent"_s, 90}}).contains(u"must be below 10"_s),
             qPrintable(faults({{u"objective_percent"_s, 90}})));
    QVERIFY(faults({{u"objective_percent"_s, 100}}).startsWith(u"422"_s));
    QVERIFY(faults({{u"objective_percent"_s, 99}, {u"signal"_s, u"error_rate"_s}})
                .contains(u"goes with slo_burn only"_s));
    const QString made = faults({{u"objective_percent"_s, 99.9}, {u"window_seconds"_s, 3600}});
    QVERIFY2(made.startsWith(u"201"_s) &&
                 made.contains(
                     u"burn of the error budget above 14.4 times the allowed errors of 99.9 % over 3600 s "
                     "and its last 300 s"_s),
             qPrintable(made));
}

/// Of 14 answers one is an error: 7.1 %, not 7.143 %.
void TestAlertSignals::valuesHaveSensibleDigits()
{
    QVERIFY(m_world->start() && publish());
    rule(u"error_rate"_s, 5.25, {{u"window_seconds"_s, 600}, {u"min_requests"_s, 14}});
    for (int i = 0; i < 13; ++i)
        QCOMPARE(call(), 200);
    m_status = "500 Broken";
    QCOMPARE(call(), 500);
    const QString summary = fired().value(u"summary"_s).toString();
    QVERIFY2(summary.endsWith(u": 7.1 %, threshold above 5.25 %"_s), qPrintable(summary));
}

QTEST_GUILESS_MAIN(TestAlertSignals)
#include "tst_alert_signals.moc"
