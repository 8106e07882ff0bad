// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/plans/plans_page.h"

#include "common/api/v1_requests.h"
#include "common/model/plan.h"
#include "console/models/json_row.h"
#include "console/widgets/detail_pane.h"
#include "console/widgets/indicators.h"
#include "console/widgets/model_text.h"
#include "console/widgets/table_view.h"

#include <QComboBox>
#include <QLocale>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

/// A limit that is not set is a dash and not a zero: it is no limit.
QString countText(const QJsonValue& value)
{
    return value.isDouble() ? QLocale().toString(value.toInteger()) : u"–"_s;
}

Column countColumn(const QString& key, const QString& title, bool sortable = true)
{
    return {key,      title, [key](const QJsonObject& row) { return countText(row.value(key)); }, {}, {},
            sortable, true};
}

QString planState(const QJsonObject& plan)
{
    const QString state = textOf(plan, "status");
    if (state == u"archived"_s)
        return PlansPage::tr("Archived");
    return state == u"deprecated"_s ? PlansPage::tr("Deprecated") : PlansPage::tr("Offered");
}

Tone planTone(const QJsonObject& plan)
{
    const QString state = textOf(plan, "status");
    if (state == u"archived"_s)
        return Tone::Off;
    return state == u"deprecated"_s ? Tone::Warning : Tone::Good;
}

QString approvalText(const QJsonObject& plan)
{
    return plan.value(u"requires_approval"_s).toBool() ? PlansPage::tr("by a person")
                                                       : PlansPage::tr("at once");
}

QList<RowOperation> planOperations()
{
    const auto in = [](bool archived) {
        return [archived](const QJsonObject& row) {
            return (textOf(row, "status") == u"archived"_s) == archived;
        };
    };
    return {{.text = PlansPage::tr("Archive"),
             .icon = u"off"_s,
             .call = CallId::PlanV1Update,
             .applies = in(false),
             .done = PlansPage::tr("%1 is not offered any more; who has it keeps it."),
             .undone = PlansPage::tr("%1 is offered again."),
             .undo = CallId::PlanV1Update,
             .body = {{u"status"_s, u"archived"_s}},
             .undoBody = {{u"status"_s, u"active"_s}}},
            {.text = PlansPage::tr("Offer again"),
             .icon = u"play"_s,
             .call = CallId::PlanV1Update,
             .applies = in(true),
             .done = PlansPage::tr("%1 is offered again."),
             .body = {{u"status"_s, u"active"_s}}}};
}

void showPlan(DetailPane& pane, const QJsonObject& plan)
{
    pane.setTitle(textOf(plan, "name"));
    pane.pill()->setState(planTone(plan), planState(plan));
    pane.pill()->show();
    pane.addFact(PlansPage::tr("Short name"), textOf(plan, "slug"), true);
    pane.addFact(PlansPage::tr("Description"), textOf(plan, "description"));
    pane.addSection(PlansPage::tr("Limits (requests)"));
    pane.addFact(PlansPage::tr("Per second"), countText(plan.value(u"rate_limit_per_second"_s)));
    pane.addFact(PlansPage::tr("Per minute"), countText(plan.value(u"rate_limit_per_minute"_s)));
    pane.addFact(PlansPage::tr("Per day"), countText(plan.value(u"daily_request_limit"_s)));
    pane.addFact(PlansPage::tr("Per month"), countText(plan.value(u"monthly_request_limit"_s)));
    pane.addFact(PlansPage::tr("Burst"), countText(plan.value(u"burst_limit"_s)));
    pane.addSection(PlansPage::tr("Approval"));
    pane.addFact(PlansPage::tr("Subscriptions are approved"), approvalText(plan));
}

DocumentsSpec plansSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "id"); };
    DocumentsSpec spec;
    spec.look = {PlansPage::tr("Plans"), PlansPage::tr("Search plans"), u"plans"_s,
                 PlansPage::tr("The plans could not be read.")};
    spec.source = {CallId::PlanV1List, u"items"_s};
    spec.columns = {{u"name"_s, PlansPage::tr("Name"), {}, {}, {}},
                    {u"slug"_s, PlansPage::tr("Short name"), {}, {}, {}},
                    {u"status"_s, PlansPage::tr("State"), planState, planTone, {}},
                    countColumn(u"rate_limit_per_second"_s, PlansPage::tr("Per second")),
                    countColumn(u"rate_limit_per_minute"_s, PlansPage::tr("Per minute")),
                    countColumn(u"daily_request_limit"_s, PlansPage::tr("Per day")),
                    countColumn(u"monthly_request_limit"_s, PlansPage::tr("Per month")),
                    countColumn(u"burst_limit"_s, PlansPage::tr("Burst")),
                    {u"requires_approval"_s, PlansPage::tr("Approval"), approvalText, {}, {}, false}};
    spec.idOf = id;
    spec.byTenant = true;
    spec.editor.kind = u"plan"_s;
    spec.editor.table = &tableOf<PlanRequest>();
    spec.editor.create = CallId::PlanV1Create;
    spec.editor.read = CallId::PlanV1Get;
    spec.editor.update = CallId::PlanV1Update;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.editor.id = id;
    spec.editor.name = [](const QJsonObject& row) { return textOf(row, "name"); };
    spec.editor.nullClears = true;
    spec.operations = planOperations();
    spec.remove = CallId::PlanV1Delete;
    spec.icon = u"plan"_s;
    spec.help = u"plans"_s;
    spec.words = {
        PlansPage::tr("Create plan"),
        PlansPage::tr("New plan"),
        PlansPage::tr("Plan %1"),
        PlansPage::tr("A plan says how many requests a consumer may send per second, minute, day and month."),
        PlansPage::tr("Delete plan %1?"),
        PlansPage::tr("Only a plan that nobody has can be deleted; archive it when it is in use."),
        PlansPage::tr("Delete plan")};
    spec.details = showPlan;
    return spec;
}

