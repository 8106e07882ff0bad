// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/dashboard/dashboard_page.h"

#include "console/charts/live_chart.h"
#include "console/client/api_client.h"
#include "console/client/connection_machine.h"
#include "console/client/envelope.h"
#include "console/client/event_stream.h"
#include "console/models/json_row.h"
#include "console/models/json_table_model.h"
#include "console/pages/alerts/alert_words.h"
#include "console/pages/apis/apis_page.h"
#include "console/pages/certificates/certificate_words.h"
#include "console/pages/dashboard/traffic_charts.h"
#include "console/pages/shared/figure_card.h"
#include "console/pages/shared/figure_row.h"
#include "console/pages/shared/revision_columns.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/icons.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"
#include "console/widgets/two_line_delegate.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int minute = 60;
constexpr int listsMs = 10'000;
constexpr int lastRevisions = 8;

QList<QJsonObject> objects(const QJsonArray& array)
{
    QList<QJsonObject> list;
    for (const QJsonValue& value : array)
        list.append(value.toObject());
    return list;
}

QList<Column> topApiColumns()
{
    // Comes as text, with separators: "1,234".
    const auto calls = [](const QJsonObject& row) {
        return QLocale().toString(QLocale::c().toLongLong(textOf(row, "requests")));
    };
    const auto subscribers = [](const QJsonObject& row) {
        return QLocale().toString(row.value(u"subscribers"_s).toInteger());
    };
    const auto name = [](const QJsonObject& row) { return countedApi(textOf(row, "name")); };
    return {{u"name"_s, DashboardPage::tr("API"), name, {}, {}},
            {u"requests"_s, DashboardPage::tr("Calls in 30 days"), calls, {}, {}, false, true},
            {u"subscribers"_s, DashboardPage::tr("Subscribers"), subscribers, {}, {}, false, true}};
}

tokens::Tone toneOfErrors(double percent)
{
    if (percent >= 5)
        return tokens::Tone::Bad;
    return percent >= 1 ? tokens::Tone::Warning : tokens::Tone::Neutral;
}

} // namespace

DashboardPage::DashboardPage(PageContext& context, QWidget* parent)
    : Page(tr("Dashboard"), context, parent)
    , m_feed(context.client, context.events)
    , m_alerts(u"alertsOfDashboard"_s, context.client, context.events)
    , m_alertBar(new MessageBar(this))
    , m_certificateBar(new MessageBar(this))
    , m_beginBar(new MessageBar(this))
    , m_profile(context.client.profile().id)
{
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(tokens::spaceM);
    m_alertBar->setObjectName(u"alertBar"_s);
    m_alertBar->setClosable(false);
    connect(m_alertBar, &MessageBar::actionRequested, this, [this] {
        this->context().navigate({u"alerts"_s, {}});
    });
    m_certificateBar->setObjectName(u"certificateBar"_s);
    m_certificateBar->setClosable(false);
    connect(m_certificateBar, &MessageBar::actionRequested, this, [this] {
        this->context().navigate({u"certificates"_s, {}});
    });
    m_beginBar->setObjectName(u"beginBar"_s);
    m_beginBar->setClosable(false);
    connect(m_beginBar, &MessageBar::actionRequested, this, [this] {
        this->context().navigate({u"apis"_s, ApisPage::createLink()});
    });
    connect(&m_alerts, &AlertWatch::changed, this, &DashboardPage::showAlerts);
    column->addWidget(buildControls());
    column->addWidget(m_alertBar);
    column->addWidget(m_certificateBar);
    column->addWidget(m_beginBar);
    column->addWidget(buildCards());
    m_charts = new TrafficCharts(content);
    column->addWidget(m_charts, 3);
    column->addWidget(buildLists(), 2);
    setContent(content);
    m_lists.setInterval(listsMs);
    connect(&m_lists, &QTimer::timeout, this, &DashboardPage::loadLists);
    connect(&m_feed, &TrafficFeed::changed, this, [this] {
        messages()->clear();
        showTraffic();
    });
    connect(&m_feed, &TrafficFeed::failed, this, [this](const Error& error) {
        showTraffic();
        if (failureOf(error) == Failure::Api)
            messages()->showError(tr("The live numbers could not be read."), error);
    });
    connect(&context.events, &EventStream::revisionChanged, this, [this] {
        if (m_lists.isActive())
            loadLists();
    });
    connect(&context.connection, &ConnectionMachine::stateChanged, this, &DashboardPage::showAge);
    showTraffic();
}

