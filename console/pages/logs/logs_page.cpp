// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/logs/logs_page.h"

#include "console/client/api_client.h"
#include "console/client/event_stream.h"
#include "console/models/json_row.h"
#include "console/pages/shared/field_query.h"
#include "console/pages/shared/list_page.h"
#include "console/settings/settings.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/filter_row.h"
#include "console/widgets/indicators.h"
#include "console/widgets/message_bar.h"
#include "console/widgets/table_view.h"

#include <QAction>
#include <QDateTime>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QDateTime timeOf(const QJsonObject& line)
{
    return QDateTime::fromString(textOf(line, "timestamp"), Qt::ISODateWithMs);
}

bool isOfToday(const QJsonObject& line)
{
    return timeOf(line).toLocalTime().date() == QDate::currentDate();
}

QString clockOf(const QJsonObject& line)
{
    return timeOf(line).toLocalTime().toString(isOfToday(line) ? u"HH:mm:ss.zzz"_s
                                                               : u"yyyy-MM-dd HH:mm:ss.zzz"_s);
}

QString zonedTitle()
{
    return LogsPage::tr("Time (%1)").arg(QDateTime::currentDateTime().timeZoneAbbreviation());
}

QString tookOf(const QJsonObject& line)
{
    const QString text = line.value(u"response_time"_s).toVariant().toString();
    bool isNumber = false;
    const double ms = text.toDouble(&isNumber);
    return isNumber ? QLocale().toString(ms, 'f', 2) : text;
}

QString wholeTime(const QJsonObject& line)
{
    return RelativeTime::absolute(timeOf(line)) + u'\n' + textOf(line, "timestamp");
}

/// By the answer, which an administrator cares about, else by the level of the line.
Tone toneOf(const QJsonObject& line)
{
    const int status = textOf(line, "status_code").toInt();
    const QString level = textOf(line, "level");
    if (status >= 500 || level == u"ERROR"_s || level == u"CRITICAL"_s)
        return Tone::Bad;
    if (status >= 400 || level == u"WARNING"_s)
        return Tone::Warning;
    return status > 0 ? Tone::Good : Tone::Info;
}

QString stateOf(const QJsonObject& line)
{
    const QString status = textOf(line, "status_code");
    return status.isEmpty() ? textOf(line, "level") : status;
}

QString whereOf(const QJsonObject& line)
{
    const QString endpoint = textOf(line, "endpoint");
    return endpoint.isEmpty() ? textOf(line, "message") : endpoint;
}

QList<Column> columns()
{
    return {{u"timestamp"_s, zonedTitle(), clockOf, {}, wholeTime, false},
            {u"status_code"_s, LogsPage::tr("Status"), stateOf, toneOf, {}, false},
            {u"method"_s, LogsPage::tr("Method"), {}, {}, {}, false},
            {u"endpoint"_s, LogsPage::tr("What"), whereOf, {}, {}, false},
            {u"response_time"_s, LogsPage::tr("Took (ms)"), tookOf, {}, {}, false, true},
            {u"api"_s, LogsPage::tr("API"), {}, {}, {}, false},
            {u"user"_s, LogsPage::tr("User"), {}, {}, {}, false},
            {u"ip_address"_s, LogsPage::tr("Client"), {}, {}, {}, false},
            {u"upstream"_s, LogsPage::tr("Upstream"), {}, {}, {}, false},
            {u"request_id"_s, LogsPage::tr("Request id"), {}, {}, {}, false}};
}

QString idOf(const QJsonObject& line)
{
    return textOf(line, "timestamp") + u' ' + textOf(line, "request_id") + u' ' + textOf(line, "source") +
           u' ' + textOf(line, "message");
}

