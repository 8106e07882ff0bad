// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/clock.h"
#include "common/core/ids.h"
#include "common/core/result.h"
#include "common/core/secret.h"

#include <QRegularExpression>
#include <QtTest>

using namespace gatehouse;
using namespace Qt::Literals::StringLiterals;

class TestCore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resultHoldsValueOrError()
    {
        Result<int> good(7);
        QVERIFY(good.ok());
        QCOMPARE(*good, 7);
        Result<int> bad(Error::notFound(u"no such thing"_s, u"X404"_s));
        QVERIFY(!bad);
        QCOMPARE(bad.error().code, u"X404"_s);
        QCOMPARE(bad.valueOr(3), 3);
        Result<void> done;
        QVERIFY(done.ok());
    }

    void errorTextNamesEveryFaultAndCause()
    {
        Error error = Error::invalid({{u"port"_s, u"range"_s, u"must be 1..65535"_s}, {u"host"_s, u"required"_s, u"is missing"_s}});
        QCOMPARE(error.text(), u"Validation Error: port: must be 1..65535; host: is missing"_s);
        Error outer = Error::internal(u"start failed"_s).because(std::move(error));
        QVERIFY(outer.text().startsWith(u"start failed (Validation Error: port"_s));
    }

    void manualClockMovesOnlyWhenTold()
    {
        ManualClock clock;
        const auto before = clock.monotonicNs();
        QCOMPARE(clock.monotonicNs(), before);
        clock.advanceMs(5);
        QCOMPARE(clock.monotonicNs() - before, 5'000'000);
    }

    void secretComparesAndForgets()
    {
        Secret secret(QByteArray("s3cret!"));
        QVERIFY(secret.equals("s3cret!"));
        QVERIFY(!secret.equals("s3cret?"));
        QVERIFY(!secret.equals("s3cret"));
        Secret moved = std::move(secret);
        QVERIFY(moved.equals("s3cret!"));
        moved.wipe();
        QVERIFY(moved.isEmpty());
    }

    void idsAreUuidsAndTimesAreUtc()
    {
        static const QRegularExpression uuid(u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
        QVERIFY(uuid.match(newId()).hasMatch());
        QVERIFY(newId() != newId());
        QCOMPARE(isoTime(0), u"1970-01-01T00:00:00.000Z"_s);
    }
};

QTEST_GUILESS_MAIN(TestCore)
#include "tst_core.moc"
