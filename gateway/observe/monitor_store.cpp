// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/monitor_store.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTimeZone>

#include <algorithm>
#include <map>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

constexpr qint64 kDay = 86400;
using Ranked = QList<QPair<QString, quint64>>;

double number(std::uint64_t n)
{
    return static_cast<double>(n);
}

Ranked ranked(const TextMap<std::uint64_t>& counts, int limit)
{
    Ranked rows;
    for (const auto& [name, n] : counts)
        rows.append({QString::fromStdString(name), n});
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    return rows.mid(0, limit);
}

TextMap<std::uint64_t> apiCounts(const Tally& tally)
{
    TextMap<std::uint64_t> counts;
    for (const auto& [name, cell] : tally.apis)
        counts[name] = cell.count;
    return counts;
}

QJsonArray pairs(const Ranked& rows)
{
    QJsonArray out;
    for (const auto& [name, n] : rows)
        out.append(QJsonArray{name, number(n)});
    return out;
}

QJsonArray objects(const Ranked& rows, const QString& key)
{
    QJsonArray out;
    for (const auto& [name, n] : rows)
        out.append(QJsonObject{{key, name}, {u"count"_s, number(n)}});
    return out;
}

QJsonObject statusObject(const Tally& tally)
{
    QJsonObject out;
    for (const auto& [code, n] : tally.status)
        out.insert(QString::number(code), number(n));
    return out;
}

QJsonObject timeRange(qint64 from, qint64 to)
{
    return {{u"start_ts"_s, from}, {u"end_ts"_s, to}, {u"duration_seconds"_s, to - from}};
}

QJsonObject percentilesObject(const SparseHistogram& latency)
{
    const Percentiles p = Percentiles::of(latency.expanded());
    return {{u"p50"_s, p.p50}, {u"p75"_s, p.p75},   {u"p90"_s, p.p90}, {u"p95"_s, p.p95},
            {u"p99"_s, p.p99}, {u"min"_s, p.least}, {u"max"_s, p.most}};
}

double ratio(std::uint64_t part, std::uint64_t whole)
{
    return whole ? number(part) / number(whole) : 0;
}

double averageMs(qint64 sumNs, std::uint64_t count)
{
    return count ? static_cast<double>(sumNs) * 1e-6 / number(count) : 0;
}

QString dateOf(qint64 sec)
{
    return QDateTime::fromSecsSinceEpoch(sec, Qt::UTC).toString(u"yyyy-MM-dd"_s);
}

QJsonObject minuteRow(const Bucket& bucket)
{
    const Tally& t = bucket.tally;
    return {{u"timestamp"_s, static_cast<qint64>(bucket.startSec)},
            {u"count"_s, number(t.count)},
            {u"test_count"_s, number(t.testCount)},
            {u"error_count"_s, number(t.errors)},
            {u"avg_ms"_s, bucket.averageMs()},
            {u"p95_ms"_s, bucket.percentile95Ms()},
            {u"bytes_in"_s, number(t.bytesIn)},
            {u"bytes_out"_s, number(t.bytesOut)},
            {u"error_rate"_s, bucket.errorRate()},
            {u"upstream_timeouts"_s, number(t.upstreamTimeouts)},
            {u"retries"_s, number(t.retries)}};
}

QJsonObject dayRow(const Bucket& day)
{
    return {{u"timestamp"_s, static_cast<qint64>(day.startSec)},
            {u"count"_s, number(day.tally.count)},
            {u"error_count"_s, number(day.tally.errors)},
            {u"avg_ms"_s, day.averageMs()},
            {u"bytes_in"_s, number(day.tally.bytesIn)},
            {u"bytes_out"_s, number(day.tally.bytesOut)},
            {u"error_rate"_s, day.errorRate()}};
}

/// Upper ends of the bands of latency, milliseconds; the last band is open.
constexpr std::array bandEndsMs{0.5,   1.0,   2.0,   5.0,    10.0,   20.0,  50.0,
                                100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0};
/// A heat map shows no more rows.
constexpr int kGridRows = 12;

