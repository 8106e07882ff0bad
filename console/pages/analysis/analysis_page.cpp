// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/analysis/analysis_page.h"

#include "console/charts/heat_map.h"
#include "console/charts/live_chart.h"
#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/pages/analysis/range_dialog.h"
#include "console/pages/analysis/traffic_grid.h"
#include "console/pages/analysis/traffic_series.h"
#include "console/pages/shared/figure_card.h"
#include "console/pages/shared/figure_row.h"
#include "console/pages/shared/list_page.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/tokens.h"

#include <QButtonGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int minute = 60;
constexpr int hour = 60 * minute;
constexpr int day = 24 * hour;
constexpr int againMs = 30'000;
constexpr int mostRows = 100; // of a ranking, as the gateway allows

struct RangeWord {
    int seconds;
    const char* wire; ///< word of the gateway
};
constexpr RangeWord ranges[] = {{hour, "1h"}, {day, "24h"}, {7 * day, "7d"}, {30 * day, "30d"}};

QString wireOf(int seconds)
{
    for (const RangeWord& range : ranges) {
        if (range.seconds == seconds)
            return QString::fromLatin1(range.wire);
    }
    return {};
}

QString rangeText(int seconds)
{
    return seconds > day ? AnalysisPage::tr("%n day(s)", nullptr, seconds / day)
                         : AnalysisPage::tr("%n hour(s)", nullptr, seconds / hour);
}

QString countText(const QJsonObject& row)
{
    return QLocale().toString(row.value(u"count"_s).toDouble(), 'f', 0);
}

QString shareText(const QJsonObject& row)
{
    return QLocale().toString(row.value(u"share"_s).toDouble(), 'f', 1);
}

QString errorText(const QJsonObject& row)
{
    return QLocale().toString(100 * row.value(u"error_rate"_s).toDouble(), 'f', 1);
}

QString meanText(const QJsonObject& row)
{
    return QLocale().toString(row.value(u"avg_ms"_s).toDouble(), 'f', 1);
}

QString p95Text(const QJsonObject& row)
{
    return QLocale().toString(row.value(u"percentiles"_s)[u"p95"_s].toDouble(), 'f', 1);
}

QString apiText(const QJsonObject& row)
{
    return countedApi(textOf(row, "api"));
}

Column counted(const QString& key, const QString& title, QString (*text)(const QJsonObject&))
{
    return {key, title, text, {}, {}, false, true};
}

QList<Column> named(const QString& key, const QString& title, QString (*text)(const QJsonObject&))
{
    return {{key, title, text, {}, {}, false},
            counted(u"count"_s, AnalysisPage::tr("Requests"), countText),
            counted(u"share"_s, AnalysisPage::tr("Share (%)"), shareText)};
}

QList<Column> endpointColumns()
{
    return {{u"method"_s, AnalysisPage::tr("Method"), {}, {}, {}, false},
            {u"endpoint_uri"_s, AnalysisPage::tr("Path"), {}, {}, {}, false},
            counted(u"count"_s, AnalysisPage::tr("Requests"), countText),
            counted(u"error_rate"_s, AnalysisPage::tr("Failed (%)"), errorText),
            counted(u"avg_ms"_s, AnalysisPage::tr("Mean (ms)"), meanText),
            counted(u"p95"_s, AnalysisPage::tr("p95 (ms)"), p95Text)};
}

} // namespace

AnalysisPage::AnalysisPage(PageContext& context, QWidget* parent)
    : Page(tr("Traffic analysis"), context, parent)
    , m_range(day)
    , m_ranges(new QButtonGroup(this))
    , m_tabs(new QTabWidget(this))
{
    m_tabs->setObjectName(u"rankings"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Traffic analysis"));
    m_tabs->tabBar()->setAccessibleName(tr("Traffic analysis"));
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceM);
    column->addWidget(buildControls());
    column->addWidget(buildCards());
    column->addWidget(buildCharts(), 3);
    column->addWidget(m_tabs, 2);
    setContent(content);
    addRanking(CallId::AnalyticsTopApis, tr("APIs"), u"top_apis"_s, u"total_apis"_s,
               named(u"api"_s, tr("API"), apiText));
    addRanking(CallId::AnalyticsTopEndpoints, tr("Operations"), u"top_endpoints"_s, u"total_endpoints"_s,
               endpointColumns());
    addRanking(CallId::AnalyticsTopUsers, tr("Callers"), u"top_users"_s, u"total_users"_s,
               named(u"user"_s, tr("Caller"), {}));
    addMaps();
    m_again.setInterval(againMs);
    connect(&m_again, &QTimer::timeout, this, [this] {
        if (isVisible() && this->context().connection.isConnected())
            load();
    });
    connect(&context.connection, &ConnectionMachine::stateChanged, this, [this](ConnectionState state) {
        const QDateTime last = this->context().connection.lastAnswer();
        setSubtitle(
            state != ConnectionState::Connected && last.isValid()
                ? tr("offline, as of %1").arg(QLocale().toString(last.toLocalTime().time(), u"HH:mm:ss"_s))
                : QString());
    });
}

