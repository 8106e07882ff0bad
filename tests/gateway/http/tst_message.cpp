// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/date.h"
#include "gateway/http/header_table.h"
#include "gateway/http/message_writer.h"
#include "gateway/http/methods.h"
#include "gateway/http/status.h"
#include "gateway/http/syntax.h"

#include <QtTest>

#include <array>
#include <string>

using namespace gatehouse::http;

class TestMessage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyKnownHeaderIsFoundInAnyCase()
    {
        for (int i = 1; i < int(HeaderId::Count); ++i) {
            const auto id = static_cast<HeaderId>(i);
            const QByteArray name(headerName(id).data(), qsizetype(headerName(id).size()));
            QVERIFY2(!name.isEmpty(), qPrintable(QString::number(i)));
            for (const QByteArray& form : {name, name.toLower(), name.toUpper()})
                QCOMPARE(int(headerIdOf(form.toStdString())), i);
            QCOMPARE(headerIdOf((name + "x").toStdString()), HeaderId::Unknown);
            for (qsizetype at = 0; at < name.size(); ++at) { // any other character makes it another name
                QByteArray other = name;
                other[at] = '~';
                QCOMPARE(headerIdOf(other.toStdString()), HeaderId::Unknown);
            }
        }
        QCOMPARE(headerIdOf(""), HeaderId::Unknown);
        QCOMPARE(headerIdOf(std::string(300, 'a')), HeaderId::Unknown);
        QCOMPARE(headerIdOf("Content_Type"), HeaderId::Unknown);
        QCOMPARE(headerIdOf("Hose"), HeaderId::Unknown);
    }

    void tableKeepsOrderAndChains()
    {
        HeaderTable table;
        QVERIFY(table.add("Via", "1"));
        QVERIFY(table.add("X-One", "a"));
        QVERIFY(table.add("VIA", "2, 3"));
        QVERIFY(table.add("x-one", "b"));
        QVERIFY(table.add("via", "4"));
        QVERIFY(!table.has(HeaderId::Host));
        std::string all;
        for (const Header* via = table.find("via"); via; via = table.next(*via))
            all += via->value;
        QCOMPARE(all, std::string("12, 34"));
        const Header* one = table.find("X-ONE");
        QVERIFY(one && one->value == "a" && table.next(*one)->value == "b");
        QVERIFY(!table.next(*table.next(*one)));
        QVERIFY(table.hasToken(HeaderId::Via, "3"));
        QVERIFY(!table.hasToken(HeaderId::Via, "2, 3"));
        QCOMPARE(table.size(), std::size_t(5));
        table.clear();
        QVERIFY(!table.find("via") && !table.find("x-one") && table.empty());
    }

    void tableRefusesWhatDoesNotFit()
    {
        HeaderTable table;
        for (std::size_t i = 0; i < HeaderTable::capacity; ++i)
            QVERIFY(table.add("Cookie", "x"));
        QVERIFY(!table.add("Cookie", "x"));
        QCOMPARE(table.size(), HeaderTable::capacity);
        int count = 0;
        for (const Header* one = table.find(HeaderId::Cookie); one; one = table.next(*one))
            ++count;
        QCOMPARE(count, int(HeaderTable::capacity));
    }

    void hopByHop()
    {
        for (const char* name : {"Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
                                 "Proxy-Authorization", "Proxy-Authenticate", "Proxy-Connection"})
            QVERIFY2(isHopByHop(headerIdOf(name)), name);
        QVERIFY(!isHopByHop(HeaderId::Authorization));
        QVERIFY(!isHopByHop(HeaderId::Unknown));
    }

    void tokens()
    {
        std::string seen;
        forEachToken(" a ,, b\t,c=\"d\" ,", [&](std::string_view token) { seen.append(token).append("|"); });
        QCOMPARE(seen, std::string("a|b|c=\"d\"|"));
    }

    void ignoringCaseIsAsciiOnly()
    {
        QVERIFY(equalsIgnoreCase("AbC-1", "aBc-1"));
        QVERIFY(!equalsIgnoreCase("a@", "a`")); // differ in bit 5, but are no letters
        QVERIFY(!equalsIgnoreCase("\xc3\x84", "\xc3\xa4"));
        QVERIFY(!equalsIgnoreCase("a", "ab"));
        for (std::size_t at = 0; at < 20; ++at) { // at every place of a name that is compared in words
            std::string one(20, 'n'), two(20, 'N');
            QVERIFY(equalsIgnoreCase(one, two));
            one[at] = '[';
            two[at] = '{';
            QVERIFY(!equalsIgnoreCase(one, two));
        }
    }

    void writesHeads()
    {
        std::array<char, 256> memory{};
        MessageWriter writer(memory.data(), memory.size());
        writer.statusLine(429);
        writer.header("Content-Length", std::uint64_t(18446744073709551615U));
        writer.header("X-Empty", std::string_view());
        writer.header("X-Forwarded-For", "1.2.3.4, ", "5.6.7.8");
        writer.endHead();
        QVERIFY(!writer.overflowed());
        QCOMPARE(std::string(writer.view()),
                 std::string("HTTP/1.1 429 Too Many Requests\r\n"
                             "Content-Length: 18446744073709551615\r\nX-Empty: \r\n"
                             "X-Forwarded-For: 1.2.3.4, 5.6.7.8\r\n\r\n"));
        MessageWriter request(memory.data(), memory.size());
        request.requestLine("PURGE", "/a?b");
        QCOMPARE(std::string(request.view()), std::string("PURGE /a?b HTTP/1.1\r\n"));
        MessageWriter reason(memory.data(), memory.size());
        reason.statusLine(200, "Fine");
        QCOMPARE(std::string(reason.view()), std::string("HTTP/1.1 200 Fine\r\n"));
    }

    // Whatever the room, nothing is written behind it, and the lack is reported.
    void neverWritesBehindTheEnd()
    {
        std::string whole;
        for (std::size_t room = 0; room <= 64; ++room) {
            std::array<char, 80> memory;
            memory.fill('#');
            MessageWriter writer(memory.data(), room);
            writer.statusLine(200);
            writer.header("Content-Length", std::uint64_t(12));
            writer.header("Server", "x");
            writer.endHead();
            QVERIFY(std::all_of(memory.begin() + std::ptrdiff_t(room), memory.end(),
                                [](char c) { return c == '#'; }));
            QVERIFY(writer.view().find('#') == std::string_view::npos); // nor shown what lay there before
            if (!writer.overflowed())
                whole = writer.view();
            QCOMPARE(writer.overflowed(), room < 50);
            QCOMPARE(writer.wanted(), std::size_t(50));
        }
        QCOMPARE(whole.size(), std::size_t(50));
    }

    void headsTakeTheMemoryTheyNeed()
    {
        const std::string value(3000, 'v');
        int times = 0;
        const auto write = [&](MessageWriter& writer) {
            ++times;
            writer.statusLine(200);
            writer.header("X-Large", value);
            writer.endHead();
        };
        for (const std::size_t room : {std::size_t(0), std::size_t(100), std::size_t(2999)}) {
            std::string memory(room, '#');
            times = 0;
            QCOMPARE(std::string(writeWhole(memory, write)),
                     "HTTP/1.1 200 OK\r\nX-Large: " + value + "\r\n\r\n");
            QCOMPARE(times, 2);
        }
        std::string memory(4000, '#');
        times = 0;
        QVERIFY(!writeWhole(memory, write).empty());
        QCOMPARE(times, 1);
    }

    void dates()
    {
        std::array<char, 29> text{};
        writeHttpDate(784111777, text.data());
        QCOMPARE(std::string(text.data(), text.size()), std::string("Sun, 06 Nov 1994 08:49:37 GMT"));
        QCOMPARE(parseHttpDate("Sun, 06 Nov 1994 08:49:37 GMT").value(), std::int64_t(784111777));
        for (std::int64_t second : {0LL, 951827696LL, 1709251199LL, 4102444800LL}) {
            writeHttpDate(second, text.data());
            QCOMPARE(parseHttpDate({text.data(), text.size()}).value(), second);
        }
        for (const char* bad : {"Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
                                "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                                "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT", ""})
            QVERIFY2(!parseHttpDate(bad), bad);
    }

    void cachedDateChangesWithTheSecond()
    {
        DateCache cache;
        const std::string first(cache.text(784111777'000));
        QCOMPARE(std::string(cache.text(784111777'999)), first);
        QCOMPARE(std::string(cache.text(784111778'000)), std::string("Sun, 06 Nov 1994 08:49:38 GMT"));
    }

    void methodsAndStatus()
    {
        QCOMPARE(methodFromText("PATCH"), Method::Patch);
        QCOMPARE(methodFromText("patch"), Method::Other);
        QCOMPARE(methodFromText(""), Method::Other);
        QVERIFY(methodText(Method::Options) == "OPTIONS");
        QVERIFY(isIdempotent(Method::Put) && !isIdempotent(Method::Post) && !isIdempotent(Method::Other));
        QVERIFY(statusText(502) == "Bad Gateway");
        QVERIFY(statusText(799) == "Unknown");
        QVERIFY(!statusHasBody(101) && !statusHasBody(204) && !statusHasBody(304) && statusHasBody(200));
    }

    // Every position in and around the 16-byte steps of the fast path.
    void controlCharactersAreFoundAnywhere()
    {
        for (std::size_t size = 0; size < 50; ++size) {
            const std::string clean(size, '\t');
            QCOMPARE(findControl(clean, 0), size);
            for (std::size_t at = 0; at < size; ++at) {
                for (int byte = 0; byte < 256; ++byte) {
                    std::string text(size, 'a');
                    text[at] = static_cast<char>(byte);
                    const bool control = (byte < 32 && byte != 9) || byte == 127;
                    if (findControl(text, 0) != (control ? at : size))
                        QFAIL(qPrintable(QStringLiteral("byte %1 at %2 of %3").arg(byte).arg(at).arg(size)));
                }
            }
        }
        QCOMPARE(findControl("\n\n", 1), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestMessage)
#include "tst_message.moc"
