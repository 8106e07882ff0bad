// SPDX-License-Identifier: GPL-3.0-or-later
// The week-one runbook runs: its own commands, day by day, as a shell script against a fresh gateway.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_gateway.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestRunbook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretsOfTheFirstStartAreShownOnce();
    void theRunbookRuns();
    void everythingSurvivesAKill();

private:
    QHash<QString, QString> secrets() const;

    GatewayProcess m_gateway;
};

QHash<QString, QString> TestRunbook::secrets() const
{
    QHash<QString, QString> found;
    QFile file(m_gateway.dataDir() + u"/first-run-secrets"_s);
    if (!file.open(QIODevice::ReadOnly))
        return found;
    for (const QByteArray& line : file.readAll().split('\n')) {
        const qsizetype equals = line.indexOf('=');
        if (equals > 0)
            found.insert(QString::fromLatin1(line.left(equals)), QString::fromLatin1(line.mid(equals + 1)));
    }
    return found;
}

void TestRunbook::secretsOfTheFirstStartAreShownOnce()
{
    QVERIFY(m_gateway.start());
    const QFile file(m_gateway.dataDir() + u"/first-run-secrets"_s);
    QVERIFY(file.exists());
    QCOMPARE(file.permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(secrets().value(u"TEST_API_KEY"_s).size(), 40);
    QVERIFY(secrets().value(u"ADMIN_CLIENT_SECRET"_s).size() >= 32);
    QVERIFY(m_gateway.output().contains("first-run-secrets"));
    QVERIFY(!m_gateway.output().contains(secrets().value(u"TEST_API_KEY"_s).toLatin1()));
}

void TestRunbook::theRunbookRuns()
{
    ScriptedUpstream backend(ScriptedUpstream::always(answer("{\"status\":\"ok\"}")));
    ScriptedUpstream closed(ScriptedUpstream::always({}));
    closed.stopListening();

    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QString admin = serverAt(m_gateway.adminPort());
    environment.insert(u"STOA_API_URL"_s, admin);
    environment.insert(u"STOA_AUTH_URL"_s, admin);
    environment.insert(u"STOA_GATEWAY_URL"_s, serverAt(m_gateway.publicPort()));
    environment.insert(u"TENANT_ID"_s, u"default"_s);
    environment.insert(u"ADMIN_CLIENT_SECRET"_s, secrets().value(u"ADMIN_CLIENT_SECRET"_s));
    environment.insert(u"TEST_API_KEY"_s, secrets().value(u"TEST_API_KEY"_s));
    environment.insert(u"BACKEND_URL"_s, serverAt(backend.port()));
    environment.insert(u"DEAD_URL"_s, serverAt(closed.port()));
    environment.insert(u"GATEWAY_LOG"_s, m_gateway.logsDir() + u"/access.log"_s);
    QProcess runbook;
    runbook.setProcessEnvironment(environment);
    runbook.setProcessChannelMode(QProcess::MergedChannels);
    runbook.start(u"bash"_s, {qEnvironmentVariable("GATEHOUSE_RUNBOOK")});
    QVERIFY(runbook.waitForFinished(240'000));
    const QByteArray output = runbook.readAll();
    QVERIFY2(runbook.exitCode() == 0 && output.contains("The runbook runs."), output.constData());
}

/// Contracts, policies, consumers and keys are there after SIGKILL; the test key still opens the contract.
void TestRunbook::everythingSurvivesAKill()
{
    ScriptedUpstream backend(ScriptedUpstream::always(answer("{}")));
    HttpClient client(m_gateway.adminPort());
    QVERIFY(client.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject before = client.call("GET", "/v1/contracts").json();
    QCOMPARE(before.value(u"total"_s).toInt(), 1);
    const QByteArray id = before.value(u"items"_s)[0][u"id"_s].toString().toLatin1();
    QCOMPARE(client
                 .call("PATCH", "/v1/contracts/" + id,
                       {{u"endpoint"_s, QJsonObject{{u"url"_s, serverAt(backend.port())}}}})
                 .status,
             200);

    m_gateway.kill();
    QVERIFY(m_gateway.start());
    HttpClient again(m_gateway.adminPort());
    QVERIFY(again.login(u"admin"_s, GatewayProcess::password()));
    QCOMPARE(again.call("GET", "/v1/contracts").json().value(u"total"_s).toInt(), 1);
    QCOMPARE(again.call("GET", "/v1/consumers/default").json().value(u"total"_s).toInt(), 2);
    HttpClient caller(m_gateway.publicPort());
    const QByteArray key = "X-API-Key: " + secrets().value(u"TEST_API_KEY"_s).toLatin1() + "\r\n";
    QCOMPARE(caller.get("/my-service-api/v1/health", key).status, 200);
}

QTEST_GUILESS_MAIN(TestRunbook)
#include "tst_runbook.moc"
