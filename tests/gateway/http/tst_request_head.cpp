// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/head_parser.h"

#include <QtTest>

#include <string>

using namespace gatehouse::http;

namespace {

std::string_view view(const QByteArray& bytes)
{
    return {bytes.data(), std::size_t(bytes.size())};
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

struct Outcome {
    ParseStatus status = ParseStatus::Incomplete;
    HeadError error = HeadError::None;
};

Outcome parse(std::string_view text, RequestHead& head, const HeadLimits& limits = {})
{
    RequestHeadParser parser;
    const ParseStatus status = parser.parse(text, limits, head);
    return {status, parser.error()};
}

// The same bytes, one more with each call; what is complete must be complete at the same byte.
Outcome parseByteByByte(std::string_view text, RequestHead& head)
{
    RequestHeadParser parser;
    for (std::size_t size = 1; size <= text.size(); ++size) {
        const std::string copy(text.substr(0, size)); // elsewhere in memory each time
        const ParseStatus status = parser.parse(copy, {}, head);
        if (status == ParseStatus::Complete)
            head.rebase(copy.data(), text.data());
        if (status != ParseStatus::Incomplete)
            return {status, parser.error()};
    }
    return {};
}

} // namespace

class TestRequestHead : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEverything()
    {
        const std::string_view text = "POST /a/b%20c?x=1&y HTTP/1.1\r\nHost: api.example:8080\r\n"
                                      "content-LENGTH:  12 \r\nX-Empty:\r\nX-Api-Key: k1\r\n"
                                      "Cookie: a=1\r\ncookie: b=2\r\nX-Mine:\tv \t\r\n\r\nBODY";
        RequestHead head;
        QCOMPARE(parse(text, head).status, ParseStatus::Complete);
        QCOMPARE(bytes(head.method), QByteArray("POST"));
        QCOMPARE(head.methodId, Method::Post);
        QCOMPARE(bytes(head.target), QByteArray("/a/b%20c?x=1&y"));
        QCOMPARE(bytes(head.path), QByteArray("/a/b%20c"));
        QCOMPARE(bytes(head.query), QByteArray("x=1&y"));
        QVERIFY(head.hasQuery);
        QCOMPARE(bytes(head.host), QByteArray("api.example:8080"));
        QCOMPARE(head.framing, BodyFraming::Length);
        QCOMPARE(head.contentLength, std::uint64_t(12));
        QVERIFY(head.keepAlive);
        QCOMPARE(bytes(text.substr(head.headBytes)), QByteArray("BODY"));
        QCOMPARE(head.headers.size(), std::size_t(7));
        QCOMPARE(bytes(head.headers.value(HeaderId::XApiKey)), QByteArray("k1"));
        QCOMPARE(bytes(head.headers.value("x-empty")), QByteArray());
        QVERIFY(head.headers.find("X-EMPTY"));
        QCOMPARE(bytes(head.headers.value("x-mine")), QByteArray("v"));
        const Header* cookie = head.headers.find(HeaderId::Cookie);
        QVERIFY(cookie && head.headers.next(*cookie));
        QCOMPARE(bytes(head.headers.next(*cookie)->value), QByteArray("b=2"));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<HeadError>("error");
        QTest::addColumn<int>("status");
        const auto row = [](const char* name, const QByteArray& text, HeadError error, int status) {
            QTest::newRow(name) << text << error << status;
        };
        const auto get = [](const QByteArray& headers) {
            return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
        };
        const auto line = [](const QByteArray& first) { return first + "\r\nHost: a\r\n\r\n"; };

