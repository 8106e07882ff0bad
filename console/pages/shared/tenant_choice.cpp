// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/pages/shared/tenant_choice.h"

#include "console/client/api_client.h"
#include "console/settings/settings.h"
#include "console/widgets/page.h"

#include <QJsonArray>
#include <QSignalBlocker>

using namespace Qt::Literals::StringLiterals;

namespace gatehouse::console {

namespace {
constexpr int mostTenants = 100; // one page of the gateway
}

TenantChoice::TenantChoice(PageContext& context, QWidget* parent)
    : QComboBox(parent)
    , m_context(context)
{
    setObjectName(u"tenant"_s);
    setAccessibleName(tr("Tenant"));
    setToolTip(accessibleName());
    hide();
    connect(this, &QComboBox::activated, this, [this] {
        remember(m_context, tenant());
        Q_EMIT known(tenant());
    });
}

QString TenantChoice::tenant() const
{
    const QString shown = currentData().toString();
    const QString last = shown.isEmpty() ? remembered() : shown;
    return last.isEmpty() ? u"default"_s : last;
}

void TenantChoice::load()
{
    QUrlQuery query;
    query.addQueryItem(u"page_size"_s, QString::number(mostTenants));
    m_context.client.call(CallId::TenantList, {}, query, this, [this](const Result<QJsonObject>& answer) {
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        QStringList tenants;
        const QJsonArray items = answer->value(u"items"_s).toArray();
        for (const QJsonValue& item : items)
            tenants.append(item.toObject().value(u"slug"_s).toString());
        fill(tenants);
        Q_EMIT known(tenant());
    });
}

void TenantChoice::fill(const QStringList& tenants)
{
    const QSignalBlocker quiet(this);
    clear();
    for (const QString& tenant : tenants)
        addItem(tr("Tenant: %1").arg(tenant), tenant);
    int index = findData(remembered());
    if (index < 0)
        index = findData(u"default"_s);
    setCurrentIndex(qMax(0, index));
    setVisible(count() > 1);
}

QString TenantChoice::remembered() const
{
    return m_context.settings.value(Setting::Tenants).toMap().value(m_context.client.profile().id).toString();
}

void TenantChoice::remember(PageContext& context, const QString& tenant)
{
    QVariantMap all = context.settings.value(Setting::Tenants).toMap();
    all.insert(context.client.profile().id, tenant);
    context.settings.setValue(Setting::Tenants, all);
}

} // namespace gatehouse::console
