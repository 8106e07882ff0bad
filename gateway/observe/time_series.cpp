// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/time_series.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

double toDouble(std::uint64_t n)
{
    return static_cast<double>(n);
}

std::uint64_t count(const QJsonValue& value)
{
    const double n = value.toDouble();
    return n > 0 && n < 1e18 ? static_cast<std::uint64_t>(n) : 0;
}

QJsonArray histogramJson(const SparseHistogram& histogram)
{
    QJsonArray out;
    for (const auto& [bucket, times] : histogram.entries()) {
        out.append(bucket);
        out.append(static_cast<double>(times));
    }
    return out;
}

SparseHistogram histogramFrom(const QJsonArray& array)
{
    SparseHistogram histogram;
    for (qsizetype i = 0; i + 1 < array.size(); i += 2) {
        const int bucket = array.at(i).toInt(-1);
        const std::uint64_t times = count(array.at(i + 1));
        if (bucket >= 0 && bucket < static_cast<int>(LatencyScale::Buckets) && times > 0 &&
            times <= UINT32_MAX)
            histogram.addBucket(static_cast<std::uint16_t>(bucket), static_cast<std::uint32_t>(times));
    }
    return histogram;
}

QJsonObject endpointsJson(const Tally& tally)
{
    QJsonObject out;
    for (const auto& [name, cell] : tally.endpoints)
        out.insert(QString::fromStdString(name),
                   QJsonArray{toDouble(cell.count), toDouble(cell.errors), static_cast<double>(cell.sumNs),
                              histogramJson(cell.latency)});
    return out;
}

} // namespace

double Bucket::percentile95Ms() const
{
    return tally.latency.isEmpty() ? p95Ms : tally.latency.expanded().percentileNs(0.95) * 1e-6;
}

QJsonObject Bucket::toJson() const
{
    QJsonObject status;
    for (const auto& [code, n] : tally.status)
        status.insert(QString::number(code), toDouble(n));
    QJsonObject users;
    for (const auto& [name, n] : tally.users)
        users.insert(QString::fromStdString(name), toDouble(n));
    QJsonObject apis;
    for (const auto& [name, cell] : tally.apis)
        apis.insert(QString::fromStdString(name), QJsonArray{toDouble(cell.count), toDouble(cell.errors)});
    return {{u"start"_s, static_cast<double>(startSec)},
            {u"count"_s, toDouble(tally.count)},
            {u"tests"_s, toDouble(tally.testCount)},
            {u"errors"_s, toDouble(tally.errors)},
            {u"sum_ns"_s, static_cast<double>(tally.sumNs)},
            {u"bytes_in"_s, toDouble(tally.bytesIn)},
            {u"bytes_out"_s, toDouble(tally.bytesOut)},
            {u"timeouts"_s, toDouble(tally.upstreamTimeouts)},
            {u"retries"_s, toDouble(tally.retries)},
            {u"limited"_s, toDouble(tally.limited)},
            {u"p95_ms"_s, percentile95Ms()},
            {u"status"_s, status},
            {u"users"_s, users},
            {u"apis"_s, apis},
            {u"latency"_s, histogramJson(tally.latency)},
            {u"endpoints"_s, endpointsJson(tally)}};
}