        row("bare LF after request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", HeadError::BareLineFeed, 400);
        row("bare LF after header", "GET / HTTP/1.1\r\nHost: a\n\r\n", HeadError::BareLineFeed, 400);
        row("bare LF as last line", "GET / HTTP/1.1\r\nHost: a\r\n\n", HeadError::BareLineFeed, 400);
        row("bare CR in value", get("X: a\rb\r\n"), HeadError::BareCarriageReturn, 400);
        row("bare CR hides a header", get("X: a\rTransfer-Encoding: chunked\r\n"),
            HeadError::BareCarriageReturn, 400);
        row("CR CR LF", get("X: a\r\r\n"), HeadError::BareCarriageReturn, 400);
        row("folded", get("X: a\r\n b\r\n"), HeadError::FoldedHeader, 400);
        row("folded with tab", get("X: a\r\n\tb\r\n"), HeadError::FoldedHeader, 400);
        row("space before first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", HeadError::FoldedHeader, 400);
        row("space before colon", get("Content-Length : 3\r\n"), HeadError::SpaceBeforeColon, 400);
        row("tab before colon", get("X\t: 3\r\n"), HeadError::SpaceBeforeColon, 400);
        row("space in name", get("X Y: 3\r\n"), HeadError::BadHeaderName, 400);
        row("no colon", get("Xyz\r\n"), HeadError::BadHeaderName, 400);
        row("empty name", get(": x\r\n"), HeadError::BadHeaderName, 400);
        row("bad name character", get("X(y): 3\r\n"), HeadError::BadHeaderName, 400);
        row("high name character", get("X\xc3\xa9: 3\r\n"), HeadError::BadHeaderName, 400);
        row("NUL in value", get(QByteArray("X: a\0b\r\n", 8)), HeadError::BadHeaderValue, 400);
        row("DEL in value", get("X: a\x7f\r\n"), HeadError::BadHeaderValue, 400);
        row("escape in value", get("X: \x1b[2J\r\n"), HeadError::BadHeaderValue, 400);
        row("NUL in name", get(QByteArray("X\0: b\r\n", 7)), HeadError::BadHeaderName, 400);

