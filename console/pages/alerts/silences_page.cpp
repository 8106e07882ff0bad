// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/silences_page.h"

#include "common/core/ids.h"
#include "common/model/alerting.h"
#include "console/models/json_row.h"
#include "console/pages/alerts/alert_pickers.h"
#include "console/pages/consumers/desk_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"

#include <QComboBox>
#include <QDateTime>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString silenceStateWord(const QJsonObject& silence)
{
    const QString state = textOf(silence, "state");
    if (state == u"active"_s)
        return SilencesPage::tr("Active");
    return state == u"waiting"_s ? SilencesPage::tr("To come") : SilencesPage::tr("Over");
}

Tone silenceStateTone(const QJsonObject& silence)
{
    const QString state = textOf(silence, "state");
    return state == u"active"_s ? Tone::Warning : state == u"waiting"_s ? Tone::Info : Tone::Off;
}

QString ruleText(const QJsonObject& silence)
{
    const QString rule = textOf(silence, "rule");
    return rule.isEmpty() ? SilencesPage::tr("every rule") : rule;
}

QString apiText(const QJsonObject& silence)
{
    const QString api = textOf(silence, "api");
    return api.isEmpty() ? SilencesPage::tr("every source") : api;
}

void showSilence(DetailPane& pane, const QJsonObject& silence)
{
    pane.setTitle(ruleText(silence));
    pane.pill()->setState(silenceStateTone(silence), silenceStateWord(silence));
    pane.pill()->show();
    pane.addFact(SilencesPage::tr("Source"), apiText(silence));
    pane.addFact(SilencesPage::tr("From"), absoluteTime(silence, u"starts_at"_s));
    pane.addFact(SilencesPage::tr("Until"), absoluteTime(silence, u"ends_at"_s));
    pane.addFact(SilencesPage::tr("Reason"), textOf(silence, "reason"));
    pane.addFact(SilencesPage::tr("Made by"), textOf(silence, "created_by"));
}

DocumentsSpec silencesSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {SilencesPage::tr("Silences"), SilencesPage::tr("Search silences"), u"silences"_s,
                 SilencesPage::tr("The silences could not be read.")};
    spec.source = {CallId::SilenceList, u"items"_s};
    spec.columns = {{u"rule"_s, SilencesPage::tr("Rule"), ruleText, {}, {}, false},
                    {u"api"_s, SilencesPage::tr("Source"), apiText, {}, {}, false},
                    {u"state"_s, SilencesPage::tr("State"), silenceStateWord, silenceStateTone, {}, false},
                    timeColumn(u"ends_at"_s, SilencesPage::tr("Until"), false),
                    {u"reason"_s, SilencesPage::tr("Reason"), {}, {}, {}, false},
                    {u"created_by"_s, SilencesPage::tr("Made by"), {}, {}, {}, false}};
    spec.idOf = id;
    spec.editor.kind = u"silence"_s;
    spec.editor.table = &tableOf<Silence>();
    spec.editor.create = CallId::SilenceCreate;
    spec.editor.read = CallId::SilenceGet;
    spec.editor.update = CallId::SilenceUpdate;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.editor.id = id;
    spec.editor.name = ruleText;
    spec.editor.nullClears = true;
    spec.canClone = false;
    spec.remove = CallId::SilenceDelete;
    spec.icon = u"pause"_s;
    spec.help = u"alerts"_s;
    spec.words = {SilencesPage::tr("Create silence"),
                  SilencesPage::tr("New silence"),
                  SilencesPage::tr("Silence of %1"),
                  SilencesPage::tr("During a silence nobody is told; alerts are still shown and kept."),
                  SilencesPage::tr("End the silence of %1?"),
                  SilencesPage::tr("What fires by then is told at once."),
                  SilencesPage::tr("End silence")};
    spec.details = showSilence;
    return spec;
}

} // namespace

SilencesPage::SilencesPage(PageContext& context, QWidget* parent)
    : DocumentsPage(silencesSpec(), context, parent)
{
    addChoice(u"state"_s, tr("State"),
              {{QString(), tr("Every state")},
               {u"active"_s, tr("Active")},
               {u"waiting"_s, tr("To come")},
               {u"over"_s, tr("Over")}});
}

/// For an hour from now on, which is later than when the place was opened.
void SilencesPage::create(const QJsonObject& initial)
{
    constexpr qint64 hourMs = 3'600'000;
    QJsonObject silence = initial;
    silence.insert(u"ends_at"_s, isoTime(QDateTime::currentMSecsSinceEpoch() + hourMs));
    DocumentsPage::create(silence);
}

EditorSpec SilencesPage::editorFor(const QJsonObject& document) const
{
    EditorSpec editor = DocumentsPage::editorFor(document);
    editor.prepare = [&client = context().client](FieldForm& form) {
        form.replaceEditor(u"rule_id"_s, new DocumentPicker(client, alertRuleSource()));
        form.replaceEditor(u"api"_s, new DocumentPicker(client, apiKeySource()));
    };
    return editor;
}

} // namespace gatehouse::console
