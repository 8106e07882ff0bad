// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/live_chart.h"
#include "console/pages/dashboard/dashboard_page.h"
#include "console/pages/shared/figure_card.h"
#include "console/pages/tester/answer_text.h"
#include "console/pages/tester/answer_view.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "tests/console/pages/fake_admin.h"

#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject second(qint64 t, int good, int bad)
{
    QJsonObject point{{u"t"_s, t},         {u"requests"_s, good + bad},
                      {u"s2xx"_s, good},   {u"s5xx"_s, bad},
                      {u"p50_ms"_s, 2},    {u"p95_ms"_s, 8},
                      {u"p99_ms"_s, 12.5}, {u"active_connections"_s, 3}};
    return point;
}

} // namespace

class DashboardPageTest : public QObject {
    Q_OBJECT

    std::unique_ptr<FakeAdmin> m_admin;
    std::unique_ptr<DashboardPage> m_page;

    QString figure(const char* card)
    {
        return m_page->findChild<FigureCard*>(QLatin1StringView(card))->figure();
    }

private Q_SLOTS:
    void init()
    {
        m_admin = std::make_unique<FakeAdmin>();
        m_admin->replies.insert(
            "GET /platform/monitor/live",
            FakeAdmin::json(
                {{u"now"_s, 1'001}, {u"points"_s, QJsonArray{second(1'000, 9, 1), second(1'001, 10, 0)}}}));
        m_admin->replies.insert(
            "GET /platform/dashboard",
            FakeAdmin::json({{u"newApis"_s, 1'240},
                             {u"activeUsers"_s, 3},
                             {u"popularApis"_s, QJsonArray{QJsonObject{{u"name"_s, u"rest:orders"_s},
                                                                       {u"requests"_s, u"1,234"_s},
                                                                       {u"subscribers"_s, 2}}}}}));
        m_admin->replies.insert(
            "GET /platform/revisions",
            FakeAdmin::json({{u"revision"_s, 12},
                             {u"revisions"_s, QJsonArray{QJsonObject{{u"revision"_s, 12},
                                                                     {u"at"_s, u"2026-01-02T03:04:05.000Z"_s},
                                                                     {u"actor"_s, u"admin"_s},
                                                                     {u"action"_s, u"api.update"_s},
                                                                     {u"updated"_s, 1}}}}}));
        m_page = std::make_unique<DashboardPage>(m_admin->context);
        m_page->resize(1'100, 700);
        m_page->show();
    }
    void cleanup()
    {
        m_page.reset();
        m_admin.reset();
    }

    void withoutAnAnswerThereAreDashesNotZeros()
    {
        for (const char* card :
             {"cardRate", "cardErrors", "cardLatency", "cardConnections", "cardApis", "cardRevision"}) {
            QCOMPARE(figure(card), u"–"_s);
            QVERIFY(!m_page->findChild<FigureCard*>(QLatin1StringView(card))->note().isEmpty());
        }
    }

    void showsWhatTheGatewaySays()
    {
        QLocale::setDefault(QLocale::c());
        m_page->activate();
        QTRY_COMPARE(figure("cardRate"), u"10"_s); // 20 requests in 2 seconds
        QCOMPARE(figure("cardErrors"), u"5 %"_s);
        QCOMPARE(figure("cardLatency"), u"2 ms"_s);
        QCOMPARE(m_page->findChild<FigureCard*>(u"cardLatency"_s)->note(), u"p95 8 ms, p99 12.5 ms"_s);
        QCOMPARE(figure("cardConnections"), u"3"_s);
        QTRY_COMPARE(figure("cardApis"), u"1.24 k"_s);
        QTRY_COMPARE(figure("cardRevision"), u"12"_s);
        QCOMPARE(m_page->findChild<TableView*>(u"topApis"_s)->model()->index(0, 0).data().toString(),
                 u"orders"_s);
        QCOMPARE(m_page->findChild<TableView*>(u"topApis"_s)->model()->index(0, 1).data().toString(),
                 QLocale().toString(1234));
        QCOMPARE(m_page->findChild<TableView*>(u"lastRevisions"_s)->model()->rowCount(), 1);
    }

    void secondsWithoutRequestsHaveNoLatency()
    {
        m_admin->replies.insert("GET /platform/monitor/live",
                                FakeAdmin::json({{u"points"_s, QJsonArray{second(1'000, 0, 0)}}}));
        m_page->activate();
        QTRY_COMPARE(figure("cardRate"), u"0"_s);
        QCOMPARE(figure("cardErrors"), u"–"_s);
        QCOMPARE(figure("cardLatency"), u"–"_s);
    }

    void pauseStopsTheNumbers()
    {
        m_page->activate();
        QTRY_COMPARE(figure("cardConnections"), u"3"_s);
        m_page->findChild<QToolButton*>(u"pause"_s)->click();
        QSignalSpy answered(&m_admin->client, &ApiClient::answered);
        const int asked = m_admin->gateway.count("/platform/monitor/live");
        Q_EMIT m_admin->events.event(u"tick"_s, second(1'002, 0, 50));
        QCOMPARE(figure("cardErrors"), u"5 %"_s);
        m_page->findChild<QToolButton*>(u"pause"_s)->click(); // goes on, and asks for what it missed
        QVERIFY(answered.wait());
        QCOMPARE(m_admin->gateway.count("/platform/monitor/live"), asked + 1);
    }

    void rangeIsPartOfTheWayBack()
    {
        m_page->activate();
        QTRY_COMPARE(figure("cardConnections"), u"3"_s);
        auto* chart = m_page->findChild<LiveChart*>(u"requestsChart"_s);
        QCOMPARE(chart->samples()->rowCount(), 100); // 300 s in steps of 3
        m_page->findChild<QToolButton*>(u"range60"_s)->click();
        QCOMPARE(chart->samples()->rowCount(), 60);
        const QUrlQuery state = m_page->state();
        m_page->findChild<QToolButton*>(u"range900"_s)->click();
        QCOMPARE(chart->samples()->rowCount(), 90);
        m_page->restoreState(state);
        QCOMPARE(chart->samples()->rowCount(), 60);
    }

    void refusalIsABar()
    {
        m_admin->replies.insert(
            "GET /platform/monitor/live",
            FakeAdmin::json({{u"error_code"_s, u"MON001"_s}, {u"error_message"_s, u"You may not"_s}}, 403));
        m_page->activate();
        QTRY_VERIFY(m_page->findChild<QWidget*>(u"pageTitle"_s));
        QTRY_VERIFY(!m_page->messages()->isHidden());
        QVERIFY(m_page->messages()->text().contains(u"You may not"_s));
        QCOMPARE(figure("cardRate"), u"–"_s);
    }

    void answersAreExplained()
    {
        TrafficAnswer answer;
        answer.status = 429;
        answer.reasonPhrase = "Too Many Requests";
        answer.body = R"({"error_code":"RATE","error_message":"slow down","n":[1,2]})";
        QCOMPARE(AnswerView::statusText(answer), u"429 Too Many Requests"_s);
        QCOMPARE(answerText(answer).reason, u"RATE: slow down"_s);
        QVERIFY(answerText(answer).body.contains(u"\n    \"n\": [\n"_s));
        answer.body = R"({"error":"unknown path"})";
        QCOMPARE(answerText(answer).reason, u"unknown path"_s);
        answer.status = 200;
        QVERIFY(answerText(answer).reason.isEmpty());
        answer.body = QByteArray("\0\1", 2);
        QVERIFY(answerText(answer).body.startsWith(u"2 "_s));
        answer.status = 0;
        answer.error = u"Connection refused"_s;
        QCOMPARE(answerText(answer).reason, u"Connection refused"_s);
    }
};

QTEST_MAIN(DashboardPageTest)
#include "tst_dashboard_page.moc"
