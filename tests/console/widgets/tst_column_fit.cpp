// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/settings/settings.h"
#include "console/widgets/column_fit.h"
#include "console/widgets/table_view.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>

#include <numeric>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

/// How the columns of a table share the room of a narrow window.
class ColumnFit : public QObject {
    Q_OBJECT

    static QList<ColumnNeed> columns()
    {
        return {{300, 200, 64, true}, {150, 80, 64, false}, {90, 90, 70, true}, {120, 100, 64, false}};
    }
    static int sum(const QList<int>& widths) { return std::accumulate(widths.begin(), widths.end(), 0); }

private Q_SLOTS:
    void withRoomEverythingIsShown()
    {
        QCOMPARE(fitColumns(columns(), 1'000), (QList<int>{300, 150, 90, 120}));
        QCOMPARE(fitColumns({}, 100), QList<int>());
    }
    void theWidestAreCutFirst()
    {
        QCOMPARE(fitColumns(columns(), 560), (QList<int>{200, 150, 90, 120}));
        QCOMPARE(fitColumns(columns(), 500), (QList<int>{200, 105, 90, 105}));
    }
    void theLastGivesWayBeforeNamesGetShort()
    {
        QCOMPARE(fitColumns(columns(), 460), (QList<int>{220, 150, 90, 0}));
        QCOMPARE(fitColumns(columns(), 350), (QList<int>{260, 0, 90, 0}));
    }
    void namesAndStatesStay()
    {
        const QList<int> widths = fitColumns(columns(), 200);
        QCOMPARE(widths, (QList<int>{110, 0, 90, 0}));
        QCOMPARE(fitColumns(columns(), 50), (QList<int>{64, 0, 70, 0})); // more than there is
    }
    void neverWiderThanTheRoom()
    {
        for (int room = 134; room < 800; ++room) {
            const QList<int> widths = fitColumns(columns(), room);
            QVERIFY2(sum(widths) <= room, qPrintable(QString::number(room)));
        }
    }
    /// The columns that gave way come back, are exported, and are not saved as hidden.
    void aNarrowTableKeepsItsColumns()
    {
        const QTemporaryDir dir;
        const auto settings = Settings::atPath(dir.filePath(u"s.ini"_s));
        QStandardItemModel model(2, 6);
        for (int column = 0; column < 6; ++column) {
            model.setHorizontalHeaderItem(column,
                                          new QStandardItem(u"A long title, number %1"_s.arg(column)));
            model.setItem(0, column, new QStandardItem(u"content"_s));
        }
        const auto shownIn = [](const TableView& view) {
            return view.model()->columnCount() - view.horizontalHeader()->hiddenSectionCount();
        };
        {
            TableView view(u"t"_s, settings.get());
            view.setModel(&model);
            view.resize(420, 200);
            view.show();
            QVERIFY(QTest::qWaitForWindowExposed(&view));
            view.fitColumns();
            QVERIFY(shownIn(view) < 6);
            QCOMPARE(view.visibleColumns().size(), 6);
            QVERIFY(view.csv().contains("number 5"));
            QTRY_COMPARE(view.horizontalScrollBar()->maximum(), 0);
            view.resize(2'000, 200);
            QTRY_COMPARE(view.viewport()->width() > 1'900, true);
            QTRY_COMPARE(shownIn(view), 6);
            view.resize(420, 200);
            QTRY_VERIFY(shownIn(view) < 6);
        }
        TableView again(u"t"_s, settings.get());
        again.setModel(&model);
        QCOMPARE(shownIn(again), 6);
    }
};

QTEST_MAIN(ColumnFit)
#include "tst_column_fit.moc"
