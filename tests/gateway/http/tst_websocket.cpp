// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/websocket_frames.h"
#include "gateway/http/websocket_handshake.h"

#include <QtTest>

#include <string>
#include <vector>

using namespace gatehouse::http;
using namespace std::string_literals;

namespace {

constexpr std::uint32_t mask = 0x5AA5C33C;

/// A frame byte for byte. `first`: FIN, reserved bits, opcode.
std::string frame(unsigned first, const std::string& payload, bool masked = true)
{
    std::string out(payload.size() + webSocketHeadMax, '\0');
    out.resize(writeWebSocketFrame(out.data(), WebSocketOpcode::Text, payload, masked ? &mask : nullptr));
    out[0] = static_cast<char>(first);
    return out;
}

std::string closing(unsigned code, const std::string& reason = {}, bool masked = true)
{
    return frame(0x88, std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + reason,
                 masked);
}

/// What one direction did, written down: heads and ends of messages, control frames, payload.
struct Trace {
    std::string events;
    std::string wire; ///< data frames as passed on
    unsigned code = 0;
    std::string problem;
};

Trace run(const std::string& input, std::size_t piece, WebSocketParser::From from, std::uint64_t most)
{
    WebSocketParser parser(from, most);
    Trace trace;
    for (std::size_t at = 0; at < input.size();) {
        const std::string_view view = std::string_view(input).substr(at, piece);
        const WebSocketParser::Step step = parser.step(view);
        at += step.consumed;
        switch (step.status) {
        case WebSocketParser::Status::NeedMore:
            if (step.consumed != view.size())
                trace.events += "!unused";
            break;
        case WebSocketParser::Status::Head:
            trace.events += parser.opcode() == WebSocketOpcode::Text     ? "T"
                            : parser.opcode() == WebSocketOpcode::Binary ? "B"
                                                                         : "+";
            trace.wire += step.bytes;
            break;
        case WebSocketParser::Status::Payload:
            trace.wire += step.bytes;
            break;
        case WebSocketParser::Status::Control:
            trace.events += parser.opcode() == WebSocketOpcode::Close  ? "c"
                            : parser.opcode() == WebSocketOpcode::Ping ? "p"
                                                                       : "o";
            trace.events += '(' + std::string(parser.payload()) + ')';
            break;
        case WebSocketParser::Status::Failed:
            trace.code = parser.closeCode();
            trace.problem = parser.problem();
            return trace;
        }
        if (parser.endedMessage())
            trace.events += '.';
    }
    if (parser.closed())
        trace.code = parser.closeCode();
    return trace;
}

struct Case {
    const char* name;
    std::string input;
    std::string events;
    unsigned code = 0; ///< of closing, or of the failure
    const char* problem = "";
    std::uint64_t most = 0;
    WebSocketParser::From from = WebSocketParser::From::Client;
};

constexpr auto Server = WebSocketParser::From::Server;
constexpr const char* NotUtf8 = "text is not UTF-8";

void addGood(std::vector<Case>& cases)
{
    cases.insert(
        cases.end(),
        {
            {"text", frame(0x81, "hello"), "T."},
            {"empty text", frame(0x81, ""), "T."},
            {"binary", frame(0x82, "\xFF\0\x80"s), "B."},
            {"125 bytes", frame(0x82, std::string(125, 'x')), "B."},
            {"126 bytes", frame(0x82, std::string(126, 'x')), "B."},
            {"65535 bytes", frame(0x82, std::string(65535, 'x')), "B."},
            {"65536 bytes", frame(0x82, std::string(65536, 'x')), "B."},
            {"two texts", frame(0x81, "a") + frame(0x81, "b"), "T.T."},
            {"two fragments", frame(0x01, "a") + frame(0x80, "b"), "T+."},
            {"three fragments", frame(0x02, "a") + frame(0x00, "b") + frame(0x80, "c"), "B++."},
            {"empty fragments", frame(0x01, "") + frame(0x00, "") + frame(0x80, ""), "T++."},
            {"ping between fragments", frame(0x01, "a") + frame(0x89, "x") + frame(0x80, "b"), "Tp(x)+."},
            {"pong between fragments", frame(0x01, "a") + frame(0x8A, "x") + frame(0x80, "b"), "To(x)+."},
            {"close between fragments", frame(0x01, "a") + closing(1000), "Tc(\x03\xE8)", 1000},
            {"ping", frame(0x89, "now"), "p(now)"},
            {"empty ping", frame(0x89, ""), "p()"},
            {"ping of 125", frame(0x89, std::string(125, 'p')), "p(" + std::string(125, 'p') + ")"},
            {"pong nobody asked for", frame(0x8A, "?"), "o(?)"},
            {"many pings", frame(0x89, "1") + frame(0x89, "2") + frame(0x89, "3"), "p(1)p(2)p(3)"},
            {"close", closing(1000, "bye"),
             "c(\x03\xE8"
             "bye)",
             1000},
            {"empty close", frame(0x88, ""), "c()", 1005},
            {"close and garbage", closing(1001) + "\xFF\xFF\xFF", "c(\x03\xE9)", 1001},
            {"close and a text", closing(1001) + frame(0x81, "late"), "c(\x03\xE9)", 1001},
            {"text with umlauts",
             frame(0x81, "gr\xC3\xBC\xC3\x9F"
                         "e"),
             "T."},
            {"text with three bytes", frame(0x81, "\xE2\x82\xAC"), "T."},
            {"text with four bytes", frame(0x81, "\xF0\x9F\x98\x80"), "T."},
            {"last code point", frame(0x81, "\xF4\x8F\xBF\xBF"), "T."},
            {"last before the surrogates", frame(0x81, "\xED\x9F\xBF"), "T."},
            {"first behind the surrogates", frame(0x81, "\xEE\x80\x80"), "T."},
            {"character over two fragments", frame(0x01, "\xE2\x82") + frame(0x80, "\xAC"), "T+."},
            {"character over two fragments, ping between",
             frame(0x01, "\xF0\x9F") + frame(0x89, "\xFF") + frame(0x80, "\x98\x80"), "Tp(\xFF)+."},
            {"long ASCII", frame(0x81, std::string(1000, 'a')), "T."},
            {"ASCII then a character", frame(0x81, std::string(37, 'a') + "\xC3\xA9" + std::string(21, 'b')),
             "T."},
            {"NUL in a text", frame(0x81, "a\0b"s), "T."},
            {"as large as allowed", frame(0x82, std::string(10, 'x')), "B.", 0, "", 10},
            {"limit is per message", frame(0x82, std::string(10, 'x')) + frame(0x82, std::string(10, 'x')),
             "B.B.", 0, "", 10},
            {"control frames do not count",
             frame(0x02, std::string(10, 'x')) + frame(0x89, "12345") + frame(0x80, ""), "Bp(12345)+.", 0, "",
             10},
            {"from a server", frame(0x81, "hello", false), "T.", 0, "", 0, Server},
            {"fragments of a server", frame(0x02, "a", false) + frame(0x80, "b", false), "B+.", 0, "", 0,
             Server},
            {"ping of a server", frame(0x89, "hi", false), "p(hi)", 0, "", 0, Server},
            {"close of a server", closing(1011, "", false), "c(\x03\xF3)", 1011, "", 0, Server},
            {"umlauts of a server", frame(0x81, "\xC3\xBC", false), "T.", 0, "", 0, Server},
        });
    for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 1012U, 1013U,
                                1014U, 3000U, 3999U, 4000U, 4999U})
        cases.push_back(
            {"close code", closing(code),
             "c(" + std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} + ")", code});
}

