// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/certificates.h"
#include "tests/gateway/app/app_settings.h"

#include <QDateTime>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::app;
using namespace Qt::Literals::StringLiterals;

/// The certificates of the process while their files come, change and go.
class TestCertificates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void missingDirectoryLosesNothing();
    void missingDirectoryForbidsTheStart();
    void expiredInUseHoldsNothingUp();
    void replacedUpstreamFilesAreFound();
    void endOfWhatUpstreamsSeeIsReported();

private:
    config::Settings settings(bool more = false) const;
    harness::TestPair issue(const std::string& name, int untilDays = 60) const;
    static QStringList subjects(const Certificates& certificates);
    QString checked() const;

    std::unique_ptr<AppFiles> m_files;
    std::unique_ptr<harness::TestAuthority> m_authority;
    std::unique_ptr<observe::HealthRegistry> m_health;
    qint64 m_now = 0;
};

void TestCertificates::init()
{
    m_files = std::make_unique<AppFiles>();
    m_authority = std::make_unique<harness::TestAuthority>();
    m_health = std::make_unique<observe::HealthRegistry>();
    m_now = QDateTime::currentSecsSinceEpoch();
    m_files->store(u"tls"_s, issue("first"));
}

config::Settings TestCertificates::settings(bool more) const
{
    Environment all = m_files->serving();
    if (more)
        all.insert(u"TLS_CERTIFICATE_DIR"_s, m_files->path(u"more"_s));
    return config::load(m_files->input(all)).settings;
}

harness::TestPair TestCertificates::issue(const std::string& name, int untilDays) const
{
    return m_authority->issue({name, {name + ".test"}, -30, untilDays});
}

QStringList TestCertificates::subjects(const Certificates& certificates)
{
    QStringList all;
    for (const net::UsedCertificate& used : certificates.inUse())
        all.append(QString::fromStdString(used.status.subject));
    return all;
}

/// What the health check says.
QString TestCertificates::checked() const
{
    for (const observe::HealthCheck& check : m_health->checks()) {
        if (check.name == u"certificates"_s)
            return observe::toString(check.state) + u' ' + check.text;
    }
    return u"no check"_s;
}

/// A directory that is away for a moment is not an empty one, whoever looks.
void TestCertificates::missingDirectoryLosesNothing()
{
    m_files->store(u"more/second"_s, issue("second"));
    Certificates certificates(settings(true), *m_health);
    QVERIFY(certificates.load());
    const QStringList both{u"CN=first"_s, u"CN=second"_s};
    QCOMPARE(subjects(certificates), both);
    QVERIFY(QDir().rename(m_files->path(u"more"_s), m_files->path(u"away"_s)));
    certificates.tick(m_now);
    QCOMPARE(subjects(certificates), both);
    QVERIFY(!certificates.reload());
    QCOMPARE(subjects(certificates), both);
    const QString faults = certificates.faults().join(u'\n');
    QVERIFY2(faults.contains(u"TLS_CERTIFICATE_DIR"_s) && faults.contains(m_files->path(u"more"_s)),
             qPrintable(faults));
    QVERIFY(QDir().rename(m_files->path(u"away"_s), m_files->path(u"more"_s)));
    certificates.tick(m_now);
    QCOMPARE(certificates.faults(), QStringList());
    QVERIFY(QFile::remove(m_files->path(u"more/second.crt"_s))); // meant to go
    certificates.tick(m_now);
    QCOMPARE(subjects(certificates), QStringList{u"CN=first"_s});
}

void TestCertificates::missingDirectoryForbidsTheStart()
{
    Certificates certificates(settings(true), *m_health);
    const Result<void> loaded = certificates.load();
    QVERIFY(!loaded && loaded.error().text().contains(m_files->path(u"more"_s)));
    m_files->write(u"more"_s, "a file");
    QVERIFY(!certificates.load());
}

