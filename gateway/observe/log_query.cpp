// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/observe/log_query.h"

#include "common/core/ascii.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::observe {

namespace {

constexpr qint64 kMaxFileBytes = 64 * 1024 * 1024;

/// A part to look for in bytes, without regard to the case of ASCII letters.
class Part {
public:
    explicit Part(const QString& text)
        : m_text(text.toLower().toUtf8().toStdString())
    {
    }
    bool isIn(std::string_view text) const
    {
        if (m_text.empty())
            return true;
        return std::search(text.begin(), text.end(), m_text.begin(), m_text.end(),
                           [](char a, char b) { return toLower(a) == b; }) != text.end();
    }

private:
    std::string m_text;
};

class Matcher {
public:
    explicit Matcher(const LogFilter& filter)
        : m_filter(filter)
        , m_user(filter.user)
        , m_api(filter.api)
        , m_endpoint(filter.endpoint)
        , m_requestId(filter.requestId)
        , m_method(filter.method)
        , m_ip(filter.ip)
        , m_level(filter.level)
        , m_type(filter.type)
        , m_excluded(filter.excludeType.toLower().toStdString())
    {
    }

    bool operator()(const LogLine& line) const
    {
        if ((m_filter.fromMs && line.wallMs < m_filter.fromMs) ||
            (m_filter.toMs && line.wallMs > m_filter.toMs))
            return false;
        if (!m_user.isIn(line.user) || !m_api.isIn(line.api) || !m_endpoint.isIn(line.endpoint) ||
            !m_requestId.isIn(line.requestId) || !m_method.isIn(line.method) || !m_ip.isIn(line.ip) ||
            !m_level.isIn(line.level) || !m_type.isIn(line.type()))
            return false;
        if (m_filter.statusFrom >= 0 &&
            (line.status < m_filter.statusFrom || line.status > m_filter.statusTo))
            return false;
        if (m_filter.minMs >= 0 && line.responseMs < m_filter.minMs)
            return false;
        if (m_filter.maxMs >= 0 && (line.responseMs < 0 || line.responseMs > m_filter.maxMs))
            return false;
        if (m_excluded.empty())
            return true;
        const bool platform =
            m_excluded == "platform" && line.endpoint.find("/platform/") != std::string_view::npos;
        return line.type() != m_excluded && !platform;
    }

private:
    const LogFilter& m_filter;
    Part m_user;
    Part m_api;
    Part m_endpoint;
    Part m_requestId;
    Part m_method;
    Part m_ip;
    Part m_level;
    Part m_type;
    std::string m_excluded;
};

template <typename Each>
void eachLine(std::string_view text, Each each)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (const std::optional<LogLine> line = LogLine::parse(text.substr(0, end)))
            each(*line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

std::optional<qint64> momentOf(const QString& date, const QString& time, bool end)
{
    const QDate day = QDate::fromString(date, u"yyyy-MM-dd"_s);
    QTime clock = end ? QTime(23, 59, 59, 999) : QTime(0, 0);
    if (!time.isEmpty()) {
        clock = QTime::fromString(time, time.size() > 5 ? u"HH:mm:ss"_s : u"HH:mm"_s);
        if (clock.isValid() && end && time.size() <= 5)
            clock = clock.addMSecs(59'999);
    }
    if (!day.isValid() || !clock.isValid())
        return std::nullopt;
    return QDateTime(day, clock, Qt::UTC).toMSecsSinceEpoch();
}

class QueryReader {
public:
    explicit QueryReader(const QMap<QString, QString>& query)
        : m_query(query)
    {
    }

    qint64 moment(const QString& dateName, const QString& timeName, bool end)
    {
        const QString date = m_query.value(dateName);
        if (date.isEmpty())
            return 0;
        const std::optional<qint64> ms = momentOf(date, m_query.value(timeName), end);
        if (!ms)
            m_faults.append(
                {dateName, u"type"_s, u"%1 must be YYYY-MM-DD and %2 HH:MM"_s.arg(dateName, timeName)});
        return ms.value_or(0);
    }
    double number(const QString& name)
    {
        const QString text = m_query.value(name);
        bool ok = true;
        const double value = text.isEmpty() ? -1 : text.toDouble(&ok);
        if (!ok || (!text.isEmpty() && value < 0))
            m_faults.append({name, u"type"_s, u"%1 must be a number of milliseconds"_s.arg(name)});
        return value;
    }
    /// "502" or "5xx".
    void status(const QString& name, int& from, int& to)
    {
        const QString text = m_query.value(name);
        if (text.isEmpty())
            return;
        const bool whole = text.endsWith(u"xx"_s, Qt::CaseInsensitive);
        bool ok = false;
        from = (whole ? text.chopped(2) + u"00"_s : text).toInt(&ok);
        to = whole ? from + 99 : from;
        if (!ok || from < 100 || from > 599)
            m_faults.append({name, u"pattern"_s, u"%1 must be such as 502 or 5xx"_s.arg(name)});
    }
    int integer(const QString& name, int fallback, int least, int most)
    {
        const QString text = m_query.value(name);
        bool ok = true;
        const int value = text.isEmpty() ? fallback : text.toInt(&ok);
        if (!ok || value < least || value > most)
            m_faults.append({name, u"range"_s, u"%1 must be from %2 to %3"_s.arg(name).arg(least).arg(most)});
        return value;
    }
    QString text(const QString& name) const { return m_query.value(name); }
    const Faults& faults() const { return m_faults; }

private:
    const QMap<QString, QString>& m_query;
    Faults m_faults;
};

void countInto(QHash<QString, int>& counts, std::string_view name)
{
    if (!name.empty())
        ++counts[QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))];
}

QJsonArray topTen(const QHash<QString, int>& counts)
{
    QList<QPair<QString, int>> rows;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        rows.append({it.key(), it.value()});
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second > b.second : a.first < b.first;
    });
    QJsonArray out;
    for (const auto& [name, count] : rows.mid(0, 10))
        out.append(QJsonObject{{u"name"_s, name}, {u"count"_s, count}});
    return out;
}

