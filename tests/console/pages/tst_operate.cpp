// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/access/access_pages.h"
#include "console/pages/audit/audit_page.h"
#include "console/pages/logs/logs_page.h"
#include "console/pages/security/security_page.h"
#include "console/pages/tester/answer_text.h"
#include "console/pages/tester/tester_page.h"
#include "console/pages/users/users_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/field_form.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/form_field.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "tests/console/pages/fake_admin.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject logLine(int number, int status)
{
    return {{u"timestamp"_s, u"2026-01-02T03:04:%1.000Z"_s.arg(number, 2, 10, QChar(u'0'))},
            {u"request_id"_s, u"id-%1"_s.arg(number)},
            {u"endpoint"_s, u"/api/rest/orders/v1/%1"_s.arg(number)},
            {u"method"_s, u"GET"_s},
            {u"level"_s, status < 400 ? u"INFO"_s : u"WARNING"_s},
            {u"status_code"_s, QString::number(status)},
            {u"message"_s, u"line"_s}};
}

QString textsOf(const QWidget& widget)
{
    QStringList texts;
    for (const QLabel* label : widget.findChildren<QLabel*>())
        texts.append(label->text());
    return texts.join(u'\n');
}

} // namespace

class OperateTest : public QObject {
    Q_OBJECT

    std::unique_ptr<FakeAdmin> m_admin;