QWidget* AnalysisPage::buildControls()
{
    auto* controls = new QWidget(this);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    row->addWidget(new QLabel(tr("Last"), controls));
    for (const RangeWord& range : ranges) {
        QToolButton* const button = makeChip(rangeText(range.seconds), controls);
        button->setAccessibleName(tr("Show the last %1").arg(rangeText(range.seconds)));
        button->setObjectName(u"range"_s + QString::fromLatin1(range.wire));
        button->setChecked(range.seconds == m_range);
        m_ranges->addButton(button, range.seconds);
        row->addWidget(button);
    }
    auto* custom = makeChip(tr("Other…"), controls);
    custom->setObjectName(u"rangeOther"_s);
    custom->setCheckable(false);
    custom->setToolTip(tr("Another beginning and end. Dragging over a part of a chart does it too."));
    connect(custom, &QToolButton::clicked, this, &AnalysisPage::askRange);
    row->addWidget(custom);
    m_whole = makeChip({}, controls);
    m_whole->setObjectName(u"rangeWindow"_s);
    m_whole->setCheckable(false);
    m_whole->hide();
    connect(m_whole, &QToolButton::clicked, this, [this] { setRange(m_range); });
    row->addWidget(m_whole);
    row->addStretch(1);
    connect(m_ranges, &QButtonGroup::idClicked, this, &AnalysisPage::setRange);
    return controls;
}

QWidget* AnalysisPage::buildCards()
{
    auto* cards = new FigureRow(this);
    m_count = cards->add(tr("Requests"), u"cardCount"_s);
    m_errors = cards->add(tr("Failed"), u"cardFailed"_s);
    m_latency = cards->add(tr("Latency, mean"), u"cardMean"_s);
    m_users = cards->add(tr("Callers"), u"cardCallers"_s);
    m_bytes = cards->add(tr("Transferred"), u"cardBytes"_s);
    return cards;
}

QWidget* AnalysisPage::buildCharts()
{
    auto* charts = new QWidget(this);
    auto* row = new QHBoxLayout(charts);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceM);
    m_requestsChart = new LiveChart(
        tr("Requests per second"),
        {{tr("All"), tokens::Tone::Info, Qt::SolidLine}, {tr("Failed"), tokens::Tone::Bad, Qt::DotLine}},
        charts);
    m_latencyChart = new LiveChart(tr("Latency (ms)"),
                                   {{u"p50"_s, tokens::Tone::Neutral, Qt::SolidLine},
                                    {u"p95"_s, tokens::Tone::Neutral, Qt::DashLine},
                                    {u"p99"_s, tokens::Tone::Neutral, Qt::DotLine}},
                                   charts);
    m_requestsChart->setObjectName(u"requestsOverTime"_s);
    m_latencyChart->setObjectName(u"latencyOverTime"_s);
    for (LiveChart* chart : {m_requestsChart, m_latencyChart}) {
        row->addWidget(chart, 1);
        chart->setNotice(tr("not read yet"));
        connect(chart, &LiveChart::rangeSelected, this, &AnalysisPage::setWindow);
        for (LiveChart* other : {m_requestsChart, m_latencyChart})
            connect(chart, &LiveChart::cursorMoved, other, &LiveChart::setCursor);
    }
    return charts;
}