void addBad(std::vector<Case>& cases)
{
    const std::string length16("\x82\xFE\x00\x7D", 4);
    cases.insert(
        cases.end(),
        {
            {"RSV1", frame(0xC1, "x"), "", 1002, "reserved bit set"},
            {"RSV2", frame(0xA1, "x"), "", 1002, "reserved bit set"},
            {"RSV3", frame(0x91, "x"), "", 1002, "reserved bit set"},
            {"RSV1 on a ping", frame(0xC9, "x"), "", 1002, "reserved bit set"},
            {"RSV1 on a continuation", frame(0x01, "a") + frame(0xC0, "x"), "T", 1002, "reserved bit set"},
            {"opcode 3", frame(0x83, "x"), "", 1002, "reserved opcode"},
            {"opcode 7", frame(0x87, "x"), "", 1002, "reserved opcode"},
            {"opcode 11", frame(0x8B, "x"), "", 1002, "reserved opcode"},
            {"opcode 15", frame(0x8F, "x"), "", 1002, "reserved opcode"},
            {"unmasked client", frame(0x81, "x", false), "", 1002, "unmasked frame"},
            {"unmasked ping of a client", frame(0x89, "", false), "", 1002, "unmasked frame"},
            {"masked server", frame(0x81, "x"), "", 1002, "masked frame", 0, Server},
            {"masked close of a server", closing(1000), "", 1002, "masked frame", 0, Server},
            {"continuation first", frame(0x80, "x"), "", 1002, "continuation of nothing"},
            {"continuation after the end", frame(0x81, "x") + frame(0x80, "y"), "T.", 1002,
             "continuation of nothing"},
            {"text inside a text", frame(0x01, "a") + frame(0x81, "b"), "T", 1002,
             "message inside a message"},
            {"binary inside a text", frame(0x01, "a") + frame(0x02, "b"), "T", 1002,
             "message inside a message"},
            {"fragmented ping", frame(0x09, "x"), "", 1002, "fragmented control frame"},
            {"fragmented close", frame(0x08, ""), "", 1002, "fragmented control frame"},
            {"ping of 126", frame(0x89, std::string(126, 'x')), "", 1002, "control frame too long"},
            {"close of 126", frame(0x88, std::string(126, 'x')), "", 1002, "control frame too long"},
            {"125 in 16 bits", length16 + std::string(129, 'x'), "", 1002, "malformed length"},
            {"65535 in 64 bits", "\x82\xFF\0\0\0\0\0\0\xFF\xFF"s + std::string(20, 'x'), "", 1002,
             "malformed length"},
            {"2^63", "\x82\xFF\x80\0\0\0\0\0\0\0"s + std::string(20, 'x'), "", 1002, "malformed length"},
            {"close with one byte", frame(0x88, "\x03"), "", 1002, "close frame with half a code"},
            {"close reason not UTF-8", closing(1000, "\xFF"), "", 1007, "close reason is not UTF-8"},
            {"close reason cut", closing(1000, "\xE2\x82"), "", 1007, "close reason is not UTF-8"},
            {"stray continuation byte", frame(0x81, "a\x80"), "T", 1007, NotUtf8},
            {"overlong slash", frame(0x81, "\xC0\xAF"), "T", 1007, NotUtf8},
            {"overlong in three", frame(0x81, "\xE0\x9F\xBF"), "T", 1007, NotUtf8},
            {"overlong in four", frame(0x81, "\xF0\x8F\xBF\xBF"), "T", 1007, NotUtf8},
            {"surrogate", frame(0x81, "\xED\xA0\x80"), "T", 1007, NotUtf8},
            {"beyond Unicode", frame(0x81, "\xF4\x90\x80\x80"), "T", 1007, NotUtf8},
            {"five bytes", frame(0x81, "\xF8\x88\x80\x80\x80"), "T", 1007, NotUtf8},
            {"character cut by the end", frame(0x81, "abc\xE2\x82"), "T", 1007, NotUtf8},
            {"character cut by the last fragment", frame(0x01, "\xE2") + frame(0x80, "\x82"), "T+", 1007,
             NotUtf8},
            {"cut and an empty last fragment", frame(0x01, "\xE2") + frame(0x80, ""), "T", 1007, NotUtf8},
            {"bad in the second fragment", frame(0x01, "ok") + frame(0x80, "\xFF"), "T+", 1007, NotUtf8},
            {"bad behind ASCII", frame(0x81, std::string(100, 'a') + '\xFF'), "T", 1007, NotUtf8},
            {"bad of a server", frame(0x81, "\xFF", false), "T", 1007, NotUtf8, 0, Server},
            {"one too large", frame(0x82, std::string(11, 'x')), "", 1009, "message too big", 10},
            {"fragments too large", frame(0x02, std::string(6, 'x')) + frame(0x80, std::string(5, 'x')), "B",
             1009, "message too big", 10},
            {"announced too large", "\x82\xFF\0\0\0\1\0\0\0\0"s + std::string(20, 'x'), "", 1009,
             "message too big", 65536},
        });
    for (const unsigned code :
         {0U, 1U, 999U, 1004U, 1005U, 1006U, 1015U, 1016U, 1100U, 2000U, 2999U, 5000U, 65535U})
        cases.push_back({"invalid close code", closing(code), "", 1002, "invalid close code"});
}

