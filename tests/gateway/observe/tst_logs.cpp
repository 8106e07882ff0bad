// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/audit.h"
#include "gateway/observe/denial_trail.h"
#include "gateway/observe/log_query.h"
#include "gateway/observe/log_system.h"
#include "gateway/observe/recorder.h"
#include "tests/gateway/observe/sample_record.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <random>

#include <unistd.h>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse;
using namespace gatehouse::observe;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(missing)");
}

std::unique_ptr<LogSystem> openLog(const QString& directory, LogFormat format = LogFormat::Json)
{
    LogOptions options;
    options.directory = directory;
    options.console = false;
    options.format = format;
    return LogSystem::open(options, nullptr);
}

std::string accessLine(const RequestRecord& record, AccessFormat format = AccessFormat::Json)
{
    std::string out;
    AccessLine(format).append(out, record);
    return out;
}

} // namespace

class LogsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plainLineHasTheOldForm()
    {
        QCOMPARE(formatLogLine(LogFormat::Plain, 1'767'323'045'678, LogLevel::Warning, "gateway",
                               "Username: ann", "abc"),
                 std::string("2026-01-02 03:04:05,678 - gateway - WARNING - abc | Username: ann\n"));
        QCOMPARE(
            formatLogLine(LogFormat::Plain, 0, LogLevel::Info, "gateway", "two\nlines\x1b[31m", ""),
            std::string("1970-01-01 00:00:00,000 - gateway - INFO - no-request-id | two\\nlines?[31m\n"));
    }

    void jsonLineParses()
    {
        const std::string line = formatLogLine(LogFormat::Json, 1'767'323'045'678, LogLevel::Error, "gateway",
                                               "say \"hi\"\n\x01\xff", "a\"b");
        QCOMPARE(std::count(line.begin(), line.end(), '\n'), std::ptrdiff_t(1));
        const QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        QCOMPARE(object.keys(),
                 QStringList({u"level"_s, u"message"_s, u"name"_s, u"request_id"_s, u"time"_s}));
        QCOMPARE(object.value(u"time"_s).toString(), u"2026-01-02T03:04:05.678Z"_s);
        QCOMPARE(object.value(u"message"_s).toString(), u"say \"hi\"\n\u0001\uFFFD"_s);
        QCOMPARE(object.value(u"request_id"_s).toString(), u"a\"b"_s);
    }

    void hostileBytesStayInsideTheirField()
    {
        std::mt19937 random(7);
        for (int i = 0; i < 3000; ++i) {
            std::string bytes(static_cast<std::size_t>(random() % 40), '\0');
            for (char& c : bytes)
                c = static_cast<char>(random());
            RequestRecord r = sampleRecord();
            r.path = r.userAgent = r.method = r.principal = r.requestId = bytes;
            const std::string line = accessLine(r);
            QCOMPARE(std::count(line.begin(), line.end(), '\n'), std::ptrdiff_t(1));
            QJsonParseError error;
            const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(line), &error);
            QVERIFY2(error.error == QJsonParseError::NoError, line.c_str());
            QCOMPARE(document.object().value(u"status"_s).toInt(), 200);
        }
    }

    void invalidUtf8BecomesReplacementCharacters_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::newRow("valid") << QByteArray("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") << u"ä€😀"_s;
        QTest::newRow("stray tail") << QByteArray("a\x80z") << u"a\uFFFDz"_s;
        QTest::newRow("overlong") << QByteArray("\xc0\xaf") << u"\uFFFD\uFFFD"_s;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << u"\uFFFD\uFFFD\uFFFD"_s;
        QTest::newRow("cut off") << QByteArray("\xe2\x82") << u"\uFFFD\uFFFD"_s;
        QTest::newRow("too large") << QByteArray("\xf5\x80\x80\x80") << u"\uFFFD\uFFFD\uFFFD\uFFFD"_s;
    }
    void invalidUtf8BecomesReplacementCharacters()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        std::string out;
        appendJsonText(out, bytes.toStdString());
        QCOMPARE(QString::fromStdString(out), text);
    }

    void specialBytesAreFoundAtEveryPlace()
    {
        for (std::size_t length = 1; length < 40; ++length) {
            for (std::size_t at = 0; at < length; ++at) {
                std::string text(length, '~');
                const std::string plain = text;
                std::string out;
                appendJsonText(out, text);
                QCOMPARE(out, plain);
                for (const auto& [byte, escaped] :
                     {std::pair('"', "\\\""), std::pair('\\', "\\\\"), std::pair('\x1f', "\\u001f"),
                      std::pair('\x7f', "\x7f"), std::pair('\xff', "\xef\xbf\xbd")}) {
                    text[at] = byte;
                    out.clear();
                    appendJsonText(out, text);
                    QCOMPARE(out, plain.substr(0, at) + escaped + plain.substr(at + 1));
                }
            }
        }
    }

    void accessLineIsGreppable()
    {
        RequestRecord r = sampleRecord();
        r.status = 502;
        r.reason = "connect_refused";
        r.hasQuery = true;
        const std::string line = accessLine(r);
        QVERIFY(line.find("\"status\":5") != std::string::npos);
        QVERIFY(line.find(": ") == std::string::npos);
        const QJsonObject o = QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
        QCOMPARE(o.value(u"ts"_s).toString(), u"2026-01-02T03:04:05.678Z"_s);
        QCOMPARE(o.value(u"duration_ms"_s).toDouble(), 12.346);
        QCOMPARE(o.value(u"upstream_ms"_s).toDouble(), 10.0);
        QCOMPARE(o.value(u"level"_s).toString(), u"ERROR"_s);
        QCOMPARE(o.value(u"error_reason"_s).toString(), u"connect_refused"_s);
        QCOMPARE(o.value(u"query_present"_s), QJsonValue(true));
        QCOMPARE(o.value(u"consumer"_s).toString(), u"ann"_s);
        QCOMPARE(o.value(u"bytes_out"_s).toInt(), 2000);
        QVERIFY(accessLine(r, AccessFormat::Text)
                    .find(" status=502 method=GET path=/api/rest/orders/v1/items/17 ") != std::string::npos);
    }

    void accessLineHasNoSecrets()
    {
        RequestRecord r = sampleRecord();
        r.path = "/x/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.C4n4ry/token=C4n4ryC4n4ryC4n4ryC4n4ry";
        r.userAgent = "bot password=C4n4ry";
        for (const AccessFormat format : {AccessFormat::Json, AccessFormat::Text})
            QVERIFY(accessLine(r, format).find("C4n4ry") == std::string::npos);
    }

    void rotationKeepsTheNewestFiles()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"a.log"_s);
        RotatingFile file(path.toStdString(), 100, 2);
        QVERIFY(file.open());
        for (char c = 'a'; c <= 'e'; ++c)
            QVERIFY(file.write(std::string(59, c) + '\n'));
        QCOMPARE(contentOf(path), QByteArray(59, 'e') + '\n');
        QCOMPARE(contentOf(path + u".1"_s), QByteArray(59, 'd') + '\n');
        QCOMPARE(contentOf(path + u".2"_s), QByteArray(59, 'c') + '\n');
        QVERIFY(!QFile::exists(path + u".3"_s));
        QVERIFY(file.write(std::string(500, 'x'))); // larger than a file: alone in one
        QCOMPARE(contentOf(path).size(), 500);
    }

    void rotationCountsWhatIsThereAtStart()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"a.log"_s);
        for (int i = 0; i < 2; ++i) {
            RotatingFile file(path.toStdString(), 100, 1);
            QVERIFY(file.open());
            QVERIFY(file.write(std::string(60, char('a' + i))));
        }
        QCOMPARE(contentOf(path), QByteArray(60, 'b'));
        QCOMPARE(contentOf(path + u".1"_s), QByteArray(60, 'a'));
    }

    void reopenFollowsAMovedFile()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        log->log(LogLevel::Info, "gateway", "first");
        log->writer().flush();
        const QString path = dir.filePath(u"doorman.log"_s);
        QVERIFY(QFile::rename(path, path + u".moved"_s));
        log->writer().reopen();
        log->log(LogLevel::Info, "gateway", "second");
        log->writer().flush();
        QVERIFY(contentOf(path + u".moved"_s).contains("first"));
        QVERIFY(!contentOf(path + u".moved"_s).contains("second"));
        QVERIFY(contentOf(path).contains("second"));
    }

    void levelAndRequestId()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path(), LogFormat::Plain);
        log->log(LogLevel::Debug, "gateway", "hidden");
        {
            const RequestIdScope scope(std::string("req-1-whose-text-lives-no-longer-than-this-line"));
            const std::string other = "another text that may take the place of the first";
            log->log(LogLevel::Info, "gateway", "inside");
            log->log(LogLevel::Info, "gateway", "named", "req-2");
        }
        log->setLevel(LogLevel::Error);
        log->log(LogLevel::Warning, "gateway", "hidden too");
        log->writer().flush();
        const QByteArray text = contentOf(dir.filePath(u"doorman.log"_s));
        QVERIFY(!text.contains("hidden"));
        QVERIFY(text.contains("req-1-whose-text-lives-no-longer-than-this-line | inside"));
        QVERIFY(text.contains("req-2 | named"));
    }

    void qtMessagesReachTheLog()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path(), LogFormat::Plain);
        {
            const QtLogRouter router(*log);
            qWarning("password=%s", "C4n4ry");
            QMessageLogger(nullptr, 0, nullptr, "gateway.net").info("listening");
        }
        log->writer().flush();
        const QByteArray text = contentOf(dir.filePath(u"doorman.log"_s));
        QVERIFY(text.contains("gateway - WARNING - no-request-id | password=[REDACTED]"));
        QVERIFY(text.contains("gateway.net - INFO - no-request-id | listening"));
    }

    void unwritableDirectoryFallsBack()
    {
        QTemporaryDir dir;
        const QString file = dir.filePath(u"file"_s);
        QFile blocker(file);
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        LogOptions options;
        options.directory = file + u"/logs"_s; // below a file: nobody can make it, not even root
        options.console = false;
        QStringList warnings;
        auto log = LogSystem::open(options, &warnings);
        QCOMPARE(warnings.size(), 1);
        QVERIFY(log->directory() != options.directory);
        log->log(LogLevel::Info, "gateway", "still logged");
        log->writer().flush();
        QVERIFY(contentOf(log->directory() + u"/doorman.log"_s).contains("still logged"));
        QCOMPARE(log->writer().ring().lineCount(), std::size_t(1));
    }

    void fullDiskIsCounted()
    {
        if (!QFile::exists(u"/dev/full"_s))
            return;
        LogWriter::Options options;
        options.files[0].emplace("/dev/full", 1 << 20, 0);
        QVERIFY(options.files[0]->open());
        LogWriter writer(std::move(options));
        QVERIFY(writer.submit(LogStream::Gateway, "a\nb\n"));
        writer.flush();
        QCOMPARE(writer.droppedLines(), std::uint64_t(2));
    }

    void ringIsBounded()
    {
        LogRing ring;
        for (int i = 0; i < 600; ++i) {
            std::string piece;
            for (int line = 0; line < 100; ++line)
                piece += std::to_string(i) + "\n";
            ring.add(piece);
        }
        QCOMPARE(ring.lineCount(), LogRing::MaxLines);
        QCOMPARE(ring.snapshot().back()->substr(0, 4), std::string("599\n"));
        QCOMPARE(ring.snapshot().front()->substr(0, 4), std::string("100\n"));
    }

    void recorderWritesEveryLineOnce()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        auto metrics = std::make_unique<WorkerMetrics>();
        TallyBox box;
        Recorder recorder(*metrics, box, log->writer(), clock, {});
        for (int i = 0; i < 1000; ++i)
            recorder.finished(sampleRecord());
        RequestRecord probe = sampleRecord();
        probe.surface = Surface::Probe;
        recorder.finished(probe);
        RequestRecord admin = sampleRecord();
        admin.surface = Surface::Admin;
        recorder.finished(admin);
        recorder.flush(true);
        log->writer().flush();
        const QByteArray text = contentOf(dir.filePath(u"access.log"_s));
        QCOMPARE(text.count('\n'), 1001);
        for (const QByteArray& line : text.chopped(1).split('\n'))
            QVERIFY(QJsonDocument::fromJson(line).isObject());
        QCOMPARE(metrics->statusCount(200), std::uint64_t(1000));
        const std::unique_ptr<Tally> tally = box.take();
        QVERIFY(tally != nullptr);
        QCOMPARE(tally->count, std::uint64_t(1000));
        QCOMPARE(tally->users.at("ann"), std::uint64_t(1000));
        QCOMPARE(tally->endpoints.at("GET:/orders/v1/items/{id}").count, std::uint64_t(1000));
    }

    void talliesAreHandedOverWithoutLoss()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        auto metrics = std::make_unique<WorkerMetrics>();
        TallyBox box;
        Recorder recorder(*metrics, box, log->writer(), clock, {AccessFormat::Json, AccessMode::Off, 1.0});
        std::uint64_t seen = 0;
        for (int i = 0; i < 50; ++i) {
            recorder.finished(sampleRecord());
            clock.advanceMs(200);
            recorder.flush();
            if (i % 7 == 0) { // the control thread is late now and then
                if (std::unique_ptr<Tally> tally = box.take()) {
                    seen += tally->count;
                    box.giveBack(std::move(tally));
                }
            }
        }
        recorder.flush(true);
        seen += box.take()->count;
        QCOMPARE(seen, std::uint64_t(50));
        QCOMPARE(log->writer().ring().lineCount(), std::size_t(0));
    }

    void accessModesAndSampling_data()
    {
        QTest::addColumn<int>("mode");
        QTest::addColumn<double>("sampling");
        QTest::addColumn<int>("good");
        QTest::addColumn<int>("bad");
        QTest::newRow("on") << int(AccessMode::On) << 1.0 << 100 << 100;
        QTest::newRow("off") << int(AccessMode::Off) << 1.0 << 0 << 0;
        QTest::newRow("errors") << int(AccessMode::Errors) << 1.0 << 0 << 100;
        QTest::newRow("a quarter") << int(AccessMode::On) << 0.25 << 25 << 100;
        QTest::newRow("none of the good") << int(AccessMode::On) << 0.0 << 0 << 100;
    }
    void accessModesAndSampling()
    {
        QFETCH(int, mode);
        QFETCH(double, sampling);
        QFETCH(int, good);
        QFETCH(int, bad);
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        auto metrics = std::make_unique<WorkerMetrics>();
        TallyBox box;
        Recorder recorder(*metrics, box, log->writer(), clock,
                          {AccessFormat::Json, static_cast<AccessMode>(mode), sampling});
        RequestRecord failed = sampleRecord();
        failed.status = 503;
        failed.logAccess = false;
        for (int i = 0; i < 100; ++i) {
            recorder.finished(sampleRecord());
            recorder.finished(failed);
        }
        recorder.flush();
        log->writer().flush();
        const QByteArray text = contentOf(dir.filePath(u"access.log"_s));
        QCOMPARE(text.count("\"status\":200"), good);
        QCOMPARE(text.count("\"status\":503"), bad);
    }

    void queryFindsWhatWasLogged()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        auto metrics = std::make_unique<WorkerMetrics>();
        TallyBox box;
        Recorder recorder(*metrics, box, log->writer(), clock, {});
        for (int i = 0; i < 30; ++i) {
            RequestRecord r = sampleRecord();
            r.startWallMs += i * 1000;
            r.status = i % 3 ? 200 : 500;
            r.principal = i % 2 ? "ann" : "b\"ob";
            recorder.finished(r);
        }
        recorder.flush();
        log->log(LogLevel::Info, "gateway", "Username: eve | From: 198.51.100.1:5000");
        log->log(LogLevel::Info, "gateway",
                 "Endpoint: POST /platform/authorization | status_code: 400 | Total time: 3.50ms", "req-9");
        log->writer().flush();
        const LogQuery query(log->writer().ring(), {dir.path()});

        const LogPage all = query.find({});
        QCOMPARE(all.total, 32);
        QVERIFY(!all.hasMore);
        LogFilter filter;
        filter.user = u"OB"_s;
        filter.level = u"error"_s;
        filter.limit = 2;
        filter.offset = 1;
        const LogPage page = query.find(filter);
        QCOMPARE(page.total, 5);
        QVERIFY(page.hasMore);
        QCOMPARE(page.logs.size(), 2);
        const QJsonObject entry = page.logs.at(0).toObject();
        QCOMPARE(entry.value(u"user"_s).toString(), u"b\"ob"_s);
        QCOMPARE(entry.value(u"timestamp"_s).toString(), u"2026-01-02T03:04:23.678Z"_s);
        QCOMPARE(entry.value(u"status_code"_s).toString(), u"500"_s);
        QCOMPARE(entry.value(u"type"_s).toString(), u"gateway"_s);

        const auto withStatus = [&query](const QString& status) {
            return query.find(*LogFilter::parse({{u"status"_s, status}})).total;
        };
        QCOMPARE(withStatus(u"5xx"_s), 10);
        QCOMPARE(withStatus(u"500"_s), 10);
        QCOMPARE(withStatus(u"200"_s), 20);
        QCOMPARE(withStatus(u"503"_s), 0);

        LogFilter login;
        login.type = u"auth"_s;
        login.minMs = 3;
        login.maxMs = 4;
        const QJsonObject auth = query.find(login).logs.at(0).toObject();
        QCOMPARE(auth.value(u"endpoint"_s).toString(), u"/platform/authorization"_s);
        QCOMPARE(auth.value(u"method"_s).toString(), u"POST"_s);
        QCOMPARE(auth.value(u"request_id"_s).toString(), u"req-9"_s);
        LogFilter address;
        address.ip = u"198.51"_s;
        QCOMPARE(query.find(address).logs.at(0).toObject().value(u"user"_s).toString(), u"eve"_s);
        LogFilter traffic;
        traffic.excludeType = u"platform"_s;
        QCOMPARE(query.find(traffic).total, 30);

        const QJsonObject statistics = query.statistics();
        QCOMPARE(statistics.value(u"error_count"_s).toInt(), 10);
        QCOMPARE(statistics.value(u"info_count"_s).toInt(), 22);
        QCOMPARE(statistics.value(u"top_apis"_s).toArray().at(0).toObject().value(u"count"_s).toInt(), 30);
    }

    void queryReadsFilesOfAnEarlierRun()
    {
        QTemporaryDir dir;
        for (const LogFormat format : {LogFormat::Plain, LogFormat::Json}) {
            auto log = openLog(dir.path(), format);
            log->log(LogLevel::Warning, "gateway", "from an earlier run", "req-1");
            log->writer().flush();
        }
        LogRing empty;
        const LogPage page = LogQuery(empty, {dir.path()}).find({});
        QCOMPARE(page.total, 2);
        for (const QJsonValue entry : page.logs) {
            QCOMPARE(entry.toObject().value(u"message"_s).toString(), u"from an earlier run"_s);
            QCOMPARE(entry.toObject().value(u"level"_s).toString(), u"WARNING"_s);
        }
    }

    void exportIsSafeForSpreadsheets()
    {
        LogRing ring;
        ring.add(formatLogLine(LogFormat::Json, 1000, LogLevel::Info, "gateway", "=cmd(), a", "id"));
        const LogQuery query(ring, {});
        const QStringList lines = query.exportCsv({}).split(u'\n');
        QCOMPARE(
            lines.at(0),
            u"timestamp,level,message,source,user,api,endpoint,method,status_code,response_time,ip_address,protocol,request_id,group,role"_s);
        QCOMPARE(lines.at(1), u"1970-01-01T00:00:01.000Z,INFO,'=cmd(); a,gateway,,,,,,,,,id,,"_s);
        QVERIFY(query.exportJson({}).startsWith("[\n"_L1));
    }

    void filterParsingNamesEveryFault()
    {
        const Result<LogFilter> good = LogFilter::parse({{u"start_date"_s, u"2026-01-02"_s},
                                                         {u"end_date"_s, u"2026-01-02"_s},
                                                         {u"end_time"_s, u"03:04"_s},
                                                         {u"limit"_s, u"5"_s}});
        QVERIFY(good.ok());
        QCOMPARE(good->fromMs, 1'767'312'000'000);
        QCOMPARE(good->toMs, 1'767'323'099'999);
        QCOMPARE(good->limit, 5);
        const Result<LogFilter> bad = LogFilter::parse({{u"start_date"_s, u"soon"_s},
                                                        {u"limit"_s, u"0"_s},
                                                        {u"offset"_s, u"-1"_s},
                                                        {u"status"_s, u"6xx"_s},
                                                        {u"min_response_time"_s, u"x"_s}});
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().faults.size(), 5);
    }

    void auditTrailIsWrittenAndRedacted()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        AuditTrail trail(*log, clock);
        AuditEvent event;
        event.actor = u"admin"_s;
        event.action = u"user.update"_s;
        event.target = u"ann"_s;
        event.status = u"200"_s;
        event.ip = u"127.0.0.1"_s;
        event.requestId = u"req-1"_s;
        event.details = {{u"password"_s, u"C4n4ry-old"_s}};
        event.before = {{u"user auth"_s, QJsonObject{{u"email"_s, u"a@x"_s}}}};
        event.after = {{u"user auth"_s, QJsonObject{{u"email"_s, u"b@x"_s}}}};
        trail.record(event);
        event.action = u"api.create"_s;
        clock.advanceMs(1000);
        trail.record(event);
        log->writer().flush();
        const QByteArray text = contentOf(dir.filePath(u"doorman-trail.log"_s));
        QCOMPARE(text.count('\n'), 2);
        QVERIFY(!text.contains("C4n4ry"));
        const QJsonObject line =
            QJsonDocument::fromJson(text.mid(text.indexOf('{'), text.indexOf('\n') - text.indexOf('{')))
                .object();
        QCOMPARE(line.value(u"actor"_s).toString(), u"admin"_s);
        QCOMPARE(line[u"after"_s][u"user auth"_s][u"email"_s].toString(), u"b@x"_s);
        QVERIFY(!QJsonDocument(trail.query({}).events).toJson().contains("C4n4ry"));
        QVERIFY(!contentOf(dir.filePath(u"doorman.log"_s)).contains("admin"));
        AuditFilter filter;
        filter.action = u"USER."_s;
        QCOMPARE(trail.query(filter).total, 1);
        QCOMPARE(trail.query({}).events.at(0).toObject().value(u"action"_s).toString(), u"api.create"_s);
        AuditFilter late;
        late.fromMs = clock.wallMs();
        late.limit = 1;
        QCOMPARE(trail.query(late).total, 1);
    }

    void auditMemoryIsBounded()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        AuditTrail trail(*log, clock);
        for (std::size_t i = 0; i < AuditTrail::MaxEvents + 10; ++i)
            trail.record({u"a"_s, u"b"_s, QString::number(i), u"ok"_s, {}, {}, {}, {}, {}, {}});
        const AuditPage page = trail.query({});
        QCOMPARE(static_cast<std::size_t>(page.total), AuditTrail::MaxEvents);
        QCOMPARE(page.events.size(), 100);
        AuditEvent large;
        large.before = {{u"x"_s, QString(qsizetype(AuditTrail::MaxBytes / 10), u'x')}};
        for (int i = 0; i < 20; ++i)
            trail.record(large);
        QCOMPARE(trail.query({}).total, 9);
    }

    void strangersPushNothingOut()
    {
        QTemporaryDir dir;
        auto log = openLog(dir.path());
        ManualClock clock;
        AuditTrail trail(*log, clock);
        trail.record({u"ann"_s, u"api.create"_s, u"x"_s, u"201"_s, {}, {}, {}, {}, {}, {}});
        DenialTrail denials(trail, clock);
        Denials flood;
        RequestRecord record = sampleRecord();
        RefusalFacts facts;
        facts.globalAddress = true;
        record.refusal = &facts;
        for (std::size_t i = 0; i < Denials::Most + 5; ++i)
            flood.add(record);
        QCOMPARE(flood.told.size(), Denials::Most);
        QCOMPARE(flood.untold, std::uint64_t(5));
        for (int i = 0; i < 3; ++i)
            denials.add(flood);
        QCOMPARE(trail.query({}).total, 1 + DenialTrail::MostPerMinute);
        clock.advanceMs(61'000);
        denials.add(flood);
        const QJsonArray newest = trail.query({}).events;
        QCOMPARE(newest.at(0)[u"target"_s].toString(), u"203.0.113.9"_s);
        int unwritten = 0; // each of the three floods is written or counted in a later row
        for (const QJsonValue& row : newest)
            unwritten += row[u"details"_s][u"unwritten"_s].toInt();
        QCOMPARE(unwritten, 3 * int(Denials::Most + 5) - DenialTrail::MostPerMinute);
        for (std::size_t i = 0; i < AuditTrail::MaxBlocked; ++i) {
            clock.advanceMs(61'000);
            denials.add(flood);
        }
        QCOMPARE(std::size_t(trail.query({}).total), 1 + AuditTrail::MaxBlocked);
        AuditFilter creations;
        creations.action = u"api.create"_s;
        QCOMPARE(trail.query(creations).total, 1);
    }
};

QTEST_GUILESS_MAIN(LogsTest)
#include "tst_logs.moc"
