// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/charts/chart_view.h"
#include "console/charts/live_chart.h"
#include "console/charts/samples_model.h"
#include "console/widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QCategoryAxis>
#include <QDateTime>
#include <QLineSeries>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QValueAxis>

#include <limits>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double gap = std::numeric_limits<double>::quiet_NaN();

QList<ChartSeries> twoSeries()
{
    return {{u"one"_s}, {u"two"_s, tokens::Tone::Bad}};
}

QList<QLineSeries*> shown(LiveChart& chart)
{
    QList<QLineSeries*> lines;
    const auto all = chart.findChild<ChartView*>()->chart()->series();
    for (QAbstractSeries* series : all) {
        if (series->isVisible())
            lines.append(qobject_cast<QLineSeries*>(series));
    }
    return lines;
}

} // namespace

class LiveChartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gapIsAGap()
    {
        LiveChart chart(u"Test"_s, {{u"one"_s}});
        chart.replace({{{-4, 1}, {-3, 2}, {-2, gap}, {-1, gap}, {0, 3}}}, 60, 1'000);
        const QList<QLineSeries*> lines = shown(chart);
        QCOMPARE(lines.size(), 2);
        QCOMPARE(lines.at(0)->points(), (QList<QPointF>{{-4, 1}, {-3, 2}}));
        QCOMPARE(lines.at(1)->count(), 2); // a lone moment is a short dash
        QCOMPARE(lines.at(1)->at(0).y(), 3.0);
        constexpr int day = 86'400;
        chart.replace({{{-600, gap}, {-300, 3}, {0, gap}}}, day, 1'000);
        const QLineSeries* dash = shown(chart).first();
        QVERIFY2(dash->at(1).x() - dash->at(0).x() > day / 200.0, "a part of the width that can be seen");
        chart.replace({{{-4, 1}, {-3, 2}, {-2, 2}, {-1, 2}, {0, 3}}}, 60, 1'000);
        QCOMPARE(shown(chart).size(), 1); // the runs that are no longer needed are gone
        chart.replace({{{-1, gap}, {0, gap}}}, 60, 1'000);
        QCOMPARE(shown(chart).size(), 0);
    }

    void axisStartsAtZeroAndIsRound_data()
    {
        QTest::addColumn<double>("highest");
        QTest::addColumn<double>("top");
        QTest::newRow("nothing") << 0.0 << 1.0;
        QTest::newRow("small") << 0.33 << 0.4;
        QTest::newRow("seven") << 7.0 << 8.0;
        QTest::newRow("round") << 100.0 << 100.0;
        QTest::newRow("large") << 1'234.0 << 2'000.0;
    }
    void axisStartsAtZeroAndIsRound()
    {
        QFETCH(double, highest);
        QFETCH(double, top);
        LiveChart chart(u"Test"_s, {{u"one"_s}});
        chart.replace({{{-1, highest}, {0, highest / 2}}}, 60, 1'000);
        const QValueAxis* axis = chart.findChild<ChartView*>()->yAxis();
        QCOMPARE(axis->min(), 0.0);
        QCOMPARE(axis->max(), top);
    }

    void hiddenSeriesLeaveTheAxis()
    {
        LiveChart chart(u"Test"_s, twoSeries());
        chart.replace({{{-1, 1}, {0, 1}}, {{-1, 90}, {0, 90}}}, 60, 1'000);
        QCOMPARE(chart.findChild<ChartView*>()->yAxis()->max(), 100.0);
        auto* chip = chart.findChild<QToolButton*>(u"series1"_s);
        chip->click();
        QVERIFY(!chart.isSeriesVisible(1));
        QCOMPARE(shown(chart).size(), 1);
        QCOMPARE(chart.findChild<ChartView*>()->yAxis()->max(), 1.0);
        chip->click();
        QCOMPARE(shown(chart).size(), 2);
    }

    void draggingSelectsAPartOfTheTime()
    {
        LiveChart chart(u"Test"_s, {{u"one"_s}});
        chart.resize(640, 240);
        chart.replace({{{-3'600, 1}, {0, 1}}}, 3'600, 100'000, true);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        auto* view = chart.findChild<ChartView*>();
        const auto at = [view](double x) {
            const QPointF scene =
                view->chart()->mapToPosition(QPointF(x, 0.5), view->chart()->series().first());
            return view->mapFromScene(scene);
        };
        QSignalSpy selected(&chart, &LiveChart::rangeSelected);
        QTest::mousePress(view->viewport(), Qt::LeftButton, {}, at(-1'800));
        QTest::mouseMove(view->viewport(), at(-900));
        QTest::mouseRelease(view->viewport(), Qt::LeftButton, {}, at(-900));
        QCOMPARE(selected.size(), 1);
        const qint64 from = selected.first().at(0).toLongLong(), to = selected.first().at(1).toLongLong();
        QVERIFY2(qAbs(from - 98'200) < 30, qPrintable(QString::number(from))); // a few pixels
        QVERIFY2(qAbs(to - 99'100) < 30, qPrintable(QString::number(to)));
        QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at(-1'000)); // a click is no range
        QCOMPARE(selected.size(), 1);
    }
    void aPartOfThePastIsLabelledByTheClock()
    {
        LiveChart chart(u"Test"_s, {{u"one"_s}});
        chart.resize(900, 240);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        const QDateTime end(QDate(2026, 3, 2), QTime(10, 7));
        chart.replace({{{-3'600, 1}, {0, 1}}}, 3'600, end.toSecsSinceEpoch(), true);
        const QStringList labels = chart.findChild<ChartView*>()->xAxis()->categoriesLabels();
        QVERIFY2(labels.contains(u"09:30"_s),
                 qPrintable(labels.join(u' '))); // round by the clock, not by the end
        QVERIFY(!labels.contains(u"10:07"_s));
        chart.replace({{{-3'600, 1}, {0, 1}}}, 3'600, end.toSecsSinceEpoch());
        QVERIFY(!chart.findChild<ChartView*>()->xAxis()->categoriesLabels().contains(u"09:30"_s));
    }

    void tableHasThePlottedNumbers()
    {
        LiveChart chart(u"Test"_s, twoSeries());
        const QAbstractItemModelTester tester(chart.samples(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        chart.replace({{{-1, 1.5}, {0, gap}}, {{-1, 2}, {0, 3}}}, 60, 1'000);
        QAbstractItemModel* table = chart.samples();
        QCOMPARE(table->rowCount(), 2);
        QCOMPARE(table->index(0, 1).data().toString(), u"–"_s); // newest first
        QCOMPARE(table->index(0, 2).data().toString(), u"3"_s);
        QCOMPARE(table->index(1, 1).data().toDouble(), 1.5);
        QCOMPARE(table->index(0, 0).data().toString(),
                 QDateTime::fromSecsSinceEpoch(1'000).toString(u"HH:mm:ss"_s));
        chart.replace({{{0, 1}}, {{0, 1}}}, 60, 1'001);
        QCOMPARE(table->rowCount(), 1);
        chart.findChild<QToolButton*>(u"showAsTable"_s)->click();
        QVERIFY(chart.isTableShown());
        chart.setNotice(u"nothing yet"_s);
        QVERIFY(!chart.isTableShown());
        chart.setNotice({});
        QVERIFY(chart.isTableShown());
    }

    void coloursFollowTheTheme()
    {
        Theme theme;
        LiveChart chart(u"Test"_s, twoSeries());
        chart.show();
        chart.replace({{{-1, 1}, {0, 1}}, {{-1, 2}, {0, 2}}}, 60, 1'000);
        for (const bool dark : {true, false}) {
            theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
            const tokens::Colours& colours = dark ? tokens::dark : tokens::light;
            QTRY_COMPARE(shown(chart).at(0)->pen().color(), tokens::colour(colours.series[0]));
            QCOMPARE(shown(chart).at(1)->pen().color(), tokens::colour(colours.bad));
            QCOMPARE(chart.findChild<ChartView*>()->chart()->backgroundBrush().color(),
                     tokens::colour(colours.surface));
        }
        QCOMPARE(shown(chart).at(0)->pen().widthF(), 1.0);
    }
    /// No two lines of the axis have the same label.
    void labelsOfTheAxisTellStepsApart()
    {
        ChartView view;
        for (const double highest : {0.0, 0.0004, 0.02, 0.09, 0.4, 0.9, 3.0, 9.0, 10.0, 1'000.0}) {
            view.setHighest(highest);
            const QByteArray format = view.yAxis()->labelFormat().toLatin1();
            const double step = view.yAxis()->max() / (view.yAxis()->tickCount() - 1);
            QSet<QString> labels;
            for (int line = 0; line < view.yAxis()->tickCount(); ++line)
                labels.insert(QString::asprintf(format.constData(), line * step));
            QVERIFY2(labels.size() == view.yAxis()->tickCount(), format.constData());
        }
        QCOMPARE(view.yAxis()->labelFormat(), u"%.0f"_s);
    }
};

QTEST_MAIN(LiveChartTest)
#include "tst_live_chart.moc"
