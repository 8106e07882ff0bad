// SPDX-License-Identifier: GPL-3.0-or-later
// Callers who show a client certificate.
#include "tests/integration/authentication_test.h"
#include "tests/integration/harness/tls_peer.h"

#include <QFile>
#include <QJsonDocument>

using namespace gatehouse;
using namespace gatehouse::harness;
using namespace Qt::Literals::StringLiterals;

class TestAuthenticationCertificates : public AuthenticationTest {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { begin(); }
    void certificates();

private:
    TestAuthority m_authority;
};

void TestAuthenticationCertificates::certificates()
{
    const TestPair byPrint = m_authority.issue({"till-1", {}, -1, 30});
    const TestPair bySubject = m_authority.issue({"till-2", {}, -1, 30});
    const TestPair unknown = m_authority.issue({"till-3", {}, -1, 30});
    const TestPair server = m_authority.issue({"localhost", {"localhost", "IP:127.0.0.1"}, -1, 30});
    const auto write = [this](const QString& name, const std::string& content) {
        QFile file(m_gateway.directory() + u'/' + name);
        if (!file.open(QIODevice::WriteOnly) || file.write(content.data(), qint64(content.size())) < 0)
            qFatal("cannot write %s", qPrintable(name));
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        return file.fileName();
    };
    QCOMPARE(m_gateway.stop(), 0);
    m_gateway.set(u"TLS_CERTIFICATE"_s, write(u"tls.crt"_s, server.certificate));
    m_gateway.set(u"TLS_PRIVATE_KEY"_s, write(u"tls.key"_s, server.key));
    m_gateway.set(u"TLS_CLIENT_CA"_s, write(u"ca.pem"_s, m_authority.pem()));
    m_gateway.set(u"TLS_CLIENT_CERTIFICATES"_s, u"optional"_s);
    QVERIFY(m_gateway.start());
    m_admin = HttpClient(m_gateway.adminPort());
    QVERIFY(m_admin.login(u"admin"_s, GatewayProcess::password()));
    const QJsonObject api = contract(u"tills"_s, {{u"type"_s, u"mtls"_s}});
    const QString fingerprint = QString::fromStdString(fingerprintOf(byPrint)).toUpper();
    allow(consumer(u"till-1"_s, {{u"certificate_fingerprint"_s, fingerprint}}), api);
    allow(consumer(u"till-2"_s, {{u"certificate_subject"_s, u"CN=till-2"_s}}), api);
    const HttpReply twice = m_admin.call("POST", "/v1/consumers/default",
                                         {{u"external_id"_s, u"thief"_s},
                                          {u"name"_s, u"thief"_s},
                                          {u"email"_s, u"t@example.org"_s},
                                          {u"certificate_fingerprint"_s, fingerprint.toLower()}});
    QCOMPARE(twice.status, 409);

    const auto answerTo = [this](const TestPair& own, const std::string& path) {
        TlsPeerOptions options;
        options.authorities = m_authority.pem();
        options.serverName = "localhost";
        options.own = own;
        TlsPeer peer(options);
        RawSocket socket = RawSocket::connectTo({net::IpAddress::v4(0x7f000001), m_gateway.publicPort()});
        if (!peer.start(socket).good)
            return Message{};
        socket.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        return socket.readAnswer();
    };
    const auto statusWith = [&](const TestPair& own) {
        const Message reply = answerTo(own, "/tills/v1/x");
        return (reply.firstLine.empty() ? "none" : reply.firstLine.substr(9, 3)) + ' ' +
               reply.header("www-authenticate");
    };
    QCOMPARE(statusWith(byPrint), std::string("200 "));
    QCOMPARE(statusWith(bySubject), std::string("200 "));
    QCOMPARE(statusWith(unknown), std::string("401 ClientCertificate realm=\"gatehouse\""));
    QCOMPARE(statusWith({}), std::string("401 ClientCertificate realm=\"gatehouse\""));

    const QByteArray metrics = m_admin.get("/metrics").body;
    for (const char* line :
         {"{result=\"valid\",tenant=\"default\"} 2\n", "{result=\"unknown\",tenant=\"default\"} 1\n",
          "{result=\"missing\",tenant=\"default\"} 1\n"})
        QVERIFY2(metrics.contains("stoa_mtls_validations_total" + QByteArray(line)), line);
    QVERIFY(metrics.contains("stoa_mtls_certs_expiring_soon 0\n"));
    QByteArray rows = "external_id,name,email,certificate_pem\n";
    for (const int days : {20, 40}) {
        const QByteArray name = "ends-in-" + QByteArray::number(days);
        const TestPair pair = m_authority.issue({name.toStdString(), {}, -1, days});
        rows +=
            name + ",N," + name + "@example.org,\"" + QByteArray::fromStdString(pair.certificate) + "\"\n";
    }
    const HttpReply made = m_admin.send("POST", "/v1/consumers/default/bulk", rows,
                                        m_admin.bearer() + "Content-Type: text/csv\r\n");
    QVERIFY2(made.body.count("\"created\"") >= 2, made.body.constData());
    QVERIFY(m_admin.get("/metrics").body.contains("stoa_mtls_certs_expiring_soon 1\n"));

    const QJsonObject stops = contract(u"stops"_s, {{u"type"_s, u"mtls"_s}});
    const QString found = m_admin.call("GET", "/v1/consumers/default?external_id=till-2")
                              .json()[u"items"_s][0][u"id"_s]
                              .toString();
    stoppedIsToldApart(found, stops, [&] {
        const Message reply = answerTo(bySubject, "/stops/v1/x");
        const QJsonObject body = QJsonDocument::fromJson(QByteArray::fromStdString(reply.body)).object();
        return QString::fromStdString(reply.firstLine.substr(9, 3)) + u' ' + body[u"code"_s].toString();
    });
}

QTEST_GUILESS_MAIN(TestAuthenticationCertificates)
#include "tst_authentication_certificates.moc"