void AnalysisPage::addMaps()
{
    m_latencies = new HeatMap(tr("Requests by latency"), m_tabs);
    m_latencies->setObjectName(u"latencyMap"_s);
    m_apis = new HeatMap(tr("Requests by API"), m_tabs);
    m_apis->setObjectName(u"apiMap"_s);
    for (HeatMap* map : {m_latencies, m_apis}) {
        map->setNotice(tr("not read yet"));
        connect(map, &HeatMap::cellOpened, this,
                [this](int, qint64 from, qint64 to) { setWindow(from, to); });
    }
    m_tabs->addTab(m_latencies, tr("Latency map"));
    m_tabs->addTab(m_apis, tr("API map"));
}

void AnalysisPage::addRanking(CallId call, const QString& title, const QString& items, const QString& total,
                              QList<Column> columns)
{
    const auto id = [](const QJsonObject& row) {
        return textOf(row, "api") + textOf(row, "user") + textOf(row, "method") + u' ' +
               textOf(row, "endpoint_uri");
    };
    Ranking ranking{call, items, total, new JsonTableModel(std::move(columns), id, this),
                    new TableView(u"analysis_"_s + items, &context().settings, this)};
    ranking.table->setObjectName(items + u"Table"_s);
    ranking.table->setAccessibleName(title);
    ranking.table->setModel(ranking.model);
    ranking.table->setEmptyText(tr("No calls in this time."));
    connect(ranking.table, &TableView::openRequested, this,
            [this, model = ranking.model](const QModelIndex& index) { showLogs(model->rowAt(index.row())); });
    connect(ranking.table, &TableView::exportRequested, this,
            [this](const QString& name, const QByteArray& content) { saveExport(*this, name, content); });
    m_tabs->addTab(ranking.table, title);
    m_rankings.append(ranking);
}

void AnalysisPage::activate()
{
    m_again.start();
    if (context().client.hasToken())
        load();
}

void AnalysisPage::deactivate()
{
    m_again.stop();
}

QUrlQuery AnalysisPage::state() const
{
    QUrlQuery query;
    query.addQueryItem(u"range"_s, wireOf(m_range));
    if (m_window) {
        query.addQueryItem(u"from"_s, QString::number(m_window->from));
        query.addQueryItem(u"to"_s, QString::number(m_window->to));
    }
    query.addQueryItem(u"tab"_s, QString::number(m_tabs->currentIndex()));
    return query;
}

void AnalysisPage::restoreState(const QUrlQuery& query)
{
    for (const RangeWord& range : ranges) {
        if (query.queryItemValue(u"range"_s) == QLatin1StringView(range.wire) && range.seconds != m_range)
            setRange(range.seconds);
    }
    m_rangeChosen = m_rangeChosen || query.hasQueryItem(u"range"_s);
    const qint64 from = query.queryItemValue(u"from"_s).toLongLong();
    const qint64 to = query.queryItemValue(u"to"_s).toLongLong();
    if (from > 0 && to > from)
        setWindow(from, to);
    m_tabs->setCurrentIndex(query.queryItemValue(u"tab"_s).toInt());
}

void AnalysisPage::setRange(int seconds)
{
    m_range = seconds;
    m_rangeChosen = true;
    m_window.reset();
    m_whole->hide();
    m_ranges->button(seconds)->setChecked(true);
    load();
}

void AnalysisPage::setWindow(qint64 from, qint64 to)
{
    // Fewer than a few of the gateway's minutes tell nothing.
    constexpr qint64 least = 5 * 60;
    const qint64 spread = qMax<qint64>(0, (least - (to - from) + 1) / 2);
    m_window = Window{from - spread, to + spread};
    m_ranges->setExclusive(false);
    m_ranges->button(m_range)->setChecked(false);
    m_ranges->setExclusive(true);
    m_whole->setText(covered() + u"  ✕"_s);
    m_whole->setAccessibleName(tr("Back to the last %1").arg(rangeText(m_range)));
    m_whole->setToolTip(m_whole->accessibleName());
    m_whole->show();
    load();
}

void AnalysisPage::askRange()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    const Window shown = m_window.value_or(Window{now - m_range, now});
    auto* dialog = new RangeDialog(shown.from, shown.to, this);
    connect(dialog, &RangeDialog::chosen, this, &AnalysisPage::setWindow);
    dialog->open();
}

QUrlQuery AnalysisPage::rangeQuery() const
{
    QUrlQuery query;
    if (m_window) {
        query.addQueryItem(u"start_ts"_s, QString::number(m_window->from));
        query.addQueryItem(u"end_ts"_s, QString::number(m_window->to));
    } else {
        query.addQueryItem(u"range"_s, wireOf(m_range));
    }
    return query;
}