QWidget* DashboardPage::buildControls()
{
    auto* controls = new QWidget(this);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    row->addWidget(new QLabel(tr("Last"), controls));
    m_ranges = new QButtonGroup(this);
    for (const int seconds : {minute, 5 * minute, 15 * minute}) {
        QToolButton* const button = makeChip(tr("%n minute(s)", nullptr, seconds / minute), controls);
        button->setAccessibleName(tr("Show the last %n minute(s)", nullptr, seconds / minute));
        button->setObjectName(u"range%1"_s.arg(seconds));
        button->setChecked(seconds == m_range);
        m_ranges->addButton(button, seconds);
        row->addWidget(button);
    }
    connect(m_ranges, &QButtonGroup::idClicked, this, &DashboardPage::setRange);
    row->addStretch(1);
    m_pause = makeChip({}, controls);
    m_pause->setObjectName(u"pause"_s);
    m_pause->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(m_pause, &QToolButton::toggled, this, &DashboardPage::setPaused);
    row->addWidget(m_pause);
    setPaused(false);
    return controls;
}

QWidget* DashboardPage::buildCards()
{
    auto* cards = new FigureRow(this);
    m_rate = cards->add(tr("Requests per second"), u"cardRate"_s);
    m_errors = cards->add(tr("Error rate"), u"cardErrors"_s);
    m_latency = cards->add(tr("Latency, median"), u"cardLatency"_s);
    m_connections = cards->add(tr("Open connections"), u"cardConnections"_s);
    m_apis = cards->add(tr("APIs"), u"cardApis"_s);
    m_revision = cards->add(tr("Revision"), u"cardRevision"_s);
    return cards;
}

QWidget* DashboardPage::listCard(const QString& title, TableView* table, const QString& place)
{
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    auto* label = new QLabel(title, card);
    label->setFont(tokens::font(tokens::TextRole::Section));
    table->setAccessibleName(title);
    table->setFrameShape(QFrame::NoFrame);
    table->setMinimumHeight(tokens::tableRow * 3);
    auto* all = new QToolButton(card);
    all->setText(tr("Show all"));
    all->setAccessibleName(tr("Show all: %1").arg(title));
    all->setObjectName(u"all_"_s + place);
    all->setAutoRaise(true);
    all->setFocusPolicy(Qt::StrongFocus);
    connect(all, &QToolButton::clicked, this, [this, place] { context().navigate({place, {}}); });
    auto* header = new QHBoxLayout;
    header->addWidget(label, 1);
    header->addWidget(all);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(tokens::spaceM, tokens::spaceS, tokens::spaceM, tokens::spaceS);
    column->setSpacing(tokens::spaceXs);
    column->addLayout(header);
    column->addWidget(table, 1);
    return card;
}

QWidget* DashboardPage::buildLists()
{
    auto* lists = new QWidget(this);
    auto* row = new QHBoxLayout(lists);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceM);
    m_topApis = new JsonTableModel(
        topApiColumns(), [](const QJsonObject& api) { return api.value(u"name"_s).toString(); }, this);
    m_revisions = new JsonTableModel(revisionSummary(), revisionId, this);
    auto* apis = new TableView({}, nullptr, lists);
    apis->setObjectName(u"topApis"_s);
    apis->setModel(m_topApis);
    apis->setEmptyText(tr("No calls in the last 30 days. The request tester makes one."));
    apis->fitColumns();
    connect(m_topApis, &QAbstractItemModel::modelReset, apis, &TableView::fitColumns);
    auto* revisions = new TableView({}, nullptr, lists);
    revisions->setObjectName(u"lastRevisions"_s);
    revisions->setModel(m_revisions);
    revisions->setEmptyText(tr("Nothing has been changed yet."));
    revisions->setItemDelegate(new TwoLineDelegate(revisions));
    revisions->verticalHeader()->setDefaultSectionSize(TwoLineDelegate::rowHeight());
    revisions->horizontalHeader()->hide();
    revisions->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    revisions->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(revisions, &TableView::openRequested, this, [this] { context().navigate({u"revisions"_s, {}}); });
    row->addWidget(m_charts->errors(), 3);
    row->addWidget(listCard(tr("Busiest APIs"), apis, u"apis"_s), 3);
    row->addWidget(listCard(tr("Last revisions"), revisions, u"revisions"_s), 4);
    connect(apis, &TableView::openRequested, this, [this](const QModelIndex& index) {
        QUrlQuery query;
        query.addQueryItem(u"search"_s, m_topApis->idAt(index.row()).section(u':', -1));
        context().navigate({u"apis"_s, query});
    });
    return lists;
}

