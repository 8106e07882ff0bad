// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/heat_map.h"
#include "console/charts/live_chart.h"
#include "console/pages/apis/api_editor.h"
#include "console/pages/consumers/onboarding_dialog.h"
#include "console/pages/policies/policy_type_dialog.h"
#include "console/pages/shared/changes.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "tests/gui/desk.h"

#include <QCheckBox>
#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QTabWidget>
#include <QToolButton>

using namespace gatehouse;
using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString address = u"/api/rest/orders/v1"_s;
const QString few = u"/api/rest/few/v1"_s;

/// The columns of a row in which something is counted.
QList<qsizetype> filled(const HeatGrid& grid, qsizetype row)
{
    QList<qsizetype> columns;
    for (qsizetype column = 0; column < grid.starts.size(); ++column) {
        if (grid.counts.at(row).at(column) > 0)
            columns.append(column);
    }
    return columns;
}

/// Those that are painted so, whatever the map believes.
QList<qsizetype> painted(HeatMap& map, qsizetype row)
{
    constexpr int palestTint = 15; // more blue than red; borders and hatching have less
    const QImage picture = findWidget<QWidget>(&map, "heatPlane")->grab().toImage();
    QList<qsizetype> columns;
    for (qsizetype column = 0; column < map.grid().starts.size(); ++column) {
        const QPointF middle = map.cellCentre(row, column) * picture.devicePixelRatio();
        const QColor colour = picture.pixelColor(middle.toPoint());
        if (colour.blue() - colour.red() > palestTint)
            columns.append(column);
    }
    return columns;
}

} // namespace

/// The main job of an administrator, only through what the console shows: from an empty gateway to an API
/// with a key and a limit whose traffic is seen. Everything is real but the screen.
class MainJob : public DeskTest {
    Q_OBJECT

    QString m_key;

    Page* page() { return window().places().current(); }

    /// The status that the request tester shows for a call with the key.
    QString tested(const QString& path)
    {
        auto* status = findWidget<StatusPill>(page(), "answerStatus");
        status->setState(tokens::Tone::Off, {});
        findWidget<QLineEdit>(page(), "path")->setText(address + path);
        findWidget<QPushButton>(page(), "send")->click();
        if (!QTest::qWaitFor([status] { return !status->word().isEmpty(); }, patienceMs))
            qWarning("no answer");
        return status->word();
    }

    QJsonObject storedApi() { return call(CallId::ApiGet, {u"orders"_s, u"v1"_s}); }
    qint64 revision() { return call(CallId::RevisionList, {}).value(u"revision"_s).toInteger(); }

    /// The editor of the API with this description written into it.
    ApiEditor* edit(const QString& description)
    {
        ListPage* apis = place("apis");
        if (!select(apis, 0, u"orders"_s))
            return nullptr;
        trigger(apis, u"Edit"_s);
        auto* editor = opened<ApiEditor>();
        const bool read = editor && QTest::qWaitFor(
                                        [editor] {
                                            return editor->form()->document().contains(u"api_id"_s) &&
                                                   editor->form()->canEdit(u"api_description"_s);
                                        },
                                        patienceMs);
        if (!read)
            return nullptr;
        type(*editor->form(), "api_description", description);
        return editor;
    }

    /// The review of what the editor would send.
    ReviewDialog* review(ApiEditor* editor)
    {
        editor->save();
        return opened<ReviewDialog>();
    }