    void answer(const QByteArray& call, const QJsonObject& object, int status = 200)
    {
        m_admin->replies.insert(call, FakeAdmin::json(object, status));
    }
    template <typename PageType>
    std::unique_ptr<PageType> open()
    {
        auto page = std::make_unique<PageType>(m_admin->context);
        page->resize(1'000, 700);
        page->show();
        page->activate();
        return page;
    }
    QByteArray lastPath(const QByteArray& call) const
    {
        const FakeGateway::Request* request = m_admin->last(call);
        return request ? QByteArray(request->path) : QByteArray();
    }

private Q_SLOTS:
    void init() { m_admin = std::make_unique<FakeAdmin>(); }
    void cleanup() { m_admin.reset(); }

    void testerKnowsWhereTrafficGoesIn()
    {
        const auto base = [this] {
            const auto page = open<TesterPage>();
            return page->findChild<QLineEdit*>(u"base"_s)->text();
        };
        const QUrl admin = m_admin->client.profile().url;
        QCOMPARE(base(), admin.toString()); // nobody has said anything
        QJsonObject told{{u"admin_port"_s, admin.port()},
                         {u"traffic"_s, QJsonObject{{u"scheme"_s, u"https"_s}, {u"port"_s, 4443}}}};
        m_admin->context.gatewayInfo = [&told] { return told; };
        QCOMPARE(base(), u"https://%1:4443"_s.arg(admin.host()));
        told.insert(u"admin_port"_s, admin.port() + 1); // a proxy or tunnel is in between
        QCOMPARE(base(), admin.toString());
    }

    void logIsFilteredByTheGateway()
    {
        answer("GET /platform/logging/logs",
               {{u"logs"_s, QJsonArray{logLine(2, 200), logLine(1, 404)}}, {u"total"_s, 2}});
        const auto page = open<LogsPage>();
        QTRY_COMPARE(page->model()->rowCount(), 2);
        auto* search = page->findChild<SearchField*>(u"search"_s);
        search->setText(u"api:orders status:5xx slower:100 /v1"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(lastPath("GET /platform/logging/logs").contains("min_response_time=100"));
        QVERIFY(lastPath("GET /platform/logging/logs").contains("status=5xx"));
        QVERIFY(lastPath("GET /platform/logging/logs").contains("api=orders"));
        QVERIFY(lastPath("GET /platform/logging/logs").contains("endpoint=%2Fv1"));
        auto* table = page->findChild<TableView*>(u"logsTable"_s);
        table->selectRow(1);
        auto* pane = page->findChild<DetailPane*>();
        QVERIFY(pane->isVisible());
        QVERIFY(textsOf(*pane).contains(u"id-1"_s));
        trigger(*page, u"Only this request"_s);
        QTRY_VERIFY(lastPath("GET /platform/logging/logs").contains("request_id=id-1"));
        trigger(*page, u"Try it again"_s);
        QCOMPARE(m_admin->wentTo.last().place, u"tester"_s);
        QVERIFY(m_admin->wentTo.last().query.toString().contains(u"/api/rest/orders/v1/1"_s));
    }

    void logFollowsTrafficOnlyWhileLive()
    {
        answer("GET /platform/logging/logs", {{u"logs"_s, QJsonArray{logLine(1, 200)}}, {u"total"_s, 1}});
        const auto page = open<LogsPage>();
        QTRY_COMPARE(page->model()->rowCount(), 1);
        answer("GET /platform/logging/logs",
               {{u"logs"_s, QJsonArray{logLine(2, 200), logLine(1, 200)}}, {u"total"_s, 2}});
        Q_EMIT m_admin->events.event(u"tick"_s, {});
        QTRY_COMPARE(page->model()->rowCount(), 2);
        page->findChild<FilterRow*>()->setChip(u"live"_s, false);
        const auto before = m_admin->gateway.seen.size();
        Q_EMIT m_admin->events.event(u"tick"_s, {});
        QVERIFY(!page->model()->isLoading());
        QCOMPARE(m_admin->gateway.seen.size(), before);
    }

    void longListsComeByOffset()
    {
        QJsonArray many;
        for (int i = 0; i < 200; ++i)
            many.append(logLine(i % 60, 200));
        answer("GET /platform/logging/logs", {{u"logs"_s, many}, {u"total"_s, 400}});
        const auto page = open<LogsPage>();
        QTRY_COMPARE(page->model()->rowCount(), 200);
        QVERIFY(page->model()->canFetchMore({}));
        page->model()->fetchMore({});
        QTRY_COMPARE(page->model()->rowCount(), 400);
        QVERIFY(lastPath("GET /platform/logging/logs").contains("offset=200"));
        QVERIFY(!page->model()->canFetchMore({}));
    }

    void auditShowsWhatDiffers()
    {
        answer("GET /platform/audit",
               {{u"total"_s, 1},
                {u"events"_s,
                 QJsonArray{QJsonObject{
                     {u"seq"_s, 5},
                     {u"time"_s, u"2026-01-02T03:04:05.000Z"_s},
                     {u"actor"_s, u"ada"_s},
                     {u"action"_s, u"api.update"_s},
                     {u"target"_s, u"orders/v1"_s},
                     {u"status"_s, u"200"_s},
                     {u"before"_s, QJsonObject{{u"api orders/v1"_s, QJsonObject{{u"active"_s, true}}}}},
                     {u"after"_s, QJsonObject{{u"api orders/v1"_s, QJsonObject{{u"active"_s, false}}}}}}}}});
        const auto page = open<AuditPage>();
        QTRY_COMPARE(page->model()->rowCount(), 1);
        page->table()->selectRow(0);
        QCOMPARE(page->model()->index(0, 2).data().toString(), u"API changed"_s);
        QVERIFY(textsOf(*page->findChild<DetailPane*>()).contains(u"Active: on → off"_s));
        QVERIFY(textsOf(*page->findChild<DetailPane*>()).contains(u"api.update"_s)); // to search by
        page->model()->setSearch(u"actor:ada orders"_s);
        QTRY_VERIFY(lastPath("GET /platform/audit").contains("actor=ada"));
        QVERIFY(lastPath("GET /platform/audit").contains("target=orders"));
    }

    void testerShowsTheWay()
    {
        answer("POST /platform/test-request",
               {{u"route"_s,
                 QJsonObject{{u"api_name"_s, u"orders"_s},
                             {u"api_version"_s, u"v1"_s},
                             {u"operation"_s, QJsonObject{{u"method"_s, u"GET"_s}, {u"uri"_s, u"/{id}"_s}}}}},
                {u"phases"_s, QJsonArray{QJsonObject{{u"phase"_s, u"limit"_s},
                                                     {u"filter"_s, u"user_rate"_s},
                                                     {u"decision"_s, u"respond"_s},
                                                     {u"at_us"_s, 20},
                                                     {u"took_us"_s, 3}},
                                         QJsonObject{{u"phase"_s, u"authenticate"_s},
                                                     {u"filter"_s, u"token"_s},
                                                     {u"decision"_s, u"continue"_s},
                                                     {u"at_us"_s, 10},
                                                     {u"took_us"_s, 7}}}},
                {u"timing"_s, QJsonObject{{u"total_us"_s, 12'000}, {u"gateway_us"_s, 40}}},
                {u"outcome"_s, QJsonObject{{u"reason"_s, u"rate_limited"_s}}},
                {u"response"_s,
                 QJsonObject{{u"status"_s, 429},
                             {u"reason"_s, u"Too Many Requests"_s},
                             {u"headers"_s, QJsonArray{QJsonArray{u"Retry-After"_s, u"5"_s}}},
                             {u"body"_s, u"{\"error_code\":\"RATE001\",\"error_message\":\"slow\"}"_s},
                             {u"body_encoding"_s, u"text"_s}}}});
        const auto page = open<TesterPage>();
        QUrlQuery link;
        link.addQueryItem(u"path"_s, u"/api/rest/orders/v1/7"_s);
        link.addQueryItem(u"method"_s, u"GET"_s);
        page->restoreState(link);
        page->findChild<QLineEdit*>(u"base"_s)->setText(u"http://127.0.0.1:3001"_s);
        page->findChild<QCheckBox*>(u"trace"_s)->click();
        page->findChild<QPushButton*>(u"send"_s)->click();
        auto* steps = page->findChild<TableView*>(u"traceSteps"_s);
        QTRY_COMPARE(steps->model()->rowCount(), 2);
        QCOMPARE(m_admin->lastBody("POST /platform/test-request").value(u"path"_s).toString(),
                 u"/api/rest/orders/v1/7"_s);
        QCOMPARE(steps->model()->index(0, 1).data().toString(), u"token"_s); // in the order of time
        QCOMPARE(steps->model()->index(1, 2).data().toString(), u"answered"_s);
        QVERIFY(page->findChild<QLabel*>(u"traceSummary"_s)->text().contains(u"orders v1"_s));
        QVERIFY(page->findChild<QLabel*>(u"answerReason"_s)->text().contains(u"RATE001"_s));
    }

    void refusalSaysWhatToDo_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("advice"); ///< a word of it; empty: none
        QTest::newRow("no key") << 401 << QByteArray(R"({"error_code":"Unauthorized"})") << u"credential"_s;
        QTest::newRow("wrong group") << 401 << QByteArray(R"({"error":"wrong_group"})") << u"groups"_s;
        QTest::newRow("disabled") << 403 << QByteArray(R"({"error_code":"GTW012"})") << QString();
        QTest::newRow("no operation") << 404 << QByteArray(R"({"error_code":"GTW003"})") << u"operation"_s;
        QTest::newRow("no API") << 404 << QByteArray(R"({"error_code":"GTW001"})") << u"Address"_s;
        QTest::newRow("of the server") << 404 << QByteArray(R"({"error":"not found"})") << QString();
        QTest::newRow("limit") << 429 << QByteArray(R"({"error":"rate_limit_exceeded"})") << u"limit"_s;
        QTest::newRow("no server") << 503 << QByteArray(R"({"error_code":"GTW006"})") << u"Upstream"_s;
        QTest::newRow("no JSON") << 502 << QByteArray("<html>") << QString();
    }
    void refusalSaysWhatToDo()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, advice);
        TrafficAnswer answer;
        answer.status = status;
        answer.body = body;
        const QString told = answerText(answer).advice;
        QVERIFY2(advice.isEmpty() ? told.isEmpty() : told.contains(advice), qPrintable(told));
    }

    void roleIsMadeFromSwitches()
    {
        answer("GET /platform/role/all", {{u"roles"_s, QJsonArray()}, {u"total"_s, 0}});
        const auto page = open<RolesPage>();
        QTRY_VERIFY(page->model()->wasLoaded());
        trigger(*page, u"Create role"_s);
        auto* editor = page->findChild<DocumentEditor*>();
        QVERIFY(editor);
        auto* name = editor->form()->formField(u"role_name"_s)->findChild<QLineEdit*>();
        QTest::keyClicks(name, u"auditor"_s);
        editor->form()->formField(u"view_logs"_s)->findChild<QCheckBox*>()->click();
        QSignalSpy saved(editor, &DocumentEditor::saved);
        editor->findChild<QPushButton*>(u"create"_s)->click();
        QVERIFY(saved.wait());
        const QJsonObject sent = m_admin->lastBody("POST /platform/role");
        QCOMPARE(sent.value(u"role_name"_s).toString(), u"auditor"_s);
        QCOMPARE(sent.value(u"view_logs"_s).toBool(), true);
        QCOMPARE(sent.value(u"manage_apis"_s).toBool(true), false);
    }

    /// The lock that APIs have: an edit of an old revision is refused, and both versions are shown.
    void staleUserGivesTheChoice()
    {
        const auto user = [](const QString& role, int revision) {
            return QJsonObject{{u"username"_s, u"ada"_s},
                               {u"email"_s, u"ada@example.com"_s},
                               {u"role"_s, role},
                               {u"rate_limit_duration"_s, 60},
                               {u"_meta"_s, QJsonObject{{u"revision"_s, revision}}}};
        };
        answer("GET /platform/user/all", {{u"users"_s, QJsonArray{user(u"viewer"_s, 3)}}, {u"total"_s, 1}});
        answer("GET /platform/user/ada", user(u"viewer"_s, 3));
        answer("PUT /platform/user/ada", {{u"error_code"_s, u"GH409"_s}, {u"error_message"_s, u"changed"_s}},
               409);
        const auto page = open<UsersPage>();
        QTRY_COMPARE(page->model()->rowCount(), 1);
        page->table()->selectRow(0);
        trigger(*page, u"Edit"_s);
        auto* editor = page->findChild<DocumentEditor*>();
        auto* limit = editor->form()->formField(u"rate_limit_duration"_s)->findChild<QLineEdit*>();
        QTRY_COMPARE(limit->text(), u"60"_s);
        limit->clear(); // no own limit any more
        answer("GET /platform/user/ada", user(u"admin"_s, 4));
        editor->save();
        QTRY_VERIFY(page->findChild<QDialog*>(u"reviewDialog"_s));
        page->findChild<QPushButton*>(u"apply"_s)->click();
        QDialog* versions = nullptr;
        QTRY_VERIFY((versions = page->findChild<QDialog*>(u"conflictDialog"_s)));
        QCOMPARE(m_admin->last("PUT /platform/user/ada")->headers.value("if-match"), "\"3\"");
        QCOMPARE(versions->findChild<TableView*>(u"versions"_s)->model()->rowCount(), 2);
        m_admin->replies.remove("PUT /platform/user/ada");
        versions->findChild<QPushButton*>(u"keepMine"_s)->click();
        QCOMPARE(limit->text(), QString());
        QCOMPARE(editor->form()->formField(u"role"_s)->findChild<QLineEdit*>()->text(),
                 u"admin"_s); // theirs stays
        QSignalSpy saved(editor, &DocumentEditor::saved);
        editor->save();
        QTRY_VERIFY(page->findChild<QDialog*>(u"reviewDialog"_s));
        page->findChild<QDialog*>(u"reviewDialog"_s)->findChild<QPushButton*>(u"apply"_s)->click();
        QVERIFY(saved.wait());
        QCOMPARE(m_admin->last("PUT /platform/user/ada")->headers.value("if-match"), "\"4\"");
        QCOMPARE(m_admin->lastBody("PUT /platform/user/ada"),
                 (QJsonObject{{u"$clear"_s, QJsonArray{u"rate_limit_duration"_s}}}));
    }

    void securityCannotBeSavedBeforeItIsRead()
    {
        answer("GET /platform/security/settings", {{u"error_message"_s, u"broken"_s}}, 500);
        const auto page = open<SecurityPage>();
        QTRY_VERIFY(page->messages()->isVisible());
        QVERIFY(page->form()->formField(u"ip_whitelist"_s)->findChild<QPlainTextEdit*>()->isReadOnly());
        QVERIFY(!page->hasUnsavedChanges());
    }

    void lockOutIsAskedFirst()
    {
        answer("GET /platform/security/settings", {{u"client_ip"_s, u"10.0.0.5"_s},
                                                   {u"ip_whitelist"_s, QJsonArray()},
                                                   {u"ip_blacklist"_s, QJsonArray()},
                                                   {u"allow_localhost_bypass"_s, false}});
        const auto page = open<SecurityPage>();
        auto* allowed = page->form()->formField(u"ip_whitelist"_s)->findChild<QPlainTextEdit*>();
        QTRY_VERIFY(!allowed->isReadOnly());
        allowed->setPlainText(u"192.0.2.0/24"_s);
        QVERIFY(page->hasUnsavedChanges());
        m_admin->dialogs.agree = false;
        QPushButton* save = nullptr;
        for (QPushButton* button : page->findChildren<QPushButton*>()) {
            if (button->text() == u"Save"_s)
                save = button;
        }
        QVERIFY(save);
        save->click();
        QCOMPARE(m_admin->dialogs.asked.size(), 1);
        QVERIFY(!page->findChild<QDialog*>(u"reviewDialog"_s));
        trigger(*page, u"Add my address"_s);
        QVERIFY(allowed->toPlainText().contains(u"10.0.0.5"_s));
        save->click();
        QVERIFY(page->findChild<QDialog*>(u"reviewDialog"_s)); // no question any more
        QCOMPARE(m_admin->dialogs.asked.size(), 1);
    }
};

QTEST_MAIN(OperateTest)
#include "tst_operate.moc"
