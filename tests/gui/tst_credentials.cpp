// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/json_table_model.h"
#include "console/pages/consumers/credentials_dialog.h"
#include "console/pages/consumers/key_pane.h"
#include "console/pages/consumers/login_dialogs.h"
#include "console/pages/consumers/rotate_dialog.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QJsonArray>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// What lets a consumer in, from one window: each credential is made, shown once, works at the traffic
/// listener, is replaced and is taken away.
class Credentials : public DeskTest {
    Q_OBJECT

    QString m_consumer, m_key;
    QString m_basicPath;

    CredentialsDialog* dialog() { return window().findChild<CredentialsDialog*>(); }

    /// Status of a call with name and password.
    int withPassword(const QString& name, const QString& password)
    {
        const QByteArray pair = (name + u':' + password).toUtf8().toBase64();
        return trafficWith("Authorization: Basic " + pair + "\r\n", m_basicPath);
    }

    bool selectKey(const QString& key)
    {
        for (int row = 0; row < dialog()->model()->rowCount(); ++row) {
            const QString prefix = dialog()->model()->rowAt(row)[u"api_key_prefix"_s].toString();
            if (!prefix.isEmpty() && key.startsWith(prefix)) {
                dialog()->table()->selectRow(row);
                return true;
            }
        }
        return false;
    }

    bool selectKind(const QString& kind)
    {
        const auto find = [this, &kind] {
            for (int row = 0; row < dialog()->model()->rowCount(); ++row) {
                if (dialog()->model()->index(row, 0).data().toString() == kind)
                    return row;
            }
            return -1;
        };
        if (!QTest::qWaitFor([&find] { return find() >= 0; }, patienceMs))
            return false;
        dialog()->table()->selectRow(find());
        return true;
    }

    QString idOfKind(const QString& kind)
    {
        for (int row = 0; row < dialog()->model()->rowCount(); ++row) {
            if (dialog()->model()->index(row, 0).data().toString() == kind)
                return dialog()->model()->idAt(row);
        }
        return {};
    }

    void choose(const char* action)
    {
        auto* button = findWidget<QPushButton>(dialog(), "addCredential");
        auto* entry = button->menu()->findChild<QAction*>(QLatin1StringView(action));
        QVERIFY(entry);
        entry->trigger();
    }

    /// The secret of the window that shows it once; it is copied, so that closing does not ask.
    QString takeSecret()
    {
        auto* shown = opened<KeyDialog>();
        if (!shown)
            return {};
        auto* secret = findWidget<QWidget>(shown, "newKey");
        const QString text = secret->findChild<QLineEdit*>()->text();
        secret->findChildren<QToolButton*>().last()->click();
        const QPointer<QDialog> alive(shown);
        shown->reject();
        return QTest::qWaitFor([&alive] { return !alive; }, patienceMs) ? text : QString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        const QJsonObject basic = call(CallId::ContractCreate, {},
                                       {{u"name"_s, u"till"_s},
                                        {u"version"_s, u"1.0.0"_s},
                                        {u"endpoint"_s, QJsonObject{{u"url"_s, m_gateway.upstream()}}},
                                        {u"auth"_s, QJsonObject{{u"type"_s, u"basic"_s}}}});
        m_basicPath = basic.value(u"gateway_path"_s).toString();
        QVERIFY(!m_basicPath.isEmpty());
        m_consumer =
            call(
                CallId::ConsumerCreate, {u"default"_s},
                {{u"external_id"_s, u"acme"_s}, {u"name"_s, u"Acme Ltd"_s}, {u"email"_s, u"ops@acme.test"_s}})
                .value(u"id"_s)
                .toString();
        const auto subscribe = [this](const QJsonValue& api) {
            return call(CallId::SubscriptionV1Create, {},
                        {{u"consumer_id"_s, m_consumer}, {u"api_id"_s, api}})
                .value(u"api_key"_s)
                .toString();
        };
        m_key = subscribe(m_contract);
        QVERIFY(!subscribe(basic.value(u"id"_s)).isEmpty());
        QVERIFY(!m_key.isEmpty());
        QCOMPARE(traffic(m_key), 200);
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void theWindowListsWhatThereIs()
    {
        ListPage* page = place("consumers");
        QVERIFY(select(page, 0, u"Acme Ltd"_s));
        trigger(page, u"Keys and credentials…"_s);
        QVERIFY(dialog());
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->model()->rowCount(), 2, patienceMs);     // a key for each API
        QVERIFY(findWidget<QPushButton>(dialog(), "rotateCredential")->isEnabled()); // the first is selected
        dialog()->table()->clearSelection();
        QVERIFY(!findWidget<QPushButton>(dialog(), "rotateCredential")->isEnabled());
        QVERIFY(!findWidget<QPushButton>(dialog(), "rotateCredential")->toolTip().isEmpty());
        const QStringList faults = accessibilityFaults(*dialog());
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    }

