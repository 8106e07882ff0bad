// SPDX-License-Identifier: GPL-3.0-or-later
// What the old process of an upgrade counts, on its way to the new one.
#include "gateway/app/usage_pipe.h"
#include "gateway/app/usage_report.h"

#include <QSignalSpy>
#include <QtTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace gatehouse;
using namespace gatehouse::app;
using namespace Qt::Literals::StringLiterals;

namespace {

struct Pair {
    Pair()
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
            qFatal("no socket pair");
        old = net::Fd(ends[0]);
        fresh = net::Fd(ends[1]);
    }
    net::Fd old;
    net::Fd fresh;
};

} // namespace

class TestUsage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reportsArriveAsTheyWere()
    {
        UsageReport report;
        report.credits = {{{u"ann"_s, u"gold"_s}, 3}, {{u"b\"ö"_s, u"gold"_s}, 1}};
        for (std::uint64_t i = 1; i <= 1200; ++i)
            report.counters.push_back({{~i, i}, {.stampNs = 5, .count = ~std::uint64_t{0} - i, .endsNs = 9}});
        report.keys = {{"key-1", 1'700'000'000}};
        UsageReport got;
        const QByteArrayList messages = toMessages(report);
        QCOMPARE(messages.size(), 5);
        for (const QByteArray& message : messages) {
            QVERIFY(message.size() < 1024 * 1024);
            const Result<UsageReport> part = usageReport(message);
            QVERIFY(part);
            got.credits.insert(part->credits);
            got.counters.insert(got.counters.end(), part->counters.begin(), part->counters.end());
            got.keys.insert(got.keys.end(), part->keys.begin(), part->keys.end());
        }
        QCOMPARE(got.credits, report.credits);
        QCOMPARE(got.keys, report.keys);
        QCOMPARE(got.counters.size(), report.counters.size());
        for (std::size_t i = 0; i < got.counters.size(); ++i) {
            QVERIFY(got.counters[i].key == report.counters[i].key);
            QCOMPARE(got.counters[i].state.stampNs, std::int64_t(5));
            QCOMPARE(got.counters[i].state.count, report.counters[i].state.count);
            QCOMPARE(got.counters[i].state.endsNs, std::int64_t(9));
        }
        QVERIFY(toMessages({}).isEmpty());
    }

    void damagedReportsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("message");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no object") << QByteArray("[]");
        QTest::newRow("nothing spent") << QByteArray(R"({"credits":[["ann","gold",0]]})");
        QTest::newRow("earned") << QByteArray(R"({"credits":[["ann","gold",-5]]})");
        QTest::newRow("nobody") << QByteArray(R"({"credits":[[5]]})");
        QTest::newRow("empty row") << QByteArray(R"({"keys":[[]]})");
        QTest::newRow("no number") << QByteArray(R"({"counters":[["1","2","3","x","5"]]})");
    }
    void damagedReportsAreRefused()
    {
        QFETCH(QByteArray, message);
        QVERIFY(!usageReport(message));
    }

    void messagesArriveWholeAndInOrder()
    {
        Pair pair;
        UsageReceiver receiver(std::move(pair.fresh));
        QSignalSpy received(&receiver, &UsageReceiver::received);
        QSignalSpy ended(&receiver, &UsageReceiver::ended);
        const QByteArrayList messages{"one", QByteArray(1024 * 1024, 'x'), QByteArray(), "four"};
        {
            UsageSender sender(std::move(pair.old));
            for (const QByteArray& message : messages)
                sender.add(message);
            QVERIFY(sender.flush(0));
            QVERIFY(!sender.isEmpty()); // more than a socket holds
            while (!sender.isEmpty()) {
                receiver.read();
                QVERIFY(sender.flush(0));
            }
            receiver.read();
            QVERIFY(receiver.isOpen());
        }
        QTRY_COMPARE(ended.size(), 1); // by the event loop
        QCOMPARE(ended.first().first().toString(), QString());
        QVERIFY(!receiver.isOpen());
        QCOMPARE(received.size(), messages.size());
        for (qsizetype i = 0; i < messages.size(); ++i)
            QCOMPARE(received.at(i).first().toByteArray(), messages.at(i));
    }

    void whatIsNotUnderstoodEndsIt_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("another message") << QByteArray("Xyz");
        QTest::newRow("too large") << QByteArray("U\xff\xff\xff\x7f");
        QTest::newRow("cut off") << QByteArray("U\x09\x00\x00\x00half", 9);
    }
    void whatIsNotUnderstoodEndsIt()
    {
        QFETCH(QByteArray, bytes);
        Pair pair;
        UsageReceiver receiver(std::move(pair.fresh));
        QSignalSpy received(&receiver, &UsageReceiver::received);
        QSignalSpy ended(&receiver, &UsageReceiver::ended);
        QCOMPARE(::write(pair.old.get(), bytes.constData(), std::size_t(bytes.size())),
                 ssize_t(bytes.size()));
        pair.old.reset();
        receiver.read();
        QCOMPARE(ended.size(), 1);
        QVERIFY(!ended.first().first().toString().isEmpty());
        QVERIFY(received.isEmpty());
        receiver.read();
        QCOMPARE(ended.size(), 1);
    }

    void nobodyTakesIt()
    {
        Pair pair;
        pair.fresh.reset();
        UsageSender sender(std::move(pair.old));
        QVERIFY(sender.flush(0)); // nothing to say
        sender.add("lost");
        QCOMPARE(sender.flush(0).error().type, ErrorType::Unavailable);
    }
};

QTEST_GUILESS_MAIN(TestUsage)
#include "tst_usage.moc"
