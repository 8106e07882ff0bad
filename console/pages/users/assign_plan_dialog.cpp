// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/users/assign_plan_dialog.h"

#include "common/model/plan.h"
#include "console/client/api_client.h"
#include "console/pages/shared/conflict_dialog.h"
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

/// Without what the gateway makes.
QJsonObject fieldsOf(QJsonObject assignment)
{
    assignment.remove(u"_id"_s);
    assignment.remove(u"_meta"_s);
    return assignment;
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
    , m_stored(current)
{
    for (const QString& field : {u"tier_id"_s, u"fallback_tier_id"_s})
        form()->replaceEditor(field, new DocumentPicker(context.client, tiers()));
    form()->setDocument(fieldsOf(current));
}

QJsonObject AssignPlanDialog::body() const
{
    QJsonObject body = RequestDialog::body();
    for (const QString& made : {u"assigned_at"_s, u"assigned_by"_s})
        body.remove(made);
    body.insert(u"user_id"_s, m_user);
    return body;
}

QList<QPair<QByteArray, QByteArray>> AssignPlanDialog::headers() const
{
    const qint64 revision = m_stored.value(u"_meta"_s).toObject().value(u"revision"_s).toInteger(-1);
    if (revision < 0)
        return {};
    return {{"If-Match", '"' + QByteArray::number(revision) + '"'}};
}

bool AssignPlanDialog::dealsWith(const Error& error)
{
    if (error.type != ErrorType::Conflict || headers().isEmpty())
        return false;
    QUrlQuery query;
    query.addQueryItem(u"meta"_s, u"true"_s);
    context().client.call(
        CallId::TierAssignmentGet, {m_user}, query, this, [this](const Result<QJsonObject>& answer) {
            if (answer)
                compare(*answer);
            else
                showError(tr("What the gateway has now could not be read."), answer.error());
        });
    return true;
}

void AssignPlanDialog::compare(const QJsonObject& now)
{
    auto* dialog = new ConflictDialog(
        tr("Plan of %1").arg(m_user),
        conflictRows(tableOf<TierAssignment>(), fieldsOf(m_stored), fieldsOf(now), form()->changes()), this);
    connect(dialog, &ConflictDialog::theirsChosen, this, [this, now] {
        m_stored = now;
        form()->setDocument(fieldsOf(now));
    });
    connect(dialog, &ConflictDialog::mineChosen, this, [this, now] {
        m_stored = now;
        form()->rebase(fieldsOf(now));
    });
    dialog->open();
}

void AssignPlanDialog::took(const QJsonObject& answer)
{
    context().toasts.show(tokens::Tone::Good,
                          tr("%1 has the plan %2 now.").arg(m_user, answer.value(u"tier_id"_s).toString()));
    Q_EMIT assigned();
}

} // namespace gatehouse::console