    void passwordsAreMadeReplacedAndTakenAway()
    {
        choose("addPassword");
        auto* made = opened<NewLoginDialog>();
        QVERIFY(made);
        type(*made->form(), "login", u"a:b"_s); // a colon divides name and password
        findWidget<QPushButton>(made, "send")->click();
        QTRY_VERIFY_WITH_TIMEOUT(made->form()->formField(u"login"_s)->hasError(), patienceMs);
        type(*made->form(), "login", u"till-7"_s);
        findWidget<QPushButton>(made, "send")->click();
        const QString first = takeSecret();
        QVERIFY(first.size() >= 32);
        QCOMPARE(withPassword(u"till-7"_s, first), 200);
        QVERIFY(selectKind(u"Password"_s));
        const QString before = idOfKind(u"Password"_s);
        findWidget<QPushButton>(dialog(), "rotateCredential")->click();
        auto* rotate = opened<RotateLoginDialog>();
        QVERIFY(rotate);
        findWidget<QPushButton>(rotate, "send")->click();
        const QString second = takeSecret();
        QVERIFY(!second.isEmpty() && second != first);
        QCOMPARE(withPassword(u"till-7"_s, second), 200);
        QCOMPARE(withPassword(u"till-7"_s, first), 401);
        QTRY_VERIFY_WITH_TIMEOUT(idOfKind(u"Password"_s) != before, patienceMs); // the list is new
        QVERIFY(selectKind(u"Password"_s));
        findWidget<QPushButton>(dialog(), "revokeCredential")->click();
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(withPassword(u"till-7"_s, second), 401, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->model()->rowCount(), 2, patienceMs);
    }

    void signingKeysRotateWithGrace()
    {
        choose("addSigningKey");
        auto* made = opened<NewLoginDialog>();
        QVERIFY(made);
        type(*made->form(), "label", u"warehouse"_s);
        findWidget<QPushButton>(made, "send")->click();
        QVERIFY(!takeSecret().isEmpty());
        QVERIFY(selectKind(u"Signing key"_s));
        findWidget<QPushButton>(dialog(), "rotateCredential")->click();
        auto* rotate = opened<RotateLoginDialog>();
        QVERIFY(rotate);
        type(*rotate->form(), "grace_period_hours", u"169"_s);
        findWidget<QPushButton>(rotate, "send")->click();
        QVERIFY(rotate->form()->formField(u"grace_period_hours"_s)->hasError());
        type(*rotate->form(), "grace_period_hours", u"168"_s);
        findWidget<QPushButton>(rotate, "send")->click();
        QVERIFY(!takeSecret().isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->model()->rowCount(), 4, patienceMs);
        QStringList states;
        for (int row = 0; row < 4; ++row)
            states.append(dialog()->model()->index(row, 2).data().toString());
        QCOMPARE(states.count(u"Rotated out"_s), 1);
    }

    /// The old key alone, in the middle of its grace period.
    void aRotatedOutKeyIsEndedAtOnce()
    {
        const QString old = m_key;
        QVERIFY(selectKey(old));
        findWidget<QPushButton>(dialog(), "rotateCredential")->click();
        auto* rotate = opened<RotateDialog>();
        QVERIFY(rotate);
        type(*rotate->form(), "grace_period_hours", u"24"_s);
        findWidget<QPushButton>(rotate, "send")->click();
        m_key = takeSecret();
        QVERIFY(!m_key.isEmpty() && m_key != old);
        QCOMPARE(traffic(old), 200);
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->model()->rowCount(), 5, patienceMs);
        QVERIFY(selectKey(old));
        auto* end = findWidget<QPushButton>(dialog(), "revokeCredential");
        QCOMPARE(end->text(), u"End now…"_s);
        end->click();
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(dialog()->model()->rowCount(), 4, patienceMs);
        QCOMPARE(traffic(old), 401);
        QCOMPARE(traffic(m_key), 200);
    }

    void keysRotateFromHereToo()
    {
        QVERIFY(selectKey(m_key));
        findWidget<QPushButton>(dialog(), "rotateCredential")->click();
        auto* rotate = opened<RotateDialog>();
        QVERIFY(rotate);
        type(*rotate->form(), "grace_period_hours", u"0"_s);
        findWidget<QPushButton>(rotate, "send")->click();
        const QString fresh = takeSecret();
        QVERIFY(!fresh.isEmpty());
        QCOMPARE(traffic(m_key), 401);
        QCOMPARE(traffic(fresh), 200);
    }

    void certificatesAreBound()
    {
        const QString path = m_gateway.dir().filePath(u"no.pem"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("this is no certificate");
        file.close();
        dialog()->bindCertificate(path);
        bool told = false;
        for (const QLabel* label : dialog()->findChildren<QLabel*>())
            told = told || label->text().contains(u"holds no certificate"_s);
        QVERIFY(told);
        dialog()->bindCertificate(QStringLiteral(SOURCE_FOLDER "/tests/gui/shop.pem"));
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(selectKind(u"Client certificate"_s), patienceMs);
        const QJsonObject consumer = call(CallId::ConsumerGet, {u"default"_s, m_consumer});
        QCOMPARE(consumer.value(u"certificate_fingerprint"_s).toString().size(), 64);
        findWidget<QPushButton>(dialog(), "revokeCredential")->click();
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(call(CallId::ConsumerGet, {u"default"_s, m_consumer})
                                     .value(u"certificate_fingerprint"_s)
                                     .toString()
                                     .isEmpty(),
                                 patienceMs);
        dialog()->reject();
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Credentials)
#include "tst_credentials.moc"
