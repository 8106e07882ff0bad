// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/certificates/certificate_words.h"
#include "console/pages/certificates/certificates_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QClipboard>
#include <QLabel>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// Certificates that end: told on the dashboard, shown in their place, renewed without a restart.
class Certificates : public DeskTest {
    Q_OBJECT

    QString file(const QString& name) const { return m_gateway.dir().filePath(name); }
    /// A pair beside the place where the gateway looks for it, then moved there.
    void make(const QString& name, int days)
    {
        const QStringList arguments{u"req"_s,
                                    u"-x509"_s,
                                    u"-newkey"_s,
                                    u"ec"_s,
                                    u"-pkeyopt"_s,
                                    u"ec_paramgen_curve:prime256v1"_s,
                                    u"-nodes"_s,
                                    u"-days"_s,
                                    QString::number(days),
                                    u"-subj"_s,
                                    u"/CN="_s + name,
                                    u"-addext"_s,
                                    u"subjectAltName=DNS:shop.example,IP:127.0.0.1"_s,
                                    u"-keyout"_s,
                                    file(u"new.key"_s),
                                    u"-out"_s,
                                    file(u"new.pem"_s)};
        QCOMPARE(QProcess::execute(u"openssl"_s, arguments), 0);
        for (const QString& suffix : {u".key"_s, u".pem"_s}) {
            QFile::remove(file(u"server"_s + suffix));
            QVERIFY(QFile::rename(file(u"new"_s + suffix), file(u"server"_s + suffix)));
        }
    }
    /// Whole days, and the first one may have begun.
    static bool endsIn(ListPage* page, int days)
    {
        const int left = cell(page, 0, certificates::daysColumn).toInt();
        return left == days || left == days - 1;
    }
    static QString pane(ListPage* page)
    {
        QStringList texts;
        for (const QLabel* label : page->detailPane()->findChildren<QLabel*>())
            texts.append(label->text());
        return texts.join(u'\n');
    }

private Q_SLOTS:
    void initTestCase()
    {
        make(u"first"_s, 10);
        m_gateway.set(u"TLS_CERTIFICATE"_s, file(u"server.pem"_s));
        m_gateway.set(u"TLS_PRIVATE_KEY"_s, file(u"server.key"_s));
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void theDashboardWarnsAndLeadsThere()
    {
        window().go(u"dashboard"_s);
        auto* bar = findWidget<MessageBar>(window().places().current(), "certificateBar");
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patienceMs);
        QVERIFY2(bar->text().contains(u"shop.example ends in "_s), qPrintable(bar->text()));
        QVERIFY(accessibilityFaults(*bar).isEmpty());
        auto* action = bar->findChild<QPushButton*>(u"messageAction"_s);
        QVERIFY(action);
        action->click();
        QCOMPARE(window().places().currentPlace(), u"certificates"_s);
    }
    void thePaneShowsWhatIsKnown()
    {
        ListPage* page = place("certificates");
        QVERIFY(select(page, 0, u"shop.example"_s));
        QCOMPARE(cell(page, 0, 2), u"Ends soon"_s);
        QVERIFY2(endsIn(page, 10), qPrintable(cell(page, 0, certificates::daysColumn)));
        QTRY_COMPARE(page->detailPane()->pill()->word(), u"Ends soon"_s);
        const QString shown = pane(page);
        const QString print = certificates::fingerprintText(page->model()->rowAt(0));
        QCOMPARE(print.size(), 95);
        for (const QString& wanted : {u"CN=first"_s, print, file(u"server.pem"_s), u"no response"_s})
            QVERIFY2(shown.contains(wanted), qPrintable(wanted + u'\n' + shown));
        QVERIFY(!shown.contains(u"server.key"_s));
        findWidget<QPushButton>(page, "copyFingerprintButton")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), print);
        const QStringList faults = accessibilityFaults(window());
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }
    void anUnfitFileIsRefusedAndNamed()
    {
        ListPage* page = place("certificates");
        QFile key(file(u"server.key"_s));
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("no key at all");
        key.close();
        findWidget<QPushButton>(page, "primaryAction")->click();
        QTRY_VERIFY_WITH_TIMEOUT(page->messages()->text().contains(u"server.key"_s), patienceMs);
        QVERIFY2(page->messages()->text().contains(u"in use stays"_s), qPrintable(page->messages()->text()));
        QVERIFY2(endsIn(page, 10), qPrintable(cell(page, 0, certificates::daysColumn)));
    }
    void aRenewedOneIsTakenOver()
    {
        make(u"second"_s, 90);
        ListPage* page = place("certificates");
        findWidget<QPushButton>(page, "primaryAction")->click();
        QTRY_VERIFY_WITH_TIMEOUT(endsIn(page, 90), patienceMs);
        QTRY_VERIFY(page->messages()->text().contains(u"in use for new connections"_s));
        QCOMPARE(cell(page, 0, 2), u"Valid"_s);
        window().go(u"dashboard"_s);
        auto* bar = findWidget<MessageBar>(window().places().current(), "certificateBar");
        QTRY_VERIFY_WITH_TIMEOUT(!bar->isVisible(), patienceMs);
    }
    void enterLeadsToTheSettings()
    {
        ListPage* page = place("certificates");
        QVERIFY(select(page, 0, u"shop.example"_s));
        findWidget<QPushButton>(page, "showSettingButton")->click();
        QCOMPARE(window().places().currentPlace(), u"settings"_s);
        auto* settings = qobject_cast<ListPage*>(window().places().current());
        QVERIFY(select(settings, 0, u"TLS_CERTIFICATE"_s));
    }
};

QTEST_MAIN(Certificates)
#include "tst_certificates.moc"