void DashboardPage::activate()
{
    forgetOldGateway();
    m_lists.start();
    loadLists();
    m_alerts.start();
    if (!m_pause->isChecked())
        m_feed.start();
    showTraffic();
}

void DashboardPage::deactivate()
{
    m_lists.stop();
    m_feed.stop();
    m_alerts.stop();
}

void DashboardPage::forgetOldGateway()
{
    const QString profile = context().client.profile().id;
    if (profile == m_profile)
        return;
    m_profile = profile;
    m_feed.clear();
    m_alerts.clear();
    m_certificateBar->clear();
    m_beginBar->clear();
    m_charts->setErrorThreshold({});
    m_topApis->setRows({});
    m_revisions->setRows({});
    m_apis->setMissing(tr("not read yet"));
    m_revision->setMissing(tr("not read yet"));
}

void DashboardPage::setRange(int seconds)
{
    m_range = seconds;
    showTraffic();
}

void DashboardPage::setPaused(bool paused)
{
    m_pause->setText(paused ? tr("Continue") : tr("Pause"));
    m_pause->setIcon(icon(paused ? u"play"_s : u"pause"_s));
    m_pause->setAccessibleName(paused ? tr("Continue the live numbers") : tr("Pause the live numbers"));
    if (paused)
        m_feed.stop();
    else if (m_lists.isActive())
        m_feed.start();
}

void DashboardPage::showAlerts()
{
    constexpr qsizetype most = 3;
    const QList<QJsonObject>& firing = m_alerts.firing();
    if (firing.isEmpty())
        return m_alertBar->clear();
    QStringList lines{tr("%n alert(s) fire.", nullptr, static_cast<int>(firing.size()))};
    for (const QJsonObject& alert : firing.first(std::min(most, firing.size())))
        lines.append(tr("%1: %2, %3")
                         .arg(alert.value(u"rule"_s).toString(), alertSourceText(alert),
                              alertAgainstThreshold(alert)));
    if (firing.size() > most)
        lines.append(tr("and %n more", nullptr, static_cast<int>(firing.size() - most)));
    m_alertBar->showMessage(m_alerts.critical() > 0 ? tokens::Tone::Bad : tokens::Tone::Warning,
                            lines.join(u'\n'), tr("Show alerts"));
}

/// The line of the chart is that of the rule for the whole gateway with the lowest threshold.
void DashboardPage::loadThreshold()
{
    ApiRequest request = ApiClient::requestFor(CallId::AlertRuleList);
    request.query.addQueryItem(u"signal"_s, u"error_rate"_s);
    context().client.poll(u"errorThreshold"_s, request, this, [this](const Result<QJsonObject>& answer) {
        std::optional<double> lowest;
        const QJsonArray rules = answer ? answer->value(u"items"_s).toArray() : QJsonArray();
        for (const QJsonValue rule : rules) {
            const bool whole =
                rule[u"api"_s].toString().isEmpty() && rule[u"tenant_id"_s].toString().isEmpty();
            const double threshold = rule[u"threshold"_s].toDouble();
            if (whole && rule[u"enabled"_s].toBool() && (!lowest || threshold < *lowest))
                lowest = threshold;
        }
        m_charts->setErrorThreshold(lowest);
    });
}

/// Nothing is said where the gateway does not tell: without the right to see them, or of an older one.
void DashboardPage::loadCertificates()
{
    context().client.poll(u"certificates"_s, ApiClient::requestFor(CallId::CertificateList), this,
                          [this](const Result<QJsonObject>& answer) {
                              const QString text = answer ? certificates::warningText(*answer) : QString();
                              if (text.isEmpty())
                                  return m_certificateBar->clear();
                              m_certificateBar->showMessage(certificates::warningTone(*answer), text,
                                                            tr("Show certificates"));
                          });
}