/// Never the start of a formula; commas in messages become semicolons, as clients of the original expect.
QString logCell(QString text)
{
    text.replace(u',', u';').replace(u'\n', u' ').replace(u'\r', u' ').replace(u'"', u'\'');
    if (!text.isEmpty() && QStringView(u"=+-@\t").contains(text.front()))
        text.prepend(u'\'');
    return text;
}

} // namespace

Result<LogFilter> LogFilter::parse(const QMap<QString, QString>& query)
{
    QueryReader reader(query);
    LogFilter f;
    f.fromMs = reader.moment(u"start_date"_s, u"start_time"_s, false);
    f.toMs = reader.moment(u"end_date"_s, u"end_time"_s, true);
    f.user = reader.text(u"user"_s);
    f.api = reader.text(u"api"_s);
    f.endpoint = reader.text(u"endpoint"_s);
    f.requestId = reader.text(u"request_id"_s);
    f.method = reader.text(u"method"_s);
    f.ip = reader.text(u"ip_address"_s);
    f.level = reader.text(u"level"_s);
    f.type = reader.text(u"type"_s);
    f.excludeType = reader.text(u"exclude_type"_s);
    reader.status(u"status"_s, f.statusFrom, f.statusTo);
    f.minMs = reader.number(u"min_response_time"_s);
    f.maxMs = reader.number(u"max_response_time"_s);
    f.limit = reader.integer(u"limit"_s, 100, 1, 1000);
    f.offset = reader.integer(u"offset"_s, 0, 0, std::numeric_limits<int>::max());
    if (!reader.faults().isEmpty())
        return Error::invalid(reader.faults());
    return f;
}

QStringList LogQuery::files() const
{
    QFileInfoList all;
    for (const QString& directory : m_directories)
        all += QDir(directory).entryInfoList({u"*.log"_s, u"*.log.*"_s}, QDir::Files | QDir::NoSymLinks);
    std::sort(all.begin(), all.end(),
              [](const QFileInfo& a, const QFileInfo& b) { return a.lastModified() > b.lastModified(); });
    QStringList paths;
    for (const QFileInfo& file : all) {
        if (paths.size() < MaxFiles && !paths.contains(file.absoluteFilePath()))
            paths.append(file.absoluteFilePath());
    }
    return paths;
}

