// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/range_dialog.h"
#include "console/pages/exchange/exchange_page.h"
#include "console/pages/shared/figure_card.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "tests/console/app/accessibility.h"
#include "tests/gui/desk.h"

#include <QDateTimeEdit>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QTableView>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// A configuration leaves as a file and comes back: compared first, in parts, all or nothing, and undone; and
/// the settings of the gateway.
class Exchange : public DeskTest {
    Q_OBJECT

    ExchangePage* page()
    {
        window().go(u"exchange"_s);
        return qobject_cast<ExchangePage*>(window().places().current());
    }
    TableView* table() { return findWidget<TableView>(page(), "importTable"); }
    QString summary() { return findWidget<QLabel>(page(), "importSummary")->text(); }
    QPushButton* button(const char* name) { return findWidget<QPushButton>(page(), name); }

    int rowOf(const QString& name)
    {
        for (int row = 0; row < table()->model()->rowCount(); ++row) {
            if (table()->model()->index(row, 1).data().toString() == name)
                return row;
        }
        return -1;
    }
    QString fate(const QString& name) { return table()->model()->index(rowOf(name), 2).data().toString(); }

    QString write(const char* name, const QJsonObject& content)
    {
        const QString path = m_gateway.dir().filePath(QLatin1StringView(name));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(content).toJson());
        return path;
    }
    QJsonObject api(const QString& name) { return call(CallId::ApiGet, {name, u"v1"_s}); }
    bool messageSays(const QString& text)
    {
        return QTest::qWaitFor(
            [&] {
                for (const QLabel* label : page()->messages()->findChildren<QLabel*>()) {
                    if (label->isVisible() && label->text().contains(text))
                        return true;
                }
                return false;
            },
            patienceMs);
    }