        row("two equal lengths", get("Content-Length: 3\r\nContent-Length: 3\r\n"),
            HeadError::LengthDuplicate, 400);
        row("two lengths", get("Content-Length: 3\r\nContent-Length: 4\r\n"), HeadError::LengthDuplicate,
            400);
        row("length list", get("Content-Length: 3, 3\r\n"), HeadError::LengthInvalid, 400);
        row("length with plus", get("Content-Length: +3\r\n"), HeadError::LengthInvalid, 400);
        row("negative length", get("Content-Length: -3\r\n"), HeadError::LengthInvalid, 400);
        row("hexadecimal length", get("Content-Length: 0x3\r\n"), HeadError::LengthInvalid, 400);
        row("length with space", get("Content-Length: 1 2\r\n"), HeadError::LengthInvalid, 400);
        row("empty length", get("Content-Length:\r\n"), HeadError::LengthInvalid, 400);
        row("length overflow", get("Content-Length: 18446744073709551616\r\n"), HeadError::LengthInvalid,
            400);
        row("length above 2^63", get("Content-Length: 9223372036854775808\r\n"), HeadError::LengthInvalid,
            400);
        row("length then coding", get("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
            HeadError::LengthAndChunked, 400);
        row("coding then length", get("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n"),
            HeadError::LengthAndChunked, 400);
        row("two codings", get("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
            HeadError::TransferCodingInvalid, 400);
        row("identity then chunked lines",
            get("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n"),
            HeadError::TransferCodingInvalid, 400);
        row("chunked twice", get("Transfer-Encoding: chunked, chunked\r\n"), HeadError::TransferCodingInvalid,
            400);
        row("chunked not last", get("Transfer-Encoding: chunked, gzip\r\n"), HeadError::TransferCodingInvalid,
            400);
        row("xchunked", get("Transfer-Encoding: xchunked\r\n"), HeadError::TransferCodingInvalid, 400);
        row("identity", get("Transfer-Encoding: identity\r\n"), HeadError::TransferCodingInvalid, 400);
        row("empty coding", get("Transfer-Encoding:\r\n"), HeadError::TransferCodingInvalid, 400);
        row("quoted coding", get("Transfer-Encoding: \"chunked\"\r\n"), HeadError::TransferCodingInvalid,
            400);
        row("chunked with comma", get("Transfer-Encoding: chunked,\r\n"), HeadError::TransferCodingInvalid,
            400);
        row("gzip, chunked", get("Transfer-Encoding: gzip, chunked\r\n"),
            HeadError::TransferCodingUnsupported, 501);
        row("coding in 1.0", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
            HeadError::TransferCodingInvalid, 400);

        row("no host", "GET / HTTP/1.1\r\n\r\n", HeadError::HostMissing, 400);
        row("two hosts", get("Host: a\r\n"), HeadError::HostDuplicate, 400);
        row("host list", "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", HeadError::HostInvalid, 400);
        row("host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", HeadError::HostInvalid, 400);
        row("host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", HeadError::HostInvalid, 400);
        row("host with bad port", "GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", HeadError::HostInvalid, 400);
        row("empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", HeadError::HostInvalid, 400);
        row("port only", "GET / HTTP/1.1\r\nHost: :80\r\n\r\n", HeadError::HostInvalid, 400);
        row("open bracket", "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", HeadError::HostInvalid, 400);

        row("HTTP/1.2", line("GET / HTTP/1.2"), HeadError::VersionNotSupported, 505);
        row("HTTP/2.0", line("GET / HTTP/2.0"), HeadError::VersionNotSupported, 505);
        row("HTTP/0.9", line("GET / HTTP/0.9"), HeadError::VersionNotSupported, 505);
        row("lower case version", line("GET / http/1.1"), HeadError::BadVersion, 400);
        row("two-digit version", line("GET / HTTP/1.10"), HeadError::BadVersion, 400);
        row("trailing space", line("GET / HTTP/1.1 "), HeadError::BadVersion, 400);
        row("no version", line("GET /"), HeadError::BadRequestLine, 400);
        row("one word", line("GET"), HeadError::BadRequestLine, 400);
        row("two spaces", line("GET  / HTTP/1.1"), HeadError::BadVersion, 400);
        row("tab as separator", line("GET\t/ HTTP/1.1"), HeadError::BadMethod, 400);
        row("leading space", line(" GET / HTTP/1.1"), HeadError::BadMethod, 400);
        row("bad method", line("G(T / HTTP/1.1"), HeadError::BadMethod, 400);
        row("long method", line(QByteArray(40, 'A') + " / HTTP/1.1"), HeadError::BadMethod, 400);
        row("CONNECT", line("CONNECT a:443 HTTP/1.1"), HeadError::MethodNotSupported, 405);
        row("TRACE", line("TRACE / HTTP/1.1"), HeadError::MethodNotSupported, 405);
        row("relative target", line("GET a/b HTTP/1.1"), HeadError::BadTarget, 400);
        row("asterisk with GET", line("GET * HTTP/1.1"), HeadError::BadTarget, 400);
        row("fragment", line("GET /a#b HTTP/1.1"), HeadError::BadTarget, 400);
        row("raw UTF-8", line("GET /\xc3\xa9 HTTP/1.1"), HeadError::BadTarget, 400);
        row("NUL in target", line(QByteArray("GET /\0 HTTP/1.1", 15)), HeadError::BadRequestLine, 400);
        row("tab in target", line("GET /a\tb HTTP/1.1"), HeadError::BadTarget, 400);
        row("absolute with user", line("GET http://u:p@a/ HTTP/1.1"), HeadError::BadTarget, 400);
        row("absolute without host", line("GET http:///x HTTP/1.1"), HeadError::BadTarget, 400);
        row("absolute with other scheme", line("GET ftp://a/ HTTP/1.1"), HeadError::BadTarget, 400);
        row("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", HeadError::BadRequestLine,
            400);
        row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\x01", 6), HeadError::BadRequestLine, 400);
        row("unknown expectation", get("Expect: 200-maybe\r\n"), HeadError::BadExpectation, 417);
        row("too many headers", get(QByteArray("X: 1\r\n").repeated(100)), HeadError::TooManyHeaders, 431);
        row("one header too large", get("X: " + QByteArray(40'000, 'v') + "\r\n"), HeadError::HeadTooLarge,
            431);
        row("long target", line("GET /" + QByteArray(9000, 'a') + " HTTP/1.1"), HeadError::TargetTooLong,
            414);
        row("broken preface", "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", HeadError::VersionNotSupported, 505);
    }

    void refuses()
    {
        QFETCH(QByteArray, text);
        QFETCH(HeadError, error);
        QFETCH(int, status);
        RequestHead head;
        const Outcome whole = parse(view(text), head);
        QCOMPARE(int(whole.status), int(ParseStatus::Refused));
        QCOMPARE(bytes(wordOf(whole.error)), bytes(wordOf(error)));
        QCOMPARE(statusOf(whole.error), status);
        QVERIFY(!textOf(whole.error).empty());
        const Outcome slow = parseByteByByte(view(text), head);
        QCOMPARE(bytes(wordOf(slow.error)), bytes(wordOf(error)));
    }

    void accepts_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<bool>("keepAlive");
        QTest::addColumn<BodyFraming>("framing");
        const auto row = [](const char* name, const QByteArray& text, const char* path, const char* host,
                            bool keepAlive = true, BodyFraming framing = BodyFraming::None) {
            QTest::newRow(name) << text << QByteArray(path) << QByteArray(host) << keepAlive << framing;
        };
        row("smallest", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "/", "a");
        row("empty line first", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "/", "a");
        row("unknown method", "PURGE /x HTTP/1.1\r\nHost: a\r\n\r\n", "/x", "a");
        row("lower-case method is another one", "get /x HTTP/1.1\r\nHost: a\r\n\r\n", "/x", "a");
        row("PROPFIND", "PROPFIND /x HTTP/1.1\r\nHost: a\r\n\r\n", "/x", "a");
        row("1.0 without host", "GET /x HTTP/1.0\r\n\r\n", "/x", "", false);
        row("1.0 keep-alive", "GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n", "/", "a", true);
        row("close", "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", "/", "a", false);
        row("close in second line", "GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nConnection: close\r\n\r\n",
            "/", "a", false);
        row("close wins", "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, close\r\n\r\n", "/", "a",
            false);
        row("chunked", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n", "/", "a", true,
            BodyFraming::Chunked);
        row("length zero", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", "/", "a", true,
            BodyFraming::Length);
        row("GET with body", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", "/", "a", true,
            BodyFraming::Length);
        row("absolute", "GET http://b:81/p?q HTTP/1.1\r\nHost: b:81\r\n\r\n", "/p", "b:81");
        row("absolute beats Host", "GET http://b/p HTTP/1.1\r\nHost: a\r\n\r\n", "/p", "b");
        row("absolute without path", "GET HTTP://b HTTP/1.1\r\nHost: a\r\n\r\n", "/", "b");
        row("absolute with query only", "GET http://b?x HTTP/1.1\r\nHost: a\r\n\r\n", "/", "b");
        row("OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "*", "a");
        row("IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "/", "[::1]:80");
        row("high bytes in value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xc3\xa9\r\n\r\n", "/", "a");
        row("odd but harmless target", "GET //a/{b}|c?[] HTTP/1.1\r\nHost: a\r\n\r\n", "//a/{b}|c", "a");
        row("URL in query", "GET /?u=http://x/ HTTP/1.1\r\nHost: a\r\n\r\n", "/", "a");
        row("empty coding-like header", "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encodings: x\r\n\r\n", "/",
            "a");
    }

    void accepts()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, host);
        QFETCH(bool, keepAlive);
        QFETCH(BodyFraming, framing);
        for (const bool slow : {false, true}) {
            RequestHead head;
            const Outcome outcome = slow ? parseByteByByte(view(text), head) : parse(view(text), head);
            QVERIFY2(outcome.status == ParseStatus::Complete, wordOf(outcome.error).data());
            QCOMPARE(bytes(head.path), path);
            QCOMPARE(bytes(head.host), host);
            QCOMPARE(head.keepAlive, keepAlive);
            QCOMPARE(int(head.framing), int(framing));
            QCOMPARE(head.headBytes, std::size_t(text.size()));
        }
    }

    // The usual head is read sixteen bytes at a time, and in another way when it comes in pieces.
    void readsTheSameInPiecesWhateverTheLengths()
    {
        for (std::size_t size = 0; size <= 40; ++size) {
            const std::string text = "GET /" + std::string(size, 'p') + "?" + std::string(size, 'q') +
                                     " HTTP/1.1\r\nHost: h\r\nX" + std::string(size, 'n') + ": " +
                                     std::string(size, 'v') + "\r\nY:a:b" + std::string(size, ' ') +
                                     "\r\nContent-Length: 3\r\n\r\n: x";
            RequestHead whole;
            RequestHead slow;
            QCOMPARE(parse(text, whole).status, ParseStatus::Complete);
            QCOMPARE(parseByteByByte(text, slow).status, ParseStatus::Complete);
            QCOMPARE(whole.headBytes, text.size() - 3);
            QCOMPARE(slow.headBytes, whole.headBytes);
            QCOMPARE(bytes(whole.path), bytes(slow.path));
            QCOMPARE(bytes(whole.query), QByteArray(qsizetype(size), 'q'));
            QCOMPARE(whole.contentLength, std::uint64_t(3));
            QCOMPARE(whole.headers.size(), std::size_t(4));
            for (std::size_t i = 0; i < 4; ++i) {
                QCOMPARE(bytes(whole.headers[i].name), bytes(slow.headers[i].name));
                QCOMPARE(bytes(whole.headers[i].value), bytes(slow.headers[i].value));
            }
            QCOMPARE(bytes(whole.headers[1].value), QByteArray(qsizetype(size), 'v'));
            QCOMPARE(bytes(whole.headers[2].value), QByteArray("a:b"));
        }
    }

    void seesABadByteWhereverItLies_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("bad");
        QTest::addColumn<QByteArray>("behind");
        QTest::addColumn<HeadError>("error");
        const QByteArray line = "GET / HTTP/1.1\r\nHost: a\r\n";
        QTest::newRow("blank in a name")
            << line + "X" << QByteArray(" x") << QByteArray(": v\r\n\r\n") << HeadError::BadHeaderName;
        QTest::newRow("high byte in a name")
            << line + "X" << QByteArray("\xe9") << QByteArray(": v\r\n\r\n") << HeadError::BadHeaderName;
        QTest::newRow("no colon") << line + "X" << QByteArray("\r\n") << QByteArray("Y: v\r\n\r\n")
                                  << HeadError::BadHeaderName;
        QTest::newRow("blank before the colon")
            << line + "X" << QByteArray(" : v\r\n") << QByteArray("\r\n") << HeadError::SpaceBeforeColon;
        QTest::newRow("NUL") << line + "X: " << QByteArray(1, '\0') << QByteArray("v\r\n\r\n")
                             << HeadError::BadHeaderValue;
        QTest::newRow("DEL") << line + "X: " << QByteArray("\x7f") << QByteArray("v\r\n\r\n")
                             << HeadError::BadHeaderValue;
        QTest::newRow("bare LF") << line + "X: " << QByteArray("\n") << QByteArray("\r\n\r\n")
                                 << HeadError::BareLineFeed;
        QTest::newRow("bare CR") << line + "X: " << QByteArray("\r") << QByteArray("v\r\n\r\n")
                                 << HeadError::BareCarriageReturn;
        QTest::newRow("folded") << line + "X: " << QByteArray("\r\n ") << QByteArray("v\r\n\r\n")
                                << HeadError::FoldedHeader;
        const QByteArray rest = " HTTP/1.1\r\nHost: a\r\n\r\n";
        QTest::newRow("fragment") << QByteArray("GET /") << QByteArray("#") << rest << HeadError::BadTarget;
        QTest::newRow("high byte in the target")
            << QByteArray("GET /") << QByteArray("\xe9") << rest << HeadError::BadTarget;
    }

    void seesABadByteWhereverItLies()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, bad);
        QFETCH(QByteArray, behind);
        QFETCH(HeadError, error);
        for (int left = 0; left <= 34; ++left) {
            for (const int right : {0, 1, 15, 16, 17, 40}) {
                const QByteArray text = before + QByteArray(left, 'a') + bad +
                                        (behind.startsWith('\r') ? QByteArray() : QByteArray(right, 'b')) +
                                        behind;
                RequestHead head;
                const Outcome whole = parse(view(text), head);
                QCOMPARE(bytes(wordOf(whole.error)), bytes(wordOf(error)));
                QCOMPARE(int(whole.status), int(ParseStatus::Refused));
                QCOMPARE(bytes(wordOf(parseByteByByte(view(text), head).error)), bytes(wordOf(error)));
            }
        }
    }

