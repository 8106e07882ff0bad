// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/document_editor.h"
#include "console/pages/upstreams/targets_page.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/rows_editor.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QTabWidget>
#include <QTcpServer>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// Targets as they are now: who is up, who was drained, what that means for the calls.
class Upstreams : public DeskTest {
    Q_OBJECT

    int callPool() { return trafficWith({}, u"/api/rest/pooled/v1"_s); }

    /// Text of the cell of this target in the column with this title.
    QString shown(ListPage* page, const QString& target, const QString& title)
    {
        const QAbstractItemModel* model = page->model();
        int column = 0;
        while (column < model->columnCount() && model->headerData(column, Qt::Horizontal).toString() != title)
            ++column;
        for (int row = 0; row < model->rowCount(); ++row) {
            if (cell(page, row, 0) == target)
                return cell(page, row, column);
        }
        return u"no such row"_s;
    }

    QString question()
    {
        QDialog* dialog = nullptr;
        if (!QTest::qWaitFor([&] { return (dialog = window().findChild<QDialog*>(u"confirmDialog"_s)); },
                             patienceMs))
            return {};
        QString text;
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            text += label->text() + u'\n';
        return text;
    }

private Q_SLOTS:
    void initTestCase() { open(); }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void aGroupIsMadeInTheForm()
    {
        ListPage* page = place("upstreams");
        findWidget<QPushButton>(page, "primaryAction")->click();
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        type(*editor->form(), "name", u"pool"_s);
        auto* rows = editor->form()->formField(u"targets"_s)->findChild<RowsEditor*>();
        QVERIFY(rows);
        QCOMPARE(rows->rowCount(), 1);
        findWidget<QPushButton>(editor, "create")->click();
        QTRY_VERIFY_WITH_TIMEOUT(editor->form()->formField(u"targets"_s)->hasError(), patienceMs);
        auto* address = rows->findChild<QWidget*>(u"row0"_s)->findChild<QLineEdit*>();
        QVERIFY(address);
        QTest::keyClicks(address, m_gateway.upstream());
        finish(editor, "create");
        QVERIFY(select(page, 0, u"pool"_s));
        QCOMPARE(cell(page, 0, 1), m_gateway.upstream());
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, u"pooled"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_public"_s, true},
              {u"api_upstream_id"_s, call(CallId::UpstreamGet, {u"pool"_s}).value(u"id"_s)}});
        call(CallId::OperationCreate, {},
             {{u"api_name"_s, u"pooled"_s},
              {u"api_version"_s, u"v1"_s},
              {u"endpoint_method"_s, u"GET"_s},
              {u"endpoint_uri"_s, u"/orders"_s},
              {u"endpoint_description"_s, u"orders"_s}});
        QCOMPARE(callPool(), 200);
    }

    void editsOfOthersAreNotOverwritten()
    {
        ListPage* page = place("upstreams");
        QVERIFY(select(page, 0, u"pool"_s));
        trigger(page, u"Edit"_s);
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        QTRY_VERIFY_WITH_TIMEOUT(editor->form()->canEdit(u"keep_alive"_s), patienceMs);
        type(*editor->form(), "keep_alive", u"16"_s);
        const QString id = call(CallId::UpstreamGet, {u"pool"_s}).value(u"id"_s).toString();
        call(CallId::UpstreamUpdate, {id}, {{u"keep_alive"_s, 32}});
        QTRY_VERIFY_WITH_TIMEOUT(findWidget<QWidget>(editor, "conflict")->isVisible(), patienceMs);
        editor->form()->setFieldValue(u"keep_alive"_s, 64); // as it was opened: nothing to ask about
        QVERIFY(!editor->isDirty());
        editor->reject();
    }

    /// Form and JSON are one document; what the form does not know is refused by name, and nothing is lost.
    void theFormIsAlsoJson()
    {
        ListPage* page = place("upstreams");
        QVERIFY(select(page, 0, u"pool"_s));
        trigger(page, u"Edit"_s);
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        QTRY_VERIFY_WITH_TIMEOUT(editor->form()->canEdit(u"keep_alive"_s), patienceMs);
        auto* tabs = editor->findChild<QTabWidget*>();
        auto* text = findWidget<QPlainTextEdit>(editor, "json");
        auto* faults = findWidget<QLabel>(editor, "jsonFaults");
        tabs->setCurrentWidget(text->parentWidget());
        QVERIFY2(accessibilityFaults(*editor).isEmpty(),
                 qPrintable(accessibilityFaults(*editor).join(u'\n')));
        const QString before = text->toPlainText();
        QVERIFY2(before.contains(u"\"keep_alive\": 32"_s), qPrintable(before));
        QVERIFY(!before.contains(u"_meta"_s));
        text->setPlainText(before.left(before.lastIndexOf(u'}')) + u", oops"_s);
        tabs->setCurrentIndex(0);
        QCOMPARE(tabs->currentWidget(), text->parentWidget()); // it cannot be left behind
        QVERIFY(faults->isVisible() && faults->text().contains(u"Line"_s));
        text->setPlainText(QString(before).replace(u"\"keep_alive\": 32"_s,
                                                   u"\"keep_alife\": 1, \"keep_alive\": \"many\""_s));
        tabs->setCurrentIndex(0);
        QVERIFY2(faults->text().contains(u"keep_alife"_s) && faults->text().contains(u"keep_alive "_s),
                 qPrintable(faults->text()));
        text->setPlainText(QString(before)
                               .replace(u"\"keep_alive\": 32"_s, u"\"keep_alive\": 48"_s)
                               .replace(u"\"path\": \"/health\""_s, u"\"path\": \"/ready\""_s));
        tabs->setCurrentIndex(0);
        QCOMPARE(tabs->currentWidget(), editor->form());
        QCOMPARE(editor->form()->changes().value(u"keep_alive"_s).toInt(), 48);
        findWidget<QPushButton>(editor, "copyAsCurl")->click();
        const QString command = QGuiApplication::clipboard()->text();
        QVERIFY2(command.contains(u"PUT"_s) && command.contains(u"\"keep_alive\":48"_s) &&
                     command.contains(u"Bearer TOKEN"_s) && command.contains(u"If-Match"_s),
                 qPrintable(command));
        const QPointer<DocumentEditor> alive(editor);
        editor->save();
        QPushButton* apply = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((apply = editor->findChild<QPushButton*>(u"apply"_s)), patienceMs);
        apply->click();
        QTRY_VERIFY_WITH_TIMEOUT(!alive, patienceMs);
        const QJsonObject stored = call(CallId::UpstreamGet, {u"pool"_s});
        QCOMPARE(stored.value(u"keep_alive"_s).toInt(), 48);
        QCOMPARE(stored.value(u"health"_s)[u"path"_s].toString(), u"/ready"_s);
        QCOMPARE(callPool(), 200);
    }

    void theTargetIsDrainedAndComesBack()
    {
        ListPage* page = place("targets");
        QTRY_COMPARE_WITH_TIMEOUT(shown(page, m_gateway.upstream(), u"State"_s), u"Up"_s, patienceMs);
        const QString before = shown(page, m_gateway.upstream(), u"Requests"_s);
        auto* search = findWidget<QLineEdit>(page, "search");
        search->setText(u"pool"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(page->model()->rowCount(), 1, patienceMs);
        QVERIFY(select(page, 1, u"pool"_s));
        const QPointer<QLabel> fact = page->detailPane()->findChildren<QLabel*>().last();
        QCOMPARE(callPool(), 200); // the page reads again by itself, and keeps its pane
        QTRY_VERIFY_WITH_TIMEOUT(shown(page, m_gateway.upstream(), u"Requests"_s) != before, patienceMs);
        QVERIFY(fact);
        trigger(page, u"Drain"_s);
        QVERIFY(question().contains(u"the last target of pool"_s));
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(shown(page, m_gateway.upstream(), u"State"_s), u"Drained"_s, patienceMs);
        QCOMPARE(callPool(), 503);
        trigger(page, u"Take calls again"_s);
        QTRY_COMPARE_WITH_TIMEOUT(shown(page, m_gateway.upstream(), u"State"_s), u"Up"_s, patienceMs);
        QCOMPARE(callPool(), 200);
    }

    void failuresAreShownAndForgotten()
    {
        QTcpServer dead; // an address at which nobody answers
        QVERIFY(dead.listen(QHostAddress::LocalHost));
        const QString gone = u"http://127.0.0.1:%1"_s.arg(dead.serverPort());
        dead.close();
        const QString id = call(CallId::UpstreamGet, {u"pool"_s}).value(u"id"_s).toString();
        call(CallId::UpstreamUpdate, {id},
             {{u"targets"_s, QJsonArray{QJsonObject{{u"url"_s, gone}}}},
              {u"ejection"_s,
               QJsonObject{{u"failures"_s, 1}, {u"max_percent"_s, 100}, {u"eject_seconds"_s, 300}}}});
        QVERIFY(callPool() >= 500);
        ListPage* page = place("targets");
        QTRY_COMPARE_WITH_TIMEOUT(shown(page, gone, u"State"_s), u"Ejected"_s, patienceMs);
        QVERIFY(select(page, 0, gone));
        trigger(page, u"Forget failures"_s);
        QTRY_COMPARE_WITH_TIMEOUT(shown(page, gone, u"State"_s), u"Up"_s, patienceMs);
    }

    void enterLeadsToTheDocument()
    {
        ListPage* page = place("targets");
        QVERIFY(select(page, 1, u"pool"_s));
        page->table()->setFocus();
        QTest::keyClick(page->table(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(window().places().currentPlace(), u"upstreams"_s, patienceMs);
        auto* groups = qobject_cast<ListPage*>(window().places().current());
        QTRY_VERIFY_WITH_TIMEOUT(!groups->detailPane()->isHidden(), patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Upstreams)
#include "tst_upstreams.moc"
