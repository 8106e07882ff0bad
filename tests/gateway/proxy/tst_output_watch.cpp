// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/output_watch.h"
#include "tests/gateway/proxy/line_fixture.h"

#include <QtTest>

#include <array>
#include <string>

#include <poll.h>
#include <sys/socket.h>

using namespace gatehouse;
using namespace gatehouse::proxy;

namespace {

/// Two ends of a full connection. What one has written the other's kernel acknowledges as far as it has room.
struct Pair : Line {
    Pair()
    {
        const std::string piece(256 * 1024, 'x');
        pollfd entry{writer.get(), POLLOUT, 0};
        while (::poll(&entry, 1, 100) == 1) // it takes a little more as long as the other side has room
            ::send(writer.get(), piece.data(), piece.size(), MSG_DONTWAIT);
    }

    /// The reader takes bytes until its side has told the writer so; the connection stays full.
    void take() const
    {
        const std::uint64_t before = net::acknowledgedBytes(writer.get());
        std::array<char, 64 * 1024> bytes{};
        while (net::acknowledgedBytes(writer.get()) == before) {
            ::recv(reader.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
            ::send(writer.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
        }
    }
};

} // namespace

class TestOutputWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesThatTheOtherSideHas()
    {
        const Pair pair;
        OutputWatch watch;
        watch.begin(1'000);
        watch.waits(pair.writer.get(), 1'200, false);
        QCOMPARE(watch.movedMs(), 1'200);
        watch.waits(pair.writer.get(), 1'500, false); // nothing has moved
        QCOMPARE(watch.movedMs(), 1'200);
        QCOMPARE(watch.taken(), 0U);
        pair.take();
        watch.waits(pair.writer.get(), 1'900, false);
        QCOMPARE(watch.movedMs(), 1'900);
        QVERIFY(watch.taken() > 0);
    }

    void pausesDoNotCount()
    {
        const Pair pair;
        OutputWatch watch;
        watch.begin(1'000);
        watch.waits(pair.writer.get(), 1'200, false);
        QCOMPARE(watch.startMs(), 1'200);
        pair.take();
        watch.pauses(pair.writer.get(), 2'000); // counts as well
        const std::uint64_t taken = watch.taken();
        QVERIFY(taken > 0);
        watch.pauses(pair.writer.get(), 3'000); // it was one already
        pair.take();                            // in the pause: neither the time nor the bytes
        watch.waits(pair.writer.get(), 5'000, false);
        QCOMPARE(watch.startMs(), 4'200);
        QCOMPARE(watch.taken(), taken);
        QCOMPARE(watch.movedMs(), 5'000);
    }

    void afresh()
    {
        const Pair pair;
        OutputWatch watch;
        watch.begin(1'000);
        watch.waits(pair.writer.get(), 1'200, true);
        pair.take();
        watch.pauses(pair.writer.get(), 2'000);
        watch.waits(pair.writer.get(), 5'000, true);
        QCOMPARE(watch.startMs(), 5'000);
        QCOMPARE(watch.taken(), 0U);
    }

    void pausesPardonNothing()
    {
        const Pair pair;
        OutputWatch watch;
        watch.begin(1'000);
        watch.waits(pair.writer.get(), 1'200, true, 1);
        pair.take();
        watch.pauses(pair.writer.get(), 2'200);
        const std::uint64_t taken = watch.taken(); // in a second
        watch.waits(pair.writer.get(), 5'000, true, taken + 1);
        QCOMPARE(watch.startMs(), 4'000);
        QCOMPARE(watch.taken(), taken);
        watch.pauses(pair.writer.get(), 5'000);
        watch.waits(pair.writer.get(), 7'000, true, taken);
        QCOMPARE(watch.startMs(), 7'000);
        QCOMPARE(watch.taken(), 0U);
    }

    void looksBeforePatienceEnds()
    {
        QCOMPARE(OutputWatch::nextLook(1'000, 8'000, 9'000), 3'000);
        QCOMPARE(OutputWatch::nextLook(1'000, 8'000, 2'500), 2'500);
        QCOMPARE(OutputWatch::nextLook(1'000, 2, 1'002), 1'001); // time goes on
    }
};

QTEST_GUILESS_MAIN(TestOutputWatch)
#include "tst_output_watch.moc"
