// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/heat_map.h"
#include "console/widgets/table_view.h"

#include <QAbstractItemModel>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <limits>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class TestHeatMap : public QObject {
    Q_OBJECT

    static HeatGrid grid()
    {
        constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
        return {{u"slow"_s, u"quick"_s}, {3'000, 3'060, 3'120}, 60, {{unknown, 0, 2}, {unknown, 40, 5}}};
    }

private Q_SLOTS:
    void sumsLeaveOutWhatIsNotKnown()
    {
        QCOMPARE(grid().highest(), 40.0);
        QCOMPARE(grid().sum(0), 2.0);
        QCOMPARE(grid().total(), 47.0);
    }
    void theKeysWalkOverTheCellsAndTellThem()
    {
        HeatMap map(u"Requests by latency"_s);
        map.setGrid(grid());
        map.resize(700, 300);
        map.show();
        QVERIFY(QTest::qWaitForWindowActive(&map));
        auto* plane = map.findChild<QWidget*>(u"heatPlane"_s);
        auto* told = map.findChild<QLabel*>(u"heatTold"_s);
        QVERIFY(plane && told);
        plane->setFocus();
        QTRY_COMPARE(told->text(), map.cellText(0, 2)); // the newest
        QTest::keyClick(plane, Qt::Key_Right);          // there is no further one
        QTest::keyClick(plane, Qt::Key_Down);
        QTest::keyClick(plane, Qt::Key_Left);
        QCOMPARE(told->text(), map.cellText(1, 1));
        QVERIFY2(told->text().contains(u"quick"_s) && told->text().contains(u"40"_s),
                 qPrintable(told->text()));
        QVERIFY(map.cellText(0, 0).contains(u"nothing is known"_s));
        HeatGrid later = grid();
        later.counts[1][1] = 41;
        map.setGrid(later); // read again while somebody looks
        QCOMPARE(told->text(), map.cellText(1, 1));
        QVERIFY(told->text().contains(u"41"_s));
        QSignalSpy opened(&map, &HeatMap::cellOpened);
        QTest::keyClick(plane, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first(), (QVariantList{1, qint64(3'060), qint64(3'120)}));
    }
    void theTableHasTheSameNumbers()
    {
        HeatMap map(u"Requests by latency"_s);
        map.setGrid(grid());
        map.findChild<QToolButton*>(u"heatAsTable"_s)->click();
        QVERIFY(map.isTableShown());
        const QAbstractItemModel* model = map.findChild<TableView*>(u"heatTable"_s)->model();
        QCOMPARE(model->rowCount(), 4);
        QCOMPARE(model->headerData(2, Qt::Horizontal).toString(), u"quick"_s);
        QCOMPARE(model->index(0, 2).data().toString(), u"45"_s); // all of the row
        QCOMPARE(model->index(1, 1).data().toString(), u"2"_s);  // the newest first
        QCOMPARE(model->index(3, 1).data().toString(), u"–"_s);
        map.setNotice(u"No calls"_s);
        QVERIFY(!map.isTableShown());
        map.setNotice({});
        QVERIFY(map.isTableShown());
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heat_map.moc"