    void upgradeAndExpectation()
    {
        RequestHead head;
        QCOMPARE(parse("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, "
                       "Upgrade\r\n\r\n",
                       head)
                     .status,
                 ParseStatus::Complete);
        QVERIFY(head.upgrade);
        QCOMPARE(parse("GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n", head).status,
                 ParseStatus::Complete);
        QVERIFY(!head.upgrade);
        QCOMPARE(parse("PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\n", head)
                     .status,
                 ParseStatus::Complete);
        QVERIFY(head.expectContinue);
    }

    void detectsTheHttp2Preface()
    {
        RequestHead head;
        const std::string_view text = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
        QCOMPARE(parse(text, head).status, ParseStatus::Http2Preface);
        QCOMPARE(parseByteByByte(text, head).status, ParseStatus::Http2Preface);
        QCOMPARE(parse(std::string(text) + "frames", head).status, ParseStatus::Http2Preface);
        QCOMPARE(parse("PRIVATE / HTTP/1.1\r\nHost: a\r\n\r\n", head).status, ParseStatus::Complete);
    }

    void limitsAreExact()
    {
        HeadLimits limits;
        limits.maxHeaders = 3;
        limits.maxTargetBytes = 10;
        RequestHead head;
        QCOMPARE(parse("GET /123456789 HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n", head, limits).status,
                 ParseStatus::Complete);
        QCOMPARE(parse("GET /1234567890 HTTP/1.1\r\nHost: a\r\n\r\n", head, limits).error,
                 HeadError::TargetTooLong);
        QCOMPARE(parse("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\nZ: 3\r\n\r\n", head, limits).error,
                 HeadError::TooManyHeaders);
        limits.maxHeaders = 100'000; // never more than the table holds
        QByteArray many("GET / HTTP/1.1\r\nHost: a\r\n");
        many += QByteArray("X: 1\r\n").repeated(HeaderTable::capacity) + "\r\n";
        QCOMPARE(parse(view(many), head, limits).error, HeadError::TooManyHeaders);
    }