LogQuery::Found LogQuery::collect(const LogFilter& filter) const
{
    const Matcher matches(filter);
    Found found;
    found.pieces = m_ring.snapshot();
    std::int64_t oldestInMemory = std::numeric_limits<std::int64_t>::max();
    for (const LogRing::Piece& piece : found.pieces) {
        eachLine(*piece, [&](const LogLine& line) {
            oldestInMemory = std::min(oldestInMemory, line.wallMs);
            if (matches(line))
                found.lines.push_back(line);
        });
    }
    qint64 budget = kMaxFileBytes;
    for (const QString& path : files()) {
        QFile file(path);
        // The trail has its own query; it is no part of the log.
        if (path.contains("-trail.log"_L1) || file.size() > budget || !file.open(QIODevice::ReadOnly))
            continue;
        budget -= file.size();
        auto text = std::make_shared<const std::string>(file.readAll().toStdString());
        eachLine(*text, [&](const LogLine& line) {
            if (line.wallMs < oldestInMemory && matches(line))
                found.lines.push_back(line);
        });
        found.pieces.push_back(std::move(text));
    }
    std::stable_sort(found.lines.begin(), found.lines.end(),
                     [](const LogLine& a, const LogLine& b) { return a.wallMs > b.wallMs; });
    return found;
}

LogPage LogQuery::find(const LogFilter& filter) const
{
    const Found found = collect(filter);
    LogPage page;
    page.total = static_cast<qsizetype>(found.lines.size());
    const qsizetype end = std::min<qsizetype>(page.total, qsizetype(filter.offset) + filter.limit);
    for (qsizetype i = filter.offset; i < end; ++i)
        page.logs.append(found.lines[static_cast<std::size_t>(i)].toJson());
    page.hasMore = end < page.total;
    return page;
}

QJsonObject LogQuery::statistics() const
{
    const Found found = collect({});
    QHash<QString, int> levels;
    QHash<QString, int> apis;
    QHash<QString, int> users;
    QHash<QString, int> endpoints;
    double sumMs = 0;
    int timed = 0;
    for (const LogLine& line : found.lines) {
        countInto(levels, line.level);
        countInto(apis, line.api);
        countInto(users, line.user);
        countInto(endpoints, line.endpoint);
        if (line.responseMs >= 0) {
            sumMs += line.responseMs;
            ++timed;
        }
    }
    return {{u"total_logs"_s, static_cast<qint64>(found.lines.size())},
            {u"error_count"_s, levels.value(u"ERROR"_s) + levels.value(u"CRITICAL"_s)},
            {u"warning_count"_s, levels.value(u"WARNING"_s)},
            {u"info_count"_s, levels.value(u"INFO"_s)},
            {u"debug_count"_s, levels.value(u"DEBUG"_s)},
            {u"avg_response_time"_s, timed ? sumMs / timed : 0},
            {u"top_apis"_s, topTen(apis)},
            {u"top_users"_s, topTen(users)},
            {u"top_endpoints"_s, topTen(endpoints)}};
}

QString LogQuery::exportJson(LogFilter filter) const
{
    filter.limit = MaxExport;
    filter.offset = 0;
    return QString::fromUtf8(QJsonDocument(find(filter).logs).toJson(QJsonDocument::Indented));
}

QString LogQuery::exportCsv(LogFilter filter) const
{
    filter.limit = MaxExport;
    filter.offset = 0;
    static const QStringList columns{u"timestamp"_s,   u"level"_s,         u"message"_s,    u"source"_s,
                                     u"user"_s,        u"api"_s,           u"endpoint"_s,   u"method"_s,
                                     u"status_code"_s, u"response_time"_s, u"ip_address"_s, u"protocol"_s,
                                     u"request_id"_s,  u"group"_s,         u"role"_s};
    QString out = columns.join(u',') + u'\n';
    const QJsonArray logs = find(filter).logs;
    for (const QJsonValue value : logs) {
        const QJsonObject entry = value.toObject();
        QStringList cells;
        for (const QString& column : columns)
            cells.append(logCell(entry.value(column).toString()));
        out += cells.join(u',') + u'\n';
    }
    return out;
}

} // namespace gatehouse::observe
