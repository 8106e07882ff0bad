// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/metrics.h"
#include "gateway/observe/prometheus.h"
#include "gateway/observe/scrape_access.h"
#include "tests/gateway/observe/sample_record.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

#include <cmath>
#include <map>
#include <random>
#include <thread>

using namespace Qt::Literals::StringLiterals;
using namespace gatehouse::observe;

namespace {

struct Sample {
    QString name;
    QMap<QString, QString> labels;
    double value;
};

/// A strict reader of the text format: what promtool would refuse, this refuses.
class StrictReader {
public:
    QString read(const QString& text)
    {
        if (!text.endsWith(u'\n'))
            return u"no line feed at the end"_s;
        for (const QString& line : text.chopped(1).split(u'\n')) {
            const QString problem = readLine(line);
            if (!problem.isEmpty())
                return problem + u": "_s + line;
        }
        return checkHistograms();
    }
    QList<Sample> samples;
    QStringList families;

    double value(const QString& name, const QMap<QString, QString>& labels = {}) const
    {
        for (const Sample& s : samples) {
            if (s.name == name && s.labels == labels)
                return s.value;
        }
        return std::nan("");
    }

private:
    QString readLine(const QString& line)
    {
        static const QRegularExpression help(u"^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\\S.*)$"_s);
        static const QRegularExpression type(
            u"^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$"_s);
        if (const auto m = help.match(line); m.hasMatch()) {
            if (families.contains(m.captured(1)))
                return u"family twice"_s;
            families.append(m.captured(1));
            m_type.clear();
            return {};
        }
        if (const auto m = type.match(line); m.hasMatch()) {
            if (families.isEmpty() || families.last() != m.captured(1))
                return u"TYPE without HELP"_s;
            m_type = m.captured(2);
            return {};
        }
        if (line.startsWith("# Request families"_L1))
            return {};
        return readSample(line);
    }

    QString readSample(const QString& line)
    {
        static const QRegularExpression sample(
            u"^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (-?[0-9][0-9.e+-]*|NaN|[+-]Inf)$"_s);
        static const QRegularExpression label(
            u"\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)"_s);
        const auto m = sample.match(line);
        if (!m.hasMatch())
            return u"no sample"_s;
        QString name = m.captured(1);
        if (families.isEmpty() || m_type.isEmpty())
            return u"sample without family"_s;
        const bool member = name == families.last() ||
                            (m_type == "histogram"_L1 &&
                             (name == families.last() + u"_bucket"_s || name == families.last() + u"_sum"_s ||
                              name == families.last() + u"_count"_s));
        if (!member || (m_type == "histogram"_L1 && name == families.last()))
            return u"sample outside its family"_s;
        Sample s{name, {}, m.captured(3).toDouble()};
        qsizetype at = 0;
        const QString labels = m.captured(2);
        while (at < labels.size()) {
            const auto l = label.match(labels, at);
            if (!l.hasMatch() || s.labels.contains(l.captured(1)))
                return u"bad labels"_s;
            s.labels.insert(l.captured(1), l.captured(2));
            at = l.capturedEnd();
        }
        const QString key = line.left(line.lastIndexOf(u' '));
        if (m_seen.contains(key))
            return u"series twice"_s;
        m_seen.insert(key);
        samples.append(s);
        return {};
    }

    QString checkHistograms() const
    {
        std::map<QString, double> last;
        for (const Sample& s : samples) {
            QMap<QString, QString> labels = s.labels;
            const QString le = labels.take(u"le"_s);
            QString key = s.name.section(u"_bucket"_s, 0, 0);
            for (auto it = labels.begin(); it != labels.end(); ++it)
                key += it.key() + it.value();
            if (!s.name.endsWith("_bucket"_L1))
                continue;
            if (last.contains(key) && s.value < last[key])
                return u"buckets are not cumulative in "_s + key;
            last[key] = s.value;
            if (le == "+Inf"_L1 && value(s.name.chopped(7) + u"_count"_s, labels) != s.value)
                return u"+Inf differs from count in "_s + key;
        }
        return {};
    }