/// How many requests were in each band; exact to the 3 % of LatencyScale.
QJsonArray bandCounts(const SparseHistogram& latency)
{
    std::array<std::uint64_t, bandEndsMs.size() + 1> counts{};
    for (const auto& [bucket, times] : latency.entries()) {
        const double ms = LatencyScale::middleNs(bucket) * 1e-6;
        const auto band = std::lower_bound(bandEndsMs.begin(), bandEndsMs.end(), ms) - bandEndsMs.begin();
        counts[static_cast<std::size_t>(band)] += times;
    }
    QJsonArray out;
    for (const std::uint64_t n : counts)
        out.append(number(n));
    return out;
}

QJsonArray bandEnds()
{
    QJsonArray ends;
    for (const double end : bandEndsMs)
        ends.append(end);
    return ends;
}

QJsonArray apiCountsOf(const Tally& tally, const QStringList& names)
{
    QJsonArray out;
    for (const QString& name : names) {
        const auto found = tally.apis.find(name.toStdString());
        out.append(found == tally.apis.end() ? 0.0 : number(found->second.count));
    }
    return out;
}

/// `apis`: whose counts `top_apis` asks for.
QJsonObject analyticsRow(const Bucket& bucket, const QString& metric, const QStringList& apis)
{
    const Tally& t = bucket.tally;
    QJsonObject row{{u"timestamp"_s, static_cast<qint64>(bucket.startSec)}};
    const bool all = metric.isEmpty();
    if (all || metric == "request_count"_L1)
        row.insert(u"count"_s, number(t.count));
    if (all || metric == "error_rate"_L1) {
        row.insert(u"error_rate"_s, bucket.errorRate());
        row.insert(u"error_count"_s, number(t.errors));
    }
    if (all || metric == "latency"_L1) {
        row.insert(u"avg_ms"_s, bucket.averageMs());
        row.insert(u"percentiles"_s, percentilesObject(t.latency));
    }
    if (all || metric == "bandwidth"_L1) {
        row.insert(u"bytes_in"_s, number(t.bytesIn));
        row.insert(u"bytes_out"_s, number(t.bytesOut));
    }
    if (all)
        row.insert(u"unique_users"_s, number(t.users.size()));
    if (metric == "latency_bands"_L1)
        row.insert(u"bands"_s, bandCounts(t.latency));
    if (metric == "top_apis"_L1)
        row.insert(u"counts"_s, apiCountsOf(t, apis));
    return row;
}

/// Leaves what belongs to the tenant's APIs; what was counted under "(other)" is nobody's.
void keepTenant(Tally& tally, const QString& tenant)
{
    const std::string wanted(tenantPrefix(tenant.toStdString()));
    const auto isForeign = [&wanted](std::string_view key, std::string_view before) {
        const std::size_t start = key.find(before);
        if (start == std::string_view::npos)
            return true;
        const std::string_view rest = key.substr(start + before.size());
        const std::size_t colon = rest.substr(0, rest.find('/')).find(':');
        return (colon == std::string_view::npos ? std::string_view() : rest.substr(0, colon)) != wanted;
    };
    std::erase_if(tally.apis, [&](const auto& item) { return isForeign(item.first, ":"); });
    std::erase_if(tally.endpoints, [&](const auto& item) { return isForeign(item.first, ":/"); });
}

QString percent(std::uint64_t part, std::uint64_t whole)
{
    return QString::number(whole ? 100.0 * number(part) / number(whole) : 0.0, 'f', 2) + u'%';
}

/// A cell that a spreadsheet takes as text: quoted where needed, and never the start of a formula.
QString csvCell(QString text)
{
    if (!text.isEmpty() && QStringView(u"=+-@\t\r").contains(text.front()))
        text.prepend(u'\'');
    if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n'))
        return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text;
}

Result<void> writeJson(const QString& path, const QJsonObject& object)
{
    QSaveFile file(path);
    const QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error::unavailable(u"cannot write '%1': %2"_s.arg(path, file.errorString()));
    return {};
}