private Q_SLOTS:
    void initTestCase()
    {
        open();
        if (QTest::currentTestFailed())
            return;
        for (const QString& name : {u"first"_s, u"second"_s}) {
            call(CallId::ApiCreate, {},
                 {{u"api_name"_s, name},
                  {u"api_version"_s, u"v1"_s},
                  {u"api_type"_s, u"REST"_s},
                  {u"api_description"_s, u"as it was"_s},
                  {u"api_servers"_s, QJsonArray{m_gateway.upstream()}}});
            call(CallId::OperationCreate, {},
                 {{u"api_name"_s, name},
                  {u"api_version"_s, u"v1"_s},
                  {u"endpoint_method"_s, u"GET"_s},
                  {u"endpoint_uri"_s, u"/orders"_s},
                  {u"endpoint_description"_s, u"orders"_s}});
        }
    }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void brokenFilesAreNamedByPlace()
    {
        QFile file(m_gateway.dir().filePath(u"broken.json"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\n  \"apis\": [\n    oops\n  ]\n}\n");
        file.close();
        page()->open(file.fileName());
        QVERIFY(messageSays(u"Line 3"_s));
        page()->open(
            write("two-faults.json", {{u"apis"_s, QJsonArray{QJsonObject{{u"api_name"_s, u"x"_s}}, 7}}}));
        QVERIFY(messageSays(u"apis[0]"_s) && messageSays(u"apis[1]"_s));
        page()->open(write("empty.json", {{u"apis"_s, QJsonArray()}}));
        QVERIFY(messageSays(u"has no APIs"_s));
    }

    void whatIsExportedIsTheSameAgain()
    {
        page()->open(write("all.json", call(CallId::ConfigExportAll, {})));
        QTRY_VERIFY_WITH_TIMEOUT(rowOf(u"first/v1"_s) >= 0, patienceMs);
        QCOMPARE(fate(u"first/v1"_s), u"Is the same"_s);
        QVERIFY2(summary().contains(u"0 new, 0 different"_s), qPrintable(summary()));
        QVERIFY(!button("import")->isEnabled());
        QVERIFY2(accessibilityFaults(*page()).isEmpty(),
                 qPrintable(accessibilityFaults(*page()).join(u'\n')));
    }

    void onlyWhatIsTakenIsImportedAndUndone()
    {
        QJsonObject all = call(CallId::ConfigExportAll, {});
        for (const QString& name : {u"first"_s, u"second"_s})
            call(CallId::ApiUpdate, {name, u"v1"_s}, {{u"api_description"_s, u"changed since"_s}});
        QJsonArray groups = all.value(u"groups"_s).toArray();
        groups.append(QJsonObject{{u"group_name"_s, u"partners"_s}});
        all.insert(u"groups"_s, groups);
        page()->open(write("older.json", all));
        QTRY_COMPARE_WITH_TIMEOUT(fate(u"first/v1"_s), u"Is changed"_s, patienceMs);
        QCOMPARE(fate(u"partners"_s), u"Is added"_s);
        table()->selectRow(rowOf(u"second/v1"_s));
        button("leaveOut")->click();
        QCOMPARE(fate(u"second/v1"_s), u"Left out"_s);
        QCOMPARE(button("import")->text(), u"Import 2 objects…"_s);
        table()->selectRow(rowOf(u"first/v1"_s));
        button("showDifferences")->click();
        QDialog* differences = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((differences = qobject_cast<QDialog*>(QApplication::activeModalWidget())),
                                 patienceMs);
        differences->reject();
        button("import")->click();
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(api(u"first"_s).value(u"api_description"_s).toString(), u"as it was"_s,
                                  patienceMs);
        QCOMPARE(api(u"second"_s).value(u"api_description"_s).toString(), u"changed since"_s);
        QVERIFY(!call(CallId::GroupGet, {u"partners"_s}).isEmpty());
        findWidget<QAction>(page(), "undoImport")->trigger();
        agree();
        QTRY_COMPARE_WITH_TIMEOUT(api(u"first"_s).value(u"api_description"_s).toString(), u"changed since"_s,
                                  patienceMs);
        QVERIFY(call(CallId::GroupGet, {u"partners"_s}).isEmpty());
    }

    /// The fault stands beside its object, and nothing else of the file is imported either.
    void aFaultImportsNothing()
    {
        const auto api = [](const QString& name, const QString& server) {
            return QJsonObject{{u"api_name"_s, name},
                               {u"api_version"_s, u"v1"_s},
                               {u"api_type"_s, u"REST"_s},
                               {u"api_servers"_s, QJsonArray{server}}};
        };
        const QJsonArray apis{api(u"third"_s, m_gateway.upstream()), api(u"fourth"_s, u"no address"_s)};
        page()->open(
            write("bad.json", {{u"groups"_s, QJsonArray{QJsonObject{{u"group_name"_s, u"guests"_s}}}},
                               {u"apis"_s, apis}}));
        QTRY_COMPARE_WITH_TIMEOUT(fate(u"fourth/v1"_s), u"Is added"_s, patienceMs);
        button("import")->click();
        agree();
        QVERIFY(messageSays(u"Nothing was imported"_s));
        const auto remark = [this](const QString& name) {
            return table()->model()->index(rowOf(name), 3).data().toString();
        };
        QVERIFY2(remark(u"fourth/v1"_s).contains(u"api_servers"_s), qPrintable(remark(u"fourth/v1"_s)));
        QVERIFY(remark(u"third/v1"_s).isEmpty());
        QVERIFY(call(CallId::GroupGet, {u"guests"_s}).isEmpty());
    }

    void trafficIsAnalysed()
    {
        call(CallId::ApiCreate, {},
             {{u"api_name"_s, u"open"_s},
              {u"api_version"_s, u"v1"_s},
              {u"api_type"_s, u"REST"_s},
              {u"api_public"_s, true},
              {u"api_servers"_s, QJsonArray{m_gateway.upstream()}}});
        call(CallId::OperationCreate, {},
             {{u"api_name"_s, u"open"_s},
              {u"api_version"_s, u"v1"_s},
              {u"endpoint_method"_s, u"GET"_s},
              {u"endpoint_uri"_s, u"/orders"_s},
              {u"endpoint_description"_s, u"orders"_s}});
        for (int i = 0; i < 3; ++i)
            QCOMPARE(trafficWith({}, u"/api/rest/open/v1"_s), 200);
        window().go(u"analysis"_s);
        Page* analysis = window().places().current();
        findWidget<QToolButton>(analysis, "range1h")->click();
        auto* apis = findWidget<QTableView>(analysis, "top_apisTable")->model();
        const auto rowOfApi = [apis] {
            for (int row = 0; row < apis->rowCount(); ++row) {
                if (apis->index(row, 0).data().toString().startsWith(u"open"_s))
                    return row;
            }
            return -1;
        };
        const auto read = [&] {
            analysis->refresh();
            return QTest::qWaitFor([&] { return !analysis->progress()->isBusy(); }, patienceMs) &&
                   rowOfApi() >= 0 && apis->index(rowOfApi(), 1).data().toString() == u"3"_s;
        };
        QTRY_VERIFY_WITH_TIMEOUT(read(), patienceMs);
        auto* figure = analysis->findChild<FigureCard*>(u"cardCount"_s);
        QVERIFY(figure);
        QVERIFY2(figure->figure().toDouble() >= 3, qPrintable(figure->figure()));
        QVERIFY2(accessibilityFaults(*analysis).isEmpty(),
                 qPrintable(accessibilityFaults(*analysis).join(u'\n')));
        auto* table = findWidget<TableView>(analysis, "top_apisTable");
        table->selectRow(rowOfApi());
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(window().places().currentPlace(), u"logs"_s, patienceMs);
    }

    void aPartOfTheTimeIsShownAlone()
    {
        window().go(u"analysis"_s);
        Page* analysis = window().places().current();
        auto* figure = findWidget<FigureCard>(analysis, "cardCount");
        QTRY_VERIFY_WITH_TIMEOUT(figure->figure().toDouble() >= 3, patienceMs);
        findWidget<QToolButton>(analysis, "rangeOther")->click();
        auto* range = opened<RangeDialog>();
        QVERIFY(range);
        QCOMPARE(accessibilityFaults(*range), QStringList());
        const QDateTime now = QDateTime::currentDateTime();
        auto* to = findWidget<QDateTimeEdit>(range, "rangeTo");
        findWidget<QDateTimeEdit>(range, "rangeFrom")->setDateTime(now.addDays(-3));
        to->setDateTime(now.addDays(-4));
        findWidget<QPushButton>(range, "showRange")->click();
        QVERIFY(qobject_cast<FormField*>(to->parentWidget())->hasError()); // ends before it begins
        to->setDateTime(now.addDays(-2));
        finish(range, "showRange");
        QTRY_COMPARE_WITH_TIMEOUT(figure->figure(), u"0"_s, patienceMs); // nobody called then
        QVERIFY(!findWidget<QToolButton>(analysis, "range1h")->isChecked());
        auto* back = findWidget<QToolButton>(analysis, "rangeWindow");
        QVERIFY(back->isVisible());
        back->click();
        QTRY_VERIFY_WITH_TIMEOUT(figure->figure().toDouble() >= 3, patienceMs);
        QVERIFY(!back->isVisible());
    }

    void settingsAreShownAndReadAgain()
    {
        ListPage* settings = place("settings");
        QVERIFY(select(settings, 0, u"ADMIN_PORT"_s));
        QVERIFY(settings->model()->rowCount() > 100);
        for (int row = 0; row < settings->model()->rowCount(); ++row)
            QVERIFY(!cell(settings, row, 1).contains(RealGateway::password()));
        findWidget<QPushButton>(settings, "primaryAction")->click();
        const auto told = [settings] {
            for (const QLabel* label : settings->messages()->findChildren<QLabel*>()) {
                if (label->isVisible() && label->text().contains(u"Nothing has changed"_s))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY_WITH_TIMEOUT(told(), patienceMs);
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(Exchange)
#include "tst_exchange.moc"
