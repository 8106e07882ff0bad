// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/local_gateway.h"
#include "console/app/local_gateway_dialog.h"
#include "console/settings/settings.h"
#include "tests/gui/real_console.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// The console starts a real gateway by itself, finds it again, and stops it.
class LocalGatewayTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString folder() const { return m_dir.filePath(u"local"_s); }
    static QString program() { return qEnvironmentVariable("GATEHOUSE_BIN") + u"/gatehouse-gateway"_s; }

private Q_SLOTS:
    void startsFromTheDialogAndAnswers()
    {
        LocalGateway gateway(folder(), program());
        const auto settings = Settings::atPath(m_dir.filePath(u"console.ini"_s));
        LocalGatewayDialog dialog(gateway, *settings);
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        auto* connectButton = findWidget<QPushButton>(&dialog, "connectLocal");
        QVERIFY(!connectButton->isEnabled());
        findWidget<QPushButton>(&dialog, "startLocal")->click();
        QCOMPARE(gateway.state(), LocalGateway::State::Starting);
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), LocalGateway::State::Running, 2 * patienceMs);
        QVERIFY(connectButton->isEnabled());
        QVERIFY(gateway.adminPort() > 0);
        QVERIFY(gateway.publicPort() > 0);

        // Whoever else uses this machine reads neither the keys nor the password.
        for (const QString& name : {u"admin.password"_s, u"jwt.key"_s, u"mem.key"_s}) {
            const QFileInfo file(folder() + u'/' + name);
            QVERIFY(file.size() > 20);
            QVERIFY(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteOther)));
        }

        ApiClient client;
        client.setProfile(gateway.profile());
        Session session(client);
        bool in = false;
        session.login(gateway.profile().user, gateway.password(), this,
                      [&in](const Result<void>& answer) { in = answer.ok(); });
        QTRY_VERIFY_WITH_TIMEOUT(in, patienceMs);
        QCOMPARE(gateway.profile().id, QString::fromLatin1(LocalGateway::profileId));
    }

    void laterConsoleFindsItAndStopsIt()
    {
        LocalGateway gateway(folder(), program());
        QCOMPARE(gateway.state(), LocalGateway::State::Running);
        gateway.stop();
        QCOMPARE(gateway.state(), LocalGateway::State::Stopping);
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), LocalGateway::State::Stopped, 2 * patienceMs);
        QCOMPARE(LocalGateway(folder(), program()).state(), LocalGateway::State::Stopped);
    }

    /// The keys stay: with new ones the stored data could not be read.
    void secondStartUsesTheSameKeys()
    {
        const QByteArray before = contentOf(folder() + u"/mem.key"_s);
        LocalGateway gateway(folder(), program());
        gateway.start();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), LocalGateway::State::Running, 2 * patienceMs);
        QCOMPARE(contentOf(folder() + u"/mem.key"_s), before);
        gateway.stop();
        QTRY_COMPARE_WITH_TIMEOUT(gateway.state(), LocalGateway::State::Stopped, 2 * patienceMs);
    }

    void failureSaysWhy()
    {
        LocalGateway nowhere(m_dir.filePath(u"other"_s), u"/nonexistent/gatehouse-gateway"_s);
        nowhere.start();
        QCOMPARE(nowhere.state(), LocalGateway::State::Failed);
        QVERIFY(nowhere.problem().contains(u"/nonexistent/"_s));

        // A key that is too weak: the gateway refuses to start and its own words are shown.
        const QString weak = m_dir.filePath(u"weak"_s);
        QVERIFY(QDir().mkpath(weak));
        QFile key(weak + u"/mem.key"_s);
        QVERIFY(key.open(QIODevice::WriteOnly));
        key.write("x");
        key.close();
        LocalGateway broken(weak, program());
        broken.start();
        QTRY_COMPARE_WITH_TIMEOUT(broken.state(), LocalGateway::State::Failed, 2 * patienceMs);
        QVERIFY2(broken.problem().contains(u"MEM_ENCRYPTION_KEY"_s), qPrintable(broken.problem()));
    }
};

QTEST_MAIN(LocalGatewayTest)
#include "tst_local_gateway.moc"