/// What has expired while it was in use is no worse than before; what comes expired in its place is.
void TestCertificates::expiredInUseHoldsNothingUp()
{
    m_files->store(u"more/old"_s, issue("old", -1));
    Certificates certificates(settings(true), *m_health);
    QVERIFY(certificates.load());
    m_files->store(u"tls"_s, issue("renewed"));
    QVERIFY2(certificates.reload(), qPrintable(certificates.faults().join(u'\n')));
    QCOMPARE(subjects(certificates), QStringList({u"CN=renewed"_s, u"CN=old"_s}));
    const harness::TestPair late = issue("late", -1);
    m_files->store(u"more/old"_s, late);
    m_files->store(u"tls"_s, issue("again"));
    QVERIFY(!certificates.reload());
    QVERIFY(certificates.faults().join(u'\n').contains(u"old.crt has expired"_s));
    QCOMPARE(subjects(certificates), QStringList({u"CN=renewed"_s, u"CN=old"_s}));
    m_files->store(u"more/old"_s, issue("new"));
    QVERIFY(certificates.reload());
    QCOMPARE(subjects(certificates), QStringList({u"CN=again"_s, u"CN=new"_s}));
}

/// Without a signal, with or without a TLS listener.
void TestCertificates::replacedUpstreamFilesAreFound()
{
    const harness::TestAuthority other("Other authority");
    net::TlsClientOptions options;
    options.caFile = m_files->write(u"ca.pem"_s, m_authority->pem()).toStdString();
    net::TlsClientOptions early; // before its file is there
    early.caFile = m_files->path(u"early.pem"_s).toStdString();
    for (const bool serves : {false, true}) {
        m_files->write(u"ca.pem"_s, m_authority->pem());
        QFile::remove(m_files->path(u"early.pem"_s));
        Certificates certificates(serves ? settings() : config::load(m_files->input({})).settings, *m_health);
        QVERIFY(certificates.load());
        const auto client = certificates.clients().get(options);
        const auto waiting = certificates.clients().get(early);
        QCOMPARE(subjects(certificates).last(), u"CN=Test authority"_s);
        QVERIFY(!waiting->problem().empty());
        m_files->write(u"ca.pem"_s, other.pem());
        m_files->write(u"early.pem"_s, other.pem());
        certificates.tick(m_now);
        QCOMPARE(subjects(certificates).last(), u"CN=Other authority"_s);
        QCOMPARE(waiting->problem(), std::string());
        m_files->write(u"ca.pem"_s, "nonsense");
        certificates.tick(m_now);
        QCOMPARE(subjects(certificates).last(), u"CN=Other authority"_s);
        QVERIFY(certificates.faults().join(u'\n').contains(u"ca.pem holds no PEM certificate"_s));
    }
}

void TestCertificates::endOfWhatUpstreamsSeeIsReported()
{
    m_files->store(u"shown"_s, issue("shown", 10));
    net::TlsClientOptions options;
    options.chainFile = m_files->path(u"shown.crt"_s).toStdString();
    options.keyFile = m_files->path(u"shown.key"_s).toStdString();
    for (const bool serves : {false, true}) {
        Certificates certificates(serves ? settings() : config::load(m_files->input({})).settings, *m_health);
        QVERIFY(certificates.load());
        certificates.tick(m_now);
        QCOMPARE(checked(), serves ? u"ok "_s : u"no check"_s);
        const auto client = certificates.clients().get(options);
        certificates.tick(m_now + 3'600);
        QVERIFY2(checked().startsWith(u"degraded"_s) && checked().contains(u"shown.crt expires in 9 days"_s),
                 qPrintable(checked()));
        certificates.tick(m_now + 20 * 86'400);
        QVERIFY2(checked().contains(u"shown.crt has expired"_s), qPrintable(checked()));
    }
}

QTEST_GUILESS_MAIN(TestCertificates)
#include "tst_certificates.moc"