    /// The cells of a row: filled and painted where calls came, told in words and as numbers.
    static void showsOnlyWhatCameSince(HeatMap& map, qsizetype row, qint64 begun)
    {
        const HeatGrid& grid = map.grid();
        const QList<qsizetype> columns = filled(grid, row);
        QVERIFY(!columns.isEmpty());
        for (const qsizetype column : columns)
            QVERIFY(grid.starts.at(column) + grid.width > begun);
        QTRY_COMPARE_WITH_TIMEOUT(painted(map, row), columns, patienceMs);
        auto* plane = findWidget<QWidget>(&map, "heatPlane");
        auto* told = findWidget<QLabel>(&map, "heatTold");
        const QPointF middle = map.cellCentre(row, columns.first());
        QTest::mouseMove(plane, QPoint(1, 1)); // it may be there already
        QTest::mouseMove(plane, middle.toPoint());
        const QString text = map.cellText(row, columns.first());
        QTRY_COMPARE_WITH_TIMEOUT(told->text(), text, patienceMs);
        QCOMPARE(plane->accessibleDescription(), text);
        const double count = grid.counts.at(row).at(columns.first());
        QVERIFY2(text.contains(grid.rows.at(row)) && text.contains(u" %1 request"_s.arg(count)),
                 qPrintable(text));
        const QAbstractItemModel* table = findWidget<TableView>(&map, "heatTable")->model();
        const auto line = static_cast<int>(grid.starts.size() - columns.first()); // the newest below the sums
        QCOMPARE(table->index(line, static_cast<int>(row) + 1).data().toString(), QString::number(count));
    }

private Q_SLOTS:
    void initTestCase() { begin(); }
    void init() { skipAfterFailure(); }
    void cleanup() { noteFailure(); }

    void theEmptyDashboardLeadsToTheFirstStep()
    {
        window().go(u"dashboard"_s);
        auto* bar = findWidget<MessageBar>(page(), "beginBar");
        QTRY_VERIFY_WITH_TIMEOUT(bar->isVisible(), patienceMs);
        Q_EMIT bar->actionRequested();
        QCOMPARE(window().places().currentPlace(), u"apis"_s);
        auto* editor = opened<ApiEditor>(); // the form itself, not only its place
        QVERIFY(editor);
        finish(editor, "close");
        window().go(u"dashboard"_s);
        window().go(u"apis"_s);
        QVERIFY(!window().findChild<ApiEditor*>());
    }