Result<QJsonObject> readJson(const QString& path)
{
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    if (!file.open(QIODevice::ReadOnly))
        return Error::unavailable(u"cannot read '%1': %2"_s.arg(path, file.errorString()));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &error);
    if (!document.isObject())
        return Error::corrupt(
            u"'%1' is damaged at byte %2: %3"_s.arg(path).arg(error.offset).arg(error.errorString()));
    return document.object();
}

const std::array<QString, 4> kTierNames{u"minute"_s, u"5minute"_s, u"hour"_s, u"day"_s};

} // namespace

std::optional<qint64> rangeSeconds(const QString& word)
{
    if (word == "1h"_L1)
        return 3600;
    if (word == "24h"_L1)
        return kDay;
    if (word == "7d"_L1)
        return 7 * kDay;
    return word == "30d"_L1 ? std::optional<qint64>(30 * kDay) : std::nullopt;
}

MonitorStore::MonitorStore()
    : m_minutes(60, 30 * kDay, TimeSeries::Detail::Summary)
    , m_fine{TimeSeries(60, kDay, TimeSeries::Detail::Full),
             TimeSeries(300, 7 * kDay, TimeSeries::Detail::Full),
             TimeSeries(3600, 30 * kDay, TimeSeries::Detail::Full),
             TimeSeries(kDay, 90 * kDay, TimeSeries::Detail::Full)}
{
}

void MonitorStore::add(qint64 nowSec, const Tally& tally)
{
    m_minutes.add(nowSec, tally);
    for (TimeSeries& series : m_fine)
        series.add(nowSec, tally);
}

QJsonObject MonitorStore::monitorMetrics(qint64 nowSec, qint64 rangeSec, const QString& group,
                                         bool descending) const
{
    Tally sum;
    std::map<qint64, Bucket> days;
    QList<QJsonObject> rows;
    for (const Bucket& bucket : m_minutes.buckets()) {
        if (bucket.startSec <= nowSec - rangeSec || bucket.startSec > nowSec)
            continue;
        sum.merge(bucket.tally);
        Bucket& day = days[bucket.startSec - bucket.startSec % kDay];
        day.tally.merge(bucket.tally);
        if (group != "day"_L1)
            rows.append(minuteRow(bucket));
    }
    if (group == "day"_L1) {
        for (auto& [start, day] : days) {
            day.startSec = start;
            rows.append(dayRow(day));
        }
    }
    if (descending)
        std::reverse(rows.begin(), rows.end());
    QJsonArray series;
    for (const QJsonObject& row : std::as_const(rows))
        series.append(row);
    Ranked apis = ranked(apiCounts(sum), 10);
    if (apis.isEmpty() && sum.count > 0)
        apis.append({u"rest:unknown"_s, sum.count});
    return {{u"total_requests"_s, number(sum.count)},
            {u"total_test_requests"_s, number(sum.testCount)},
            {u"avg_response_ms"_s, averageMs(sum.sumNs, sum.count)},
            {u"total_bytes_in"_s, number(sum.bytesIn)},
            {u"total_bytes_out"_s, number(sum.bytesOut)},
            {u"total_upstream_timeouts"_s, number(sum.upstreamTimeouts)},
            {u"total_retries"_s, number(sum.retries)},
            {u"unique_users"_s, number(sum.users.size())},
            {u"status_counts"_s, statusObject(sum)},
            {u"series"_s, series},
            {u"top_users"_s, pairs(ranked(sum.users, 10))},
            {u"top_apis"_s, pairs(apis)}};
}

