// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/app/trust_dialog.h"
#include "console/client/envelope.h"
#include "tests/gui/real_console.h"

#include <QLabel>
#include <QSignalSpy>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// A gateway whose administration is behind TLS with certificates of its own authority, and demands one of
/// the console.
class Secure : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;

    QString file(const QString& name) const { return m_gateway.dir().filePath(name); }
    void make(const QString& name)
    {
        const QStringList arguments{u"req"_s,
                                    u"-x509"_s,
                                    u"-newkey"_s,
                                    u"ec"_s,
                                    u"-pkeyopt"_s,
                                    u"ec_paramgen_curve:prime256v1"_s,
                                    u"-nodes"_s,
                                    u"-days"_s,
                                    u"2"_s,
                                    u"-subj"_s,
                                    u"/CN="_s + name,
                                    u"-addext"_s,
                                    u"subjectAltName=IP:127.0.0.1"_s,
                                    u"-keyout"_s,
                                    file(name + u".key"_s),
                                    u"-out"_s,
                                    file(name + u".pem"_s)};
        QCOMPARE(QProcess::execute(u"openssl"_s, arguments), 0);
    }
    ConnectionProfile profile() const
    {
        ConnectionProfile made;
        made.id = made.name = u"secure"_s;
        made.user = u"admin@example.com"_s;
        made.url = QUrl(u"https://127.0.0.1:%1"_s.arg(m_gateway.adminPort()));
        return made;
    }
    void connectWith(const ConnectionProfile& one)
    {
        m_console->link().openWith(one, Secret(RealGateway::password().toUtf8()), false);
    }
    /// Waits until the console has given up, and tells why.
    QString refusal()
    {
        ConnectionMachine& machine = m_console->link().machine();
        (void)QTest::qWaitFor([&machine] { return machine.state() == ConnectionState::Offline; }, patienceMs);
        return machine.reason();
    }

private Q_SLOTS:
    void initTestCase()
    {
        make(u"server"_s);
        make(u"desk"_s);
        m_gateway.set(u"TLS_CERTIFICATE"_s, file(u"server.pem"_s));
        m_gateway.set(u"TLS_PRIVATE_KEY"_s, file(u"server.key"_s));
        m_gateway.set(u"ADMIN_TLS"_s, u"mutual"_s);
        m_gateway.set(u"TLS_CLIENT_CA"_s, file(u"desk.pem"_s));
        QVERIFY(m_gateway.start());
        Options options;
        options.settingsFile = file(u"console.ini"_s);
        options.language = u"en"_s;
        m_console = std::make_unique<Console>(options, std::make_unique<SessionSecretStore>());
        m_console->start();
    }

    void anUnknownAuthorityIsNamed()
    {
        connectWith(profile());
        const QString why = refusal();
        QVERIFY2(why.contains(u"no authority has signed it"_s), qPrintable(why));
        auto* question = m_console->window()->findChild<TrustDialog*>();
        QVERIFY(question);
        question->reject();
    }
    void theLackOfAClientCertificateIsNamed()
    {
        ConnectionProfile one = profile();
        one.caFile = file(u"server.pem"_s);
        connectWith(one);
        const QString why = refusal();
        QVERIFY2(why.contains(u"demands a client certificate"_s), qPrintable(why));
    }
    void withBothTheConsoleWorks()
    {
        ConnectionProfile one = profile();
        one.caFile = file(u"server.pem"_s);
        one.clientCertFile = file(u"desk.pem"_s);
        one.clientKeyFile = file(u"desk.key"_s);
        connectWith(one);
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(!m_console->link().gatewayInfo().isEmpty(), patienceMs);
    }
};

QTEST_MAIN(Secure)
#include "tst_secure.moc"
