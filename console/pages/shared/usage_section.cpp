// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/usage_section.h"

#include "console/client/connection_machine.h"
#include "console/widgets/page.h"
#include "console/widgets/tokens.h"

#include <QJsonArray>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {

constexpr int againMs = 5'000;

QList<UsageBar::Use> barsOf(const QJsonArray& quotas, const QString& of)
{
    QList<UsageBar::Use> uses;
    for (const QJsonValue& value : quotas) {
        const QJsonObject quota = value.toObject();
        const QString name =
            UsageSection::quotaName(quota.value(u"period"_s).toString(), quota.value(u"unit"_s).toString());
        uses.append({of.isEmpty() ? name : UsageSection::tr("%1: %2").arg(of, name),
                     quota.value(u"used"_s).toInteger(), quota.value(u"limit"_s).toInteger(),
                     quota.value(u"unit"_s).toString(),
                     QDateTime::fromString(quota.value(u"resets_at"_s).toString(), Qt::ISODateWithMs)});
    }
    return uses;
}

} // namespace

QString UsageSection::quotaName(const QString& period, const QString& unit)
{
    const bool daily = period == u"day"_s;
    if (unit == u"bytes"_s)
        return daily ? tr("Bytes per day") : tr("Bytes per month");
    return daily ? tr("Requests per day") : tr("Requests per month");
}

/// A subscription without a plan of its own counts on the quotas of its consumer, which are told once.
QList<UsageBar::Use> UsageSection::quotasOf(const QJsonObject& answer)
{
    const QJsonArray own = answer.value(u"quotas"_s).toArray();
    QList<UsageBar::Use> uses = barsOf(own, {});
    const QJsonArray subscriptions = answer.value(u"subscriptions"_s).toArray();
    for (const QJsonValue& value : subscriptions) {
        const QJsonObject one = value.toObject();
        QJsonArray further;
        const QJsonArray quotas = one.value(u"quotas"_s).toArray();
        for (const QJsonValue& quota : quotas) {
            if (!own.contains(quota))
                further.append(quota);
        }
        uses += barsOf(further, one.value(u"api"_s).toString());
    }
    return uses;
}

UsageSection::UsageSection(PageContext& context, ApiRequest request, Reader reader, const QString& none,
                           QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_request(std::move(request))
    , m_reader(std::move(reader))
    , m_none(none)
    , m_column(new QVBoxLayout(this))
{
    setObjectName(u"usageSection"_s);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(tokens::spaceXs);
    m_timer.setInterval(againMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (isVisible() && m_context.connection.isConnected())
            ask();
    });
    m_timer.start();
    ask();
}

void UsageSection::ask()
{
    m_context.client.send(m_request, this, [this](const Result<QJsonObject>& answer) {
        const QList<UsageBar::Use> uses = answer ? m_reader(*answer) : QList<UsageBar::Use>();
        if (!answer && answer.error().type != ErrorType::NotFound)
            showText(tr("It could not be read: %1").arg(answer.error().message));
        else if (uses.isEmpty())
            showText(m_none);
        else
            show(uses);
    });
}

void UsageSection::clear()
{
    while (QLayoutItem* item = m_column->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

void UsageSection::show(const QList<UsageBar::Use>& uses)
{
    QStringList wanted;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    for (const UsageBar::Use& use : uses)
        wanted.append(use.name + UsageBar::text(use) + UsageBar::resetText(use.resetsAt, now));
    if (wanted == m_shown)
        return;
    m_shown = wanted;
    clear();
    for (const UsageBar::Use& use : uses)
        m_column->addWidget(new UsageBar(use, this));
}

void UsageSection::showText(const QString& text)
{
    if (m_shown == QStringList{text})
        return;
    m_shown = {text};
    clear();
    auto* label = new QLabel(text, this);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    m_column->addWidget(label);
}

} // namespace gatehouse::console