QString MonitorStore::csvReport(qint64 fromSec, qint64 toSec, const QString& fromText,
                                const QString& toText) const
{
    const Tally sum = m_minutes.sum(fromSec, toSec);
    QString out = u"Report,From,%1,To,%2\n"_s.arg(csvCell(fromText), csvCell(toText));
    const auto row = [&](const QString& name, std::uint64_t n) { out += u"%1,%2\n"_s.arg(name).arg(n); };
    out += u"Overview\n"_s;
    row(u"total_requests"_s, sum.count);
    row(u"total_errors"_s, sum.errors);
    row(u"successes"_s, sum.count - sum.errors);
    out += u"success_rate,%1\n"_s.arg(percent(sum.count - sum.errors, sum.count));
    out += u"avg_response_ms,%1\n\n"_s.arg(averageMs(sum.sumNs, sum.count), 0, 'f', 2);
    out += u"Bandwidth Overview\n"_s;
    row(u"total_bytes_in"_s, sum.bytesIn);
    row(u"total_bytes_out"_s, sum.bytesOut);
    row(u"total_bytes"_s, sum.bytesIn + sum.bytesOut);
    out += u"\nStatus Codes\nstatus,count\n"_s;
    for (const auto& [code, n] : std::map<std::uint16_t, std::uint64_t>(sum.status.begin(), sum.status.end()))
        row(QString::number(code), n);
    out += u"\nAPI Usage\napi,total,errors,successes,success_rate\n"_s;
    for (const auto& [name, n] : ranked(apiCounts(sum), static_cast<int>(Tally::MaxApis))) {
        const std::uint64_t errors = sum.apis.at(name.toStdString()).errors;
        out += u"%1,%2,%3,%4,%5\n"_s.arg(csvCell(name))
                   .arg(n)
                   .arg(errors)
                   .arg(n - errors)
                   .arg(percent(n - errors, n));
    }
    out += u"\nUser Usage\nusername,requests\n"_s;
    for (const auto& [name, n] : ranked(sum.users, static_cast<int>(Tally::MaxUsers)))
        row(csvCell(name), n);
    out += u"\nBandwidth (per day, UTC)\ndate,bytes_in,bytes_out,total\n"_s;
    std::map<qint64, std::pair<std::uint64_t, std::uint64_t>> days;
    for (const Bucket& bucket : m_minutes.buckets()) {
        if (bucket.startSec + m_minutes.widthSec() > fromSec && bucket.startSec <= toSec) {
            days[bucket.startSec / kDay].first += bucket.tally.bytesIn;
            days[bucket.startSec / kDay].second += bucket.tally.bytesOut;
        }
    }
    for (const auto& [day, bytes] : days)
        out += u"%1,%2,%3,%4\n"_s.arg(dateOf(day * kDay))
                   .arg(bytes.first)
                   .arg(bytes.second)
                   .arg(bytes.first + bytes.second);
    return out;
}

QJsonObject MonitorStore::monthlyUsage() const
{
    QJsonObject months;
    for (const Bucket& day : m_fine[3].buckets()) {
        const QDate date = QDateTime::fromSecsSinceEpoch(day.startSec, Qt::UTC).date();
        const QString name = QLocale::c().monthName(date.month(), QLocale::ShortFormat);
        months.insert(name, months.value(name).toDouble() + number(day.tally.count));
    }
    return months;
}

quint64 MonitorStore::totalRequests() const
{
    quint64 total = 0;
    for (const Bucket& bucket : m_minutes.buckets())
        total += bucket.tally.count;
    return total;
}

QList<QPair<QString, quint64>> MonitorStore::topUsers(qint64 fromSec, qint64 toSec, int limit) const
{
    return ranked(m_minutes.sum(fromSec, toSec).users, limit);
}

const TimeSeries& MonitorStore::seriesFor(qint64 fromSec, qint64 toSec) const
{
    const qint64 length = toSec - fromSec;
    const std::size_t tier = length <= kDay ? 0 : length <= 7 * kDay ? 1 : length <= 30 * kDay ? 2 : 3;
    return m_fine[tier];
}

QJsonObject MonitorStore::analyticsOverview(qint64 fromSec, qint64 toSec) const
{
    const Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    return {{u"time_range"_s, timeRange(fromSec, toSec)},
            {u"summary"_s, QJsonObject{{u"total_requests"_s, number(sum.count)},
                                       {u"total_errors"_s, number(sum.errors)},
                                       {u"error_rate"_s, ratio(sum.errors, sum.count)},
                                       {u"avg_response_ms"_s, averageMs(sum.sumNs, sum.count)},
                                       {u"unique_users"_s, number(sum.users.size())},
                                       {u"total_bandwidth"_s, number(sum.bytesIn + sum.bytesOut)},
                                       {u"bandwidth_in"_s, number(sum.bytesIn)},
                                       {u"bandwidth_out"_s, number(sum.bytesOut)}}},
            {u"percentiles"_s, percentilesObject(sum.latency)},
            {u"top_apis"_s, objects(ranked(apiCounts(sum), 10), u"api"_s)},
            {u"top_users"_s, objects(ranked(sum.users, 10), u"user"_s)},
            {u"status_distribution"_s, statusObject(sum)}};
}