    void aNameAndAServerAreEnough()
    {
        ListPage* apis = place("apis");
        findWidget<QPushButton>(apis, "primaryAction")->click();
        auto* editor = opened<ApiEditor>();
        QVERIFY(editor);
        findWidget<QPushButton>(editor, "create")->click();
        QCOMPARE(editor->form()->formField(u"api_name"_s)->error(), u"is required"_s);
        type(*editor->form(), "api_name", u"orders"_s);
        type(*editor->form(), "api_servers", m_gateway.upstream());
        finish(editor, "create");
        QVERIFY(select(apis, 0, u"orders"_s));
        trigger(apis, u"Copy as curl"_s);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"X-API-Key: KEY"_s));
        trigger(apis, u"Try it"_s);
        QCOMPARE(tested(u"/orders"_s).left(3), u"401"_s); // not for everybody
        QVERIFY(
            findWidget<QLabel>(page(), "answerReason")->text().contains(u"Authentication"_s)); // what to do
    }

    void aNewConsumerHasAKeyThatWorks()
    {
        findWidget<QPushButton>(place("consumers"), "primaryAction")->click();
        auto* flow = opened<OnboardingDialog>();
        QVERIFY(flow);
        type(*flow->who(), "external_id", u"acme"_s);
        type(*flow->who(), "name", u"Acme Ltd"_s);
        type(*flow->who(), "email", u"ops@acme.test"_s);
        findWidget<QPushButton>(flow, "next")->click();
        QVERIFY(pick(*flow->what(), "api_id", u"orders"_s));
        findWidget<QPushButton>(flow, "next")->click();
        QWidget* secret = nullptr;
        QTRY_VERIFY_WITH_TIMEOUT((secret = flow->findChild<QWidget*>(u"newKey"_s)) && secret->isVisible(),
                                 patienceMs);
        m_key = secret->findChild<QLineEdit*>()->text();
        secret->findChildren<QToolButton*>().last()->click();
        finish(flow, "close");
        window().go(u"tester"_s);
        findWidget<QComboBox>(page(), "auth")->setCurrentIndex(2);
        QTest::keyClicks(findWidget<QLineEdit>(page(), "token"), m_key);
        QCOMPARE(findWidget<QComboBox>(page(), "authHeader")->currentText(), u"X-API-Key"_s);
        QCOMPARE(tested(u"/orders"_s).left(3), u"200"_s);     // the key works
        QCOMPARE(tested(u"/status/204"_s).left(3), u"204"_s); // every path is published
    }

    void whoNamesOperationsPublishesOnlyThose()
    {
        ListPage* apis = place("apis");
        findWidget<QPushButton>(apis, "primaryAction")->click();
        auto* editor = opened<ApiEditor>();
        QVERIFY(editor);
        type(*editor->form(), "api_name", u"few"_s);
        type(*editor->form(), "api_servers", m_gateway.upstream());
        editor->form()->formField(u"api_public"_s)->findChild<QCheckBox*>()->click();
        const auto match = [editor] { return editor->form()->document().value(u"api_match"_s).toString(); };
        QCOMPARE(match(), u"any"_s);
        QTest::keyClicks(findWidget<QLineEdit>(editor, "operationUri"), u"/orders"_s);
        findWidget<QPushButton>(editor, "addOperation")->click();
        QCOMPARE(match(), u"registered"_s);
        QTest::keyClicks(findWidget<QLineEdit>(editor, "operationUri"), u"/slow/{ms}"_s); // but not added
        finish(editor, "create");
        const auto listed = [this] {
            return call(CallId::OperationList, {u"few"_s, u"v1"_s}).value(u"endpoints"_s).toArray().size();
        };
        QCOMPARE(listed(), 2);
        QCOMPARE(call(CallId::ApiGet, {u"few"_s, u"v1"_s}).value(u"api_match"_s).toString(), u"registered"_s);
    }

    void whatIsReviewedIsWhatIsSent()
    {
        const QJsonObject before = storedApi();
        const qint64 at = revision();
        ApiEditor* editor = edit(u"Orders of the shop"_s);
        QVERIFY(editor);
        ReviewDialog* shown = review(editor);
        QVERIFY(shown);
        const QAbstractItemModel* rows = findWidget<TableView>(shown, "changes")->model();
        const auto text = [rows](int column) { return rows->index(0, column).data().toString(); };
        QCOMPARE(rows->rowCount(), 1);
        const QStringList row{text(2), text(3), text(4)};
        QCOMPARE(row, (QStringList{u"Description"_s, u"–"_s, u"Orders of the shop"_s}));
        finish(shown, "apply");
        QTRY_COMPARE_WITH_TIMEOUT(storedApi().value(u"api_description"_s).toString(), row.last(), patienceMs);
        QCOMPARE(revision(), at + 1);
        QJsonObject after = storedApi();
        after.insert(u"api_description"_s, before.value(u"api_description"_s));
        QCOMPARE(after, before); // nothing else
        const QJsonObject diff =
            call(CallId::RevisionDiff, {QString::number(at)}, {}, QUrlQuery(u"with=%1"_s.arg(at + 1)));
        const QList<QJsonObject> told = changeRows(diff.value(u"changes"_s).toArray());
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().value(u"field"_s).toString(), row.first());
        QCOMPARE(told.first().value(u"after"_s).toString(), row.last());
    }

    void aCancelledReviewSendsNothing()
    {
        const QJsonObject before = storedApi();
        const qint64 at = revision();
        ApiEditor* editor = edit(u"Never to be stored"_s);
        QVERIFY(editor);
        QPointer<ReviewDialog> shown = review(editor);
        QVERIFY(shown);
        QTest::keyClick(shown.data(), Qt::Key_Escape);
        QTRY_VERIFY_WITH_TIMEOUT(!shown, patienceMs);
        QCOMPARE(storedApi(), before);
        QCOMPARE(revision(), at);
        QVERIFY(editor->isDirty()); // and nothing is lost
        editor->reject();
        findWidget<QPushButton>(window().findChild<QDialog*>(u"confirmDialog"_s), "confirmVerb")->click();
        QTRY_VERIFY_WITH_TIMEOUT(!window().findChild<ApiEditor*>(), patienceMs);
    }

    void theMapsShowTheCallsWhereTheyBelong()
    {
        const qint64 begun = QDateTime::currentSecsSinceEpoch();
        constexpr int calls = 7;
        for (int i = 1; i < calls; ++i)
            QCOMPARE(trafficWith({}, few), 200);
        QCOMPARE(trafficWith({}, few, "/slow/300"), 200);
        window().go(u"analysis"_s);
        auto* apis = findWidget<HeatMap>(page(), "apiMap");
        auto* latencies = findWidget<HeatMap>(page(), "latencyMap");
        const auto row = [apis] { return apis->grid().rows.indexOf(u"few"_s); };
        const auto counted = [&] {
            page()->refresh();
            return QTest::qWaitFor([&] { return !page()->progress()->isBusy(); }, patienceMs) && row() >= 0 &&
                   qFuzzyCompare(apis->grid().sum(row()), double(calls)) &&
                   qFuzzyCompare(latencies->grid().total(), apis->grid().total());
        };
        QTRY_VERIFY_WITH_TIMEOUT(counted(), patienceMs);
        QVERIFY(findWidget<QToolButton>(page(), "range1h")->isChecked()); // the first day
        auto* tabs = findWidget<QTabWidget>(page(), "rankings");
        tabs->setCurrentWidget(apis);
        showsOnlyWhatCameSince(*apis, row(), begun);
        tabs->setCurrentWidget(latencies);
        showsOnlyWhatCameSince(*latencies, 0, begun); // the slowest at the top
        QCOMPARE(latencies->grid().sum(0), 1.0);
        const QStringList slow{u"to 500 ms"_s, u"to 1 s"_s, u"to 2 s"_s, u"to 5 s"_s};
        QVERIFY2(slow.contains(latencies->grid().rows.first()), qPrintable(latencies->grid().rows.first()));
    }

    void aPolicyLimitsTheCalls()
    {
        ListPage* policies = place("policies");
        findWidget<QPushButton>(policies, "primaryAction")->click();
        finish(opened<PolicyTypeDialog>(), "next");
        auto* editor = opened<DocumentEditor>();
        QVERIFY(editor);
        type(*editor->form(), "name", u"tight"_s);
        findWidget<QPushButton>(editor, "create")->click(); // without a number it would limit nothing
        FormField* perMinute = editor->form()->formField(u"config.requests_per_minute"_s);
        QTRY_VERIFY_WITH_TIMEOUT(perMinute->hasError() && perMinute->isVisible(), patienceMs);
        type(*editor->form(), "config.requests_per_minute", u"1"_s);
        type(*editor->form(), "config.burst", u"1"_s);
        finish(editor, "create");
        window().go(u"tester"_s);
        QCOMPARE(tested(u"/orders"_s).left(3), u"200"_s);
        QCOMPARE(tested(u"/orders"_s).left(3), u"429"_s);
        QVERIFY(findWidget<QLabel>(page(), "answerReason")->text().contains(u"limit was reached"_s));
        window().go(u"dashboard"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!findWidget<MessageBar>(page(), "beginBar")->isVisible(), patienceMs);
        auto* chart = findWidget<LiveChart>(page(), "requestsChart");
        const auto plotted = [chart](int column) {
            double sum = 0;
            for (int row = 0; row < chart->samples()->rowCount(); ++row)
                sum += chart->samples()->index(row, column).data().toDouble();
            return sum;
        };
        QTRY_VERIFY_WITH_TIMEOUT(plotted(1) > 0 && plotted(3) > 0, patienceMs); // 2xx and 4xx
    }

    void cleanupTestCase() { m_console.reset(); }
};

QTEST_MAIN(MainJob)
#include "tst_main_job.moc"