    QString m_type;
    QSet<QString> m_seen;
};

QString scrape(const std::vector<const WorkerMetrics*>& workers, const ApiSlots& slots,
               const std::map<Metric, Collector>* collectors = nullptr, std::uint32_t limit = 2000)
{
    ScrapeInput input;
    input.workers = workers;
    input.apis = slots.all();
    input.collectors = collectors;
    input.version = "1.2.3";
    input.apiLimit = limit;
    input.aliases = true;
    return QString::fromStdString(prometheusText(input));
}

} // namespace

class MetricsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tableIsSound_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < metricsTable().size(); ++i)
            QTest::newRow(metricsTable()[i].name.data()) << static_cast<int>(i);
    }
    void tableIsSound()
    {
        QFETCH(int, index);
        const MetricRow& r = metricsTable()[static_cast<std::size_t>(index)];
        const QString name = QString::fromLatin1(r.name.data());
        QCOMPARE(static_cast<int>(r.id), index);
        static const QRegularExpression pattern(u"^[a-z][a-z0-9_]*$"_s);
        QVERIFY(pattern.match(name).hasMatch());
        QVERIFY(r.help.size() > 8 && r.help.back() != '.');
        // The rules of promtool check metrics.
        QCOMPARE(name.endsWith("_total"_L1), r.type == MetricType::Counter);
        QVERIFY(!name.endsWith("_count"_L1) && !name.endsWith("_sum"_L1) && !name.endsWith("_bucket"_L1));
        QVERIFY(r.unit.empty() ||
                name.contains(QLatin1StringView(r.unit.data(), static_cast<qsizetype>(r.unit.size()))));
        for (const QString& label :
             QString::fromLatin1(r.labels.data(), static_cast<qsizetype>(r.labels.size()))
                 .split(u',', Qt::SkipEmptyParts))
            QVERIFY(pattern.match(label).hasMatch() && label != "le"_L1);
        QVERIFY(r.feed != MetricFeed::Worker || r.labels.empty());
        QVERIFY(r.type != MetricType::Histogram || r.feed == MetricFeed::Request ||
                r.feed == MetricFeed::Scrape);
    }

    void namesAreUnique()
    {
        QSet<QByteArray> names;
        for (const MetricRow& r : metricsTable())
            names.insert(QByteArray(r.name.data()));
        QCOMPARE(static_cast<std::size_t>(names.size()), MetricCount);
    }

    void promisedNamesAreInTheFirstLines()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        for (int busy = 0; busy < 2; ++busy) {
            for (std::uint16_t status = 200; busy && status < 220; ++status) {
                RequestRecord r = sampleRecord();
                r.apiSlot = slots.slotFor({"default", "orders", "v1", ApiKind::Rest});
                r.status = status;
                worker->count(r);
            }
            const QString head = scrape({worker.get()}, slots).split(u'\n').mid(0, 20).join(u'\n');
            for (const QString& name : {u"stoa_requests_total"_s, u"stoa_request_duration_seconds"_s,
                                        u"stoa_rate_limit_exceeded_total"_s})
                QVERIFY2(head.contains(name), qPrintable(head));
        }
    }

    void emptyOutputIsValidAndHasEveryFamily()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        StrictReader reader;
        QCOMPARE(reader.read(scrape({worker.get()}, ApiSlots())), QString());
        QCOMPARE(static_cast<std::size_t>(reader.families.size()), MetricCount);
        QCOMPARE(reader.value(u"gatehouse_build_info"_s, {{u"version"_s, u"1.2.3"_s}}), 1.0);
        QCOMPARE(reader.value(u"doorman_http_retries_total"_s), 0.0);
        QVERIFY(reader.value(u"process_resident_memory_bytes"_s) > 0);
        QVERIFY(reader.value(u"process_open_fds"_s) >= 3);
    }

    void countsOfAllWorkersAreSummed()
    {
        auto a = std::make_unique<WorkerMetrics>();
        auto b = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        RequestRecord r = sampleRecord();
        r.apiSlot = slots.slotFor({"default", "orders", "v1", ApiKind::Rest});
        a->count(r);
        b->count(r);
        r.status = 429;
        r.limited = true;
        r.policy = "burst";
        r.reason = "rate_limited";
        r.retries = 2;
        r.upstreamTimeouts = 1;
        b->count(r);
        r.isTest = true;
        b->count(r);
        a->add(Metric::EventStreamsActive, 3);
        b->add(Metric::EventStreamsActive, 4);
        b->add(Metric::EventStreamsActive, -2);
        StrictReader reader;
        QCOMPARE(reader.read(scrape({a.get(), b.get()}, slots)), QString());
        const QMap<QString, QString> api{
            {u"tenant"_s, u"default"_s}, {u"api"_s, u"orders"_s}, {u"method"_s, u"GET"_s}};
        auto ok = api;
        ok.insert(u"status"_s, u"200"_s);
        QCOMPARE(reader.value(u"stoa_requests_total"_s, ok), 2.0);
        QCOMPARE(reader.value(u"stoa_request_duration_seconds_count"_s, api), 3.0);
        QCOMPARE(
            reader.value(u"stoa_rate_limit_exceeded_total"_s,
                         {{u"tenant"_s, u"default"_s}, {u"api"_s, u"orders"_s}, {u"policy"_s, u"burst"_s}}),
            1.0);
        QCOMPARE(reader.value(u"doorman_http_requests_total"_s, {{u"code"_s, u"429"_s}}), 1.0);
        QCOMPARE(reader.value(u"doorman_http_request_duration_seconds_count"_s), 3.0);
        QCOMPARE(reader.value(u"doorman_http_request_duration_seconds_bucket"_s, {{u"le"_s, u"0.01"_s}}),
                 0.0);
        QCOMPARE(reader.value(u"doorman_http_request_duration_seconds_bucket"_s, {{u"le"_s, u"0.025"_s}}),
                 3.0);
        QCOMPARE(reader.value(u"doorman_http_retries_total"_s), 2.0);
        QCOMPARE(reader.value(u"doorman_upstream_timeouts_total"_s), 1.0);
        QCOMPARE(reader.value(u"gatehouse_test_requests_total"_s), 1.0);
        QCOMPARE(reader.value(u"gatehouse_errors_total"_s, {{u"reason"_s, u"rate_limited"_s}}), 1.0);
        QCOMPARE(reader.value(u"gatehouse_event_streams_active"_s), 5.0);
        QCOMPARE(reader.value(u"gatehouse_request_bytes_total"_s), 300.0);
        QCOMPARE(reader.value(u"gatehouse_upstream_seconds_total"_s), 0.03);
        QCOMPARE(reader.value(
                     u"http_requests_total"_s,
                     {{u"method"_s, u"GET"_s}, {u"route"_s, u"rest:orders/v1"_s}, {u"status"_s, u"429"_s}}),
                 1.0);
    }

    void versionsOfOneApiAreOneStoaSeries()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        RequestRecord r = sampleRecord();
        for (const char* version : {"v1", "v2"}) {
            r.apiSlot = slots.slotFor({"default", "orders", version, ApiKind::Rest});
            worker->count(r);
        }
        StrictReader reader;
        QCOMPARE(reader.read(scrape({worker.get()}, slots)), QString());
        QCOMPARE(reader.value(u"stoa_requests_total"_s, {{u"tenant"_s, u"default"_s},
                                                         {u"api"_s, u"orders"_s},
                                                         {u"method"_s, u"GET"_s},
                                                         {u"status"_s, u"200"_s}}),
                 2.0);
    }

    void protocolsCertificatesAndMessagesHaveTheirFamilies()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        RequestRecord r = sampleRecord();
        for (const ApiKind kind : {ApiKind::Soap, ApiKind::Grpc, ApiKind::GraphQl}) {
            r.apiSlot = slots.slotFor({"north", "orders", "v1", kind});
            for (const std::uint16_t status : {200, 500, 0}) {
                r.status = status;
                r.certificate = status == 200 ? CertificateCheck::Valid : CertificateCheck::Refused;
                worker->count(r);
            }
        }
        worker->countMessage(r.apiSlot, SocketMessage::FromClient);
        worker->countMessage(r.apiSlot, SocketMessage::Dropped);
        StrictReader reader;
        QCOMPARE(reader.read(scrape({worker.get()}, slots)), QString());
        for (const QString& kind : {u"soap"_s, u"grpc"_s, u"graphql"_s}) {
            const QString route = kind + u":orders/v1"_s, family = u"stoa_%1_proxy_"_s.arg(kind);
            QCOMPARE(reader.value(family + u"requests_total"_s, {{u"route_id"_s, route}}), 3.0);
            for (const QString& success : {u"true"_s, u"false"_s})
                QCOMPARE(reader.value(family + u"responses_total"_s,
                                      {{u"route_id"_s, route}, {u"success"_s, success}}),
                         1.0);
        }
        const auto checks = [&reader](const QString& result) {
            return reader.value(u"stoa_mtls_validations_total"_s,
                                {{u"result"_s, result}, {u"tenant"_s, u"north"_s}});
        };
        QCOMPARE(checks(u"valid"_s), 3.0);
        QCOMPARE(checks(u"refused"_s), 6.0);
        const QString route = u"graphql:orders/v1"_s;
        QCOMPARE(reader.value(u"stoa_ws_proxy_messages_total"_s,
                              {{u"direction"_s, u"from_client"_s}, {u"route_id"_s, route}}),
                 1.0);
        QCOMPARE(reader.value(u"stoa_ws_proxy_rate_limited_total"_s,
                              {{u"route_id"_s, route}, {u"source"_s, u"client"_s}}),
                 1.0);
    }

    void hostileInputCannotBreakOrGrowTheOutput()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        const std::uint32_t slot = slots.slotFor({"de\"f\\ault\n", "na\xff\x01me", "v1", ApiKind::Rest});
        std::vector<std::string> texts;
        for (int i = 0; i < 10'000; ++i)
            texts.push_back("X" + std::to_string(i) + "\"}\n");
        QString after100;
        for (std::size_t i = 0; i < texts.size(); ++i) {
            RequestRecord r = sampleRecord();
            r.apiSlot = slot;
            r.path = r.method = r.principal = r.policy = r.reason = texts[i];
            r.limited = true;
            r.status = static_cast<std::uint16_t>(i % 2000);
            worker->count(r);
            if (i == 2999)
                after100 = scrape({worker.get()}, slots);
        }
        const QString text = scrape({worker.get()}, slots);
        StrictReader reader;
        QCOMPARE(reader.read(text), QString());
        QCOMPARE(text.count(u'\n'), after100.count(u'\n'));
    }

    void apisBeyondTheLimitShareOneSeries()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        ApiSlots slots;
        RequestRecord r = sampleRecord();
        for (int i = 0; i < 50; ++i) {
            r.apiSlot = slots.slotFor({"default", "api" + std::to_string(i), "v1", ApiKind::Rest});
            worker->count(r);
        }
        r.apiSlot = 4'000'000'000;
        worker->count(r);
        StrictReader reader;
        QCOMPARE(reader.read(scrape({worker.get()}, slots, nullptr, 12)), QString());
        QCOMPARE(reader.value(u"stoa_requests_total"_s, {{u"tenant"_s, QString()},
                                                         {u"api"_s, u"other"_s},
                                                         {u"method"_s, u"GET"_s},
                                                         {u"status"_s, u"200"_s}}),
                 41.0);
    }

    void slotsStayWithTheirApi()
    {
        ApiSlots slots;
        const auto a = slots.slotFor({"t", "ab", "c", ApiKind::Rest});
        const auto b = slots.slotFor({"t", "a", "bc", ApiKind::Rest});
        QVERIFY(a != b && a > ApiSlots::Other);
        QCOMPARE(slots.slotFor({"t", "ab", "c", ApiKind::Rest}), a);
        QVERIFY(slots.slotFor({"t", "ab", "c", ApiKind::Grpc}) != a);
        QCOMPARE(slots.labels(a).api, std::string("ab"));
        for (std::uint32_t i = 0; i < ApiSlots::Capacity; ++i)
            slots.slotFor({"t", std::to_string(i), "v", ApiKind::Rest});
        QCOMPARE(slots.slotFor({"t", "one too many", "v", ApiKind::Rest}), ApiSlots::Other);
        QCOMPARE(slots.slotFor({"t", "ab", "c", ApiKind::Rest}), a);
    }

    void collectorsAreAsked()
    {
        auto worker = std::make_unique<WorkerMetrics>();
        const std::map<Metric, Collector> collectors{
            {Metric::BreakerState,
             [](const SampleSink& sink) {
                 sink(std::array<std::string, 1>{"a:1"}, 2);
                 sink(std::array<std::string, 1>{"b:1"}, 0.5);
             }},
            {Metric::UpstreamLatency, [](const SampleSink& sink) {
                 std::array<std::uint64_t, ApiEdges.size() + 1> counts{};
                 counts[0] = 2;
                 counts.back() = 1;
                 sink.histogram(std::array<std::string, 2>{"a:1", "2xx"}, counts, 11.5);
             }}};
        StrictReader reader;
        QCOMPARE(reader.read(scrape({worker.get()}, ApiSlots(), &collectors)), QString());
        QCOMPARE(reader.value(u"stoa_circuit_breaker_state"_s, {{u"upstream"_s, u"a:1"_s}}), 2.0);
        QCOMPARE(reader.value(u"stoa_circuit_breaker_state"_s, {{u"upstream"_s, u"b:1"_s}}), 0.5);
        const QMap<QString, QString> labels{{u"upstream"_s, u"a:1"_s}, {u"status"_s, u"2xx"_s}};
        QCOMPARE(reader.value(u"stoa_upstream_latency_seconds_count"_s, labels), 3.0);
        QCOMPARE(reader.value(u"stoa_upstream_latency_seconds_sum"_s, labels), 11.5);
    }

    void histogramErrorIsBounded()
    {
        std::mt19937_64 random(42);
        std::uniform_real_distribution<double> exponent(3, 11.4); // 1 us .. 251 s
        for (int i = 0; i < 200'000; ++i) {
            const auto ns = static_cast<std::int64_t>(std::pow(10.0, exponent(random)));
            const double back = LatencyScale::middleNs(LatencyScale::bucketOf(ns));
            QVERIFY2(std::abs(back - static_cast<double>(ns)) <= 0.032 * static_cast<double>(ns) + 64,
                     qPrintable(QString::number(ns)));
        }
    }

    void histogramBucketsAreInOrder()
    {
        for (std::size_t i = 0; i + 1 < LatencyScale::Buckets; ++i) {
            QVERIFY(LatencyScale::middleNs(i) < LatencyScale::middleNs(i + 1));
            QCOMPARE(LatencyScale::bucketOf(static_cast<std::int64_t>(LatencyScale::middleNs(i))), i);
        }
        QCOMPARE(LatencyScale::bucketOf(-5), std::size_t(0));
        QCOMPARE(LatencyScale::bucketOf(INT64_MAX), LatencyScale::Buckets - 1);
    }

    void percentilesOfAKnownDistribution()
    {
        Histogram all;
        Histogram half;
        QCOMPARE(all.percentileNs(0.5), 0.0);
        for (int ms = 1; ms <= 1000; ++ms)
            (ms % 2 ? all : half).record(ms * 1'000'000LL);
        all.merge(half);
        for (const auto& [p, ms] : {std::pair(0.5, 500.0), std::pair(0.95, 950.0), std::pair(0.99, 990.0),
                                    std::pair(1.0, 1000.0), std::pair(0.0, 1.0)})
            QVERIFY(std::abs(all.percentileNs(p) * 1e-6 - ms) < 0.05 * ms);
    }

    void readersSeeWholeCountsWhileWorkersWrite()
    {
        constexpr int kWorkers = 3;
        constexpr std::uint64_t kRequests = 20'000;
        std::vector<std::unique_ptr<WorkerMetrics>> metrics;
        std::vector<const WorkerMetrics*> pointers;
        for (int i = 0; i < kWorkers; ++i) {
            metrics.push_back(std::make_unique<WorkerMetrics>());
            pointers.push_back(metrics.back().get());
        }
        ApiSlots slots;
        std::atomic<int> running{kWorkers};
        std::vector<std::thread> threads;
        for (int i = 0; i < kWorkers; ++i) {
            threads.emplace_back([&, i] {
                RequestRecord r = sampleRecord();
                for (std::uint64_t n = 0; n < kRequests; ++n) {
                    const std::string name = "api" + std::to_string(n % 40);
                    r.apiSlot = slots.slotFor({"default", name, "v1", ApiKind::Rest});
                    r.status = static_cast<std::uint16_t>(200 + n % 5);
                    r.reason = n % 7 ? "" : "connect_refused";
                    metrics[static_cast<std::size_t>(i)]->count(r);
                }
                --running;
            });
        }
        double before = 0;
        while (running > 0) {
            StrictReader reader;
            // Buckets and their sum may be read at different moments, so only growth is checked here.
            reader.read(scrape(pointers, slots));
            const double now = reader.value(u"doorman_http_request_duration_seconds_count"_s);
            QVERIFY(now >= before);
            before = now;
        }
        for (std::thread& thread : threads)
            thread.join();
        StrictReader reader;
        QCOMPARE(reader.read(scrape(pointers, slots)), QString());
        double sum = 0;
        for (const Sample& s : std::as_const(reader.samples))
            sum += s.name == "stoa_requests_total"_L1 ? s.value : 0;
        QCOMPARE(sum, double(kWorkers * kRequests));
        Histogram merged;
        for (const WorkerMetrics* worker : pointers)
            worker->latency().mergeInto(merged);
        QCOMPARE(merged.count(), kWorkers * kRequests);
    }

    void scrapeAccess_data()
    {
        QTest::addColumn<ScrapeAccess>("access");
        QTest::addColumn<int>("status");
        const auto access = [](auto change) {
            ScrapeAccess a;
            change(a);
            return a;
        };
        QTest::newRow("off") << access([](auto& a) {
            a.enabled = false;
            a.isPublic = true;
        }) << 503;
        QTest::newRow("public") << access([](auto& a) {
            a.isPublic = true;
            a.configuredToken = "t";
        }) << 200;
        QTest::newRow("loopback") << access([](auto& a) { a.addressIsLoopback = true; }) << 200;
        QTest::newRow("remote") << access([](auto&) {}) << 403;
        QTest::newRow("token alone does not admit remote")
            << access([](auto& a) { a.configuredToken = a.presentedToken = "t"; }) << 403;
        QTest::newRow("token and loopback") << access([](auto& a) {
            a.configuredToken = a.presentedToken = "t";
            a.addressIsLoopback = true;
        }) << 200;
        QTest::newRow("loopback without token") << access([](auto& a) {
            a.configuredToken = "t";
            a.addressIsLoopback = true;
        }) << 403;
        QTest::newRow("prefix of the token") << access([](auto& a) {
            a.configuredToken = "tt";
            a.presentedToken = "t";
            a.addressIsLoopback = true;
        }) << 403;
        QTest::newRow("longer than the token") << access([](auto& a) {
            a.configuredToken = "t";
            a.presentedToken = "tt";
            a.addressIsLoopback = true;
        }) << 403;
        QTest::newRow("on the list") << access([](auto& a) {
            a.allowlistConfigured = a.addressOnAllowlist = true;
        }) << 200;
        QTest::newRow("list shuts loopback out") << access([](auto& a) {
            a.allowlistConfigured = true;
            a.addressIsLoopback = true;
        }) << 403;
    }
    void scrapeAccess()
    {
        QFETCH(ScrapeAccess, access);
        QFETCH(int, status);
        const ScrapeDecision decision = decideScrape(access);
        QCOMPARE(decision.status, status);
        QCOMPARE(QByteArray(decision.body.data(), static_cast<qsizetype>(decision.body.size())),
                 QByteArray(status == 200   ? ""
                            : status == 403 ? "prometheus_forbidden 1\n"
                                            : "prometheus_disabled 1\n"));
    }
};

QTEST_GUILESS_MAIN(MetricsTest)
#include "tst_metrics.moc"
