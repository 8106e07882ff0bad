// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/document_editor.h"
#include "console/pages/users/password_dialog.h"
#include "console/pages/users/user_apis_dialog.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QListWidget>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// What an administrator does for one user, in front of a real gateway: a password that works, sessions that
/// end, APIs that may be called.
class UsersDesk : public DeskTest {
    Q_OBJECT

    const QString m_other = u"Quite-Another-9-Word!"_s;

    /// Status and body of a call of somebody without this console.
    std::pair<int, QJsonObject> ask(int port, const QByteArray& line, const QByteArray& headers,
                                    const QByteArray& body = {})
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(port));
        if (!socket.waitForConnected(patienceMs))
            return {};
        socket.write(line + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body);
        QByteArray answer;
        while (socket.waitForReadyRead(patienceMs))
            answer += socket.readAll();
        const qsizetype end = answer.indexOf("\r\n\r\n");
        return {answer.split(' ').value(1).toInt(), QJsonDocument::fromJson(answer.mid(end + 4)).object()};
    }

    /// The token of ada with this password; empty: refused.
    QByteArray login(const QString& password)
    {
        const QJsonObject body{{u"email"_s, u"ada@example.com"_s}, {u"password"_s, password}};
        const auto [status, answer] =
            ask(m_gateway.adminPort(), "POST /platform/authorization", "Content-Type: application/json\r\n",
                QJsonDocument(body).toJson(QJsonDocument::Compact));
        const QJsonObject inner = answer.value(u"response"_s).toObject();
        return (inner.isEmpty() ? answer : inner).value(u"access_token"_s).toString().toLatin1();
    }
    int whoAmI(const QByteArray& token)
    {
        return ask(m_gateway.adminPort(), "GET /platform/user/me", "Authorization: Bearer " + token + "\r\n")
            .first;
    }
    int callShop(const QByteArray& token)
    {
        return ask(m_gateway.publicPort(), "GET /api/rest/shop/v1/orders",
                   "Authorization: Bearer " + token + "\r\n")
            .first;
    }

    void publish(const QString& name, const QString& group)
    {
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, name},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_servers"_s, QJsonArray{m_gateway.upstream()}},
              {u"api_allowed_roles"_s, QJsonArray{u"staff"_s}},
              {u"api_allowed_groups"_s, QJsonArray{group}}});
        call(CallId::OperationCreate, {},
             {{u"api_name"_s, name},
              {u"api_version"_s, u"v1"_s},
              {u"endpoint_method"_s, u"GET"_s},
              {u"endpoint_uri"_s, u"/orders"_s},
              {u"endpoint_description"_s, u"orders"_s}});
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        if (QTest::currentTestFailed())
            return;
        call(CallId::RoleCreate, {}, {{u"role_name"_s, u"staff"_s}});
        call(CallId::GroupCreate, {}, {{u"group_name"_s, u"inner"_s}});
        call(CallId::UserCreate, {},
             {{u"username"_s, u"ada"_s},
              {u"email"_s, u"ada@example.com"_s},
              {u"password"_s, RealGateway::password()},
              {u"role"_s, u"staff"_s},
              {u"groups"_s, QJsonArray{u"ALL"_s}}});
        publish(u"shop"_s, u"ALL"_s);
        publish(u"vaults"_s, u"inner"_s);
        QVERIFY(!login(RealGateway::password()).isEmpty());
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void aPasswordIsSetAndWorks()
    {
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"ada"_s));
        trigger(page, u"Set password…"_s);
        auto* dialog = opened<PasswordDialog>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        QVERIFY2(accessibilityFaults(*dialog).isEmpty(),
                 qPrintable(accessibilityFaults(*dialog).join(u'\n')));
        auto* again = findWidget<QLineEdit>(dialog, "again");
        FormField* field = dialog->form()->formField(u"new_password"_s);
        type(*dialog->form(), "new_password", u"short"_s);
        QTest::keyClicks(again, u"short"_s);
        dialog->send();
        QVERIFY(field->hasError()); // by the rule of the form
        type(*dialog->form(), "new_password", u"weakweakweakweak"_s);
        again->setText(u"weakweakweakweak"_s);
        dialog->send();
        QTRY_VERIFY_WITH_TIMEOUT(field->error().contains(u"uppercase"_s), patienceMs); // by the gateway
        type(*dialog->form(), "new_password", m_other);
        again->setText(u"something else"_s);
        dialog->send();
        QVERIFY(!field->hasError());
        QVERIFY(qobject_cast<FormField*>(again->parentWidget())->hasError());
        again->setText(m_other);
        finish(dialog, "send");
        QVERIFY(login(RealGateway::password()).isEmpty());
        QVERIFY(!login(m_other).isEmpty());
    }

    void tokensAreRefusedAndAcceptedAgain()
    {
        const QByteArray token = login(m_other);
        QCOMPARE(whoAmI(token), 200);
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"ada"_s));
        const auto button = [page] { return page->findChild<QPushButton*>(u"switchTokens"_s); };
        QTRY_VERIFY_WITH_TIMEOUT(button() && button()->text() == u"Refuse all tokens…"_s, patienceMs);
        button()->click();
        agree();
        QTRY_VERIFY_WITH_TIMEOUT(button() && button()->text() == u"Accept tokens again"_s, patienceMs);
        QCOMPARE(whoAmI(token), 401);
        button()->click();
        QTRY_VERIFY_WITH_TIMEOUT(button() && button()->text() == u"Refuse all tokens…"_s, patienceMs);
        QCOMPARE(whoAmI(token), 200);
    }

    void apisAreSubscribedAndEnded()
    {
        const QByteArray token = login(m_other);
        QCOMPARE(callShop(token), 403);
        ListPage* page = place("users");
        QVERIFY(select(page, 0, u"ada"_s));
        trigger(page, u"Subscribed APIs…"_s);
        auto* dialog = opened<UserApisDialog>();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto* list = findWidget<QListWidget>(dialog, "subscribedApis");
        auto* add = findWidget<QPushButton>(dialog, "addApi");
        auto* box = dialog->findChild<QComboBox*>();
        auto* field = qobject_cast<FormField*>(findWidget<QWidget>(dialog, "apiPicker")->parentWidget());
        QVERIFY(field);
        QTRY_VERIFY_WITH_TIMEOUT(add->isEnabled(), patienceMs);
        QVERIFY(findWidget<QLabel>(dialog, "noApis")->isVisible());
        QVERIFY2(accessibilityFaults(*dialog).isEmpty(),
                 qPrintable(accessibilityFaults(*dialog).join(u'\n')));
        add->click();
        QVERIFY(field->hasError()); // nothing is chosen
        const auto choose = [box](const QString& key) {
            box->setEditText(QString());
            QTest::keyClicks(box->lineEdit(), key.section(u'/', 0, 0));
            if (!QTest::qWaitFor([&] { return box->findText(key) >= 0; }, patienceMs))
                return false;
            box->setCurrentIndex(box->findText(key));
            Q_EMIT box->activated(box->currentIndex());
            return true;
        };
        QVERIFY(choose(u"vaults/v1"_s)); // of another group: said here, and the session goes on
        add->click();
        QTRY_VERIFY_WITH_TIMEOUT(field->error().contains(u"inner"_s), patienceMs);
        QVERIFY(m_console->link().isReady());
        QVERIFY(choose(u"shop/v1"_s));
        add->click();
        QTRY_COMPARE_WITH_TIMEOUT(list->count(), 1, patienceMs);
        QCOMPARE(list->item(0)->text(), u"shop/v1"_s);
        QCOMPARE(callShop(token), 200);
        list->setCurrentRow(0);
        QTRY_VERIFY_WITH_TIMEOUT(findWidget<QPushButton>(dialog, "removeApi")->isEnabled(), patienceMs);
        findWidget<QPushButton>(dialog, "removeApi")->click();
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(list->count(), 0, patienceMs);
        QCOMPARE(callShop(token), 403);
        dialog->reject();
    }

    /// What requests of an operation must be like is made in the form of its API.
    void anOperationIsValidated()
    {
        ListPage* page = place("apis");
        QVERIFY(select(page, 0, u"shop"_s));
        trigger(page, u"Edit"_s);
        auto* api = opened<DocumentEditor>();
        QVERIFY(api);
        auto* operations = findWidget<TableView>(api, "operations");
        QTRY_COMPARE_WITH_TIMEOUT(operations->model()->rowCount(), 1, patienceMs);
        auto* validate = findWidget<QPushButton>(api, "validateOperation");
        QVERIFY(!validate->isEnabled());
        operations->selectRow(0);
        QVERIFY(validate->isEnabled());
        const auto editorOfIt = [api] { return api->findChild<DocumentEditor*>(); };
        for (const bool first : {true, false}) {
            validate->click();
            QTRY_VERIFY_WITH_TIMEOUT(editorOfIt(), patienceMs);
            QPointer<DocumentEditor> editor = editorOfIt();
            QCOMPARE(editor->isNew(), first);
            QTRY_VERIFY_WITH_TIMEOUT(editor->form()->canEdit(u"validation_enabled"_s), patienceMs);
            if (first) {
                finish(editor, "create");
                continue;
            }
            editor->form()->setFieldValue(u"validation_enabled"_s, false);
            editor->save();
            QPushButton* apply = nullptr;
            QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
            apply->click();
            QTRY_VERIFY_WITH_TIMEOUT(!editor, patienceMs);
        }
        const QString id = call(CallId::OperationList, {u"shop"_s, u"v1"_s})
                               .value(u"endpoints"_s)[0][u"endpoint_id"_s]
                               .toString();
        const QJsonObject stored = call(CallId::ValidationGet, {id});
        QCOMPARE(stored.value(u"validation_enabled"_s), QJsonValue(false));
        api->reject();
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(UsersDesk)
#include "tst_users.moc"
