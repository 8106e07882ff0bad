// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/policies/policies_page.h"

#include "common/model/policy.h"
#include "console/models/json_row.h"
#include "console/pages/policies/bindings_editor.h"
#include "console/pages/policies/policy_type_dialog.h"
#include "console/pages/policies/policy_words.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/field_form.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"

#include <QComboBox>
#include <QJsonArray>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString stateWord(const QJsonObject& policy)
{
    if (!policy.value(u"enabled"_s).toBool())
        return PoliciesPage::tr("Off");
    return policy.value(u"dry_run"_s).toBool() ? PoliciesPage::tr("Dry run") : PoliciesPage::tr("Enforced");
}

Tone stateTone(const QJsonObject& policy)
{
    if (!policy.value(u"enabled"_s).toBool())
        return Tone::Off;
    return policy.value(u"dry_run"_s).toBool() ? Tone::Info : Tone::Good;
}

QString typeWord(const QJsonObject& policy)
{
    return policyTypeText(textOf(policy, "policy_type"));
}

QString boundText(const QJsonObject& policy)
{
    const auto count = static_cast<int>(policy.value(u"bindings"_s).toArray().size());
    if (count > 0)
        return PoliciesPage::tr("%n API(s) or tenant(s)", nullptr, count);
    const QString tenant = textOf(policy, "tenant_id");
    return tenant.isEmpty() ? PoliciesPage::tr("every API") : PoliciesPage::tr("every API of %1").arg(tenant);
}

/// Sets one switch of a policy, and back.
RowOperation switchTo(const QString& text, const QString& icon, const QString& field, bool on,
                      const QString& done, const QString& undone)
{
    return {.text = text,
            .icon = icon,
            .call = CallId::PolicyUpdate,
            .applies = [field, on](const QJsonObject& row) { return row.value(field).toBool() != on; },
            .done = done,
            .undone = undone,
            .undo = CallId::PolicyUpdate,
            .body = {{field, on}},
            .undoBody = {{field, !on}}};
}

QList<RowOperation> operations()
{
    const QString applied = PoliciesPage::tr("%1 is applied.");
    const QString off = PoliciesPage::tr("%1 is not applied any more.");
    const QString dry = PoliciesPage::tr("%1 only records what it would refuse.");
    const QString enforced = PoliciesPage::tr("%1 is enforced.");
    return {switchTo(PoliciesPage::tr("Switch off"), u"pause"_s, u"enabled"_s, false, off, applied),
            switchTo(PoliciesPage::tr("Switch on"), u"play"_s, u"enabled"_s, true, applied, off),
            switchTo(PoliciesPage::tr("Start dry run"), u"reveal"_s, u"dry_run"_s, true, dry, enforced),
            switchTo(PoliciesPage::tr("Enforce"), u"policy"_s, u"dry_run"_s, false, enforced, dry)};
}

void showPolicy(DetailPane& pane, const QJsonObject& policy)
{
    pane.setTitle(textOf(policy, "name"));
    pane.pill()->setState(stateTone(policy), stateWord(policy));
    pane.pill()->show();
    pane.addFact(PoliciesPage::tr("Type"), typeWord(policy));
    pane.addFact(PoliciesPage::tr("In words"), policySummary(policy));
    pane.addFact(PoliciesPage::tr("Applies to"), boundText(policy));
    pane.addFact(PoliciesPage::tr("Scope"), choiceText(textOf(policy, "scope")));
    pane.addFact(PoliciesPage::tr("Priority"), QString::number(policy.value(u"priority"_s).toInt()))
        ->setToolTip(PoliciesPage::tr("Lower runs first"));
    pane.addFact(PoliciesPage::tr("Description"), textOf(policy, "description"));
    pane.addFact(PoliciesPage::tr("Id"), textOf(policy, "id"), true);
}

