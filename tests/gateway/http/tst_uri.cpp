// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/uri.h"

#include <QtTest>

using namespace gatehouse::http;

class TestUri : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void splits()
    {
        const SplitTarget plain = splitTarget("/a/b");
        QVERIFY(plain.path == "/a/b" && plain.query.empty() && !plain.hasQuery);
        const SplitTarget empty = splitTarget("/a?");
        QVERIFY(empty.path == "/a" && empty.query.empty() && empty.hasQuery);
        const SplitTarget twice = splitTarget("/a?b?c=/");
        QVERIFY(twice.path == "/a" && twice.query == "b?c=/");
    }

    void pathFaults_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<PathFault>("fault");
        const auto row = [](const char* path, PathFault fault) {
            QTest::newRow(path) << QByteArray(path) << fault;
        };
        row("/", PathFault::None);
        row("/a/b.c/..d/e../...", PathFault::None);
        row("/%41%20%C3%A9", PathFault::None);
        row("//a", PathFault::None);
        row("", PathFault::NotAbsolute);
        row("a/b", PathFault::NotAbsolute);
        row("/a%", PathFault::BadPercent);
        row("/a%4", PathFault::BadPercent);
        row("/a%4g", PathFault::BadPercent);
        row("/a%%41", PathFault::BadPercent);
        row("/a%00b", PathFault::Control);
        row("/a%0d%0ab", PathFault::Control);
        row("/a%7f", PathFault::Control);
        row("/a/../b", PathFault::DotSegment);
        row("/..", PathFault::DotSegment);
        row("/.", PathFault::DotSegment);
        row("/a/./b", PathFault::DotSegment);
        row("/a/%2e%2e/b", PathFault::DotSegment);
        row("/a/.%2E", PathFault::DotSegment);
        row("/a%2fb", PathFault::None);
        row("/%2F", PathFault::None);
        row("/a/..%2Fb", PathFault::DotSegment);
        row("/a%2f.%2Fb", PathFault::DotSegment);
        row("/a%2F%2e%2e", PathFault::DotSegment);
        row("/a\\b", PathFault::Backslash);
        row("/a%5cb", PathFault::Backslash);
    }

    void pathFaults()
    {
        QFETCH(QByteArray, path);
        QFETCH(PathFault, fault);
        QCOMPARE(int(checkPath(path.toStdString())), int(fault));
        QVERIFY(!textOf(fault).empty());
    }

    // Paths are looked at sixteen bytes at a time.
    void pathFaultsAreSeenWhereverTheyLie()
    {
        PathPolicy tight;
        tight.refuseEmptySegments = true;
        for (std::size_t left = 0; left <= 40; ++left) {
            for (const std::size_t right : {0, 1, 15, 16, 17, 40}) {
                const auto path = [&](const char* middle) {
                    return "/" + std::string(left, 'a') + middle + std::string(right, 'b');
                };
                QCOMPARE(checkPath(path("c"), tight), PathFault::None);
                QCOMPARE(checkPath(path("/../")), PathFault::DotSegment);
                QCOMPARE(checkPath(path("/./")), PathFault::DotSegment);
                QCOMPARE(checkPath(path("c//"), tight), PathFault::EmptySegment);
                QCOMPARE(checkPath(path("%g")), PathFault::BadPercent);
                QCOMPARE(checkPath(path("%2e%00")), PathFault::Control);
                QCOMPARE(checkPath(path("\\")), PathFault::Backslash);
                QCOMPARE(checkPath(path("\x01")), PathFault::Control);
                QCOMPARE(checkPath(path("\x7f")), PathFault::Control);
            }
        }
    }

    void policyIsHonoured()
    {
        PathPolicy open;
        open.refuseDotSegments = open.refuseBackslash = false;
        for (const char* path : {"/a/../b", "/a%2Fb", "/a\\b", "/%2e"})
            QCOMPARE(checkPath(path, open), PathFault::None);
        QCOMPARE(checkPath("/a%00", open), PathFault::Control);
        QCOMPARE(checkPath("/a%zz", open), PathFault::BadPercent);
        PathPolicy slashes;
        slashes.refuseEncodedSlash = true;
        QCOMPARE(checkPath("/a%2Fb", slashes), PathFault::EncodedSlash);
        PathPolicy backslash;
        backslash.refuseBackslash = false;
        QCOMPARE(checkPath("/a\\..\\b", backslash), PathFault::DotSegment);
        PathPolicy tight;
        tight.refuseEmptySegments = true;
        QCOMPARE(checkPath("//a", tight), PathFault::EmptySegment);
        QCOMPARE(checkPath("/a//", tight), PathFault::EmptySegment);
        QCOMPARE(checkPath("/a/", tight), PathFault::None);
    }

    void segments_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<bool>("skipEmpty");
        QTest::addColumn<QByteArrayList>("expected");
        QTest::newRow("plain") << QByteArray("/a/b/c") << true << QByteArrayList{"a", "b", "c"};
        QTest::newRow("trailing") << QByteArray("/a/b/") << true << QByteArrayList{"a", "b"};
        QTest::newRow("trailing kept") << QByteArray("/a/") << false << QByteArrayList{"a", ""};
        QTest::newRow("double") << QByteArray("//a///b") << true << QByteArrayList{"a", "b"};
        QTest::newRow("double kept") << QByteArray("/a//b") << false << QByteArrayList{"a", "", "b"};
        QTest::newRow("root") << QByteArray("/") << true << QByteArrayList{};
        QTest::newRow("empty") << QByteArray("") << false << QByteArrayList{};
        QTest::newRow("not decoded") << QByteArray("/a%2Fb/c") << true << QByteArrayList{"a%2Fb", "c"};
    }

    void segments()
    {
        QFETCH(QByteArray, path);
        QFETCH(bool, skipEmpty);
        QFETCH(QByteArrayList, expected);
        const std::string text = path.toStdString();
        SegmentIterator iterator(text, skipEmpty);
        QByteArrayList found;
        for (std::string_view segment; iterator.next(segment);)
            found.append(QByteArray(segment.data(), qsizetype(segment.size())));
        QCOMPARE(found, expected);
        QVERIFY(iterator.rest().empty());
    }

    void restOfAPath()
    {
        SegmentIterator iterator("/api/rest/orders/v1/items/7?");
        std::string_view segment;
        for (int i = 0; i < 4; ++i)
            QVERIFY(iterator.next(segment));
        QVERIFY(segment == "v1");
        QVERIFY(iterator.rest() == "/items/7?");
    }

    void segmentsAreComparedByMeaning()
    {
        QVERIFY(sameSegment("a", "a") && sameSegment("%61", "a") && sameSegment("a%20", "%61%20"));
        QVERIFY(sameSegment("%c3%A4", "\xc3\xa4") && sameSegment("%2f", "%2F"));
        QVERIFY(!sameSegment("a", "b") && !sameSegment("a", "ab") && !sameSegment("ab", "a"));
        QVERIFY(!sameSegment("%2F", "/") && !sameSegment("%zz", "%z") && !sameSegment("%2561", "%61"));
        QVERIFY(!sameSegment("A", "a"));
    }

    void decoding()
    {
        QCOMPARE(percentDecode("a%20b+c").value(), std::string("a b+c"));
        QCOMPARE(percentDecode("a%20b+c", true).value(), std::string("a b c"));
        QCOMPARE(percentDecode("%00%fF").value(), std::string("\0\xff", 2));
        for (const char* bad : {"%", "a%1", "%g0", "%0g"}) {
            QVERIFY(!percentDecode(bad));
            QVERIFY(!validPercent(bad));
        }
        QVERIFY(validPercent("%41"));
    }

    void encodingRoundTrip()
    {
        std::string all;
        for (int i = 0; i < 256; ++i)
            all.push_back(static_cast<char>(i));
        QCOMPARE(percentDecode(percentEncode(all)).value(), all);
        QCOMPARE(percentEncode("aZ0-._~ /?"), std::string("aZ0-._~%20%2F%3F"));
    }

    void forms()
    {
        const FormPairs expected{{"a", "1"}, {"b", ""},      {"c d", "e=f"},
                                 {"", "x"},  {"bad", "%zz"}, {"a", "2"}};
        QVERIFY(parseForm("a=1&b&&c+d=e%3Df&=x&bad=%zz&a=2") == expected);
        QVERIFY(parseForm("").empty());
    }

    void singleQueryValues()
    {
        const char* query = "page=2&na%6de=x+y&flag&empty=";
        QCOMPARE(queryValue(query, "page").value(), std::string("2"));
        QCOMPARE(queryValue(query, "name").value(), std::string("x y"));
        QCOMPARE(queryValue(query, "flag").value(), std::string());
        QCOMPARE(queryValue(query, "empty").value(), std::string());
        QVERIFY(!queryValue(query, "pag"));
        QVERIFY(!queryValue("", "page"));
    }
};

QTEST_GUILESS_MAIN(TestUri)
#include "tst_uri.moc"
