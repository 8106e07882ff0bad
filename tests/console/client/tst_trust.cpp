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
        QSslCertificate certificate;
        QSslKey key;
    };
    Identity m_first;
    Identity m_second;

    Identity make(const QString& name)
    {
        Identity made;
        made.file = m_dir.filePath(name + u".pem"_s);
        const QString keyFile = m_dir.filePath(name + u".key"_s);
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
    /// The error code of one call; empty = it worked.
    static QString call(ApiClient& client)
    {
        std::optional<QString> code;
        QObject context;
        client.get(u"/platform/version"_s, &context, [&code](const Result<QJsonObject>& answer) {
            code = answer ? QString() : answer.error().code;
        });
        (void)QTest::qWaitFor([&code] { return code.has_value(); }, 10'000);
        return code.value_or(u"no answer"_s);
    }

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
