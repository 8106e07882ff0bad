// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/plan_dialog.h"

#include "common/api/v1_requests.h"
#include "console/pages/shared/document_picker.h"
#include "console/widgets/field_form.h"
#include "console/widgets/toast.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

PlanDialog::PlanDialog(PageContext& context, const QString& tenant, const QJsonObject& subscription,
                       QWidget* parent)
    : RequestDialog(
          context,
          {tr("Plan of %1 on %2")
               .arg(subscription.value(u"consumer"_s).toString(), subscription.value(u"api"_s).toString()),
           tr("The limits of the new plan hold at once. Without a plan those of the consumer hold."),
           tr("Change plan"), tr("The plan was not changed.")},
          tableOf<SubscriptionChangeRequest>(), {u"status"_s, u"status_reason"_s},
          CallId::SubscriptionV1Update, {subscription.value(u"subscription_id"_s).toString()}, parent)
    , m_name(subscription.value(u"consumer"_s).toString())
{
    form()->replaceEditor(u"plan_id"_s, new DocumentPicker(context.client, planSource(tenant)));
    form()->setDocument({{u"plan_id"_s, subscription.value(u"plan_id"_s)}});
}

/// An empty text takes the plan away; null would mean that nothing is asked.
QJsonObject PlanDialog::body() const
{
    return {{u"plan_id"_s, form()->document().value(u"plan_id"_s).toString()}};
}

void PlanDialog::took(const QJsonObject& answer)
{
    const QString plan = answer.value(u"plan"_s).toString();
    context().toasts.show(tokens::Tone::Good, plan.isEmpty()
                                                  ? tr("%1 has no plan of its own now.").arg(m_name)
                                                  : tr("%1 has the plan %2 now.").arg(m_name, plan));
    Q_EMIT changed();
}

} // namespace gatehouse::console
