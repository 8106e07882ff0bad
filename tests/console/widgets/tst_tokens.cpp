// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/theme.h"
#include "console/widgets/tokens.h"

#include <QDir>
#include <QEvent>
#include <QTest>
#include <QWidget>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::console;

class TestTokens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastOfKnownPairs()
    {
        QCOMPARE(qRound(tokens::contrast(Qt::white, Qt::black)), 21);
        QCOMPARE(qRound(tokens::contrast(Qt::white, Qt::white)), 1);
    }
    void everyTextIsReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyTextIsReadable()
    {
        QFETCH(bool, dark);
        const tokens::Colours& c = dark ? tokens::dark : tokens::light;
        const QList<QRgb> texts{c.text, c.muted, c.accent, c.good, c.warning, c.bad, c.info};
        for (const QRgb text : texts) {
            for (const QRgb ground : {c.window, c.surface}) {
                const double contrast = tokens::contrast(tokens::colour(text), tokens::colour(ground));
                QVERIFY2(contrast >= 4.5,
                         qPrintable(
                             u"%1 on %2: %3"_s.arg(tokens::colour(text).name(), tokens::colour(ground).name())
                                 .arg(contrast)));
            }
            // State words stand on a ground tinted with their own colour.
            const QColor pill = tokens::mix(c.surface, text, 0.10);
            QVERIFY2(tokens::contrast(tokens::colour(text), pill) >= 4.0,
                     qPrintable(tokens::colour(text).name()));
        }
        QVERIFY(tokens::contrast(tokens::colour(c.onAccent), tokens::colour(c.accent)) >= 4.5);
    }
    void paletteRolesAreReadable_data() { everyTextIsReadable_data(); }
    void paletteRolesAreReadable()
    {
        QFETCH(bool, dark);
        const QPalette p = Theme::palette(dark);
        using R = QPalette::ColorRole;
        const QList<std::pair<R, R>> pairs{
            {QPalette::WindowText, QPalette::Window},         {QPalette::Text, QPalette::Base},
            {QPalette::Text, QPalette::AlternateBase},        {QPalette::ButtonText, QPalette::Button},
            {QPalette::HighlightedText, QPalette::Highlight}, {QPalette::ToolTipText, QPalette::ToolTipBase},
            {QPalette::PlaceholderText, QPalette::Base},      {QPalette::Link, QPalette::Window}};
        for (const auto& [text, ground] : pairs)
            QVERIFY2(tokens::contrast(p.color(text), p.color(ground)) >= 4.5,
                     qPrintable(QString::number(text)));
        QCOMPARE(tokens::isDark(p), dark);
    }
    void seriesStandOutFromTheGround()
    {
        for (size_t i = 0; i < tokens::light.series.size(); ++i) {
            QVERIFY(tokens::contrast(tokens::colour(tokens::light.series[i]),
                                     tokens::colour(tokens::light.surface)) >= 3.0);
            QVERIFY(tokens::contrast(tokens::colour(tokens::dark.series[i]),
                                     tokens::colour(tokens::dark.surface)) >= 3.0);
        }
    }
    void switchingTheThemeReachesOpenWindows()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        QWidget window;
        window.show();
        QVERIFY(!tokens::isDark(window.palette()));
        theme.setMode(Theme::Mode::Dark);
        QTRY_VERIFY(tokens::isDark(window.palette()));
        QVERIFY(theme.isDark());
    }
    void everyIconDraws()
    {
        icon(u"refresh"_s); // loads the resources
        const QStringList files = QDir(u":/icons"_s).entryList();
        QVERIFY(files.size() > 40);
        for (const QString& file : files) {
            const QImage image = iconPixmap(file.chopped(4), Qt::red, 24, 2.0).toImage();
            QCOMPARE(image.width(), 48);
            bool drawn = false;
            for (int y = 0; y < image.height() && !drawn; ++y)
                for (int x = 0; x < image.width() && !drawn; ++x)
                    drawn = image.pixelColor(x, y).alpha() > 100;
            QVERIFY2(drawn, qPrintable(file));
        }
    }
    void shortNumbers_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("unit");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << 0.0 << QString() << u"0"_s;
        QTest::newRow("small") << 38.24 << u"ms"_s << u"38.2 ms"_s;
        QTest::newRow("three digits") << 123.0 << QString() << u"123"_s;
        QTest::newRow("rounds up to k") << 999.7 << QString() << u"1.00 k"_s;
        QTest::newRow("thousands") << 1'240.0 << QString() << u"1.24 k"_s;
        QTest::newRow("millions") << 12'340'000.0 << QString() << u"12.3 M"_s;
        QTest::newRow("negative") << -4.567 << u"%"_s << u"-4.57 %"_s;
        QTest::newRow("not measured") << qQNaN() << u"ms"_s << u"–"_s;
    }
    void shortNumbers()
    {
        QFETCH(double, value);
        QFETCH(QString, unit);
        QFETCH(QString, text);
        QLocale::setDefault(QLocale::c());
        QCOMPARE(shortNumber(value, unit), text);
    }
    void relativeTimes()
    {
        const QDateTime now = QDateTime::fromSecsSinceEpoch(1'000'000, Qt::UTC);
        QCOMPARE(RelativeTime::text({}, now), u"–"_s);
        QCOMPARE(RelativeTime::text(now.addSecs(-2), now), u"just now"_s);
        QVERIFY(RelativeTime::text(now.addSecs(-150), now).startsWith(u"2 minute"_s));
        QVERIFY(RelativeTime::text(now.addSecs(7'300), now).startsWith(u"in 2 hour"_s));
    }
};

QTEST_MAIN(TestTokens)
#include "tst_tokens.moc"
