// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/line_pace.h"
#include "tests/gateway/proxy/line_fixture.h"

#include <QtTest>

#include <array>
#include <linux/sockios.h>
#include <string>

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

using namespace gatehouse;
using gatehouse::proxy::LinePace;

namespace {

constexpr int oneWrite = 65536;

struct Connection : proxy::Line {
    /// Of what is written until the kernel takes no more, what the reader has no room for.
    int fill() const
    {
        const std::string bytes(oneWrite, 'x');
        while (::send(writer.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL) > 0) {
        }
        int unsent = 0;
        ::ioctl(writer.get(), SIOCOUTQNSD, &unsent);
        return unsent;
    }

    /// Until the kernel takes more again.
    void take() const
    {
        std::array<char, oneWrite> bytes;
        pollfd entry{writer.get(), POLLOUT, 0};
        do
            ::recv(reader.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        while (::poll(&entry, 1, 1) != 1);
    }
};

} // namespace

class TestLinePace : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void momentsAreNotSlow()
    {
        LinePace pace;
        QVERIFY(!pace.slow());
        QCOMPARE(pace.most(), SIZE_MAX);
        pace.full(1'000);
        pace.room(-1, 1'000 + LinePace::slowAfterMs - 1);
        QVERIFY(!pace.slow());
    }

    void aLongWaitIsAndCountsFromItsBeginning()
    {
        LinePace pace;
        pace.full(1'000);
        pace.full(1'040); // still
        pace.room(-1, 1'000 + LinePace::slowAfterMs);
        QVERIFY(pace.slow());
        QCOMPARE(pace.most(), LinePace::piece);
        pace.nextAnswer();
        QVERIFY(!pace.slow());
    }

    /// Between the pieces of a refill the socket was not full, so they tell nothing.
    void staysSlowUntilItWasFullForAMoment()
    {
        LinePace pace;
        pace.full(1'000);
        pace.room(-1, 2'000);
        pace.room(-1, 2'001);
        pace.room(-1, 2'002);
        QVERIFY(pace.slow());
        pace.full(2'003);
        pace.room(-1, 2'004);
        QVERIFY(!pace.slow());
    }

    void provenByTakingMoreOnce()
    {
        LinePace pace;
        QVERIFY(pace.unproven());
        pace.room(-1, 1'000); // was never full
        QVERIFY(pace.unproven());
        pace.full(1'000);
        QVERIFY(pace.unproven());
        pace.room(-1, 2'000);
        QVERIFY(!pace.unproven());
        pace.nextAnswer();
        QVERIFY(!pace.unproven());
    }

    void theKernelTakesMuchForFastLinesOnly()
    {
        const Connection line;
        LinePace pace;
        QVERIFY(line.fill() <= net::fewUnsentBytes + oneWrite);
        pace.full(1'000);
        line.take();
        pace.room(line.writer.get(), 1'000 + LinePace::slowAfterMs);
        QVERIFY(line.fill() <= net::fewUnsentBytes + oneWrite);
        pace.full(2'000);
        line.take();
        pace.room(line.writer.get(), 2'001);
        const int unsent = line.fill();
        QVERIFY2(unsent >= net::mostUnsentBytes && unsent <= net::mostUnsentBytes + oneWrite,
                 qPrintable(QString::number(unsent)));
    }
};

QTEST_APPLESS_MAIN(TestLinePace)
#include "tst_line_pace.moc"
