// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/alert_rules_page.h"

#include "common/model/alerting.h"
#include "console/models/json_row.h"
#include "console/pages/alerts/alert_dialogs.h"
#include "console/pages/alerts/alert_pickers.h"
#include "console/pages/alerts/alert_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"

#include <QAction>
#include <QComboBox>
#include <QJsonArray>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString ruleStateWord(const QJsonObject& rule)
{
    return rule.value(u"enabled"_s).toBool() ? alertStateWord(rule) : AlertRulesPage::tr("Off");
}

Tone ruleStateTone(const QJsonObject& rule)
{
    if (!rule.value(u"enabled"_s).toBool())
        return Tone::Off;
    return textOf(rule, "state") == u"inactive"_s ? Tone::Good : alertStateTone(rule);
}

QString channelsText(const QJsonObject& rule)
{
    const auto count = int(rule.value(u"channels"_s).toArray().size());
    return count == 0 ? AlertRulesPage::tr("every channel")
                      : AlertRulesPage::tr("%n channel(s)", nullptr, count);
}

/// Names are unique in a tenant.
QString tenantText(const QJsonObject& rule)
{
    const QString tenant = textOf(rule, "tenant_id");
    return tenant.isEmpty() ? AlertRulesPage::tr("every tenant") : tenant;
}

void showRule(DetailPane& pane, const QJsonObject& rule)
{
    pane.setTitle(textOf(rule, "name"));
    pane.pill()->setState(ruleStateTone(rule), ruleStateWord(rule));
    pane.pill()->show();
    pane.addFact(AlertRulesPage::tr("In words"), alertRuleSummary(rule));
    pane.addFact(AlertRulesPage::tr("Severity"), severityWord(rule));
    pane.addFact(AlertRulesPage::tr("Tenant"), tenantText(rule));
    pane.addFact(AlertRulesPage::tr("Notifies"), channelsText(rule));
    pane.addFact(AlertRulesPage::tr("Ends after"),
                 durationText(rule.value(u"recover_seconds"_s).toInteger()));
    const qint64 repeat = rule.value(u"repeat_seconds"_s).toInteger();
    pane.addFact(AlertRulesPage::tr("Reminds"),
                 repeat == 0 ? AlertRulesPage::tr("never")
                             : AlertRulesPage::tr("every %1").arg(durationText(repeat)));
    pane.addFact(AlertRulesPage::tr("What to do"), textOf(rule, "description"));
}

QList<RowOperation> operations()
{
    const QString on = AlertRulesPage::tr("%1 is judged.");
    const QString off = AlertRulesPage::tr("%1 is not judged any more.");
    const auto isOn = [](const QJsonObject& row) { return row.value(u"enabled"_s).toBool(); };
    return {{.text = AlertRulesPage::tr("Switch off"),
             .icon = u"pause"_s,
             .call = CallId::AlertRuleUpdate,
             .applies = isOn,
             .done = off,
             .undone = on,
             .undo = CallId::AlertRuleUpdate,
             .body = {{u"enabled"_s, false}},
             .undoBody = {{u"enabled"_s, true}}},
            {.text = AlertRulesPage::tr("Switch on"),
             .icon = u"play"_s,
             .call = CallId::AlertRuleUpdate,
             .applies = [isOn](const QJsonObject& row) { return !isOn(row); },
             .done = on,
             .undone = off,
             .undo = CallId::AlertRuleUpdate,
             .body = {{u"enabled"_s, true}},
             .undoBody = {{u"enabled"_s, false}}}};
}

DocumentsSpec rulesSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {AlertRulesPage::tr("Alert rules"), AlertRulesPage::tr("Search alert rules"),
                 u"alert_rules"_s, AlertRulesPage::tr("The alert rules could not be read.")};
    spec.source = {CallId::AlertRuleList, u"items"_s};
    spec.columns = {{u"name"_s, AlertRulesPage::tr("Name"), {}, {}, {}},
                    {u"severity"_s, AlertRulesPage::tr("Severity"), severityWord, severityTone, {}},
                    {u"enabled"_s, AlertRulesPage::tr("State"), ruleStateWord, ruleStateTone, {}},
                    {u"signal"_s, AlertRulesPage::tr("In words"), alertRuleSummary, {}, {}},
                    {u"tenant_id"_s, AlertRulesPage::tr("Tenant"), tenantText, {}, {}, false},
                    {u"channels"_s, AlertRulesPage::tr("Notifies"), channelsText, {}, {}, false}};
    spec.idOf = id;
    spec.editor.kind = u"alert_rule"_s;
    spec.editor.table = &tableOf<AlertRule>();
    spec.editor.create = CallId::AlertRuleCreate;
    spec.editor.read = CallId::AlertRuleGet;
    spec.editor.update = CallId::AlertRuleUpdate;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.editor.id = id;
    spec.editor.name = [](const QJsonObject& row) { return textOf(row, "name"); };
    spec.editor.nullClears = true;
    spec.operations = operations();
    spec.remove = CallId::AlertRuleDelete;
    spec.initial = {{u"enabled"_s, true}, {u"min_requests"_s, 20}};
    spec.icon = u"alert"_s;
    spec.help = u"alerts"_s;
    spec.words = {
        AlertRulesPage::tr("Create alert rule"),
        AlertRulesPage::tr("New alert rule"),
        AlertRulesPage::tr("Alert rule %1"),
        AlertRulesPage::tr("A rule watches one signal and tells people when it passes a threshold."),
        AlertRulesPage::tr("Delete alert rule %1?"),
        AlertRulesPage::tr("Its alerts end. An earlier revision brings it back."),
        AlertRulesPage::tr("Delete alert rule")};
    spec.details = showRule;
    return spec;
}

} // namespace

AlertRulesPage::AlertRulesPage(PageContext& context, QWidget* parent)
    : DocumentsPage(rulesSpec(), context, parent)
    , m_silence(addOverflowAction(tr("Silence…"), u"pause"_s, true))
{
    m_silence->setObjectName(u"silenceRule"_s);
    connect(m_silence, &QAction::triggered, this, &AlertRulesPage::silence);
    QList<QPair<QString, QString>> severities{{QString(), tr("Every severity")}};
    for (const char* word : wireNames(Severity{}))
        severities.append({QString::fromLatin1(word), choiceText(QString::fromLatin1(word))});
    addChoice(u"severity"_s, tr("Severity"), severities);
}

void AlertRulesPage::showDetails(DetailPane& pane, const QJsonObject& rule)
{
    spec().details(pane, rule);
    pane.addAction(buttonFor(m_silence));
    addDocumentButtons(pane, rule);
}

void AlertRulesPage::silence()
{
    if (const auto row = chosen())
        (new SilenceDialog(context(), textOf(*row, "id"), textOf(*row, "name"), {}, this))->open();
}

EditorSpec AlertRulesPage::editorFor(const QJsonObject& document) const
{
    EditorSpec editor = DocumentsPage::editorFor(document);
    editor.prepare = [&client = context().client](FieldForm& form) {
        form.replaceEditor(u"channels"_s, new ChannelsEditor(client));
        form.replaceEditor(u"api"_s, new DocumentPicker(client, apiKeySource()));
    };
    return editor;
}

} // namespace gatehouse::console
