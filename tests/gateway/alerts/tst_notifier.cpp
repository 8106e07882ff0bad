// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/alerts/couriers.h"
#include "gateway/alerts/notifier.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::alerts;
using observe::AlertEvent;

namespace {

/// Keeps what is sent until the test says how it went.
struct FakeTransport : Transport {
    struct Sent {
        QString channel;
        QJsonObject message;
        Done done;
    };
    void send(const Channel& channel, const QString&, const QJsonObject& message, Done done) override
    {
        sent.append({channel.name, message, std::move(done)});
    }
    void answer(const Outcome& outcome) { sent.takeFirst().done(outcome); }
    void deliver()
    {
        Outcome outcome;
        outcome.delivered = true;
        answer(outcome);
    }
    void refuse(bool retry = true)
    {
        Outcome outcome;
        outcome.retry = retry;
        outcome.error = u"no"_s;
        answer(outcome);
    }
    QList<Sent> sent;
};

AlertEvent happened(const QString& id, AlertEvent::What what = AlertEvent::What::Fired)
{
    observe::Alert alert;
    alert.id = id;
    alert.spec.rule = u"Errors"_s;
    alert.spec.severity = u"warning"_s;
    alert.spec.unit = u"%"_s;
    alert.subject = id;
    alert.state =
        what == AlertEvent::What::Resolved ? observe::AlertState::Resolved : observe::AlertState::Firing;
    return {what, alert};
}

struct Desk {
    ManualClock clock;
    FakeTransport transport;
    std::shared_ptr<Channel> channel = std::make_shared<Channel>();
    bool gone = false;
    Notifier notifier{
        clock, transport,
        [this](const QString&) -> std::shared_ptr<const Channel> { return gone ? nullptr : channel; },
        NotifierOptions{}};

    Desk()
    {
        channel->id = u"c"_s;
        channel->name = u"hook"_s;
    }
    void pass(qint64 ms)
    {
        for (qint64 passed = 0; passed < ms; passed += 1000) {
            clock.advanceMs(1000);
            notifier.tick();
        }
    }
    QJsonArray alertsOf(qsizetype place) const
    {
        return transport.sent[place].message.value(u"alerts"_s).toArray();
    }
};

} // namespace

class NotifierTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFloodIsOneMessage()
    {
        Desk desk;
        for (int i = 0; i < 700; ++i) {
            desk.notifier.add(u"c"_s, happened(QString::number(i)));
            if (i % 100 == 0)
                desk.pass(1000);
        }
        QVERIFY(desk.transport.sent.isEmpty());
        desk.pass(4000);
        QCOMPARE(desk.transport.sent.size(), 1);
        QCOMPARE(desk.alertsOf(0).size(), 700);
        QCOMPARE(desk.transport.sent[0].message.value(u"title"_s).toString(), u"700 alerts fire"_s);
        desk.transport.deliver();

        // What comes within the minute after that waits for its end, and what is over by then says so.
        desk.notifier.add(u"c"_s, happened(u"x"_s));
        desk.notifier.add(u"c"_s, happened(u"0"_s, AlertEvent::What::Resolved));
        desk.notifier.add(u"c"_s, happened(u"x"_s, AlertEvent::What::Resolved));
        desk.pass(58'000);
        QVERIFY(desk.transport.sent.isEmpty());
        desk.pass(2000);
        QCOMPARE(desk.alertsOf(0).size(), 2);
        QCOMPARE(desk.transport.sent[0].message.value(u"event"_s).toString(), u"alert.resolved"_s);
    }

    void failuresAreTriedAgainLaterAndLater()
    {
        Desk desk;
        desk.notifier.post(u"c"_s, {{u"event"_s, u"subscription.created"_s}});
        for (const qint64 wait : NotifierOptions{}.retryMs) {
            desk.pass(1000);
            QCOMPARE(desk.transport.sent.size(), 1);
            desk.transport.refuse();
            desk.pass(wait - 2000);
            QVERIFY(desk.transport.sent.isEmpty());
            desk.pass(1000);
        }
        desk.pass(1000);
        QCOMPARE(desk.transport.sent.size(), 1);
        desk.transport.refuse();
        desk.pass(86'400'000 / 4);
        QVERIFY(desk.transport.sent.isEmpty());
        QCOMPARE(desk.notifier.deliveries().size(), std::size_t(6));
        QCOMPARE(desk.notifier.failed(ChannelType::Webhook), quint64(6));
        QVERIFY(desk.notifier.deliveries().front().value(u"next_attempt_at"_s).isNull());
        QVERIFY(desk.notifier.deliveries().back().value(u"next_attempt_at"_s).isString());
    }

    void wrongRequestsAreNotRepeated()
    {
        Desk desk;
        desk.notifier.post(u"c"_s, {});
        desk.pass(1000);
        desk.transport.refuse(false);
        desk.pass(8'000'000);
        QVERIFY(desk.transport.sent.isEmpty());
    }

    void oneAtATimeInOrder()
    {
        Desk desk;
        for (int i = 0; i < 3; ++i)
            desk.notifier.post(u"c"_s, {{u"title"_s, QString::number(i)}});
        desk.pass(5000);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(desk.transport.sent.size(), 1);
            QCOMPARE(desk.transport.sent[0].message.value(u"title"_s).toString(), QString::number(i));
            desk.transport.deliver();
        }
        QVERIFY(desk.transport.sent.isEmpty());
    }

    void theQueueIsBounded()
    {
        Desk desk;
        desk.notifier.post(u"c"_s, {{u"title"_s, u"first"_s}});
        desk.pass(1000);
        for (int i = 0; i < 150; ++i)
            desk.notifier.post(u"c"_s, {{u"title"_s, QString::number(i)}});
        QCOMPARE(desk.notifier.dropped(), quint64(51));
        desk.transport.deliver(); // the one under way was not among them
        QCOMPARE(desk.notifier.deliveries().front().value(u"title"_s).toString(), u"first"_s);
        QCOMPARE(desk.transport.sent[0].message.value(u"title"_s).toString(), u"51"_s);
    }

    void waitingOnesSurviveARestart()
    {
        Desk desk;
        desk.notifier.post(u"c"_s, {{u"title"_s, u"letter"_s}});
        desk.pass(1000);
        desk.transport.refuse();
        desk.notifier.add(u"c"_s, happened(u"a"_s));
        const QJsonObject saved = desk.notifier.save();

        Desk next;
        next.clock.setWallMs(desk.clock.wallMs());
        next.notifier.restore(saved);
        QCOMPARE(next.notifier.save(), saved);
        next.pass(70'000);
        QCOMPARE(next.transport.sent[0].message.value(u"title"_s).toString(), u"letter"_s);
        next.transport.deliver();
        QCOMPARE(next.transport.sent[0].message.value(u"event"_s).toString(), u"alert.fired"_s);
    }

    void channelsThatAreGoneGetNothing()
    {
        Desk desk;
        desk.notifier.post(u"c"_s, {});
        desk.gone = true;
        desk.pass(5000);
        desk.gone = false;
        desk.pass(5000);
        QVERIFY(desk.transport.sent.isEmpty());
    }

    void mailsCarryNoForeignHeaders()
    {
        const QByteArray mail = mailText(
            u"g@example.org"_s, {u"a@example.org"_s},
            {{u"title"_s, u"Fire\r\nBcc: x@example.org"_s}, {u"text"_s, u"line\n.\nend \u00e4"_s}}, u"id"_s);
        const QByteArray head = mail.left(mail.indexOf("\r\n\r\n"));
        QVERIFY(head.contains("\r\nSubject: Fire  Bcc: x@example.org\r\n"));
        QVERIFY(!head.contains("\r\nBcc"));
        QVERIFY(mail.endsWith("line\r\n.\r\nend \xc3\xa4\r\n"));
        const QByteArray foreign = mailText({}, {}, {{u"title"_s, u"\u00dcberlast "_s.repeated(12)}}, {});
        for (const QByteArray& line : foreign.split('\n'))
            QVERIFY2(line.size() < 78, line.constData());
    }

    void slackReadsNothingIntoNames()
    {
        QCOMPARE(slackBody({{u"title"_s, u"<!channel> & co"_s}, {u"text"_s, u"x"_s}}),
                 QByteArray(R"({"text":"*&lt;!channel&gt; &amp; co*\nx"})"));
    }
};

QTEST_GUILESS_MAIN(NotifierTest)
#include "tst_notifier.moc"
