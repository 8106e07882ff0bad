// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/app/reload.h"
#include "gateway/app/tls_settings.h"
#include "tests/gateway/app/app_settings.h"

#include <QTest>

using namespace gatehouse;
using namespace gatehouse::app;
using namespace Qt::Literals::StringLiterals;
using gatehouse::config::Setting;

class TestReload : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void certificatesAreHot();
    void switchingTlsWaitsForARestart_data();
    void switchingTlsWaitsForARestart();

private:
    AppFiles m_files;
    harness::TestAuthority m_authority;
    Environment m_tls; ///< with all that belongs to it
};

void TestReload::initTestCase()
{
    for (const QString& name : {u"tls"_s, u"other"_s, u"more/third"_s})
        m_files.store(name, m_authority.issue({name.toStdString(), {}}));
    m_tls = m_files.serving();
    m_tls.insert(u"TLS_CERTIFICATE_DIR"_s, m_files.path(u"more"_s));
    m_tls.insert(u"TLS_MIN_VERSION"_s, u"1.3"_s);
    m_tls.insert(u"TLS_CLIENT_CA"_s, m_files.write(u"ca.pem"_s, m_authority.pem()));
}

void TestReload::certificatesAreHot()
{
    Environment other = m_tls;
    other.insert(u"TLS_CERTIFICATE"_s, m_files.path(u"other.crt"_s));
    other.insert(u"TLS_PRIVATE_KEY"_s, m_files.path(u"other.key"_s));
    const Result<ReloadPlan> plan =
        planReload(config::load(m_files.input(m_tls)).settings, m_files.input(other));
    QVERIFY(plan);
    QCOMPARE(plan->hot, QStringList({u"TLS_CERTIFICATE"_s, u"TLS_PRIVATE_KEY"_s}));
    QCOMPARE(plan->restart, QStringList());
    QCOMPARE(plan->settings.path(Setting::TlsCertificate), m_files.path(u"other.crt"_s));
}

void TestReload::switchingTlsWaitsForARestart_data()
{
    QTest::addColumn<bool>("on");
    QTest::newRow("on") << true;
    QTest::newRow("off") << false;
}

/// The listener stays what it is, so nothing it is made of may change, or be reported as changed.
void TestReload::switchingTlsWaitsForARestart()
{
    QFETCH(bool, on);
    const config::Settings before = config::load(m_files.input(on ? Environment() : m_tls)).settings;
    Environment wanted = on ? m_tls : Environment();
    wanted.insert(u"LOG_LEVEL"_s, u"DEBUG"_s);
    const Result<ReloadPlan> plan = planReload(before, m_files.input(wanted));
    QVERIFY(plan);
    QCOMPARE(plan->hot, QStringList{u"LOG_LEVEL"_s});
    for (const QString& name : m_tls.keys())
        QVERIFY2(plan->restart.contains(name), qPrintable(name));
    QCOMPARE(servesTls(plan->settings), !on);
    for (const Setting setting :
         {Setting::TlsCertificate, Setting::TlsPrivateKey, Setting::TlsCertificateDir, Setting::TlsClientCa})
        QCOMPARE(plan->settings.path(setting), before.path(setting));
    QCOMPARE(plan->settings.text(Setting::TlsMinVersion), before.text(Setting::TlsMinVersion));
}

QTEST_GUILESS_MAIN(TestReload)
#include "tst_reload.moc"