int AnalysisPage::seconds() const
{
    return m_window ? static_cast<int>(m_window->to - m_window->from) : m_range;
}

/// Which time the figures are of, in words.
QString AnalysisPage::covered() const
{
    if (!m_window)
        return m_range == hour ? tr("last hour") : tr("last %1").arg(rangeText(m_range));
    const QDateTime from = QDateTime::fromSecsSinceEpoch(m_window->from);
    const QDateTime to = QDateTime::fromSecsSinceEpoch(m_window->to);
    const QLocale locale;
    return tr("%1 to %2")
        .arg(locale.toString(from, QLocale::ShortFormat),
             from.date() == to.date() ? locale.toString(to.time(), QLocale::ShortFormat)
                                      : locale.toString(to, QLocale::ShortFormat));
}

void AnalysisPage::load()
{
    const QUrlQuery query = rangeQuery();
    ++m_question;
    m_failed = false;
    m_waiting = 0;
    progress()->start();
    read(CallId::AnalyticsOverview, query, &AnalysisPage::showOverview);
    read(CallId::AnalyticsTimeseries, query, &AnalysisPage::showSeries);
    loadMap(u"latency_bands"_s, &AnalysisPage::showLatencies);
    loadMap(u"top_apis"_s, &AnalysisPage::showApis);
}

void AnalysisPage::loadMap(const QString& metric, void (AnalysisPage::*show)(const QJsonObject& answer))
{
    QUrlQuery query = rangeQuery();
    query.addQueryItem(u"metric_type"_s, metric);
    read(CallId::AnalyticsTimeseries, query, show);
}

/// After the overview, whose sum the shares are of.
void AnalysisPage::loadRankings()
{
    QUrlQuery query = rangeQuery();
    query.addQueryItem(u"limit"_s, QString::number(mostRows));
    for (qsizetype i = 0; i < m_rankings.size(); ++i) {
        ++m_waiting;
        context().client.call(m_rankings.at(i).call, {}, query, this,
                              [this, i, question = m_question](const Result<QJsonObject>& answer) {
                                  if (question != m_question)
                                      return;
                                  if (answer)
                                      showRanking(m_rankings[i], *answer);
                                  else
                                      failed(answer.error());
                                  if (--m_waiting == 0)
                                      progress()->stop();
                              });
    }
}

void AnalysisPage::read(CallId call, const QUrlQuery& query,
                        void (AnalysisPage::*show)(const QJsonObject& answer))
{
    ++m_waiting;
    context().client.call(call, {}, query, this,
                          [this, show, question = m_question](const Result<QJsonObject>& answer) {
                              if (question != m_question)
                                  return;
                              if (answer)
                                  (this->*show)(*answer);
                              else
                                  failed(answer.error());
                              if (question == m_question && --m_waiting == 0) // not asked anew by the answer
                                  progress()->stop();
                          });
}

/// Five calls may fail for one reason; it is told once.
void AnalysisPage::failed(const Error& error)
{
    if (!std::exchange(m_failed, true))
        messages()->showError(tr("The traffic could not be read."), error);
}

void AnalysisPage::showOverview(const QJsonObject& answer)
{
    if (!m_failed)
        messages()->clear();
    const QJsonObject sum = answer.value(u"summary"_s).toObject();
    m_requests = sum.value(u"total_requests"_s).toDouble();
    loadRankings();
    const QJsonObject latency = answer.value(u"percentiles"_s).toObject();
    const auto value = [&sum](const char* key) { return sum.value(QLatin1StringView(key)).toDouble(); };
    const QLocale locale;
    const QString covers = covered();
    m_count->setFigure(shortNumber(m_requests), locale.toString(m_requests, 'f', 0), covers);
    m_users->setFigure(shortNumber(value("unique_users")), locale.toString(value("unique_users"), 'f', 0),
                       covers);
    const auto bytes = [&value, &locale](const char* key) {
        return locale.formattedDataSize(static_cast<qint64>(value(key)), 1);
    };
    m_bytes->setFigure(bytes("total_bandwidth"),
                       tr("%1 in, %2 out").arg(bytes("bandwidth_in"), bytes("bandwidth_out")), covers);
    if (m_requests <= 0) {
        const QString reason = m_window ? tr("no requests then") : tr("no requests in the %1").arg(covers);
        m_errors->setMissing(reason);
        m_latency->setMissing(reason);
        return;
    }
    m_errors->setFigure(
        shortNumber(100 * value("error_rate"), u"%"_s),
        tr("%1 of %2 requests failed")
            .arg(locale.toString(value("total_errors"), 'f', 0), locale.toString(m_requests, 'f', 0)),
        covers, value("total_errors") > 0 ? tokens::Tone::Warning : tokens::Tone::Good);
    m_latency->setFigure(shortNumber(value("avg_response_ms"), u"ms"_s),
                         locale.toString(value("avg_response_ms"), 'f', 3),
                         tr("p95 %1, p99 %2")
                             .arg(shortNumber(latency.value(u"p95"_s).toDouble(), u"ms"_s),
                                  shortNumber(latency.value(u"p99"_s).toDouble(), u"ms"_s)));
}