QJsonObject MonitorStore::analyticsSeries(qint64 fromSec, qint64 toSec, const QString& granularity,
                                          const QString& metric) const
{
    const TimeSeries* series = &seriesFor(fromSec, toSec);
    for (std::size_t i = 0; i < kTierNames.size(); ++i) {
        if (granularity == kTierNames[i])
            series = &m_fine[i];
    }
    QStringList apis;
    if (metric == "top_apis"_L1) {
        for (const auto& [name, n] : ranked(apiCounts(series->sum(fromSec, toSec)), kGridRows))
            apis.append(name);
    }
    QJsonArray rows;
    for (const Bucket& bucket : series->buckets()) {
        if (bucket.startSec + series->widthSec() > fromSec && bucket.startSec <= toSec)
            rows.append(analyticsRow(bucket, metric, apis));
    }
    const auto tier = static_cast<std::size_t>(series - m_fine.data());
    QJsonObject answer{{u"time_range"_s, timeRange(fromSec, toSec)},
                       {u"granularity"_s, kTierNames[tier]},
                       {u"series"_s, rows},
                       {u"data_points"_s, rows.size()}};
    if (metric == "latency_bands"_L1)
        answer.insert(u"band_ends_ms"_s, bandEnds());
    if (metric == "top_apis"_L1)
        answer.insert(u"apis"_s, QJsonArray::fromStringList(apis));
    return answer;
}

QJsonObject MonitorStore::analyticsTopApis(qint64 fromSec, qint64 toSec, int limit,
                                           const QString& tenant) const
{
    Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    if (!tenant.isEmpty())
        keepTenant(sum, tenant);
    return {{u"time_range"_s, timeRange(fromSec, toSec)},
            {u"top_apis"_s, objects(ranked(apiCounts(sum), limit), u"api"_s)},
            {u"total_apis"_s, number(sum.apis.size())}};
}

QJsonObject MonitorStore::analyticsTopUsers(qint64 fromSec, qint64 toSec, int limit) const
{
    const Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    return {{u"time_range"_s, timeRange(fromSec, toSec)},
            {u"top_users"_s, objects(ranked(sum.users, limit), u"user"_s)},
            {u"total_users"_s, number(sum.users.size())}};
}

QJsonArray MonitorStore::endpointRows(const Tally& tally, const std::string& prefix, const QString& sortBy,
                                      int limit) const
{
    struct Row {
        std::string_view method;
        std::string_view uri;
        const EndpointCell* cell;
        double rank;
    };
    std::vector<Row> rows;
    for (const auto& [key, cell] : tally.endpoints) {
        const std::size_t colon = key.find(':');
        const std::string_view uri = std::string_view(key).substr(colon == std::string::npos ? 0 : colon + 1);
        const bool below = uri.substr(0, prefix.size()) == prefix &&
                           (uri.size() == prefix.size() || prefix.empty() || uri[prefix.size()] == '/');
        if (!below)
            continue;
        const double rank = sortBy == "avg_ms"_L1       ? averageMs(cell.sumNs, cell.count)
                            : sortBy == "error_rate"_L1 ? ratio(cell.errors, cell.count)
                                                        : number(cell.count);
        rows.push_back({std::string_view(key).substr(0, colon), uri, &cell, rank});
    }
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.rank != b.rank ? a.rank > b.rank : a.uri < b.uri; });
    QJsonArray out;
    for (const Row& row : rows) {
        if (out.size() == limit)
            break;
        const EndpointCell& cell = *row.cell;
        out.append(QJsonObject{
            {u"endpoint_uri"_s, QString::fromUtf8(row.uri.data(), static_cast<qsizetype>(row.uri.size()))},
            {u"method"_s, QString::fromLatin1(row.method.data(), static_cast<qsizetype>(row.method.size()))},
            {u"count"_s, number(cell.count)},
            {u"error_count"_s, number(cell.errors)},
            {u"error_rate"_s, ratio(cell.errors, cell.count)},
            {u"avg_ms"_s, averageMs(cell.sumNs, cell.count)},
            {u"percentiles"_s, percentilesObject(cell.latency)}});
    }
    return out;
}

