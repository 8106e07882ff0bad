// SPDX-License-Identifier: GPL-3.0-or-later
// What operators see: settings check, health, readiness, metrics, logs, signals.
#include "tests/integration/harness/file_watch.h"
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <csignal>
#include <future>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void checkReportsAllFaults();
    void checkNamesAFileForTheProcess();
    void faultsPreventTheStart();
    void productionGuards();
    void secretsComeFromFiles();
    void printedSettingsMaskSecrets();
    void unknownOptionsAreNamed();
    void healthAndReadiness();
    void statusNeedsPermission();
    void healthCheckCommand();
    void metricsAreCounted();
    void metricsAreForLoopbackOrToken();
    void accessLinesAreJson();
    void secretsStayOutOfLogs();
    void auditTellsWhoDidWhat();
    void hangUpOpensTheLogsAgain();
    void secondProcessIsRefused();
    void drainingIsNotReady();

private:
    double metric(const QByteArray& name);
    GatewayProcess m_gateway;
    HttpClient m_admin;
};

void TestOperations::initTestCase()
{
    m_gateway.set(u"LOG_LEVEL"_s, u"DEBUG"_s);
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
}

void TestOperations::checkReportsAllFaults()
{
    GatewayProcess gateway;
    QCOMPARE(gateway.run({u"--check-config"_s}).status, 0);
    gateway.set(u"PORT"_s, u"70000"_s);
    gateway.set(u"THREADS"_s, u"many"_s);
    gateway.set(u"LOG_LEVEL"_s, u"LOUD"_s);
    gateway.set(u"DOORMAN_ADMIN_PASSWORD"_s, u"short"_s);
    gateway.set(u"JWT_SECRET_KEY"_s, {});
    const ProgramRun run = gateway.run({u"--check-config"_s});
    QCOMPARE(run.status, 2);
    for (const QString& name :
         {u"PORT"_s, u"THREADS"_s, u"LOG_LEVEL"_s, u"DOORMAN_ADMIN_PASSWORD"_s, u"JWT_SECRET_KEY"_s})
        QVERIFY2((run.out + run.err).contains(name), qPrintable(name + u'\n' + run.out + run.err));
    QVERIFY(!(run.out + run.err).contains(u"short\""_s));
    QVERIFY(!QDir(gateway.dataDir()).exists()); // a check changes nothing
}

void TestOperations::checkNamesAFileForTheProcess()
{
    GatewayProcess gateway;
    gateway.set(u"PID_FILE"_s, gateway.directory() + u"/not/yet/gateway.pid"_s);
    ProgramRun run = gateway.run({u"--check-config"_s});
    QCOMPARE(run.status, 0); // the gateway makes it
    QVERIFY2(run.out.contains(u"PID_FILE"_s) && run.out.contains(u"/not/yet"_s), qPrintable(run.out));
    QFile file(gateway.directory() + u"/file"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString& path : {file.fileName() + u"/gateway.pid"_s, gateway.directory()}) {
        gateway.set(u"PID_FILE"_s, path);
        run = gateway.run({u"--check-config"_s});
        QCOMPARE(run.status, 2);
        QVERIFY2(run.out.contains(u"PID_FILE"_s), qPrintable(run.out));
    }
}

void TestOperations::faultsPreventTheStart()
{
    GatewayProcess gateway;
    gateway.set(u"PORT"_s, u"70000"_s);
    gateway.set(u"THREADS"_s, u"0"_s);
    gateway.launch();
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 2);
    QVERIFY(gateway.output().contains("PORT") && gateway.output().contains("THREADS"));
}

void TestOperations::productionGuards()
{
    GatewayProcess gateway;
    gateway.set(u"ENV"_s, u"production"_s);
    gateway.set(u"JWT_SECRET_KEY"_s, u"please-change-me"_s);
    gateway.set(u"MEM_ENCRYPTION_KEY"_s, u"too-short-for-it"_s);
    const ProgramRun run = gateway.run({u"--check-config"_s});
    QCOMPARE(run.status, 2);
    for (const QString& name : {u"HTTPS_ONLY"_s, u"JWT_SECRET_KEY"_s, u"MEM_ENCRYPTION_KEY"_s})
        QVERIFY2((run.out + run.err).contains(name), qPrintable(name));
    QVERIFY(!(run.out + run.err).contains(u"too-short-for-it"_s));
}

void TestOperations::secretsComeFromFiles()
{
    GatewayProcess gateway;
    const QString path = gateway.directory() + u"/password"_s;
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("Password-From-A-File-1\n");
    file.close();
    gateway.set(u"DOORMAN_ADMIN_PASSWORD"_s, {});
    gateway.set(u"DOORMAN_ADMIN_PASSWORD_FILE"_s, path);
    QVERIFY(gateway.start());
    HttpClient admin(gateway.adminPort());
    QVERIFY(admin.login(u"admin"_s, u"Password-From-A-File-1"_s));
}

