// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/json_table_model.h"
#include "console/pages/tester/trace.h"
#include "console/pages/tester/waterfall.h"
#include "console/widgets/tokens.h"

#include <QImage>
#include <QJsonArray>
#include <QPainter>
#include <QTest>

using namespace gatehouse::console;
using namespace Qt::Literals::StringLiterals;

class TestWaterfall : public QObject {
    Q_OBJECT

    static QJsonObject row(double at, double took, double waited, double total)
    {
        return {{u"at_us"_s, at}, {u"took_us"_s, took}, {u"waited_us"_s, waited}, {u"total_us"_s, total}};
    }

private Q_SLOTS:
    void sharesStayInsideOfTheCall()
    {
        const WaterfallSpan half = waterfallSpan(row(500, 250, 250, 1'000));
        QCOMPARE(half.start, 0.5);
        QCOMPARE(half.worked, 0.25);
        QCOMPARE(half.waited, 0.25);
        const WaterfallSpan late = waterfallSpan(row(900, 500, 500, 1'000)); // clocks of several threads
        QCOMPARE(late.start + late.worked, 1.0);
        QVERIFY(late.waited < 1e-9);
        QCOMPARE(waterfallSpan(row(5, 5, 5, 0)).worked, 0.0);
        QCOMPARE(waterfallText(row(500, 250, 250, 1'000)), u"0.500 to 1.000"_s);
    }
    /// Out of an answer of the gateway: filters and attempts on one line of time.
    void stepsKnowTheWholeCall()
    {
        const QJsonObject traced{
            {u"phases"_s, QJsonArray{QJsonObject{{u"phase"_s, u"auth"_s},
                                                 {u"decision"_s, u"continue"_s},
                                                 {u"at_us"_s, 100},
                                                 {u"took_us"_s, 50},
                                                 {u"waited_us"_s, 150}}}},
            {u"upstream"_s,
             QJsonArray{QJsonObject{
                 {u"target"_s, u"http://a"_s}, {u"status"_s, 200}, {u"at_us"_s, 400}, {u"took_us"_s, 600}}}},
            {u"timing"_s, QJsonObject{{u"total_us"_s, 1'000}}}};
        const QList<QJsonObject> rows = stepsOf(traced);
        QCOMPARE(rows.size(), 2);
        QCOMPARE(waterfallSpan(rows.at(0)).start, 0.1);
        QCOMPARE(waterfallSpan(rows.at(0)).waited, 0.15);
        QCOMPARE(waterfallSpan(rows.at(1)).start, 0.4);
        QCOMPARE(waterfallSpan(rows.at(1)).worked, 0.6);
    }
    void barsStandWhereTheTimeWent()
    {
        JsonTableModel model({{u"timeline"_s, u"Time line"_s, waterfallText, {}, {}, false}},
                             [](const QJsonObject&) { return u"1"_s; });
        model.setRows({row(500, 500, 0, 1'000)});
        QImage picture(200, 28, QImage::Format_RGB32);
        picture.fill(Qt::white);
        QPainter painter(&picture);
        QStyleOptionViewItem option;
        option.rect = picture.rect();
        option.palette = QPalette(Qt::white);
        WaterfallDelegate().paint(&painter, option, model.index(0, 0));
        painter.end();
        const QColor bar = tokens::colour(tokens::of(option.palette).accent);
        QCOMPARE(picture.pixelColor(150, 14), bar);
        QVERIFY(picture.pixelColor(50, 14) != bar);
    }
};

QTEST_MAIN(TestWaterfall)
#include "tst_waterfall.moc"