QJsonObject MonitorStore::analyticsTopEndpoints(qint64 fromSec, qint64 toSec, const QString& sortBy,
                                                int limit, const QString& tenant) const
{
    Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    if (!tenant.isEmpty())
        keepTenant(sum, tenant);
    return {{u"time_range"_s, timeRange(fromSec, toSec)},
            {u"sort_by"_s, sortBy},
            {u"top_endpoints"_s, endpointRows(sum, {}, sortBy, limit)},
            {u"total_endpoints"_s, number(sum.endpoints.size())}};
}

std::optional<QJsonObject> MonitorStore::analyticsApi(const QString& name, const QString& version,
                                                      qint64 fromSec, qint64 toSec) const
{
    const Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    const std::string prefix = "/" + name.toStdString() + "/" + version.toStdString();
    const QJsonArray endpoints = endpointRows(sum, prefix, u"count"_s, 100);
    if (endpoints.isEmpty())
        return std::nullopt;
    double count = 0;
    for (const QJsonValue row : endpoints)
        count += row.toObject().value(u"count"_s).toDouble();
    QString api = u"rest:"_s + name;
    for (const auto& [key, cell] : sum.apis) {
        if (QString::fromStdString(key).section(u':', 1) == name)
            api = QString::fromStdString(key);
    }
    return QJsonObject{{u"api_name"_s, name},
                       {u"version"_s, version},
                       {u"time_range"_s, timeRange(fromSec, toSec)},
                       {u"summary"_s, QJsonObject{{u"api"_s, api}, {u"count"_s, count}}},
                       {u"endpoints"_s, endpoints}};
}

std::optional<QJsonObject> MonitorStore::analyticsUser(const QString& user, qint64 fromSec,
                                                       qint64 toSec) const
{
    const Tally sum = seriesFor(fromSec, toSec).sum(fromSec, toSec);
    const auto found = sum.users.find(user.toStdString());
    if (found == sum.users.end())
        return std::nullopt;
    return QJsonObject{{u"username"_s, user},
                       {u"time_range"_s, timeRange(fromSec, toSec)},
                       {u"summary"_s, QJsonObject{{u"user"_s, user}, {u"count"_s, number(found->second)}}}};
}

Result<void> MonitorStore::save(const QString& directory) const
{
    if (Result<void> done = writeJson(directory + u"/metrics.json"_s,
                                      {{u"version"_s, 1}, {u"buckets"_s, m_minutes.toJson()}});
        !done)
        return done;
    QJsonObject fine{{u"version"_s, 1}};
    for (std::size_t i = 0; i < m_fine.size(); ++i)
        fine.insert(kTierNames[i], m_fine[i].toJson());
    return writeJson(directory + u"/enhanced_metrics.json"_s, fine);
}

Result<void> MonitorStore::restore(const QString& directory, qint64 nowSec)
{
    const Result<QJsonObject> minutes = readJson(directory + u"/metrics.json"_s);
    if (!minutes)
        return minutes.error();
    const Result<QJsonObject> fine = readJson(directory + u"/enhanced_metrics.json"_s);
    if (!fine)
        return fine.error();
    m_minutes.restore(minutes->value(u"buckets"_s).toArray(), nowSec);
    for (std::size_t i = 0; i < m_fine.size(); ++i)
        m_fine[i].restore(fine->value(kTierNames[i]).toArray(), nowSec);
    return {};
}

} // namespace gatehouse::observe
