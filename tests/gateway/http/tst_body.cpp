// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/body_reader.h"

#include <QtTest>

#include <string>

using namespace gatehouse::http;

namespace {

QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

std::string_view view(const QByteArray& bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

struct Decoded {
    std::string body;
    std::string rest; // what the decoder left for the next message
    ChunkedDecoder::Status status = ChunkedDecoder::Status::NeedMore;
    HeadError error = HeadError::None;
    Trailers trailers;
};

// Feeds `text` in pieces of `piece` bytes.
Decoded decode(std::string_view text, std::size_t piece,
               const ChunkLimits& limits = ChunkedDecoder::defaultLimits())
{
    ChunkedDecoder decoder(limits);
    Decoded out;
    std::size_t at = 0;
    while (at < text.size()) {
        std::string_view input = text.substr(at, piece);
        const auto step = decoder.step(input);
        out.body += step.data;
        out.status = step.status;
        at += step.consumed;
        if (step.status == ChunkedDecoder::Status::Done || step.status == ChunkedDecoder::Status::Failed)
            break;
        if (step.consumed == 0)
            qFatal("no progress");
    }
    out.rest = text.substr(at);
    out.error = decoder.error();
    out.trailers = decoder.trailers();
    return out;
}

} // namespace

class TestBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodes_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("rest");
        QTest::newRow("two chunks") << QByteArray("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
                                    << QByteArray("hello world") << QByteArray();
        QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray() << QByteArray();
        QTest::newRow("next message stays")
            << QByteArray("1\r\nx\r\n0\r\n\r\nGET /") << QByteArray("x") << QByteArray("GET /");
        QTest::newRow("hexadecimal") << "1a\r\n" + QByteArray(26, 'y') + "\r\n0\r\n\r\n"
                                     << QByteArray(26, 'y') << QByteArray();
        QTest::newRow("upper case") << "1A\r\n" + QByteArray(26, 'y') + "\r\n0\r\n\r\n"
                                    << QByteArray(26, 'y') << QByteArray();
        QTest::newRow("leading zeros")
            << QByteArray("0003\r\nabc\r\n000\r\n\r\n") << QByteArray("abc") << QByteArray();
        QTest::newRow("extension") << QByteArray("3;a=b;c=\"d;e\"\r\nabc\r\n0;last\r\n\r\n")
                                   << QByteArray("abc") << QByteArray();
        QTest::newRow("data with CRLF")
            << QByteArray("4\r\n\r\n\r\n\r\n0\r\n\r\n") << QByteArray("\r\n\r\n") << QByteArray();
        QTest::newRow("trailer") << QByteArray("1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\nrest") << QByteArray("x")
                                 << QByteArray("rest");
    }

