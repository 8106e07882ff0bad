// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/line_pace.h"

#include <QtTest>

using gatehouse::proxy::LinePace;

class TestLinePace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void momentsAreNotSlow()
    {
        LinePace pace;
        QVERIFY(!pace.slow());
        QCOMPARE(pace.most(), SIZE_MAX);
        pace.full(1'000);
        pace.room(1'000 + LinePace::slowAfterMs - 1);
        QVERIFY(!pace.slow());
    }

    void aLongWaitIsAndCountsFromItsBeginning()
    {
        LinePace pace;
        pace.full(1'000);
        pace.full(1'040); // still
        pace.room(1'000 + LinePace::slowAfterMs);
        QVERIFY(pace.slow());
        QCOMPARE(pace.most(), LinePace::piece);
    }

    /// Between the pieces of a refill the socket was not full, so they tell nothing.
    void staysSlowUntilItWasFullForAMoment()
    {
        LinePace pace;
        pace.full(1'000);
        pace.room(2'000);
        pace.room(2'001);
        pace.room(2'002);
        QVERIFY(pace.slow());
        pace.full(2'003);
        pace.room(2'004);
        QVERIFY(!pace.slow());
    }
};

QTEST_APPLESS_MAIN(TestLinePace)
#include "tst_line_pace.moc"
