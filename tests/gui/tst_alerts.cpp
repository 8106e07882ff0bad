// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/main_window.h"
#include "console/app/navigation.h"
#include "console/app/place_stack.h"
#include "console/client/api_client.h"
#include "console/pages/alerts/alert_dialogs.h"
#include "console/pages/shared/document_editor.h"
#include "console/widgets/message_bar.h"
#include "tests/gui/steps.h"

#include <QComboBox>
#include <QJsonArray>
#include <QTcpServer>
#include <QTcpSocket>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// The desk of those who watch: a channel that is tested, a rule, an alert that fires, somebody who sees to
/// it. Everything is real but the screen.
class AlertDesk : public QObject {
    Q_OBJECT

    RealGateway m_gateway;
    std::unique_ptr<Console> m_console;
    QTcpServer m_hook; ///< takes webhooks
    bool m_failed = false;

    MainWindow& window() { return *m_console->window(); }

    ListPage* place(const char* id)
    {
        window().go(QLatin1StringView(id));
        return qobject_cast<ListPage*>(window().places().current());
    }

    QJsonObject call(CallId id, const QStringList& parameters, const QJsonObject& body)
    {
        QJsonObject taken;
        bool done = false;
        m_console->link().client().call(id, parameters, body, this, [&](const Result<QJsonObject>& answer) {
            if (answer)
                taken = *answer;
            else
                qWarning("%s", qPrintable(answer.error().text()));
            done = true;
        });
        if (!QTest::qWaitFor([&done] { return done; }, patienceMs))
            qWarning("no answer");
        return taken;
    }

