// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/alerts/alert_dialogs.h"

#include "common/api/v1_requests.h"
#include "common/core/ids.h"
#include "common/model/alerting.h"
#include "console/models/json_row.h"
#include "console/pages/alerts/alert_words.h"
#include "console/widgets/button_looks.h"
#include "console/widgets/field_form.h"
#include "console/widgets/toast.h"
#include "console/widgets/tokens.h"

#include <QButtonGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr qint64 hour = 3600;
constexpr qint64 usualTimes[] = {hour / 2, hour, 4 * hour, 24 * hour, 7 * 24 * hour};

} // namespace

AcknowledgeDialog::AcknowledgeDialog(PageContext& context, const QJsonObject& alert, QWidget* parent)
    : RequestDialog(context,
                    {tr("Acknowledge %1").arg(textOf(alert, "rule")),
                     tr("Others see that you see to it. It leaves the count in the navigation and sends no "
                        "reminders; its end is still told, and it is armed again after that."),
                     tr("Acknowledge"), tr("The alert was not acknowledged.")},
                    tableOf<AcknowledgeRequest>(), {}, CallId::AlertAcknowledge, {textOf(alert, "id")},
                    parent)
    , m_rule(textOf(alert, "rule"))
{
}

void AcknowledgeDialog::took(const QJsonObject&)
{
    context().toasts.show(tokens::Tone::Good, tr("%1 is acknowledged.").arg(m_rule));
    Q_EMIT acknowledged();
}

SilenceDialog::SilenceDialog(PageContext& context, const QString& ruleId, const QString& rule,
                             const QString& api, QWidget* parent)
    : RequestDialog(context,
                    {api.isEmpty() ? tr("Silence %1").arg(rule) : tr("Silence %1 of %2").arg(rule, api),
                     tr("No notifications are sent until then. What still fires at the end is told then."),
                     tr("Silence"), tr("Nothing was silenced.")},
                    tableOf<Silence>(), {u"id"_s, u"rule_id"_s, u"api"_s, u"starts_at"_s},
                    CallId::SilenceCreate, {}, parent)
    , m_ruleId(ruleId)
    , m_rule(rule)
    , m_api(api)
{
    if (auto* column = qobject_cast<QVBoxLayout*>(layout()))
        column->insertWidget(column->indexOf(form()), buildTimes());
    setSeconds(hour);
}

QWidget* SilenceDialog::buildTimes()
{
    auto* times = new QWidget(this);
    auto* row = new QHBoxLayout(times);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(tokens::spaceXs);
    row->addWidget(new QLabel(tr("For"), times));
    auto* group = new QButtonGroup(times);
    for (const qint64 seconds : usualTimes) {
        QToolButton* const chip = makeChip(durationText(seconds), times);
        chip->setAccessibleName(tr("Silence for %1").arg(durationText(seconds)));
        chip->setObjectName(u"silence%1"_s.arg(seconds));
        chip->setChecked(seconds == hour);
        group->addButton(chip);
        row->addWidget(chip);
        connect(chip, &QToolButton::clicked, this, [this, seconds] { setSeconds(seconds); });
    }
    row->addStretch(1);
    return times;
}

void SilenceDialog::setSeconds(qint64 seconds)
{
    form()->setFieldValue(u"ends_at"_s, isoTime(QDateTime::currentMSecsSinceEpoch() + seconds * 1000));
}

QJsonObject SilenceDialog::body() const
{
    QJsonObject body = RequestDialog::body();
    body.insert(u"rule_id"_s, m_ruleId);
    if (!m_api.isEmpty())
        body.insert(u"api"_s, m_api);
    return body;
}

void SilenceDialog::took(const QJsonObject&)
{
    context().toasts.show(tokens::Tone::Good, tr("%1 is silenced.").arg(m_rule));
    Q_EMIT silenced();
}

} // namespace gatehouse::console