QString ruleState(const QJsonObject& rule)
{
    return rule.value(u"enabled"_s).toBool() ? LimitRulesPage::tr("Enabled") : LimitRulesPage::tr("Off");
}

Tone ruleTone(const QJsonObject& rule)
{
    return rule.value(u"enabled"_s).toBool() ? Tone::Good : Tone::Off;
}

QString ruleType(const QJsonObject& rule)
{
    return choiceText(textOf(rule, "rule_type"));
}

QString ruleLimit(const QJsonObject& rule)
{
    return LimitRulesPage::tr("%1 per %2")
        .arg(countText(rule.value(u"limit"_s)), choiceText(textOf(rule, "time_window")).toLower());
}

QList<RowOperation> ruleOperations()
{
    const auto in = [](bool on) {
        return [on](const QJsonObject& row) { return row.value(u"enabled"_s).toBool() == on; };
    };
    return {{.text = LimitRulesPage::tr("Switch off"),
             .icon = u"pause"_s,
             .call = CallId::LimitRuleDisable,
             .applies = in(true),
             .done = LimitRulesPage::tr("%1 is not applied any more."),
             .undone = LimitRulesPage::tr("%1 is applied."),
             .undo = CallId::LimitRuleEnable},
            {.text = LimitRulesPage::tr("Switch on"),
             .icon = u"play"_s,
             .call = CallId::LimitRuleEnable,
             .applies = in(false),
             .done = LimitRulesPage::tr("%1 is applied."),
             .undone = LimitRulesPage::tr("%1 is not applied any more."),
             .undo = CallId::LimitRuleDisable}};
}

DocumentsSpec rulesSpec()
{
    const auto id = [](const QJsonObject& row) { return textOf(row, "rule_id"); };
    DocumentsSpec spec;
    spec.look = {LimitRulesPage::tr("Limit rules"), LimitRulesPage::tr("Search limit rules"), u"rules"_s,
                 LimitRulesPage::tr("The limit rules could not be read.")};
    spec.source = {.list = CallId::LimitRuleList,
                   .itemsKey = u"items"_s,
                   .whole = true,
                   .fixed = QUrlQuery(u"limit=1000"_s)};
    spec.columns = {{u"rule_id"_s, LimitRulesPage::tr("Id"), {}, {}, {}},
                    {u"enabled"_s, LimitRulesPage::tr("State"), ruleState, ruleTone, {}},
                    {u"rule_type"_s, LimitRulesPage::tr("Counts"), ruleType, {}, {}},
                    {u"target_identifier"_s, LimitRulesPage::tr("Applies to"), {}, {}, {}},
                    {u"limit"_s, LimitRulesPage::tr("Limit"), ruleLimit, {}, {}, true, true},
                    countColumn(u"burst_allowance"_s, LimitRulesPage::tr("Burst")),
                    countColumn(u"priority"_s, LimitRulesPage::tr("Priority")),
                    {u"description"_s, LimitRulesPage::tr("Description"), {}, {}, {}}};
    spec.idOf = id;
    spec.editor.kind = u"limit_rule"_s;
    spec.editor.table = &tableOf<LimitRule>();
    spec.editor.create = CallId::LimitRuleCreate;
    spec.editor.read = CallId::LimitRuleGet;
    spec.editor.update = CallId::LimitRuleUpdate;
    spec.editor.key = [id](const QJsonObject& row) { return QStringList{id(row)}; };
    spec.operations = ruleOperations();
    spec.remove = CallId::LimitRuleDelete;
    spec.icon = u"filter"_s;
    spec.help = u"plans"_s;
    spec.words = {
        LimitRulesPage::tr("Create limit rule"),
        LimitRulesPage::tr("New limit rule"),
        LimitRulesPage::tr("Limit rule %1"),
        LimitRulesPage::tr("A limit rule counts requests per user, API, operation or address, beside the "
                           "limits of plans and users."),
        LimitRulesPage::tr("Delete limit rule %1?"),
        LimitRulesPage::tr("What it held back passes from now on."),
        LimitRulesPage::tr("Delete limit rule")};
    spec.details = [](DetailPane& pane, const QJsonObject& rule) {
        pane.pill()->setState(ruleTone(rule), ruleState(rule));
        pane.pill()->show();
        pane.addFact(LimitRulesPage::tr("Counts"), ruleType(rule));
        pane.addFact(LimitRulesPage::tr("Applies to"), textOf(rule, "target_identifier"), true);
        pane.addFact(LimitRulesPage::tr("Limit"), ruleLimit(rule));
        pane.addFact(LimitRulesPage::tr("Burst"), countText(rule.value(u"burst_allowance"_s)));
        pane.addFact(LimitRulesPage::tr("Description"), textOf(rule, "description"));
    };
    return spec;
}

} // namespace

PlansPage::PlansPage(PageContext& context, QWidget* parent)
    : DocumentsPage(plansSpec(), context, parent)
{
    addChoice(u"status"_s, tr("State"),
              {{QString(), tr("Every state")},
               {u"active"_s, tr("Offered")},
               {u"deprecated"_s, tr("Deprecated")},
               {u"archived"_s, tr("Archived")}});
    table()->setHiddenByDefault({1}); // the short name; the pane tells it
}

LimitRulesPage::LimitRulesPage(PageContext& context, QWidget* parent)
    : DocumentsPage(rulesSpec(), context, parent)
{
}

} // namespace gatehouse::console