/// Seconds since 1970.
qint64 AnalysisPage::end() const
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    return m_window ? qMin(now, m_window->to) : now;
}

QString AnalysisPage::nothingText() const
{
    if (m_window)
        return tr("No calls in this time.");
    return m_range == hour ? tr("No calls in the last hour.")
                           : tr("No calls in the last %1.").arg(rangeText(m_range));
}

void AnalysisPage::showLatencies(const QJsonObject& answer)
{
    const HeatGrid grid = latencyGrid(answer, end(), seconds());
    m_latencies->setGrid(grid);
    m_latencies->setNotice(grid.isEmpty() ? nothingText() : QString());
}

void AnalysisPage::showApis(const QJsonObject& answer)
{
    const HeatGrid grid = apiGrid(answer, end(), seconds());
    m_apis->setGrid(grid);
    m_apis->setNotice(grid.isEmpty() ? nothingText() : QString());
}

void AnalysisPage::showSeries(const QJsonObject& answer)
{
    const TrafficSeries series = trafficSeries(answer, end(), seconds());
    if (!m_rangeChosen && !m_window && !series.isEmpty() && series.first > end() - hour)
        return setRange(hour); // a day would show next to nothing of it
    const QString notice = series.isEmpty() ? nothingText()
                           : series.first >= series.now
                               ? tr("Counting has begun: the lines begin when the first %n "
                                    "minute(s) are over.",
                                    nullptr, bucketSeconds(answer) / minute)
                               : QString();
    m_requestsChart->setNotice(notice);
    m_latencyChart->setNotice(notice);
    if (!notice.isEmpty())
        return;
    const bool byClock = m_window.has_value();
    m_requestsChart->replace({series.perSecond, series.failedPerSecond}, seconds(), series.now, byClock);
    m_latencyChart->replace({series.p50Ms, series.p95Ms, series.p99Ms}, seconds(), series.now, byClock);
}

void AnalysisPage::showRanking(Ranking& ranking, const QJsonObject& answer)
{
    QList<QJsonObject> rows;
    const QJsonArray items = answer.value(ranking.itemsKey).toArray();
    for (const QJsonValue& item : items) {
        QJsonObject row = item.toObject();
        if (m_requests > 0)
            row.insert(u"share"_s, 100 * row.value(u"count"_s).toDouble() / m_requests);
        rows.append(row);
    }
    const bool first = ranking.model->rowCount() == 0;
    ranking.model->setRows(rows);
    if (first)
        ranking.table->fitColumns();
    const qint64 total = answer.value(ranking.totalKey).toInteger();
    ranking.table->setToolTip(
        total > rows.size()
            ? tr("The %1 with the most calls, of %2").arg(rows.size()).arg(QLocale().toString(total))
            : QString());
}

void AnalysisPage::showLogs(const QJsonObject& row)
{
    const auto filter = [](const QString& field, const QString& value) {
        return value.contains(u' ') ? u"%1:\"%2\""_s.arg(field, value) : field + u':' + value;
    };
    QString search;
    if (row.contains(u"user"_s))
        search = filter(u"user"_s, textOf(row, "user"));
    else if (row.contains(u"api"_s))
        search = filter(u"api"_s, textOf(row, "api").section(u':', 1));
    else
        search = textOf(row, "endpoint_uri");
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(search)));
    context().navigate({u"logs"_s, query});
}

} // namespace gatehouse::console
