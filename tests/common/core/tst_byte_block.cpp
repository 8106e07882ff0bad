// SPDX-License-Identifier: GPL-3.0-or-later
#include "common/core/byte_block.h"

#include <QtTest>

#include <algorithm>
#include <array>
#include <vector>

using gatehouse::ByteBlock;

class TestByteBlock : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Each byte value at each place, among others that answer otherwise.
    void answersForEveryByteAtEveryPlace()
    {
        for (unsigned value = 0; value < 256; ++value) {
            for (std::size_t place = 0; place < ByteBlock::size; ++place) {
                std::array<char, ByteBlock::size + 1> bytes;
                const auto byte = static_cast<char>(value);
                const unsigned bit = 1U << place;
                const auto ask = [&](char other, auto question) {
                    bytes.fill(other);
                    bytes[place + 1] = byte;
                    return question(ByteBlock(bytes.data() + 1)) & bit;
                };
                const auto is = [&](bool yes) { return yes ? bit : 0U; };
                const bool low = value < 0x20;
                QCOMPARE(ask('a', [](ByteBlock b) { return b.low(); }), is(low));
                QCOMPARE(ask('\0', [](ByteBlock b) { return b.low(); }), is(low));
                QCOMPARE(ask('a', [](ByteBlock b) { return b.high(); }), is(value >= 0x80));
                QCOMPARE(ask('\x80', [](ByteBlock b) { return b.high(); }), is(value >= 0x80));
                QCOMPARE(ask('a', [](ByteBlock b) { return b.equal(':'); }), is(byte == ':'));
                QCOMPARE(ask('a', [](ByteBlock b) { return b.aboveBlank(); }),
                         is(value > 0x20 && value < 0x80));
                QCOMPARE(ask(' ', [](ByteBlock b) { return b.aboveBlank(); }),
                         is(value > 0x20 && value < 0x80));
                QCOMPARE(ask('a', [](ByteBlock b) { return b.controls(); }),
                         is((low && byte != '\t') || value == 0x7f));
                QCOMPARE(ask('\n', [](ByteBlock b) { return b.controls(); }),
                         is((low && byte != '\t') || value == 0x7f));
            }
        }
    }

    void leavesOtherPlacesAlone()
    {
        std::array<char, ByteBlock::size> bytes;
        bytes.fill('\n');
        const ByteBlock block(bytes.data());
        QCOMPARE(block.low(), ByteBlock::all);
        QCOMPARE(block.high(), 0U);
        QCOMPARE(block.aboveBlank(), 0U);
        QCOMPARE(block.equal('\n'), ByteBlock::all);
        std::array<char, ByteBlock::size> copy{};
        block.copyTo(copy.data());
        QVERIFY(copy == bytes);
    }

    /// Every length around the steps of copyShort(), between bytes that must stay.
    void copiesTextsOfEveryLength()
    {
        for (std::size_t size = 0; size <= 150; ++size) {
            std::vector<char> from(size); // of exactly that size, so that the sanitizer sees one byte more
            for (std::size_t i = 0; i < size; ++i)
                from[i] = static_cast<char>('A' + i % 50);
            std::vector<char> out(size + 2, '.');
            // Not QCOMPARE, which reads pointers to characters as texts.
            QVERIFY(gatehouse::copyShort(out.data() + 1, {from.data(), size}) == out.data() + 1 + size);
            QVERIFY(std::equal(from.begin(), from.end(), out.begin() + 1));
            QCOMPARE(out.front(), '.');
            QCOMPARE(out.back(), '.');
        }
    }
};

QTEST_GUILESS_MAIN(TestByteBlock)
#include "tst_byte_block.moc"