    void decodes()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, rest);
        for (std::size_t piece : {1, 2, 3, 7, 1000}) {
            const Decoded out = decode(view(text), piece);
            QCOMPARE(out.status, ChunkedDecoder::Status::Done);
            QCOMPARE(bytes(out.body), body);
            QCOMPARE(bytes(out.rest), rest);
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<HeadError>("error");
        const auto row = [](const char* name, const QByteArray& text, HeadError error) {
            QTest::newRow(name) << text << error;
        };
        row("0x prefix", "0x3\r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("sign", "+3\r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("negative", "-3\r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("no size", "\r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("extension without size", ";a\r\n", HeadError::ChunkSizeInvalid);
        row("space before size", " 3\r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("space after size", "3 \r\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("bare LF after size", "3\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("bare LF in extension", "3;a\nabc\r\n", HeadError::ChunkSizeInvalid);
        row("CR without LF", "3\rabc", HeadError::ChunkSizeInvalid);
        row("not a number", "zz\r\n", HeadError::ChunkSizeInvalid);
        row("overflow", "10000000000000000\r\n", HeadError::ChunkTooLarge);
        row("huge", "ffffffffffffffff\r\n", HeadError::ChunkTooLarge);
        row("endless zeros", QByteArray(100, '0'), HeadError::ChunkSizeInvalid);
        row("data too long", "3\r\nabcd\r\n", HeadError::ChunkEndInvalid);
        row("LF after data", "3\r\nabc\n", HeadError::ChunkEndInvalid);
        row("CR CR after data", "3\r\nabc\r\r", HeadError::ChunkEndInvalid);
        row("endless extension", "3;" + QByteArray(300, 'e') + "\r\n", HeadError::ChunkExtensionTooLong);
        row("many extensions", QByteArray("1;" + QByteArray(200, 'e') + "\r\nx\r\n").repeated(100),
            HeadError::ChunkExtensionTooLong);
        row("trailer without colon", "0\r\nabc\r\n\r\n", HeadError::TrailerInvalid);
        row("trailer with space", "0\r\nA : b\r\n\r\n", HeadError::TrailerInvalid);
        row("folded trailer", "0\r\nA: b\r\n c\r\n\r\n", HeadError::TrailerInvalid);
        row("trailer with NUL", QByteArray("0\r\nA: \0\r\n\r\n", 11), HeadError::TrailerInvalid);
        row("trailer with bare LF", "0\r\nA: b\n\r\n", HeadError::TrailerInvalid);
        row("trailer with bare CR", "0\r\nA: b\rc\r\n\r\n", HeadError::TrailerInvalid);
        row("end with bare LF", "0\r\n\n", HeadError::TrailerInvalid);
        row("large trailer", "0\r\nA: " + QByteArray(9000, 'x') + "\r\n\r\n", HeadError::TrailerTooLarge);
        row("many trailers", "0\r\n" + QByteArray("A: b\r\n").repeated(40) + "\r\n",
            HeadError::TrailerTooLarge);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(HeadError, error);
        for (std::size_t piece : {1, 5, 100'000}) {
            const Decoded out = decode(view(text), piece);
            QCOMPARE(out.status, ChunkedDecoder::Status::Failed);
            QCOMPARE(bytes(wordOf(out.error)), bytes(wordOf(error)));
        }
    }

    void failedDecodersStayFailed()
    {
        ChunkedDecoder decoder;
        QCOMPARE(decoder.step("zz").status, ChunkedDecoder::Status::Failed);
        QCOMPARE(decoder.step("1\r\nx\r\n0\r\n\r\n").status, ChunkedDecoder::Status::Failed);
        decoder.reset();
        QCOMPARE(decoder.step("1\r\nx").status, ChunkedDecoder::Status::Data);
    }

    void forbiddenTrailersAreDropped()
    {
        const Decoded out =
            decode("0\r\nContent-Length: 9\r\nX-Checksum:  abc \r\nTRANSFER-ENCODING: chunked\r\n"
                   "Host: evil\r\nAuthorization: x\r\nX-Forwarded-For: 1.2.3.4\r\nCookie: a\r\n"
                   "grpc-status: 0\r\n\r\n",
                   13);
        QCOMPARE(out.status, ChunkedDecoder::Status::Done);
        QCOMPARE(out.trailers.size(), std::size_t(2));
        QCOMPARE(out.trailers[0].first, std::string("X-Checksum"));
        QCOMPARE(out.trailers[0].second, std::string("abc"));
        QCOMPARE(out.trailers[1].first, std::string("grpc-status"));
    }

    void chunkSizeLimit()
    {
        ChunkLimits limits;
        limits.maxChunkBytes = 16;
        QCOMPARE(decode("10\r\n0123456789abcdef\r\n0\r\n\r\n", 100, limits).status,
                 ChunkedDecoder::Status::Done);
        QCOMPARE(decode("11\r\n", 100, limits).error, HeadError::ChunkTooLarge);
    }

    void encodedIsDecoded()
    {
        std::string body(70'000, 'q');
        body.back() = 'e'; // the end is told from the rest
        std::string wire;
        for (std::size_t at = 0; at < body.size(); at += 4321) {
            const std::string_view piece = std::string_view(body).substr(at, 4321);
            std::array<char, chunkHeadMax> head{};
            wire.append(head.data(), writeChunkHead(head.data(), piece.size()));
            wire.append(piece).append(chunkEnd);
        }
        const Trailers trailers{{"X-A", "1"}, {"X-B", "2"}};
        wire += lastChunkWith(trailers);
        const Decoded out = decode(wire, 1000);
        QVERIFY(out.body == body);
        QVERIFY(out.trailers == trailers);
        QCOMPARE(lastChunkWith({}), std::string(lastChunk));
        std::array<char, chunkHeadMax> head{};
        QCOMPARE(writeChunkHead(head.data(), ~std::uint64_t(0)), chunkHeadMax);
    }

    void readerByLength()
    {
        BodyReader reader;
        reader.begin(BodyFraming::Length, 5);
        QCOMPARE(reader.step("").status, BodyReader::Status::NeedMore);
        auto step = reader.step("abc");
        QCOMPARE(bytes(step.data), QByteArray("abc"));
        QVERIFY(!reader.done());
        step = reader.step("deNEXT");
        QCOMPARE(bytes(step.data), QByteArray("de"));
        QCOMPARE(step.consumed, std::size_t(2));
        QVERIFY(reader.done());
        QCOMPARE(reader.step("NEXT").status, BodyReader::Status::Done);
        QCOMPARE(reader.step("NEXT").consumed, std::size_t(0));
        QCOMPARE(reader.received(), std::uint64_t(5));
    }

    void readerWithoutBody()
    {
        BodyReader reader;
        for (auto framing : {BodyFraming::None, BodyFraming::Length}) {
            reader.begin(framing, 0);
            QVERIFY(reader.done());
            QCOMPARE(reader.step("x").consumed, std::size_t(0));
            QVERIFY(reader.finish());
        }
    }

    void readerUntilClose()
    {
        BodyReader reader;
        reader.begin(BodyFraming::UntilClose);
        QCOMPARE(reader.step("abc").data.size(), std::size_t(3));
        QVERIFY(!reader.done());
        QVERIFY(reader.finish());
        QVERIFY(reader.done());
    }

    void readerChunkedAndReuse()
    {
        BodyReader reader;
        for (int round = 0; round < 2; ++round) {
            reader.begin(BodyFraming::Chunked);
            std::string_view input = "3\r\nabc\r\n0\r\nX: y\r\n\r\nNEXT";
            auto step = reader.step(input);
            QCOMPARE(bytes(step.data), QByteArray("abc"));
            step = reader.step(input.substr(step.consumed));
            QCOMPARE(step.status, BodyReader::Status::Done);
            QCOMPARE(reader.trailers().size(), std::size_t(1));
            QCOMPARE(reader.received(), std::uint64_t(3));
        }
    }

    void closingInTheMiddleIsTruncation()
    {
        BodyReader reader;
        reader.begin(BodyFraming::Length, 5);
        reader.step("ab");
        QVERIFY(!reader.finish());
        QCOMPARE(reader.error(), HeadError::Truncated);
        reader.begin(BodyFraming::Chunked);
        reader.step("3\r\nab");
        QVERIFY(!reader.finish());
        QCOMPARE(reader.error(), HeadError::Truncated);
    }
};

QTEST_GUILESS_MAIN(TestBody)
#include "tst_body.moc"
