// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/connections_dialog.h"
#include "console/app/help_dialog.h"
#include "console/app/login_bar.h"
#include "console/app/navigation.h"
#include "console/app/place_stack.h"
#include "console/app/preferences_dialog.h"
#include "console/app/profile_form.h"
#include "console/app/trust_dialog.h"
#include "console/app/welcome_page.h"
#include "console/pages/places.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "tests/console/app/accessibility.h"
#include "tests/console/app/shell_fixture.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QPushButton>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QTextBrowser>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

namespace {

void save(QWidget& widget, const QString& name)
{
    const QString folder = qEnvironmentVariable("GATEHOUSE_SCREENSHOTS");
    if (!folder.isEmpty())
        widget.grab().save(folder + u'/' + name + u".png"_s);
}

} // namespace

class TestWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstRunShowsTheWelcomePage()
    {
        ShellFixture shell;
        MainWindow& window = shell.open();
        auto* welcome = window.findChild<WelcomePage*>();
        QVERIFY(welcome && welcome->isVisible());
        QCOMPARE(accessibilityFaults(window), QStringList());
        auto* go = welcome->findChild<QPushButton*>(u"connectButton"_s);
        go->click(); // nothing filled in: stays, with faults in place
        QVERIFY(welcome->isVisible());
        QVERIFY(shell.profiles->all().isEmpty());
    }
    void fromWelcomeToLoggedIn()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        MainWindow& window = shell.open();
        auto* welcome = window.findChild<WelcomePage*>();
        QSignalSpy ready(shell.link.get(), &GatewayLink::ready);
        Q_EMIT welcome->connectRequested(shell.profile(gateway), Secret("right"), true);
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(!welcome->isVisible());
        QCOMPARE(window.places().currentPlace(), u"one"_s);
        QVERIFY(window.windowTitle().contains(u"Shop gateway"_s));
        QCOMPARE(shell.profiles->all().size(), 1);
        QTRY_COMPARE(shell.link->events().revision(), 42);
        QString why;
        QVERIFY2(shell.link->mayWrite(&why), qPrintable(why));
        QCOMPARE(accessibilityFaults(window), QStringList());
        save(window, u"shell-light"_s);
        shell.theme.setMode(Theme::Mode::Dark);
        QTRY_VERIFY(shell.theme.isDark());
        save(window, u"shell-dark"_s);
    }
    void wrongPasswordAsksAboveThePageAndKeepsIt()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        shell.link->openWith(shell.profile(gateway), Secret("wrong"), false);
        auto* bar = window.findChild<LoginBar*>();
        QTRY_VERIFY(bar->isVisible());
        Page* page = window.places().current();
        QVERIFY(page);
        auto* password = bar->findChild<QLineEdit*>();
        password->setText(u"right"_s);
        QSignalSpy ready(shell.link.get(), &GatewayLink::ready);
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(!bar->isVisible());
        QCOMPARE(window.places().current(), page);
        QCOMPARE(password->text(), QString());
    }
    void endedTokenIsRenewedWithTheStoredPassword()
    {
        bool valid = true;
        int logins = 0;
        FakeGateway gateway([&](const FakeGateway::Request& request) {
            FakeGateway::Reply reply = ShellFixture::answer(request);
            if (request.path == "/platform/authorization") {
                valid = true;
                ++logins;
            } else if (!valid && !request.path.startsWith("/platform/monitor")) {
                reply.status = 401;
                reply.body = "{\"detail\":\"Unauthorized\"}";
            }
            return reply;
        });
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        shell.link->setShortestSession(-1);
        QSignalSpy ready(shell.link.get(), &GatewayLink::ready);
        QSignalSpy asked(shell.link.get(), &GatewayLink::passwordNeeded);
        shell.link->openWith(shell.profile(gateway), Secret("right"), true);
        QTRY_COMPARE(ready.size(), 1);
        valid = false;
        const auto ignore = [](const Result<QJsonObject>&) {};
        shell.link->client().get(u"/platform/api/all"_s, &window, ignore);
        QTRY_COMPARE(ready.size(), 2);
        QCOMPARE(logins, 2);
        QCOMPARE(asked.size(), 0);
        // Soon after a login it asks: a gateway that refuses every token must not be asked for ever.
        shell.link->setShortestSession(60'000);
        valid = false;
        shell.link->client().get(u"/platform/api/all"_s, &window, ignore);
        QTRY_COMPARE(asked.size(), 1);
        QCOMPARE(logins, 2);
    }
    void lostGatewayDisablesChangesAndComesBack()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        shell.link->openWith(shell.profile(gateway), Secret("right"), true);
        auto* page = static_cast<SamplePage*>(window.places().current());
        auto* primary = page->findChild<QPushButton*>(u"primaryAction"_s);
        QTRY_VERIFY(primary->isEnabled());
        gateway.stop();
        QTRY_COMPARE(shell.link->machine().state(), ConnectionState::Reconnecting);
        QVERIFY(!primary->isEnabled());
        QVERIFY(!primary->toolTip().isEmpty());
        QVERIFY(gateway.listen());
        const int before = page->activated;
        shell.link->machine().retryNow();
        QTRY_VERIFY(primary->isEnabled());
        QVERIFY(page->activated > before); // stale data is loaded again
    }
    void readOnlyProfileChangesNothing()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        ConnectionProfile profile = shell.profile(gateway);
        profile.readOnly = true;
        profile.environment = Environment::Production;
        shell.profiles->save(profile);
        MainWindow& window = shell.open();
        QSignalSpy ready(shell.link.get(), &GatewayLink::ready);
        shell.link->openWith(profile, Secret("right"), false);
        QTRY_COMPARE(ready.size(), 1);
        QVERIFY(!window.places().current()->findChild<QPushButton*>(u"primaryAction"_s)->isEnabled());
        Confirmation question;
        question.name = u"x"_s;
        QCOMPARE(shell.dialogs.effectiveRisk(question), Risk::TypeName); // production
    }

    void backAndForwardRestoreTheState()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        PlaceStack& places = window.places();
        window.go(u"one"_s);
        auto* one = static_cast<SamplePage*>(places.current());
        one->shownState = QUrlQuery(u"id=7"_s);
        window.go(u"two"_s);
        QCOMPARE(one->deactivated, 1);
        one->shownState = {};
        places.back();
        QCOMPARE(places.currentPlace(), u"one"_s);
        QCOMPARE(one->shownState, QUrlQuery(u"id=7"_s));
        QVERIFY(!places.canGoBack());
        places.forward();
        QCOMPARE(places.currentPlace(), u"two"_s);
        places.go({u"nowhere"_s, {}});
        QCOMPARE(places.currentPlace(), u"two"_s);
    }
    void draftIsNotLostByAccident()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        auto* page = static_cast<SamplePage*>(window.places().current());
        page->dirty = true;
        shell.dialogs.yes = false;
        window.go(u"three"_s);
        QCOMPARE(shell.dialogs.asked, 1);
        QCOMPARE(window.places().currentPlace(), u"one"_s);
        QCOMPARE(window.findChild<Navigation*>()->currentItem()->data(0, Qt::UserRole).toString(), u"one"_s);
        window.close();
        QVERIFY(window.isVisible());
        shell.dialogs.yes = true;
        window.go(u"three"_s);
        QCOMPARE(window.places().currentPlace(), u"three"_s);
    }
    void lastPlaceAndGeometryComeBack()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        shell.open().go(u"two"_s);
        shell.window->close();
        shell.window.reset();
        QCOMPARE(shell.open().places().currentPlace(), u"two"_s);
    }

    void dialogsHaveNamesAndTabOrder()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        auto* connections = new ConnectionsDialog(*shell.profiles, shell.secrets, shell.dialogs, &window);
        auto* preferences = new PreferencesDialog(*shell.settings, window.actions(), &window);
        TlsDecision decision;
        decision.verdict = TlsDecision::Verdict::Changed;
        decision.sha256 = QByteArray(32, 'a');
        decision.pinnedSha256 = QByteArray(32, 'b');
        decision.reasons.append(u"The certificate is self-signed."_s);
        auto* trust = new TrustDialog(shell.profile(gateway), decision, &window);
        for (QDialog* dialog : std::initializer_list<QDialog*>{connections, preferences, trust}) {
            dialog->open();
            QCOMPARE(accessibilityFaults(*dialog), QStringList());
            save(*dialog, dialog->objectName());
            dialog->close();
        }
    }
    void alteredConnectionsAreNotLost()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        ConnectionProfile other = shell.profile(gateway);
        other.id = u"other"_s;
        other.name = u"Other"_s;
        shell.profiles->save(shell.profile(gateway));
        shell.profiles->save(other);
        MainWindow& window = shell.open();
        QPointer<ConnectionsDialog> dialog(
            new ConnectionsDialog(*shell.profiles, shell.secrets, shell.dialogs, &window));
        dialog->open();
        auto* list = dialog->findChild<QListWidget*>();
        auto* name = dialog->findChild<ProfileForm*>()->findChild<QLineEdit*>();
        list->setCurrentRow(1);
        list->setCurrentRow(0);
        QCOMPARE(shell.dialogs.asked, 0); // nothing is written yet
        QTest::keyClicks(name, u" renamed"_s);
        const QString written = name->text();
        shell.dialogs.yes = false;
        list->setCurrentRow(1);
        QTest::keyClick(dialog.data(), Qt::Key_Escape);
        QCOMPARE(shell.dialogs.asked, 2);
        QVERIFY(dialog->isVisible());
        QTRY_COMPARE(list->currentRow(), 0);
        QCOMPARE(name->text(), written);
        shell.dialogs.yes = true;
        list->setCurrentRow(1);
        QCOMPARE(list->currentRow(), 1);
        QVERIFY(!name->text().contains(u"renamed"_s));
        QTest::keyClick(dialog.data(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
        QCOMPARE(shell.dialogs.asked, 3);
    }
    void everyMenuHasALetterOfItsOwnAndFitsTheScreen()
    {
        constexpr qsizetype mostRows = 16;
        PlaceRegistry registry;
        registerPlaces(registry);
        ShellFixture shell(registry);
        QSet<QKeySequence> keys;
        const auto menus = shell.open().menuBar()->actions();
        for (const QAction* menu : menus) {
            keys.insert(QKeySequence::mnemonic(menu->text()));
            QVERIFY2(menu->menu()->actions().size() <= mostRows, qPrintable(menu->text()));
        }
        QCOMPARE(keys.size(), menus.size());
        QVERIFY(!keys.contains(QKeySequence()));
    }
    /// What one console writes another one reads; a second time changes nothing.
    void connectionsMoveAsAFile()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell, other;
        ConnectionProfile kept = shell.profile(gateway);
        kept.url = QUrl(u"https://gw.example"_s);
        kept.caFile = u"/etc/ssl/own-ca.pem"_s;
        shell.profiles->save(kept);
        shell.dialogs.path = other.dialogs.path = shell.dir.filePath(u"connections.json"_s);
        const auto press = [](ShellFixture& fixture, const char* button) {
            MainWindow& window = fixture.window ? *fixture.window : fixture.open();
            auto* dialog =
                new ConnectionsDialog(*fixture.profiles, fixture.secrets, fixture.dialogs, &window);
            dialog->open();
            dialog->findChild<QPushButton*>(QLatin1StringView(button))->click();
            const QString said = dialog->findChild<MessageBar*>()->text();
            dialog->close();
            return said;
        };
        QVERIFY(press(shell, "exportConnections").contains(u"1 connection"_s));
        QCOMPARE(press(other, "importConnections"), u"Added: 1. Already here: 0. Not usable: 0."_s);
        QCOMPARE(other.profiles->all(), shell.profiles->all());
        QCOMPARE(press(other, "importConnections"), u"Added: 0. Already here: 1. Not usable: 0."_s);
        QFile file(other.dialogs.path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("not JSON");
        file.close();
        QVERIFY(press(other, "importConnections").contains(u"was not imported"_s));
        QCOMPARE(other.profiles->all().size(), 1);
    }
    /// The fields of a secure connection are there when the address is one, and say what is wrong.
    void filesOfASecureConnection()
    {
        ShellFixture shell;
        ProfileForm form(u"memory"_s, shell.dialogs);
        ConnectionProfile profile;
        profile.id = profile.name = profile.user = u"x"_s;
        profile.url = QUrl(u"http://127.0.0.1:8000"_s);
        form.setProfile(profile);
        auto* authority = form.findChild<QLineEdit*>(u"caFile"_s);
        QVERIFY(!authority->isVisibleTo(&form));
        profile.url = QUrl(u"https://gw.example"_s);
        form.setProfile(profile);
        QVERIFY(authority->isVisibleTo(&form));
        authority->setText(u"/nowhere.pem"_s);
        form.findChild<QLineEdit*>(u"clientCertFile"_s)->setText(u"/nowhere.crt"_s);
        QVERIFY(!form.check());
        QStringList faults;
        for (const FormField* field : form.findChildren<FormField*>()) {
            if (field->hasError())
                faults.append(field->label());
        }
        QCOMPARE(faults, (QStringList{u"CA file"_s, u"Its private key"_s}));
    }
    void helpOpensThePageOfThePlaceOrTheFirstOne()
    {
        QCOMPARE(HelpDialog(u"connections"_s, nullptr).topic(), u"connections"_s);
        QCOMPARE(HelpDialog(u"no-such-page"_s, nullptr).topic(), u"start"_s);
        QCOMPARE(HelpDialog(u"../icons/app"_s, nullptr).topic(), u"start"_s);
        ShellFixture shell;
        MainWindow& window = shell.open();
        window.actions().find(u"help.page"_s)->trigger();
        auto* help = window.findChild<HelpDialog*>();
        QVERIFY(help);
        QCOMPARE(help->topic(), u"connections"_s); // the first-run page is about connections
        QVERIFY(help->findChild<QTextBrowser*>()->toPlainText().contains(u"keychain"_s));
    }
    void helpSpeaksTheLanguageOfTheProgram()
    {
        QLocale::setDefault(QLocale(u"de"_s));
        const auto back = qScopeGuard([] { QLocale::setDefault(QLocale(u"en"_s)); });
        HelpDialog help(u"start"_s, nullptr);
        auto* page = help.findChild<QTextBrowser*>();
        auto* before = help.findChild<QPushButton*>(u"helpBack"_s);
        QVERIFY(page->toPlainText().startsWith(u"Gatehouse-Konsole"_s));
        QVERIFY(!before->isEnabled());
        Q_EMIT page->anchorClicked(QUrl(u"alerts.md"_s));
        QVERIFY(page->toPlainText().startsWith(u"Alarme"_s));
        Q_EMIT page->anchorClicked(QUrl(u"https://example.com/apis.md"_s)); // the help needs no network
        QCOMPARE(help.topic(), u"alerts"_s);
        before->click();
        QCOMPARE(help.topic(), u"start"_s);
        QLocale::setDefault(QLocale(u"fr"_s));
        QVERIFY(HelpDialog(u"start"_s, nullptr)
                    .findChild<QTextBrowser*>()
                    ->toPlainText()
                    .startsWith(u"Gatehouse console"_s));
    }
    void changedCertificateIsRefusedByDefault()
    {
        TlsDecision decision;
        decision.verdict = TlsDecision::Verdict::Changed;
        decision.sha256 = QByteArray(32, 'a');
        decision.pinnedSha256 = QByteArray(32, 'b');
        QWidget parent;
        parent.show();
        auto* dialog = new TrustDialog({}, decision, &parent);
        QSignalSpy accepted(dialog, &QDialog::accepted);
        QSignalSpy rejected(dialog, &QDialog::rejected);
        dialog->open();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(rejected.size(), 1);
        QCOMPARE(accepted.size(), 0);
    }
    void deletingAConnectionRemovesItsPassword()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        shell.profiles->save(shell.profile(gateway));
        shell.secrets.write(u"p"_s, Secret("pw"), this, [](const SecretAnswer&) {});
        MainWindow& window = shell.open();
        ConnectionsDialog dialog(*shell.profiles, shell.secrets, shell.dialogs, &window);
        for (auto* button : dialog.findChildren<QPushButton*>()) {
            if (button->text() == u"Delete"_s)
                button->click();
        }
        QVERIFY(shell.profiles->all().isEmpty());
        SecretStatus status = SecretStatus::Found;
        shell.secrets.read(u"p"_s, this, [&status](const SecretAnswer& answer) { status = answer.status; });
        QTRY_COMPARE(status, SecretStatus::Absent);
    }
    void noPasswordReachesTheSettingsFile()
    {
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell;
        MainWindow& window = shell.open();
        QSignalSpy ready(shell.link.get(), &GatewayLink::ready);
        Q_EMIT window.findChild<WelcomePage*>()->connectRequested(shell.profile(gateway), Secret("right"),
                                                                  true);
        QTRY_COMPARE(ready.size(), 1);
        window.close();
        shell.settings->sync();
        QFile file(shell.dir.filePath(u"console.ini"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray content = file.readAll();
        QVERIFY(content.contains("Shop gateway"));
        QVERIFY(!content.contains("right"));
        QVERIFY(!content.contains("access_token"));
    }

    /// The real places: each opens without a gateway, and all its controls have names.
    void everyRealPlaceOpens()
    {
        PlaceRegistry registry;
        registerPlaces(registry);
        FakeGateway gateway(ShellFixture::answer);
        ShellFixture shell(registry);
        shell.profiles->save(shell.profile(gateway));
        MainWindow& window = shell.open();
        for (const PlaceInfo& place : registry.places()) {
            window.go(place.id);
            QCOMPARE(window.places().currentPlace(), place.id);
            QCOMPARE(accessibilityFaults(window), QStringList());
            save(window, u"place-"_s + place.id);
        }
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
