// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/llhttp_fence.h"
#include "gateway/http/plain_head.h"

#include <QtTest>

#include <string>

using namespace gatehouse::http;

/// Heads as readPlainFields() hands them on: llhttp sees the first line and what tells the body.
class TestLlhttpFence : public QObject {
    Q_OBJECT

private:
    // `given`: what readPlainFields() found; `shown`: what llhttp reads, in the same places.
    static bool confirms(const std::string& given, const std::string& shown, std::string_view target = "/a")
    {
        HeaderTable found;
        const std::size_t line = plainFirstLine(given, {});
        if (line == 0 || readPlainFields(given, line + 2, {}, found) != given.size())
            return false;
        HeaderTable moved;
        for (const Header& field : found) {
            const auto at = static_cast<std::size_t>(field.name.data() - given.data());
            moved.add(field.id, std::string_view(shown).substr(at, field.name.size()), field.value);
        }
        const std::string_view rest = std::string_view(shown).substr(shown.find(' '));
        return given.front() == 'H' ? llhttpConfirmsResponse(shown, moved)
                                    : llhttpConfirmsRequest(rest, target, moved);
    }
    static bool confirms(const std::string& head) { return confirms(head, head); }

private Q_SLOTS:
    void confirmsPlainHeads_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("no field") << QByteArray("GET /a HTTP/1.0\r\n\r\n");
        QTest::newRow("unknown fields") << QByteArray("GET /a HTTP/1.1\r\nHost: h\r\nX-A: 1\r\nX-B:\r\n\r\n");
        QTest::newRow("length") << QByteArray(
            "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nA: b\r\n\r\n");
        QTest::newRow("chunked") << QByteArray(
            "PUT /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: h\r\n\r\n");
        QTest::newRow("connection") << QByteArray(
            "GET /a HTTP/1.1\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");
        QTest::newRow("strange method") << QByteArray("FROB /a HTTP/1.1\r\nHost: h\r\n\r\n");
        QTest::newRow("answer") << QByteArray("HTTP/1.1 200 OK\r\nServer: s\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("answer without end") << QByteArray("HTTP/1.0 404 Not Found\r\nServer: s\r\n\r\n");
    }
    void confirmsPlainHeads()
    {
        QFETCH(QByteArray, head);
        QVERIFY(confirms(head.toStdString()));
    }

    /// llhttp's word counts: where it reads a line in another way than we did, the head is not confirmed.
    void refusesWhereItReadsOtherwise()
    {
        const std::string length = "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n";
        std::string other = length;
        other.replace(other.find("5"), 1, "x");
        QVERIFY(!confirms(length, other));
        other = length;
        other.replace(other.find("Content-Length"), 14, "Content-Lengto");
        QVERIFY(!confirms(length, other));

        const std::string chunked = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
        other = chunked;
        other.replace(other.find("chunked"), 7, "chunkey");
        QVERIFY(!confirms(chunked, other));

        const std::string get = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
        QVERIFY(!confirms(get, get, "/b"));
        other = get;
        other.replace(other.find("1.1"), 3, "7.1");
        QVERIFY(!confirms(get, other));
        other = get;
        other.replace(other.find("/a"), 2, "/\x01");
        QVERIFY(!confirms(get, other));
    }
};

QTEST_GUILESS_MAIN(TestLlhttpFence)
#include "tst_llhttp_fence.moc"
