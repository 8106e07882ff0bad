// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/assign_plan_dialog.h"

#include "common/model/plan.h"
#include "console/pages/shared/document_picker.h"
#include "console/widgets/field_form.h"
#include "console/widgets/toast.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

PickerSource tiers()
{
    const auto text = [](const QJsonObject& tier) {
        return tier.value(u"display_name"_s).toString() + u" ("_s + tier.value(u"tier_id"_s).toString() +
               u')';
    };
    return {CallId::TierList,
            {},
            [](const QJsonObject& tier) { return tier.value(u"tier_id"_s).toString(); },
            text,
            u"tiers"_s};
}

} // namespace

AssignPlanDialog::AssignPlanDialog(PageContext& context, const QString& user, const QJsonObject& current,
                                   QWidget* parent)
    : RequestDialog(
          context,
          {tr("Plan of %1").arg(user),
           tr("The limits of the plan hold for the calls of this user, within the dates if any are given."),
           tr("Assign plan"), tr("The plan was not assigned.")},
          tableOf<TierAssignment>(), {u"user_id"_s, u"override_limits"_s}, CallId::TierAssign, {}, parent)
    , m_user(user)
{
    for (const QString& field : {u"tier_id"_s, u"fallback_tier_id"_s})
        form()->replaceEditor(field, new DocumentPicker(context.client, tiers()));
    form()->setDocument(current);
}

QJsonObject AssignPlanDialog::body() const
{
    QJsonObject body = RequestDialog::body();
    for (const QString& made : {u"assigned_at"_s, u"assigned_by"_s})
        body.remove(made);
    body.insert(u"user_id"_s, m_user);
    return body;
}

void AssignPlanDialog::took(const QJsonObject& answer)
{
    context().toasts.show(tokens::Tone::Good,
                          tr("%1 has the plan %2 now.").arg(m_user, answer.value(u"tier_id"_s).toString()));
    Q_EMIT assigned();
}

} // namespace gatehouse::console
