// SPDX-License-Identifier: GPL-3.0-or-later
// The week-one runbook runs: its own commands, day by day, as a shell script against a fresh gateway.
#include "tests/integration/harness/gateway_process.h"
#include "tests/integration/harness/scripted_upstream.h"
#include "tests/integration/harness/test_api.h"
#include "tests/integration/harness/test_authority.h"
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
    void theClientsSecretMayBeGiven();
    void secretsOfTheFirstStartAreShownOnce();
    void theRunbookRuns();
    void everythingSurvivesAKill();

private:
    QHash<QString, QString> secrets() const;
    QString write(const QString& name, const std::string& text) const;
    QString server() const { return u"https://localhost:%1"_s.arg(m_gateway.publicPort()); }
    /// The status of a call with the key.
    QByteArray statusOf(const QString& url, const QString& key) const;

    QTemporaryDir m_files;
    QHash<QString, QString> m_secrets; ///< of the first start
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

QString TestRunbook::write(const QString& name, const std::string& text) const
{
    QFile file(m_files.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(text.c_str()) > 0 ? file.fileName() : QString();
}

QByteArray TestRunbook::statusOf(const QString& url, const QString& key) const
{
    QProcess curl;
    curl.start(u"curl"_s, {u"-s"_s, u"-o"_s, u"/dev/null"_s, u"-w"_s, u"%{http_code}"_s, u"--cacert"_s,
                           m_files.filePath(u"ca.pem"_s), u"-H"_s, u"X-API-Key: "_s + key, url});
    return curl.waitForFinished(PatienceMs * 3) ? curl.readAllStandardOutput() : QByteArray();
}

/// Then none is made, nor shown; a new one takes the place of the old at the next start.
void TestRunbook::theClientsSecretMayBeGiven()
{
    GatewayProcess gateway;
    const auto status = [&gateway](const QByteArray& secret) {
        HttpClient client(gateway.adminPort());
        return client
            .send("POST", "/realms/stoa/protocol/openid-connect/token",
                  "grant_type=client_credentials&client_id=control-plane-api&client_secret=" + secret,
                  "Content-Type: application/x-www-form-urlencoded\r\n")
            .status;
    };
    gateway.set(u"ADMIN_CLIENT_SECRET"_s, u"Client-Secret-1"_s);
    QVERIFY(gateway.start());
    QFile file(gateway.dataDir() + u"/first-run-secrets"_s);
    QVERIFY(file.open(QIODevice::ReadOnly) && !file.readAll().contains("CLIENT_SECRET"));
    QCOMPARE(status("Client-Secret-1"), 200);
    QCOMPARE(gateway.stop(), 0);
    gateway.set(u"ADMIN_CLIENT_SECRET"_s, {});
    gateway.set(u"ADMIN_CLIENT_SECRET_FILE"_s, write(u"client"_s, "Client-Secret-2\n"));
    QVERIFY(gateway.start());
    QCOMPARE(status("Client-Secret-2"), 200);
    QCOMPARE(status("Client-Secret-1"), 401);
}

void TestRunbook::secretsOfTheFirstStartAreShownOnce()
{
    TestAuthority authority;
    const TestPair pair = authority.issue({"localhost", {"localhost", "IP:127.0.0.1"}});
    m_gateway.set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, pair.certificate));
    m_gateway.set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, pair.key));
    write(u"ca.pem"_s, authority.pem());
    QVERIFY(m_gateway.start());
    m_secrets = secrets();
    const QFile file(m_gateway.dataDir() + u"/first-run-secrets"_s);
    QVERIFY(file.exists());
    QCOMPARE(file.permissions() &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    QCOMPARE(secrets().value(u"TEST_API_KEY"_s).size(), 40);
    QVERIFY(secrets().value(u"ADMIN_CLIENT_SECRET"_s).size() >= 32);
    QTRY_VERIFY(m_gateway.output().contains("first-run-secrets")); // the log is written a little later
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
    environment.insert(u"STOA_GATEWAY_URL"_s, server());
    environment.insert(u"CURL_CA_BUNDLE"_s, m_files.filePath(u"ca.pem"_s));
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

/// Contracts, policies, consumers and keys are there after SIGKILL. The test key is still off; switched on
/// again it opens the contract.
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
    QVERIFY(secrets().isEmpty()); // nothing is made anew
    const QString call = server() + u"/my-service-api/v1/health"_s, key = m_secrets[u"TEST_API_KEY"_s];
    QCOMPARE(statusOf(call, key), QByteArray("403"));
    const QJsonObject test = again.call("GET", "/v1/consumers/default?search=Test%20console").json();
    const QByteArray consumer = test.value(u"items"_s)[0][u"id"_s].toString().toLatin1();
    QCOMPARE(again.call("POST", "/v1/consumers/default/" + consumer + "/activate").status, 200);
    QCOMPARE(statusOf(call, key), QByteArray("200"));
}

QTEST_GUILESS_MAIN(TestRunbook)
#include "tst_runbook.moc"
