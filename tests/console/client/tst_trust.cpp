// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/envelope.h"

#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {

/// Answers every request with {}; counts what arrives in clear after the handshake.
class TlsGateway {
public:
    TlsGateway()
    {
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            while (auto* socket = m_server.nextPendingConnection()) {
                QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                    received += socket->readAll();
                    socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                                  "Connection: close\r\n\r\n{}");
                });
            }
        });
        m_server.listen(QHostAddress::LocalHost);
    }
    void show(const QSslCertificate& certificate, const QSslKey& key)
    {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setLocalCertificate(certificate);
        tls.setPrivateKey(key);
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_server.setSslConfiguration(tls);
    }
    /// Refuses callers without a certificate of this authority.
    void demand(const QSslCertificate& authority)
    {
        QSslConfiguration tls = m_server.sslConfiguration();
        tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
        tls.setCaCertificates({authority});
        m_server.setSslConfiguration(tls);
    }
    QUrl url() const { return QUrl(u"https://127.0.0.1:%1"_s.arg(m_server.serverPort())); }
    QByteArray received;

private:
    QSslServer m_server;
};

} // namespace

class TestTrust : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    struct Identity {
        QString file;
        QString keyFile;
        QSslCertificate certificate;
        QSslKey key;
    };
    Identity m_first;
    Identity m_second;

    Identity make(const QString& name)
    {
        Identity made;
        made.file = m_dir.filePath(name + u".pem"_s);
        const QString keyFile = made.keyFile = m_dir.filePath(name + u".key"_s);
        const int code = QProcess::execute(
            u"openssl"_s,
            {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
             u"-nodes"_s, u"-days"_s, u"2"_s, u"-subj"_s, u"/CN="_s + name, u"-addext"_s,
             u"subjectAltName=IP:127.0.0.1"_s, u"-keyout"_s, keyFile, u"-out"_s, made.file});
        QFile key(keyFile);
        if (code == 0 && key.open(QIODevice::ReadOnly))
            made.key = QSslKey(key.readAll(), QSsl::Ec);
        made.certificate = QSslCertificate::fromPath(made.file).value(0);
        return made;
    }
    static ConnectionProfile profile(const TlsGateway& gateway)
    {
        ConnectionProfile made;
        made.id = u"t"_s;
        made.name = u"t"_s;
        made.user = u"u"_s;
        made.url = gateway.url();
        return made;
    }
    /// The error of one call; without a code = it worked.
    static Error errorOf(ApiClient& client)
    {
        std::optional<Error> error;
        QObject context;
        client.get(u"/platform/version"_s, &context, [&error](const Result<QJsonObject>& answer) {
            error = answer ? Error() : answer.error();
        });
        (void)QTest::qWaitFor([&error] { return error.has_value(); }, 10'000);
        Error none;
        none.code = u"no answer"_s;
        return error.value_or(none);
    }
    static QString call(ApiClient& client) { return errorOf(client).code; }

private Q_SLOTS:
    void initTestCase()
    {
        m_first = make(u"first"_s);
        m_second = make(u"second"_s);
        QVERIFY(!m_first.certificate.isNull() && !m_second.key.isNull());
    }
    void unknownCertificateIsRefusedBeforeAnythingIsSent()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ApiClient client;
        client.setProfile(profile(gateway));
        client.setToken(Secret("secret-token"));
        QSignalSpy trust(&client, &ApiClient::trustNeeded);
        QCOMPARE(call(client), QLatin1StringView(tlsError));
        QVERIFY(trust.size() >= 1);
        const auto decision = trust.first().first().value<TlsDecision>();
        QCOMPARE(decision.verdict, TlsDecision::Verdict::Unknown);
        QCOMPARE(decision.sha256, m_first.certificate.digest(QCryptographicHash::Sha256));
        QVERIFY(!decision.reasons.isEmpty());
        QCOMPARE(gateway.received, QByteArray());
    }
    void pinnedCertificateIsTrustedAndAnotherIsNot()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ConnectionProfile pinned = profile(gateway);
        pinned.pinnedSha256 = m_first.certificate.digest(QCryptographicHash::Sha256);
        ApiClient client;
        client.setProfile(pinned);
        QCOMPARE(call(client), QString());
        QVERIFY(gateway.received.contains("GET /platform/version"));
        gateway.received.clear();
        gateway.show(m_second.certificate, m_second.key);
        client.setToken(Secret("secret-token"));
        QSignalSpy trust(&client, &ApiClient::trustNeeded);
        QCOMPARE(call(client), QLatin1StringView(tlsError));
        QCOMPARE(trust.first().first().value<TlsDecision>().verdict, TlsDecision::Verdict::Changed);
        QCOMPARE(gateway.received, QByteArray());
    }
    void ownAuthorityNeedsNoQuestion()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ConnectionProfile own = profile(gateway);
        own.caFile = m_first.file;
        ApiClient client;
        client.setProfile(own);
        QSignalSpy trust(&client, &ApiClient::trustNeeded);
        QCOMPARE(call(client), QString());
        QCOMPARE(trust.size(), 0);
    }
    void pinBeatsTheAuthority()
    {
        TlsGateway gateway;
        gateway.show(m_second.certificate, m_second.key);
        ConnectionProfile own = profile(gateway);
        own.caFile = m_second.file; // valid by the authority
        own.pinnedSha256 = m_first.certificate.digest(QCryptographicHash::Sha256);
        ApiClient client;
        client.setProfile(own);
        client.setToken(Secret("secret-token"));
        QCOMPARE(call(client), QLatin1StringView(tlsError));
        QVERIFY(!gateway.received.contains("secret-token"));
    }
    void theReasonNamesTheCause()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ConnectionProfile wrong = profile(gateway);
        wrong.caFile = m_second.file;
        ApiClient client;
        client.setProfile(wrong);
        QString said = errorOf(client).message;
        QVERIFY2(said.contains(u"no authority has signed it"_s), qPrintable(said));
        // By a name that the certificate does not have.
        ConnectionProfile named = profile(gateway);
        named.caFile = m_first.file;
        named.url.setHost(u"localhost"_s);
        client.setProfile(named);
        said = errorOf(client).message;
        QVERIFY2(said.contains(u"It is for 127.0.0.1, not for localhost"_s), qPrintable(said));
        QCOMPARE(gateway.received, QByteArray());
    }
    void theIssuerIsNamed()
    {
        ConnectionProfile own = profile(TlsGateway());
        const QSslError unknown(QSslError::UnableToGetLocalIssuerCertificate, m_first.certificate);
        QVERIFY(certificateReason(own, unknown).contains(u"Its issuer first is unknown"_s));
        own.caFile = m_second.file;
        QVERIFY(certificateReason(own, unknown).contains(u"not in the CA file"_s));
    }
    void aFileThatCannotBeUsedFailsEveryCall()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ConnectionProfile broken = profile(gateway);
        broken.caFile = m_first.keyFile; // PEM, but no certificate
        ApiClient client;
        client.setProfile(broken);
        const Error error = errorOf(client);
        QCOMPARE(error.code, QLatin1StringView(tlsError));
        QVERIFY2(error.message.contains(u"no certificate in PEM form"_s), qPrintable(error.message));
        QCOMPARE(gateway.received, QByteArray());
    }
    void clientCertificateIsShown()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        gateway.demand(m_second.certificate);
        ConnectionProfile mutual = profile(gateway);
        mutual.caFile = m_first.file;
        ApiClient client;
        client.setProfile(mutual);
        QVERIFY(!call(client).isEmpty());
        mutual.clientCertFile = m_second.file;
        mutual.clientKeyFile = m_second.keyFile;
        QVERIFY(mutual.validate().isEmpty());
        client.setProfile(mutual);
        const Error error = errorOf(client);
        QVERIFY2(error.code.isEmpty(), qPrintable(error.message));
        QVERIFY(gateway.received.contains("GET /platform/version"));
    }
    void alertsOfTheGatewayAreExplained_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("said");
        QTest::newRow("1.3, none") << u"error:0A00045C:SSL routines::tlsv13 alert certificate required"_s
                                   << u"demands a client certificate"_s;
        QTest::newRow("1.2, none") << u"error:0A000410:SSL routines::sslv3 alert handshake failure"_s
                                   << u"demands a client certificate"_s;
        QTest::newRow("issuer") << u"error:0A000418:SSL routines::tlsv1 alert unknown ca"_s
                                << u"does not know the issuer"_s;
        QTest::newRow("expired") << u"error:0A000415:SSL routines::sslv3 alert certificate expired"_s
                                 << u"has expired"_s;
        QTest::newRow("no alert") << u"Connection refused"_s << QString();
    }
    void alertsOfTheGatewayAreExplained()
    {
        QFETCH(QString, text);
        QFETCH(QString, said);
        ConnectionProfile secure = profile(TlsGateway());
        const QString reason = alertReason(secure, text);
        QVERIFY2(said.isEmpty() ? reason.isEmpty() : reason.contains(said), qPrintable(reason));
        secure.url.setScheme(u"http"_s);
        QVERIFY(alertReason(secure, text).isEmpty());
    }
    void refusedCertificateStopsTheMachine()
    {
        TlsGateway gateway;
        gateway.show(m_first.certificate, m_first.key);
        ApiClient client;
        client.setProfile(profile(gateway));
        ConnectionMachine machine(client);
        machine.connectToGateway();
        QTRY_COMPARE(machine.state(), ConnectionState::Offline); // no retries: the user must decide
        QVERIFY(!machine.reason().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestTrust)
#include "tst_trust.moc"