    /// One call at the traffic listener; its status.
    int traffic()
    {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, quint16(m_gateway.publicPort()));
        if (!socket.waitForConnected(patienceMs))
            return 0;
        socket.write("GET /api/rest/broken/v1/x HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
        QByteArray answer;
        while (socket.waitForReadyRead(patienceMs))
            answer += socket.readAll();
        return answer.split(' ').value(1).toInt();
    }
    QString badge()
    {
        auto* tree = window().findChild<Navigation*>();
        for (int i = 0; i < tree->topLevelItemCount(); ++i) {
            if (tree->topLevelItem(i)->data(0, Qt::UserRole).toString() == u"alerts"_s)
                return tree->topLevelItem(i)->toolTip(0);
        }
        return u"no place"_s;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_hook.listen(QHostAddress::LocalHost));
        connect(&m_hook, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* socket = m_hook.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().contains("\"event\""))
                    socket->write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            });
        });
        QVERIFY(m_gateway.start());
        m_console = std::make_unique<Console>(m_gateway.options(), std::make_unique<SessionSecretStore>());
        m_console->start();
        QTRY_VERIFY_WITH_TIMEOUT(m_console->link().isReady(), patienceMs);
        QVERIFY(QTest::qWaitForWindowActive(&window()));
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, u"broken"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_public"_s, true},
              {u"api_servers"_s, QJsonArray{u"http://127.0.0.1:1"_s}}});
        call(CallId::OperationCreate, {},
             {{u"api_name"_s, u"broken"_s},
              {u"api_version"_s, u"v1"_s},
              {u"endpoint_method"_s, u"GET"_s},
              {u"endpoint_uri"_s, u"/x"_s},
              {u"endpoint_description"_s, u"x"_s}});
    }

    void init()
    {
        if (m_failed)
            QSKIP("an earlier step failed");
    }
    void cleanup() { m_failed = m_failed || QTest::currentTestFailed(); }

    void aChannelIsMadeAndTested()
    {
        ListPage* page = place("alert_channels");
        QVERIFY(page);
        QPushButton* primary = findWidget<QPushButton>(page, "primaryAction");
        QTRY_VERIFY_WITH_TIMEOUT(primary->isEnabled(), patienceMs);
        primary->click();
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        type(*editor->form(), "name", u"hook"_s);
        editor->form()->setFieldValue(u"type"_s, u"webhook"_s);
        type(*editor->form(), "url", u"http://127.0.0.1:%1/secret-path"_s.arg(m_hook.serverPort()));
        finish(editor, "create");
        QVERIFY(select(page, 0, u"hook"_s));
        QCOMPARE(cell(page, 0, 3), u"Not tested"_s);
        QVERIFY(!cell(page, 0, 2).contains(u"secret"_s));
        trigger(page, u"Send test alert"_s);
        QTRY_VERIFY2_WITH_TIMEOUT(cell(page, 0, 3).startsWith(u"Delivered in "_s),
                                  qPrintable(cell(page, 0, 3)), patienceMs);
    }

    void presetsSpeakInWordsAndThresholdsAreEdited()
    {
        ListPage* page = place("alert_rules");
        QVERIFY(page);
        QVERIFY(select(page, 0, u"High error rate"_s));
        const int row = page->table()->currentIndex().row();
        QCOMPARE(cell(page, row, 3),
                 u"share of 5xx answers above 5 %, measured over 5 minutes, for 5 minutes, "
                 "at least 20 requests"_s);
        trigger(page, u"Edit"_s);
        auto* editor = window().findChild<DocumentEditor*>();
        QVERIFY(editor);
        QTRY_COMPARE_WITH_TIMEOUT(editor->form()->document().value(u"threshold"_s).toDouble(), 5.0,
                                  patienceMs);
        editor->form()->setFieldValue(u"threshold"_s, 3);
        editor->form()->setFieldValue(u"for_seconds"_s, 0);
        editor->form()->setFieldValue(u"min_requests"_s, 1);
        editor->form()->setFieldValue(u"severity"_s, u"critical"_s);
        editor->save();
        QPushButton* apply = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
        const QPointer<DocumentEditor> alive(editor);
        apply->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        QVERIFY(select(page, 3,
                       u"share of 5xx answers above 3 %, measured over 5 minutes, at least 1 request"_s));
    }

    void itFiresAndIsSeenEverywhere()
    {
        ListPage* page = place("alerts");
        QVERIFY(page);
        QCOMPARE(badge(), QString());
        QCOMPARE(traffic(), 502);
        QVERIFY(select(page, 1, u"High error rate"_s));
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, 0, 3), u"Firing"_s, patienceMs);
        QCOMPARE(cell(page, 0, 2), u"Whole gateway"_s);
        QCOMPARE(cell(page, 0, 4), u"100 % (above 3 %)"_s);
        QTRY_COMPARE_WITH_TIMEOUT(badge(), u"1 alert nobody sees to"_s, patienceMs);
        window().go(u"dashboard"_s);
        auto* bar = findWidget<MessageBar>(window().places().current(), "alertBar");
        QTRY_VERIFY_WITH_TIMEOUT(bar->text().contains(u"High error rate: Whole gateway, 100 %"_s),
                                 patienceMs);
    }

    void somebodySeesToIt()
    {
        ListPage* page = place("alerts");
        QVERIFY(select(page, 1, u"High error rate"_s));
        trigger(page, u"Acknowledge…"_s);
        auto* dialog = window().findChild<AcknowledgeDialog*>();
        QVERIFY(dialog);
        type(*dialog->form(), "comment", u"rolling back"_s);
        finish(dialog, "send");
        QTRY_COMPARE_WITH_TIMEOUT(cell(page, 0, 3), u"Acknowledged"_s, patienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(badge(), QString(), patienceMs);
        QCOMPARE(page->model()->rowAt(0).value(u"comment"_s).toString(), u"rolling back"_s);
        QCOMPARE(page->model()->rowAt(0).value(u"acknowledged_by"_s).toString(), u"admin"_s);
    }

    void itLeadsToItsLogLines()
    {
        ListPage* page = place("alerts");
        QVERIFY(select(page, 1, u"High error rate"_s));
        trigger(page, u"Show log lines"_s);
        QCOMPARE(window().places().currentPlace(), u"logs"_s);
        QCOMPARE(findWidget<QLineEdit>(window().places().current(), "search")->text(), u"level:error"_s);
    }

    void silencedForADay()
    {
        ListPage* page = place("alerts");
        QVERIFY(select(page, 1, u"High error rate"_s));
        trigger(page, u"Silence…"_s);
        auto* dialog = window().findChild<SilenceDialog*>();
        QVERIFY(dialog);
        findWidget<QToolButton>(dialog, "silence86400")->click();
        type(*dialog->form(), "reason", u"maintenance"_s);
        QTest::keyClick(dialog, Qt::Key_Escape); // asks before it loses that
        auto* question = window().findChild<QDialog*>(u"confirmDialog"_s);
        QVERIFY(question && dialog->isVisible());
        question->reject();
        finish(dialog, "send");
        ListPage* silences = place("silences");
        QVERIFY(select(silences, 0, u"High error rate"_s));
        QCOMPARE(cell(silences, 0, 2), u"Active"_s);
        const QJsonObject row = silences->model()->rowAt(0);
        const auto time = [&row](const QString& key) {
            return QDateTime::fromString(row.value(key).toString(), Qt::ISODateWithMs);
        };
        const qint64 seconds = time(u"starts_at"_s).secsTo(time(u"ends_at"_s));
        QVERIFY2(std::abs(seconds - 86'400) < 120, qPrintable(QString::number(seconds)));
    }

    void itEndsAndIsKept()
    {
        const QJsonArray rules = call(CallId::AlertRuleList, {}, {}).value(u"items"_s).toArray();
        for (const QJsonValue rule : rules) {
            if (rule[u"name"_s].toString() == u"High error rate"_s)
                call(CallId::AlertRuleUpdate, {rule[u"id"_s].toString()}, {{u"enabled"_s, false}});
        }
        ListPage* page = place("alerts");
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->rowCount(), 0, patienceMs);
        findWidget<QComboBox>(page, "stateChoice")->setCurrentIndex(3);
        QVERIFY(select(page, 1, u"High error rate"_s));
        QCOMPARE(cell(page, 0, 3), u"Ended"_s);
    }
};

QTEST_MAIN(AlertDesk)
#include "tst_alerts.moc"
