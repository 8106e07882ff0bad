// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxy/output.h"

#include <QTest>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::proxy {

namespace {

/// Takes at most `room` bytes and remembers them, and how many vectors each write had.
class FakeTransport final : public net::Transport {
public:
    net::IoResult handshake() override { return {}; }
    net::IoResult read(char*, std::size_t) override { return {net::IoStatus::WantRead}; }
    net::IoResult writev(const iovec* vectors, int count) override
    {
        if (fails)
            return {net::IoStatus::Failed, 0, EPIPE};
        writes.push_back(count);
        std::size_t taken = 0;
        for (int i = 0; i < count; ++i) {
            const std::size_t size = std::min(vectors[i].iov_len, room);
            got.append(static_cast<const char*>(vectors[i].iov_base), size);
            room -= size;
            taken += size;
        }
        return {taken > 0 ? net::IoStatus::Ok : net::IoStatus::WantWrite, taken};
    }
    bool hasBufferedInput() const override { return false; }
    void shutdownWrite() override {}
    std::string describeFailure(const net::IoResult&, const net::SocketAddress&) const override { return {}; }
    std::string_view negotiatedProtocol() const override { return {}; }
    bool isEncrypted() const override { return false; }
    int fd() const override { return -1; }
    bool isStale() override { return false; }

    std::string got;
    std::vector<int> writes;
    std::size_t room = std::string::npos;
    bool fails = false;
};

struct Fixture {
    net::BufferPool pool;
    std::unique_ptr<Gather> gather = std::make_unique<Gather>();
    Output output{pool, *gather};
    FakeTransport transport;

    void addHead(std::string_view head)
    {
        std::copy(head.begin(), head.end(), gather->reserve(head.size()));
        const std::string_view view(gather->reserve(head.size()), head.size());
        gather->commit(head.size());
        output.add(view, transport);
    }
    void add(std::string_view bytes) { output.add(bytes, transport); }
    void flush() { output.flush(transport); }
};

} // namespace

class TestOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void headAndSmallBodyLeaveAsOnePiece()
    {
        Fixture f;
        std::string body(1000, 'b');
        f.addHead("head:");
        f.add(body);
        std::fill(body.begin(), body.end(), 'x'); // copied already
        f.flush();
        QCOMPARE(f.transport.got, "head:" + std::string(1000, 'b'));
        QCOMPARE(f.transport.writes, std::vector<int>{1});
    }

    void largeBodyIsNotCopied()
    {
        Fixture f;
        const std::string body(60'000, 'b');
        f.addHead("head:");
        f.add(std::string_view(body).substr(0, 30'000));
        f.add(std::string_view(body).substr(30'000)); // right behind it: the same piece
        f.flush();
        QCOMPARE(f.transport.got, "head:" + body);
        QCOMPARE(f.transport.writes, std::vector<int>{2});
    }

    void smallPiecesDoNotEatTheRoomOfHeads()
    {
        Fixture f;
        std::string expected = "head:";
        std::vector<std::string> pieces;
        for (int i = 0; i < 200; ++i)
            pieces.emplace_back(std::size_t(1500), static_cast<char>('a' + i % 26));
        f.addHead(expected);
        for (const std::string& piece : pieces) {
            f.add(piece);
            expected += piece;
        }
        QVERIFY(f.gather->scratchRoom() > 64 * 1024);
        f.flush();
        QCOMPARE(f.transport.got, expected);
        f.addHead("next"); // flush() gave the scratch back
        QVERIFY(f.gather->scratchRoom() > 128 * 1024);
        f.flush();
        QCOMPARE(f.transport.got, expected + "next");
    }

    void headsLargerThanTheRoomAreWhole()
    {
        const std::string before(80'000, 'o');
        for (const std::size_t size : {1000U, 100'000U, 200'000U, 1'000'000U}) {
            Fixture f;
            f.addHead(before);
            const std::string value(size, 'v');
            const std::string_view head =
                f.gather->head([&](http::MessageWriter& writer) { writer.header("X-Large", value); });
            f.add(head);
            f.add("body");
            f.transport.room = 90'000;
            f.flush();
            f.transport.room = std::string::npos;
            while (f.output.pending() > 0)
                f.output.writable(f.transport);
            QCOMPARE(f.transport.got, before + "X-Large: " + value + "\r\nbody");
        }
    }

    void headsThatNobodyTakesDoNotEatTheRoom()
    {
        Fixture f;
        f.transport.fails = true;
        f.add("x");
        f.flush();
        QVERIFY(f.output.failed());
        const std::size_t room = f.gather->scratchRoom();
        for (int i = 0; i < 10; ++i) {
            f.addHead(std::string(60'000, 'h'));
            f.flush();
            QCOMPARE(f.gather->scratchRoom(), room);
        }
    }

    void aLineGetsNoMoreThanItIsMeantTo()
    {
        Fixture f;
        f.transport.room = 0;
        const std::string body(50'000, 'b');
        f.add(body);
        f.flush();
        f.transport.room = 30'000;
        QVERIFY(!f.output.writable(f.transport, 20'000)); // there is room
        QCOMPARE(f.transport.got.size(), std::size_t(20'000));
        QVERIFY(f.output.writable(f.transport, 20'000)); // there is none
        QCOMPARE(f.transport.got.size(), std::size_t(30'000));
        f.transport.room = std::string::npos;
        QVERIFY(!f.output.writable(f.transport, 20'000));
        QCOMPARE(f.transport.got, body);
        QVERIFY(!f.output.waits());
    }

    void whatTheKernelLeavesFollowsInOrder()
    {
        const std::string body(5000, 'b');
        for (const std::size_t room : {0U, 3U, 5U, 6U, 1500U, 1505U, 1506U, 6504U}) {
            Fixture f;
            f.transport.room = room;
            f.addHead("head:");
            f.add(std::string(1500, 's'));
            f.add(body);
            f.flush();
            QCOMPARE(f.transport.got.size(), room);
            QCOMPARE(f.output.pending(), 6505 - room);
            f.add("end"); // queues up behind it
            f.flush();
            f.transport.room = std::string::npos;
            f.output.writable(f.transport);
            QCOMPARE(f.transport.got, "head:" + std::string(1500, 's') + body + "end");
            QCOMPARE(f.output.pending(), std::size_t(0));
        }
    }
};

} // namespace gatehouse::proxy

QTEST_APPLESS_MAIN(gatehouse::proxy::TestOutput)
#include "tst_output.moc"