Bucket Bucket::fromJson(const QJsonObject& object)
{
    Bucket bucket;
    Tally& t = bucket.tally;
    bucket.startSec = static_cast<std::int64_t>(object.value(u"start"_s).toDouble());
    bucket.p95Ms = object.value(u"p95_ms"_s).toDouble();
    t.count = count(object.value(u"count"_s));
    t.testCount = count(object.value(u"tests"_s));
    t.errors = count(object.value(u"errors"_s));
    t.sumNs = static_cast<std::int64_t>(count(object.value(u"sum_ns"_s)));
    t.bytesIn = count(object.value(u"bytes_in"_s));
    t.bytesOut = count(object.value(u"bytes_out"_s));
    t.upstreamTimeouts = count(object.value(u"timeouts"_s));
    t.retries = count(object.value(u"retries"_s));
    t.limited = count(object.value(u"limited"_s));
    t.latency = histogramFrom(object.value(u"latency"_s).toArray());
    const QJsonObject status = object.value(u"status"_s).toObject();
    for (auto it = status.begin(); it != status.end(); ++it) {
        const std::uint16_t code = it.key().toUShort();
        t.status[code] += count(*it);
        t.classes[std::min(code / 100, 5)] += count(*it);
    }
    const QJsonObject users = object.value(u"users"_s).toObject();
    for (auto it = users.begin(); it != users.end(); ++it)
        t.users[it.key().toStdString()] += count(*it);
    const QJsonObject apis = object.value(u"apis"_s).toObject();
    for (auto it = apis.begin(); it != apis.end(); ++it)
        t.apis[it.key().toStdString()] = {count(it->toArray().at(0)), count(it->toArray().at(1))};
    const QJsonObject endpoints = object.value(u"endpoints"_s).toObject();
    for (auto it = endpoints.begin(); it != endpoints.end(); ++it) {
        const QJsonArray cell = it->toArray();
        t.endpoints[it.key().toStdString()] = {count(cell.at(0)), count(cell.at(1)),
                                               static_cast<std::int64_t>(count(cell.at(2))),
                                               histogramFrom(cell.at(3).toArray())};
    }
    return bucket;
}

TimeSeries::TimeSeries(std::int64_t widthSec, std::int64_t keepSec, Detail detail)
    : m_widthSec(widthSec)
    , m_keepSec(keepSec)
    , m_detail(detail)
{
}

void TimeSeries::close(Bucket& bucket) const
{
    if (m_detail == Detail::Full)
        return;
    bucket.p95Ms = bucket.percentile95Ms();
    bucket.tally.latency.clear();
}

void TimeSeries::expire(std::int64_t nowSec)
{
    while (!m_buckets.empty() && m_buckets.front().startSec + m_widthSec <= nowSec - m_keepSec)
        m_buckets.pop_front();
}

void TimeSeries::add(std::int64_t nowSec, const Tally& tally)
{
    // A clock that was set back must not disturb the order: late tallies join the newest bucket.
    std::int64_t start = nowSec - nowSec % m_widthSec;
    if (!m_buckets.empty())
        start = std::max(start, m_buckets.back().startSec);
    if (m_buckets.empty() || m_buckets.back().startSec < start) {
        if (!m_buckets.empty())
            close(m_buckets.back());
        m_buckets.push_back({start, 0, {}});
        expire(nowSec);
    }
    if (m_buckets.empty())
        m_buckets.push_back({start, 0, {}});
    Tally& target = m_buckets.back().tally;
    target.merge(tally);
    if (m_detail == Detail::Summary)
        target.endpoints.clear();
}

Tally TimeSeries::sum(std::int64_t fromSec, std::int64_t toSec) const
{
    Tally sum;
    for (const Bucket& bucket : m_buckets) {
        if (bucket.startSec + m_widthSec > fromSec && bucket.startSec <= toSec)
            sum.merge(bucket.tally);
    }
    return sum;
}

QJsonArray TimeSeries::toJson() const
{
    QJsonArray out;
    for (const Bucket& bucket : m_buckets)
        out.append(bucket.toJson());
    return out;
}

void TimeSeries::restore(const QJsonArray& array, std::int64_t nowSec)
{
    for (const QJsonValue value : array) {
        Bucket bucket = Bucket::fromJson(value.toObject());
        const bool ordered = m_buckets.empty() || bucket.startSec > m_buckets.back().startSec;
        if (bucket.startSec > 0 && bucket.startSec <= nowSec && bucket.startSec % m_widthSec == 0 && ordered)
            m_buckets.push_back(std::move(bucket));
    }
    expire(nowSec);
}

} // namespace gatehouse::observe