void TestOperations::printedSettingsMaskSecrets()
{
    for (const QStringList& arguments :
         {QStringList{u"--print-config"_s}, QStringList{u"--print-config"_s, u"--json"_s}}) {
        const ProgramRun run = m_gateway.run(arguments);
        QCOMPARE(run.status, 0);
        QVERIFY(run.out.contains(u"JWT_SECRET_KEY"_s) && run.out.contains(u"THREADS"_s));
        QVERIFY(!run.out.contains(GatewayProcess::password()));
        QVERIFY(!run.out.contains(u"a-signing-key-for-tests"_s));
        QVERIFY(!run.out.contains(u"an-encryption-key-for-tests"_s));
    }
    QVERIFY(
        QJsonDocument::fromJson(m_gateway.run({u"--print-config"_s, u"--json"_s}).out.toUtf8()).isObject());
    const QByteArray shown = m_admin.call("GET", "/platform/settings").body;
    QVERIFY(shown.contains("JWT_SECRET_KEY") && !shown.contains("a-signing-key-for-tests"));
}

void TestOperations::unknownOptionsAreNamed()
{
    const ProgramRun run = m_gateway.run({u"--frobnicate"_s, u"--other"_s});
    QCOMPARE(run.status, 2);
    QVERIFY(run.err.contains(u"--frobnicate"_s) && run.err.contains(u"--other"_s));
    QCOMPARE(m_gateway.run({u"--version"_s}).status, 0);
    QVERIFY(m_gateway.run({u"--help"_s}).out.contains(u"--check-config"_s));
}

void TestOperations::healthAndReadiness()
{
    QCOMPARE(m_admin.get("/api/health").body, QByteArray(R"({"status":"online"})"));
    QCOMPARE(m_admin.get("/health").json().value(u"status"_s).toString(), u"ok"_s);
    QCOMPARE(m_admin.get("/ready").status, 200);
    QCOMPARE(m_admin.get("/platform/monitor/liveness").body, QByteArray(R"({"status":"alive"})"));
    const QJsonObject anonymous = m_admin.get("/platform/monitor/readiness").json();
    QCOMPARE(anonymous.value(u"status"_s).toString(), u"ready"_s);
    QVERIFY(anonymous.value(u"mode"_s).isNull());
    QCOMPARE(m_admin.call("GET", "/platform/monitor/readiness").json().value(u"mode"_s).toString(),
             u"memory"_s);
    HttpClient visitor(m_gateway.publicPort());
    QCOMPARE(visitor.get("/api/health").status, 200);
}

void TestOperations::statusNeedsPermission()
{
    HttpClient nobody(m_gateway.adminPort());
    QCOMPARE(nobody.get("/api/status").line(), u"401 GTW401 Unauthorized"_s);
    const QJsonObject status = m_admin.call("GET", "/api/status").json();
    QCOMPARE(status.value(u"status"_s).toString(), u"online"_s);
    QVERIFY(status.value(u"active_connections"_s).toInt() >= 1);
    QVERIFY(QRegularExpression(u"^[0-9.]+%$"_s).match(status.value(u"memory_usage"_s).toString()).hasMatch());
    QVERIFY(
        QRegularExpression(u"^[0-9]+m [0-9]+s$"_s).match(status.value(u"uptime"_s).toString()).hasMatch());
}

void TestOperations::healthCheckCommand()
{
    QProcessEnvironment environment = m_gateway.environment();
    environment.insert(u"ADMIN_PORT"_s, QString::number(m_gateway.adminPort()));
    const ProgramRun good = runProgram(u"gatehouse-gateway"_s, {u"--health-check"_s}, environment);
    QCOMPARE(good.status, 0);
    QCOMPARE(good.out.trimmed(), u"ready"_s);
    ScriptedUpstream gone(ScriptedUpstream::always({}));
    gone.stopListening();
    environment.insert(u"ADMIN_PORT"_s, QString::number(gone.port()));
    QCOMPARE(runProgram(u"gatehouse-gateway"_s, {u"--health-check"_s}, environment).status, 1);
}

double TestOperations::metric(const QByteArray& name)
{
    for (const QByteArray& line : m_admin.get("/metrics").body.split('\n')) {
        if (line.startsWith(name + ' '))
            return line.mid(name.size() + 1).toDouble();
    }
    return -1;
}