std::vector<Case> allCases()
{
    std::vector<Case> cases;
    addGood(cases);
    addBad(cases);
    return cases;
}

/// Payload that a bad text has passed on before its fault depends on the pieces; the verdict does not.
QByteArray bytes(std::string_view text)
{
    return {text.data(), qsizetype(text.size())};
}

} // namespace

class TestWebSocket : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void frames_data()
    {
        QTest::addColumn<int>("index");
        const std::vector<Case> cases = allCases();
        QVERIFY(cases.size() >= 80);
        for (std::size_t i = 0; i < cases.size(); ++i)
            QTest::addRow("%zu %s %u", i, cases[i].name, cases[i].code) << int(i);
    }

    // Whole, byte by byte, in pieces of every size up to 40, and split at every byte of the first 300.
    void frames()
    {
        QFETCH(int, index);
        const Case wanted = allCases()[std::size_t(index)];
        const bool fails = *wanted.problem != '\0';
        const auto check = [&](const Trace& trace) {
            QCOMPARE(bytes(trace.events), bytes(wanted.events));
            QCOMPARE(trace.code, wanted.code);
            QCOMPARE(bytes(trace.problem), QByteArray(wanted.problem));
        };
        for (std::size_t piece = 1; piece <= 40; ++piece)
            check(run(wanted.input, piece, wanted.from, wanted.most));
        check(run(wanted.input, wanted.input.size(), wanted.from, wanted.most));
        if (!fails) {
            const std::string whole = run(wanted.input, wanted.input.size(), wanted.from, wanted.most).wire;
            QCOMPARE(bytes(run(wanted.input, 1, wanted.from, wanted.most).wire), bytes(whole));
        }
    }

    // Every way to cut a busy stream in two.
    void splitAtEveryByte()
    {
        const std::string input = frame(0x81, "gr\xC3\xBC\xC3\x9F") + frame(0x89, "ping") +
                                  frame(0x01, "\xE2\x82") + frame(0x8A, "pong") + frame(0x00, "") +
                                  frame(0x80, "\xAC") + frame(0x82, std::string(200, '\xFF')) +
                                  closing(4001, "end");
        const Trace whole = run(input, input.size(), WebSocketParser::From::Client, 0);
        QCOMPARE(bytes(whole.events), QByteArray("T.p(ping)To(pong)++.B.c(\x0F\xA1"
                                                 "end)"));
        for (std::size_t cut = 1; cut < input.size(); ++cut) {
            WebSocketParser parser(WebSocketParser::From::Client);
            std::string wire;
            for (std::string_view part :
                 {std::string_view(input).substr(0, cut), std::string_view(input).substr(cut)}) {
                while (!part.empty()) {
                    const WebSocketParser::Step step = parser.step(part);
                    QVERIFY(step.status != WebSocketParser::Status::Failed);
                    wire += step.bytes;
                    part.remove_prefix(step.consumed);
                }
            }
            QVERIFY(parser.closed());
            QCOMPARE(bytes(wire), bytes(whole.wire));
        }
    }

    void writtenFramesAreMinimal()
    {
        char out[70000];
        const std::string long16(126, 'x');
        const std::string long64(65536, 'x');
        QCOMPARE(writeWebSocketFrame(out, WebSocketOpcode::Ping, "abc"), std::size_t(5));
        QCOMPARE(QByteArray(out, 5), QByteArray("\x89\x03"
                                                "abc"));
        QCOMPARE(writeWebSocketFrame(out, WebSocketOpcode::Binary, long16), std::size_t(130));
        QCOMPARE(writeWebSocketFrame(out, WebSocketOpcode::Binary, long64), std::size_t(65546));
        QCOMPARE(writeWebSocketFrame(out, WebSocketOpcode::Text, "abc", &mask), std::size_t(9));
    }

    void closeReasonsAreCutBetweenCharacters()
    {
        char out[125];
        QCOMPARE(writeClosePayload(out, 1001, "Server shutting down"), std::size_t(22));
        std::string longReason(122, 'a');
        longReason += "\xE2\x82\xAC";
        QCOMPARE(writeClosePayload(out, 1000, longReason), std::size_t(124));
    }

    void acceptValue()
    {
        const WebSocketAccept accept = webSocketAccept("dGhlIHNhbXBsZSBub25jZQ=="); // RFC 6455 section 1.3
        QCOMPARE(QByteArray(accept.data(), qsizetype(accept.size())),
                 QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    void handshakes_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("status");
        const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        const QByteArray tokens = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
        const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
        const auto row = [](const char* name, const QByteArray& lines, int status,
                            const QByteArray& first = "GET /ws HTTP/1.1\r\n") {
            QTest::newRow(name) << QByteArray(first + "Host: a\r\n" + lines + "\r\n") << status;
        };
        row("good", tokens + key + version, 101);
        row("among others", "Upgrade: h2c, WebSocket\r\nConnection: keep-alive, upgrade\r\n" + key + version,
            101);
        row("POST", tokens + key + version + "Content-Length: 0\r\n", 400, "POST /ws HTTP/1.1\r\n");
        row("HTTP/1.0", tokens + key + version, 400, "GET /ws HTTP/1.0\r\n");
        row("no Connection", "Upgrade: websocket\r\n" + key + version, 426);
        row("no Upgrade", "Connection: Upgrade\r\n" + key + version, 426);
        row("other Upgrade", "Upgrade: h2c\r\nConnection: Upgrade\r\n" + key + version, 426);
        row("no version", tokens + key, 426);
        row("version 8", tokens + key + "Sec-WebSocket-Version: 8\r\n", 426);
        row("two versions", tokens + key + version + version, 426);
        row("no key", tokens + version, 400);
        row("short key", tokens + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n", 400);
        row("key of 17 bytes", tokens + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZXM=\r\n", 400);
        row("key no base64", tokens + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub2-jZQ==\r\n", 400);
        row("loose bits", tokens + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZR==\r\n", 400);
        row("two keys", tokens + key + key + version, 400);
        row("body", tokens + key + version + "Content-Length: 3\r\n", 400);
        row("chunked body", tokens + key + version + "Transfer-Encoding: chunked\r\n", 400);
    }

    void handshakes()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, status);
        RequestHeadParser parser;
        RequestHead parsed;
        QCOMPARE(parser.parse({head.data(), std::size_t(head.size())}, {}, parsed), ParseStatus::Complete);
        QVERIFY(wantsWebSocket(parsed));
        QCOMPARE(int(row(checkHandshake(parsed)).status), status);
    }

    void answers_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<bool>("good");
        const QByteArray tokens = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
        const QByteArray accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n";
        QTest::newRow("good") << tokens + accept << true;
        QTest::newRow("protocol") << tokens + accept + "Sec-WebSocket-Protocol: chat\r\n" << true;
        QTest::newRow("other protocol") << tokens + accept + "Sec-WebSocket-Protocol: soap\r\n" << false;
        QTest::newRow("empty protocol") << tokens + accept + "Sec-WebSocket-Protocol: \r\n" << false;
        QTest::newRow("wrong accept") << tokens + "Sec-WebSocket-Accept: x3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
                                      << false;
        QTest::newRow("no accept") << tokens << false;
        QTest::newRow("no upgrade") << "Connection: Upgrade\r\n" + accept << false;
        QTest::newRow("no connection") << "Upgrade: websocket\r\n" + accept << false;
        QTest::newRow("extension") << tokens + accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                                   << false;
    }

    void answers()
    {
        QFETCH(QByteArray, lines);
        QFETCH(bool, good);
        const QByteArray ask = "GET / HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Protocol: log, chat\r\n\r\n";
        RequestHeadParser requests;
        RequestHead request;
        QCOMPARE(requests.parse({ask.data(), std::size_t(ask.size())}, {}, request), ParseStatus::Complete);
        const QByteArray text = "HTTP/1.1 101 Switching Protocols\r\n" + lines + "\r\n";
        ResponseHeadParser parser;
        ResponseHead answer;
        QCOMPARE(parser.parse({text.data(), std::size_t(text.size())}, {}, Method::Get, answer),
                 ParseStatus::Complete);
        QCOMPARE(checkHandshakeAnswer(answer, "dGhlIHNhbXBsZSBub25jZQ==", request.headers).empty(), good);
    }
};

QTEST_GUILESS_MAIN(TestWebSocket)
#include "tst_websocket.moc"
