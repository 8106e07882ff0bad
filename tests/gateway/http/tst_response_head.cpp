// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/head_parser.h"

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

} // namespace

class TestResponseHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void accepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<Method>("method");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<BodyFraming>("framing");
        QTest::addColumn<bool>("keepAlive");
        const auto row = [](const char* name, const QByteArray& text, int status, const char* reason,
                            BodyFraming framing, bool keepAlive, Method method = Method::Get) {
            QTest::newRow(name) << text << method << status << QByteArray(reason) << framing << keepAlive;
        };
        using enum BodyFraming;
        row("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 200, "OK", Length, true);
        row("chunked", "HTTP/1.1 200 Fine by me\r\nTransfer-Encoding: chunked\r\n\r\n", 200, "Fine by me",
            Chunked, true);
        row("until close", "HTTP/1.1 200 OK\r\n\r\n", 200, "OK", UntilClose, false);
        row("1.0 until close", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", 200, "OK", UntilClose,
            false);
        row("1.0 keep-alive", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", 200,
            "OK", Length, true);
        row("1.0 closes", "HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "OK", Length, false);
        row("empty reason", "HTTP/1.1 404 \r\nContent-Length: 0\r\n\r\n", 404, "", Length, true);
        row("no reason", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", 404, "", Length, true);
        row("high bytes in reason", "HTTP/1.1 200 d\xc3\xa9j\xc3\xa0\r\nContent-Length: 0\r\n\r\n", 200,
            "d\xc3\xa9j\xc3\xa0", Length, true);
        row("HEAD with length", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n", 200, "OK", None, true,
            Method::Head);
        row("HEAD chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 200, "OK", None, true,
            Method::Head);
        row("HEAD without length", "HTTP/1.1 200 OK\r\n\r\n", 200, "OK", None, true, Method::Head);
        row("204", "HTTP/1.1 204 No Content\r\n\r\n", 204, "No Content", None, true);
        row("204 that announces a body", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", 204,
            "No Content", None, false);
        row("304 with length", "HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n", 304,
            "Not Modified", None, true);
        row("status above 599", "HTTP/1.1 799 Odd\r\nContent-Length: 0\r\n\r\n", 799, "Odd", Length, true);
    }

    void accepts()
    {
        QFETCH(QByteArray, text);
        QFETCH(Method, method);
        ResponseHeadParser parser;
        ResponseHead head;
        for (qsizetype size = 0; size < text.size(); ++size) {
            const QByteArray part = text.left(size);
            QCOMPARE(parser.parse(view(part), {}, method, head), ParseStatus::Incomplete);
        }
        QCOMPARE(parser.parse(view(text), {}, method, head), ParseStatus::Complete);
        QTEST(head.status, "status");
        QTEST(bytes(head.reason), "reason");
        QTEST(head.framing, "framing");
        QTEST(head.keepAlive, "keepAlive");
        QVERIFY(!head.interim);
        QCOMPARE(head.headBytes, std::size_t(text.size()));
        // And again at another place in memory.
        const QByteArray copy(text.constData(), text.size());
        head.rebase(text.constData(), copy.constData());
        QTEST(bytes(head.reason), "reason");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<HeadError>("error");
        const auto row = [](const char* name, const QByteArray& text, HeadError error) {
            QTest::newRow(name) << text << error;
        };
        const auto ok = [](const QByteArray& headers) { return "HTTP/1.1 200 OK\r\n" + headers + "\r\n"; };
        row("garbage", "hello\r\n\r\n", HeadError::BadStatusLine);
        row("binary", QByteArray("\x15\x03\x01\x00", 4), HeadError::BadStatusLine);
        row("endless first line", QByteArray(10'000, 'x'), HeadError::BadStatusLine);
        row("empty line first", "\r\nHTTP/1.1 200 OK\r\n\r\n", HeadError::BadStatusLine);
        row("two-digit status", "HTTP/1.1 20 OK\r\n\r\n", HeadError::BadStatusLine);
        row("four-digit status", "HTTP/1.1 2000 OK\r\n\r\n", HeadError::BadStatusLine);
        row("status below 100", "HTTP/1.1 099 OK\r\n\r\n", HeadError::BadStatusLine);
        row("status with sign", "HTTP/1.1 +20 OK\r\n\r\n", HeadError::BadStatusLine);
        row("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", HeadError::VersionNotSupported);
        row("HTTP/1.2", "HTTP/1.2 200 OK\r\n\r\n", HeadError::VersionNotSupported);
        row("ICY", "ICY 200 OK\r\n\r\n", HeadError::BadStatusLine);
        row("bare LF", "HTTP/1.1 200 OK\nA: b\r\n\r\n", HeadError::BareLineFeed);
        row("folded", ok("A: b\r\n c\r\n"), HeadError::FoldedHeader);
        row("space before colon", ok("Content-Length : 5\r\n"), HeadError::SpaceBeforeColon);
        row("bare CR", ok("A: b\rc\r\n"), HeadError::BareCarriageReturn);
        row("NUL", ok(QByteArray("A: \0\r\n", 6)), HeadError::BadHeaderValue);
        row("both", ok("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), HeadError::LengthAndChunked);
        row("both, other way round", ok("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
            HeadError::LengthAndChunked);
        row("two lengths", ok("Content-Length: 5\r\nContent-Length: 5\r\n"), HeadError::LengthDuplicate);
        row("length list", ok("Content-Length: 5, 5\r\n"), HeadError::LengthInvalid);
        row("gzip, chunked", ok("Transfer-Encoding: gzip, chunked\r\n"),
            HeadError::TransferCodingUnsupported);
        row("gzip", ok("Transfer-Encoding: gzip\r\n"), HeadError::TransferCodingInvalid);
        row("chunked in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            HeadError::TransferCodingInvalid);
        row("too large", ok("A: " + QByteArray(40'000, 'b') + "\r\n"), HeadError::HeadTooLarge);
        row("too many", ok(QByteArray("A: b\r\n").repeated(101)), HeadError::TooManyHeaders);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(HeadError, error);
        ResponseHeadParser parser;
        ResponseHead head;
        QCOMPARE(parser.parse(view(text), {}, Method::Get, head), ParseStatus::Refused);
        QCOMPARE(bytes(wordOf(parser.error())), bytes(wordOf(error)));
    }

    void interimAnswersAreFollowedByTheRealOne()
    {
        const std::string text = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                                 "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        std::string_view rest = text;
        ResponseHeadParser parser;
        ResponseHead head;
        for (const int expected : {100, 103}) {
            QCOMPARE(parser.parse(rest, {}, Method::Put, head), ParseStatus::Complete);
            QCOMPARE(head.status, expected);
            QVERIFY(head.interim);
            QCOMPARE(head.framing, BodyFraming::None);
            QVERIFY(head.keepAlive);
            rest.remove_prefix(head.headBytes);
            parser.reset();
        }
        QCOMPARE(parser.parse(rest, {}, Method::Put, head), ParseStatus::Complete);
        QVERIFY(!head.interim);
        QCOMPARE(bytes(rest.substr(head.headBytes)), QByteArray("ok"));
    }

    void switchingProtocols()
    {
        ResponseHeadParser parser;
        ResponseHead head;
        const std::string text =
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        QCOMPARE(parser.parse(text, {}, Method::Get, head), ParseStatus::Complete);
        QVERIFY(head.upgrade);
        QVERIFY(!head.interim);
        QCOMPARE(head.framing, BodyFraming::None);
    }
};

QTEST_GUILESS_MAIN(TestResponseHead)
#include "tst_response_head.moc"