/// What people call a field of a line; fields that are not known keep their wire name.
QString labelOf(const QString& key)
{
    static const QHash<QString, const char*> labels{
        {u"api"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "API")},
        {u"user"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "User")},
        {u"endpoint"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Path")},
        {u"ip_address"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Client")},
        {u"level"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Level")},
        {u"request_id"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Request id")},
        {u"response_time"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Took (ms)")},
        {u"source"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Source")},
        {u"type"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Kind")},
        {u"upstream"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Upstream")},
        {u"error_reason"_s, QT_TRANSLATE_NOOP("gatehouse::console::LogsPage", "Reason")}};
    const char* label = labels.value(key);
    return label ? LogsPage::tr(label) : key;
}

/// The words before the colon in the search field, and the parameters of the gateway.
const QHash<QString, QString>& fields()
{
    static const QHash<QString, QString> table{{u"api"_s, u"api"_s},
                                               {u"user"_s, u"user"_s},
                                               {u"method"_s, u"method"_s},
                                               {u"status"_s, u"status"_s},
                                               {u"level"_s, u"level"_s},
                                               {u"ip"_s, u"ip_address"_s},
                                               {u"id"_s, u"request_id"_s},
                                               {u"path"_s, u"endpoint"_s},
                                               {u"slower"_s, u"min_response_time"_s},
                                               {u"faster"_s, u"max_response_time"_s},
                                               {u"from"_s, u"start_date"_s},
                                               {u"to"_s, u"end_date"_s}};
    return table;
}

} // namespace

LogsPage::LogsPage(PageContext& context, QWidget* parent)
    : Page(tr("Logs"), context, parent)
    , m_model(new RemoteTableModel(context.client, {CallId::LogSearch, u"logs"_s, 200, true}, columns(), idOf,
                                   this))
    , m_table(new TableView(u"logs"_s, &context.settings, this))
    , m_filter(addFilterRow(tr("Search: api:orders status:5xx slower:100 /path")))
{
    m_filter->search()->setObjectName(u"search"_s);
    m_filter->search()->setMaximumWidth(QWIDGETSIZE_MAX);
    m_filter->search()->setToolTip(tr("Words are looked for in the path. Fields: api, user, method, status "
                                      "(502 or 5xx), level, ip, id (of the request), path, "
                                      "slower and faster (milliseconds), from and to (2026-01-31, UTC)."));
    QToolButton* live = m_filter->addChip(u"live"_s, tr("Live"));
    live->setToolTip(tr("New lines come by themselves while the newest is in view"));
    m_filter->setChip(u"live"_s, true);
    m_filter->addChip(u"traffic"_s, tr("Without administration"));
    buildTable();
    setContent(m_table);
    m_pane = addDetailPane();
    m_pane->setObjectName(u"detailPane"_s);
    buildActions();
    connect(m_filter, &FilterRow::searchChanged, this, &LogsPage::applyFilter);
    connect(m_filter, &FilterRow::chipToggled, this, &LogsPage::applyFilter);
    connect(m_pane, &DetailPane::closed, this, [this] {
        m_selected.clear();
        m_table->clearSelection();
    });
    connect(&context.events, &EventStream::event, this, &LogsPage::follow);
}

void LogsPage::buildTable()
{
    m_table->setObjectName(u"logsTable"_s);
    m_table->setAccessibleName(tr("Log lines"));
    m_table->setHiddenByDefault({8, 9});
    m_table->setModel(m_model);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid()) {
                    m_selected = m_model->idAt(index.row());
                    showSelected();
                }
            });
    connect(m_table, &TableView::exportRequested, this,
            [this](const QString& name, const QByteArray& content) { saveExport(*this, name, content); });
    connect(m_model, &RemoteTableModel::loadingChanged, this,
            [this](bool loading) { loading ? progress()->start() : progress()->stop(); });
    connect(m_model, &RemoteTableModel::loaded, this, &LogsPage::showRows);
    connect(m_model, &RemoteTableModel::failed, this,
            [this](const Error& error) { messages()->showError(tr("The log could not be read."), error); });
}

void LogsPage::buildActions()
{
    m_sameRequest = addOverflowAction(tr("Only this request"), u"filter"_s);
    m_again = addOverflowAction(tr("Try it again"), u"tester"_s);
    for (const QString& format : {u"csv"_s, u"json"_s})
        connect(addOverflowAction(tr("Export as %1…").arg(format.toUpper()), u"export"_s),
                &QAction::triggered, this, [this, format] { download(format); });
    connect(m_sameRequest, &QAction::triggered, this, [this] {
        const int row = m_model->rowOf(m_selected);
        if (row >= 0)
            filterBy(u"id:"_s + textOf(m_model->rowAt(row), "request_id"));
    });
    connect(m_again, &QAction::triggered, this, &LogsPage::tryAgain);
}

void LogsPage::activate()
{
    m_active = true;
    if (context().client.hasToken())
        m_model->reload();
}

void LogsPage::deactivate()
{
    m_active = false;
}

void LogsPage::applyFilter()
{
    QUrlQuery query = fieldQuery(m_filter->search()->text(), fields(), u"endpoint"_s);
    if (m_filter->isChipOn(u"traffic"_s))
        query.addQueryItem(u"exclude_type"_s, u"platform"_s);
    m_model->setFilter(query);
}

void LogsPage::follow(const QString& type)
{
    const bool atTop = m_table->verticalScrollBar()->value() == 0;
    if (type == u"tick"_s && m_active && isVisible() && atTop && m_filter->isChipOn(u"live"_s) &&
        !m_model->isLoading())
        m_model->reload();
}

void LogsPage::showRows()
{
    messages()->clear();
    m_filter->setCount(m_model->rowCount(), m_model->total());
    m_table->setEmptyText(m_model->filter().isEmpty() ? tr("Nothing has been logged yet.")
                                                      : tr("No line fits the search."));
    // Times of other days are longer.
    const int rows = m_model->rowCount();
    const int wanted = rows == 0 ? 0 : isOfToday(m_model->rowAt(rows - 1)) ? 1 : 2;
    if (m_table->property("sized").toInt() < qMax(1, wanted)) {
        m_table->setProperty("sized", wanted);
        m_table->fitColumns();
    }
    const int row = m_selected.isEmpty() ? -1 : m_model->rowOf(m_selected);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->selectRow(row);
}

void LogsPage::showSelected()
{
    const int row = m_model->rowOf(m_selected);
    if (row < 0)
        return;
    const QJsonObject line = m_model->rowAt(row);
    m_pane->begin(textOf(line, "method") + u' ' + whereOf(line));
    m_pane->pill()->setState(toneOf(line), stateOf(line));
    m_pane->pill()->show();
    m_pane->addFact(tr("Time"), wholeTime(line));
    m_pane->addFact(tr("Message"), textOf(line, "message"));
    const QStringList shown{u"timestamp"_s, u"message"_s, u"method"_s, u"status_code"_s};
    for (auto it = line.begin(); it != line.end(); ++it) {
        if (!shown.contains(it.key()) && !it.value().toVariant().toString().isEmpty())
            m_pane->addFact(labelOf(it.key()), it.value().toVariant().toString(), true);
    }
    for (QAction* action : {m_sameRequest, m_again}) {
        auto* button = new QPushButton(action->text(), m_pane);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        m_pane->addAction(button);
    }
    m_pane->open();
}

void LogsPage::filterBy(const QString& word)
{
    m_filter->search()->setQuery(word);
    applyFilter();
}

void LogsPage::tryAgain()
{
    const int row = m_model->rowOf(m_selected);
    if (row < 0)
        return;
    QUrlQuery query;
    query.addQueryItem(u"method"_s, textOf(m_model->rowAt(row), "method"));
    query.addQueryItem(u"path"_s, textOf(m_model->rowAt(row), "endpoint"));
    context().navigate({u"tester"_s, query});
}

/// The gateway writes the file: it has more lines than are loaded here.
void LogsPage::download(const QString& format)
{
    QUrlQuery query = m_model->filter();
    query.addQueryItem(u"format"_s, format);
    context().client.call(
        CallId::LogExport, {}, query, this, [this, format](const Result<QJsonObject>& answer) {
            if (!answer)
                messages()->showError(tr("The log could not be exported."), answer.error(), false);
            else
                saveExport(*this, u"logs."_s + format, answer->value(u"data"_s).toString().toUtf8());
        });
}

QUrlQuery LogsPage::state() const
{
    QUrlQuery query;
    if (!m_filter->search()->text().isEmpty())
        query.addQueryItem(u"search"_s, m_filter->search()->text());
    return query;
}

void LogsPage::restoreState(const QUrlQuery& query)
{
    filterBy(query.queryItemValue(u"search"_s, QUrl::FullyDecoded));
}

} // namespace gatehouse::console
