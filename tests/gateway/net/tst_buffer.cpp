// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/net/buffer.h"

#include <QtTest>

#include <random>
#include <string>

using namespace gatehouse::net;

namespace {

std::string pattern(std::size_t size, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::string text(size, '\0');
    for (char& c : text)
        c = static_cast<char>('a' + random() % 26);
    return text;
}

std::string content(const Buffer& buffer)
{
    std::array<iovec, 64> vectors{};
    const int count = buffer.fill(vectors.data(), int(vectors.size()));
    std::string all;
    for (int i = 0; i < count; ++i)
        all.append(static_cast<const char*>(vectors[std::size_t(i)].iov_base),
                   vectors[std::size_t(i)].iov_len);
    return all;
}

} // namespace

class TestBuffer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void queuesAcrossSlabs()
    {
        BufferPool pool;
        Buffer buffer(pool);
        const std::string text = pattern(50'000);
        for (std::size_t at = 0; at < text.size(); at += 777)
            buffer.append(std::string_view(text).substr(at, 777));
        QCOMPARE(buffer.size(), text.size());
        QVERIFY(content(buffer) == text);
        QVERIFY(text.starts_with(buffer.front()));
        buffer.consume(33'333);
        QVERIFY(content(buffer) == text.substr(33'333));
        buffer.append("tail");
        QVERIFY(content(buffer) == text.substr(33'333) + "tail");
        buffer.consume(1'000'000);
        QVERIFY(buffer.empty());
        QCOMPARE(pool.usedBytes(), std::size_t(0)); // empty buffers hold no memory
    }

    void fillStopsAtTheGivenCount()
    {
        BufferPool pool;
        Buffer buffer(pool);
        buffer.append(pattern(100'000));
        std::array<iovec, 2> vectors{};
        QCOMPARE(buffer.fill(vectors.data(), 2), 2);
        QCOMPARE(buffer.fill(vectors.data(), 0), 0);
    }

    void fillStopsAtTheGivenBytes()
    {
        BufferPool pool;
        Buffer buffer(pool);
        buffer.append(pattern(100'000));
        for (const std::size_t most : {0U, 1U, 16'000U, 40'000U, 100'000U, 200'000U}) {
            std::array<iovec, 16> vectors{};
            const int count = buffer.fill(vectors.data(), int(vectors.size()), most);
            std::size_t bytes = 0;
            for (int i = 0; i < count; ++i)
                bytes += vectors[std::size_t(i)].iov_len;
            QCOMPARE(bytes, std::min<std::size_t>(most, 100'000));
        }
    }

    void slabsAreUsedAgain()
    {
        BufferPool pool;
        Slab* first = pool.acquire(100);
        QVERIFY(first->capacity >= 100 && first->capacity < 4096);
        pool.release(first);
        QVERIFY(pool.freeBytes() > 0);
        Slab* again = pool.acquire(2000);
        QCOMPARE(again, first);
        QCOMPARE(again->size(), 0u);
        pool.release(again);
        Slab* large = pool.acquire(200'000);
        QVERIFY(large->capacity >= 200'000);
        pool.release(large);
        QCOMPARE(pool.usedBytes(), std::size_t(0));
    }

    void freeMemoryIsBounded()
    {
        BufferPool pool(64 * 1024);
        {
            Buffer buffer(pool);
            buffer.append(pattern(1'000'000));
            QVERIFY(pool.usedBytes() >= 1'000'000);
        }
        QVERIFY(pool.freeBytes() <= 64 * 1024);
    }

    void stashStaysContiguous()
    {
        BufferPool pool;
        Stash stash(pool);
        const std::string text = pattern(200'000, 3);
        for (std::size_t at = 0; at < text.size(); at += 1013)
            stash.append(std::string_view(text).substr(at, 1013));
        QVERIFY(stash.view() == text);
        stash.consume(150'000);
        stash.append("more");
        QVERIFY(stash.view() == text.substr(150'000) + "more");
        stash.consume(stash.size());
        QVERIFY(stash.empty());
        QCOMPARE(pool.usedBytes(), std::size_t(0));
    }

    void randomWritesAndReadsAgreeWithAString()
    {
        BufferPool pool;
        Buffer buffer(pool);
        Stash stash(pool);
        std::string model;
        std::mt19937 random(11);
        for (int i = 0; i < 3000; ++i) {
            const std::string piece = pattern(random() % 3000, unsigned(i));
            buffer.append(piece);
            stash.append(piece);
            model += piece;
            const std::size_t take = random() % (model.size() + 1);
            buffer.consume(take);
            stash.consume(take);
            model.erase(0, take);
            QCOMPARE(buffer.size(), model.size());
            QVERIFY(stash.view() == model);
            QVERIFY(content(buffer) == model);
        }
    }

    void movesLeaveTheSourceEmpty()
    {
        BufferPool pool;
        Buffer a(pool);
        a.append("hello");
        Buffer b(std::move(a));
        Buffer c(pool);
        c.append("old");
        c = std::move(b);
        QVERIFY(content(c) == "hello");
        Stash s(pool);
        s.append("x");
        Stash t(pool);
        t = std::move(s);
        QVERIFY(t.view() == "x");
    }

    void waterMarks()
    {
        BufferPool pool;
        Buffer buffer(pool);
        const WaterMarks marks{1000, 100};
        QVERIFY(buffer.below(marks) && !buffer.above(marks));
        buffer.append(pattern(1000));
        QVERIFY(buffer.above(marks));
        buffer.consume(500);
        QVERIFY(!buffer.above(marks) && !buffer.below(marks));
        buffer.consume(400);
        QVERIFY(buffer.below(marks));
    }
};

QTEST_GUILESS_MAIN(TestBuffer)
#include "tst_buffer.moc"