void DashboardPage::loadLists()
{
    loadThreshold();
    loadCertificates();
    context().client.poll(u"dashboard"_s, ApiClient::requestFor(CallId::Dashboard), this,
                          [this](const Result<QJsonObject>& answer) {
                              if (!answer)
                                  return; // the charts and the connection bar say so already
                              m_topApis->setRows(objects(answer->value(u"popularApis"_s).toArray()));
                              const double apis = answer->value(u"newApis"_s).toDouble();
                              if (apis > 0)
                                  m_beginBar->clear();
                              else
                                  m_beginBar->showMessage(
                                      tokens::Tone::Info,
                                      tr("No API is published yet. One needs a name and a server; then "
                                         "the request tester calls it."),
                                      tr("Publish an API"));
                              const double users = answer->value(u"activeUsers"_s).toDouble();
                              m_apis->setFigure(shortNumber(apis), QLocale().toString(apis, 'f', 0),
                                                tr("%n active user(s)", nullptr, static_cast<int>(users)));
                          });
    ApiRequest request = ApiClient::requestFor(CallId::RevisionList);
    request.query.addQueryItem(u"limit"_s, QString::number(lastRevisions));
    context().client.poll(u"lastRevisions"_s, request, this, [this](const Result<QJsonObject>& answer) {
        if (!answer) {
            m_revision->setMissing(answer.error().message);
            return;
        }
        const QList<QJsonObject> rows = objects(answer->value(u"revisions"_s).toArray());
        m_revisions->setRows(rows);
        const QString number = QString::number(answer->value(u"revision"_s).toInteger());
        const QDateTime at = rows.isEmpty() ? QDateTime() : revisionTime(rows.first());
        m_revision->setFigure(number, RelativeTime::absolute(at),
                              at.isValid() ? RelativeTime::text(at, QDateTime::currentDateTimeUtc())
                                           : tr("no change yet"));
    });
}

void DashboardPage::showTraffic()
{
    const TrafficHistory& history = m_feed.history();
    if (history.isEmpty())
        m_charts->setNotice(m_feed.lastAnswer().isValid()
                                ? tr("The gateway has counted no second yet.")
                                : tr("No numbers yet: the gateway has not answered."));
    else
        m_charts->setNotice({});
    m_charts->show(history, m_range);
    showFigures();
    showAge();
}

void DashboardPage::showFigures()
{
    const TrafficHistory& history = m_feed.history();
    const auto sum = history.sum(minute, history.newest());
    if (!sum) {
        const QString reason = tr("no answer of the gateway yet");
        for (FigureCard* card : {m_rate, m_errors, m_latency, m_connections})
            card->setMissing(reason);
        return;
    }
    const QLocale locale;
    const QString covers = tr("last %n second(s)", nullptr, sum->seconds);
    const double rate = sum->requests / sum->seconds;
    m_rate->setFigure(shortNumber(rate), locale.toString(rate, 'f', 3), covers);
    m_connections->setFigure(shortNumber(sum->connections), locale.toString(sum->connections, 'f', 0),
                             tr("now"));
    if (sum->requests <= 0) {
        const QString reason = tr("no requests in the %1").arg(covers);
        m_errors->setMissing(reason);
        m_latency->setMissing(reason);
        return;
    }
    const double percent = 100 * sum->failures() / sum->requests;
    m_errors->setFigure(
        shortNumber(percent, u"%"_s),
        tr("%1 of %2 requests failed")
            .arg(locale.toString(sum->failures(), 'f', 0), locale.toString(sum->requests, 'f', 0)),
        tr("%1; 5xx and aborted").arg(covers), toneOfErrors(percent));
    m_latency->setFigure(
        shortNumber(sum->p50Ms.value_or(0), u"ms"_s),
        tr("Mean of the seconds' medians; p95 and p99 are those of the slowest second"),
        tr("p95 %1, p99 %2")
            .arg(shortNumber(sum->p95Ms.value_or(0), u"ms"_s), shortNumber(sum->p99Ms.value_or(0), u"ms"_s)));
}

void DashboardPage::showAge()
{
    const QDateTime last = m_feed.lastAnswer();
    const QString time = QLocale().toString(last.toLocalTime().time(), u"HH:mm:ss"_s);
    if (last.isValid() && !context().connection.isConnected())
        setSubtitle(tr("offline, as of %1").arg(time));
    else if (last.isValid() && m_pause->isChecked())
        setSubtitle(tr("paused at %1").arg(time));
    else
        setSubtitle({});
}

QUrlQuery DashboardPage::state() const
{
    QUrlQuery query;
    query.addQueryItem(u"range"_s, QString::number(m_range));
    return query;
}

void DashboardPage::restoreState(const QUrlQuery& query)
{
    const int range = query.queryItemValue(u"range"_s).toInt();
    if (QAbstractButton* button = m_ranges->button(range)) {
        button->setChecked(true);
        setRange(range);
    }
}

} // namespace gatehouse::console