DocumentsSpec specOf()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {PoliciesPage::tr("Policies"), PoliciesPage::tr("Search policies"), u"policies"_s,
                 PoliciesPage::tr("The policies could not be read.")};
    spec.source = {CallId::PolicyList, u"items"_s};
    spec.columns = {{u"name"_s, PoliciesPage::tr("Name"), {}, {}, {}},
                    {u"policy_type"_s, PoliciesPage::tr("Type"), typeWord, {}, {}},
                    {u"enabled"_s, PoliciesPage::tr("State"), stateWord, stateTone, {}},
                    {u"config"_s, PoliciesPage::tr("In words"), policySummary, {}, {}, false},
                    {u"bindings"_s, PoliciesPage::tr("Applies to"), boundText, {}, {}, false},
                    {u"priority"_s, PoliciesPage::tr("Priority"), {}, {}, {}, true, true},
                    {u"description"_s, PoliciesPage::tr("Description"), {}, {}, {}, false}};
    spec.idOf = id;
    spec.editor.kind = u"policy"_s;
    spec.editor.table = &tableOf<Policy>();
    spec.editor.create = CallId::PolicyCreate;
    spec.editor.read = CallId::PolicyGet;
    spec.editor.update = CallId::PolicyReplace; // the settings are sent as a whole
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.editor.id = id;
    spec.editor.name = [](const QJsonObject& row) { return textOf(row, "name"); };
    spec.editor.nullClears = true;
    spec.skipOnCreate = QStringList{u"policy_type"_s};
    spec.operations = operations();
    spec.remove = CallId::PolicyDelete;
    spec.icon = u"policy"_s;
    spec.help = u"policies"_s;
    spec.words = {
        PoliciesPage::tr("Create policy"),
        PoliciesPage::tr("New policy"),
        PoliciesPage::tr("Policy %1"),
        PoliciesPage::tr(
            "A policy limits, filters or changes calls: for one API, a tenant or the whole gateway."),
        PoliciesPage::tr("Delete policy %1?"),
        PoliciesPage::tr("It is not applied any more. An earlier revision brings it back."),
        PoliciesPage::tr("Delete policy")};
    spec.details = showPolicy;
    return spec;
}

QList<QPair<QString, QString>> typeChoices()
{
    QList<QPair<QString, QString>> choices{{QString(), PoliciesPage::tr("Every type")}};
    for (const char* word : wireNames(PolicyType{}))
        choices.append({QString::fromLatin1(word), policyTypeText(QString::fromLatin1(word))});
    return choices;
}

} // namespace

PoliciesPage::PoliciesPage(PageContext& context, QWidget* parent)
    : DocumentsPage(specOf(), context, parent)
{
    addChoice(u"policy_type"_s, tr("Type"), typeChoices());
    addChoice(
        u"enabled"_s, tr("State"),
        {{QString(), tr("On and off")}, {u"true"_s, tr("Switched on")}, {u"false"_s, tr("Switched off")}});
}

/// A new policy begins with its type, which decides on the rest of the form.
void PoliciesPage::create(const QJsonObject& initial)
{
    if (!initial.isEmpty()) {
        QJsonObject copy = initial;
        QJsonArray bindings;
        const QJsonArray originals = initial.value(u"bindings"_s).toArray();
        for (const QJsonValue& original : originals) {
            QJsonObject binding = original.toObject();
            binding.remove(u"id"_s); // the copy is bound by itself
            bindings.append(binding);
        }
        copy.insert(u"bindings"_s, bindings);
        DocumentsPage::create(copy);
        return;
    }
    auto* dialog = new PolicyTypeDialog(this);
    connect(dialog, &PolicyTypeDialog::chosen, this, [this](const QString& type) {
        DocumentsPage::create(
            {{u"policy_type"_s, type}, {u"tenant_id"_s, u"default"_s}, {u"enabled"_s, true}});
    });
    dialog->open();
}

EditorSpec PoliciesPage::editorFor(const QJsonObject& document) const
{
    EditorSpec editor = DocumentsPage::editorFor(document);
    const auto type = fromWire<PolicyType>(textOf(document, "policy_type")).value_or(PolicyType::RateLimit);
    editor.sections = {{u"config"_s, &policyConfigTable(type), typeWord(document)}};
    editor.prepare = [&client = context().client](FieldForm& form) {
        form.replaceEditor(u"bindings"_s, new BindingsEditor(client));
    };
    return editor;
}

} // namespace gatehouse::console
