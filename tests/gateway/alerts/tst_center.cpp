// SPDX-License-Identifier: GPL-3.0-or-later
// The alert rules of a first start under a clock of the test: acceptance 13 of the week-one runbook.
#include "gateway/alerts/alert_center.h"
#include "gateway/control/first_run.h"
#include "gateway/observe/log_writer.h"
#include "gateway/observe/telemetry.h"
#include "tests/gateway/control/plane_fixture.h"
#include "tests/gateway/observe/sample_record.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;

namespace {

constexpr int minute = 60;

/// Everything between requests and the message on a desktop.
struct Desk {
    QTemporaryDir directory;
    control::PlaneFixture plane;
    observe::LogWriter log{{}};
    observe::Telemetry telemetry{log, plane.clock, "test"};
    observe::Recorder& recorder =
        telemetry.addWorker({observe::AccessFormat::Json, observe::AccessMode::Off, 0});
    std::unique_ptr<alerts::AlertCenter> center;
    QJsonObject state;
    QStringList told;
    bool ready = true;

    bool start()
    {
        Channel channel;
        channel.id = u"c"_s;
        channel.name = u"desk"_s;
        channel.type = ChannelType::Desktop;
        makeCenter();
        return plane.start() && plane.ok(control::firstRun(plane.documents(), {}, true).changes) &&
               plane.ok(control::change().put(channel));
    }
    /// With the state of the one before, as after a restart.
    void makeCenter()
    {
        center.reset();
        center = std::make_unique<alerts::AlertCenter>(plane.plane, telemetry, plane.clock);
        center->restore(state);
        alerts::NotifierOptions options;
        options.groupWaitMs = options.groupIntervalMs = 0;
        center->setOptions(options, {});
        center->setSources({[this] { return gateway(); }, {}, {}, {}, {}});
        center->setSaver([this](const QJsonObject& saved) { state = saved; });
        center->setDesktop([this](const QJsonObject& message) {
            told.append(message.value(u"event"_s).toString() + u' ' +
                        message.value(u"alerts"_s).toArray().at(0)[u"rule"_s].toString());
            return qsizetype(1);
        });
    }
    std::vector<observe::AlertReading> gateway() const { return {{{}, ready ? 0.0 : 1.0, {}}}; }

    void requests(int count, std::uint16_t status)
    {
        observe::RequestRecord record = observe::sampleRecord();
        record.status = status;
        for (int i = 0; i < count; ++i)
            recorder.finished(record);
    }
    /// Lets time pass with that many answers of each status in every second.
    void pass(int seconds, int good = 0, int bad = 0, std::uint16_t status = 500)
    {
        for (int i = 0; i < seconds; ++i) {
            plane.clock.advanceMs(1000);
            requests(good, 200);
            requests(bad, status);
            recorder.flush(true);
            telemetry.tick(0);
            center->tick();
            QCoreApplication::processEvents();
        }
    }
};

} // namespace

class AlertCenterTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gatewayDown()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.pass(10 * minute);
        desk.ready = false;
        desk.pass(2 * minute);
        QVERIFY(desk.told.isEmpty());
        desk.pass(1);
        QCOMPARE(desk.told, QStringList{u"alert.fired Gateway down"_s});
        desk.ready = true;
        desk.pass(5 * minute);
        QCOMPARE(desk.told, (QStringList{u"alert.fired Gateway down"_s, u"alert.resolved Gateway down"_s}));
    }

    void highErrorRate()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.pass(20 * minute, 20, 1); // 4.8 %
        desk.pass(20 * minute, 0, 0);
        QVERIFY(desk.told.isEmpty()); // nor for a single error among few
        desk.pass(1, 0, 5);
        desk.pass(10 * minute);
        QVERIFY(desk.told.isEmpty());
        desk.pass(5 * minute, 18, 2);
        QVERIFY(desk.told.isEmpty());
        desk.pass(2 * minute, 18, 2);
        QCOMPARE(desk.told, QStringList{u"alert.fired High error rate"_s});
        desk.pass(10 * minute, 20, 0);
        QCOMPARE(desk.told,
                 (QStringList{u"alert.fired High error rate"_s, u"alert.resolved High error rate"_s}));
    }

    void rateLimitStorm()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.pass(30 * minute, 3, 2, 429);
        QVERIFY(desk.told.isEmpty());
        desk.pass(10 * minute, 1, 9, 429); // the window passes half after some minutes
        QVERIFY(desk.told.isEmpty());
        desk.pass(10 * minute, 1, 9, 429);
        QCOMPARE(desk.told, QStringList{u"alert.fired Rate-limit storm"_s});
        desk.pass(20 * minute, 3, 2, 429);
        QCOMPARE(desk.told,
                 (QStringList{u"alert.fired Rate-limit storm"_s, u"alert.resolved Rate-limit storm"_s}));
    }

    void aRestartForgetsNothing()
    {
        Desk desk;
        QVERIFY(desk.start());
        desk.pass(12 * minute, 5, 5);
        const QStringList fired{u"alert.fired High error rate"_s};
        QCOMPARE(desk.told, fired);
        desk.makeCenter();
        desk.pass(4 * minute); // nothing is known of the time before: it goes on firing
        QCOMPARE(desk.told, fired);
        QCOMPARE(desk.center->engine().current().size(), std::size_t(1));
        desk.pass(10 * minute, 5, 0);
        QCOMPARE(desk.told, fired + QStringList{u"alert.resolved High error rate"_s});
        desk.makeCenter();
        QCOMPARE(desk.center->engine().history().size(), std::size_t(1));
    }

    void noTrafficIsToldOnlyAfterAFullWindow()
    {
        Desk desk;
        QVERIFY(desk.start());
        AlertRule rule;
        rule.name = u"Silence"_s;
        rule.signal = AlertSignal::RequestRate;
        rule.comparison = AlertComparison::Below;
        rule.threshold = 1;
        rule.windowSeconds = 60;
        rule.forSeconds = 0;
        QVERIFY(desk.plane.ok(control::change().put(rule)));
        desk.pass(59);
        QVERIFY(desk.told.isEmpty());
        desk.pass(5);
        QCOMPARE(desk.told, QStringList{u"alert.fired Silence"_s});
        desk.pass(3 * minute, 1);
        QCOMPARE(desk.told, (QStringList{u"alert.fired Silence"_s, u"alert.resolved Silence"_s}));
    }

    void severityAndEventsChooseTheChannel()
    {
        Desk desk;
        QVERIFY(desk.start());
        Channel channel = *desk.plane.documents().of<Channel>().find(u"c"_s);
        channel.minSeverity = Severity::Critical;
        QVERIFY(desk.plane.ok(control::change().put(channel)));
        desk.ready = false;
        desk.pass(12 * minute, 0, 1);
        QCOMPARE(desk.told, QStringList{u"alert.fired Gateway down"_s}); // the error rate is a warning
        channel.minSeverity = Severity::Info;
        channel.events = {u"subscription.created"_s};
        QVERIFY(desk.plane.ok(control::change().put(channel)));
        desk.ready = true;
        desk.pass(5 * minute);
        desk.center->post(u"subscription.created"_s, {{u"id"_s, u"s"_s}});
        desk.center->post(u"subscription.revoked"_s, {{u"id"_s, u"s"_s}});
        desk.pass(2);
        QCOMPARE(desk.told.size(), 2);
        QVERIFY(desk.told.last().startsWith(u"subscription.created"_s));
    }
};

QTEST_GUILESS_MAIN(AlertCenterTest)
#include "tst_center.moc"