    // Endless input without a line end is refused as soon as the limit is passed, not collected for ever.
    void endlessInputIsCutEarly()
    {
        RequestHead head;
        QCOMPARE(parse("GET /" + std::string(8 * 1024 + 100, 'a'), head).error, HeadError::TargetTooLong);
        QCOMPARE(parse("GET / HTTP/1.1\r\nX: " + std::string(33 * 1024, 'a'), head).error,
                 HeadError::HeadTooLarge);
        QCOMPARE(parse("GET / HTTP/1.1\r\nX: " + std::string(3 * 1024, 'a'), head).status,
                 ParseStatus::Incomplete);
    }

    void parserIsReusableForPipelinedHeads()
    {
        const std::string text =
            "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: b\r\nX: y\r\n\r\n";
        RequestHeadParser parser;
        RequestHead head;
        QVERIFY(!parser.started());
        QCOMPARE(parser.parse(text, {}, head), ParseStatus::Complete);
        QVERIFY(parser.started());
        const std::string_view rest = std::string_view(text).substr(head.headBytes);
        parser.reset();
        QCOMPARE(parser.parse(rest, {}, head), ParseStatus::Complete);
        QCOMPARE(bytes(head.path), QByteArray("/2"));
        QCOMPARE(bytes(head.host), QByteArray("b"));
        QCOMPARE(head.headers.size(), std::size_t(2));
    }

    void everyErrorHasItsOwnWordAndAText()
    {
        QSet<QByteArray> words;
        for (int i = 0; i <= int(HeadError::Rejected); ++i) {
            const auto error = static_cast<HeadError>(i);
            QVERIFY(!textOf(error).empty());
            words.insert(bytes(wordOf(error)));
        }
        QCOMPARE(words.size(), int(HeadError::Rejected) + 1);
        QCOMPARE(statusOf(HeadError::Rejected), 400);
        QCOMPARE(bytes(wordOf(HeadError::LengthAndChunked)), QByteArray("length_and_chunked"));
        QCOMPARE(bytes(wordOf(HeadError::Truncated)), QByteArray("truncated"));
    }
};

QTEST_GUILESS_MAIN(TestRequestHead)
#include "tst_request_head.moc"