void TestOperations::metricsAreCounted()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    QCOMPARE(publish(m_admin, u"counted"_s, {serverAt(upstream.port())}, {u"GET /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    HttpClient client(m_gateway.publicPort());
    QCOMPARE(client.get("/api/rest/counted/v1/x").status, 200); // so that the series is there
    QCOMPARE(client.get("/api/rest/counted/v1/nothing").status, 404);
    const QByteArray good = "doorman_http_requests_total{code=\"200\"}",
                     bad = "doorman_http_requests_total{code=\"404\"}";
    // A worker counts a request when its answer is out: a client may be faster than that.
    const QByteArray count = "doorman_http_request_duration_seconds_count";
    QTRY_VERIFY(metric(good) >= 1 && metric(bad) >= 1 && metric(count) >= 2);
    const double good0 = metric(good), bad0 = metric(bad), count0 = metric(count),
                 tests0 = metric("gatehouse_test_requests_total");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.get("/api/rest/counted/v1/x", "X-Other-Header: 1\r\n").status, 200);
    QCOMPARE(client.get("/api/rest/counted/v1/nothing").status, 404);
    for (const char* field : {"X-Doorman-Test: on\r\n", "x-test-request: TRUE\r\n", "X-IS-TEST: 1\r\n"})
        QCOMPARE(client.get("/api/rest/counted/v1/x", field).status, 200); // not counted
    QTRY_COMPARE(metric("gatehouse_test_requests_total"), tests0 + 3);     // the last ones
    QCOMPARE(metric(good), good0 + 3);
    QCOMPARE(metric(bad), bad0 + 1);
    QCOMPARE(metric(count), count0 + 4);
    QCOMPARE(metric("doorman_http_request_duration_seconds_bucket{le=\"+Inf\"}"), count0 + 4);
    const HttpReply all = m_admin.get("/metrics");
    QCOMPARE(all.header("content-type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
    static const QRegularExpression line(
        u"^(# .+|[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[^{}]*\\})? (-?[0-9.eE+-]+|NaN|[+-]Inf))$"_s);
    for (const QByteArray& text : all.body.trimmed().split('\n'))
        QVERIFY2(line.match(QString::fromUtf8(text)).hasMatch(), text.constData());
}

void TestOperations::metricsAreForLoopbackOrToken()
{
    GatewayProcess gateway;
    gateway.set(u"PROMETHEUS_BEARER_TOKEN"_s, u"scrape-me"_s);
    QVERIFY(gateway.start());
    HttpClient client(gateway.publicPort());
    const HttpReply refused = client.get("/metrics");
    QCOMPARE(refused.status, 403);
    QCOMPARE(refused.body.trimmed(), QByteArray("prometheus_forbidden 1"));
    QCOMPARE(client.get("/metrics", "Authorization: Bearer scrape-you\r\n").status, 403);
    QCOMPARE(client.get("/metrics", "Authorization: Bearer scrape-me\r\n").status, 200);
    QCOMPARE(client.get("/metrics", "X-Prometheus-Token: scrape-me\r\n").status, 200);
    gateway.stop();
    gateway.set(u"PROMETHEUS_ENABLED"_s, u"false"_s);
    QVERIFY(gateway.start());
    const HttpReply off = HttpClient(gateway.publicPort()).get("/metrics");
    QCOMPARE(off.status, 503);
    QCOMPARE(off.body.trimmed(), QByteArray("prometheus_disabled 1"));
}

void TestOperations::accessLinesAreJson()
{
    HttpClient client(m_gateway.publicPort());
    QCOMPARE(client.get("/api/rest/none/v1/x?q=hidden", "X-Request-ID: line-1\r\nUser-Agent: a \"b\" \\c\r\n")
                 .status,
             404);
    const QJsonObject line = m_gateway.accessLine("line-1");
    QCOMPARE(line.value(u"method"_s).toString(), u"GET"_s);
    QCOMPARE(line.value(u"path"_s).toString(), u"/api/rest/none/v1/x"_s);
    QVERIFY(line.value(u"query_present"_s).toBool());
    QCOMPARE(line.value(u"status"_s).toInt(), 404);
    QCOMPARE(line.value(u"error_reason"_s).toString(), u"no_route"_s);
    QCOMPARE(line.value(u"user_agent"_s).toString(), u"a \"b\" \\c"_s);
    QCOMPARE(line.value(u"client_ip"_s).toString(), u"127.0.0.1"_s);
    QCOMPARE(line.value(u"level"_s).toString(), u"WARNING"_s);
    QVERIFY(QDateTime::fromString(line.value(u"ts"_s).toString(), Qt::ISODateWithMs).isValid());
}

/// Every secret that ever goes in, under a name that no log may hold.
void TestOperations::secretsStayOutOfLogs()
{
    ScriptedUpstream upstream(ScriptedUpstream::always(answer("x")));
    QCOMPARE(publish(m_admin, u"canary"_s, {serverAt(upstream.port())}, {u"POST /x"_s},
                     object(R"({"api_public":true})")),
             QString());
    QCOMPARE(addUser(m_admin, u"canary"_s, {{u"password"_s, u"Canary-Password-123"_s}}), QString());
    HttpClient client(m_gateway.publicPort());
    QVERIFY(client.login(u"canary"_s, u"Canary-Password-123"_s));
    QVERIFY(!HttpClient(m_gateway.publicPort()).login(u"canary"_s, u"Canary-Password-Wrong-1"_s));
    QCOMPARE(client
                 .send("POST", "/api/rest/canary/v1/x?token=canary-in-query", "canary-in-body",
                       client.bearer() + "Cookie: session=canary-in-cookie\r\nX-API-Key: canary-in-key\r\n"
                                         "X-Request-ID: canary-end\r\n")
                 .status,
             200);
    QVERIFY(!m_gateway.accessLine("canary-end").isEmpty());
    QCOMPARE(m_admin
                 .call("PUT", "/platform/user/canary/update-password",
                       object(R"({"new_password":"Canary-Changed-Password-1"})"))
                 .status,
             200);
    QVERIFY(m_gateway.logHolds(u"doorman-trail.log"_s, "user.password"));
    const QByteArrayList secrets{"Canary-Password-123",
                                 "Canary-Password-Wrong-1",
                                 "Canary-Changed-Password-1",
                                 "canary-in-query",
                                 "canary-in-body",
                                 "canary-in-cookie",
                                 "canary-in-key",
                                 client.token(),
                                 m_admin.token(),
                                 GatewayProcess::password().toUtf8(),
                                 "a-signing-key-for-tests",
                                 "an-encryption-key-for-tests"};
    const QDir logs(m_gateway.logsDir());
    QByteArray all = m_gateway.output();
    for (const QString& name : logs.entryList(QDir::Files)) {
        QFile file(logs.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        all += file.readAll();
    }
    QVERIFY(all.contains("canary")); // what was read is what was written
    for (const QByteArray& secret : secrets)
        QVERIFY2(!all.contains(secret), secret.constData());
}

void TestOperations::auditTellsWhoDidWhat()
{
    QCOMPARE(m_admin.call("POST", "/platform/group", object(R"({"group_name":"audited"})")).status, 201);
    QVERIFY(m_gateway.logHolds(u"doorman-trail.log"_s, "audited"));
    const QJsonObject trail = m_admin.call("GET", "/platform/audit").json();
    const QByteArray text = QJsonDocument(trail).toJson();
    QVERIFY(text.contains("group.create") && text.contains("audited") && text.contains("admin"));
}

void TestOperations::hangUpOpensTheLogsAgain()
{
    QVERIFY(
        QFile::rename(m_gateway.logsDir() + u"/access.log"_s, m_gateway.logsDir() + u"/access.log.moved"_s));
    m_gateway.signal(SIGHUP);
    QVERIFY(waitForFiles(m_gateway.logsDir(), 0,
                         [&] { return QFile::exists(m_gateway.logsDir() + u"/access.log"_s); }));
    QCOMPARE(m_admin.get("/api/rest/none/v1/x", "X-Request-ID: after-hup\r\n").status, 404);
    QVERIFY(!m_gateway.accessLine("after-hup").isEmpty());
}

void TestOperations::secondProcessIsRefused()
{
    const ProgramRun run = runProgram(u"gatehouse-gateway"_s, {u"run"_s}, m_gateway.environment());
    QCOMPARE(run.status, 1);
    QVERIFY2(run.err.contains(m_gateway.dataDir()), qPrintable(run.err));
    QCOMPARE(m_admin.get("/ready").status, 200);
}

void TestOperations::drainingIsNotReady()
{
    GatewayProcess gateway;
    gateway.set(u"DRAIN_DELAY"_s, u"600"_s); // only a second signal ends it in this test
    QVERIFY(gateway.start());
    HttpClient client(gateway.adminPort());
    QCOMPARE(client.get("/ready").status, 200);
    gateway.signal(SIGTERM);
    // The signal is taken between two requests of the control thread.
    QTRY_COMPARE(client.get("/ready").status, 503);
    QCOMPARE(client.get("/health").status, 200);
    gateway.signal(SIGTERM);
    QVERIFY(gateway.waitForEnd());
    QCOMPARE(gateway.exitStatus(), 1);
}

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
