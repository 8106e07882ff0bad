// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/client/envelope.h"
#include "console/client/sse_parser.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::console;

class TestEnvelope : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void plainObjectIsItself()
    {
        const auto answer = unwrap(200, "application/json", R"({"apis":[1]})");
        QVERIFY(answer);
        QCOMPARE(answer->value(u"apis"_s).toArray().size(), 1);
    }
    void strictEnvelopeIsOpened()
    {
        const auto answer = unwrap(200, "application/json", R"({"status_code":200,"response":{"a":1}})");
        QVERIFY(answer);
        QCOMPARE(*answer, (QJsonObject{{u"a"_s, 1}}));
    }
    void strictMessageKeepsItsText()
    {
        const auto answer = unwrap(200, "application/json", R"({"status_code":201,"message":"done"})");
        QVERIFY(answer);
        QCOMPARE(*answer, (QJsonObject{{u"message"_s, u"done"_s}}));
    }
    void errorInsideHttp200IsAnError()
    {
        const auto answer =
            unwrap(200, "application/json",
                   R"({"status_code":404,"error_code":"API003","error_message":"API does not exist"})");
        QVERIFY(!answer);
        QCOMPARE(answer.error().type, ErrorType::NotFound);
        QCOMPARE(answer.error().code, u"API003"_s);
        QCOMPARE(answer.error().message, u"API does not exist"_s);
        QCOMPARE(failureOf(answer.error()), Failure::Api);
    }
    void faultsReachTheirFields()
    {
        const auto answer = unwrap(422, "application/json",
                                   R"({"error_code":"VAL001","error_message":"Validation Error",
                                       "faults":[{"field":"api_name","rule":"required","message":"give a name"}]})");
        QVERIFY(!answer);
        QCOMPARE(answer.error().type, ErrorType::Invalid);
        QCOMPARE(answer.error().faults.size(), 1);
        QCOMPARE(answer.error().faults.first().field, u"api_name"_s);
    }
    /// The faults of /v1 name their place as a list of steps.
    void placedFaultsReachTheirFields()
    {
        const auto answer = unwrap(422, "application/json",
                                   R"({"code":"VAL001","detail":[
                                       {"loc":["body","config","burst"],"msg":"is too small","type":"range"},
                                       {"loc":["query","page"],"msg":"must be a number","type":"type"}]})");
        QVERIFY(!answer);
        const Faults faults = answer.error().faults;
        QCOMPARE(faults.size(), 2);
        QCOMPARE(faults.at(0).field, u"config.burst"_s);
        QCOMPARE(faults.at(0).rule, u"range"_s);
        QCOMPARE(faults.at(1).field, u"query.page"_s);
        QCOMPARE(answer.error().message, u"config.burst: is too small"_s);
        QCOMPARE(answer.error().code, u"VAL001"_s);
    }
    void frameworkDetailIsTheMessage()
    {
        const auto answer = unwrap(401, "application/json", R"({"detail":"Unauthorized"})");
        QVERIFY(!answer);
        QCOMPARE(answer.error().type, ErrorType::Unauthorized);
        QCOMPARE(answer.error().message, u"Unauthorized"_s);
    }
    void htmlErrorPageNamesTheStatus()
    {
        const auto answer = unwrap(502, "text/html", "<html>Bad gateway</html>");
        QVERIFY(!answer);
        QCOMPARE(answer.error().type, ErrorType::Unavailable);
        QVERIFY(answer.error().message.contains(u"502"_s));
        QVERIFY(answer.error().retryable);
    }
    void arrayAndTextAndNothing()
    {
        QCOMPARE(unwrap(200, "application/json", "[1,2]")->value(u"items"_s).toArray().size(), 2);
        QCOMPARE(unwrap(200, "text/plain", "up 1")->value(u"text"_s).toString(), u"up 1"_s);
        QVERIFY(unwrap(204, "", "")->isEmpty());
    }
    void brokenJsonIsAnErrorOfItsOwn()
    {
        const auto answer = unwrap(200, "application/json", "{\"a\":");
        QVERIFY(!answer);
        QCOMPARE(failureOf(answer.error()), Failure::Body);
    }

    void eventsInPiecesOfEverySize()
    {
        const QByteArray stream = ": hello\r\nid: 7\r\nevent: change\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n"
                                  "data:x\n\nretry: 250\nevent: lost\n\n";
        for (int size = 1; size < stream.size(); ++size) {
            SseParser parser;
            QList<StreamEvent> events;
            for (qsizetype at = 0; at < stream.size(); at += size)
                events += parser.feed(stream.mid(at, size));
            QCOMPARE(events.size(), 2);
            QCOMPARE(events.at(0).type, u"change"_s);
            QCOMPARE(events.at(0).data, QByteArray("{\"a\":\n1}"));
            QCOMPARE(events.at(1).type, u"message"_s);
            QCOMPARE(events.at(1).data, QByteArray("x"));
            QCOMPARE(parser.lastId(), QByteArray("7"));
            QCOMPARE(parser.retryMs(), 250);
        }
    }
    void hugeRecordIsSkippedAndTheNextOneRead()
    {
        SseParser parser;
        QList<StreamEvent> events =
            parser.feed("data: " + QByteArray(SseParser::maxRecordBytes + 10, 'a') + "\n\n");
        QVERIFY(events.isEmpty());
        events = parser.feed("data: b\n\n");
        QCOMPARE(events.size(), 1);
        QCOMPARE(events.first().data, QByteArray("b"));
    }
};

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
