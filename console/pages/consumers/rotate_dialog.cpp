// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/consumers/rotate_dialog.h"

#include "common/api/v1_requests.h"
#include "console/pages/consumers/desk_words.h"
#include "console/pages/consumers/key_pane.h"

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

QString subscriptionName(const QJsonObject& subscription)
{
    return RotateDialog::tr("%1 on %2")
        .arg(subscription.value(u"consumer"_s).toString(), subscription.value(u"api"_s).toString());
}

} // namespace

RotateDialog::RotateDialog(PageContext& context, const QJsonObject& subscription, QWidget* parent)
    : RequestDialog(context,
                    {tr("Rotate the key of %1").arg(subscriptionName(subscription)),
                     tr("A new key is made and shown once. Tell the consumer to change over within the grace "
                        "period; a key that has leaked should end at once, with 0 hours."),
                     tr("Rotate key"), tr("The key was not rotated.")},
                    tableOf<RotateRequest>(), {}, CallId::SubscriptionV1RotateKey,
                    {subscription.value(u"subscription_id"_s).toString()}, parent)
    , m_name(subscriptionName(subscription))
{
}

void RotateDialog::took(const QJsonObject& answer)
{
    const bool atOnce = answer.value(u"grace_period_hours"_s).toInt() == 0;
    auto* shown = new KeyDialog(context(), tr("New key of %1").arg(m_name), parentWidget());
    shown->pane()->show(
        answer.value(u"new_api_key"_s).toString(), {},
        atOnce ? tr("The old key is refused from now on.")
               : tr("The old key works until %1.").arg(absoluteTime(answer, u"old_key_expires_at"_s)));
    shown->open();
    Q_EMIT rotated();
}

} // namespace gatehouse::console
