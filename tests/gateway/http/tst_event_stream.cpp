// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/event_stream.h"

#include <QtTest>

#include <string>

using namespace gatehouse::http;

class TestEventStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void boundaries_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("between");
        QTest::newRow("nothing yet") << QByteArray() << true;
        QTest::newRow("half a line") << QByteArray("data: x") << false;
        QTest::newRow("a line") << QByteArray("data: x\n") << false;
        QTest::newRow("LF") << QByteArray("data: x\n\n") << true;
        QTest::newRow("CRLF") << QByteArray("data: x\r\n\r\n") << true;
        QTest::newRow("CR") << QByteArray("data: x\r\r") << true;
        QTest::newRow("one CRLF") << QByteArray("data: x\r\n") << false;
        QTest::newRow("mixed ends") << QByteArray("data: x\r\n\n") << true;
        QTest::newRow("a comment follows") << QByteArray("data: x\n\n:") << false;
        QTest::newRow("second event begins") << QByteArray("data: x\n\nid: 2\n") << false;
        QTest::newRow("empty lines") << QByteArray("\n\n\n") << true;
    }

    void boundaries()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, between);
        for (qsizetype cut = 0; cut <= text.size(); ++cut) { // in two pieces, cut everywhere
            EventBoundary boundary;
            boundary.add({text.data(), std::size_t(cut)});
            boundary.add({text.data() + cut, std::size_t(text.size() - cut)});
            QCOMPARE(boundary.between(), between);
        }
    }

    void contentTypes()
    {
        QVERIFY(isEventStream("text/event-stream"));
        QVERIFY(isEventStream("Text/Event-Stream; charset=utf-8"));
        QVERIFY(isEventStream("text/event-stream;charset=utf-8"));
        QVERIFY(!isEventStream("text/event-streams"));
        QVERIFY(!isEventStream("text/plain"));
        QVERIFY(!isEventStream(""));
    }
};

QTEST_GUILESS_MAIN(TestEventStream)
#include "tst_event_stream.moc"
