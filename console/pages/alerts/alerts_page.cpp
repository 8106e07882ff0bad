// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/alerts_page.h"

#include "common/model/alerting.h"
#include "console/client/event_stream.h"
#include "console/models/json_row.h"
#include "console/pages/alerts/alert_dialogs.h"
#include "console/pages/alerts/alert_words.h"
#include "console/pages/consumers/desk_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/empty_state.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"

#include <QAction>
#include <QComboBox>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString idOf(const QJsonObject& alert)
{
    return textOf(alert, "id");
}

QList<Column> columns()
{
    return {{u"severity"_s, AlertsPage::tr("Severity"), severityWord, severityTone, {}, false},
            {u"rule"_s, AlertsPage::tr("Alert"), {}, {}, {}, false},
            {u"subject"_s, AlertsPage::tr("Source"), alertSourceText, {}, {}, false},
            {u"state"_s, AlertsPage::tr("State"), alertStateWord, alertStateTone, {}, false},
            {u"value"_s, AlertsPage::tr("Value"), alertAgainstThreshold, {}, {}, false},
            timeColumn(u"since"_s, AlertsPage::tr("Since"), false),
            timeColumn(u"resolved_at"_s, AlertsPage::tr("Ended"), false)};
}

QList<QPair<QString, QString>> severities()
{
    QList<QPair<QString, QString>> list{{QString(), AlertsPage::tr("Every severity")}};
    for (const char* word : wireNames(Severity{}))
        list.append({QString::fromLatin1(word), choiceText(QString::fromLatin1(word))});
    return list;
}

} // namespace

AlertsPage::AlertsPage(PageContext& context, QWidget* parent)
    : ListPage({tr("Alerts"), tr("Search alerts"), u"alerts"_s, tr("The alerts could not be read.")}, context,
               {CallId::AlertList, u"items"_s}, columns(), idOf, parent)
    , m_acknowledge(addOverflowAction(tr("Acknowledge…"), u"good"_s, true))
    , m_silence(addOverflowAction(tr("Silence…"), u"pause"_s, true))
    , m_log(addOverflowAction(tr("Show log lines"), u"logs"_s))
    , m_rule(addOverflowAction(tr("Show rule"), u"edit"_s))
{
    addExportActions();
    addChoice(u"state"_s, tr("State"),
              {{QString(), tr("Now")},
               {u"firing"_s, tr("Firing")},
               {u"pending"_s, tr("Pending")},
               {u"resolved"_s, tr("Ended")}});
    addChoice(u"severity"_s, tr("Severity"), severities());
    m_acknowledge->setObjectName(u"acknowledge"_s);
    m_silence->setObjectName(u"silence"_s);
    connect(m_acknowledge, &QAction::triggered, this, &AlertsPage::acknowledge);
    connect(m_silence, &QAction::triggered, this, &AlertsPage::silence);
    connect(m_log, &QAction::triggered, this, &AlertsPage::showLog);
    connect(m_rule, &QAction::triggered, this, &AlertsPage::showRule);
    connect(&context.events, &EventStream::event, this, [this](const QString& type) {
        if (type == u"alert"_s && m_front)
            model()->reload();
    });
    auto* empty =
        new EmptyState(u"alert"_s, tr("Nothing fires. Rules say what is watched, channels say who is told."),
                       tr("Show alert rules"), this);
    connect(empty, &EmptyState::actionRequested, this, [this] {
        this->context().navigate({u"alert_rules"_s, {}});
    });
    setEmptyState(empty);
}

void AlertsPage::activate()
{
    m_front = true;
    ListPage::activate();
}

void AlertsPage::deactivate()
{
    m_front = false;
    ListPage::deactivate();
}

void AlertsPage::addFacts(DetailPane& pane, const QJsonObject& alert) const
{
    const auto time = [&](const QString& label, const QString& key) {
        if (!alert.value(key).isNull())
            pane.addFact(label, absoluteTime(alert, key));
    };
    pane.addFact(tr("Severity"), severityWord(alert));
    pane.addFact(tr("Source"), alertSourceText(alert));
    pane.addFact(tr("Value"), alertAgainstThreshold(alert));
    pane.addFact(tr("At worst"), alertValueText(alert, u"worst"_s));
    time(tr("Since"), u"since"_s);
    time(tr("Fired"), u"fired_at"_s);
    time(tr("Good since"), u"good_since"_s);
    time(tr("Ended"), u"resolved_at"_s);
    time(tr("Notified"), u"notified_at"_s);
    if (const QString why = alertEndingText(alert); !why.isEmpty())
        pane.addFact(tr("Why it ended"), why);
    if (textOf(alert, "acknowledged_by").isEmpty())
        return;
    pane.addSection(tr("Acknowledged"));
    pane.addFact(tr("By"), textOf(alert, "acknowledged_by"));
    time(tr("When"), u"acknowledged_at"_s);
    pane.addFact(tr("Comment"), textOf(alert, "comment"));
}

void AlertsPage::showDetails(DetailPane& pane, const QJsonObject& alert)
{
    pane.setTitle(textOf(alert, "rule"));
    pane.pill()->setState(alertStateTone(alert), alertStateWord(alert));
    pane.pill()->show();
    addFacts(pane, alert);
    const bool firing = textOf(alert, "state") == u"firing"_s;
    const bool ended = textOf(alert, "state") == u"resolved"_s;
    m_acknowledge->setVisible(firing && textOf(alert, "acknowledged_by").isEmpty());
    m_silence->setVisible(!ended);
    m_log->setVisible(!logSearchFor(alert).isEmpty());
    for (QAction* action : {m_acknowledge, m_silence, m_log, m_rule}) {
        if (action->isVisible())
            pane.addAction(buttonFor(action));
    }
}

void AlertsPage::openRow(const QJsonObject& alert)
{
    if (!logSearchFor(alert).isEmpty())
        showLog();
    else
        showRule();
}

void AlertsPage::acknowledge()
{
    const auto row = chosen();
    if (!row)
        return;
    auto* dialog = new AcknowledgeDialog(context(), *row, this);
    connect(dialog, &AcknowledgeDialog::acknowledged, this, [this] { model()->reload(); });
    dialog->open();
}

void AlertsPage::silence()
{
    const auto row = chosen();
    if (!row)
        return;
    const auto signal = fromWire<AlertSignal>(textOf(*row, "signal"));
    const QString api = signal && isOfTraffic(*signal) ? textOf(*row, "subject") : QString();
    auto* dialog = new SilenceDialog(context(), textOf(*row, "rule_id"), textOf(*row, "rule"), api, this);
    connect(dialog, &SilenceDialog::silenced, this, [this] { model()->reload(); });
    dialog->open();
}

void AlertsPage::showLog()
{
    const auto row = chosen();
    if (!row)
        return;
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(logSearchFor(*row))));
    context().navigate({u"logs"_s, query});
}

void AlertsPage::showRule()
{
    const auto row = chosen();
    if (!row)
        return;
    QUrlQuery query;
    query.addQueryItem(u"search"_s, QString::fromLatin1(QUrl::toPercentEncoding(textOf(*row, "rule"))));
    context().navigate({u"alert_rules"_s, query});
}

} // namespace gatehouse::console
